"""One request -> what a page needs of it: its values, its language, the archive; and the page that answers it."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.errors import Failure, QueryError, StoreError, UsageError
from pipeline.failures import explained
from pipeline.speech import LANGUAGES, Speech
from pipeline.viewer.archive import Archive
from pipeline.viewer.guard import is_form_token
from pipeline.viewer.render import render
from pipeline.viewer.settings import Settings
from pipeline.viewer.work import Work

MOST_BYTES: Final = 32 << 20
"""Of a form; one with an export of many corrections has a few."""
_LANGUAGE: Final = "trichyeu_lang"
NAME: Final = "trichyeu_by"
"""The cookie that remembers who corrects."""
_KINDS: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json", ".jsonl": "application/jsonl", ".csv": "text/csv; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """A request; `given` are the values of its address, of its form where it has one."""

    request: Request
    given: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """What the viewer was started with."""
        found: Settings = self.request.app.state.settings
        return found

    @property
    def archive(self) -> Archive:
        """The database that is looked at."""
        found: Archive = self.request.app.state.archive
        return found

    @property
    def work(self) -> Work:
        """What the viewer has at work beside its answers."""
        found: Work = self.request.app.state.work
        return found

    @property
    def speech(self) -> Speech:
        """The language that was chosen in this browser, else that of the viewer."""
        wanted = self.request.query_params.get("lang") or self.request.cookies.get(_LANGUAGE)
        return Speech(wanted if wanted in LANGUAGES else self.settings.language)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the archive to read it."""
        with self.archive.opened() as connection:
            yield connection

    def part(self, name: str) -> str:
        """Return a part of the address of this page."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """Return a part of the address that the route knows to be a number."""
        return int(self.request.path_params[name])

    @property
    def who(self) -> str:
        """The name that the last correction of this browser was made under."""
        return unquote(self.request.cookies.get(NAME, ""))

    @property
    def before(self) -> str | None:
        """The address of the page of ours that led here."""
        origin, came = str(self.request.base_url), self.request.headers.get("referer", "")
        return came.removeprefix(origin.rstrip("/")) if came.startswith(origin) else None

    @property
    def partial(self) -> bool:
        """Whether a part of a page is asked for, to be put into the one that is open."""
        return self.request.headers.get("hx-request") == "true" and "hx-boosted" not in self.request.headers

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """Return a filled template."""
        speech = self.speech
        content = render(
            template, say=speech, visit=self, here=self.request.url.path, settings=self.settings,
            other=next(one for one in LANGUAGES if one != speech.language), with_values=self.with_values, **values,
        )  # fmt: skip
        answer = HTMLResponse(content, status, {"Vary": "HX-Request"})
        if self.request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(_LANGUAGE, speech.language, samesite="strict", httponly=True)
        return answer

    def go(self, address: str) -> Response:
        """Return the way to another page behind a form that was taken; a script that sent it goes there itself."""
        return Response(status_code=204, headers={"HX-Redirect": address}) if self.partial else see(address)

    def instead(self, page: Response) -> Response:
        """Return a page as the answer to a form: a script that sent it puts it in the place of the one that is open."""
        page.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML show:top"})
        return page

    def address(self, path: str, values: Mapping[str, str]) -> str:
        """Return an address with values; one that names a form carries the token of our pages."""
        token = {"form_token": self.settings.form_token} if values.get("form") else {}
        return f"{path}?{urlencode({**values, **token})}"

    def with_values(self, **changed: object) -> str:
        """Return the query of this address with some values changed; None takes one out."""
        values = dict(self.request.query_params) | {name: str(value) for name, value in changed.items()}
        return "?" + urlencode({name: value for name, value in values.items() if changed.get(name, "") is not None})


Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def shown(page: Page) -> Endpoint:
    """Return the endpoint of a page that only reads."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answered, page, Visit(request, dict(request.query_params)))

    return endpoint


def posted(page: Page) -> Endpoint:
    """Return the endpoint of a form: its fields are `given`; one without the token of our forms is refused."""

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return _answered(_too_large, Visit(request, {}))
        given = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        visit = Visit(request, given)
        if not is_form_token(visit.settings, given.get("form_token", "")):
            return visit.page("error.html", 403, message=visit.speech("viewer.forged"))
        return await run_in_threadpool(_answered, page, visit)

    return endpoint


def _too_large(visit: Visit) -> Response:
    raise UsageError("viewer.too_large")


def _answered(page: Page, visit: Visit) -> Response:
    """Return the page, or one that says what went wrong: nothing that a page meets ends the viewer."""
    try:
        return page(visit)
    except Exception as error:  # noqa: BLE001 - the last guard, as on the command line
        failure = explained(error, visit.settings.database)
        status = 404 if isinstance(failure, QueryError) else 503 if isinstance(failure, StoreError) else 400
        status = 500 if isinstance(failure, Failure) else status
        return visit.page("error.html", status, message=failure.said(visit.speech))


def see(address: str) -> Response:
    """Return the way to another page, behind a form that was taken."""
    return RedirectResponse(address, 303)


def written(name: str, write: Callable[[Path], object]) -> Response:
    """Return a file to keep, which `write` writes under its own name."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        write(file)
        return download(name, file.read_bytes())


def download(name: str, content: bytes) -> Response:
    """Return bytes as a file to keep; `name` is one of ours, in plain letters."""
    kind = _KINDS.get(Path(name).suffix, "application/octet-stream")
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
