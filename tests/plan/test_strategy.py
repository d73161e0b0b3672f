"""The strategy against a plan: sums by hand, laws of the tree, and a proof that shares no code."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from citywright.city import City
from citywright.city.city import freeze
from citywright.plan.proof.facts import gather
from citywright.plan.proof.strategy import check_strategy
from citywright.plan.result import COLUMNS as OF_PLAN
from citywright.plan.strategy import COLUMNS, STATES, below, in_order, strategy_table
from made_plans import Toy, city_of, small_city, toytown_city, toytown_plan

Tables = dict[str, pd.DataFrame]


def examples(count: int) -> settings:
    """The same examples in every run; a failing one is shown as found."""
    return settings(max_examples=count, deadline=None, derandomize=True, phases=[Phase.generate])


def rows(name: str, *cells: tuple[Any, ...]) -> pd.DataFrame:
    columns = ("component", "name", "power_year", "capacity", "path")
    return pd.DataFrame(list(cells), columns=OF_PLAN.get(name, columns))


def made_tables(city: City) -> Tables:
    """A plan of Toytown as one would write it by hand: two candidates start, people come."""
    years = (2023, *city.years)
    indicators = [
        (i, y, 10.0 * k + y - 2023, float(10 * k))
        for k, i in enumerate(city.tables["indicators"]["indicator"])
        for y in years
    ]
    value = {(i, y): v for i, y, v, _ in indicators}
    targets = []
    for t in city.tables["targets"].itertuples():
        reached = value[t.indicator, t.year]
        met = reached >= t.value if t.sense == "at_least" else reached <= t.value
        numbers = (t.value, reached, 0.0, met, 0.0)
        targets.append((t.target, t.indicator, t.year, t.sense, t.kind, *numbers))
    return {
        "starts": rows("starts", ("anode_1", 2025, "candidate", "plan"),
                       ("cells_2", 2024, "candidate", "plan"),
                       ("packs_1", 2023, "committed", "plan"),
                       ("packs_1", 2023, "committed", "without")),
        "people": rows("people", ("talent", 2024, 0.1, "plan"), ("talent", 2025, 0.25, "plan"),
                       ("talent", 2024, 7.0, "without")),
        "factor_use": rows("factor_use", ("land", "north", 2024, 30.0, 40.0, 0.0, 0.0),
                           ("grid", "south", 2024, 5.0, 5.0, 0.0, 2.5),
                           ("capital", "*", 2024, 0.0, 9.0, 0.0, 0.0)),
        "prices": rows("prices", ("target", "gdp_2026", np.nan, 0.5, "u"),
                       ("factor", "grid|south", 2024, 2.5, "u")),
        "indicators": rows("indicators", *indicators),
        "targets": rows("targets", *targets),
        "power_capacity": rows("power_capacity"),
    }  # fmt: skip


def by_node(city: City, tables: Tables) -> pd.DataFrame:
    return strategy_table(city, tables).set_index("strategy")


def proven(city: City, tables: Tables) -> bool:
    table = strategy_table(city, tables)
    return all(check.ok for check in check_strategy(gather(city), tables | {"strategy": table}))


def test_sums_by_hand() -> None:
    """anode_1: 15 invested, half of 30 a year by 2026; cells_2: 30 invested, 60 a year.

    Sector 02 adds 140 + 40 + 160 + 50 = 390 to inputs of 60 + 400 + 150 = 610: 0.39 of its output.
    """
    city = toytown_city()
    row = by_node(city, made_tables(city)).loc["batteries"]
    assert (row.candidates, row.chosen, row.committed, row.levers) == (3, 2, 1, 2)
    assert (row.investment, row.output) == (45.0, 75.0)
    assert row.value_added == pytest.approx(75.0 * 0.39)
    assert row.state == "acts"
    mend = by_node(city, made_tables(city)).loc["mend"]
    assert (mend.candidates, mend.chosen, mend.investment, mend.output) == (1, 1, 15.0, 15.0)


def test_people_are_those_of_the_plan_in_all_years() -> None:
    city = toytown_city()
    row = by_node(city, made_tables(city)).loc["talent"]
    assert row.people == pytest.approx(0.35)
    assert (row.candidates, row.investment, row.state) == (0, 0.0, "acts")


def test_four_states() -> None:
    city = toytown_city()
    tables = made_tables(city)
    state = by_node(city, tables)["state"]
    assert state[["culture", "green", "talent"]].tolist() == ["no lever", "measured only", "acts"]
    tables["people"] = rows("people")
    assert by_node(city, tables)["state"]["talent"] == "unused"
    assert set(state) <= set(STATES)


@pytest.mark.parametrize(
    ("lever", "item", "state", "scarce"),
    [("factor", "land", "acts", 0), ("factor", "grid", "acts", 1), ("factor", "capital", "unused", 0),
     ("target", "gdp_2026", "acts", 1), ("target", "gdp_2025", "acts", 0),
     ("target", "growth_2025", "unused", 0), ("limit", "cap_2026", "unused", 0),
     ("sector", "03", "unused", 0), ("sector", "02", "acts", 0), ("project", "hub_1", "unused", 0),
     ("project", "cells_2", "acts", 0), ("project", "cells_1", "unused", 0)],
)  # fmt: skip
def test_what_a_lever_does(lever: str, item: str, state: str, scarce: int) -> None:
    """A factor acts where it is used, a target where it binds; a running project is no news."""
    toy = Toy().add("strategy_levers", strategy="culture", lever=lever, item=item, role="means")
    city = city_of(toy)
    tables = made_tables(city)
    row = by_node(city, tables).loc["culture"]
    assert (row.state, row.scarce, row.levers) == (state, scarce, 1)
    assert proven(city, tables)


def test_a_lever_counts_once_however_often_it_is_named() -> None:
    once = city_of(Toy())
    toy = Toy().add("strategy_levers", strategy="mend", lever="chain", item="battery")
    twice = city_of(toy.add("strategy_levers", strategy="mend", lever="project", item="cells_2"))
    columns = ["candidates", "chosen", "committed", "investment", "output", "value_added"]
    one, other = (by_node(c, made_tables(c)).loc["batteries", columns] for c in (once, twice))
    assert one.tolist() == other.tolist()


def test_indicator_with_its_latest_target_or_the_last_year() -> None:
    """gdp: 10 + 3 in 2026 against 1040; emissions: a target of at most; the goal is given."""
    city = toytown_city()
    table = by_node(city, made_tables(city))
    gdp, green = table.loc["toy"], table.loc["green"]
    assert (gdp.target, gdp.year, gdp.base, gdp.value, gdp.without) == (
        "gdp_2026",
        2026,
        10,
        13,
        10,
    )
    assert (gdp.goal, gdp.shortfall, gdp.reached) == (1040, 1027, "missed")
    assert (green.indicator, green.value, green.goal, green.shortfall) == ("emissions", 3, 785, 0)
    free = city_of(Toy().drop("targets", "emissions_2026"))
    row = by_node(free, made_tables(free)).loc["green"]
    assert (row.indicator, row.target, row.year, row.value) == ("emissions", "", 2026, 3)
    assert np.isnan([row.goal, row.shortfall]).all()
    assert row.reached == ""


def test_a_target_as_the_measure_is_the_one_that_is_named() -> None:
    toy = Toy().add(
        "strategy_levers", strategy="culture", lever="target", item="gdp_2025", role="measures"
    )
    city = city_of(toy)
    row = by_node(city, made_tables(city)).loc["culture"]
    assert (row.indicator, row.target, row.year, row.value) == ("gdp", "gdp_2025", 2025, 12)
    assert row.state == "measured only"


def test_power_that_the_plan_adds() -> None:
    """Additions of both years stand in 2026; what was in place, other paths and years do not count."""
    toy = Toy().add("strategy_levers", strategy="roofs", lever="technology", item="pv")
    city = city_of(toy.add("strategy_levers", strategy="green", lever="limit", item="cap_2026"))
    tables = made_tables(city)
    assert np.isnan(by_node(city, tables).loc["roofs", "capacity"])
    assert by_node(city, tables).loc["green", "state"] == "unused"
    tables["power_capacity"] = rows(
        "power_capacity",
        ("generators", "pv_south", 2026, 500.0, "plan"),
        ("generators", "pv_south:2024", 2026, 40.0, "plan"),
        ("generators", "pv_south:2026", 2026, 60.0, "plan"),
        ("generators", "pv_south:2024", 2024, 999.0, "plan"),
        ("generators", "pv_south:2026", 2026, 7.0, "without"),
        ("lines", "north_south", 2026, 5.0, "plan"),
    )
    table = by_node(city, tables)
    assert table.loc["roofs", "capacity"] == 100.0
    assert table.loc["roofs", "state"] == table.loc["green", "state"] == "acts"
    assert table.loc["batteries", "capacity"] == 0.0
    assert proven(city, tables)


def test_the_tree_is_read_from_the_top() -> None:
    table = strategy_table(toytown_city(), made_tables(toytown_city()))
    nodes = ["toy", "batteries", "mend", "talent", "green", "roofs", "culture"]
    assert table["strategy"].tolist() == nodes
    assert table["depth"].tolist() == [1, 2, 3, 2, 2, 3, 2]
    assert tuple(table.columns) == COLUMNS


def test_without_a_strategy_there_are_no_rows() -> None:
    city = small_city(1)
    table = strategy_table(city, made_tables(city) | {"starts": rows("starts")})
    assert (len(table), tuple(table.columns)) == (0, COLUMNS)


def test_plan_of_toytown_is_proven() -> None:
    """On a plan that the model made, not one by hand."""
    city = toytown_city()
    tables = dict(toytown_plan().tables)
    assert proven(city, tables)
    row = by_node(city, tables).loc["batteries"]
    begun = tables["starts"].query("path == 'plan' and status == 'candidate'")["project"]
    assert row.chosen == len(set(begun) & {"anode_1", "cells_2", "cells_3"})


def test_order_of_rows_changes_nothing() -> None:
    city = toytown_city()
    tables = made_tables(city)
    turned = {name: frame.iloc[::-1] for name, frame in tables.items()}
    pd.testing.assert_frame_equal(strategy_table(city, tables), strategy_table(city, turned))


CHANGED = [c for c in COLUMNS if c not in ("strategy", "capacity")]


@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_cell_fails_the_proof(column: str) -> None:
    city = toytown_city()
    tables = made_tables(city)
    table = strategy_table(city, tables)
    k = int(table.index[table["strategy"] == "toy"][0])
    cell = table.loc[k, column]
    table.loc[k, column] = f"{cell}x" if isinstance(cell, str) else cell + 1
    checks = check_strategy(gather(city), tables | {"strategy": table})
    assert (checks[0].name, checks[0].ok, checks[0].where) == ("strategy", False, f"toy {column}")


def test_a_lost_row_and_a_moved_one_fail_the_proof() -> None:
    city = toytown_city()
    tables = made_tables(city)
    table = strategy_table(city, tables)
    for wrong in (table.iloc[:-1], table.iloc[::-1], pd.concat([table, table.tail(1)])):
        checks = check_strategy(gather(city), tables | {"strategy": wrong})
        assert not all(check.ok for check in checks)


def test_a_number_that_is_missing_fails_the_proof() -> None:
    city = toytown_city()
    tables = made_tables(city)
    table = strategy_table(city, tables)
    table.loc[0, "goal"] = np.nan
    checks = check_strategy(gather(city), tables | {"strategy": table})
    assert not checks[0].ok


CODES = {
    "chain": ["battery"], "node": ["anode", "cells", "packs"], "sector": ["01", "02", "03"],
    "project": ["anode_1", "cells_2", "hub_1", "packs_1"], "programme": ["talent"],
    "factor": ["land", "grid", "capital"], "target": ["gdp_2026", "growth_2025"],
}  # fmt: skip
LEVERS = st.sampled_from([(k, i) for k, items in CODES.items() for i in items])


@st.composite
def strategies(draw: st.DrawFn) -> City:
    """Toytown with another tree: each node lies under an earlier one, or at the top."""
    size = draw(st.integers(1, 9))
    names = [f"n{draw(st.integers(0, 99))}_{k}" for k in range(size)]
    up = ["", *(draw(st.sampled_from(["", *names[:k]])) for k in range(1, size))]
    tree = pd.DataFrame({
        "strategy": names, "parent": up, "kind": "measure", "title_en": "x", "title_zh": "x",
        "order": draw(st.permutations(range(1, size + 1))), "owner": "",
    })  # fmt: skip
    means = {(draw(st.sampled_from(names)), *draw(LEVERS)) for _ in range(draw(st.integers(0, 12)))}
    looked = draw(st.lists(st.sampled_from(names), unique=True))
    measures = [(n, "indicator", draw(st.sampled_from(["gdp", "gdp_growth"]))) for n in looked]
    levers = [(*m, "means") for m in sorted(means)] + [(*m, "measures") for m in measures]
    base = toytown_city()
    tables = dict(base.tables) | {
        "strategy": tree,
        "strategy_levers": pd.DataFrame(levers, columns=["strategy", "lever", "item", "role"]),
    }
    return City(base.settings, freeze(tables))


@given(strategies())
@examples(30)
def test_laws_of_the_tree(city: City) -> None:
    """No node has less than one below it; every node once, after its parent; and it is proven."""
    tables = made_tables(city)
    table = strategy_table(city, tables).set_index("strategy")
    assert sorted(table.index) == sorted(city.tables["strategy"]["strategy"])
    amounts = ["levers", "candidates", "chosen", "committed", "investment", "output",
               "value_added", "people", "scarce"]  # fmt: skip
    for node, parent in table["parent"].items():
        if parent:
            assert (table.loc[parent, amounts] >= table.loc[node, amounts] - 1e-9).all()
            assert table.index.get_loc(parent) < table.index.get_loc(node)
            assert STATES.index(table["state"][parent]) <= STATES.index(table["state"][node])
    assert proven(city, tables)


@given(strategies())
@examples(15)
def test_what_lies_below(city: City) -> None:
    """A node's part of the list is the node and all whose way up passes it."""
    tree = in_order(city.tables["strategy"])
    up = dict(zip(tree["strategy"], tree["parent"], strict=True))
    for node in up:
        under = set()
        for other in up:
            way, at = [], other
            while at:
                way.append(at)
                at = up[at]
            under |= {other} if node in way else set()
        assert set(below(tree, node)) == under
