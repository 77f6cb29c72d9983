"""The application with the API in it: its description, and what it says where something is not done."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from riwaya.errors import RiwayaError
from riwaya.records import VERSION
from riwaya.web.api.serving import PREFIX, problem, problem_of
from riwaya.web.api.v1 import router
from riwaya.web.seen import Desk, Person

_TOKEN = HTTPBearer(
    scheme_name="token", auto_error=False,
    description="At the desk of a team, a token that a person made under his account; a desk of one person asks none.",
)  # fmt: skip
"""How callers say who they are, as the description tells it; `identify` is what asks them."""


def make_application(desk: Desk, identify: Callable[[Request], Person]) -> FastAPI:
    """An application with the routes of the API; `identify` tells who sends a request."""
    app = FastAPI(
        title="Riwaya", version=VERSION, docs_url=None, redoc_url=None, openapi_url=f"{PREFIX}/openapi.json",
        description="Accounts, incidents and decisions of a store, as JSON in the shape of the record.",
        redirect_slashes=False,  # nobody is led from what is not there to what is
    )  # fmt: skip
    app.state.desk, app.state.identify = desk, identify
    app.include_router(router, prefix=PREFIX, dependencies=[Depends(_TOKEN)])

    @app.exception_handler(RiwayaError)
    async def ours(request: Request, error: RiwayaError) -> Response:
        return problem_of(error)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return problem(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return problem(422, told)

    return app
