"""How a project unfolds, against tables written by hand."""

import numpy as np
import pytest

from citywright.plan.data import prepare, timing_profile
from citywright.plan.proof.facts import building_share, running_share
from citywright.plan.timing import building, held, running, starting
from made_plans import Toy, build, city_of, same_numbers

AGES = np.arange(-2, 6).astype(float)


@pytest.mark.parametrize(
    ("build_years", "ramp_years", "hand"),
    [
        (1, 1, [0, 0, 0, 1, 1, 1, 1, 1]),
        (1, 2, [0, 0, 0, 1 / 2, 1, 1, 1, 1]),
        (2, 1, [0, 0, 0, 0, 1, 1, 1, 1]),
        (2, 3, [0, 0, 0, 0, 1 / 3, 2 / 3, 1, 1]),
        (3, 4, [0, 0, 0, 0, 0, 1 / 4, 2 / 4, 3 / 4]),
    ],
)
def test_running_share(build_years: int, ramp_years: int, hand: list[float]) -> None:
    """The first output comes in the year after building; full output `ramp` steps later."""
    found = running(AGES, np.array(float(build_years)), np.array(float(ramp_years)))
    same_numbers(found, hand)

    class Project:
        pass

    project = Project()
    project.build_years, project.ramp_years = build_years, ramp_years
    same_numbers([running_share(project, 2000, 2000 + int(a)) for a in AGES], hand)


@pytest.mark.parametrize(
    ("build_years", "hand"),
    [(1, [0, 0, 1, 0, 0, 0, 0, 0]), (3, [0, 0, 1 / 3, 1 / 3, 1 / 3, 0, 0, 0])],
)
def test_building_share(build_years: int, hand: list[float]) -> None:
    same_numbers(building(AGES, np.array(float(build_years))), hand)

    class Project:
        pass

    project = Project()
    project.build_years = build_years
    same_numbers([building_share(project, 2000, 2000 + int(a)) for a in AGES], hand)


def test_held_and_starting() -> None:
    same_numbers(held(AGES), [0, 0, 1, 1, 1, 1, 1, 1])
    same_numbers(starting(AGES), [0, 0, 1, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("start", "build_years", "ramp_years", "grown", "spent"),
    [
        # Half of full output is in the base year already: only the other half is new.
        (2022, 1, 2, [1 / 2, 1 / 2, 1 / 2], [0, 0, 0]),
        (2023, 1, 2, [1 / 2, 1, 1], [0, 0, 0]),
        (2023, 3, 2, [0, 0, 1 / 2], [1 / 3, 1 / 3, 0]),
        (2021, 2, 4, [1 / 4, 2 / 4, 3 / 4], [0, 0, 0]),
        (2015, 1, 1, [0, 0, 0], [0, 0, 0]),
    ],
)
def test_begun_before_the_horizon_counts_increments(
    start: int, build_years: int, ramp_years: int, grown: list[float], spent: list[float]
) -> None:
    """What runs in 2023 is in the account of 2023; packs_1 makes 30 and costs 10 in full."""
    toy = Toy().put("projects", ("packs_1",), "start", str(start))
    toy.put("projects", ("packs_1",), "build_years", str(build_years))
    toy.put("projects", ("packs_1",), "ramp_years", str(ramp_years))
    data = prepare(city_of(toy))
    same_numbers(data.projects.already.sel(project="packs_1"), grown)
    same_numbers(data.projects.already_spent.sel(project="packs_1"), spent)
    hold, held_already = timing_profile(data, "hold")
    assert float(abs(held_already).max()) == 0  # its land was held in the base year
    _, run_already = timing_profile(data, "run")
    same_numbers(run_already.sel(project="packs_1"), grown)
    _, build_already = timing_profile(data, "build")
    same_numbers(build_already.sel(project="packs_1"), spent)
    same_numbers(hold.sel(project="packs_1", start=2025), [0, 1, 1])


def test_begun_before_makes_output_and_spends() -> None:
    """2023, three years of building: 10/3 a year in 2024 and 2025, 30/2 of output in 2026."""
    toy = Toy().put("projects", ("packs_1",), "build_years", "3")
    built = build(city_of(toy))
    x = built.with_starts().x
    same_numbers(built.of("spending", x), [10 / 3, 10 / 3, 0])
    made = built.of("output", x) - built.of("existing", x) + built.of("idle", x)
    same_numbers(made.sel(sector="02"), [0, 0, 15])
    same_numbers(made.sel(sector="01"), [0, 0, 0])


def test_discount_and_last_year() -> None:
    """6 % a year; the flows of the last year go on for five years, each discounted once more."""
    data = prepare(city_of(Toy()))
    same_numbers(data.discount, [1 / 1.06, 1 / 1.06**2, 1 / 1.06**3])
    more = 1 / 1.06 + 1 / 1.06**2 + 1 / 1.06**3 + 1 / 1.06**4 + 1 / 1.06**5
    same_numbers(data.horizon_weight, [1, 1, 1 + more])
