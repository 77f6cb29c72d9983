"""Templates of what people are shown. What came from outside is text: templates escape all they are given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context

from riwaya.records import VERSION
from riwaya.showing.evidence import stretches
from riwaya.showing.graphic import describes, parts
from riwaya.showing.reasons import reason_in

HERE = Path(__file__).parent / "templates"


class Plain(Context):
    """What templates look names up in; it calls what they call as it is.

    Jinja looks each time whether a function wants the context itself. A list of incidents calls eight hundred and none
    does, and looking took a third of the time.
    """

    def call(self, function: Any, /, *args: Any, **named: Any) -> Any:
        """What a function gives."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return function(*args, **named)


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
    environment.context_class = Plain
    environment.globals |= {"version": VERSION}
    environment.filters |= {"describes": describes, "parts": parts, "reason": reason_in, "stretches": stretches}
    return environment
