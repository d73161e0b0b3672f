"""Which class belongs to which group, and with what share.

    G_gi = weight of label i in group g,   sum_g G_gi = 1

A concordance is used by name: it must name every label of the table and no other. A label may stand in
several groups only with weights, and its weights add to 1, so that grouping keeps every total.
"""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import scipy.sparse as sp

from citywright.errors import AccountsError

COLUMNS = ("from", "to", "weight")
WHOLE = 1e-9
"""How far the weights of one label may add beside 1."""
Finding = tuple[str, dict[str, object]]


class ConcordanceError(AccountsError):
    """A concordance with faults; carries every one of them.

    findings : an error for each fault
    """

    def __init__(self, file: str, findings: list[Finding]) -> None:
        super().__init__("accounts.group_findings", file=file, count=len(findings))
        self.findings = [AccountsError(key, **values) for key, values in findings]

    def text(self, lang: str = "en") -> str:
        """The count and then every finding on its own line."""
        return "\n".join([super().text(lang), *(one.text(lang) for one in self.findings)])


@dataclass(frozen=True)
class Concordance:
    """Pairs of label and group with their weights; made by `concordance` or `read_concordance`.

    pairs : frame with the columns from, to (text) and weight (ratio, above 0)
    """

    pairs: pd.DataFrame

    @property
    def labels(self) -> pd.Index:
        """Labels that are grouped, in the order in which they are first named."""
        return pd.Index(self.pairs["from"].unique())

    @property
    def groups(self) -> pd.Index:
        """Groups, in the order in which they are first named."""
        return pd.Index(self.pairs["to"].unique())

    def matrix(self, labels: pd.Index) -> sp.csr_array:
        """G (group, label), sparse: its columns add to 1.

        Parameters
        ----------
        labels : labels that the concordance names, all of them or some
        """
        columns = labels.get_indexer(pd.Index(self.pairs["from"]))
        here = columns >= 0
        rows = self.groups.get_indexer(pd.Index(self.pairs["to"]))[here]
        weights = self.pairs["weight"].to_numpy(dtype=float)[here]
        shape = (len(self.groups), len(labels))
        return sp.csr_array((weights, (rows, columns[here])), shape=shape)


def concordance(mapping: "Mapping[str, str] | pd.Series | Concordance") -> Concordance:
    """G_gi = 1 where mapping[i] = g: each label in one group.

    Parameters
    ----------
    mapping : label -> group, as a dict or a series; a concordance is given back as it is

    Raises
    ------
    ConcordanceError
        a label that stands twice in a series, an empty group.
    """
    if isinstance(mapping, Concordance):
        return mapping
    rows = [(one, group, "") for one, group in mapping.items()]
    return _checked("-", list(enumerate(rows, start=1)))


def identity(labels: pd.Index) -> Concordance:
    """G = I: every label is its own group."""
    return Concordance(pd.DataFrame({"from": labels, "to": labels, "weight": 1.0}))


def read_concordance(path: Path) -> Concordance:
    """A concordance from a CSV file with the columns from, to and, if wanted, weight.

    Parameters
    ----------
    path : UTF-8 file; an empty weight is 1, as is a file without that column

    Raises
    ------
    ConcordanceError
        every fault at once: columns, empty cells, weights that are not numbers above 0, pairs that
        stand twice, labels in several groups whose weights do not add to 1.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConcordanceError(path.name, [("accounts.group_file", {"file": path.name})]) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = [(reader.line_num, row) for row in reader if any(row)]
    header = [name.strip() for name in lines[0][1]] if lines else []
    if sorted(header) not in (sorted(COLUMNS), sorted(COLUMNS[:2])):
        found: dict[str, object] = {"found": ", ".join(header) or "-"}
        raise ConcordanceError(path.name, [("accounts.group_columns", found)])
    rows, ragged = [], []
    for place, row in lines[1:]:
        if len(row) != len(header):
            found_cells: dict[str, object] = {"row": place, "found": len(row), "cells": len(header)}
            ragged.append(("accounts.group_cells", found_cells))
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
        rows.append((place, (cells["from"], cells["to"], cells.get("weight", ""))))
    return _checked(path.name, rows, ragged)


def _checked(
    file: str, rows: list[tuple[int, tuple[str, str, str]]], found: list[Finding] | None = None
) -> Concordance:
    findings = list(found or [])
    seen: dict[tuple[str, str], int] = {}
    totals: dict[str, list[float]] = {}
    for place, (one, group, weight) in rows:
        number = _number(weight)
        if not one or not group:
            findings.append(("accounts.group_empty", {"row": place}))
        elif (one, group) in seen:
            first = {"row": place, "first": seen[one, group], "label": one, "group": group}
            findings.append(("accounts.group_twice", first))
        if not (math.isfinite(number) and number > 0.0):
            findings.append(("accounts.group_weight", {"row": place, "found": weight}))
        seen.setdefault((one, group), place)
        totals.setdefault(one, []).append(number)
    for one, weights in totals.items():
        # a weight that is no number has its own finding
        if abs(sum(weights) - 1.0) > WHOLE and math.isfinite(sum(weights)):
            whole = {"label": one, "groups": len(weights), "total": sum(weights)}
            findings.append(("accounts.group_whole", whole))
    if not rows and not findings:
        findings.append(("accounts.group_none", {"file": file}))
    if findings:
        raise ConcordanceError(file, findings)
    frame = pd.DataFrame(
        {
            "from": pd.Index([one for _, (one, _, _) in rows], tupleize_cols=False),
            "to": pd.Index([group for _, (_, group, _) in rows], tupleize_cols=False),
            # the digits that were lost in writing thirds down
            "weight": [_number(weight) / sum(totals[one]) for _, (one, _, weight) in rows],
        }
    )
    return Concordance(frame)


def _number(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return math.nan
