"""What two claims are compared by, and what comes of it."""

from __future__ import annotations

from typing import NamedTuple


class Voice(NamedTuple):
    """Who claims: what is needed of the account behind a claim.

    `line` names the origin the account goes back to, `document` the text it stands in.
    """

    line: str
    as_of: str | None
    stance: str
    polarity: str
    document: str = ""


class Verdict(NamedTuple):
    """A relation and its reason in words."""

    relation: str
    why: str
