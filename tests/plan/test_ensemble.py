"""Ensembles: draws as the data say, the same every time; what many outcomes say together."""

import doubt_work as work
import numpy as np
import pandas as pd
import pytest
from city_toys import Toy
from scipy.stats import spearmanr

import made_plans as mp
from citywright.city import City
from citywright.city.changes import Change
from citywright.city.overlay import overlaid, without_doubt
from citywright.errors import UsageError
from citywright.plan.doubt.case import Case, varied
from citywright.plan.doubt.delta import with_delta
from citywright.plan.doubt.draws import TAIL, cube, ensemble_of, quantile
from citywright.plan.doubt.ensemble import breaks, chances, chosen, fans, wilson
from citywright.plan.doubt.outcome import Base
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.doubt.store import Namer, Store
from citywright.plan.economy import economy_of
from citywright.plan.executor import HERE, Hands

pytestmark = pytest.mark.nightly
"""Each case solves a whole plan several times over."""


@pytest.fixture(scope="module")
def city() -> City:
    return mp.toytown_city()


def test_draws_are_the_same_every_time_and_in_any_order_of_rows(city: City) -> None:
    toy = Toy()
    for table in ("ranges", "projects"):
        toy.tables[table][1:] = toy.tables[table][:0:-1]
    one, other = ensemble_of(city, "mixed"), ensemble_of(mp.city_of(toy), "mixed")
    pd.testing.assert_frame_equal(one.values, other.values)
    assert one.cases == other.cases


def test_more_sobol_draws_keep_the_first(city: City) -> None:
    few, many = ensemble_of(city, "mixed", 8), ensemble_of(city, "mixed", 32)
    pd.testing.assert_frame_equal(few.values, many.values.head(8))
    with pytest.raises(UsageError, match="power of two"):
        ensemble_of(city, "mixed", 12)


def test_another_seed_gives_other_draws(city: City) -> None:
    other = mp.city_of(Toy().put("scenarios", ("mixed",), "seed", "8"))
    assert not ensemble_of(city, "mixed").values.equals(ensemble_of(other, "mixed").values)


