"""The proof accepts what is right, and nothing else: every number of a plan is held up to it."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from citywright.city.fingerprint import fingerprint
from citywright.plan import prove
from citywright.plan.folder import document
from citywright.plan.result import COLUMNS
from made_plans import (
    OVER_TIME,
    ROOT,
    proof_of,
    small_city,
    small_plan,
    toytown_city,
    toytown_plan,
)

PROOF = ROOT / "src" / "citywright" / "plan" / "proof"
FORBIDDEN = (
    "linopy", "highspy", "xarray", "citywright.plan.data", "citywright.plan.model",
    "citywright.plan.parts", "citywright.plan.program", "citywright.plan.layout",
    "citywright.plan.search",
)  # fmt: skip


def test_accepts_toytown() -> None:
    proof = proof_of(toytown_city(), toytown_plan())
    assert proof.ok, [c for c in proof.checks if not c.ok]
    assert proof.worst <= 1e-6
    assert proof.gap <= toytown_plan().gap + 1e-9


@pytest.mark.parametrize("seed", [2, 7])
def test_accepts_random_cities(seed: int) -> None:
    proof = proof_of(small_city(seed), small_plan(seed))
    assert proof.ok, [c for c in proof.checks if not c.ok]
    assert proof.worst <= 1e-6


def test_refuses_the_plan_of_another_state_of_the_city() -> None:
    plan = toytown_plan()
    assert not prove(toytown_city(), plan.head(), plan.tables, "another").ok


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_shares_no_code_with_the_model() -> None:
    for path in PROOF.glob("*.py"):
        for name in imports(path):
            assert not name.startswith(FORBIDDEN), f"{path.name} imports {name}"
            if name.startswith("citywright.plan"):
                assert name.startswith("citywright.plan.proof"), f"{path.name} imports {name}"


def test_runs_without_the_model_and_its_solver() -> None:
    """In a process where the solver and the model cannot be imported at all, the proof still can."""
    code = f"""
import sys, types
plan = types.ModuleType("citywright.plan")
plan.__path__ = [{str(PROOF.parent)!r}]
sys.modules["citywright.plan"] = plan
for name in {FORBIDDEN!r}:
    sys.modules[name] = None
import citywright.plan.proof
loaded = [n for n in sys.modules if n.startswith({FORBIDDEN!r}) and sys.modules[n] is not None]
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)


# Mutations ---------------------------------------------------------------------------------------

TEXTS = {
    "path": ["plan", "without"], "status": ["candidate", "committed"],
    "sense": ["at_least", "at_most"], "kind": ["binding", "expected"],
    "verdict": ["chosen", "poor", "full", "near", "excluded", "waits", "replaced"],
    "unit": ["亿元/亩", "亿元/亿元", "亿元/100 GWh"],
}  # fmt: skip
"""Other labels of columns whose table has too few."""


@pytest.fixture(scope="module", autouse=True)
def _quick_proofs() -> Iterator[None]:
    """Facts and matrix of Toytown once: mutations change the plan, never the city."""
    proving = sys.modules["citywright.plan.proof.prove"]  # its name in the room is the function
    kept = proving.gather, proving.assemble
    facts = proving.gather(toytown_city())
    matrix = proving.assemble(facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            proving, "gather",
            lambda c, *hours: facts if c is toytown_city() and not any(hours) else kept[0](c, *hours),
        )  # fmt: skip
        patch.setattr(
            proving, "assemble",
            lambda f, cut=None: matrix if f is facts and cut is None else kept[1](f, cut),
        )  # fmt: skip
        yield


def verdict(head: dict[str, Any], tables: Any) -> bool:
    return prove(toytown_city(), head, tables, fingerprint(toytown_city())).ok


def other(frame: pd.DataFrame, column: str, row: int) -> Any:
    """Another value for a cell: a number 1 % larger (or 1), the next year, another label."""
    value = frame[column].iloc[row]
    if column in ("year", "start"):
        return 2024 if pd.isna(value) else value + 1
    if isinstance(value, (bool, np.bool_)):
        return not value
    if isinstance(value, (float, np.floating)) and np.isnan(value):
        return 1.0
    if isinstance(value, (float, int, np.floating, np.integer)):
        return value * 1.01 if value != 0 else 1.0
    labels = [*dict.fromkeys(frame[column]), *TEXTS.get(column, []), "something"]
    return next(label for label in labels if label != value)


BY_HOUR = {
    "drawn", "demand", "power_years", "power_cost", "power_capacity", "power_mix", "power_prices",
}  # fmt: skip
"""Empty where power is planned by the year; test_hourly_plan.py spoils them."""
FILLED = [table for table in COLUMNS if table not in BY_HOUR]


