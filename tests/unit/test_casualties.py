"""Who was harmed and how many: sentences with the counts that are to be read in them, and those where none is."""

from datetime import date

import pytest

from riwaya.knowledge.load import Knowledge
from riwaya.pipeline import prepare
from riwaya.reading.casualties import find_casualties
from riwaya.records import Argument, Statement


def read(text: str, knowledge: Knowledge, *, day: str = "2024-01-10") -> tuple[Argument, ...]:
    """The counts of a text published on a day, told in the publisher's voice."""
    lattice = prepare(text, published=date.fromisoformat(day), knowledge=knowledge)
    told = Statement(0, len(lattice.tokens), (), "asserts", day, "publisher")
    return find_casualties(lattice, knowledge, [told])


def bounds(arguments: tuple[Argument, ...]) -> str:
    """Counts as words: field low..high, the open end left out."""
    said = []
    for each in arguments:
        low, high = each.value["low"], each.value["high"]
        said.append(f"{each.field} {low}" if low == high else f"{each.field} {low}..{'' if high is None else high}")
    return ", ".join(said)


VERBS = [
    ("قتل ستة رعاة في غارة على الوادي", "killed 6"),
    ("استشهد مزارع وأصيب ثلاثة آخرون", "killed 1, injured 3"),
    ("وجرح 17 طالبا في الانفجار", "injured 17"),
    ("قُتل ما لا يقل عن 25 راكبا", "killed 25.."),
    ("أصيب أكثر من 40 محتجا بالغاز", "injured 41.."),
    ("أصيب العشرات بحالات اختناق", "injured 24.."),
    ("قتل في درعا أمس أربعة شبان", "killed 4"),
    ("وقتل لاحقا شرطيان برصاص مجهولين", "killed 2"),
    ("توفيت طفلة متأثرة بجراحها", "killed 1"),
    ("لقي 12 بحارا مصرعهم", "killed 12"),
    ("لقي صيادان حتفهما في انفجار لغم", "killed 2"),
    ("قضى عشرون مهاجرا غرقا", "killed 20"),
    ("أودى القصف بحياة تسعة مدنيين", "killed 9"),
    ("انفجار راح ضحيته أربعة أطفال", "killed 4"),
    ("راح ضحية الانفجار أربعة أطفال", "killed 4"),
    ("فقد ثلاثة من الحراس حياتهم", "killed 3"),
    ("فقدان حارس لحياته في الانفجار", "killed 1"),
    ("اختطف مسلحون مهندسا من منزله", "abducted 1"),
    ("اعتقلت القوات الإسرائيلية 15 فلسطينيا من الخليل", "detained 15"),
    ("نزح آلاف السكان من البلدة", "displaced 2000.."),
]

KILLERS = [
    ("قتل مسلحون شرطيا في وسط المدينة", "killed 1"),
    ("قتل مسلحون مجهولون 3 شرطيين", "killed 3"),
    ("مسلحون قتلوا جنديا عند الحاجز", "killed 1"),
    ("قال إن مسلحين قتلوا خمسة من عناصر الحراسة", "killed 5"),
    ("قتل الجيش ثلاثة مسلحين", "killed 3"),
    ("قتلت طائرة مسيرة مدنيا في سيارته", "killed 1"),
    ("قتل لغم أرضي طفلا وجرح والده", "killed 1, injured 1"),
    ("قتل مسلحون في اشتباك مع الجيش", "killed 1.."),
    ("مسلحون هاجموا الحاجز", ""),
    ("أصاب القناص ثلاثة جنود", "injured 3"),
    ("قتلهم مسلحون ليلا", ""),
    ("هاجموا منزله وقتلوه", "killed 1.."),
    ("أطلقوا النار عليه فأردوه قتيلا", "killed 1"),
    ("أصاب صاروخ سقط في البلدة 15 عاملا", "injured 15"),
    ("أصاب صاروخ سقط في 15 منزلا", ""),
]

