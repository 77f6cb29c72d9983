"""Reading does work in proportion to the length of the text, whatever it is made of. Seconds are in `make bench`."""

import sys

import pytest

import riwaya

# Each is repeated until it is long; together they hold all that the stages look around for.
PIECES = {
    "prose": "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب.\n\n",
    "accounts": "وأعلنت وزارة الصحة مقتل 12 شخصا في غارة قرب تعز يوم الجمعة، ونفى الجيش ذلك.\n",
    "one sentence": "وقتل ثلاثة مدنيين في حلب ",
    "commas": "قتل جندي، وأصيب آخر، ",
    "quotations": "وقال «إن الهجوم فشل». ",
    "open quotations": '« قال " إن ',
    "brackets": "( أ ف ب ( ",
    "posts": "قصفنا المعسكر.\n— سرايا التل (@saraya) December 14, 2023\n\n",
    "verses": "﴿وما النصر﴾ ",
    "broken words": "الجرا. ئم المق او مة نـ ـورس ",
    "dots": "ا.ل.م.ق.ا.و.م.ة ",
    "numbers": "ثلاثة وعشرون ألفا و608 ",
    "digits": "1 ",
    "days": "أمس الجمعة ",
    "places": "حلب تعز كركوك ",
    "names": "محمد علي حسين ",
    "one word": "ا",
    "one letter and space": "و ",
    "blank lines": "\n",
    "marks": "،.؛:",
    "tatweel": "ـ",
    "addresses": "https://example.org/1 @someone #كركوك ",
    "latin": "word ",
    "garbled": "ظ‚ط§ظ„ ظ…طµط¯ط±» ",
}


def calls(text: str) -> int:
    """How many functions reading a text calls: the same for the same text, on any machine."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        riwaya.read(text, published="2024-01-15")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_eight_times_the_text_takes_no_more_than_about_eight_times_the_work(name):
    piece = PIECES[name]
    small, large = (piece * (size // len(piece) + 1) for size in (4_000, 32_000))
    riwaya.read(large, published="2024-01-15")  # what is remembered of words is known

    # Half as much again is left for what grows with a logarithm; what is quadratic takes 64 times the work.
    assert calls(large) < 12 * calls(small)
