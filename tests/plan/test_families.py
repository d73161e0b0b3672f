"""Each family of constraints on Toytown, against sums written by hand."""

import numpy as np
import pytest

from made_plans import Built, Toy, build, city_of, same_numbers, toytown_built, without_targets


@pytest.fixture(scope="module")
def slow() -> Built:
    """Cells, line 2, takes two years to build and three to ramp up; starts of 2024 only."""
    toy = Toy().put("projects", ("cells_2",), "build_years", "2")
    toy.put("projects", ("cells_2",), "ramp_years", "3").drop(
        "project_links", "cells_2", "requires"
    )
    return build(city_of(toy))


def activity(built: Built, family: str, **starts: int) -> list[float]:
    """What starts use of the rows of a family: the rows at a plan less the rows at the plan without.

    Only starts and running are taken; the rest of the plan stands still.
    """
    x = np.zeros(built.program.A.shape[1])
    start, run = built.layout.columns["start"], built.layout.columns["running"]
    for project, year in starts.items():
        x[int(start.sel(project=project, start=year))] = 1.0
        x[run.sel(project=project).to_numpy()] = built.data.projects.phi.sel(
            project=project, start=year
        ).to_numpy()
    return list((built.program.A @ x)[built.layout.rows[family].to_numpy()])


def test_held_factor(slow: Built) -> None:
    """350 mu from the year of the start on."""
    same_numbers(activity(slow, "factor|land|north", cells_2=2024), [350, 350, 350])
    same_numbers(activity(slow, "factor|land|north", cells_2=2025), [0, 350, 350])
    same_numbers(activity(slow, "factor|land|south", cells_2=2024), [0, 0, 0])
    same_numbers(activity(slow, "factor|land|north", cells_2=2025, hub_1=2024), [60, 410, 410])


def test_factor_spread_over_building(slow: Built) -> None:
    """30 over two years is 15 a year; the hub adds 6 in its one year."""
    same_numbers(activity(slow, "factor|capital|*", cells_2=2024), [15, 15, 0])
    same_numbers(activity(slow, "factor|capital|*", cells_2=2025, hub_1=2025), [0, 15 + 6, 15])


def test_factor_of_the_first_year(slow: Built) -> None:
    same_numbers(activity(slow, "factor|public_money|*", cells_2=2025), [0, 1.2, 0])


def test_factor_in_step_with_output(slow: Built) -> None:
    """17 000 tce a year at full output: a third in the year after building."""
    same_numbers(activity(slow, "factor|energy_quota|*", cells_2=2024), [0, 0, 17000 / 3])


def test_factor_of_what_was_begun() -> None:
    """packs_1 (2023, two years of building) draws 10/2 of the capital of 2024."""
    toy = Toy().put("projects", ("packs_1",), "build_years", "2")
    built = build(city_of(toy))
    rows = built.layout.rows["factor|capital|*"].to_numpy()
    same_numbers(built.program.high[rows], [25, 30, 30])


def test_committed_project_starts_as_said() -> None:
    toy = Toy().put("projects", ("hub_1",), "status", "committed")
    for column, value in (("start", "2025"), ("earliest", ""), ("latest", "")):
        toy.put("projects", ("hub_1",), column, value)
    built = build(city_of(toy))
    same_numbers(built.of("start", built.relaxed().x).sel(project="hub_1"), [0, 1, 0])
    same_numbers(built.of("running", built.relaxed().x).sel(project="hub_1"), [0, 0, 0.5])


def test_window() -> None:
    """cells_2 may start in 2024 and 2025 only."""
    built = toytown_built()
    places = built.layout.columns["start"].sel(project="cells_2").to_numpy()
    same_numbers(built.program.upper[places], [1, 1, 0])


@pytest.mark.parametrize(
    ("starts", "can"),
    [
        ({"cells_2": 2025}, False),
        ({"cells_2": 2025, "anode_1": 2026}, False),
        ({"cells_2": 2025, "anode_1": 2025}, False),  # 30 + 15 of capital in 2025
        ({"cells_2": 2025, "anode_1": 2024}, True),
        ({"cells_3": 2025}, True),
        ({"cells_3": 2025, "anode_1": 2024}, False),  # 330 + 200 of land in 2025
        ({"cells_3": 2026, "anode_1": 2024}, True),
        ({"cells_2": 2024, "cells_3": 2025, "anode_1": 2024}, False),
    ],
)
def test_links(starts: dict[str, int], can: bool) -> None:
    """cells_2 requires anode_1, not later than itself; it excludes cells_3."""
    assert toytown_built().with_starts(**starts).feasible is can


