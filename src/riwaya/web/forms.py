"""What a form sends: its fields and files, within bounds."""

from __future__ import annotations

from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from riwaya.web.bounding import MOST_BYTES

_MOST_FILES = 20
_MOST_FIELDS = 200


class Upload(NamedTuple):
    """A file that somebody uploaded: the name that it had with him, which stands for nothing here, and its bytes."""

    name: str
    data: bytes


class Form(NamedTuple):
    """The fields of a form, the last value of each, and its files, without those that nobody chose."""

    fields: dict[str, str]
    files: tuple[Upload, ...] = ()


class TooMuch(Exception):
    """A form sends more than is taken."""


async def form_of(request: Request) -> Form:
    """What a form sends. Raises TooMuch where it says that it is longer than is taken, or has too many parts."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MOST_BYTES:
        raise TooMuch
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES) as form:
            sent = form.multi_items()
            fields = {name: value for name, value in sent if isinstance(value, str)}
            files = [value for _, value in sent if isinstance(value, UploadFile) and value.filename]
            return Form(fields, tuple([Upload(each.filename or "", await each.read()) for each in files]))
    except HTTPException as error:  # what the parser says of too many parts, of too long ones, and of broken ones
        raise TooMuch from error
