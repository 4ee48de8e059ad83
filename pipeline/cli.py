"""The command line: words -> a call of one stage -> text or JSON on standard output.

Exit status: 0 done, 1 nothing could be read or answered, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from pipeline import show
from pipeline.errors import ClassifiedDocument, QueryError, ReadError, StoreError, TrichyeuError, UsageError, guarded
from pipeline.files import printable_path
from pipeline.speech import LANGUAGES, Speech, chosen_language
from pipeline.version import VERSION

DEFAULT_DATABASE = Path("outputs/trichyeu.db")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    speech = Speech(chosen_language(words))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser(speech).parse_args(words)
    try:
        return int(options.command(options, speech))
    except UsageError as error:
        return _fail(speech, error, 2)
    except (QueryError, ReadError, StoreError) as error:
        return _fail(speech, error, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(speech, UsageError(speech("show.unwritable", path=error.filename, reason=error.strerror)), 1)
    except KeyboardInterrupt:
        return 130


def _fail(speech: Speech, error: TrichyeuError, status: int) -> int:
    print(speech("show.error", message=str(error)), file=sys.stderr)
    return status


def _parser(speech: Speech) -> argparse.ArgumentParser:
    # argparse looks its phrases up in this name at every use: the only way to give them another language
    # without compiled gettext catalogues.
    argparse._ = speech.argparse  # type: ignore[attr-defined]
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=speech.language, help=speech("help.lang"))
    common.add_argument("-h", "--help", action="help", help=speech("help.help"))
    parser = argparse.ArgumentParser(
        prog="trichyeu",
        description=speech("help.program"),
        epilog=speech("help.more"),
        add_help=False,
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"trichyeu {VERSION}", help=speech("help.version"))
    commands = parser.add_subparsers(metavar="LỆNH" if speech.language == "vi" else "COMMAND", required=True)
    builder = _Builder(speech, commands, common)
    for build in (_run_words, _extract_words, _query_words, _graph_words, _digest_words):
        build(builder)
    return parser


class _Builder:
    """Adds sub-commands that share --lang, --help and, for questions, --db and --json."""

    def __init__(self, speech: Speech, commands: Any, common: argparse.ArgumentParser) -> None:
        self.speech, self._commands, self._common = speech, commands, common

    def command(self, name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        text = self.speech(f"help.{name}")
        parser: argparse.ArgumentParser = self._commands.add_parser(
            name, help=text, description=text, add_help=False, parents=[self._common]
        )
        parser.set_defaults(command=run)
        return parser

    def question(self, name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        parser = self.command(name, run)
        self.database(parser)
        parser.add_argument("--json", action="store_true", help=self.speech("help.json"))
        return parser

    def database(self, parser: argparse.ArgumentParser) -> None:
        help_ = self.speech("help.db", default=DEFAULT_DATABASE)
        parser.add_argument("--db", type=Path, default=DEFAULT_DATABASE, metavar="TỆP.db", help=help_)

    def classified(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--allow-classified", action="store_true", help=self.speech("help.classified"))


def _run_words(builder: _Builder) -> None:
    speech, cores = builder.speech, os.cpu_count() or 1
    parser = builder.command("run", _run)
    parser.add_argument("archive", type=Path, help=speech("help.archive"))
    builder.database(parser)
    parser.add_argument("--workers", type=_at_least_one, default=cores, help=speech("help.workers", default=cores))
    builder.classified(parser)


def _at_least_one(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _extract_words(builder: _Builder) -> None:
    parser = builder.command("extract", _extract)
    parser.add_argument("files", nargs="+", metavar="FILE", help=builder.speech("help.files"))
    parser.add_argument("-o", "--output", type=Path, help=builder.speech("help.output"))
    builder.classified(parser)
    builder.command("schema", _schema)


def _query_words(builder: _Builder) -> None:
    speech = builder.speech
    cites = builder.question("cites", _cites)
    cites.add_argument("code", help=speech("help.code"))
    cites.add_argument("--place", help=speech("help.place"))
    cites.add_argument("--year", type=int, help=speech("help.issued"))
    cites.add_argument("--pinpoint", help=speech("help.pinpoint"))
    builder.question("refs", _refs).add_argument("doc", help=speech("help.doc"))
    figures = builder.question("figures", _figures)
    names = speech.names("indicator")
    figures.add_argument(
        "--indicator", choices=names, metavar="NAME", help=speech("help.indicator", choices=", ".join(names))
    )
    _place_and_year(figures, speech)
    figures.add_argument("--doc", help=speech("help.doc"))
    search = builder.question("search", _search)
    search.add_argument("words", nargs="+", help=speech("help.words"))
    search.add_argument("--limit", type=_at_least_one, default=20, help=speech("help.limit", default=20))
    builder.question("status", _status)


def _graph_words(builder: _Builder) -> None:
    speech = builder.speech
    lineage = builder.question("lineage", _lineage)
    lineage.add_argument("code", help=speech("help.code"))
    lineage.add_argument("--place", help=speech("help.place"))
    lineage.add_argument("--year", type=int, help=speech("help.issued"))
    lineage.add_argument("--as-of", "--on", dest="on", metavar="YYYY-MM-DD", type=_day, help=speech("help.on"))
    path = builder.question("path", _path)
    for name in ("one", "other"):
        path.add_argument(name, metavar="DOC", help=speech("help.code_or_doc"))
    builder.question("missing", _missing).add_argument("--limit", type=_at_least_one, help=speech("help.limit_all"))
    builder.question("conflicts", _conflicts)
    top = builder.question("top", _top)
    top.add_argument("--years", type=_years, metavar="YYYY[-YYYY]", help=speech("help.years"))
    top.add_argument("--place", help=speech("help.citing_place"))
    top.add_argument("--type", help=speech("help.type"))
    top.add_argument("--limit", type=_at_least_one, default=20, help=speech("help.limit", default=20))
    graph = builder.question("graph", _graph)
    graph.add_argument("-o", "--output", type=Path, required=True, help=speech("help.graph_output"))
    graph.add_argument("--doc", help=speech("help.graph_doc"))
    graph.add_argument("--depth", type=_at_least_one, default=1, help=speech("help.depth", default=1))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    years = int(first), int(last or first)
    if years[0] > years[1]:
        raise ValueError(text)
    return years


def _digest_words(builder: _Builder) -> None:
    speech = builder.speech
    digest = builder.question("digest", _digest)
    digest.add_argument("--doc", help=speech("help.doc"))
    _place_and_year(digest, speech)
    digest.add_argument("--format", choices=("md", "html"), default="md", help=speech("help.format", default="md"))
    digest.add_argument("-o", "--output", type=Path, help=speech("help.output"))


def _place_and_year(parser: argparse.ArgumentParser, speech: Speech) -> None:
    parser.add_argument("--place", help=speech("help.place"))
    parser.add_argument("--year", type=int, help=speech("help.year"))


def _run(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline import query
    from pipeline.run import batch, store

    bar = show.Bar(speech)
    try:
        progress = batch.run(options.archive, options.db, options.workers, options.allow_classified, bar)
    except KeyboardInterrupt:
        bar.close()
        print(speech("run.interrupted", db=options.db), file=sys.stderr)
        return 130
    bar.close()
    if not progress.files and not progress.closed:
        return _fail(speech, ReadError(speech("run.empty", archive=options.archive)), 1)
    show.print_run(progress, query.status(store.connect(options.db)), options.db, speech)
    if not progress.read and not progress.unchanged:
        return _fail(speech, ReadError(speech("run.nothing", archive=options.archive, db=options.db)), 1)
    return 0


def _extract(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline.serialise import record_line

    read = 0
    out: TextIO = options.output.open("w", encoding="utf-8", newline="\n") if options.output else sys.stdout
    try:
        for name in options.files:
            try:
                record = _read_one(name, options.allow_classified)
            except (ReadError, ClassifiedDocument) as error:
                _fail(speech, error, 1)
                continue
            out.write(record_line(record) + "\n")
            read += 1
    finally:
        if options.output:
            out.close()
    return 0 if read else 1


def _read_one(name: str, allow_classified: bool) -> Any:
    from pipeline.annotate import annotate
    from pipeline.readers import ingest

    if name == "-":
        with guarded("stdin"):
            text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
            return annotate(ingest.read_text(text, "stdin"), allow_classified)
    path, shown = Path(name), printable_path(name)
    if not path.exists():
        raise UsageError(f"Không có tệp {shown}. Hãy kiểm tra lại đường dẫn.")
    with guarded(shown):
        return annotate(ingest.read_source(path, shown), allow_classified)


def _schema(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline.serialise import record_schema

    print(json.dumps(record_schema(), ensure_ascii=False, indent=2))
    return 0


def _answer(options: argparse.Namespace, speech: Speech, question: str, *values: Any, module: str = "query") -> int:
    from pipeline.run import store

    ask = getattr(import_module(f"pipeline.{module}"), question)
    return _print(options, speech, question, ask(store.connect(options.db), *values))


def _print(options: argparse.Namespace, speech: Speech, question: str, answer: Any) -> int:
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        getattr(show, f"print_{question}")(answer, speech)
    return 0


def _cites(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "cites", options.code, options.place, options.year, options.pinpoint)


def _refs(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "refs", options.doc)


def _figures(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "figures", options.indicator, options.place, options.year, options.doc)


def _search(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "search", " ".join(options.words), options.limit)


def _status(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "status")


def _lineage(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "lineage", options.code, options.place, options.year, options.on, module="standing")


def _path(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "path", options.one, options.other, module="graph")


def _missing(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "missing", options.limit, module="standing")


def _conflicts(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "conflicts", module="standing")


def _top(options: argparse.Namespace, speech: Speech) -> int:
    return _answer(options, speech, "top", options.years, options.place, options.type, options.limit, module="standing")


def _graph(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline import graph_export
    from pipeline.run import store

    graph = graph_export.export(store.connect(options.db), options.output, speech, options.doc, options.depth)
    written = {"path": str(options.output), "nodes": len(graph.nodes), "edges": len(graph.edges)}
    print(json.dumps(written, ensure_ascii=False) if options.json else speech("run.graph", **written))
    return 0


def _digest(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline import digest
    from pipeline.run import store

    made = digest.make_digest(store.connect(options.db), speech, options.doc, options.place, options.year)
    if options.json:
        text = json.dumps(digest.plain_digest(made), ensure_ascii=False, indent=1) + "\n"
    else:
        text = digest.render(made, options.format, speech)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text, encoding="utf-8", newline="\n")
        print(speech("run.written", path=options.output))
    else:
        sys.stdout.write(text)
    return 0
