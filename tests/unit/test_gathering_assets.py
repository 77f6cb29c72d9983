"""Building goes on without npm where that is asked for, and says what is missing; pages load what is gathered."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gather_assets

ROOT = Path(gather_assets.__file__).parents[1]
WEB = ROOT / "src" / "riwaya" / "web"


@pytest.mark.parametrize(("options", "ends"), [(["--if-possible"], 0), ([], 1)])
def test_a_machine_without_npm_is_told_what_it_lacks(tmp_path, options, ends):
    command = [sys.executable, gather_assets.__file__, *options]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert ends == done.returncode
    assert "npm was not found" in done.stderr and "make assets" in done.stderr


def test_pages_load_nothing_from_libraries_that_is_not_gathered():
    gathered = {Path(name).name for name in gather_assets.COPIED} | {"world.json"}
    texts = [path.read_text(encoding="utf-8") for path in (*WEB.glob("templates/*.html"), *WEB.glob("static/*.css"))]
    loaded = {name for text in texts for name in re.findall(r'vendor/([\w.-]+)"', text)}

    assert loaded
    assert set() == loaded - gathered


def test_countries_are_known_by_their_codes_of_two_letters(tmp_path):
    atlas, codes = tmp_path / "world-atlas", tmp_path / "i18n-iso-countries"
    atlas.mkdir(), codes.mkdir()
    countries = [
        {"type": "Polygon", "id": "368", "properties": {"name": "Iraq"}},
        {"type": "Polygon", "properties": {}},
    ]
    topology = {"objects": {"countries": {"geometries": countries}}}
    (atlas / "countries-50m.json").write_text(json.dumps(topology))
    (codes / "codes.json").write_text(json.dumps([["IQ", "IRQ", "368", "ISO 3166-2:IQ"]]))

    found = gather_assets.world(tmp_path)["objects"]["countries"]["geometries"]

    assert ["IQ", None] == [country["id"] for country in found]
