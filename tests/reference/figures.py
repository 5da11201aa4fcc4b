"""Writes a table of reference figures as CSV: comment lines, names, rows. Numbers carry all digits of a double."""

import math
import pathlib
import textwrap

FOLDER = pathlib.Path(__file__).parent

# The licence of the toolbox asks for its copyright line wherever its figures or code go.
GSW_COPYRIGHT = [
    (
        "Copyright 2011-2026, SCOR/IAPSO WG127 (Scientific Committee on Oceanic Research, International Association"
        " for the"
    ),
    "Physical Sciences of the Oceans, Working Group 127); BSD-3-Clause licence; www.TEOS-10.org.",
]


def cell(value):
    """A number with all its digits; nothing for NaN or None, since the figure does not exist."""
    if isinstance(value, (str, int)):
        return str(value)
    if value is None or math.isnan(value):
        return ""
    return repr(float(value))


def write(name, comments, names, rows):
    lines = [f"# {line}" for comment in comments for line in textwrap.wrap(comment, 117)]
    lines.append(",".join(names))
    for row in rows:
        assert len(row) == len(names), (name, row)
        lines.append(",".join(cell(value) for value in row))
    path = FOLDER / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines)} lines, {path.stat().st_size} bytes")
