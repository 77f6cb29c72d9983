"""The image is built from what the project has: its locks, its extras, its Python. No engine is needed to see that."""

import re
import tomllib
from pathlib import Path

from riwaya.inputs import extras

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", CONTAINERFILE)).split("\n")
PYTHON_OF = {"bookworm": "3.11", "trixie": "3.13"}
"""The Python of each Debian."""


def steps(word: str) -> list[str]:
    """What stands behind a word in the steps that begin with it, in order."""
    return [step.removeprefix(f"{word} ") for step in STEPS if step.startswith(f"{word} ")]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in steps("ENV")[0].split())


def installed_extras() -> set[str]:
    """The extras that are installed, and those that these bring."""
    offered = PROJECT["optional-dependencies"]
    found: set[str] = set()
    new = set(re.search(r"'\.\[([\w,]+)\]'", CONTAINERFILE)[1].split(","))
    while new:
        found |= new
        brought = [re.fullmatch(r"riwaya\[([\w,]+)\]", each) for extra in new for each in offered[extra]]
        new = {extra for each in brought if each for extra in each[1].split(",")} - found
    return found


def pins(lock: str) -> set[str]:
    """The lines of a lock that pin something."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if re.match(r"[\w.-]+(\[[\w,]+\])?==", line)}


def name_of(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def let_through() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def test_what_the_image_is_built_from_is_there_and_nothing_else_is_sent():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert "*" == next(line for line in lines if line and not line.startswith("#"))
    assert [] == [name for name in let_through() if not (ROOT / name).exists()]


def test_what_the_build_names_is_let_through():
    named = set(re.findall(r"requirements-\w+\.lock", "\n".join(STEPS)))

    assert {"requirements-dev.lock", "requirements-spark.lock"} == named
    assert named | {"pyproject.toml", "src", PROJECT["readme"], *PROJECT["license-files"]} == set(let_through())


def test_every_extra_of_the_image_is_one_of_the_package():
    assert installed_extras() <= PROJECT["optional-dependencies"].keys()
    assert "spark" in installed_extras()


def test_the_image_reads_every_format():
    assert extras._MODULES.keys() <= installed_extras()


def test_all_that_is_asked_for_is_locked():
    asked = [*PROJECT["dependencies"]]
    asked += [each for extra in installed_extras() for each in PROJECT["optional-dependencies"][extra]]
    locked = {name_of(pin) for pin in pins("requirements-dev.lock") | pins("requirements-spark.lock")}

    assert set() == {name_of(each) for each in asked} - {"riwaya"} - locked


def test_the_two_locks_agree():
    dev, spark = pins("requirements-dev.lock"), pins("requirements-spark.lock")
    in_both = {name_of(pin) for pin in dev} & {name_of(pin) for pin in spark}

    assert {pin for pin in spark if name_of(pin) in in_both} <= dev


def test_both_parts_are_of_one_debian_whose_python_the_project_takes():
    debians = {re.fullmatch(r"docker\.io/library/debian:(\w+)-slim(?: AS \w+)?", each)[1] for each in steps("FROM")}
    paths = set(re.findall(r"python(\d\.\d+)", CONTAINERFILE))

    assert 1 == len(debians)
    assert {PYTHON_OF[debian] for debian in debians} == paths
    wanted = re.fullmatch(r">=(\d+)\.(\d+)", PROJECT["requires-python"]).groups()
    assert all(tuple(map(int, path.split("."))) >= tuple(map(int, wanted)) for path in paths)


def test_no_index_is_named():
    assert not re.search(r"https?:|index-url|--index|find-links|trusted-host", CONTAINERFILE)


def test_who_reads_is_not_root_and_has_a_name():
    assert ["UID=1000"] == steps("ARG")
    assert ["$UID"] == steps("USER")
    assert any(step.startswith('useradd --uid "$UID"') for step in steps("RUN"))


def test_the_image_is_the_command_line():
    assert ['["riwaya"]'] == steps("ENTRYPOINT")
    assert "riwaya" in PROJECT["scripts"]
    assert environment()["PATH"].startswith("/opt/riwaya/bin:")
    assert "/opt/riwaya/bin/python" == environment()["PYSPARK_PYTHON"]


def test_arabic_in_options_reaches_python_through_java():
    assert "C.UTF-8" == environment()["LANG"]
    assert "1" == environment()["PYTHONUTF8"]


def test_knowledge_is_compiled_after_the_times_of_change_are_whole_seconds_and_kept_where_it_is_looked_for():
    step = next(step for step in steps("RUN") if "compileall" in step)

    assert step.index("touch --date=@0") < step.index("compileall") < step.index("riwaya read")
    assert f"RIWAYA_CACHE={environment()['RIWAYA_CACHE']} " in step
    assert f"chmod --recursive go+rX {environment()['RIWAYA_CACHE']} " in step


def test_what_spark_submit_runs_is_what_the_page_says():
    page = (ROOT / "docs" / "how-to" / "read-in-bulk.md").read_text(encoding="utf-8")
    code = re.search(r"echo '([^']+)' > /opt/riwaya/submit\.py", CONTAINERFILE)[1]

    assert f"echo '{code}' > submit.py" in page
    assert "/opt/riwaya/submit.py" in page
