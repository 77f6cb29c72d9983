"""What the pipeline takes from the document as a whole."""

import pytest

import riwaya

HEADLINE = "مقتل جندي في انفجار قرب الرمادي"
BODY = "قال مصدر أمني إن جنديا قتل أمس في انفجار عبوة ناسفة قرب مدينة الرمادي غربي البلاد."
SEEN, PUBLISHED = "الجمعة 9/8/2019 بتوقيت القدس الشريف", "نشر بتاريخ: 05/03/2019 الساعة 20:26"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ((SEEN, HEADLINE, PUBLISHED, BODY), "2019-03-04"),
        ((SEEN, HEADLINE, BODY), "2019-08-08"),
        ((HEADLINE, PUBLISHED, BODY), "2019-03-04"),
    ],
)
def test_the_day_of_publication_by_name_comes_before_the_day_a_page_was_looked_at(lines, day):
    reading = riwaya.read("\n".join(lines))
    days = {c.value["earliest"] for a in reading.accounts for c in a.claims if c.field == "happened"}

    assert {day} == days - {None}
    assert "D04" in {issue.code for issue in reading.issues}
