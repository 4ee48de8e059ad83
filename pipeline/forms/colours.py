"""The one colour and the one sign of each state of a cell, in Excel, in Word and in the browser (`viewer.css`)."""

from __future__ import annotations

from typing import Final

from pipeline.forms.model import State

COLOURS: Final = {State.SEVERAL: "FFF2CC", State.DOUBT: "F8CBAD", State.KEPT: "DDEBF7"}
"""Yellow: other numbers are near; orange: proposed only; blue: a person's (`Cell.look`). In print three greys."""
MARKS: Final = {State.SEVERAL: "*", State.DOUBT: "?", State.KEPT: "✎"}
"""Behind a value, or in its place: what tells the states apart where no colour is printed, or seen."""
