"""Reports on places that are told with every precision, for tests of the map."""

from riwaya.inputs.incoming import Incoming
from riwaya.store.runs import reconcile_store
from riwaya.store.store import Store

REPORTS = (
    (
        "جريدة الصباح",
        "2024-01-16",
        "قال الدفاع المدني إن سبعة مدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب.",
    ),
    (
        "وكالة السهل",
        "2024-01-17",
        "أفادت مديرية الصحة أمس الثلاثاء بمقتل أربعة مدنيين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب يوم الاثنين.",
    ),
    ("قناة المدى", "2024-02-03", "أفادت الشرطة بأن مسلحين خطفوا مهندسا أمس الجمعة في محافظة درعا."),
    ("قناة المدى", "2024-03-09", "قال مصدر عسكري إن طائرة مسيرة استهدفت أمس الجمعة قاعدة عين الأسد."),
    ("إذاعة الجسر", "2024-03-20", "قال مصدر أمني إن مسلحين اغتالوا ضابطا أمس الثلاثاء."),
)
"""Reports of our own writing: on a town, with another that differs, on a governorate, on a base, and on no place."""


def fill(store: Store) -> None:
    """Keeps the reports, and brings them together."""
    for number, (publisher, day, text) in enumerate(REPORTS):
        store.ingest(Incoming(f"{number}.txt", text, publisher=publisher, published=day))
    reconcile_store(store)
    store.renew_overviews()
