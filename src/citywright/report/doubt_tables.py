"""Tables of doubt: scenarios side by side, chances, what is chosen, what breaks, robust and near-best."""

from collections.abc import Callable

import pandas as pd

from citywright.plan.doubt.case import BASE
from citywright.plan.doubt.collected import Collected
from citywright.plan.doubt.comparison import Comparison
from citywright.plan.doubt.ensemble import Spread
from citywright.report.names import Names
from citywright.report.price_tables import item_name
from citywright.report.table import Column, Table


def doubt_tables(names: Names, found: Collected) -> list[Table]:
    """Every table of what was asked, in the order of the page."""
    parts: list[Table] = []
    if found.comparison:
        parts += [values_table(names, found.comparison), end_table(names, found.comparison),
                  starts_table(names, found.comparison)]  # fmt: skip
        parts.append(breaks_table(names, found.comparison.breaks))
    if found.spread:
        parts += [chances_table(names, found.spread), chosen_table(names, found.spread)]
        parts.append(breaks_table(names, found.spread.breaks))
    makers: tuple[tuple[object, Callable[[Names, Collected], Table]], ...] = (
        (found.tornado, tornado_table), (found.robust, robust_table),
        (found.frontier, frontier_table), (found.near_best, projects_table),
        (found.near_best, near_table),
    )  # fmt: skip
    return [*parts, *(make(names, found) for part, make in makers if part)]


def case_name(names: Names, code: str) -> str:
    """Name of a scenario; draws and the base have names of their own."""
    if code == BASE:
        return names.say("doubt.base")
    table = names.city.tables["scenarios"].set_index("scenario")
    return str(table.loc[code, f"name_{names.lang}"]) if code in table.index else code


def range_name(names: Names, code: str) -> str:
    """Name of a range."""
    table = names.city.tables["ranges"].set_index("range")
    return str(table.loc[code, f"name_{names.lang}"]) if code in table.index else code


def _head(names: Names, *keys: tuple[str, str] | tuple[str, str, str]) -> tuple[Column, ...]:
    """Columns (key of the name, kind, unit)."""
    return tuple(Column(names.say(f"doubt.col.{key}"), kind, *unit) for key, kind, *unit in keys)


def _money(names: Names) -> str:
    return names.unit(names.city.settings.money_unit)


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return list(plain.itertuples(index=False, name=None))


def values_table(names: Names, found: Comparison) -> Table:
    """Each scenario planned anew and held: objective, gain, regret."""
    unit = _money(names)
    rows = [
        (case_name(names, r.case), names.say(f"doubt.way.{r.way}"), bool(r.feasible), r.objective,
         r.gain, r.bound if r.way == "replanned" else None, r.regret)
        for r in found.values.itertuples()
    ]  # fmt: skip
    head = _head(
        names, ("case", "text"), ("way", "text"), ("feasible", "mark"), ("objective", "number", unit),
        ("gain", "number", unit), ("bound", "number", unit), ("regret", "number", unit),
    )  # fmt: skip
    return Table("doubt_values", head, tuple(rows), names.say("doubt.note.values"))


def end_table(names: Names, found: Comparison) -> Table:
    """Indicators of the last year, planned anew: a column per scenario."""
    table = found.indicators
    own = table[(table["way"] == "replanned") & (table["year"] == names.city.years[-1])]
    cases = list(dict.fromkeys(found.values["case"]))
    wide = own.pivot(index="indicator", columns="case", values="value").reindex(columns=cases)
    units = names.city.tables["indicators"].set_index("indicator")["unit"]
    rows = [
        (names.of("indicators", str(i)), names.unit(units[i]), *values)
        for i, values in zip(wide.index, _rows(wide), strict=True)
    ]
    head = (*_head(names, ("indicator", "text"), ("unit", "short")),
            *(Column(case_name(names, case), "mixed") for case in cases))  # fmt: skip
    note = names.say("doubt.note.end", year=names.city.years[-1])
    return Table("doubt_end", head, tuple(rows), note)


def starts_table(names: Names, found: Comparison) -> Table:
    """When planning anew starts each project: a column per scenario; alike rows stay out."""
    frame = found.starts
    cases = [c for c in frame.columns if c != "project"]
    differs = frame[cases].ne(frame[cases[0]], axis=0).fillna(True).any(axis=1) if cases else []
    own = frame[differs] if len(frame) else frame
    rows = [(names.of("projects", str(row[0])), *row[1:]) for row in _rows(own)]
    head = (
        *_head(names, ("project", "text")),
        *(Column(case_name(names, c), "year") for c in cases),
    )
    note = names.say("doubt.note.starts", alike=len(frame) - len(own))
    return Table("doubt_starts", head, tuple(rows), note)


def breaks_table(names: Names, breaks: pd.DataFrame) -> Table:
    """Limits that our plan breaks where it is held."""
    rows = [
        (
            f"{names.word('limit_kind', r.limit)} · {item_name(names, r)}", names.unit(r.unit),
            r.draws, 100 * r.share, r.mean,
        )
        for r in breaks.itertuples()
    ]  # fmt: skip
    head = _head(names, ("limit", "text"), ("unit", "short"), ("cases", "count"),
                 ("share", "number", "%"), ("amount", "own"))  # fmt: skip
    return Table("doubt_breaks", head, tuple(rows), names.say("doubt.note.breaks"))


