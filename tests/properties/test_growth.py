"""Reading takes time in proportion to the length of the text, whatever the text is made of."""

import time

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


def seconds(text: str) -> float:
    began = time.process_time()
    riwaya.read(text, published="2024-01-15")
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_eight_times_the_text_takes_no_more_than_eight_times_as_long(name):
    piece = PIECES[name]
    small, large = (piece * (size // len(piece) + 1) for size in (16_000, 128_000))
    riwaya.read(small[:2000])  # caches are warm

    # Twice as much is left for noise and for what grows with a logarithm; what is quadratic takes 64 times as long.
    assert seconds(large) < 16 * max(seconds(small), 0.02)
