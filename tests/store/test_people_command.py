"""The commands that keep the people of a desk."""

import json

import pytest
from click.testing import CliRunner

from riwaya.cli import main
from riwaya.store import open_store
from riwaya.store.people.people import SignedIn
from stores import run_here


@pytest.fixture
def path(made_file, tmp_path):
    """A store of this test with an admin."""
    path = tmp_path / "store.db"
    path.write_bytes(made_file.read_bytes())
    assert 0 == run_here("people", "add", "هدى", "--role", "admin", "--generate", "--store", path).returncode
    return path


def listed(path):
    return [json.loads(line) for line in run_here("people", "list", "--store", path).stdout.splitlines()]


def test_a_password_that_is_made_is_printed_once_and_signs_in(path):
    done = run_here("people", "add", "سلمى", "--role", "analyst", "--generate", "--store", path)
    with open_store(path) as store:
        signed = store.people.sign_in("سلمى", done.stdout.strip(), address="")

    assert isinstance(signed, SignedIn)
    assert [("هدى", "admin"), ("سلمى", "analyst")] == [(each["name"], each["role"]) for each in listed(path)]


@pytest.mark.filterwarnings("ignore::getpass.GetPassWarning")
def test_a_password_is_asked_for_twice(path):
    command = ["people", "add", "سلمى", "--store", str(path)]
    done = CliRunner().invoke(main, command, input="seven small lanterns\nseven small lanterns\n")
    with open_store(path) as store:
        signed = store.people.sign_in("سلمى", "seven small lanterns", address="")

    assert 0 == done.exit_code
    assert "lanterns" not in done.output
    assert isinstance(signed, SignedIn)


def test_people_are_given_roles_kept_out_and_let_in(path):
    run_here("people", "add", "سلمى", "--oidc", "https://id.example.org", "42", "--store", path)
    run_here("people", "role", "سلمى", "reviewer", "--store", path)
    run_here("people", "disable", "سلمى", "--store", path)

    salma = listed(path)[1]
    assert ("reviewer", True, "https://id.example.org") == (salma["role"], salma["disabled"], salma["signs_in"])
    assert "disabled" in run_here("people", "list", "--store", path, "--format", "table").stdout
    run_here("people", "enable", "سلمى", "--store", path)
    assert not listed(path)[1]["disabled"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("disable", "هدى"), "the last admin"),
        (("role", "nobody", "admin"), "there is no person 'nobody'"),
        (("add", "هُدى", "--generate"), "there is a person 'هدى' already"),
        (("password", "nobody", "--generate"), "there is no person"),
    ],
)
def test_what_makes_no_sense_ends_with_2_and_says_why(path, arguments, told):
    done = run_here("people", *arguments, "--store", path)

    assert (2, True) == (done.returncode, told in done.stderr)
    assert "" == done.stdout


def test_a_password_is_set_anew(path):
    done = run_here("people", "password", "هدى", "--generate", "--store", path)
    with open_store(path) as store:
        assert isinstance(store.people.sign_in("هدى", done.stdout.strip(), address=""), SignedIn)