BEHIND_AN_ADJUNCT = [
    ("وقتل في الهجوم خمسة حراس", "killed 5"),
    ("قتل إثر انفجار لغم 4 رعاة", "killed 4"),
    ("قتل نتيجة سقوط قذيفة على منزلهم 4 مدنيين", "killed 4"),
    ("أصيب بجروح متفاوتة 14 شخصا", "injured 14"),
    ("أصيب برصاص الحراس ثلاثة شبان", "injured 3"),
    ("اعتقلت القوات من البلدة 4 شبان", "detained 4"),
    ("قتل من المهاجمين خمسة", "killed 5"),
    ("واستشهد خلال الاشتباك الجندي سامر حداد", "killed 1.."),
    ("وقتل في العملية ضابط", "killed 1"),
    ("قتل في هجوم استهدف 5 حراس", ""),
    ("قتل في هجوم شنه 30 مسلحا", ""),
    ("قتل في غارة استهدفت سيارة تقل 4 مدنيين", ""),
    ("قتل في منزل ضابط", ""),
    ("وأعلنت العائلة مقتله في غارة", "killed 1.."),
    ("ولم ترد أنباء عن مقتله", ""),
    ("وقالت إنها «حيدت» ثلاثة مسلحين", "killed 3"),
    ("أربعة قتلى في صفوف الحراس و7 في صفوف المهاجمين", "killed 11"),
]

BEFORE_THE_VERB = [
    ("أعلنت الوزارة أن أربعة أشخاص قتلوا", "killed 4"),
    ("قالت الشركة إن ثلاثة من أفراد الطاقم قتلوا", "killed 3"),
    ("وأوضح أن سبعة آخرين أصيبوا بشظايا", "injured 7"),
    ("وذكر أن جنديين قتلا وأصيب ثالث", "killed 2, injured 1"),
    ("قال إن مواطنين وأفرادا من الحراسة أصيبوا", "injured 1.."),
    ("قال إن 20 مهاجرا على الأقل لقوا حتفهم", "killed 20.."),
    ("أفاد بأن طفلا توفي في المستشفى", "killed 1"),
    ("وقال إن أربعة أفراد من أسرة واحدة قتلوا", "killed 4"),
]

NOUNS = [
    ("مقتل خمسة جنود وإصابة اثنين", "killed 5, injured 2"),
    ("أسفر الهجوم عن مصرع 11 شخصا", "killed 11"),
    ("أدى الحادث إلى وفاة سائق وإصابة راكبين", "killed 1, injured 2"),
    ("سقوط قتلى وجرحى في قصف السوق", "killed 1.., injured 1.."),
    ("خلف القصف 6 قتلى و15 جريحا", "killed 6, injured 15"),
    ("سقط شهيد وثلاثة جرحى", "killed 1, injured 3"),
    ("وصل إلى المشفى 61 شهيدا و308 إصابات", "killed 61, injured 308"),
    ("انتشال 12 جثة من تحت الأنقاض", "killed 12"),
    ("انتشلت الفرق جثامين أربعة صيادين", "killed 4"),
    ("أحصت الدائرة (13) قتيلا و(33) مصابا", "killed 13, injured 33"),
    ("خلف الاشتباك قتيلين", "killed 2"),
    ("إصابة زوجها في الهجوم", "injured 1"),
    ("ما زال 20 شخصا في عداد المفقودين", "missing 20"),
    ("وقالت إن نحو 30 عاملا ما زالوا مفقودين", "missing 27..33"),
    ("بعد اشتباك مع مسلحين قتل فيه شرطي", "killed 1"),
    ("قال إن مواطنين استشهدا في القصف", "killed 2"),
    ("قال إن شابا وطفلا قتلا في القصف", "killed 2"),
    ("بلغ عدد القتلى 17 إلى جانب 25 جريحا", "killed 17, injured 25"),
    ("استقبل المشفى 22 جريحا وقتيلين", "injured 22, killed 2"),
    ("استشهد، مساء اليوم، خمسة مواطنين", "killed 5"),
    ("أصيب عدد كبير بجروح مختلفة", "injured 1.."),
    ("مقتل خمسة في حلب وسبعة في إدلب وثلاثة في حماة", "killed 5, killed 7, killed 3"),
    ("سقط 31 ضحية، هم 11 قتيلا و20 جريحا", "killed 1..30, injured 1..30, killed 11, injured 20"),
    ("استقبل المشفى سبعة، مات منهم اثنان والخمسة الباقون جرحى", "killed 2, injured 5"),
    ("اعتقال مشتبه بهما اثنين في الحي", "detained 2"),
    ("القبض على تسعة مطلوبين", "detained 9"),
    ("مقتل القائد الميداني في غارة", "killed 1.."),
    ("نحو 15 جريحا في الحادث", "injured 14..16"),
]

