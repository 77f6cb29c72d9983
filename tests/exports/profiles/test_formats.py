"""Formats for whom they are for: each is written, is looked at, and has nothing of what went."""

import pytest

from riwaya.exports.formats import Options, format_named
from riwaya.exports.profiles import fit
from riwaya.exports.target import Target

pytestmark = pytest.mark.slow
NOW = "2026-03-01T12:00:00+00:00"


def written(material, name, profile, tmp_path):
    fitted = fit(material, profile, now=NOW)
    path = tmp_path / f"out{format_named(name).suffix}"
    with Target(path, look=fitted.look) as target:
        format_named(name).write(fitted.material, target, Options(profile=profile))
    return path.read_bytes()


@pytest.mark.parametrize("name", ["annotations", "ftm", "ftm-statements", "geojson", "geoparquet", "kml"])
def test_nothing_that_went_from_the_public_profile_is_left(name, material, tmp_path):
    found = written(material, name, "public", tmp_path)

    assert found
    for reading in material.readings():
        assert reading.document.text.encode() not in found
        assert (reading.document.url or "none").encode() not in found


def test_an_annotation_of_a_text_that_is_withheld_quotes_nothing(material, tmp_path):
    assert b"TextQuoteSelector" in written(material, "annotations", "partner", tmp_path)
    assert b"TextQuoteSelector" not in written(material, "annotations", "public", tmp_path)
