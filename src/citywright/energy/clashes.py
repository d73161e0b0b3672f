"""Why no plan meets demand: where, when and how much is missing, and which limits stand against it.

The program is elastic already: what is missing has columns of its own at a penalty. In the cheapest
plan of an infeasible network they are the least that has to give way, and multipliers of the size of
the penalty name the limits and capacities that would help.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.block import Block
from citywright.energy.coupling import Span
from citywright.energy.network import Network
from citywright.energy.proof import Evidence, Program
from citywright.energy.worth import worth_results
from citywright.words import say

LARGE = 0.05
"""A multiplier of this share of the penalty comes from what is missing, not from a market."""
FEWEST = 1e-6
LONGEST = 20
"""Clashes named at most, the largest first."""


@dataclass(frozen=True)
class Clash:
    """One thing that has to give way: by `amount` in `unit`, over `hours` hours from first to last.

    limit  family of the row (balance, level, budget, ...) or capacity
    item   node, unit or limit, with the hours
    """

    limit: str
    item: str
    year: int | None
    amount: float
    limit_value: float
    unit: str
    first: str = ""
    last: str = ""
    hours: int = 0

    def text(self, lang: str = "en") -> str:
        """The clash as a sentence."""
        kind = self.limit if self.limit in ("balance", "limits", "capacity") else "other"
        return say(
            f"energy.clash.{kind}", lang, item=self.item, amount=self.amount, unit=self.unit,
            limit=self.limit, value=self.limit_value,
        )  # fmt: skip


def clashes_of(program: Program, evidence: Evidence) -> tuple[Clash, ...]:
    """What is missing, by row and run of hours, then the limits and capacities that would help."""
    found: list[Clash] = []
    for number, block in enumerate(program.blocks()):
        found += _missing(program, program.coupling.spans[number], block, evidence.plans[number])
    found.sort(key=lambda c: (-c.amount, c.item))
    return (*found[:LONGEST], *_against(program, evidence))


def _missing(program: Program, span: Span, block: Block, p: np.ndarray) -> list[Clash]:
    """Every run of hours in which a row of the block lacks something."""
    short = block.missing[p[block.missing] > FEWEST]
    if not len(short):
        return []
    entries = block.A[:, short].tocoo()
    amounts = p[short][entries.col]
    found = []
    for name, group in block.rows.items():
        inside = (entries.row >= group.start) & (
            entries.row < group.start + group.units * group.hours
        )
        if inside.any():
            at = entries.row[inside] - group.start
            frame = pd.DataFrame({
                "unit": at // group.hours, "hour": at % group.hours, "amount": amounts[inside],
            })  # fmt: skip
            found += _runs(program.network, span, name, frame)
    return found


def _runs(network: Network, span: Span, family: str, frame: pd.DataFrame) -> list[Clash]:
    """Hours that follow each other as one clash."""
    frame = frame.sort_values(["unit", "hour"], kind="stable")
    starts = (frame["unit"].diff() != 0) | (frame["hour"].diff() > 1)
    found = []
    for _, run in frame.groupby(starts.cumsum()):
        first, last = (span.hours.start + int(run["hour"].iloc[k]) for k in (0, -1))
        labels = str(network.hours[first]), str(network.hours[last])
        name = _name(network, family, int(run["unit"].iloc[0]))
        hours = len(run)
        item = f"{name} [{labels[0]} - {labels[1]}, {hours} h]"
        unit = "MWh" if hours > 1 or family != "balance" else "MW"
        found.append(Clash(
            family, item, span.year or None, round(float(run["amount"].sum()), 6), 0.0, unit,
            labels[0], labels[1], hours,
        ))  # fmt: skip
    return found


def _name(network: Network, family: str, unit: int) -> str:
    """Name of the node or unit of a row, where the family is one row per name."""
    component = {"balance": "nodes", "storage_level": "storage", "groups": "groups"}.get(family)
    if component is None or unit >= len(network.names(component)):
        return family
    return str(network.names(component)[unit])


def _against(program: Program, evidence: Evidence) -> list[Clash]:
    """Limits and capacities whose multipliers are of the size of the penalty."""
    found = []
    outer = program.outer
    for k in np.flatnonzero(np.abs(evidence.outer) > LARGE * program.penalty):
        value = outer.high[k] if np.isfinite(outer.high[k]) else outer.low[k]
        found.append(Clash("limits", outer.names[k], None, 0.0, float(value), ""))
    worth = worth_results(program, evidence)
    helps = worth[worth["worth"] > LARGE * program.penalty].sort_values("worth", ascending=False)
    for row in helps.head(LONGEST).itertuples(index=False):
        unit = program.network.tables[row.component].loc[row.name]
        size = float(unit["capacity_max"] if unit["expandable"] else unit["capacity"])
        found.append(Clash("capacity", f"{row.component}/{row.name}", None, 0.0, size, "MW"))
    return found
