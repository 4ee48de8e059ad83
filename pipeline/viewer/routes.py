"""Every address of the viewer and the page that answers it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.viewer.pages import asking, cell, correcting, document, fact, graph, instrument, reports, running, search
from pipeline.viewer.visit import Page, posted, shown

_PAGES: Final[dict[str, Page]] = {
    "/": search.search,
    "/holdings": search.holdings,
    "/open": document.named,
    "/documents/{id:int}": document.document,
    "/documents/{id:int}/pages/{page:int}.png": document.picture,
    "/documents/{id:int}/{kind:str}/{ord:int}": document.item,
    "/instruments": instrument.named,
    "/instruments/{id:int}": instrument.instrument,
    "/facts/{id:str}": fact.fact,
    "/ask/{name:str}.xlsx": asking.sheet,
    "/ask/{name:str}": asking.ask,
    "/table": reports.table,
    "/table/cell": cell.cell,
    "/table.xlsx": reports.table_file,
    "/table.docx": reports.table_in_word_file,
    "/digest": reports.digest,
    "/digest.{ending:str}": reports.digest_file,
    "/graph": graph.graph,
    "/graph.json": graph.part,
    "/skipped": running.skipped,
    "/run": running.running,
    "/run/progress": running.progress,
    "/corrections": correcting.corrections,
    "/corrections.json": correcting.export,
    "/corrections.jsonl": correcting.export_gold,
}
_FORMS: Final[dict[str, Page]] = {
    "/documents/{id:int}/correct/{kind:str}": correcting.correct,
    "/documents/{id:int}/pair": correcting.pair,
    "/corrections/{id:int}/undo": correcting.take_back,
    "/corrections": correcting.take_in,
    "/table/cell": cell.decide,
    "/table/keep": cell.keep_changed,
    "/run": running.begin,
    "/run/stop": running.stop,
}

ROUTES: Final[list[BaseRoute]] = [
    *(Route(path, shown(page), methods=["GET"]) for path, page in _PAGES.items()),
    *(Route(path, posted(page), methods=["POST"]) for path, page in _FORMS.items()),
    Mount("/static", StaticFiles(directory=Path(__file__).with_name("static")), name="static"),
]
