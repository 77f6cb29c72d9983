"""The page where incidents are handed out: in which format, for whom, and what goes from them because of that."""

from __future__ import annotations

from starlette.responses import Response

from riwaya.errors import UsageError
from riwaya.exports.formats import FORMATS, Options, format_named
from riwaya.exports.profiles import PROFILES
from riwaya.store.people.audit import EXPORTED
from riwaya.web.exporting import MOST_INCIDENTS, export, preview
from riwaya.web.pages.incidents import asked_for, given
from riwaya.web.refusing import turn_away
from riwaya.web.rendering import render
from riwaya.web.roles import Role
from riwaya.web.routes import page
from riwaya.web.seen import Seen

_LANGUAGES = ("en", "ar")
_FOR_ALL = "public"
"""The profile that every reader may hand out; what the others leave in takes an analyst."""
_OFFERED = ("report", "xlsx", "claims-csv", "csv", "geojson", "kml", "acled", "ucdp", "plover", "hapi", "annotations",
            "ftm", "ftm-statements", "geoparquet", "jsonl")  # fmt: skip
"""Formats in the order in which people ask for them; others that there are follow."""


@page("/export", Role.READER)
def exporting(seen: Seen) -> Response:
    """What would be handed out, and what would go from it."""
    profile = seen.query("profile") or _FOR_ALL
    if profile != _FOR_ALL and not seen.may(Role.ANALYST):
        return turn_away(seen)
    ids = _incidents(seen)
    return render(
        seen, "export.html", ids=ids, whole=len(ids) == MOST_INCIDENTS and bool(given(seen)),
        profile=profile, profiles=PROFILES[::-1] if seen.may(Role.ANALYST) else (_FOR_ALL,),
        format=format_named(seen.query("format") or _formats()[0]).name, formats=_formats(),
        of_language=seen.query("of_language") or seen.language, given=given(seen),
        preview=preview(seen.store, ids, profile) if ids else None,
    )  # fmt: skip


@page("/export", Role.READER, method="POST")
def handing_out(seen: Seen) -> Response:
    """The export as a file; the audit tells who took what out, and for whom."""
    profile, format_ = seen.form.get("profile", _FOR_ALL), format_named(seen.form.get("format", ""))
    if profile != _FOR_ALL and not seen.may(Role.ANALYST):
        return turn_away(seen)
    ids = tuple(dict.fromkeys(seen.form.get("incidents", "").split()))
    if not ids or len(ids) > MOST_INCIDENTS:
        raise UsageError(f"from 1 to {MOST_INCIDENTS} incidents are handed out at once, not {len(ids)}")
    language = seen.form.get("of_language", seen.language)
    options = Options(
        language=language if language in _LANGUAGES else seen.language,
        bom="bom" in seen.form, crlf="crlf" in seen.form, hxl="hxl" in seen.form, profile=profile,
    )  # fmt: skip
    written = export(seen.store, ids, format_, profile, options)
    shown = ids if len(ids) <= 5 else (*ids[:4], f"{len(ids) - 4} more")
    seen.note(EXPORTED, f"{format_.name} {profile}: {', '.join(shown)}")
    headers = {"content-disposition": f'attachment; filename="{written.name}"'}
    return Response(written.content, media_type=written.media_type, headers=headers)


def _incidents(seen: Seen) -> tuple[str, ...]:
    """The incidents that are asked for: some by their ids, else those of the filters, as many as are handed out."""
    if named := seen.request.query_params.getlist("incident"):
        return tuple(dict.fromkeys(named))[:MOST_INCIDENTS]
    found = seen.store.overviews(asked_for(seen), limit=MOST_INCIDENTS)
    return tuple(each.incident for each in found.overviews)


def _formats() -> tuple[str, ...]:
    """The names of the formats, those first that people ask for most."""
    return (*(name for name in _OFFERED if name in FORMATS), *(name for name in FORMATS if name not in _OFFERED))