TOLLS = [
    ("ارتفع عدد القتلى إلى 12", "killed 12"),
    ("ارتفاع حصيلة قتلى الحريق إلى 31", "killed 31"),
    ("حصيلة هجوم السوق ترتفع إلى 12", "killed 12"),
    ("بلغ عدد قتلى المعارك التي دارت ليلا بين فصيلين في العاصمة 27", "killed 27"),
    ("القتلى لا يقلون عن 68 والمصابون 47", "killed 68.., injured 47"),
    ("وقال إن القتلى صاروا 12 والجرحى 15", "killed 12, injured 15"),
    ("ليصل عدد الشهداء إلى 42", "killed 42"),
    ("ارتفاع حالات الوفاة إلى 32 والمصابين إلى 871", "killed 32, injured 871"),
    ("ارتفع عدد القتلى من 12 إلى 17", "killed 17"),
    ("ما رفع إلى 17 حصيلة القتلى", "killed 17"),
    ("القتلى: 30، الجرحى: 50", "killed 30, injured 50"),
    ("ذكر أن شهداء القرية 14", "killed 14"),
    ("قال إن العدد تجاوز الـ60 حتى اليوم", "killed 61.."),
    ('قدر الموقوفين بـ"أكثر من 100"', "detained 101.."),
    ("وقال إن أحد أفراد الطاقم ما زال مفقودا", "missing 1"),
    ("عدد القتلى (30) وعدد الجرحى (50)", "killed 30, injured 50"),
    ("لم يقتل سوى حارسين", "killed 2"),
    ("لم يسفر الانفجار إلا عن إصابة حارسين", "injured 2"),
    ("من بين القتلى 7 أطفال، كما أصيب 13 آخرون", "injured 13"),
]

TOGETHER = [
    ("سقط 14 مدنيا بين قتيل وجريح", "killed 1..13, injured 1..13"),
    ("سقط في البلدة 14 قتيلا وجريحا", "killed 1..13, injured 1..13"),
    ("مقتل وإصابة 29 شخصا", "killed 1..28, injured 1..28"),
    ("مقتل وإصابة العشرات في القصف", "killed 1.., injured 1.."),
    ("سقط أفراد الدورية بين قتيل وجريح", "killed 1.., injured 1.."),
    ("استشهد وفقد عشرة من البحارة", "killed 1..9, missing 1..9"),
    ("وقال إن 20 من الحراس قتلوا وأصيبوا في الكمين", "killed 1..19, injured 1..19"),
    ("31 ضحية في القصف. مقتل 8 أشخاص وجرح 23", "killed 1..30, injured 1..30, killed 8, injured 23"),
    ("أوقع التفجير 22 ضحية بينهم 10 قتلى", "killed 1..21, injured 1..21"),
    ("أوقع التفجير 22 ضحية بينهم 10 أطفال", "killed 22"),
    ("أوقع التفجير 1 ضحية بينهم 1 قتيل", "killed 1"),
    ("هلاك وإصابة العشرات من الحراس", "killed 1.., injured 1.."),
]

