"""A plan on disk: `plan.json` with the head, and one Parquet file per table."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from citywright.errors import PlanFolderError
from citywright.plan.result import COLUMNS, TABLES, Plan

HEAD = "plan.json"


def write_tables(plan: Plan, folder: Path) -> None:
    """Write `tables/<name>.parquet` into a folder that is being made."""
    (folder / "tables").mkdir()
    for name in TABLES:
        plan.tables[name].to_parquet(folder / "tables" / f"{name}.parquet", index=False)


def document(plan: Plan, proof: dict[str, Any]) -> dict[str, Any]:
    """Whole plan as one JSON document.

    city, years, chosen, rejected, indicators, targets, prices, gap, quality, proof and more.
    """
    t = plan.tables
    starts, reasons = t["starts"], t["reasons"]
    planned = starts[starts["path"] == "plan"]
    rejected = reasons[reasons["verdict"] != "chosen"]
    return {
        **plan.head(),
        "chosen": records(planned[["project", "start", "status"]]),
        "rejected": [
            {"project": r.project, "reason": r.verdict, "limit": r.limit, "net": r.net}
            for r in rejected.itertuples()
        ],
        "indicators": _paths(t["indicators"], "value"),
        "indicators_without": _paths(t["indicators"], "without"),
        "targets": records(
            t["targets"]
            .rename(columns={"goal": "target", "target": "name"})
            .drop(columns="without")
        ),
        "prices": records(t["prices"]),
        "proof": proof,
    }


def _paths(indicators: pd.DataFrame, column: str) -> dict[str, dict[str, float]]:
    paths: dict[str, dict[str, float]] = {}
    for row in indicators.itertuples():
        paths.setdefault(row.indicator, {})[str(row.year)] = float(getattr(row, column))
    return paths


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values; missing is null."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {k: (v.item() if hasattr(v, "item") else v) for k, v in row.items()}
        for row in plain.to_dict("records")
    ]


def read_plan(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Document and the tables of a plan folder.

    Raises
    ------
    PlanFolderError
        The folder lacks a file or a file cannot be read.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        tables = {n: pd.read_parquet(folder / "tables" / f"{n}.parquet") for n in TABLES}
    except (OSError, ValueError, RecursionError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise PlanFolderError("plan.unreadable", folder=folder, reason=reason) from error
    lacking = _lacking(head, tables)
    if lacking:
        raise PlanFolderError("plan.unreadable", folder=folder, reason=lacking)
    return head, tables


NUMBERS = ("objective", "without", "bound", "relaxed_bound", "gap", "gap_of_gain")
OTHERS = {
    "city": str, "city_hash": str, "money_unit": str, "years": list, "steps": list,
    "quality": dict, "chosen": list, "rejected": list, "indicators": dict,
    "indicators_without": dict, "targets": list, "prices": list,
}  # fmt: skip
"""What plan.json has to hold, and of which kind."""
TEXTS = {
    "project", "status", "path", "sector", "node", "programme", "zone", "option", "target", "unit",
    "indicator", "sense", "kind", "factor", "limit", "item", "verdict", "constraint", "used_by",
    "component", "name", "strategy", "parent", "owner", "reached", "state",
}  # fmt: skip
"""Columns of a plan that hold words; all others hold numbers."""


def _lacking(head: Any, tables: dict[str, pd.DataFrame]) -> str:  # noqa: ANN401
    """First entry or column that is missing or of the wrong kind; "" where all are there."""
    if not isinstance(head, dict):
        return HEAD
    for name in NUMBERS:
        if not _is_number(head.get(name)):
            return f"{HEAD}: {name}"
    for name, kind in OTHERS.items():
        if not isinstance(head.get(name), kind):
            return f"{HEAD}: {name}"
    if not all(map(_is_number, head["quality"].values())):
        return f"{HEAD}: quality"
    if not all(isinstance(step, str) for step in head["steps"]):
        return f"{HEAD}: steps"
    wrong = (_wrong_column(name, tables[name]) for name in COLUMNS)
    return next(filter(None, wrong), "")


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong_column(name: str, frame: pd.DataFrame) -> str:
    if tuple(frame.columns) != COLUMNS[name]:
        return f"tables/{name}.parquet"
    for column in frame.columns if len(frame) else ():
        is_number = pd.api.types.is_numeric_dtype(frame[column])
        may_lack = name == "strategy" or (column == "year" and name in ("prices", "multipliers"))
        if is_number == (column in TEXTS) or (frame[column].isna().any() and not may_lack):
            return f"tables/{name}.parquet: {column}"
    return ""
