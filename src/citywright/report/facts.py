"""What the first box says: the numbers that matter, the proof, and what the result rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from citywright.city import City
from citywright.plan.result import Plan
from citywright.plan.timing import learnt
from citywright.report.hour_words import hours_sentence
from citywright.report.names import Names
from citywright.report.numbers import money, number, percent, power_of_ten

QUALITIES = ("published", "secondhand", "estimated", "illustrative")
Proof = Mapping[str, Any]


@dataclass(frozen=True)
class Tile:
    """One number that matters: what it is, the number, its unit, and a line that explains it."""

    label: str
    value: str
    unit: str
    line: str


@dataclass(frozen=True)
class Statement:
    """What is known about the plan's truth: state (ok, failed, none) and sentences."""

    state: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Basis:
    """One bar of qualities: what is measured, and (quality, share) in their fixed order."""

    label: str
    shares: tuple[tuple[str, float], ...]


def decided(plan: Plan, table: str) -> pd.DataFrame:
    """The rows of a table of decisions that belong to the plan, not to the path without it."""
    frame = plan.tables[table]
    if "path" not in frame.columns:
        return frame
    return frame[frame["path"] == "plan"].drop(columns="path")


def chosen_candidates(city: City, plan: Plan) -> pd.DataFrame:
    """The rows of the city's projects that the plan chose; their investment is that of the start."""
    starts = decided(plan, "starts")
    start = starts[starts["status"] == "candidate"].set_index("project")["start"]
    rows = city["projects"].loc[lambda t: t["project"].isin(start.index)]
    years = rows["project"].map(start).to_numpy(dtype=float) - city.settings.base_year
    return rows.assign(investment=rows["investment"] * learnt(rows["cost_trend"].to_numpy(), years))


def gdp_indicator(city: City) -> str | None:
    """The indicator that is the sum of all value added of the year, whatever it is called."""
    terms = city.tables["indicator_terms"]
    filters = terms[["sector", "buyer", "chain", "node"]].fillna("").eq("").all(axis=1)
    plain = (terms["quantity"] == "value_added") & (terms["side"] == "numerator") & filters
    plain &= (terms["lag"] == 0) & (terms["weight"] == 1)
    alone = terms["indicator"].map(terms["indicator"].value_counts()) == 1
    found = terms.loc[plain & alone, "indicator"]
    return None if found.empty else str(found.iloc[0])


def tiles(names: Names, plan: Plan) -> list[Tile]:
    """Value added with and without, projects chosen and their investment, targets met."""
    return [_gdp_tile(names, plan), _project_tile(names, plan), _target_tile(names, plan)]


def _gdp_tile(names: Names, plan: Plan) -> Tile:
    indicator = gdp_indicator(names.city)
    paths = plan.tables["indicators"]
    row = paths[(paths["indicator"] == indicator) & (paths["year"] == plan.years[-1])]
    if indicator is None or row.empty:
        line = names.say("tile.gain.line", without=money(plan.without, plan.money_unit, names.lang))
        return Tile(
            names.say("tile.gain"), number(plan.objective), names.unit(plan.money_unit), line
        )
    value, without = float(row["value"].iloc[0]), float(row["without"].iloc[0])
    line = names.say("tile.gdp.line", without=number(without), more=number(value - without))
    label = names.say("tile.gdp", name=names.of("indicators", indicator), year=plan.years[-1])
    unit = names.city.tables["indicators"].set_index("indicator")["unit"][indicator]
    return Tile(label, number(value), names.unit(unit), line)


def _project_tile(names: Names, plan: Plan) -> Tile:
    projects = names.city.tables["projects"]
    chosen = chosen_candidates(names.city, plan)
    line = names.say(
        "tile.projects.line",
        investment=money(float(chosen["investment"].sum()), plan.money_unit, names.lang),
        committed=int((projects["status"] == "committed").sum()),
    )
    of = names.say("tile.of", count=int((projects["status"] == "candidate").sum()))
    return Tile(names.say("tile.projects"), str(len(chosen)), of, line)


def _target_tile(names: Names, plan: Plan) -> Tile:
    targets = plan.tables["targets"]
    binding = targets[targets["kind"] == "binding"]
    line = names.say(
        "tile.targets.line", met=int(binding["met"].sum()), binding=len(binding),
        expected_met=int(targets["met"].sum() - binding["met"].sum()),
        expected=len(targets) - len(binding),
    )  # fmt: skip
    of = names.say("tile.of", count=len(targets))
    return Tile(names.say("tile.targets"), str(int(targets["met"].sum())), of, line)


def statement(names: Names, plan: Plan, proof: Proof | None) -> Statement:
    """The proof in plain words, and how far the plan can be from the best one."""
    gain = money(plan.gain, plan.money_unit, names.lang)
    if proof is None:
        search = _distance(names, plan, plan.bound, "proof.gap_of_search")
        worth = names.say("proof.gain", gain=gain, share=percent(plan.gap_of_gain))
        return Statement("none", names.say("proof.none"), (search, worth))
    state = "ok" if proof.get("ok") else "failed"
    line = names.say(
        f"proof.{state}.line", checks=f"{_count(proof):,}", failed=_failed(proof),
        worst=power_of_ten(float(proof.get("worst", 0.0))),
    )  # fmt: skip
    bound = float(proof.get("bound", plan.bound))
    lines = [line, _distance(names, plan, bound, "proof.gap")]
    if plan.bound < bound - 1e-6 * abs(bound):
        lines.append(_distance(names, plan, plan.bound, "proof.gap_of_search"))
    share = max(0.0, bound - plan.objective) / max(abs(plan.gain), 1e-9)
    lines.append(names.say("proof.gain", gain=gain, share=percent(share)))
    if proof.get("power") == "yearly":
        lines.append(names.say("proof.power_yearly"))
    if proof.get("power") == "hourly" and state == "ok":
        lines.append(hours_sentence(names, plan, "proof.power_hourly"))
    return Statement(state, names.say(f"proof.{state}"), tuple(lines))


def _distance(names: Names, plan: Plan, bound: float, key: str) -> str:
    """How far an upper bound of all plans lies above this one."""
    above = max(0.0, bound - plan.objective)
    share = percent(above / max(abs(plan.objective), 1e-9), 2)
    return names.say(key, gap=share, amount=money(above, plan.money_unit, names.lang))


def _count(proof: Proof) -> int:
    """How many numbers were held against each other."""
    checks = proof.get("checks", 0)
    return int(proof.get("count", checks if isinstance(checks, int) else len(checks)))


def _failed(proof: Proof) -> str:
    """The first checks that fail, with their places."""
    checks = proof.get("checks", ())
    bad = [c for c in checks if not c["ok"]] if not isinstance(checks, int) else []
    return "; ".join(f"{c['name']} ({c['where']})" for c in bad[:3])


def basis(names: Names, plan: Plan) -> list[Basis]:
    """What the result rests on, and what the choice of projects rests on."""
    bars = [_basis(names.say("basis.result", year=plan.years[-1]), dict(plan.quality))]
    chosen = chosen_candidates(names.city, plan)
    total = float(chosen["investment"].sum())
    if total > 0:
        shares = chosen.groupby("quality")["investment"].sum() / total
        bars.append(_basis(names.say("basis.projects"), shares.to_dict()))
    return bars


def _basis(label: str, shares: Mapping[str, float]) -> Basis:
    return Basis(label, tuple((q, float(shares.get(q, 0.0))) for q in QUALITIES))
