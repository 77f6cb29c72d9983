"""Who did it, where other words stand between."""

import pytest

import riwaya


def first(text: str, field: str) -> str | None:
    """The words of a field of the first account that has it."""
    accounts = riwaya.read(text, published="2024-05-10").accounts
    return next((c.text for account in accounts for c in account.claims if c.field == field), None)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("يواصل الجيش الإسرائيلي قصف قطاع غزة", "الجيش الإسرائيلي", "قطاع غزة"),
        ("انتقاما للجرائم التي يرتكبها العدو، استهدف مقاتلو الكتائب قاعدة المدينة", "مقاتلو الكتائب", "قاعدة المدينة"),
        ("استهدف مقاتلو الكتائب مو…", "مقاتلو الكتائب", None),
    ],
)
def test_who_did_it_and_whom_it_hit(text, actor, target):
    assert (first(text, "actor"), first(text, "target")) == (actor, target)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("اقتحم رجال ملثمون ومسلحون منزلا", "unidentified"),
        ("دخل رجال مسلحون المنزل", "unidentified"),
        ("هاجم شبان ملثمون دورية للشرطة", "unidentified"),
        ("هاجم شبان غاضبون دورية للشرطة", "civilians"),
    ],
)
def test_men_with_arms_or_masks_are_no_civilians(text, kind):
    accounts = riwaya.read(text, published="2024-05-10").accounts

    assert [c.value["kind"] for account in accounts for c in account.claims if c.field == "actor"] == [kind]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("أعلن الجيش العراقي وقوع اشتباك مع مسلحين في ديالى", "الجيش العراقي", "مسلحين"),
        ("نفت كتائب حزب الله تبادل القصف مع الأميركيين", "كتائب حزب الله", "الأميركيين"),
        ("قالت حماس إن الشرطة في اشتباك مع مسلحين", "مسلحين", None),
        ("قال شاهد إن اشتباكا مع مسلحين وقع في الحي", "مسلحين", None),
    ],
)
def test_who_tells_of_a_clash_with_somebody_is_one_side_of_it_where_he_bears_arms(text, actor, target):
    assert (first(text, "actor"), first(text, "target")) == (actor, target)