SUMS = [
    ("قتل خمسة مدنيين وجندي", "killed 6"),
    ("أصيب مدني وابنه", "injured 2"),
    ("وفي الغارة قتل مع حارسه", "killed 2"),
    ("قتل ضابط وثلاثة من مرافقيه", "killed 4"),
    ("مقتل آمر الفوج وخمسة جنود وإصابة 14 آخرين", "killed 6, injured 14"),
    ("خطفوا ثمانية مدنيين هم ست نساء وطفلان", "abducted 8"),
    ("قتلت امرأة وطفلان في القصف", "killed 3"),
    ("قتل 27 من الدروز، بينهم طفلان، و10 من البدو", "killed 37"),
    ("مقتل جندي في درعا ومدنيين اثنين على طريق السويداء", "killed 1, killed 2"),
    ("قتل الشاب سامر حداد والطفلة ليلى حداد", "killed 2"),
    ("قال إن ضابطا وأربعة حراس قتلوا", "killed 5"),
    ("قال إن حارسا ومدنيين اثنين قتلوا", "killed 3"),
    ("مقتل طبيب وزوجته وأطفالهما الثلاثة", "killed 5"),
    ("مقتل طبيب وزوجته وأطفالهما", "killed 3.."),
    ("مقتل طبيبة وطفليها", "killed 3"),
    ("مقتل طبيبة وأطفالها ال2.5", "killed 2.."),
    ("مقتل حارس بالرصاص وسائق", "killed 2"),
    ("إصابة حارس في درعا وسائق", "injured 2"),
    ("إصابة 9 ضباط وجنود", "injured 9"),
    ("إصابة 9 جنود ومدنيين", "injured 9.."),
    ("إصابة 38 عاملا وسائقا", "injured 38"),
    ("إصابة 38 عاملا وسائق", "injured 39"),
    ("استقبل المشفى 41 مصابا من المواطنين ورجال الشرطة", "injured 41"),
    ("قتيل وجريحان في انفجار لغم", "killed 1, injured 2"),
    ("خمسة شهداء وإصابات في القصف", "killed 5, injured 1.."),
    ("نقل عشرات الجرحى ومفقودين اثنين", "injured 24.., missing 1.."),
    ("مقتل أسرة مكونة من ستة أفراد", "killed 6"),
    ("قتل أحد الحراس وأصيب آخر", "killed 1, injured 1"),
    ("أطلق النار على مهندس ما أدى إلى مقتله وإصابة سائقه", "killed 1.., injured 1"),
]

NONE = [
    ("انتهى القصف دون وقوع إصابات", "killed 0, injured 0"),
    ("لا ضحايا في الهجوم", "killed 0, injured 0"),
    ("لم يسفر الانفجار عن خسائر بشرية", "killed 0, injured 0"),
    ("من دون تسجيل أي قتلى أو جرحى", "killed 0, injured 0"),
    ("والأضرار مادية فقط", "killed 0, injured 0"),
    ("لم تسجل وفيات", "killed 0"),
    ("ولم يتم الإبلاغ عن إصابات", "killed 0, injured 0"),
    ("لم تنجم عن الانفجار إصابات", "killed 0, injured 0"),
    ("لم يقتل أو يصب أحد", "killed 0, injured 0"),
    ("وأكد أنه لا مصابين بين العمال", "injured 0"),
    ("لم يصب أحد في الحادث", "injured 0"),
    ("نفت القيادة سقوط ضحايا في الموقع", "killed 0, injured 0"),
    ("السفينة وطاقمها بخير", "killed 0, injured 0"),
    ("لا توجد خسائر بشرية", "killed 0, injured 0"),
    ("انفجرت من دون أن تتسبب بخسائر بشرية", "killed 0, injured 0"),
    ("سقطت القذيفتان من دون أن تسببا إصابات", "killed 0, injured 0"),
]

