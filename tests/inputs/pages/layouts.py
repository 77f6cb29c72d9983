"""Layouts of pages of Arabic outlets and agencies, filled with reports of our own.

Each is built as the pages of its model are: the same nesting, names, meta elements and JSON-LD, with menus, shares,
related pages and comments in their places. What each is modelled on stands beside it. No word of theirs is in it.
`@…@` stands for what a story fills in.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from inputs.pages.stories import COMMENTS, OTHERS, POST, POST_TEXT, STORIES, Story

HOME = Path(__file__).parent / "layouts"


@dataclass(frozen=True)
class Layout:
    """A row of the table: what a layout is modelled on, and the moment that its page tells.

    `lacks` names what it does not show (lead, caption); `post` tells that it shows the post with its words. `seen` is
    what of the model's pages was seen: their markup, only the selectors by which programs read them, or neither (no).
    """

    name: str
    published: str
    lacks: tuple[str, ...]
    post: bool
    encoding: str
    model: str
    seen: str


@dataclass(frozen=True)
class Page:
    """A page to be read, and what is to come out."""

    name: str
    data: bytes
    title: str
    text: str
    published: str


def fill(layout: Layout, story: Story) -> Page:
    """A layout with a story in it."""
    html = (HOME / f"{layout.name}.html").read_text(encoding="utf-8")
    values = {
        "title": story.title,
        "lead": story.lead,
        "author": story.author,
        "caption": story.caption,
        "jtitle": json.dumps(story.title, ensure_ascii=False)[1:-1],
        "jbody": json.dumps("\n".join(story.paragraphs), ensure_ascii=False)[1:-1],
        "post": POST,
        **{f"o{n}": title for n, (title, _) in enumerate(OTHERS, 1)},
        **{f"t{n}": text for n, (_, text) in enumerate(OTHERS, 1)},
        **{f"n{n}": name for n, (name, _) in enumerate(COMMENTS, 1)},
        **{f"c{n}": text for n, (_, text) in enumerate(COMMENTS, 1)},
        **{f"p{n}": paragraph for n, paragraph in enumerate(story.paragraphs, 1)},
    }
    html = re.sub("@([a-z]+[0-9]?)@", lambda match: values[match[1]], html)
    lines = [story.title]
    lines += [] if "lead" in layout.lacks else [story.lead]
    lines += [] if "caption" in layout.lacks else [story.caption]
    lines += story.paragraphs
    lines += [POST_TEXT] if layout.post else []
    data = html.encode(layout.encoding, "xmlcharrefreplace")
    return Page(layout.name, data, story.title, "\n".join(lines), layout.published)


def all_pages() -> list[Page]:
    """The pages, each with one of the stories."""
    return [fill(layout, STORIES[n % len(STORIES)]) for n, layout in enumerate(load_layouts())]


def load_layouts() -> list[Layout]:
    """The layouts of the table."""
    rows = [line.split("\t") for line in (HOME.parent / "layouts.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [
        Layout(name, at, tuple(lacks.split()), post == "yes", encoding, model, seen)
        for name, at, lacks, post, encoding, model, seen, _ in rows
    ]
