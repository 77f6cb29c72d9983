"""Sentences of made reports: how the press words what never happened.

Each list is a choice; what stands in braces is filled in by `made_reports.py`. Verbs and numbers agree with what they
stand with. Names of groups, outlets and people are made up; towns are those of the gazetteer.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import NamedTuple

M, F = 0, 1
"""Genders, as places in pairs of forms."""


class Kind(NamedTuple):
    """A kind of strike: its name after `إن` and elsewhere, its gender, its name once it is known, what it may hit."""

    type: str
    accusative: str
    name: str
    gender: int
    known: str
    targets: tuple[str, ...]
    claimed: str


class Speaker(NamedTuple):
    """Somebody who is quoted, and the gender of the verb before him."""

    name: str
    gender: int


_SOFT = ("market", "house", "school", "hospital", "camp")
_HARD = ("military_base", "checkpoint", "vehicle", "energy", "airport")

STRIKES = (
    Kind("drone_attack", "هجوما بطائرة مسيرة", "هجوم بطائرة مسيرة", M, "الهجوم", _HARD, "بطائرة مسيرة"),
    Kind("drone_attack", "ضربة بطائرة مسيرة", "ضربة بطائرة مسيرة", F, "الضربة", _HARD, "بطائرتين مسيرتين"),
    Kind("airstrike", "غارة جوية", "غارة جوية", F, "الغارة", (*_SOFT, "military_base"), "بغارة جوية"),
    Kind("shelling", "قصفا مدفعيا", "قصف مدفعي", M, "القصف", (*_SOFT, "checkpoint"), "بقذائف المدفعية"),
    Kind("shelling", "قصفا بقذائف الهاون", "قصف بقذائف الهاون", M, "القصف", _SOFT, "بقذائف الهاون"),
    Kind("missile_attack", "هجوما صاروخيا", "هجوم صاروخي", M, "الهجوم", (*_HARD, "house"), "بصاروخين"),
    Kind("missile_attack", "قصفا بأربعة صواريخ", "قصف بأربعة صواريخ", M, "القصف", _HARD, "بأربعة صواريخ"),
    Kind("bombing", "تفجيرا بعبوة ناسفة", "تفجير بعبوة ناسفة", M, "التفجير", ("vehicle", "market"), "بعبوة ناسفة"),
    Kind(
        "bombing", "تفجيرا بسيارة مفخخة", "تفجير بسيارة مفخخة", M, "التفجير", ("market", "checkpoint"), "بسيارة مفخخة"
    ),
    Kind("suicide_bombing", "هجوما انتحاريا", "هجوم انتحاري", M, "الهجوم", ("worship", "checkpoint"), "بعملية خاصة"),
    Kind("attack", "هجوما مسلحا", "هجوم مسلح", M, "الهجوم", ("checkpoint", "vehicle", "energy"), "بالأسلحة الرشاشة"),
)
OTHERS = ("clash", "raid", "assassination", "abduction", "protest")

NOUNS = {
    "military_base": ("معسكر", "ثكنة", "قاعدة"),
    "checkpoint": ("حاجز", "نقطة تفتيش"),
    "energy": ("محطة كهرباء", "مصفاة", "حقل"),
    "camp": ("مخيم",),
    "vehicle": ("حافلة تابعة لشركة", "شاحنة تابعة لشركة", "قافلة تابعة لشركة"),
    "house": ("منزل في حي", "مبنى في حي", "عمارة سكنية في حي"),
    "market": ("سوق", "سوق شعبي في حي", "مجمع"),
    "school": ("مدرسة", "معهد"),
    "hospital": ("مستشفى", "مركز صحي في حي"),
    "airport": ("مطار", "مهبط"),
    "worship": ("مسجد", "جامع"),
}
NAMES = """الزهور النخيل الرمان السنديان الياسمين القصب البستان الجسرين الغدير المرج الساقية الينبوع السدرة الدوحة
الصفصاف الرمال الفنار المنارة البيدر الكرمة التوت الزيتون اللوز الشيح العرعر الغزال الحمام الصقر النورس الهلال النجمة
الفجر الشروق الربيع النهضة الوفاء الأمل السلام الكرامة الوحدة البناء الحكمة الميناء القلعة السور الدرب الحدائق الشاطئ
الروابي السهول الواحة الأقحوان""".split()
GROUPS = ("كتائب", "سرايا", "حركة", "جبهة", "فرقة")
GIVEN = """سامر ناجي وليد حازم نزار رامي عماد هيثم ماهر فواز زياد طارق مازن بسام غسان أنور شاكر لؤي كمال رشيد عدنان فيصل
منذر جلال""".split()
LAST = """الصافي الرمالي البستاني النجار الحداد الخياط الورد الزين السهلي الغانم الكاتب المرجان الساعي العطار الفارس
القصاب النهري الشاطئي الجسري الوادي""".split()
RANKS = ("العقيد", "العميد", "الرائد", "النقيب", "اللواء")

OUTLETS = (("وكالة", F), ("صحيفة", F), ("قناة", F), ("موقع", M), ("إذاعة", F), ("شبكة", F))

SPEAKERS = (
    Speaker("مصدر أمني", M),
    Speaker("مصدر أمني طلب عدم كشف اسمه", M),
    Speaker("مصدر عسكري", M),
    Speaker("مصدر طبي", M),
    Speaker("مصدر طبي في مستشفى {place}", M),
    Speaker("مصدر محلي", M),
    Speaker("مصادر محلية", F),
    Speaker("مصادر متطابقة", F),
    Speaker("مسؤول محلي", M),
    Speaker("مسؤول في الدفاع المدني", M),
    Speaker("الدفاع المدني", M),
    Speaker("الهلال الأحمر", M),
    Speaker("شهود عيان", M),
    Speaker("ناشط من أبناء المنطقة", M),
    Speaker("سكان في المنطقة", M),
    Speaker("وزارة الصحة", F),
    Speaker("وزارة الداخلية", F),
    Speaker("وزارة الدفاع", F),
    Speaker("شرطة {place}", F),
    Speaker("مديرية الصحة في {place}", F),
    Speaker("بلدية {place}", F),
    Speaker("قيادة العمليات في {place}", F),
    Speaker("المتحدث باسم الجيش", M),
    Speaker("المتحدث باسم الشرطة", M),
    Speaker("المتحدث باسم شرطة {place} {rank} {person}", M),
    Speaker("مدير مستشفى {place} الدكتور {person}", M),
    Speaker("محافظ {place} {person}", M),
    Speaker("رئيس المجلس البلدي {person}", M),
    Speaker("المرصد المحلي لحقوق الإنسان", M),
    Speaker("منظمة حقوقية", F),
    Speaker("لجنة إغاثة محلية", F),
)
OFFICIALS = (
    Speaker("المتحدث باسم الجيش", M),
    Speaker("وزارة الدفاع", F),
    Speaker("وزارة الداخلية", F),
    Speaker("قيادة العمليات في {place}", F),
    Speaker("مسؤول حكومي", M),
    Speaker("شرطة {place}", F),
)

SAID = ("قال", "قالت")
ANNOUNCED = ("أعلن", "أعلنت")
REPORTED = ("أفاد", "أفادت")
MENTIONED = ("ذكر", "ذكرت")
CONFIRMED = ("أكد", "أكدت")
DENIED = ("نفى", "نفت")
HIT = ("استهدف", "استهدفت")
LED = ("أسفر", "أسفرت")
QUOTED = ("نقل", "نقلت")
BLAMED = ("اتهم", "اتهمت")
TOOK = ("أودى", "أودت")
HARMED = ("ألحق", "ألحقت")
SAYING = ("قوله", "قولها")

NEAR = ("في", "في", "في", "قرب", "قرب", "شمال", "جنوب", "شرق", "غرب")

# ------------------------------------------------------------------------------------------------- what happened, told

STRIKE_LEADS = (
    "{said} {speaker} إن {act} {hit} {target} {near} {place} {when}{consequence}.",
    "{announced} {speaker} أن {act} {hit} {target} {near} {place} {when}{consequence}.",
    "{reported} {speaker} بأن {act} {hit} {target} {near} {place} {when}{consequence}.",
    "{mentioned} {speaker} أن {act} {hit} {when} {target} {near} {place}{consequence}.",
    "{hit} {name} {target} {near} {place} {when}{consequence}، بحسب {speaker}.",
    "{hit} {name} {when} {target} {near} {place}{consequence}، وفق ما {said} {speaker}.",
    "{confirmed} {speaker} وقوع {name} {hit} {target} {near} {place} {when}{consequence}.",
)
STRIKE_LEADS_DEAD = (
    "قتل {dead} وأصيب {hurt} {when} في {name} {hit} {target} {near} {place}، بحسب {speaker}.",
    "{led} {name} {hit} {target} {near} {place} {when} عن {toll}، وفق {speaker}.",
    "{took} {name} {hit} {target} {near} {place} {when} بحياة {dead_of}، كما {said} {speaker}.",
    "سقط {victims_subject} {when} في {name} {hit} {target} {near} {place}، على ما {mentioned} {speaker}.",
)
CONSEQUENCES = ("، ما أسفر عن {toll}", "، ما أدى إلى {toll}", "، وأدى ذلك إلى {toll}", "، ما خلف {victims}")
NO_VICTIMS = (
    "، من دون وقوع ضحايا",
    "، ولم ترد أنباء عن سقوط ضحايا",
    "، من دون تسجيل إصابات",
    "، واقتصرت الأضرار على الماديات",
)
STRIKE_HEADLINES = (
    "{name} {hit} {target} {near} {place}",
    "ضحايا في {name} {near} {place}",
    "{place}: {name} {hit} {target}",
    "تضارب بشأن {name} {near} {place}",
    "{speaker}: {name} {hit} {target} {near} {place}",
)
STRIKE_HEADLINES_DEAD = (
    "مقتل {dead_of} في {name} {near} {place}",
    "ارتفاع حصيلة {known} في {place} إلى {dead_of}",
)

LEADS: dict[str, tuple[str, ...]] = {
    "clash": (
        "{said} {speaker} إن اشتباكات اندلعت {when} بين الجيش ومسلحي {group} {near} {place}{consequence}.",
        "اندلعت اشتباكات عنيفة بين قوات الأمن ومسلحين من {group} {near} {place} {when}{consequence}، بحسب {speaker}.",
        "{mentioned} {speaker} أن معارك دارت {when} بين وحدات من الجيش و{group} {near} {place}{consequence}.",
    ),
    "raid": (
        "{said} {speaker} إن قوات الأمن داهمت {when} {target} {near} {place} واعتقلت {held}.",
        "داهمت قوة من الجيش {target} {near} {place} {when} واعتقلت {held}، بحسب {speaker}.",
        "{announced} {speaker} اعتقال {held} في عملية دهم نفذت {when} {near} {place}.",
    ),
    "assassination": (
        "{said} {speaker} إن مسلحين مجهولين اغتالوا {official_object} {near} {place} {when}.",
        "اغتال مسلحون مجهولون {official_object} بإطلاق النار عليه {near} {place} {when}، بحسب {speaker}.",
        "قتل {official} برصاص مسلحين {near} {place} {when}، وفق ما {said} {speaker}.",
    ),
    "abduction": (
        "{said} {speaker} إن مسلحين خطفوا {held} {near} {place} {when}.",
        "خطف مسلحون مجهولون {held} على الطريق {near} {place} {when}، بحسب {speaker}.",
        "{mentioned} {speaker} أن مسلحين من {group} اختطفوا {held} {near} {place} {when}.",
    ),
    "protest": (
        "تظاهر مئات الأشخاص في {place} {when} احتجاجا على {grievance}، بحسب {speaker}.",
        "{said} {speaker} إن محتجين أغلقوا طريقا في {place} {when} احتجاجا على {grievance}.",
        "شهدت {place} {when} تظاهرة شارك فيها العشرات للمطالبة بمعالجة {grievance}، وفق {speaker}.",
    ),
}
HEADLINES: dict[str, tuple[str, ...]] = {
    "clash": ("اشتباكات {near} {place}", "معارك بين الجيش ومسلحين {near} {place}"),
    "raid": ("حملة دهم {near} {place}", "قوات الأمن تعتقل {held} {near} {place}"),
    "assassination": ("اغتيال {official} {near} {place}", "مسلحون يغتالون {official_object} في {place}"),
    "abduction": ("خطف {held} {near} {place}", "مسلحون يخطفون {held} {near} {place}"),
    "protest": ("تظاهرة في {place} احتجاجا على {grievance}", "محتجون يغلقون طريقا في {place}"),
}
OFFICIAL_POSTS = (
    ("مدير بلدية", "مدير بلدية"),
    ("قاض في محكمة", "قاضيا في محكمة"),
    ("صحفي في إذاعة", "صحفيا في إذاعة"),
    ("طبيب في مستشفى", "طبيبا في مستشفى"),
    ("ضابط في مركز شرطة", "ضابطا في مركز شرطة"),
    ("مدرس في مدرسة", "مدرسا في مدرسة"),
)
"""As subject and after a noun, and as object."""
GRIEVANCES = ("انقطاع الكهرباء", "شح المياه", "تأخر الرواتب", "ارتفاع أسعار الوقود", "تردي الخدمات", "البطالة")

AGAIN = (
    "و{quoted} {outlet} عن {speaker} {saying} إن {known} {led} عن سقوط {victims_again}.",
    "و{said_outlet} {outlet}، نقلا عن {speaker}، إن حصيلة {known} بلغت {victims_again}.",
    "و{said_outlet} {outlet} نقلا عن {outlet2} إن الحصيلة، بحسب {speaker}، بلغت {victims_again}.",
    "من جهة ثانية، {said} {speaker} إن {known} {led} عن سقوط {victims_again}.",
    "وفي المقابل، {mentioned} {speaker} أن عدد القتلى بلغ {number_again}.",
    "وفي وقت سابق، {reported} {speaker} بسقوط {victims_again}.",
)
UPDATES = (
    "وارتفعت حصيلة {known} إلى {victims_later}، وفق ما {announced} {speaker} {later}.",
    "و{announced} {speaker} {later} أن الحصيلة ارتفعت إلى {victims_later} بعد وفاة عدد من المصابين متأثرين بجروحهم.",
    "وحتى {later} بلغ عدد القتلى {number_later}، بحسب {speaker}.",
)
CLAIMS = (
    "وأعلنت {group} في بيان مسؤوليتها عن {known}.",
    "وتبنت جماعة تسمي نفسها «{group}» {known} في بيان نشر على الإنترنت.",
    "وقالت {group} إنها استهدفت {target} {near} {place} {claimed}، مؤكدة إصابة الهدف بدقة.",
    "وكتب المتحدث باسم {group} على منصة إكس: «استهدفنا {target} {claimed} وعاد مقاتلونا إلى مواقعهم».",
)
DENIALS = (
    "و{denied} {official_speaker} وقوع أي هجوم على {place}، و{said_official} إن أصوات الانفجارات ناجمة عن تدريبات.",
    "و{denied} {official_speaker} سقوط قتلى في {known}.",
    "و{denied} {official_speaker} تعرض {target} لأي هجوم.",
)
SHOT_DOWN = (
    "و{said} {speaker} إن الدفاعات الجوية اعترضت الهجوم قبل وصوله إلى هدفه.",
    "و{quoted} {outlet} عن {speaker} أن المقذوفات سقطت في أرض خالية من دون أن تخلف أضرارا.",
    "و{announced_official} {official_speaker} إحباط هجوم ثان في المنطقة نفسها.",
)
BLAME = (
    "و{blamed} {official_speaker} {group} بالوقوف وراء {known}.",
    "وتتهم السلطات {group} بتنفيذ {known}، لكنها لم تعلق على ذلك.",
)
NOBODY = (
    "ولم تتبن أي جهة {known} حتى الآن.",
    "ولم تعلن أي جهة مسؤوليتها عن {known}.",
    "ولم يصدر تعليق فوري من السلطات.",
)
CONDEMNS = (
    "وأدانت {organisation} {known}، ودعت إلى {call}.",
    "ودان مسؤول في {organisation} {known} وطالب ب{call}.",
)
HISTORY = (
    "وأدى هجوم مماثل في {place2} {long_ago} إلى مقتل {old_dead}.",
    "وسبق أن شهدت {place2} {long_ago} هجوما أودى بحياة {old_dead}.",
)
DAMAGE = (
    "و{harmed} {known} أضرارا مادية بعدد من المباني المجاورة.",
    "واندلع في المكان حريق تمكنت فرق الإطفاء من إخماده.",
    "وتضررت سيارات عدة كانت متوقفة في المكان.",
    "ونقل المصابون إلى مستشفى {place} لتلقي العلاج.",
)
DIGEST = ("وفي حادث منفصل، ", "من جهة أخرى، ", "وعلى صعيد آخر، ", "وفي سياق متصل، ")
POSTS = (
    "عاجل | {name} {hit} {target} {near} {place}. أنباء أولية عن {victims}. الصور من المكان تظهر تصاعد أعمدة الدخان.",
    "#عاجل {speaker}: {victims} في {name} {hit} {target} {near} {place} {when}. التفاصيل تباعا.",
    "متابعة: {confirmed} {speaker} أن {act} {hit} {target} {near} {place} {when}. نرجو من الأهالي تجنب الطريق.",
    "{place} || {name} {hit} {target} {when}، ومعلومات عن {victims}. فرق الإسعاف توجهت إلى المكان.",
)

# -------------------------------------------------------------------------------------------------- what stands around

ORGANISATIONS = (
    "منظمة حقوقية محلية",
    "لجنة إغاثة دولية",
    "منظمة معنية بحماية الأطفال",
    "نقابة الصحفيين",
    "نقابة الأطباء",
    "رابطة أهالي المدينة",
    "بعثة إنسانية",
    "شبكة منظمات مدنية",
    "هيئة شعبية",
    "جمعية خيرية",
)
CALLS = (
    "فتح ممرات آمنة للمدنيين",
    "إجراء تحقيق مستقل",
    "حماية المنشآت الطبية",
    "ضبط النفس",
    "إدخال المساعدات إلى المدينة",
    "تعويض المتضررين",
    "إعادة فتح المدارس",
    "إصلاح شبكات المياه والكهرباء",
    "احترام القانون الدولي الإنساني",
    "نشر نتائج التحقيق",
    "تأمين الطرق الرئيسية",
)
AREAS = ("المنطقة", "المدينة", "المحافظة", "أطراف المدينة", "القرى المجاورة", "الأحياء الشرقية")
SPANS = ("أسابيع", "أشهر", "سنوات", "مطلع العام", "الصيف الماضي", "بداية الشتاء")
STATES = (
    "توترا أمنيا",
    "حركة نزوح متقطعة",
    "أزمة في المحروقات",
    "تراجعا في الخدمات",
    "هدوءا حذرا",
    "انقطاعا متكررا للكهرباء",
    "نقصا في الأدوية",
    "انتشارا كثيفا لقوات الأمن",
)
AMIDST = (
    "مطالب الأهالي بتعزيز الحماية",
    "تحذيرات من تدهور الوضع",
    "مساع محلية للتهدئة",
    "غياب أي أفق لحل قريب",
    "دعوات إلى الحوار",
    "شكاوى من ارتفاع الأسعار",
    "صعوبات تواجه فرق الإغاثة",
    "مخاوف من موجة نزوح جديدة",
    "وعود حكومية لم تنفذ",
)
WORDS_OF_RESIDENTS = (
    "سمعنا دويا قويا ثم رأينا الدخان يتصاعد",
    "لم نعد نعرف متى ينتهي هذا كله",
    "خرجنا مسرعين وتركنا كل شيء خلفنا",
    "كان الشارع مزدحما كما هو في كل يوم",
    "الأطفال لا ينامون منذ تلك الليلة",
    "نريد أن نعيش بهدوء كسائر الناس",
    "تحطم زجاج النوافذ في الحي كله",
    "لم يأت أحد ليسأل عما نحتاج إليه",
    "وصلت سيارات الإسعاف بعد نصف ساعة",
    "أغلقنا المتجر وعدنا إلى بيوتنا",
)
BODIES = ("جمعية", "مؤسسة", "رابطة", "لجنة", "مبادرة", "منظمة")
JOBS = """المزارع التاجر السائق المعلم المهندس الطبيب المحامي العامل الحرفي الصيدلي الخباز الميكانيكي الموظف الطالب
المتطوع المسعف الباحث النجار الصياد الحارس""".split()
GOODS = """الدقيق الوقود الأدوية الخيام البطانيات الخضار الأعلاف المياه الحليب الكتب الأسمنت الأخشاب البذور الأسمدة
المصابيح المولدات الفحم السكر الأرز الزيت""".split()
WORKS = """ترميم بناء توسيع تنظيف إنارة صيانة تأهيل تجهيز""".split()
SITES = """المدرسة السوق المستشفى الجسر المكتبة الحديقة المخبز المستوصف الملعب المحطة المركز المسرح الميناء""".split()
AROUND = (
    "ودعت {body} إلى {call}، بحسب بيان وقعه {person}.",
    "وطالب {job} {person} ب{call}، وحث أهالي {town} على الصبر.",
    "وتشهد {town} منذ {span} {state}، وسط {amid}.",
    "ويأتي ذلك فيما تشهد {area} {state}، مع {amid}.",
    "وقال {job} {person}: «{words}».",
    "وروت {body} أن {person} غادر {town} إلى {town2} قبل {number} يوما.",
    "وقال {person}، وهو من سكان {town}: «{words}، و{words2}».",
    "وأضاف {person} أن فرقا من {town} و{town2} وصلت إلى المكان.",
    "ومنعت قوات الأمن {job} {person} من الاقتراب.",
    "ولم يتسن التحقق من ذلك من مصدر مستقل.",
    "وأظهر مقطع صوره {job} {person} سحبا من الدخان فوق {area}.",
    "واستؤنفت الحركة على طريق {town} بعد {number} دقيقة.",
    "وأعلنت مدارس {thing} و{thing2} تعليق الدوام حتى {weekday}.",
    "ويعقد مجلس {town} {weekday} اجتماعا لبحث {call}.",
    "وتبعد {town} عن {town2} نحو {number} كيلومترا.",
    "ويعيش أهالي {town} على تجارة {goods} و{goods2} منذ {span}.",
    "وارتفع سعر {goods} في {town} {number} في المئة، وسعر {goods2} {number2} في المئة.",
    "ووزعت {body} {goods} و{goods2} على {number} أسرة في {town}.",
    "وبدأت بلدية {town} {work} {site} في حي {thing}، بكلفة {number} ألفا.",
    "وقال {job} {person} إن {work} {site} سينتهي {weekday}.",
    "وزار {person} حي {thing} في {town} برفقة {person2}.",
    "ووعد {person} أهالي {thing} ب{work} {site} خلال {number} يوما.",
    "ويقدر {job} {person} خسائره بنحو {number} ألفا، معظمها من {goods}.",
    "واستقبلت {town} {number} أسرة من {town2}، وفق {body}.",
    "وتطوع {number} شابا من {thing} في {work} {site}.",
    "ونشرت {body} قائمة بأسماء {number} متضررا في {town} و{town2}.",
    "وقال {person} لإذاعة {thing}: «{words}».",
    "وأغلق {job} {person} محله في شارع {thing} منذ {span}.",
    "ووصلت شاحنات تحمل {goods} من {town} إلى حي {thing}.",
    "ويشكو سكان {thing} من نقص {goods}، وسكان {thing2} من غلاء {goods2}.",
    "وأرجأت محكمة {town} النظر في قضية {person} إلى {weekday}.",
    "وفاز {job} {person} بجائزة {thing} التي تمنحها {body}.",
    "وغاب {job} {person} عن اجتماع {weekday} بسبب المرض.",
    "وكتب {person} في نشرة {thing}: «{words}».",
    "وانتخب مجلس {town} {person} خلفا للسيد {person2}.",
    "وتصل المياه إلى حي {thing} مرة كل {number} يوما.",
    "ويمر خط الحافلات رقم {number} بين {town} و{thing}.",
    "وأكدت {body} أن {site} في {town} يعمل بنصف طاقته.",
    "وسجل {job} {person} {number} شكوى في {town} خلال {span}.",
    "وتلقى {person} العلاج في {town2} ثم عاد إلى {town} {weekday}.",
    "وتسلمت {body} {number} طنا من {goods} عبر ميناء {thing}.",
    "ورفض {person} التعليق، وأحال الأسئلة إلى {body}.",
)

OTHER_NEWS = (
    (
        "توقعات بموجة حر في {place}",
        "توقعت هيئة الأرصاد أن تتأثر {place} بموجة حر تستمر ثلاثة أيام، ودعت السكان إلى شرب المياه.",
        "وقالت الهيئة إن درجات الحرارة ستعود إلى معدلاتها نهاية الأسبوع.",
        "وأوصت البلدية المزارعين بري المحاصيل ليلا.",
        "ومن المتوقع أن تنشط الرياح على المرتفعات مع احتمال تشكل الضباب صباحا.",
    ),
    (
        "فريق {thing} يفوز في الدوري المحلي",
        "فاز فريق {thing} على ضيفه بهدفين مقابل هدف في المباراة التي جمعتهما على ملعب {place}.",
        "وقال المدرب {person} إن اللاعبين قدموا مباراة كبيرة.",
        "ويستعد الفريق للمباراة المقبلة وسط غياب اثنين من مدافعيه بسبب الإصابة.",
        "وبهذا الفوز ارتقى الفريق إلى المركز الثالث.",
    ),
    (
        "افتتاح معرض للكتاب في {place}",
        "افتتح في {place} معرض للكتاب تشارك فيه دور نشر من بلدان عدة.",
        "وقال مدير المعرض {person} إن البرنامج يضم ندوات وأمسيات شعرية.",
        "وخصص القائمون على المعرض جناحا لكتب الأطفال.",
        "ويستمر المعرض عشرة أيام، والدخول إليه مجاني.",
    ),
    (
        "ارتفاع أسعار الخضار في أسواق {place}",
        "سجلت أسعار الخضار في أسواق {place} ارتفاعا بنحو الربع مقارنة بالأسبوع الماضي.",
        "وعزا تجار الارتفاع إلى زيادة كلفة النقل وقلة المعروض.",
        "وقال التاجر {person} إن الأسعار ستتراجع مع بدء موسم القطاف.",
        "وطالب مستهلكون بتشديد الرقابة على الأسواق.",
    ),
    (
        "بدء تعبيد طريق {thing} في {place}",
        "بدأت بلدية {place} أعمال تعبيد طريق {thing} الذي يصل بين أحيائها الشمالية والجنوبية.",
        "وقال المهندس {person} إن العمل سينتهي خلال شهرين.",
        "وتشمل الأعمال إنارة الطريق وزراعة الأشجار على جانبيه.",
        "وسيحول السير إلى طرق بديلة طوال مدة التنفيذ.",
    ),
)

# ----------------------------------------------------------------------------------------------------- numbers and days

COUNTED: dict[str, tuple[str, str, str, str, str]] = {
    "شخص": ("شخص واحد", "شخصان", "شخصين", "أشخاص", "شخصا"),
    "مدني": ("مدني واحد", "مدنيان", "مدنيين اثنين", "مدنيين", "مدنيا"),
    "جندي": ("جندي واحد", "جنديان", "جنديين", "جنود", "جنديا"),
    "عنصر": ("عنصر واحد", "عنصران", "عنصرين", "عناصر", "عنصرا"),
    "مسلح": ("مسلح واحد", "مسلحان", "مسلحين اثنين", "مسلحين", "مسلحا"),
    "عامل": ("عامل واحد", "عاملان", "عاملين اثنين", "عمال", "عاملا"),
    "قتيل": ("قتيل واحد", "قتيلان", "قتيلين", "قتلى", "قتيلا"),
    "جريح": ("جريح واحد", "جريحان", "جريحين", "جرحى", "جريحا"),
    "طفل": ("طفل واحد", "طفلان", "طفلين", "أطفال", "طفلا"),
}
"""One, two (as subject, and elsewhere), three to ten, eleven and more."""
_TEN = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WEEKDAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
_ROMAN = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
_SYRIAC = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)


class Style(NamedTuple):
    """How an outlet writes: its figures and its months."""

    eastern: bool
    words: float
    months: int

    def figure(self, number: int) -> str:
        """A number in figures."""
        return str(number).translate(_EASTERN) if self.eastern else str(number)

    def day(self, day: date, *, year: bool = False) -> str:
        """A day with the name of its month."""
        names = (_ROMAN[day.month - 1], _SYRIAC[day.month - 1], f"{_SYRIAC[day.month - 1]}/{_ROMAN[day.month - 1]}")
        return f"{self.figure(day.day)} {names[self.months]}" + (f" {self.figure(day.year)}" if year else "")


def counted(draw: random.Random, style: Style, number: int, noun: str, *, subject: bool = False) -> str:
    """So many of something, with the noun in the form that goes with the number."""
    one, two_subject, two, few, many = COUNTED[noun]
    if number == 1:
        return one
    if number == 2:
        return two_subject if subject else two
    if number <= 10:
        return f"{_TEN[number] if draw.random() < style.words else style.figure(number)} {few}"
    return f"{style.figure(number)} {many if number % 100 > 10 else noun}"


def about(draw: random.Random, style: Style, number: int, noun: str) -> str:
    """So many at least, or about so many, or between two numbers."""
    how = draw.random()
    if number < 3:
        return counted(draw, style, number, noun)
    if how < 0.45:
        return f"ما لا يقل عن {counted(draw, style, number, noun)}"
    if how < 0.65:
        return f"أكثر من {counted(draw, style, number - 1, noun)}"
    if how < 0.8:
        return f"نحو {counted(draw, style, number, noun)}"
    low = max(3, number - 1)
    return f"ما بين {style.figure(low)} و{counted(draw, style, low + draw.choice((2, 3)), noun)}"


def when(draw: random.Random, style: Style, day: date, spoken: date, part: str) -> str:
    """A day as somebody tells it who speaks on another: by name, by its distance, or by its date."""
    apart, name = (spoken - day).days, WEEKDAYS[day.weekday()]
    exact = f"يوم {name} {style.day(day)}"
    if apart == 0:
        return draw.choice(("اليوم", f"اليوم {name}", f"{part} اليوم", f"{part} اليوم {name}", f"{part} {name}", exact))
    if apart == 1:
        return draw.choice(("أمس", f"أمس {name}", f"{part} أمس", f"{part} {name}", f"يوم {name}", exact))
    if apart == 2:
        return draw.choice(("أول أمس", "قبل يومين", f"يوم {name}", exact))
    if apart < 7:
        return draw.choice((f"{name} الماضي", f"يوم {name} الماضي", exact))
    return f"في {style.day(day, year=True)}"


def long_ago(draw: random.Random, style: Style, spoken: date) -> str:
    """Some day of the months before."""
    day = spoken - timedelta(days=draw.randint(40, 700))
    return draw.choice((f"في {style.day(day, year=True)}", f"في {style.day(day, year=True).split(' ', 1)[1]}"))
