"""`graph`: the citations of the archive, or around one document -> a file."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from pipeline.arguments import ANY_DATABASE, JSON, MOST, Argument, number
from pipeline.commands.command import Command
from pipeline.commands.noting import note
from pipeline.graph.export import export
from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import json_text, say


def _graph(options: Namespace, speech: Speech) -> int:
    with closing(connect(options.db)) as connection:
        graph = export(connection, options.output, speech, options.doc, options.depth)
    note(options, speech, "graph", None)
    written = {"path": str(options.output), "nodes": len(graph.nodes), "edges": len(graph.edges)}
    say([json_text(written) if options.json else speech("run.graph", **written)])
    return 0


OUTPUT: Final = Argument("output", "graph_output", "file", ("-o", "--output"), Path, required=True)
CENTRE: Final = Argument("doc", "graph_doc", "document", ("--doc",))
DEPTH: Final = Argument("depth", "depth", "number", ("--depth",), number(1, MOST), 1)
COMMAND: Final = Command("graph", (ANY_DATABASE, JSON, OUTPUT, CENTRE, DEPTH), _graph)
