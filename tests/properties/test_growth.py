"""Reading does work in proportion to the length of the text, whatever it is made of. Seconds are in `make bench`."""

import sys

import pytest
from growth import PIECES

import riwaya


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
