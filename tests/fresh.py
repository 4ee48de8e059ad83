"""Annotations of texts that are not in the project, joined with the texts where these are at hand.

`fresh/NAME.json` was written by hand, by the annotation guidelines, before any extractor had read the text. It states
what a gold file states, with offsets (code points of the NFC text) in place of the document's words, and the sha256
of `NAME.txt`, so that offsets are never laid on another text.
"""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).with_name("fresh")
Annotation = dict[str, Any]


def read_annotations() -> dict[str, Annotation]:
    """Return every annotation by its name, in the order of the names."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(ANNOTATIONS.glob("*.json"))}


def join(annotation: Annotation, content: bytes) -> Annotation:
    """Return the annotation with the `text` of each citation and figure, as a gold file has it.

    `ValueError` when the content is not the one that was annotated.
    """
    if hashlib.sha256(content).hexdigest() != annotation["sha256"]:
        raise ValueError(f"{annotation['id']}: the text is not the one that was annotated")
    text = content.decode("utf-8")
    filled = {
        kind: [{**item, "text": text[item["start"] : item["end"]]} for item in annotation[kind]]
        for kind in ("citations", "figures")
    }
    return {**annotation, **filled}


def write_gold(texts: Path, folder: Path) -> int:
    """Write a gold folder, NAME.txt and NAME.json, of the annotations whose text is in `texts`; return their count."""
    count = 0
    for name, annotation in read_annotations().items():
        source = texts / f"{name}.txt"
        if source.is_file():
            content = source.read_bytes()
            gold = json.dumps(join(annotation, content), ensure_ascii=False)
            (folder / f"{name}.txt").write_bytes(content)
            (folder / f"{name}.json").write_text(gold, encoding="utf-8")
            count += 1
    return count


def link_faults(figures: list[Annotation]) -> list[str]:
    """Return a line for each figure whose role and parent do not fit: `of_figure` is the index of another figure."""
    faults = []
    for index, figure in enumerate(figures):
        role, parent = figure["role"], figure["of_figure"]
        if (role is None) != (parent is None):
            faults.append(f"figure {index}: a role goes with a parent")
        elif parent is not None and (parent == index or not 0 <= parent < len(figures)):
            faults.append(f"figure {index}: no figure {parent} to belong to")
    return faults


def span_faults(annotation: Annotation, text: str) -> list[str]:
    """Return a line for each span that leaves the text, cuts a word, has a blank edge, or lies on another span."""
    faults = []
    spans = sorted((item["start"], item["end"]) for item in annotation["citations"] + annotation["figures"])
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            faults.append(f"{start}-{end}: outside the text")
        elif text[start:end] != text[start:end].strip():
            faults.append(f"{start}-{end}: a blank edge")
        elif text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
            faults.append(f"{start}-{end}: cuts a word")
        if any(start < right and left < end for left, right in annotation["boilerplate"]):
            faults.append(f"{start}-{end}: inside boilerplate")
    faults += [f"{a[0]}-{a[1]} and {b[0]}-{b[1]}: overlap" for a, b in pairwise(spans) if b[0] < a[1]]
    return faults
