"""The folders in which browsers save the parts of a page: called as the page is, with `_files` behind it."""

from __future__ import annotations

from pathlib import Path

_FOLDERS = ("_files", ".files")
_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx")


def folder_of(page: Path) -> Path | None:
    """The folder of the parts of a page; None where there is none beside it."""
    folders = (page.with_name(page.stem + end) for end in _FOLDERS)
    return next((each.resolve() for each in folders if each.is_dir()), None)


def is_part(file: Path, root: Path) -> bool:
    """Whether a file below a folder is a part of a saved page that is below it too."""
    return any(_has_page(root / folder) for folder in file.relative_to(root).parents if folder.name)


def _has_page(folder: Path) -> bool:
    stem = next((folder.name.removesuffix(end) for end in _FOLDERS if folder.name.endswith(end)), "")
    return bool(stem) and any((folder.parent / f"{stem}{end}").is_file() for end in _ENDINGS)
