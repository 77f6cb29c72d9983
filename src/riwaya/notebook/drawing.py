"""What plots share: letters for Arabic, colours that everybody can tell apart, and words of one language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from riwaya.errors import UsageError
from riwaya.exports.extras import need
from riwaya.showing.shown import Preferences, Shown

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A6A00", "#56B4E9", "#333333", "#E69F00")
"""Colours that are told apart with every kind of colour vision, after Okabe and Ito, the yellow darkened for lines."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 3)))
"""Shapes and strokes that go with the colours, for whoever prints without them."""
_LETTERS = ("Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans", "Geeza Pro", "Segoe UI", "Tahoma", "DejaVu Sans")
_LEAST = (3, 11)


def shown_in(language: str) -> Shown:
    """Values in the words of a language, ar or en. Raises UsageError for another."""
    if language not in ("ar", "en"):
        raise UsageError(f"plots are in ar or en, not in {language!r}")
    return Shown(language, Preferences())


@contextmanager
def drawn(axes: Any, size: tuple[float, float]) -> Iterator[Any]:
    """Axes to draw on, those that are handed in or new ones, with letters that hold Arabic.

    Raises UsageError where matplotlib is missing, or is one that does not join Arabic letters.
    """
    matplotlib = need("matplotlib", "notebook", "a plot")
    if tuple(map(int, matplotlib.__version__.split(".")[:2])) < _LEAST:
        raise UsageError(
            f"matplotlib {matplotlib.__version__} does not join Arabic letters; 3.11 does:"
            " pip install 'matplotlib>=3.11'"
        )
    from matplotlib import font_manager, pyplot

    there = {font.name for font in font_manager.fontManager.ttflist}
    with matplotlib.rc_context({"font.family": [name for name in _LETTERS if name in there]}):
        yield axes if axes is not None else pyplot.subplots(figsize=size, layout="constrained")[1]


def plain(axes: Any) -> None:
    """Takes from axes what says nothing."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
