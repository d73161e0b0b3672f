"""Opens a MATPOWER case file: the fields of `mpc` that are plain numbers.

The file is a program; nothing of it is run. Only assignments of numbers and of tables of numbers are
read, and a file that computes its tables is refused. Format: MATPOWER User's Manual 8.0, appendix B.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from citywright.energy.interchange.notes import InterchangeError

LARGEST = 200_000_000
"""Bytes of the largest file that is opened; cases of 70,000 buses take 20 MB."""
COLUMNS = {
    "bus": ("bus", "type", "Pd", "Qd", "Gs", "Bs", "area", "Vm", "Va", "baseKV", "zone"),
    "gen": ("bus", "Pg", "Qg", "Qmax", "Qmin", "Vg", "mBase", "status", "Pmax", "Pmin"),
    "branch": (
        "from", "to", "r", "x", "b", "rateA", "rateB", "rateC", "ratio", "angle", "status",
        "angmin", "angmax",
    ),
}  # fmt: skip
"""Names of the first columns of the tables; later ones are not read."""
LEAST = {"bus": 11, "gen": 10, "branch": 11}
"""Columns that a table has at least (angle limits came with version 2 of the format)."""
TABLES = ("bus", "gen", "branch", "gencost", "dcline")
_COMMENT = re.compile(r"%[^\n]*|#[^\n]*")
_GOES_ON = re.compile(r"\.\.\.[^\n]*\n")
_SCALAR = re.compile(r"\bmpc\.baseMVA\s*=\s*([-+0-9.eE]+)\s*;?")
_COMPUTED = re.compile(r"\bmpc\.(bus|gen|branch|gencost|baseMVA)\s*(?:\(|=\s*(?![\s\[\d+.-]))")
_BLANK = re.compile(r"[\s,]+")


@dataclass(frozen=True)
class MatpowerCase:
    """A case: power base (MVA) and tables; `gencost` has rows of its own length."""

    name: str
    base: float
    bus: pd.DataFrame
    gen: pd.DataFrame
    branch: pd.DataFrame
    gencost: list[np.ndarray]
    dclines: int


def open_case(path: Path) -> MatpowerCase:
    """The tables of a case file.

    Raises
    ------
    InterchangeError
        If there is no such file, a table is missing or no table of numbers, or it is computed.
    """
    text = _GOES_ON.sub(" ", _COMMENT.sub("", _text(path)))
    file = str(path)
    computed = _COMPUTED.search(text)
    if computed:
        raise InterchangeError(
            "energy.interchange.case_computed", file=file, table=computed.group(1)
        )
    base = _SCALAR.search(text)
    if base is None:
        raise InterchangeError("energy.interchange.case_missing", file=file, table="baseMVA")
    rows = {name: _rows(text, name, file) for name in TABLES}
    named = {name: _named(rows[name], name, file) for name in COLUMNS}
    return MatpowerCase(
        path.stem, _number(base.group(1), "baseMVA", file), named["bus"], named["gen"],
        named["branch"], rows["gencost"], len(rows["dcline"]),
    )  # fmt: skip


def _text(path: Path) -> str:
    if not path.is_file():
        raise InterchangeError("energy.interchange.no_file", file=str(path))
    if path.stat().st_size > LARGEST:
        raise InterchangeError(
            "energy.interchange.case_large", file=str(path), most=LARGEST // 10**6
        )
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")


def _rows(text: str, name: str, file: str) -> list[np.ndarray]:
    """Rows of a table in brackets; none where it is not in the file."""
    found = re.search(rf"\bmpc\.{name}\s*=\s*\[", text)
    if found is None:
        return []
    end = text.find("]", found.end())
    if end < 0:
        raise InterchangeError("energy.interchange.case_open", file=file, table=name)
    rows = re.split(r"[;\n]", text[found.end() : end])
    cells = [[c for c in _BLANK.split(row) if c] for row in rows]
    return [np.array([_number(c, name, file) for c in row]) for row in cells if row]


def _number(cell: str, table: str, file: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        key = "energy.interchange.case_number"
        raise InterchangeError(key, file=file, table=table, cell=cell[:40]) from error


def _named(rows: list[np.ndarray], name: str, file: str) -> pd.DataFrame:
    columns = COLUMNS[name]
    if not rows:
        raise InterchangeError("energy.interchange.case_missing", file=file, table=name)
    width = min(len(row) for row in rows)
    if width < LEAST[name]:
        raise InterchangeError(
            "energy.interchange.case_width", file=file, table=name, found=width,
            expected=LEAST[name],
        )  # fmt: skip
    width = min(width, len(columns))
    return pd.DataFrame(np.array([row[:width] for row in rows]), columns=columns[:width])
