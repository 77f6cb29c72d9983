"""Time against length for texts made of one thing over and over: the exponent of the growth, 1 where it is linear.

python benchmarks/growth.py
"""

from __future__ import annotations

import math
import time

import riwaya

# Each is repeated until it is long; together they hold all that the stages look around for.
PIECES = {
    "prose": "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب.\n\n",
    "accounts": "وأعلنت وزارة الصحة مقتل 12 شخصا في غارة قرب تعز يوم الجمعة، ونفى الجيش ذلك.\n",
    "one sentence": "وقتل ثلاثة مدنيين في حلب ",
    "deeds": "هاجم مسلحون القاعدة في حلب وقصف الجيش القرية ",
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


SIZES = (16_000, 128_000)


def measure(piece: str) -> tuple[float, float]:
    """Seconds of processor time for the longer text, and the exponent between the two sizes."""
    small, large = (seconds(piece * (size // len(piece) + 1)) for size in SIZES)
    return large, math.log(large / max(small, 0.002)) / math.log(SIZES[1] / SIZES[0])


def seconds(text: str) -> float:
    """Processor time of one reading, the better of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        riwaya.read(text, published="2024-01-15")
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """Prints a line for each kind of text."""
    riwaya.read("سقط ثلاثة قتلى أمس", published="2024-01-15")  # the knowledge is loaded
    print(f"{SIZES[1] // 1000} KB of          seconds  exponent")
    for name, piece in PIECES.items():
        took, exponent = measure(piece)
        print(f"{name:22}{took:8.2f}{exponent:10.2f}")


if __name__ == "__main__":
    main()
