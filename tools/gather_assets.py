"""Put what the desk's pages load from libraries under src/riwaya/web/static/vendor, from the npm registry.

    python tools/gather_assets.py [--if-possible]

Installs what assets/package-lock.json names, then copies the files that pages load. Nothing of it is committed; a wheel
holds it. With `--if-possible` a machine without npm or without the registry goes on without: the desk then has no
drawn base under its map and the fonts of the system, and says so. Needs nothing but Python and npm.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
VENDOR = ROOT / "src" / "riwaya" / "web" / "static" / "vendor"
COPIED = (
    "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css",
    "topojson-client/dist/topojson-client.min.js",
    "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2",
    "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2",
)
LICENCES = ("maplibre-gl/LICENSE.txt", "topojson-client/LICENSE", "world-atlas/LICENSE",
            "@fontsource/noto-naskh-arabic/LICENSE")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--if-possible", action="store_true", help="end with 0 where npm or its registry is missing")
    options = parser.parse_args()
    fault = install()
    if fault is None:
        gather(ASSETS / "node_modules", VENDOR)
        return 0
    print(
        f"The libraries of the desk's pages were not fetched: {fault}. The desk works without the drawn base of its map"
        " and without fonts of its own; `make assets` fetches them.",
        file=sys.stderr,
    )
    return 0 if options.if_possible else 1


def install() -> str | None:
    """Installs what the lock file names; gives what went wrong, or None."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm was not found on the path"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    done = subprocess.run(command, cwd=ASSETS, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"npm ci failed ({done.stderr.strip().splitlines()[-1:] or 'no reason'})"


def gather(modules: Path, vendor: Path) -> None:
    """Copies the files that pages load, with their licences, in place of those that were there."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    for name in COPIED:
        shutil.copyfile(modules / name, vendor / Path(name).name)
    for name in LICENCES:
        package, _, file = name.rpartition("/")
        shutil.copyfile(modules / name, vendor / f"{package.rpartition('/')[2]}.{Path(file).stem}.txt")
    (vendor / "world.json").write_text(json.dumps(world(modules), separators=(",", ":")), encoding="utf-8")


def world(modules: Path) -> Any:
    """Land and borders of countries as TopoJSON, each country under its code of two letters."""
    topology = json.loads((modules / "world-atlas" / "countries-50m.json").read_text(encoding="utf-8"))
    codes = json.loads((modules / "i18n-iso-countries" / "codes.json").read_text(encoding="utf-8"))
    by_number = {row[2]: row[0] for row in codes}
    for country in topology["objects"]["countries"]["geometries"]:
        country["properties"] = {}
        country["id"] = by_number.get(country.get("id"))
    return topology


if __name__ == "__main__":
    sys.exit(main())