def test_a_latin_hypercube_has_one_draw_in_each_part() -> None:
    u = cube("latin_hypercube", 50, 4, 3)
    assert (np.sort((u * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()


def test_numbers_follow_their_distributions(city: City) -> None:
    values = ensemble_of(city, "mixed", 4096).values
    n = 4096
    assert values["power_price"].between(0.8, 1.4).all()
    assert values["power_price"].mean() == pytest.approx(1.1, abs=0.01)
    assert (values["growth"] < -0.02).sum() / n == pytest.approx(0.05, abs=0.01)
    assert (values["growth"] > 0.01).sum() / n == pytest.approx(0.05, abs=0.01)
    assert values["capital_cost"].mean() == pytest.approx((0.9 + 1.0 + 1.3) / 3, abs=0.005)
    success = values["success/cells_2"]
    assert set(success) == {0.5, 1.0}
    assert (success == 1.0).mean() == pytest.approx(0.8, abs=0.02)


def test_a_group_correlates_as_its_loadings_say(city: City) -> None:
    """Loadings 0.8 and 0.5: normal scores correlate with 0.4, ranks with 6/π asin(0.2)."""
    values = ensemble_of(city, "mixed", 4096).values
    rank = spearmanr(values["capital_cost"], values["power_price"]).statistic
    assert rank == pytest.approx(6 / np.pi * np.arcsin(0.4 / 2), abs=0.04)
    apart = spearmanr(values["capital_cost"], values["growth"]).statistic
    assert abs(apart) < 0.04


def test_rows_apart_are_drawn_by_themselves(city: City) -> None:
    values = ensemble_of(city, "mixed", 1024).values
    own = [name for name in values if name.startswith("success/")]
    assert len(own) == len(city.tables["projects"])
    assert abs(np.corrcoef(values[own].T.to_numpy()) - np.eye(len(own))).max() < 0.1


def test_quantiles_hit_their_ends(city: City) -> None:
    rows = {row.range: row for row in city.tables["ranges"].itertuples()}
    for name in ("capital_cost", "power_price", "delta"):
        low, high = quantile(rows[name], np.array([0.0, 1.0]))
        assert (low, high) == (rows[name].low, rows[name].high)
    middle, tail = quantile(rows["growth"], np.array([0.5, 0.95]))
    assert middle == pytest.approx(-0.005)
    assert tail == pytest.approx(0.01)
    assert pytest.approx(1.6449, abs=1e-4) == TAIL


def test_a_draw_changes_just_the_cells_it_names(city: City) -> None:
    changes = (
        Change("projects", "cells_*", "output", "times", 0.5),
        Change("city", "*", "discount_rate", "add", 0.01),
    )
    changed = overlaid(city, changes, "x")
    before, after = (c.tables["projects"].set_index("project")["output"] for c in (city, changed))
    ratio = after / before
    assert (ratio[ratio.index.str.startswith("cells_")] == 0.5).all()
    assert (ratio[~ratio.index.str.startswith("cells_")] == 1.0).all()
    assert changed.settings.discount_rate == pytest.approx(city.settings.discount_rate + 0.01)
    assert [t for t in city.tables if not city.tables[t].equals(changed.tables[t])] == ["projects"]


def test_delta_moves_the_local_shares_of_quotients_only(city: City) -> None:
    """A larger delta buys more outside; balances hold; the known delta changes nothing."""
    years = pd.Index(city.years, name="year")
    shares = {}
    for delta in (0.05, 0.1, 0.2):
        other = with_delta(city, "flq", 0.1, delta)
        e = economy_of(other, years)
        shares[delta] = e.rho.to_numpy()
        final = other.tables["final_demand"].pivot(index="sector", columns="kind", values="value")
        flows = other.tables["flows"].groupby("from_sector")["value"].sum()
        made = flows.reindex(final.index).fillna(0.0) + final.fillna(0.0).sum(axis=1)
        mp.same_numbers(made, e.output.to_series())
    assert (shares[0.05][1:] > shares[0.1][1:]).all()
    assert (shares[0.1][1:] > shares[0.2][1:]).all()
    assert shares[0.05][0] == shares[0.2][0], "sector 01 does not follow the quotient"
    mp.same_numbers(shares[0.1], economy_of(city, years).rho.to_numpy())


def test_delta_without_a_nation_is_said(city: City) -> None:
    """Where the folder does not hold what is needed, check says so, and so does a bare call."""
    toy = Toy()
    del toy.tables["nation"][1:]
    found, findings = toy.check()
    assert found is None
    assert {f.code for f in findings.errors} == {"E958"}
    with pytest.raises(UsageError) as caught:
        varied(without_doubt(city), Case("x", (Change("accounts", "flq", "delta", "set", 0.2),)))
    assert caught.value.key == "doubt.delta_unknown"


def outcomes_by_hand() -> list[dict]:
    found = []
    for k, value in enumerate([1.0, 2.0, 3.0, 4.0]):
        path = {
            "objective": value, "bound": value, "gap": 0.0,
            "starts": {"a": 2024, **({"b": 2025} if k else {})},
            "indicators": {"gdp": {"2026": value}},
            "targets": {"t": {"value": value, "met": value >= 3.0, "shortfall": 0.0}},
        }  # fmt: skip
        clash = {"limit": "factor", "item": "land|x", "amount": 5.0, "unit": "mu"}
        found.append({
            "code": str(k), "replanned": path, "held": path if k < 3 else None, "clashes": [],
            "broken": [] if k < 3 else [clash], "lost": [], "without": 0.5,
        })  # fmt: skip
    return found


def test_fans_chances_and_choices_by_hand() -> None:
    found = outcomes_by_hand()
    fan = fans(found).set_index("way")
    assert fan.loc["replanned", "q50"] == 2.5
    assert fan.loc["held", "q50"] == 2.0, "a draw in which the plan breaks is in no fan"
    assert fan.loc["replanned", "mean"] == 2.5
    chance = chances(found, ["t"]).set_index("way")
    assert chance.loc["replanned", "chance"] == 0.5
    assert chance.loc["held", "chance"] == 0.25, "a draw in which the plan breaks meets nothing"
    assert chosen(found)["share"].tolist() == [1.0, 0.75]
    assert breaks(found)[["limit", "item", "draws", "share", "mean"]].to_numpy().tolist() == [
        ["factor", "land|x", 1, 0.25, 5.0]
    ]


def test_wilson_interval() -> None:
    """Newcombe (1998, Statistics in Medicine 17, 857-872), table I, method 3: 81 of 263."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 20)[0] == 0.0
    assert round(wilson(0, 20)[1], 4) == 0.1611


def test_names_of_answers_follow_what_they_depend_on(city: City) -> None:
    base, case = (
        Base(city, {"hub_1": 2024}, 1e-3),
        Case("a", (Change("carbon", "*", "cap", "times", 0.9),)),
    )
    name = Namer(base).name(case)
    assert Namer(base).name(Case("b", case.changes)) == name
    others = [
        Namer(Base(city, {"hub_1": 2025}, 1e-3)).name(case),
        Namer(Base(city, {"hub_1": 2024}, 1e-4)).name(case),
        Namer(Base(without_doubt(city), {"hub_1": 2024}, 1e-3)).name(case),
        Namer(base).name(Case("a", (Change("carbon", "*", "cap", "times", 0.9000001),))),
    ]
    assert len({name, *others}) == 5


def test_a_damaged_answer_is_solved_again_and_an_equal_case_once(city: City, tmp_path) -> None:
    base, cases = work.stand_in_cases(3)
    twice = [*cases, Case("again", cases[0].changes)]
    means = Means(Hands(HERE), tmp_path)
    first = solve_cases(base, twice, means, solving=work.stand_in)
    assert first[3] == {**first[0], "code": "again"}
    kept = sorted(tmp_path.glob("*.json"))
    assert len(kept) == 3
    kept[0].write_text(kept[0].read_text()[:40])
    (tmp_path / "x.part").write_text("half")
    assert solve_cases(base, twice, means, solving=work.stand_in) == first
    assert len(Store(tmp_path)) == 3
    assert not list(tmp_path.glob("*.part"))
