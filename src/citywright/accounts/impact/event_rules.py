"""What must hold in a file of events: each row by itself, and the rows of an event together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from citywright.accounts.account import ITEMS, STRESSORS
from citywright.accounts.impact.events import BALANCED
from citywright.city import Findings
from citywright.city.findings import nearest

ENTRIES = {
    "demand": ("demand",),
    "plant": ("output", "purchase", "building", *ITEMS, *STRESSORS),
    "loss": ("output", "customer"),
    "project": ("project",),
}
"""Entries that each kind of event may have."""
WITH_SECTOR = ("demand", "output", "purchase", "building", "customer")
BOUGHT = ("demand", "purchase", "building")
ANY_SIGN = ("demand", "taxes", "surplus")
ABOVE_ZERO = ("output", "customer", "project")
ROUNDING = 1e-9


@dataclass(frozen=True)
class Ground:
    """What the rules know: the file, the output of each sector, the projects of the city."""

    file: str
    findings: Findings
    output: Mapping[str, float]
    projects: Collection[str]

    def note(
        self, code: str, row: int, column: str, value: object = "", allowed: object = "",
        like: str = "",
    ) -> None:  # fmt: skip
        """Note a finding in the file."""
        self.findings.add(code, self.file, row, column, value, allowed, like)


def check_rows(frame: pd.DataFrame, ground: Ground) -> None:
    """Every row says something that its kind of event can have, of a sector or project there is."""
    for r in frame.itertuples():
        if not r.kind or not r.entry:
            continue  # has its own finding
        if r.entry not in ENTRIES[r.kind]:
            ground.note("E602", r.Index, "entry", r.entry, " | ".join(ENTRIES[r.kind]))
            continue
        _check_code(r, ground)
        _check_bought(r, ground)
        _check_value(r, ground)
    _check_twice(frame, ground)


def _check_code(r: Any, ground: Ground) -> None:  # noqa: ANN401  (a named tuple of pandas)
    known = ground.output if r.entry in WITH_SECTOR else ground.projects
    table = "sectors" if r.entry in WITH_SECTOR else "projects"
    if r.entry not in (*WITH_SECTOR, "project"):
        if r.code:
            ground.note("E605", r.Index, "code", r.code, r.entry)
    elif not r.code:
        ground.note("E201", r.Index, "code", allowed=f"{table}.{table.removesuffix('s')}")
    elif r.code not in known:
        ground.note("E302", r.Index, "code", r.code, table, nearest(r.code, sorted(known)))
    elif r.entry in WITH_SECTOR and ground.output[r.code] <= 0.0 and _made_here(r):
        ground.note("E408", r.Index, "code", r.code)


def _made_here(r: Any) -> bool:  # noqa: ANN401
    """Whether the row asks for production in the city for sure (average buying asks for what the
    city's own share allows, which is nothing where nothing is made).
    """
    wholly = r.entry not in BOUGHT or r.bought == "here"
    return wholly or (r.bought == "share" and r.local_share > 0.0)


def _check_bought(r: Any, ground: Ground) -> None:  # noqa: ANN401
    """Where it is bought is said where something is bought, what customers do where they lose."""
    wanted = {
        "bought": r.entry in BOUGHT,
        "local_share": r.bought == "share",
        "customers": r.kind == "loss" and r.entry == "output",
    }
    allowed = {
        "bought": "anywhere | here | outside | share", "local_share": "0 – 1",
        "customers": "buy_outside | stop",
    }  # fmt: skip
    for column, is_wanted in wanted.items():
        value = getattr(r, column)
        is_empty = value == "" or pd.isna(value)
        if is_empty and is_wanted and not ground.findings.is_wrong(ground.file, r.Index, column):
            ground.note("E201", r.Index, column, allowed=allowed[column])
        elif not is_empty and not is_wanted:
            ground.note("E605", r.Index, column, value, r.entry)


def _check_value(r: Any, ground: Ground) -> None:  # noqa: ANN401
    if r.entry in ABOVE_ZERO and r.value <= 0.0:
        ground.note("E206", r.Index, "value", f"{r.value:g}", "> 0")
    elif r.entry not in ANY_SIGN and r.value < 0.0:
        ground.note("E206", r.Index, "value", f"{r.value:g}", "0")


def _check_twice(frame: pd.DataFrame, ground: Ground) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for r in frame.itertuples():
        if r.event and r.entry:
            first = seen.setdefault((r.event, r.entry, r.code), int(r.Index))
            if first != r.Index:
                key = " ".join(part for part in (r.event, r.entry, r.code) if part)
                ground.note("E301", r.Index, "entry", key, first)


def check_events(frame: pd.DataFrame, ground: Ground) -> None:
    """The rows of an event agree and are complete; checked where its rows are right."""
    wrong = {finding.row for finding in ground.findings.errors}
    for event, rows in frame.groupby("event", sort=False):
        if 1 in wrong or wrong & set(rows.index):
            continue
        if _agree(str(event), rows, ground):
            _check_whole(str(event), rows, ground)
    if 1 not in wrong:
        _check_lost(frame, ground)


def _agree(event: str, rows: pd.DataFrame, ground: Ground) -> bool:
    """Name, kind, year and what customers do are the same in all rows of an event."""
    agreed = True
    for column in ("name", "kind", "year", "customers"):
        said = rows[column][rows[column] != ""]
        for row, value in said.items():
            if value != said.iloc[0]:
                ground.note("E601", int(row), column, value, f"{event}: {said.iloc[0]}")
                agreed = False
                break
    return agreed


def _check_whole(event: str, rows: pd.DataFrame, ground: Ground) -> None:
    kind, first = rows["kind"].iloc[0], int(rows.index[0])
    have = list(rows["entry"])
    single = {"plant": "output", "project": "project"}.get(kind)
    if single and have.count(single) != 1:
        ground.note("E603", first, "entry", event, f"{single} (1)")
    elif kind == "plant":
        _check_plant(event, rows, ground)
    elif kind == "loss":
        stops = "stop" in set(rows["customers"])
        if "output" not in have:
            ground.note("E603", first, "entry", event, "output")
        elif stops != ("customer" in have):
            row = first if stops else int(rows.index[have.index("customer")])
            ground.note("E603", row, "entry", event, "customers = stop + customer")


def _check_plant(event: str, rows: pd.DataFrame, ground: Ground) -> None:
    """Purchases and all items of value added, which add to the output; or none of either."""
    have = rows.groupby("entry")["value"].sum()
    items = [item for item in ITEMS if item in have]
    if "purchase" not in have and not items:
        return
    missing = [name for name in ("purchase", *ITEMS) if name not in have]
    if missing:
        ground.note("E603", int(rows.index[0]), "entry", event, ", ".join(missing))
        return
    made = float(have["output"])
    parts = float(have["purchase"] + have[items].sum())
    if abs(parts - made) > BALANCED * made:
        row = int(rows.index[list(rows["entry"]).index("output")])
        ground.note("E604", row, "value", f"{made:g}", f"{parts:.10g}")


def _check_lost(frame: pd.DataFrame, ground: Ground) -> None:
    """All losses of the file together leave no sector below zero."""
    lost = frame[(frame["kind"] == "loss") & frame["entry"].isin(["output", "customer"])]
    for sector, rows in lost.groupby("code"):
        total, made = float(rows["value"].sum()), ground.output.get(str(sector), 0.0)
        if made > 0.0 and total > made * (1.0 + ROUNDING):
            ground.note("E606", int(rows.index[-1]), "value", f"{total:g}", f"{made:g}")
