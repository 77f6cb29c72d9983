"""A case report for people: incidents with all that their accounts say, as one page of HTML that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import riwaya.web
from riwaya.exports.extras import need
from riwaya.exports.formats import Options
from riwaya.exports.material import Case, Material, moment_of
from riwaya.exports.target import Target

if TYPE_CHECKING:
    from riwaya.showing.decisions import Entry
    from riwaya.showing.printing import Sheet
    from riwaya.showing.shown import Shown

_STATIC = Path(riwaya.web.__file__).parent / "static"
_FONTS = {weight: f"vendor/noto-naskh-arabic-arabic-{weight}-normal.woff2" for weight in (400, 700)}
_ARABIC = "U+0600-06FF, U+0750-077F, U+0870-08FF, U+200C-200F, U+204F, U+2E41, U+FB50-FDFF, U+FE70-FEFC"


def write(material: Material, target: Target, options: Options) -> None:
    """Writes the report."""
    with target.open(target.file()) as out:
        out.write(report_of(material, options).encode())


def report_of(material: Material, options: Options) -> str:
    """The report as HTML. Raises UsageError where what makes it is not installed."""
    need("jinja2", "report", "a report")
    need("sqlalchemy", "report", "a report")
    from riwaya.showing.shown import Preferences, Shown
    from riwaya.showing.templating import environment_of

    shown = Shown(options.language, Preferences())
    sheets = tuple(_sheets(material, shown))
    title = sheets[0].sentence if len(sheets) == 1 else shown.count("incidents", len(sheets))
    page: str = environment_of().get_template("report.html").render(
        title=title, sheets=sheets, style=_style(shown, title), known_at=moment_of(material), profile=options.profile,
        has_graphic=any(sheet.has_graphic for sheet in sheets), shown=shown, say=shown.words, of=shown.of,
        language=options.language, direction=shown.words.direction, closes=False, paper=True, draws=False,
    )  # fmt: skip
    return page


def _sheets(material: Material, shown: Shown) -> Iterator[Sheet]:
    from riwaya.showing.printing import sheet_of
    from riwaya.showing.telling import corrected_in

    made = tuple(material.decisions())
    for number, case in enumerate(material.cases(), start=1):
        yield sheet_of(
            case, case.id, shown, corrected=corrected_in(case.amended), history=_history(case, made, shown),
            anchor=f"i{number}-",
        )  # fmt: skip


def _history(case: Case, made: Iterable[Mapping[str, Any]], shown: Shown) -> Iterator[Entry]:
    """The decisions on an incident in words, in order, with how each stands."""
    from riwaya.showing.decisions import entry_of
    from riwaya.store.decisions import Decision, Subject
    from riwaya.store.history import Decided, with_states

    def decision_of(told: Mapping[str, Any]) -> Decision:
        about = tuple(Subject(each["document"], each["incident"] or "", None) for each in told["subjects"])
        return Decision(**{name: told[name] for name in Decision._fields} | {"subjects": about})

    if case.history:
        decided = tuple(Decided(decision_of(each), each["state"]) for each in case.history)
    else:
        near = {*case.happenings, *((document, "") for document in case.readings)}
        decisions = tuple(map(decision_of, made))
        own = {each.seq for each in decisions if not near.isdisjoint(subject.key for subject in each.subjects)}
        decided = with_states(decisions, frozenset(), own)
    return (entry_of(shown, each) for each in decided)


def _style(shown: Shown, title: str) -> Any:
    """The style sheet, with the letters that it is set in where they are there, and a head and a foot for each page."""
    from markupsafe import Markup

    faces = (
        f'@font-face {{ font-family: "Noto Naskh Arabic"; font-weight: {weight}; unicode-range: {_ARABIC}; '
        f'src: url("data:font/woff2;base64,{_in_lines(base64.b64encode(path.read_bytes()))}") format("woff2"); }}'
        for weight, name in _FONTS.items()
        if (path := _STATIC / name).is_file()
    )
    return Markup("\n".join((*faces, (_STATIC / "print.css").read_text(encoding="utf-8"), _heads(shown, title))))


def _in_lines(code: bytes) -> str:
    """A long code in a string of CSS, parted into lines, so that programs which look through it do not choke on it."""
    return "".join(f"\\\n{code[at : at + 400].decode()}" for at in range(0, len(code), 400))


def _heads(shown: Shown, title: str) -> str:
    """What stands above and below each page: what the report is of, that it tells of claims, and the number."""
    words = shown.words
    before, between, after = words("print.page", page="\0", pages="\0").split("\0")
    number = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    start, end = ("right", "left") if words.direction == "rtl" else ("left", "right")
    font = 'font: 8.5pt "Noto Naskh Arabic", "Noto Sans", sans-serif; color: #555;'
    return (
        f"h1 {{ string-set: of content(text); }}\n"
        f"@page {{ @top-{start} {{ content: {_css(title)}; content: string(of, first); {font} }}"
        f" @top-{end} {{ content: {_css(words('riwaya'))}; {font} }}"
        f" @bottom-{start} {{ content: {_css(words('notice'))}; {font} white-space: nowrap; }}"
        f" @bottom-center {{ content: none; }}"
        f" @bottom-{end} {{ content: {number}; {font} white-space: nowrap; }} }}"
    )


def _css(text: str) -> str:
    """Text as a string of CSS, which nothing in it can end."""
    return '"' + "".join(c if c.isalnum() or c in " .,،:–" else f"\\{ord(c):06x}" for c in text) + '"'