@pytest.mark.parametrize("relation", ["requires", "excludes"])
def test_links_alone(relation: str) -> None:
    """With capital and land in plenty only the link decides."""
    toy = Toy()
    for row in toy.tables["factor_supply"][1:]:
        row[toy.place("factor_supply", "supply")] = "999999"
    built = build(city_of(toy))
    if relation == "requires":
        assert built.with_starts(cells_2=2025, anode_1=2025).feasible
        assert not built.with_starts(cells_2=2024, anode_1=2025).feasible
        assert not built.with_starts(cells_2=2024).feasible
    else:
        assert built.with_starts(cells_3=2024, anode_1=2024).feasible
        assert not built.with_starts(cells_2=2024, anode_1=2024, cells_3=2026).feasible


def test_nothing_is_asked_of_what_was_begun() -> None:
    """cells_2 requires packs_1, which was begun in 2023: no row at all."""
    toy = Toy().drop("project_links", "cells_2", "requires")
    toy.add("project_links", project="cells_2", relation="requires", other="packs_1")
    built = build(city_of(toy))
    assert not built.layout.family("start_requires")
    assert built.with_starts(cells_2=2025).feasible


def test_work_counts_own_jobs() -> None:
    """Graduates: cells_2 has 1 500 jobs, a quarter of manufacturing are graduates: 0.0375."""
    built = toytown_built()
    x = np.zeros(built.program.A.shape[1])
    x[int(built.layout.columns["running"].sel(project="cells_2", year=2025))] = 1.0
    rows = built.layout.rows["work"]
    used = built.layout.rows["work"].copy(data=(built.program.A @ x)[rows.to_numpy()])
    assert float(used.sel(skill="graduate", year=2025)) == pytest.approx(0.15 * 0.25)
    assert float(used.sel(skill="worker", year=2025)) == pytest.approx(0.15 * 0.75)
    assert float(used.sel(skill="worker", year=2024)) == 0


def test_work_of_existing_plants_falls_with_productivity() -> None:
    """20 × 10 000 people make 1 000 in 2023; in 2025 they are needed 1 / 1.03² each."""
    built = toytown_built()
    x = np.zeros(built.program.A.shape[1])
    x[int(built.layout.columns["existing"].sel(sector="02", year=2025))] = 1000.0
    row = int(built.layout.rows["work"].sel(skill="graduate", year=2025))
    assert float((built.program.A @ x)[row]) == pytest.approx(20 * 0.25 / 1.03**2)


def test_programmes_bring_people_for_good_and_are_paid() -> None:
    """People of 2024 still work in 2026; each 10 000 costs 3 of public money in their year."""
    built = toytown_built()
    x = np.zeros(built.program.A.shape[1])
    x[int(built.layout.columns["people"].sel(programme="talent", year=2024))] = 0.2
    used = built.program.A @ x
    same_numbers(used[built.layout.rows["work"].sel(skill="graduate").to_numpy()], [-0.2] * 3)
    same_numbers(used[built.layout.rows["work"].sel(skill="worker").to_numpy()], [0] * 3)
    same_numbers(used[built.layout.rows["factor|public_money|*"].to_numpy()], [0.6, 0, 0])
    same_numbers(built.program.high[built.layout.rows["programmes"].to_numpy().ravel()], [0.3] * 3)


def test_programme_is_used_where_people_lack() -> None:
    """Graduates lack: the plan brings in what the programme and the public purse allow."""
    toy = without_targets(Toy())
    for year in ("2024", "2025", "2026"):
        toy.put("labour", ("graduate", year), "supply", "15")
    toy.put("programmes", ("talent",), "cost", "0.5")
    built = build(city_of(toy))
    x = built.with_starts().x
    assert 0 < float(built.of("people", x).max()) <= 0.3
    existing = built.of("existing", x)
    mix = np.array([0.05 * 12 / 140, 0.25 * 20 / 1000, 0.4 * 25 / 660])
    need = (existing.to_numpy() * mix[:, None]).sum(axis=0) / 1.03 ** np.arange(1, 4)
    packs = 0.09 * 0.25 * np.array([0.5, 1, 1])
    brought = np.cumsum(built.of("people", x).to_numpy().ravel())
    assert (need + packs <= 15 + brought + 1e-9).all()
    assert need[0] + packs[0] == pytest.approx(15 + brought[0])  # the limit binds


