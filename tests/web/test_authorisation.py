"""Who may call what: a table of every route, held against what the application really does with each role.

A route that is not in authorisation.tsv fails here: write a line for it, with the least role that it takes.
"""

import csv
import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from riwaya.store import open_store
from riwaya.web import app as app_module
from riwaya.web import pages
from riwaya.web.api import serving
from riwaya.web.app import make_app
from riwaya.web.guarding import SESSION, token_of
from riwaya.web.roles import Role
from riwaya.web.routes import PAGES
from riwaya.web.settings import Settings
from web.conftest import PASSWORD, ROLES, at, copied

pages.load()

TABLE = Path(__file__).parent / "authorisation.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = {
        (row["path"], row["method"]): Role[row["least_role"].upper()] for row in csv.DictReader(file, delimiter="\t")
    }
METHODS = ("GET", "POST")
WHO = (Role.NOBODY, *ROLES)
REACHED = "the page was reached"


def routes_of(app):
    """The path and method of everything that an application answers to, as the table spells them."""
    found = set()
    for route in flat(app.routes):
        if isinstance(route, Mount):
            found.add((f"{route.path}/*", "GET"))
        elif isinstance(route, Route | APIRoute):
            found |= {(route.path, method) for method in route.methods - {"HEAD"}}
        else:
            raise AssertionError(f"{route} is of a kind that this test does not know")
    return found


def flat(routes):
    """Routes with those of routers that stand among them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
            continue
        for each in inner.routes:
            yield Route(f"{route.include_context.prefix}{each.path}", lambda request: None, methods=list(each.methods))


@pytest.fixture(scope="module")
def browsers(team_file, tmp_path_factory):
    """A browser for each role at a desk whose pages say nothing but that they were reached."""
    path = copied(team_file, tmp_path_factory.mktemp("authorisation") / "store.db")
    stubs = [page._replace(answer=lambda seen: PlainTextResponse(REACHED)) for page in PAGES]
    with pytest.MonkeyPatch.context() as patch, open_store(path) as store:
        patch.setattr(app_module, "PAGES", stubs)
        found = {}
        for role in WHO:
            found[role] = at(store)
            signed = store.people.sign_in(role.word, PASSWORD, address="") if role else None
            found[role].cookies.set(SESSION, signed.secret if signed else "nobody")
        yield found


def test_every_route_stands_in_the_table_and_none_that_is_gone(filled):
    assert set(ROWS) == routes_of(make_app(filled, Settings(team=True)))


def test_every_page_takes_the_role_that_the_table_says():
    pages = {(f"/{{language:language}}{page.path}", page.method): page.role for page in PAGES}

    assert pages == {key: role for key, role in ROWS.items() if key in pages}


@pytest.mark.parametrize("path", sorted({path for path, _ in ROWS if path.startswith("/{language")}))
@pytest.mark.parametrize("who", WHO, ids=lambda role: role.word)
def test_a_page_answers_to_its_roles_and_methods_alone(browsers, path, who):
    browser = browsers[who]
    address = re.sub(r"\{(\w+)(?::\w+)?\}", "1", path.replace("{language:language}", "en"))
    for method in METHODS:
        sent = browser.request(method, address, data={"csrf": token_of(browser.cookies[SESSION])})
        assert expected(who, path, method) == (sent.status_code, REACHED in sent.text), method


def expected(who, path, method):
    """What a role gets: the status, and whether the page is reached."""
    least = ROWS.get((path, method))
    if least is None:
        return 405, False
    if who >= least:
        return 200, True
    if who:
        return 403, False
    return (303 if method == "GET" else 401), False


@pytest.mark.parametrize("path", sorted({path for path, _ in ROWS if path.startswith(serving.PREFIX)}))
@pytest.mark.parametrize("who", WHO, ids=lambda role: role.word)
def test_a_route_of_the_api_answers_to_its_roles_alone(browsers, path, who):
    browser = browsers[who]
    address = re.sub(r"\{\w+\}", "nothing", path)
    for method in METHODS:
        sent = browser.get(address) if method == "GET" else browser.post(address, json={})
        least = ROWS.get((path, method))
        if least is None:
            assert 405 == sent.status_code, method
        elif who >= least:
            assert sent.status_code not in (401, 403, 405), method
        else:
            assert (401 if who == Role.NOBODY else 403) == sent.status_code, method
