"""Decisions out of forms: the same that the command line and the API make, by the same methods of the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from riwaya.errors import UsageError
from riwaya.store.decisions import Decision
from riwaya.store.naming import find_happening
from riwaya.store.store import Store
from riwaya.web.views.amending import values_of

Form = Mapping[str, str]
_By = dict[str, Any]
"""Who decides, why, and what was before him."""


def decide(store: Store, form: Form, *, who: str) -> Decision:
    """Keeps the decision that a form tells: its `kind`, what it is about, `why`, and what was `seen`.

    Raises as the methods of the store do, and UsageError where something is left out.
    """
    kind = _given(form, "kind")
    make = _KINDS.get(kind)
    if make is None:
        raise UsageError(f"{kind!r} is no kind of decision; these are: {', '.join(_KINDS)}")
    if not form.get("why", "").strip():
        raise UsageError("why: a decision says who made it and why")
    return make(store, form, {"who": who, "why": form["why"], "seen": _number(form, "seen")})


def _confirm(store: Store, form: Form, by: _By) -> Decision:
    return store.confirm(find_happening(store, _given(form, "a")), find_happening(store, _given(form, "b")), **by)


def _reject(store: Store, form: Form, by: _By) -> Decision:
    return store.reject(find_happening(store, _given(form, "a")), find_happening(store, _given(form, "b")), **by)


def _merge(store: Store, form: Form, by: _By) -> Decision:
    # People paste the address of a page as readily as the id that stands at its end.
    other = _given(form, "other").split("?")[0].rstrip("/").rpartition("/")[2]
    return store.merge((_given(form, "incident"), other), **by)


def _split(store: Store, form: Form, by: _By) -> Decision:
    parts = [find_happening(store, name.removeprefix("part:")) for name in form if name.startswith("part:")]
    return store.split(_given(form, "incident"), parts, **by)


def _amend(store: Store, form: Form, by: _By) -> Decision:
    field = _given(form, "field")
    return store.amend(_given(form, "document"), _given(form, "account"), field, values_of(field, form), **by)


def _drop(store: Store, form: Form, by: _By) -> Decision:
    """Says that an account tells nothing of a field."""
    return store.amend(_given(form, "document"), _given(form, "account"), _given(form, "field"), (), **by)


def _withdraw(store: Store, form: Form, by: _By) -> Decision:
    return store.withdraw(_given(form, "document"), **by)


def _restore(store: Store, form: Form, by: _By) -> Decision:
    return store.restore(_given(form, "document"), **by)


def _undo(store: Store, form: Form, by: _By) -> Decision:
    return store.undo(_number(form, "decision"), **by)


def _note(store: Store, form: Form, by: _By) -> Decision:
    return store.note(_given(form, "incident"), who=by["who"], why=by["why"])


def _review(store: Store, form: Form, by: _By) -> Decision:
    return store.review(_given(form, "item"), _given(form, "state"), **by)


_KINDS: Mapping[str, Callable[[Store, Form, _By], Decision]] = {
    "confirm": _confirm,
    "reject": _reject,
    "merge": _merge,
    "split": _split,
    "amend": _amend,
    "drop": _drop,
    "withdraw": _withdraw,
    "restore": _restore,
    "undo": _undo,
    "note": _note,
    "review": _review,
}


def _given(form: Form, name: str) -> str:
    value = form.get(name, "").strip()
    if not value:
        raise UsageError(f"{name} is to be given for this")
    return value


def _number(form: Form, name: str) -> int:
    text = _given(form, name)
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise UsageError(f"{name}: {text!r} is no number")
    return int(text)
