"""Tables of the declared strategy: what the plan does about each node, its path, tasks, honours."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from citywright.plan.result import Plan
from citywright.plan.strategy import COLUMNS, in_order
from citywright.report.names import Names
from citywright.report.outcome_tables import SIGN
from citywright.report.table import Column, Table, missing

STEP = "\u2003"
"""Stands before a title once for each node above it."""
SHORT = (
    "node", "node_kind", "state", "owner", "candidates", "chosen", "investment", "value_added",
    "people", "capacity", "indicator", "unit", "year", "with", "without", "sign", "goal",
    "reached",
)  # fmt: skip
"""Columns of the page; the workbook has all."""


def strategy_table(names: Names, plan: Plan, whole: bool = True) -> Table:
    """Every node of the tree: what the plan does about it, and how far its indicator comes."""
    rows = nodes_of(plan)
    columns = _columns(names, plan)
    cells = [_cells(names, row) for row in rows.to_dict("records")]
    kept = list(columns) if whole else list(SHORT)
    return Table(
        "strategy", tuple(columns[name] for name in kept),
        tuple(tuple(row[name] for name in kept) for row in cells), names.say("note.strategy"),
    )  # fmt: skip


def nodes_of(plan: Plan) -> pd.DataFrame:
    """The plan's table of the strategy; without rows where it has none."""
    return plan.tables.get("strategy", pd.DataFrame(columns=list(COLUMNS)))


def _columns(names: Names, plan: Plan) -> Mapping[str, Column]:
    say, money = names.say, names.unit(plan.money_unit)
    people, power = names.unit("10000 person"), names.unit("MW")
    kinds = {
        "node": ("text", ""), "node_kind": ("short", ""), "state": ("short", ""),
        "owner": ("text", ""), "candidates": ("count", ""), "chosen": ("count", ""),
        "committed": ("count", ""), "investment": ("number", money), "output": ("number", money),
        "value_added": ("number", money), "people": ("number", people),
        "capacity": ("number", power), "scarce": ("count", ""), "indicator": ("text", ""),
        "unit": ("short", ""), "year": ("year", ""), "base": ("mixed", ""),
        "with": ("mixed", ""), "without": ("mixed", ""), "sign": ("short", ""),
        "goal": ("mixed", ""), "shortfall": ("own", ""), "reached": ("short", ""),
        "quote": ("text", ""), "quality": ("quality", ""), "source": ("cited", ""),
    }  # fmt: skip
    return {name: Column(say(f"strategy.{name}"), *kind) for name, kind in kinds.items()}


def _cells(names: Names, row: Mapping[str, Any]) -> dict[str, Any]:
    """Cells of one node, by column."""
    tables = names.city.tables
    node = _row(tables["strategy"], "strategy", row["strategy"])
    target = _row(tables["targets"], "target", row["target"])
    quoted = _row(tables["evidence"], "evidence", node["evidence"])
    given = {k: row[k] for k in (
        "owner", "candidates", "chosen", "committed", "investment", "output", "value_added",
        "people", "capacity", "scarce", "base", "without", "goal", "shortfall",
    )}  # fmt: skip
    return given | {
        "node": STEP * (int(row["depth"]) - 1) + node[f"title_{names.lang}"],
        "node_kind": names.word("node_kind", row["kind"]),
        "state": names.word("node_state", row["state"]),
        "indicator": names.of("indicators", row["indicator"]) if row["indicator"] else "",
        "unit": names.unit(_row(tables["indicators"], "indicator", row["indicator"])["unit"]),
        "year": None if missing(row["year"]) else int(row["year"]), "with": row["value"],
        "sign": SIGN.get(target["sense"], ""), "reached": _reached(names, row["reached"]),
        "quote": quoted["quote"], "quality": node["quality"], "source": node["source"],
    }  # fmt: skip


def _reached(names: Names, word: str) -> str:
    return names.word("reached", word) if word else ""


def _row(table: pd.DataFrame, key: str, code: str) -> Mapping[str, str]:
    """The row of a code; empty cells where the code is empty."""
    found = table[table[key] == code].to_dict("records") if code else []
    return found[0] if found else dict.fromkeys(table.columns, "")


def strategy_paths(names: Names, plan: Plan) -> Table:
    """The indicator of every measured node with and without the plan, a column for each year."""
    paths, nodes = plan.tables["indicators"], nodes_of(plan)
    years = sorted(int(y) for y in paths["year"].unique())
    titles = names.city.tables["strategy"].set_index("strategy")[f"title_{names.lang}"]
    units = names.city.tables["indicators"].set_index("indicator")["unit"]
    columns = (
        Column(names.say("strategy.node")), Column(names.say("strategy.indicator")),
        Column(names.say("strategy.unit"), "short"), Column(names.say("col.path")),
        *(Column(str(year), "mixed") for year in years),
    )  # fmt: skip
    rows = []
    for code, indicator in nodes[nodes["indicator"] != ""][["strategy", "indicator"]].to_numpy():
        own = paths[paths["indicator"] == indicator].set_index("year")
        head = (titles[code], names.of("indicators", indicator), names.unit(units[indicator]))
        for column, word in (("value", "with"), ("without", "without")):
            values = [float(own[column][y]) if y in own.index else None for y in years]
            rows.append((*head, names.say(f"col.{word}"), *values))
    return Table("strategy_paths", columns, tuple(rows))


def task_table(names: Names) -> Table:
    """Tasks of the city with their owners and dates, by node of the strategy."""
    tasks, tree, say = (
        names.city.tables["tasks"],
        in_order(names.city.tables["strategy"]),
        names.say,
    )
    titles = tree.set_index("strategy")[f"title_{names.lang}"]
    place = tasks["strategy"].map({code: k for k, code in enumerate(tree["strategy"])})
    ordered = tasks.assign(place=place).sort_values(["place", "due", "task"])
    columns = (
        Column(say("task.task")), Column(say("strategy.node")), Column(say("strategy.owner")),
        Column(say("task.due"), "short"), Column(say("strategy.quality"), "quality"),
        Column(say("strategy.source"), "cited"),
    )  # fmt: skip
    rows = tuple(
        (t[f"title_{names.lang}"], titles[t["strategy"]], t["owner"], t["due"], t["quality"],
         t["source"])
        for t in ordered.to_dict("records")
    )  # fmt: skip
    return Table("tasks", columns, rows, say("note.tasks"))


def honour_table(names: Names) -> Table:
    """Honours of the city: who received what from whom."""
    lang, say = names.lang, names.say
    columns = (
        Column(say("honour.title")), Column(say("honour.recipient")),
        Column(say("honour.recipient_kind"), "short"), Column(say("strategy.year"), "year"),
        Column(say("honour.issuer")), Column(say("strategy.quality"), "quality"),
        Column(say("strategy.source"), "cited"),
    )  # fmt: skip
    rows = tuple(
        (h[f"title_{lang}"], h[f"recipient_{lang}"],
         names.word("recipient_kind", h["recipient_kind"]),
         None if missing(h["year"]) else int(h["year"]), h[f"issuer_{lang}"], h["quality"],
         h["source"])
        for h in names.city.tables["honours"].to_dict("records")
    )  # fmt: skip
    return Table("honours", columns, rows)
