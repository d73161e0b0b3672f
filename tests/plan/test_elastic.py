"""Folders that no plan can satisfy: the error names the limits, and doing as it says mends them."""

import pytest

from citywright.errors import InfeasibleError
from citywright.plan import make_plan
from citywright.plan.program import solve
from made_plans import Toy, build, city_of


def commit(toy: Toy, project: str, start: int) -> Toy:
    toy.put("projects", (project,), "status", "committed")
    for column, value in (("start", str(start)), ("earliest", ""), ("latest", "")):
        toy.put("projects", (project,), column, value)
    return toy


def clashes_of(toy: Toy) -> list[object]:
    with pytest.raises(InfeasibleError) as caught:
        make_plan(city_of(toy))
    assert caught.value.exit_code == 3
    return list(caught.value.clashes)


def can_be(toy: Toy) -> bool:
    return solve(build(city_of(toy)).program).feasible


def names(clashes: list[object]) -> set[tuple[str, str, int | None]]:
    return {(c.limit, c.item, c.year) for c in clashes}


def mended(toy: Toy, clashes: list[object]) -> Toy:
    """Change exactly what the clashes say, by a hair more than they say."""
    for c in clashes:
        value = str(c.limit_value + c.amount * (1 + 1e-9) + 1e-9)
        if c.limit == "factor":
            toy.put("factor_supply", (*c.item.split("|"), str(c.year)), "supply", value)
        elif c.limit == "carbon":
            toy.put("carbon", (str(c.year),), "cap", value)
        elif c.limit == "power_supply":
            toy.put("power_supply", (c.item,), "energy", value)
        elif c.limit == "target":
            place = toy.row("targets", c.item)
            least = place[toy.place("targets", "sense")] == "at_least"
            goal = float(place[toy.place("targets", "value")])
            toy.put(
                "targets",
                (c.item,),
                "value",
                str(goal - c.amount - 1e-6 if least else goal + c.amount + 1e-6),
            )
        else:
            raise AssertionError(c)
    return toy


def test_committed_beyond_the_land() -> None:
    """anode_1 (200 mu) in a south that has 120, 150 and 700: 80 and 50 are missing."""
    toy = commit(Toy(), "anode_1", 2024)
    toy.put("factor_supply", ("land", "south", "2024"), "supply", "120")
    toy.put("factor_supply", ("land", "south", "2025"), "supply", "150")
    found = clashes_of(toy)
    assert names(found) == {("factor", "land|south", 2024), ("factor", "land|south", 2025)}
    amounts = {c.year: (c.amount, c.limit_value, c.unit) for c in found}
    assert amounts[2024] == (pytest.approx(80), 120, "亩")
    assert amounts[2025] == (pytest.approx(50), 150, "亩")
    assert not can_be(toy)
    assert can_be(mended(toy, found))


@pytest.mark.nightly
def test_binding_target_beyond_reach() -> None:
    toy = Toy().put("targets", ("gdp_2025",), "value", "2000")
    found = clashes_of(toy)
    assert names(found) == {("target", "gdp_2025", None)}
    assert found[0].unit == "亿元"
    assert 900 < 2000 - found[0].amount < 1010
    assert can_be(mended(toy, found))


@pytest.mark.nightly
def test_no_carbon_at_all() -> None:
    """Homes alone emit 20 a year: a cap of 0 in 2025 cannot be, however clean the power."""
    toy = Toy().put("carbon", ("2025",), "cap", "0")
    found = clashes_of(toy)
    assert ("carbon", "", 2025) in names(found)
    (carbon,) = [c for c in found if c.limit == "carbon"]
    assert (carbon.limit_value, carbon.unit) == (0, "10000 t")
    assert carbon.amount > 20
    assert {c.limit for c in found} <= {"carbon", "target", "power_supply"}
    assert can_be(mended(toy, found))


@pytest.mark.nightly
def test_committed_projects_that_exclude_each_other() -> None:
    toy = commit(commit(Toy(), "cells_2", 2024), "cells_3", 2024)
    toy.drop("project_links", "cells_2", "requires")
    for row in toy.tables["factor_supply"][1:]:
        row[toy.place("factor_supply", "supply")] = "999999"
    found = clashes_of(toy)
    assert names(found) == {("start_excludes", "cells_2|cells_3", None)}
    assert can_be(toy.drop("project_links", "cells_2", "excludes"))


def test_no_supply_of_power() -> None:
    """No limit can give way where a balance itself cannot hold."""
    toy = Toy()
    del toy.tables["power_supply"][1:]
    with pytest.raises(InfeasibleError) as caught:
        make_plan(city_of(toy))
    assert caught.value.key == "plan.no_mend"
    assert not caught.value.clashes
