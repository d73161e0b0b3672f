"""Scenarios side by side: planned anew is never worse than held, and the base holds itself."""

import json
from pathlib import Path

import doubt_work as work
import numpy as np
import pytest
from typer.testing import CliRunner

import made_plans as mp
from citywright.city import CityError
from citywright.city.changes import Change
from citywright.cli import app
from citywright.doubting import Doubts, write_doubt
from citywright.errors import UsageError
from citywright.plan.doubt.case import BASE, Case, case_of, varied
from citywright.plan.doubt.collected import Collected
from citywright.plan.doubt.comparison import Comparison, compared
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.executor import HERE, Hands

GAP = 1e-4


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="module")
def doubts(store: Path) -> Doubts:
    return Doubts(mp.toytown_city(), GAP, Means(Hands(HERE), store))


@pytest.fixture(scope="module")
def found(doubts: Doubts) -> Comparison:
    return doubts.compare()


def test_all_given_scenarios_stand_beside_the_city_as_it_is(found: Comparison) -> None:
    assert list(dict.fromkeys(found.values["case"])) == [BASE, "land_short", "slow_markets"]
    assert [o["code"] for o in found.outcomes] == [BASE, "land_short", "slow_markets"]


def test_planning_anew_is_never_worse_than_holding(found: Comparison) -> None:
    table = found.values.pivot(index="case", columns="way", values="objective")
    assert (table["replanned"] >= table["held"].fillna(-np.inf)).all()
    regret = found.values[found.values["way"] == "held"]["regret"].dropna()
    assert (regret >= 0).all()
    assert table.loc[BASE, "held"] == table.loc[BASE, "replanned"]


def test_the_base_is_the_plan(found: Comparison) -> None:
    best = mp.toytown_built().best().value
    own = found.values[(found.values["case"] == BASE) & (found.values["way"] == "replanned")]
    assert own["objective"].item() == pytest.approx(best, rel=2 * GAP)
    assert own["bound"].item() >= best * (1 - 1e-9)


def test_our_plan_breaks_the_land_that_is_lost(found: Comparison) -> None:
    """Line 2 of the cells fills the North from 2025; a fifth less does not hold it and the hub."""
    held = found.values[(found.values["case"] == "land_short") & (found.values["way"] == "held")]
    assert not held["feasible"].item()
    assert found.breaks["item"].tolist() == ["land|north"]
    years = found.starts.set_index("project")["land_short"]
    assert years["hub_1"] != found.starts.set_index("project")[BASE]["hub_1"]


def test_slow_markets_sell_less(found: Comparison) -> None:
    gdp = found.indicator("gdp")
    assert (gdp.loc[2026:, "slow_markets"] < gdp.loc[2026:, BASE]).all()
    assert list(gdp.columns) == [BASE, "land_short", "slow_markets"]


def test_worker_processes_and_a_store_give_the_same_to_the_bit(
    doubts: Doubts, found: Comparison, store: Path
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in store.glob("*.json")}
    again = doubts.compare(["slow_markets"])
    assert again.outcomes == (found.outcomes[0], found.outcomes[2])
    assert {path.name: path.stat().st_mtime_ns for path in store.glob("*.json")} == before
    case = case_of(doubts.city, "land_short")
    fresh = solve_cases(doubts.base, [case], Means(Hands(1)))
    assert fresh == [found.outcomes[1]]


def test_a_plan_of_ones_own_is_held(doubts: Doubts) -> None:
    """The starts given stand; one that the city does not allow is named."""
    own = Doubts(doubts.city, GAP, Means(Hands(HERE)), {"hub_1": 2025, "cells_2": 2026})
    base = own.compare([BASE]).outcomes[0]
    assert base["held"]["starts"] == {"hub_1": 2025}
    assert base["lost"] == ["cells_2"]
    assert base["held"]["objective"] < base["replanned"]["objective"]


def test_wrong_names_are_said(doubts: Doubts) -> None:
    for ask, key in (
        (lambda: doubts.compare(["land_shrot"]), "doubt.no_scenario"),
        (lambda: doubts.compare(["mixed"]), "doubt.is_ensemble"),
        (lambda: doubts.draws("land_short"), "doubt.no_ensemble"),
        (lambda: doubts.tornado("gpd"), "doubt.no_indicator"),
    ):
        with pytest.raises(UsageError) as caught:
            ask()
        assert caught.value.key == key
        assert caught.value.text("en")
        assert caught.value.text("zh")


def test_a_scenario_that_breaks_a_rule_is_refused_by_name(doubts: Doubts) -> None:
    bad = Case("too_much", (Change("projects", "*", "outside_share", "set", 0.9),))
    with pytest.raises(CityError) as caught:
        varied(doubts.city, bad)
    assert all(finding.file.startswith("too_much: projects") for finding in caught.value.findings)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_folder_is_whole_and_speaks_both_languages(
    lang: str, found: Comparison, doubts: Doubts, tmp_path: Path
) -> None:
    base, cases = work.stand_in_cases(4)
    del base, cases
    folder = write_doubt(doubts.city, Collected(GAP, comparison=found), tmp_path / "d", lang)
    document = json.loads((folder / "doubt.json").read_text(encoding="utf-8"))
    assert {row["case"] for row in document["tables"]["values"]} == {
        BASE,
        "land_short",
        "slow_markets",
    }
    page = (folder / "report.html").read_text(encoding="utf-8")
    name = doubts.city.tables["scenarios"].set_index("scenario").loc["land_short", f"name_{lang}"]
    assert name in page
    assert "http" not in page.split("<script")[0].replace("http-equiv", "")
    (tmp_path / "other").mkdir()
    with pytest.raises(UsageError):
        write_doubt(doubts.city, Collected(GAP, comparison=found), tmp_path / "other", lang)


def test_the_command_speaks_json(toytown: Path, store: Path, tmp_path: Path) -> None:
    asked = ["compare", "slow_markets", "--city", str(toytown), "--gap", str(GAP), "--workers", "0",
             "--store", str(store), "-o", str(tmp_path / "out"), "--json"]  # fmt: skip
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert {row["case"] for row in document["tables"]["values"]} == {BASE, "slow_markets"}
    assert (tmp_path / "out" / "report.html").is_file()


def test_explore_needs_a_question(toytown: Path) -> None:
    assert CliRunner().invoke(app, ["explore", "--city", str(toytown)]).exit_code == 2


def test_an_outcome_without_a_plan_has_empty_numbers() -> None:
    none = {
        "code": "x", "replanned": None, "held": None, "clashes": [], "broken": [], "lost": [],
        "without": None,
    }  # fmt: skip
    table = compared([none]).values
    assert not table["feasible"].any()
    assert table[["objective", "gain", "regret"]].isna().all().all()