NOBODY = [
    "أفرج الطرفان عن 20 معتقلا",
    "وصف الشاهد جثة الرجل",
    "أطلقت الجماعة سراح خمسة مختطفين",
    "وزعت الجمعية سلالا على أسر العمال",
    "أصاب صاروخان مدرجا في القاعدة",
    "تفقد مدير المشفى أقسامه",
    "دون معلومات عن إصابات",
    "لم ترد معلومات عن ضحايا",
    "لم تتحدث الوكالة عن إصابات",
    "ولم يتسن التأكد من وقوع ضحايا",
    "لا يشير التقييم إلى سقوط قتلى",
    "تحيي البلدة ذكرى 74 شهيدا",
    "حققت المسيرات إصابات مباشرة",
    "أصاب الصاروخ ثلاثة أهداف",
    "أصابت القذائف 3 منازل",
    "أصابت القذيفة منزلين",
    "شيع الآلاف جثامين الصيادين",
    "تشييع جثمان الشهيد",
    "سقطت قذيفتان قرب المدرسة",
    "سقوط المدينة في يد المسلحين",
    "وقع ضحية احتيال",
    "قتل الوقت بالقراءة",
    "حوكم بتهمة قتل جندي",
    "هددت الجماعة بقتل ثلاثة جنود",
    "أحيا اللواء ذكرى استشهاد القائد",
    "بعد عام على مقتله",
    "من بين القتلى 7 أطفال",
    "سمت القناة القتيلين",
    "نقل الجرحى إلى ثلاثة مستشفيات",
    "بحثا عن ضحايا تحت الأنقاض",
    "قصفت الطائرات مدرسة تؤوي نازحين",
    "أوقفت السلطات مئات الحافلات",
    "أصيب بخيبة أمل",
]


@pytest.mark.parametrize(
    ("text", "expected"), VERBS + KILLERS + BEHIND_AN_ADJUNCT + BEFORE_THE_VERB + NOUNS + TOLLS + TOGETHER + SUMS + NONE
)
def test_counts_are_read(text: str, expected: str, knowledge: Knowledge) -> None:
    assert expected == bounds(read(text, knowledge))


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_counted(text: str, knowledge: Knowledge) -> None:
    assert bounds(read(text, knowledge)) == ""


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("قتل ثمانية أشخاص بينهم 3 أطفال وامرأتان", {"children": (3, 3), "women": (2, 2)}),
        ("20 قتيلا معظمهم نساء وأطفال", {"women": (None, None), "children": (None, None)}),
        ("قتل 5 جنود في كمين", {"soldiers": (5, 5)}),
        ("قتل خمسة مدنيين وشرطي", {"civilians": (5, 5), "police": (1, 1)}),
        ("مقتل صحفيين اثنين", {"journalists": (2, 2)}),
    ],
)
def test_groups_are_set_apart(text: str, groups: dict[str, tuple[int, int]], knowledge: Knowledge) -> None:
    value = read(text, knowledge)[0].value

    assert groups == {each["group"]: (each["low"], each["high"]) for each in value["who"]}


def test_a_toll_since_a_war_began_is_cumulative(knowledge: Knowledge) -> None:
    text = "خلفت الحرب منذ 7 أكتوبر 2023 وحتى الأربعاء 18 ألفا و608 شهداء و50 ألفا و594 مصابا"
    dead, hurt = read(text, knowledge, day="2023-12-15")

    assert (18608, "cumulative", "2023-10-07") == (dead.value["low"], dead.value["scope"], dead.value["since"])
    assert (50594, "cumulative", "2023-10-07") == (hurt.value["low"], hurt.value["scope"], hurt.value["since"])
    assert dead.value["as_of"] == "2023-12-13"


@pytest.mark.parametrize(
    "text",
    [
        "بلغ عدد القتلى 354، فيما بلغ عدد الجرحى 906 منذ بدء الحرب في 7 أكتوبر 2023",
        "ارتفعت الحصيلة إلى 354 قتيلا، و906 جرحى منذ بدء الحرب في 7 أكتوبر 2023",
    ],
)
def test_counts_of_one_list_are_counted_since_one_day(text: str, knowledge: Knowledge) -> None:
    for count in read(text, knowledge):
        assert ("cumulative", "2023-10-07") == (count.value["scope"], count.value["since"])


