"""The command line: words -> a call of one stage -> text or JSON on standard output.

Exit status: 0 done, 1 nothing could be read or answered, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pipeline import show
from pipeline.errors import ReadError, UsageError
from pipeline.failures import exit_status, explained
from pipeline.speech import LANGUAGES, Speech, chosen_language
from pipeline.terminal import drop_output, json_text, open_streams, safe_json, say
from pipeline.version import VERSION

DEFAULT_DATABASE: Final = Path("outputs/trichyeu.db")
MOST_WORKERS: Final = 256
MOST_RESULTS: Final = 1_000_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; whatever goes wrong is said in one sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    speech = Speech(chosen_language(words))
    database: Path | None = None
    try:
        parser = _parser(speech)
        if not words:
            say(parser.format_help().splitlines())
            return 2
        options = parser.parse_args(words)
        database = getattr(options, "db", None)
        _refuse_other_than_text(options)
        status = int(options.command(options, speech))
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last guard: no command ends with a traceback
        return _fail(speech, error, database)
    return status


def _fail(speech: Speech, error: Exception, database: Path | None = None) -> int:
    """Say what went wrong and return the exit status."""
    failure = explained(error, database)
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()
    with suppress(OSError):  # nobody listens any more
        say([speech("show.error", message=failure.said(speech))], sys.stderr)
    return exit_status(failure)


def _refuse_other_than_text(options: argparse.Namespace) -> None:
    """Raise UsageError for a word that came as other bytes than UTF-8; paths may hold any."""
    for value in vars(options).values():
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str) and not word.isascii():
                try:
                    word.encode("utf-8")
                except UnicodeEncodeError as error:
                    raise UsageError("usage.not_text", word=word) from error


class _Parser(argparse.ArgumentParser):
    """Prints like every command: nothing raw to the terminal, and an output that cannot be written is an error."""

    def _print_message(self, message: str, file: Any = None) -> None:
        say(message.removesuffix("\n").split("\n"), file or sys.stderr)
        (file or sys.stderr).flush()


def _parser(speech: Speech) -> argparse.ArgumentParser:
    # argparse looks its phrases up in this name at every use: the only way to give them another language
    # without compiled gettext catalogues.
    argparse._ = speech.argparse  # type: ignore[attr-defined]
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=speech.language, help=speech("help.lang"))
    common.add_argument("-h", "--help", action="help", help=speech("help.help"))
    parser = _Parser(
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

    def number(self, low: int, high: int) -> Callable[[str], int]:
        """Return what turns a word into a number between these, neither less nor more."""

        def parse(word: str) -> int:
            try:
                value = int(word)
            except ValueError:
                value = low - 1
            if not low <= value <= high:
                raise argparse.ArgumentTypeError(self.speech("usage.number", low=low, high=high, word=word))
            return value

        return parse

    def year(self, parser: argparse.ArgumentParser, help_: str) -> None:
        parser.add_argument("--year", type=self.number(1, 9999), help=self.speech(help_))

    def limit(self, parser: argparse.ArgumentParser, help_: str, default: int | None) -> None:
        limit = self.number(1, MOST_RESULTS)
        parser.add_argument("--limit", type=limit, default=default, help=self.speech(help_, default=default))

    def classified(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--allow-classified", action="store_true", help=self.speech("help.classified"))


def _run_words(builder: _Builder) -> None:
    speech, cores = builder.speech, os.cpu_count() or 1
    parser = builder.command("run", _run)
    parser.add_argument("archive", type=Path, help=speech("help.archive"))
    builder.database(parser)
    workers = builder.number(1, MOST_WORKERS)
    parser.add_argument(
        "--workers", type=workers, default=min(cores, MOST_WORKERS), help=speech("help.workers", default=cores)
    )
    builder.classified(parser)


def _extract_words(builder: _Builder) -> None:
    parser = builder.command("extract", _extract)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=builder.speech("help.files"))
    parser.add_argument("-o", "--output", type=Path, help=builder.speech("help.output"))
    builder.classified(parser)
    builder.command("schema", _schema)


def _query_words(builder: _Builder) -> None:
    speech = builder.speech
    cites = builder.question("cites", _cites)
    cites.add_argument("code", help=speech("help.code"))
    cites.add_argument("--place", help=speech("help.place"))
    builder.year(cites, "help.issued")
    cites.add_argument("--pinpoint", help=speech("help.pinpoint"))
    builder.question("refs", _refs).add_argument("doc", help=speech("help.doc"))
    figures = builder.question("figures", _figures)
    names = speech.names("indicator")
    figures.add_argument(
        "--indicator", choices=names, metavar="NAME", help=speech("help.indicator", choices=", ".join(names))
    )
    _place_and_year(builder, figures)
    figures.add_argument("--doc", help=speech("help.doc"))
    search = builder.question("search", _search)
    search.add_argument("words", nargs="+", help=speech("help.words"))
    builder.limit(search, "help.limit", 20)
    builder.question("status", _status)


def _graph_words(builder: _Builder) -> None:
    speech = builder.speech
    lineage = builder.question("lineage", _lineage)
    lineage.add_argument("code", help=speech("help.code"))
    lineage.add_argument("--place", help=speech("help.place"))
    builder.year(lineage, "help.issued")
    lineage.add_argument("--as-of", "--on", dest="on", metavar="YYYY-MM-DD", type=_day, help=speech("help.on"))
    path = builder.question("path", _path)
    for name in ("one", "other"):
        path.add_argument(name, metavar="DOC", help=speech("help.code_or_doc"))
    builder.limit(builder.question("missing", _missing), "help.limit_all", None)
    builder.question("conflicts", _conflicts)
    top = builder.question("top", _top)
    top.add_argument("--years", type=_years, metavar="YYYY[-YYYY]", help=speech("help.years"))
    top.add_argument("--place", help=speech("help.citing_place"))
    top.add_argument("--type", help=speech("help.type"))
    builder.limit(top, "help.limit", 20)
    graph = builder.question("graph", _graph)
    graph.add_argument("-o", "--output", type=Path, required=True, help=speech("help.graph_output"))
    graph.add_argument("--doc", help=speech("help.graph_doc"))
    graph.add_argument("--depth", type=builder.number(1, MOST_RESULTS), default=1, help=speech("help.depth", default=1))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    years = int(first), int(last or first)
    if not 1 <= years[0] <= years[1] <= 9999:
        raise ValueError(text)
    return years


def _digest_words(builder: _Builder) -> None:
    speech = builder.speech
    digest = builder.question("digest", _digest)
    digest.add_argument("--doc", help=speech("help.doc"))
    _place_and_year(builder, digest)
    digest.add_argument("--format", choices=("md", "html"), default="md", help=speech("help.format", default="md"))
    digest.add_argument("-o", "--output", type=Path, help=speech("help.output"))


def _place_and_year(builder: _Builder, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", help=builder.speech("help.place"))
    builder.year(parser, "help.year")


def _run(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline import query
    from pipeline.run import batch, store

    try:
        with show.Bar(speech) as bar:
            progress = batch.run(options.archive, options.db, options.workers, options.allow_classified, bar)
    except KeyboardInterrupt:
        say([speech("run.interrupted", db=options.db)], sys.stderr)
        return 130
    if not progress.files:
        return _fail(speech, ReadError(speech("run.empty", archive=options.archive)))
    say(show.run(progress, query.status(store.connect(options.db)), options.db, speech))
    if not progress.read and not progress.unchanged:
        return _fail(speech, ReadError(speech("run.nothing", archive=options.archive, db=options.db)))
    return 0


def _extract(options: argparse.Namespace, speech: Speech) -> int:
    """Write a line a file; a file that cannot be read is told, and the next one is read."""
    from pipeline.serialise import record_line

    read, status = 0, 1
    with ExitStack() as stack:
        out = sys.stdout
        if options.output:
            _refuse_own_source(options.output, options.files)
            out = stack.enter_context(options.output.open("w", encoding="utf-8", newline="\n"))
        for path in options.files:
            try:
                line = safe_json(record_line(_read_one(path, options.allow_classified)))
            except Exception as error:  # noqa: BLE001 - one bad file costs itself, whatever goes wrong
                status = max(status, _fail(speech, error))
                continue
            out.write(line + "\n")
            read += 1
    return 0 if read else status


def _refuse_own_source(output: Path, files: list[Path]) -> None:
    if output.exists() and any(file.exists() and file.samefile(output) for file in files):
        raise UsageError("usage.own_source", path=output)


def _read_one(path: Path, allow_classified: bool) -> Any:
    from pipeline.annotate import annotate
    from pipeline.readers import ingest

    if path == Path("-"):
        source = ingest.read_text(sys.stdin.buffer.read().decode("utf-8", errors="replace"), "stdin")
    elif not path.exists():
        raise UsageError("usage.no_file", path=path)
    else:
        source = ingest.read_source(path, str(path))
    return annotate(source, allow_classified)


def _schema(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline.serialise import record_schema

    say(json_text(record_schema(), indent=2).split("\n"))
    return 0


def _answer(options: argparse.Namespace, speech: Speech, question: str, *values: Any, module: str = "query") -> int:
    from pipeline.run import store

    ask = getattr(import_module(f"pipeline.{module}"), question)
    return _print(options, speech, question, ask(store.connect(options.db), *values))


def _print(options: argparse.Namespace, speech: Speech, question: str, answer: Any) -> int:
    if options.json:
        say(json_text(answer, indent=1).split("\n"))
    else:
        say(getattr(show, question)(answer, speech))
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
    say([json_text(written) if options.json else speech("run.graph", **written)])
    return 0


def _digest(options: argparse.Namespace, speech: Speech) -> int:
    from pipeline import digest
    from pipeline.run import store

    made = digest.make_digest(store.connect(options.db), speech, options.doc, options.place, options.year)
    if options.json:
        text = json_text(digest.plain_digest(made), indent=1) + "\n"
    else:
        text = digest.render(made, options.format, speech)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text, encoding="utf-8", newline="\n")
        say([speech("run.written", path=options.output)])
    else:
        say(text.removesuffix("\n").split("\n"))
    return 0
