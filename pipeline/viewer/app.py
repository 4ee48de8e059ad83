"""Settings -> the application: guarded routes over one archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from pipeline.viewer.archive import Archive
from pipeline.viewer.guard import Guard
from pipeline.viewer.picture import close_pool
from pipeline.viewer.routes import ROUTES
from pipeline.viewer.settings import Settings
from pipeline.viewer.visit import Visit
from pipeline.viewer.work import Work


def make_app(settings: Settings) -> Starlette:
    """Return the viewer of a database as an ASGI application."""
    app = Starlette(
        routes=ROUTES, middleware=[Middleware(Guard, settings=settings)], lifespan=_lifespan,
        exception_handlers={HTTPException: _not_found},
    )  # fmt: skip
    app.state.settings = settings
    app.state.archive = Archive(settings.database)
    app.state.work = Work(settings.database)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    app.state.work.stop()
    close_pool()


async def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    visit = Visit(request, {})
    return visit.page("error.html", status, message=visit.speech("viewer.no_page"))