@pytest.mark.parametrize(
    "text",
    [
        "قتل 64 شخصا منذ صباح الأحد في الاشتباكات",
        "قتل 3 جنود في الضفة التي تشهد توترا منذ 7 أكتوبر 2023",
        "أدت المعارك المستمرة منذ شهرين إلى مقتل 3 جنود أمس",
        "قتل خمسة أشخاص منذ أمس",
        "قتل خمسة أشخاص في هجوم هو الثالث من نوعه منذ مطلع العام الماضي",
        "قتل خمسة أشخاص أمس، وقتل 50 منذ اندلاع الحرب",
        "قتل خمسة أشخاص، وهم أول قتلى منذ بدء الهدنة",
        "الحادث هو الأشد منذ أغسطس الماضي، حين قتل 18 شخصا",
    ],
)
def test_a_count_of_one_happening_is_not_cumulative(text: str, knowledge: Knowledge) -> None:
    assert "incident" == read(text, knowledge)[0].value["scope"]


def test_a_toll_that_rose_says_so_and_keeps_the_figure_before(knowledge: Knowledge) -> None:
    now, before = read("ارتفع عدد القتلى إلى 12 بعد أن كانت 9", knowledge)

    assert (12, True) == (now.value["low"], now.value["rises"])
    assert (9, True) == (before.value["low"], before.value["superseded"])


def test_arriving_bodies_are_no_rising_toll(knowledge: Knowledge) -> None:
    assert "rises" not in read("وصل إلى المشفى 22 شهيدا", knowledge)[0].value


def test_those_caught_in_several_places_are_no_toll_of_an_area(knowledge: Knowledge) -> None:
    assert "incident" == read("اعتقال سبعة مطلوبين في مناطق متفرقة من البلاد", knowledge)[0].value["scope"]
    assert "area" == read("مقتل سبعة مدنيين في مناطق متفرقة من البلاد", knowledge)[0].value["scope"]


def test_a_first_toll_says_so(knowledge: Knowledge) -> None:
    assert read("الحصيلة الأولية خمسة قتلى", knowledge)[0].value["first"]


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("وكانت المديرية قد أعلنت مقتل ستة عمال", True),
        ("وكان مصدر طبي أفاد بمقتل ستة عمال", True),
        ("وأعلنت المديرية مقتل ستة عمال كانوا في المصنع", False),
        ("كان ستة عمال قد قتلوا", False),
        ("وسبق أن أعلنت المديرية مقتل ستة عمال", True),
        ("وسبق للمديرية أن أعلنت مقتل ستة عمال", True),
        ("وقالت المديرية في وقت سابق إن ستة عمال قتلوا", True),
        ("وفي إحصاء سابق قالت المديرية إن ستة عمال قتلوا", True),
        ("وقالت المديرية إن ستة عمال قتلوا في هجوم سابق", False),
        ("وقال المهاجم إنه سبق أن قتل ستة عمال", False),
    ],
)
def test_what_somebody_had_said_is_an_earlier_toll(text: str, earlier: bool, knowledge: Knowledge) -> None:
    assert earlier == ("first" in read(text, knowledge)[0].value)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("أعلنت المديرية مقتل تسعة بعد أن كانت قد تحدثت عن ستة قتلى", [False, True]),
        ("كانت المديرية قد أعلنت مقتل ستة قبل أن تقول إن القتلى تسعة", [True, False]),
        ("وفي وقت سابق قال ضابط إن مسلحين هاجموا القرية من جهة الوادي وقتلوا ستة وأصابوا تسعة", [True, True]),
        ("بلغت الحصيلة تسعة قتلى بعدما أعلنت المديرية سابقا أنها ستة", [False]),
        ("أفادت المديرية بداية بمقتل ستة عمال قبل أن ترفع العدد إلى تسعة قتلى", [True, False]),
        ("قتل تسعة بحسب المديرية التي صححت حصيلة سابقة من 12 قتيلا", [False, True]),
        ("سقط ستة قتلى وتسعة جرحى في حصيلة غير نهائية", [True, True]),
        (
            "القتلى ستة بينهم أربعة عمال من المصنع القديم شرقي البلدة وإن المصابين تسعة في حصيلة غير نهائية",
            [True, True],
        ),
        ("قال المشفى في حصيلة أولية إن ستة قتلوا وقالت المديرية إن القتلى تسعة", [True, False]),
    ],
)
def test_of_the_counts_of_a_sentence_those_that_were_said_before_are_earlier(
    text: str, earlier: list[bool], knowledge: Knowledge
) -> None:
    assert earlier == ["first" in each.value for each in read(text, knowledge)]