def chances_table(names: Names, found: Spread) -> Table:
    """Chance to meet each target, planned anew and held, with its interval."""
    targets = names.city.tables["targets"].set_index("target")
    rows = [
        (names.of("indicators", targets.loc[r.target, "indicator"]), targets.loc[r.target, "year"],
         targets.loc[r.target, "value"], names.say(f"doubt.way.{r.way}"), 100 * r.chance,
         100 * r.low, 100 * r.high)
        for r in found.chances.itertuples()
    ]  # fmt: skip
    head = _head(
        names, ("indicator", "text"), ("year", "year"), ("goal", "exact"), ("way", "text"),
        ("chance", "number", "%"), ("chance_low", "number", "%"), ("chance_high", "number", "%"),
    )  # fmt: skip
    return Table("doubt_chances", head, tuple(rows), names.say("doubt.note.chances"))


def chosen_table(names: Names, found: Spread) -> Table:
    """How often planning anew starts each project."""
    rows = [
        (names.of("projects", r.project), r.times, 100 * r.share) for r in found.chosen.itertuples()
    ]
    head = _head(names, ("project", "text"), ("times", "count"), ("share", "number", "%"))
    return Table("doubt_chosen", head, tuple(rows), "")


def tornado_table(names: Names, found: Collected) -> Table:
    """Bars of the tornado in figures."""
    assert found.tornado is not None
    rows = [
        (range_name(names, r.range), names.say(f"doubt.way.{r.way}"), r.low, r.base, r.high, r.swing,
         100 * r.gap)
        for r in found.tornado.bars.itertuples()
    ]  # fmt: skip
    head = _head(
        names, ("range", "text"), ("way", "text"), ("low", "mixed"), ("base", "mixed"),
        ("high", "mixed"), ("swing", "own"), ("gap", "own", "%"),
    )  # fmt: skip
    return Table("doubt_tornado", head, tuple(rows), names.say("doubt.note.tornado"))


def robust_table(names: Names, found: Collected) -> Table:
    """The robust plan in every scenario."""
    assert found.robust is not None
    unit = _money(names)
    rows = [
        (case_name(names, r.case), r.objective, r.best, r.best_bound, r.regret)
        for r in found.robust.cases.itertuples()
    ]
    head = _head(names, ("case", "text"), ("objective", "number", unit), ("best", "number", unit),
                 ("bound", "number", unit), ("regret", "number", unit))  # fmt: skip
    note = names.say(f"doubt.note.{found.robust.rule}")
    return Table("doubt_robust", head, tuple(rows), note)


def frontier_table(names: Names, found: Collected) -> Table:
    """Points of the frontier with their bounds."""
    assert found.frontier is not None
    f = found.frontier
    one, other = (_aim(names, aim.indicator) for aim in (f.one, f.other))
    rows = [
        (r.other, r.one, r.bound, 100 * r.gap, r.objective, r.projects)
        for r in f.points.itertuples()
    ]
    tail = _head(names, ("bound", "mixed"), ("gap", "own", "%"),
                 ("objective", "number", _money(names)), ("count", "count"))  # fmt: skip
    head = (Column(other, "own"), Column(one, "mixed"), *tail)
    return Table("doubt_frontier", head, tuple(rows), names.say("doubt.note.frontier"))


def _aim(names: Names, indicator: str) -> str:
    known = names.known["indicators"]
    return known.get(indicator, names.say("doubt.col.objective"))


def projects_table(names: Names, found: Collected) -> Table:
    """Projects in all, some and none of the near-best plans."""
    assert found.near_best is not None
    order = {"all": 0, "some": 1, "open": 2, "none": 3}
    frame = found.near_best.projects
    rows = [
        (names.of("projects", str(row["project"])), names.say(f"doubt.verdict.{row['verdict']}"),
         row["seen"])
        for row in sorted(frame.to_dict("records"), key=lambda r: order[r["verdict"]])
    ]  # fmt: skip
    head = _head(names, ("project", "text"), ("verdict", "text"), ("seen", "count"))
    note = names.say(
        "doubt.note.near", slack=f"{100 * found.near_best.slack:g}",
        plans=len(found.near_best.plans),
    )  # fmt: skip
    return Table("doubt_projects", head, tuple(rows), note)


def near_table(names: Names, found: Collected) -> Table:
    """The near-best plans at hand."""
    assert found.near_best is not None
    rows = [
        (r.objective, 100 * r.loss, r.distance, r.projects)
        for r in found.near_best.plans.itertuples()
    ]
    head = _head(names, ("objective", "number", _money(names)), ("loss", "number", "%"),
                 ("distance", "count"), ("count", "count"))  # fmt: skip
    return Table("doubt_near", head, tuple(rows), "")
