"""Why a project is in, and why not: every verdict on a Toytown made for it."""

import numpy as np
import pytest

from citywright.city import City
from citywright.plan import Plan, make_plan
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
    """A hub that makes nothing, but takes people, power and capital, is not worth it."""
    toy = Toy().put("projects", ("hub_1",), "output", "0").put("projects", ("hub_1",), "jobs", "9000")
    toy.put("projects", ("hub_1",), "outside_share", "0")
    toy.put("projects", ("hub_1",), "electricity", "400")
    _, plan = planned(toy)
    row = rows(plan)["hub_1"]
    assert row["verdict"] == "poor"
    assert row["net"] < 0
    starts = plan.tables["starts"]
    assert "hub_1" not in set(starts[starts["path"] == "plan"]["project"])


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


def test_waits() -> None:
    """cells_2 waits for anode_1, which cannot come: its land is not there."""
    toy = Toy().put("projects", ("cells_3",), "output", "1").drop("project_links", "cells_2", "excludes")
    toy.put("projects", ("cells_3",), "outside_share", "0")
    toy.put("project_uses", ("anode_1", "land"), "amount", "5000")
    _, plan = planned(toy)
    found = rows(plan)
    assert found["anode_1"]["verdict"] in ("full", "poor")
    assert found["anode_1"]["limit"] == "factor|land|south"
    assert found["cells_2"]["verdict"] == "waits"
    assert found["cells_2"]["limit"] == "start_requires|cells_2|anode_1"


def test_worth_is_what_the_relaxation_would_pay() -> None:
    """Allowing a thousandth of a start costs or gains its net worth, at the relaxed prices."""
    built = toytown_built()
    relaxed = built.relaxed()
    table = rows(toytown_plan())
    place = built.layout.columns["start"]
    for project, year in (("cells_3", 2026), ("hub_1", 2026)):
        column = int(place.sel(project=project, start=year))
        lower, upper = built.program.lower.copy(), built.program.upper.copy()
        x = relaxed.x[column]
        if x > 1e-6 or project not in table:
            continue
        lower[column] = 1e-3
        forced = built.program.with_bounds(lower, upper).relaxed()
        from citywright.plan.program import solve

        change = (solve(forced).value - relaxed.value) / 1e-3
        assert change == pytest.approx(relaxed.reduced[column], rel=1e-5, abs=1e-4)