def changes() -> list[tuple[str, str]]:
    return [(table, column) for table in FILLED for column in COLUMNS[table]]


def sampled(frame: pd.DataFrame, table: str, column: str) -> list[int]:
    """Rows to change: the first, the last and one more, the same in every run."""
    rng = np.random.default_rng([len(table), len(column), len(frame)])
    some = rng.integers(0, len(frame), 1) if len(frame) else []
    return sorted({0, len(frame) - 1, *map(int, some)}) if len(frame) else []


@pytest.mark.parametrize(("table", "column"), changes(), ids=["-".join(c) for c in changes()])
def test_refuses_one_changed_cell(table: str, column: str) -> None:
    plan = toytown_plan()
    frame = plan.tables[table]
    assert tuple(frame.columns) == COLUMNS[table]
    assert len(frame), f"Toytown has no row of {table}"
    accepted = []
    for row in sampled(frame, table, column):
        spoilt = frame.copy()
        place = frame.columns.get_loc(column)
        value = other(frame, column, row)
        if isinstance(value, float):
            spoilt[column] = spoilt[column].astype(float)
        spoilt.iloc[row, place] = value
        if verdict(plan.head(), {**plan.tables, table: spoilt}):
            accepted.append((row, frame[column].iloc[row], value))
    assert not accepted


@pytest.mark.parametrize("table", FILLED)
@pytest.mark.parametrize("how", ["dropped", "doubled"])
def test_refuses_a_row_dropped_or_doubled(table: str, how: str) -> None:
    plan = toytown_plan()
    frame = plan.tables[table]
    spoilt = frame.iloc[1:] if how == "dropped" else pd.concat([frame, frame.iloc[:1]])
    assert not verdict(plan.head(), {**plan.tables, table: spoilt.reset_index(drop=True)})


OVER_TIME_TABLES = ("starts", "factor_use", "prices", "reasons")


@pytest.mark.parametrize("table", OVER_TIME_TABLES)
def test_refuses_changes_where_time_matters(table: str) -> None:
    """The small city with phases, variants, costs that change and taxes that come back."""
    city, plan = small_city(OVER_TIME), small_plan(OVER_TIME)
    frame = plan.tables[table]
    for column in frame.select_dtypes("number").columns:
        row = int(frame[column].abs().to_numpy(dtype=float, na_value=0.0).argmax())
        spoilt = frame.copy()
        spoilt[column] = spoilt[column].astype(float)
        spoilt.iloc[row, frame.columns.get_loc(column)] *= 1.01 if column != "start" else 1.0005
        tables = {**plan.tables, table: spoilt}
        assert not prove(city, plan.head(), tables, fingerprint(city)).ok, column


HEAD = (
    "city", "city_hash", "years", "money_unit", "objective", "without", "bound", "relaxed_bound",
    "gap", "gap_of_gain", "quality",
)  # fmt: skip


@pytest.mark.parametrize("field", HEAD)
def test_refuses_a_changed_head(field: str) -> None:
    head = toytown_plan().head()
    value = head[field]
    if isinstance(value, str):
        head[field] = value + "x"
    elif isinstance(value, list):
        head[field] = value[:-1]
    elif isinstance(value, dict):
        for name in value:
            spoilt = {**value, name: value[name] + 0.01}
            assert not verdict({**head, field: spoilt}, toytown_plan().tables)
        return
    else:
        head[field] = value * 1.01 if abs(value) > 1e-5 else value + 0.01
    assert not verdict(head, toytown_plan().tables)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


SECTIONS = ("chosen", "rejected", "indicators", "indicators_without", "targets", "prices")


@pytest.mark.parametrize("section", SECTIONS)
def test_refuses_a_changed_document(section: str) -> None:
    """plan.json repeats its tables; every number and word of it is held against them."""
    plan = toytown_plan()
    whole = json.loads(json.dumps(document(plan, {})))
    assert verdict(whole, plan.tables)
    places = list(leaves(whole[section]))
    assert places
    for path in places[:: max(1, len(places) // 6)]:
        spoilt = json.loads(json.dumps(whole))
        inner = spoilt[section]
        for key in path[:-1]:
            inner = inner[key]
        value = inner[path[-1]]
        inner[path[-1]] = (
            "something"
            if isinstance(value, str | None)
            else not value
            if isinstance(value, bool)
            else value + 1
        )
        assert not verdict(spoilt, plan.tables), path


def test_a_worse_plan_is_still_proven_but_not_as_good() -> None:
    """The proof judges a plan, not only the best one: a wide gap is stated, not refused."""
    assert proof_of(toytown_city(), toytown_plan()).gap >= 0