@pytest.mark.parametrize(
    ("text", "may_rise"),
    [
        ("قال المشفى إن ستة عمال قتلوا وأصيب تسعة وإن العدد مرشح للارتفاع", [True, True]),
        ("سقط ستة قتلى وقد يرتفع العدد", [True]),
        ("سقط ستة قتلى والعد لم ينته", [True]),
        (
            "أحصت المديرية ستة قتلى وتسعة جرحى بعد القصف على سوق البلدة، بحسب المتحدث باسمها الذي قال إن العد لم ينته",
            [True, True],
        ),
        ("ارتفع عدد القتلى إلى ستة", [False]),
        ("سقط ستة قتلى وقالت المديرية إن القتلى تسعة وإن العدد مرشح للارتفاع", [False, True]),
    ],
)
def test_a_count_that_may_rise_says_so(text: str, may_rise: list[bool], knowledge: Knowledge) -> None:
    assert may_rise == ["may_rise" in each.value for each in read(text, knowledge)]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("وفي اليوم التالي قال ذووهم إن ستة عمال قتلوا وأصيب تسعة", [True, True]),
        ("ولاحقا أعلنت المديرية مقتل ستة عمال", [True]),
        ("وقالت المديرية في وقت لاحق إن ستة عمال قتلوا", [True]),
        ("وقالت المديرية إن ستة عمال قتلوا في اليوم التالي", [False]),
        ("قتل ستة عمال ثم قتل لاحقا تسعة", [False, False]),
    ],
)
def test_a_count_that_was_said_later_says_so(text: str, later: list[bool], knowledge: Knowledge) -> None:
    assert later == ["later" in each.value for each in read(text, knowledge)]


def test_a_toll_that_may_rise_has_not_risen(knowledge: Knowledge) -> None:
    assert "rises" not in read("سقط ستة قتلى وقد يرتفع عدد القتلى", knowledge)[0].value


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("في المقابل قدرت المديرية القتلى بعشرين", [True]),
        ("قتل ثمانية بحسب المشفى، غير أن المديرية قالت إن القتلى خمسة", [False, True]),
        ("قتل ثمانية عمال وأصيب خمسة", [False, False]),
        ("تباينت أعداد القتلى فالمشفى قال إن ثمانية عمال قتلوا والمديرية قدرت القتلى بخمسة", [True, True]),
    ],
)
def test_a_count_set_against_another_says_so(text: str, marked: list[bool], knowledge: Knowledge) -> None:
    assert marked == ["contrasted" in each.value for each in read(text, knowledge)]


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("وصل إلى المشفى 62 شهيدا خلال الساعات الـ24 الماضية", True),
        ("قتل 62 شخصا خلال أسبوع", True),
        ("قتل 62 شخصا خلال الليلة الماضية", False),
        ("قتل 62 شخصا أمس", False),
    ],
)
def test_a_count_over_a_span_of_days_says_so(text: str, long: bool, knowledge: Knowledge) -> None:
    assert long == ("period" in read(text, knowledge)[0].value)


