"""Phases and options: what one start asks of another, against every calendar written out."""

from itertools import product

import numpy as np
import pytest

from citywright.errors import InfeasibleError
from citywright.plan import Plan, make_plan
from citywright.report.names import Names
from made_plans import Built, Toy, build, city_of, proof_of, same_numbers, toytown_plan

YEARS = (2024, 2025, 2026)
Starts = dict[str, int | None]


def linked(toy: Toy, relation: str, other: str, years: str = "") -> Toy:
    """Toytown where the only link of cells_2 is this one."""
    place = {name: toy.place("project_links", name) for name in toy.tables["project_links"][0]}
    row = toy.row("project_links", "cells_2", "requires")
    row[place["relation"]], row[place["other"]], row[place["years"]] = relation, other, years
    return toy.drop("project_links", "cells_2", "excludes")


def grouped(toy: Toy, *projects: str) -> Toy:
    for project in projects:
        toy.put("projects", (project,), "option_group", "site")
    return toy


def holds(built: Built, family: str, starts: Starts) -> bool:
    """Whether starts meet the rows of a family; nothing else is looked at."""
    x = np.zeros(built.program.A.shape[1])
    for project, year in starts.items():
        if year is not None:
            x[int(built.layout.columns["start"].sel(project=project, start=year))] = 1.0
    rows = built.layout.rows_of(built.layout.family(family))
    return bool(((built.program.A @ x)[rows] <= built.program.high[rows] + 1e-9).all())


def plan_of(toy: Toy) -> tuple[Plan, dict[str, dict[str, object]], Names]:
    """The proven plan, its reasons by project, and names for them."""
    city = city_of(toy)
    plan = make_plan(city)
    proof = proof_of(city, plan)
    assert proof.ok, [c for c in proof.checks if not c.ok]
    return plan, plan.tables["reasons"].set_index("project").to_dict("index"), Names(city, "en")


def chosen(plan: Plan) -> dict[str, int]:
    starts = plan.tables["starts"].query("path == 'plan'")
    return dict(zip(starts["project"], starts["start"], strict=True))


@pytest.mark.parametrize(
    "years", [1, *(pytest.param(y, marks=pytest.mark.nightly) for y in (0, 2, 3))]
)
def test_after_allows_just_the_calendars_that_wait(years: int) -> None:
    built = build(city_of(linked(Toy(), "after", "anode_1", str(years))))
    for first, second in product((None, *YEARS), (None, 2024, 2025)):
        waits = second is None or (first is not None and second - first >= years)
        starts: Starts = {"anode_1": first, "cells_2": second}
        assert holds(built, "start_after", starts) is waits, starts


def test_after_by_no_year_is_requires() -> None:
    one = build(city_of(linked(Toy(), "after", "anode_1", "0")))
    two = build(city_of(linked(Toy(), "requires", "anode_1")))
    assert one.best().value == pytest.approx(two.best().value, rel=1e-12)
    rows = one.layout.rows["start_after|cells_2|anode_1"].to_numpy()
    others = two.layout.rows["start_requires|cells_2|anode_1"].to_numpy()
    same_numbers(one.program.A[rows].toarray(), two.program.A[others].toarray())


@pytest.mark.parametrize(("years", "can"), [(1, {2024, 2025}), (2, {2025}), (3, set())])
def test_what_was_begun_counts_from_its_start(years: int, can: set[int]) -> None:
    """packs_1 was begun in 2023."""
    built = build(city_of(linked(Toy(), "after", "packs_1", str(years))))
    found = {t for t in (2024, 2025) if holds(built, "start_after", {"cells_2": t})}
    assert found == can


def test_what_runs_asks_for_nothing() -> None:
    built = build(city_of(linked(Toy(), "after", "cells_1", "9")))
    assert not built.layout.family("start_after")


def test_a_project_waits_for_its_first_phase() -> None:
    """Two years after anode_1, begun in 2024 at the earliest, the window of cells_2 is over."""
    toy = linked(Toy(), "after", "anode_1", "2")
    toy.put("projects", ("cells_3",), "output", "1").put(
        "projects", ("cells_3",), "outside_share", "0"
    )
    plan, reasons, names = plan_of(toy)
    assert "cells_2" not in chosen(plan)
    assert reasons["cells_2"]["verdict"] == "waits"
    assert reasons["cells_2"]["limit"] == "start_after|cells_2|anode_1"
    said = names.limit("start_after|cells_2|anode_1")
    assert said == "“Cells, line 2” comes 2 years or more after “Anode plant”"


def test_a_committed_project_that_cannot_wait_is_named() -> None:
    toy = linked(Toy(), "after", "anode_1", "1")
    for project in ("anode_1", "cells_2"):
        toy.put("projects", (project,), "status", "committed")
        for column, value in (("start", "2025"), ("earliest", ""), ("latest", "")):
            toy.put("projects", (project,), column, value)
    for row in toy.tables["factor_supply"][1:]:
        row[toy.place("factor_supply", "supply")] = "999999"
    with pytest.raises(InfeasibleError) as caught:
        make_plan(city_of(toy))
    clashes = {(c.limit, c.item, c.year, round(c.amount, 6)) for c in caught.value.clashes}
    assert clashes == {("start_after", "cells_2|anode_1", 2025, 1.0)}


def test_one_variant_at_most() -> None:
    toy = grouped(linked(Toy(), "requires", "anode_1"), "anode_1", "cells_3", "hub_1")
    built = build(city_of(toy))
    for years in product((None, *YEARS), repeat=3):
        starts: Starts = dict(zip(("anode_1", "cells_3", "hub_1"), years, strict=True))
        assert holds(built, "start_options", starts) is (years.count(None) >= 2), starts


@pytest.mark.parametrize("decided", ["cells_1", pytest.param("packs_1", marks=pytest.mark.nightly)])
def test_a_decided_variant_closes_its_group(decided: str) -> None:
    """cells_1 runs, packs_1 was begun in 2023."""
    plan, reasons, _ = plan_of(grouped(Toy(), decided, "hub_1"))
    assert "hub_1" not in chosen(plan)
    assert chosen(toytown_plan())["hub_1"] == 2024
    assert reasons["hub_1"]["verdict"] == "replaced"
    assert reasons["hub_1"]["limit"] == "start_options|site"


def test_a_group_of_two_is_an_exclusion() -> None:
    """The same plan; the group has its price, and its members are named."""
    toy = grouped(Toy().drop("project_links", "cells_2", "excludes"), "cells_2", "cells_3")
    plan, reasons, names = plan_of(toy)
    assert plan.objective == pytest.approx(toytown_plan().objective, rel=1e-9)
    assert chosen(plan) == chosen(toytown_plan())
    assert reasons["cells_3"]["verdict"] == "replaced"
    said = names.limit(str(reasons["cells_3"]["limit"]))
    assert "Cells, line 2" in said
    assert "Cells, another site" in said
    price = plan.tables["prices"].set_index("limit").loc["start_options"]
    assert (price["item"], price["unit"]) == ("site", "亿元/project")
    assert price["value"] > 0
