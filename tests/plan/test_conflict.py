"""The smallest set of limits that clash: together they cannot hold, and without any one they can."""

from dataclasses import replace

import numpy as np
import pytest
from test_elastic import commit, names

from citywright.errors import InfeasibleError
from citywright.plan import make_plan
from citywright.plan.conflict import conflict
from citywright.plan.elastic import SOFT
from citywright.plan.program import Program, solve
from made_plans import Built, Toy, build, city_of


def rows_of(built: Built, clashes: list[object]) -> list[int]:
    """Rows of the program that clashes name."""
    found = []
    for c in clashes:
        for name in built.layout.family(c.limit):
            places = built.layout.rows[name]
            item = "|".join(name.split("|")[1:])
            for where in np.ndindex(*places.shape):
                labels = {
                    d: places[d].to_numpy()[i] for d, i in zip(places.dims, where, strict=True)
                }
                year = labels.pop("year", None)
                whole = "|".join([*([item] if item else []), *map(str, labels.values())])
                if whole == c.item and (year is None or int(year) == c.year):
                    found.append(int(places.to_numpy()[where]))
    return found


def only(built: Built, kept: list[int]) -> Program:
    """The program with these limits and no other."""
    soft = built.layout.rows_of(built.layout.family(*SOFT))
    dropped = np.setdiff1d(soft, kept)
    low, high = built.program.low.copy(), built.program.high.copy()
    low[dropped], high[dropped] = -np.inf, np.inf
    return replace(built.program, low=low, high=high)


def too_much_land() -> Toy:
    """anode_1 is committed and takes 200 mu in a south that has 120, then 150."""
    toy = commit(Toy(), "anode_1", 2024)
    toy.put("factor_supply", ("land", "south", "2024"), "supply", "120")
    return toy.put("factor_supply", ("land", "south", "2025"), "supply", "150")


def too_little_carbon() -> Toy:
    toy = Toy()
    for year in ("2024", "2025", "2026"):
        toy.put("carbon", (year,), "cap", "100")
    return toy


@pytest.mark.parametrize("made", [too_much_land, too_little_carbon])
def test_together_they_clash_and_without_any_one_they_hold(made: object) -> None:
    built = build(city_of(made()))
    clashes = conflict(built.program, built.layout, built.data)
    rows = rows_of(built, clashes)
    assert len(rows) == len(clashes) > 0
    assert not solve(only(built, rows)).feasible
    for row in rows:
        assert solve(only(built, [r for r in rows if r != row])).feasible


def test_the_error_holds_the_set_and_the_least_change() -> None:
    with pytest.raises(InfeasibleError) as caught:
        make_plan(city_of(too_much_land()))
    changed = names(list(caught.value.clashes))
    assert changed == {("factor", "land|south", 2024), ("factor", "land|south", 2025)}
    (limit,) = caught.value.conflict
    assert (limit.limit, limit.item, limit.year) in changed
