"""A desk is served only where it is safe: to this machine alone, or to a team that signs in."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from httpx2 import Client, ConnectError

from riwaya import UsageError
from riwaya.store import open_store
from riwaya.web.providers import provider_in
from riwaya.web.roles import Role
from riwaya.web.settings import Provider, Settings, demand_safe
from stores import run_here
from web.conftest import copied, free_port, sign_in


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost", "[::1]"])
def test_one_person_is_served_at_his_own_machine(host):
    demand_safe(Settings(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example.org", "localhost.example.org"])
def test_without_a_team_a_desk_listens_nowhere_else(host, tmp_path):
    done = run_here("serve", "--store", tmp_path / "no.db", "--host", host)

    assert 2 == done.returncode
    assert "without --team whoever reaches the desk may do everything" in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_desk_of_one_person_has_no_other_name(tmp_path):
    done = run_here("serve", "--store", tmp_path / "no.db", "--hostname", "desk.example.org")

    assert (2, True) == (done.returncode, "add --team" in done.stderr)


def test_a_team_says_by_which_name_people_reach_the_desk():
    with pytest.raises(UsageError, match="--hostname"):
        demand_safe(Settings(team=True, host="0.0.0.0"))
    demand_safe(Settings(team=True, host="0.0.0.0", hostnames=frozenset({"desk.example.org"})))
    demand_safe(Settings(team=True))


def test_a_desk_answers_to_its_names_and_not_to_every_address():
    settings = Settings(team=True, host="::", hostnames=frozenset({"Desk.example.org", "2001:db8::7"}))

    assert {"localhost", "127.0.0.1", "[::1]", "desk.example.org", "[2001:db8::7]"} == settings.hosts


def test_a_provider_comes_out_of_a_file_and_its_secret_out_of_the_environment(tmp_path):
    path = tmp_path / "oidc.toml"
    path.write_text(
        'issuer = "https://id.example.org"\nclient_id = "riwaya"\nnew_people = "reader"\n', encoding="utf-8"
    )
    provider = provider_in(path, {"RIWAYA_OIDC_CLIENT_SECRET": "s", "RIWAYA_OIDC_LABEL": "the house"})

    assert Provider("https://id.example.org", "riwaya", "s", "the house", Role.READER) == provider
    assert provider_in(None, {}) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('issuer = "https://id.example.org"', "needs client_id"),
        ('issuer = "x"\nclient_id = "y"\nscope = "z"', "'scope' is not known"),
        ('issuer = 1\nclient_id = "y"', "issuer is a text"),
        ('issuer = "x"\nclient_id = "y"\nnew_people = "owner"', "no role is called 'owner'"),
        ("issuer = ", "no TOML"),
    ],
)
def test_a_provider_that_is_told_badly_is_refused_with_what_is_wrong(tmp_path, text, told):
    path = tmp_path / "oidc.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=told):
        provider_in(path, {})


@pytest.mark.slow
@pytest.mark.parametrize(("proxy", "address"), [("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")])
def test_where_somebody_is_comes_from_a_proxy_that_is_named_alone(team_file, tmp_path, proxy, address):
    path, port = copied(team_file, tmp_path / "store.db"), free_port()
    command = ["serve", "--team", "--store", path, "--port", port, "--proxy", proxy]
    with started(*command), Client(base_url=f"http://127.0.0.1:{port}") as browser:
        browser.headers["x-forwarded-for"] = "203.0.113.9"
        refused = sign_in(Patient(browser), "reader", "wrong")
    with open_store(path) as store:
        step = store.trail(kind="sign_in_refused").steps[0]

    assert (403, address) == (refused.status_code, step.address)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_several_processes_answer_and_those_that_end_are_started_anew(team_file, tmp_path):
    path, port = copied(team_file, tmp_path / "store.db"), free_port()
    with started("serve", "--team", "--store", path, "--port", port, "--workers", 2) as process:
        told = [asked(port)]
        first = working(process)
        for each in first:
            os.kill(each, signal.SIGKILL)
        told.append(asked(port))
        second = working(process)
        process.terminate()
        process.wait()

    assert [200, 200] == told
    assert (2, set(), set()) == (len(first), first & second, {each for each in second if is_there(each)})


def asked(port):
    """The status with which a desk answers to a browser of its own."""
    with Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as browser:
        return Patient(browser).get("/en/sign-in").status_code


def working(process):
    """The processes that a desk started to answer."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


def is_there(pid):
    """Whether a process runs still."""
    return Path(f"/proc/{pid}").exists()


class Patient:
    """A browser that tries until a desk answers that has only just said where it is."""

    def __init__(self, browser):
        self._browser = browser

    def get(self, path):
        while True:
            with suppress(ConnectError):
                return self._browser.get(path)
            time.sleep(0.05)

    def post(self, path, **sent):
        return self._browser.post(path, **sent)


@contextmanager
def started(*arguments):
    """The command line that serves a desk, in a process of its own, which is ended after."""
    command = [sys.executable, "-m", "riwaya", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while "the desk is at" not in process.stderr.readline():
            pass
        yield process
        process.terminate()
        process.stderr.read()
