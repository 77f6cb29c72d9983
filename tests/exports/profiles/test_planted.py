"""That nobody gets out of many generated incidents, each with somebody in every field, in every format there is."""

import os
import re
from itertools import islice, pairwise

import pytest

from planted import Planted, planted_material
from riwaya.errors import UsageError
from riwaya.exports.formats import FORMATS, Options
from riwaya.exports.json import as_dict, to_json
from riwaya.exports.material import Case
from riwaya.exports.profiles import PROFILES, fit
from riwaya.exports.profiles.files import texts_in
from riwaya.exports.target import Target

NOW = "2024-09-01T00:00:00+00:00"
MANY = int(os.environ.get("RIWAYA_TEST_PLANTED", "100"))
"""How many incidents; before a format or a profile is said to be done, a thousand."""
FEWER = {"report-pdf": 1}
"""How many of them a format gets that sets type, which takes seconds an incident; `report` is what it is set from."""
_TOKEN = re.compile(r"[^\W_]+")
_DEGREES = re.compile(r"(?<!\d)\d{1,3}\.\d{4,}")
_BY_CHANCE = re.compile(r'\b(?=\d*[a-f])[\da-f]{16,64}\b|rgb="\w{8}"')
"""Ids, checksums and colours, some of which have the digits of a number that was planted."""
_DIGITS = re.compile(r"\d[\d .()\-/]*\d")


class Fitted(Planted):
    """What a profile made of the thousand, made once and written in each format."""

    def __init__(self, material, most=None):
        cases = list(islice(material.cases(), most))
        documents = {document for case in cases for document in case.readings}
        readings = {
            each.document.id: each for each in material.readings() if most is None or each.document.id in documents
        }
        super().__init__(readings, cases)
        self._decided = list(islice(material.decisions(), most))

    def decisions(self):
        return iter(self._decided)


@pytest.fixture(scope="module", params=[("public", MANY), ("partner", MANY // 5)])
def fitted(request):
    profile, number = request.param
    people, material = planted_material(number)
    fitted = fit(material, profile, now=NOW)
    return profile, people, Fitted(fitted.material), fitted


def found_in(text, secrets):
    """The secrets that stand in a text, as words, as digits however they are apart, and as degrees."""
    words = set(_TOKEN.findall(text.casefold()))
    digits = {
        re.sub(r"\D", "", run.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")))
        for run in _DIGITS.findall(_DEGREES.sub(";", _BY_CHANCE.sub(";", text)))
    }
    decimals = {" ".join(pair) for pair in pairwise(re.findall(r"\d+\.\d+", text))}
    handles = set(re.findall(r"[a-z]+_\d{4}", text.casefold()))
    runs = {run[at:] for run in digits for at in range(min(6, len(run)))}
    return sorted(secrets & (words | runs | decimals | handles))


def secrets_of(people):
    return {secret.casefold() for person in people for secret in person.secrets}


def write(format_, material, folder, fitted, options):
    """Writes a format; one that takes a package that is not there is passed over."""
    try:
        with Target(folder / f"out{format_.suffix}", look=fitted.look) as target:
            format_.write(material, target, options)
    except UsageError as error:
        if format_.extra and "pip install" in str(error):
            pytest.skip(str(error))
        raise


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_nobody_of_many_gets_out(name, fitted, tmp_path):
    profile, people, material, whole = fitted
    format_ = FORMATS[name]
    some = Fitted(material, FEWER[name]) if name in FEWER else material
    write(format_, some, tmp_path, whole, Options(profile=profile, cells=whole.cells))

    secrets = secrets_of(people)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [] != written
    for path in written:
        assert [] == found_in(str(path.relative_to(tmp_path)), secrets)
        for where, text in texts_in(path):
            assert [] == found_in(text, secrets), f"{path.name}, {where}"


@pytest.mark.parametrize("name", FORMATS)
def test_nobody_gets_out_in_a_format(name, tmp_path):
    people, material = planted_material(12)
    fitted = fit(material, "public", now=NOW)
    format_ = FORMATS[name]
    some = Fitted(fitted.material, FEWER[name]) if name in FEWER else fitted.material
    write(format_, some, tmp_path, fitted, Options(profile="public"))

    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert [] == [found for _, text in texts_in(path) for found in found_in(text, secrets_of(people))]


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_nobody_gets_out_of_a_field_in_which_only_a_word_of_a_list_may_stand(profile):
    people, material = planted_material(20, everywhere=True)
    fitted = fit(material, profile, now=NOW).material

    told = [to_json(as_dict(reading)) for reading in fitted.readings()]
    told += [repr(case) for case in fitted.cases()] + [repr(decision) for decision in fitted.decisions()]

    assert 3 * len(people) == len(told)
    assert [] == [found for text in told for found in found_in(text, secrets_of(people))]


def test_the_incidents_do_tell_of_everybody_before():
    people, material = planted_material(20)
    text = "".join(
        [*(to_json(as_dict(each)) for each in material.readings()), *(repr(case) for case in material.cases())]
    )

    assert secrets_of(people) == set(found_in(text, secrets_of(people)))


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_an_office_is_told_with_its_holder(profile):
    _, material = planted_material(3)
    readings = list(fit(material, profile, now=NOW).material.readings())

    assert {"وزير الدفاع علي محمود عباس"} == {reading.sources[2].name for reading in readings}


def test_the_place_of_a_home_that_was_hit_is_coarse_and_says_how_unsure_it_is():
    _, material = planted_material(1)
    case: Case = next(iter(fit(material, "public", now=NOW).material.cases()))
    (place, _) = case.incident.fields["place"].values

    assert {
        "id": None, "name_ar": "حلب", "name_en": "Aleppo", "kind": "area", "country": "SY", "admin1": "حلب",
        "admin1_en": "Aleppo", "lat": 35.15, "lon": 37.25, "radius_km": 8.0, "precision": "admin2",
    } == place  # fmt: skip