def test_power_areas() -> None:
    """North's roofs feed north only; the rest comes over the city grid with 3 % losses."""
    built = toytown_built()
    x = built.best().x
    load, delivered = built.of("load", x), built.of("delivered", x)
    supplied = built.of("supplied", x)
    same_numbers(load.sel(zone="south"), delivered.sel(zone="south"))
    same_numbers(
        load.sel(zone="north"), delivered.sel(zone="north") + supplied.sel(option="pv_north")
    )
    central = supplied.sel(option=["coal", "import", "storage"]).sum("option")
    same_numbers(central, 1.03 * delivered.sum("zone"))
    existing, homes = built.of("existing", x), 3 * 1.04 ** np.arange(1, 4)
    per = np.array([0.7 * 1 / 140, 0.3 * 40 / 1000, 0.4 * 12 / 660])
    plants = (existing.to_numpy() * per[:, None]).sum(axis=0) * 0.99 ** np.arange(1, 4)
    run = built.of("running", x)
    new = 1.5 * run.sel(project="anode_1") + 1.5 * run.sel(project="cells_3")
    new = new + 0.3 * run.sel(project="packs_1")
    same_numbers(load.sel(zone="south"), plants + homes + new)


def test_option_is_open_in_its_years_only() -> None:
    """Storage comes in 2025."""
    built = toytown_built()
    rows = built.layout.rows["power_supply"].sel(option="storage").to_numpy()
    same_numbers(built.program.high[rows], [0, 1, 1])


def test_emissions_by_hand() -> None:
    """Plants at 2 % less a year, projects in tonnes, homes 20, coal 8.5 and import 5.5 per 100 GWh."""
    built = toytown_built()
    x = built.best().x
    per = np.array([5 / 140, 200 / 1000, 15 / 660])
    plants = (built.of("existing", x).to_numpy() * per[:, None]).sum(axis=0) * 0.98 ** np.arange(
        1, 4
    )
    run, supplied = built.of("running", x), built.of("supplied", x)
    tonnes = {"anode_1": 8000, "cells_2": 2000, "cells_3": 2200, "hub_1": 50, "packs_1": 500}
    new = sum(run.sel(project=p) * t / 1e4 for p, t in tonnes.items())
    power = 8.5 * supplied.sel(option="coal") + 5.5 * supplied.sel(option="import")
    same_numbers(built.of("emitted", x), plants + new + 20 + power)


def test_replacement_is_held_by_gap_and_by_what_is_offered() -> None:
    """Anode: 0.8 · 30 · running offered; the gap is 15 % of what manufacturing's goods cost outside."""
    built = toytown_built()
    x = built.with_starts(anode_1=2024).x
    replaced = built.of("replaced", x).sel(node="anode")
    gap = 0.15 * (440 / 840) * built.of("use", x).sel(sector="02")
    offered = 0.8 * 30 * np.array([0, 0.5, 1])
    assert (replaced.to_numpy() <= np.minimum(gap.to_numpy(), offered) + 1e-7).all()
    toy = Toy().put("chain_nodes", ("anode",), "gap_share", "0.01")
    narrow = build(city_of(toy))
    x = narrow.with_starts(anode_1=2024).x
    gap = 0.01 * (440 / 840) * narrow.of("use", x).sel(sector="02")
    assert (narrow.of("replaced", x).sel(node="anode") <= gap + 1e-7).all()


def test_projects_bring_their_market() -> None:
    """Existing sales grow at 3 %; cells_2 adds 0.7 · 60, packs_1 0.6 · 30 in step with output."""
    built = toytown_built()
    x = built.with_starts(anode_1=2024, cells_2=2025).x
    sales = built.of("outside_sales", x).sel(sector="02").to_numpy()
    room = 600 * 1.03 ** np.arange(1, 4)
    room += 18 * np.array([0.5, 1, 1]) + 42 * np.array([0, 0, 1]) + 6 * np.array([0, 0.5, 1])
    assert (sales <= room + 1e-7).all()
    assert sales.max() == pytest.approx(room.max())


def test_households_spend_their_wages() -> None:
    """C = 420 − 0.6 · 400 = 180, growing at 2 %, and 0.6 of the wages of each year."""
    built = toytown_built()
    x = built.best().x
    wages = np.array([50 / 140, 140 / 1000, 210 / 660]) @ built.of("output", x).to_numpy()
    same_numbers(built.of("consumption", x), 180 * 1.02 ** np.arange(1, 4) + 0.6 * wages)


def test_use_by_hand() -> None:
    """Manufacturing: inputs 30/140, 400/1000, 100/660; 150/420 of households, 150/272 of capital."""
    built = toytown_built()
    x = built.best().x
    inputs = np.array([30 / 140, 400 / 1000, 100 / 660]) @ built.of("output", x).to_numpy()
    homes = 150 / 420 * built.of("consumption", x).to_numpy()
    ordinary = 272 * 0.85 * 1.02 ** np.arange(1, 4)
    capital = 150 / 272 * (ordinary + built.of("spending", x).to_numpy())
    rest = 5 * 1.03 ** np.arange(1, 4) + 5
    same_numbers(built.of("use", x).sel(sector="02"), inputs + homes + capital + rest)