def test_a_count_told_as_all_there_are_says_so(knowledge: Knowledge) -> None:
    assert read("قالت الوكالة إن حارسين اثنين فقط قتلا", knowledge)[0].value["only"]
    assert read("قالت الوكالة إن حارسا واحدا أصيب", knowledge)[0].value["only"]
    assert "only" not in read("قالت الوكالة إن حارسين اثنين قتلا", knowledge)[0].value


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("ولا يزال تسعة جرحى يتلقون العلاج", True),
        ("وأصيب تسعة عمال ولا يزال الحريق مشتعلا", False),
        ("استقبل المشفى ثمانية قتلى", True),
        ("وصل عدد القتلى إلى 25", False),
        ("وقال إن خمسة منهم قتلوا", True),
        ("قتل 12 عاملا منهم خمسة سائقين", False),
        ("قتل 12 عاملا", False),
    ],
)
def test_some_of_those_told_of_before_are_told_as_such(text: str, some: bool, knowledge: Knowledge) -> None:
    assert some == ("some" in read(text, knowledge)[0].value)


def test_somebody_told_of_is_no_full_count(knowledge: Knowledge) -> None:
    assert read("سقوط قتلى في القصف", knowledge)[0].value["partial"]
    assert "partial" not in read("سقوط 4 قتلى في القصف", knowledge)[0].value


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("بلغ عدد القتلى 12 شخصا بعد وفاة ثلاثة من الجرحى", 12),
        ("ارتفع عدد القتلى إلى 11 شخصا بعد وفاة خمسة من الجرحى", 11),
        ("ارتفع عدد القتلى إلى ستة بعد انتشال جثتين", 6),
        ("توفي أحد الجرحى ليرتفع عدد القتلى إلى أربعة", 4),
    ],
)
def test_the_dead_who_are_added_are_in_the_toll_that_is_told_with_them(
    text: str, toll: int, knowledge: Knowledge
) -> None:
    assert bounds(read(text, knowledge)) == f"killed {toll}"


def test_those_who_died_after_the_toll_was_told_are_no_toll_of_their_own(knowledge: Knowledge) -> None:
    toll, added = (a.value for a in read("قتل تسعة في الانفجار، ثم توفي أربعة متأثرين بجراحهم", knowledge))

    assert "partial" not in toll
    assert added["partial"]


def test_some_of_a_group_are_that_group(knowledge: Knowledge) -> None:
    (dead,) = read("وقال إن ثلاثة من المهاجمين قتلوا", knowledge)

    assert [{"group": "fighters", "low": 3, "high": 3}] == dead.value["who"]


def test_none_of_one_nation_is_no_count_of_all(knowledge: Knowledge) -> None:
    assert read("وأكد أنه لا مصابين أمريكيين", knowledge)[0].value["partial"]


@pytest.mark.parametrize("aboard", ["على متن السفينة", "على متنها"])
def test_on_board_is_no_death(aboard: str, knowledge: Knowledge) -> None:
    """«متن» is spelt like "they died" of women."""
    assert "injured 1" == bounds(read(f"قالت الشركة إن حارسا {aboard} أصيب", knowledge))
    assert "" == bounds(read(f"قالت الشركة إن حارسا {aboard} بخير", knowledge))


def test_the_words_of_a_count_are_number_and_noun(knowledge: Knowledge) -> None:
    text = "خلفت الغارة فجر اليوم 18 قتيلا من العمال"
    lattice = prepare(text, published="2024-01-10", knowledge=knowledge)
    (dead,) = find_casualties(lattice, knowledge, ())

    assert lattice.text(dead.first, dead.last) == "18 قتيلا"


@pytest.mark.parametrize("text", ["", "قتل", "قتل و", "ارتفع عدد القتلى إلى", "بين قتيل", "و" * 50, "قتل 5 و" * 40])
def test_no_text_makes_it_fail(text: str, knowledge: Knowledge) -> None:
    read(text or " ", knowledge)
