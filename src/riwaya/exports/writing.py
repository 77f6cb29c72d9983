"""Writes an export: material as it fits whom it is for, in a format, looked at before it is put in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from riwaya.exports.formats import Format, Options
from riwaya.exports.profiles import Fitted
from riwaya.exports.target import Target


def write_fitted(fitted: Fitted, format_: Format, path: Path, options: Options) -> None:
    """Writes what fits a profile to a file, or for formats of several to a folder.

    Cells that are too small for the profile are not told, whatever `options` say of cells. Raises LeakError where
    something would get out; nothing is written then.
    """
    with Target(path, look=fitted.look) as target:
        format_.write(fitted.material, target, replace(options, cells=fitted.cells))
