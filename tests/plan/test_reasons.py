"""Why a project is in, and why not: every verdict on a Toytown made for it."""

from dataclasses import replace

import numpy as np
import pytest

from citywright.city import City
from citywright.plan import Plan, make_plan
from citywright.plan.layout import resources_of
from citywright.plan.program import solve
from made_plans import Toy, city_of, proof_of, toytown_built, toytown_plan


def rows(plan: Plan) -> dict[str, dict[str, object]]:
    return plan.tables["reasons"].set_index("project").to_dict("index")


def planned(toy: Toy) -> tuple[City, Plan]:
    """The plan of a changed Toytown, proven."""
    city = city_of(toy)
    plan = make_plan(city)
    proof = proof_of(city, plan)
    assert proof.ok, [c for c in proof.checks if not c.ok]
    return city, plan


def test_every_candidate_has_one_row() -> None:
    table = toytown_plan().tables["reasons"]
    assert list(table["project"]) == ["anode_1", "cells_2", "cells_3", "hub_1"]
    np.testing.assert_allclose(table["worth"] - table["rent"], table["net"], atol=1e-9)


def test_chosen_and_excluded() -> None:
    """cells_2 is taken; cells_3 would be worth its factors too, but the two exclude each other."""
    found = rows(toytown_plan())
    chosen = {p for p, row in found.items() if row["verdict"] == "chosen"}
    assert chosen == {"anode_1", "cells_2", "hub_1"}
    assert found["cells_3"]["verdict"] == "excluded"
    assert found["cells_3"]["limit"] == "start_excludes|cells_2|cells_3"
    assert found["anode_1"]["start"] == 2024


def test_poor() -> None:
    """A hub that makes nothing and builds nothing, but draws 4 (100 GWh) of dear power a year."""
    toy = Toy()
    for column in ("output", "outside_share", "investment"):
        toy.put("projects", ("hub_1",), column, "0")
    toy.put("projects", ("hub_1",), "electricity", "400").put(
        "projects", ("hub_1",), "latest", "2025"
    )
    _, plan = planned(toy)
    row = rows(plan)["hub_1"]
    assert row["verdict"] == "poor"
    assert row["worth"] < 0
    assert row["net"] < 0
    starts = plan.tables["starts"]
    assert "hub_1" not in set(starts["project"])


def test_full() -> None:
    """No land in the north for the hub: worth it, but 60 mu do not fit into 50."""
    toy = Toy().drop("projects", "cells_2").drop("project_links").drop("project_links")
    toy.tables["project_uses"] = [r for r in toy.tables["project_uses"] if r[0] != "cells_2"]
    for year in ("2024", "2025", "2026"):
        toy.put("factor_supply", ("land", "north", year), "supply", "50")
    _, plan = planned(toy)
    row = rows(plan)["hub_1"]
    assert row["verdict"] in ("full", "poor")
    assert row["limit"] == "factor|land|north"
    assert row["worth"] > 0
    if row["verdict"] == "full":
        assert row["net"] >= 0


def test_waits() -> None:
    """cells_2 waits for anode_1, which cannot come: its land is not there."""
    toy = (
        Toy()
        .put("projects", ("cells_3",), "output", "1")
        .drop("project_links", "cells_2", "excludes")
    )
    toy.put("projects", ("cells_3",), "outside_share", "0")
    toy.put("project_uses", ("anode_1", "land"), "amount", "5000")
    _, plan = planned(toy)
    found = rows(plan)
    assert found["anode_1"]["verdict"] in ("full", "poor")
    assert found["anode_1"]["limit"] == "factor|land|south"
    assert found["cells_2"]["verdict"] == "waits"
    assert found["cells_2"]["limit"] == "start_requires|cells_2|anode_1"


def test_worth_of_a_start_is_its_value_at_the_margin() -> None:
    """A thousandth of a start is forced in while every factor and link makes room for it."""
    built = toytown_built()
    relaxed = built.relaxed()
    lower, upper = built.program.lower.copy(), built.program.upper.copy()
    column = int(built.layout.columns["start"].sel(project="cells_3", start=2025))
    assert relaxed.x[column] == 0
    lower[column] = 1e-3
    high = built.program.high.copy()
    used = resources_of(built.program, built.layout)
    high[used.rows] += (
        1e-3 * used.use[:, [column - int(built.layout.columns["start"].min())]].toarray().ravel()
    )
    forced = replace(built.program, lower=lower, upper=upper, high=high)
    change = (solve(forced.relaxed()).value - relaxed.value) / 1e-3
    assert change == pytest.approx(rows(toytown_plan())["cells_3"]["worth"], rel=1e-6)


def test_a_binding_target_may_be_out_of_reach_without_the_plan() -> None:
    """960 in 2025 takes projects: the path without them misses it, and is compared all the same."""
    _, plan = planned(Toy().put("targets", ("gdp_2025",), "value", "960"))
    target = plan.tables["targets"].set_index("target").loc["gdp_2025"]
    assert target["without"] < 960 <= target["value"] + 1e-6
    assert plan.gain > 0
