"""Templates of what people are shown. What came from outside is text: templates escape all they are given."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from riwaya.records import VERSION
from riwaya.showing.evidence import stretches
from riwaya.showing.graphic import describes, parts

HERE = Path(__file__).parent / "templates"


def environment_of(*folders: Path) -> Environment:
    """What makes text of templates: those of some folders, and those that are shared."""
    environment = Environment(
        loader=FileSystemLoader((*folders, HERE)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"version": VERSION}
    environment.filters |= {"describes": describes, "parts": parts, "stretches": stretches}
    return environment
