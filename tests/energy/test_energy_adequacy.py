"""Loss of load against published figures, against every state counted, and against laws."""

import itertools
from dataclasses import replace

import energy_rts79 as rts79
import numpy as np
import pandas as pd
import pytest
from energy_check_toys import toy
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from citywright.energy.adequacy import (
    Reservoir,
    Sampling,
    System,
    Unit,
    adequacy_system,
    capacity_outage_table,
    credit,
    lole_exact,
    lole_sampled,
)
from citywright.energy.adequacy import sampling as sampling_module
from citywright.energy.adequacy.sampling import is_up
from citywright.energy.lowering import lowered
from citywright.energy.network import make_network
from citywright.errors import UsageError


def quick(examples: int) -> settings:
    """The same examples in every run."""
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, phases=phases, database=None
    )


fleets = st.lists(
    st.tuples(st.integers(0, 40), st.floats(0.0, 1.0)).map(lambda u: Unit(float(u[0]), u[1])),
    min_size=0,
    max_size=7,
)


def test_book_outage_table() -> None:
    """Billinton & Allan (1996), tables 2.2 and 2.3: units of 3, 3 and 5 MW, each out 2 % of time."""
    table = capacity_outage_table([Unit(3, 0.02), Unit(3, 0.02), Unit(5, 0.02)])
    rows = {0: 0.941192, 3: 0.038416, 5: 0.019208, 6: 0.000392, 8: 0.000784, 11: 0.000008}
    expected = np.array([rows.get(k, 0.0) for k in range(12)])
    assert table.probability == pytest.approx(expected, abs=1e-12)
    assert table.cumulative[[0, 3, 5, 6, 8, 11]] == pytest.approx(
        [1.0, 0.058808, 0.020392, 0.001184, 0.000792, 0.000008], abs=1e-12
    )


def test_rts79_is_the_published_system() -> None:
    """IEEE (1979): 3,405 MW, a peak of 2,850 MW, 15,297 GWh a year."""
    assert sum(unit.capacity for unit in rts79.units()) == 3405
    assert rts79.load().max() == pytest.approx(2850)
    assert rts79.load().sum() / 1e3 == pytest.approx(15297.075, abs=5e-4)


def test_book_rts79_hourly() -> None:
    """Allan, Billinton & Abdel-Gawad (1986), IEEE Trans. Power Systems 1(4), pp. 1-7: LOLE of
    9.39418 hours and 1.176 GWh unserved a year with the hourly load.
    """
    exact = lole_exact(System.single(rts79.load(), rts79.units()))
    assert round(exact.lole, 5) == 9.39418
    assert round(exact.eue / 1e3, 3) == 1.176


def test_book_rts79_daily_peaks() -> None:
    """The same paper: 1.36886 days a year with the daily peaks."""
    peaks = rts79.load().reshape(-1, 24).max(axis=1)
    assert round(lole_exact(System.single(peaks, rts79.units())).lole, 5) == 1.36886


def test_sampled_rts79_agrees_with_exact() -> None:
    """The 99 % interval of 150 sampled years holds the exact figures."""
    system = System.single(rts79.load(), rts79.units())
    sampled = lole_sampled(system, Sampling(150, seed=79, repair_hours=50.0, confidence=0.99))
    exact = lole_exact(system)
    assert sampled.lole_interval[0] < exact.lole < sampled.lole_interval[1]
    assert sampled.eue_interval[0] < exact.eue < sampled.eue_interval[1]
    assert sampled.years == len(sampled.course) == 150
    assert sampled.course[-1] == pytest.approx(sampled.lole)
    assert sampled.share == pytest.approx(sampled.eue / rts79.load().sum())


@pytest.mark.nightly
def test_sampling_comes_to_the_exact_figure() -> None:
    """Longer sampling, narrower interval: 3,000 years give LOLE of RTS-79 within 5 %."""
    system = System.single(rts79.load(), rts79.units())
    sampled = lole_sampled(system, Sampling(6000, 1979, 50.0, tolerance=0.05))
    low, high = sampled.lole_interval
    assert (high - low) / 2 <= 0.05 * sampled.lole
    assert sampled.lole == pytest.approx(9.39418, rel=0.08)


@quick(60)
@given(fleet=fleets, load=st.lists(st.floats(-10, 200), min_size=1, max_size=5))
def test_convolution_counts_every_state(fleet: list[Unit], load: list[float]) -> None:
    """The table is the sum over all 2^n states of the fleet."""
    table = capacity_outage_table(fleet)
    lost, unserved = np.zeros(len(load)), np.zeros(len(load))
    for state in itertools.product((0, 1), repeat=len(fleet)):
        p = np.prod([u.outage_rate if out else 1 - u.outage_rate
                     for u, out in zip(fleet, state, strict=True)])  # fmt: skip
        left = sum(u.capacity for u, out in zip(fleet, state, strict=True) if not out)
        lost += p * (np.array(load) > left + 1e-9)
        unserved += p * np.maximum(np.array(load) - left, 0)
    assert table.loss_probability(np.array(load)) == pytest.approx(lost, abs=1e-9)
    assert table.unserved(np.array(load)) == pytest.approx(unserved, abs=1e-7)
    assert table.probability.sum() == pytest.approx(1.0)


@quick(40)
@given(
    sizes=st.lists(st.floats(0.0, 30.0), min_size=1, max_size=6),
    rate=st.floats(0.0, 1.0),
    step=st.sampled_from([0.5, 1.0, 7.0]),
)
def test_rounding_keeps_the_mean(sizes: list[float], rate: float, step: float) -> None:
    """Billinton & Allan, section 2.3.2: sharing a capacity between rows keeps sum of q · C."""
    table = capacity_outage_table([Unit(size, rate) for size in sizes], step)
    assert table.probability @ table.outage == pytest.approx(rate * sum(sizes), abs=1e-6)
    assert table.probability.sum() == pytest.approx(1.0)


@quick(30)
@given(fleet=fleets, more=st.floats(0, 20), seed=st.integers(0, 1000))
def test_more_load_is_never_safer(fleet: list[Unit], more: float, seed: int) -> None:
    """LOLE and EUE rise with demand, and fall with every unit that is added."""
    load = np.random.default_rng(seed).uniform(0, 60, 24)
    base = System.single(load, fleet)
    one, higher = lole_exact(base), lole_exact(base.with_load(more))
    safer = lole_exact(base.with_units([Unit(10.0, 0.3)]))
    assert one.lole <= higher.lole + 1e-9
    assert one.eue <= higher.eue + 1e-9
    assert safer.lole <= one.lole + 1e-9
    assert safer.eue <= one.eue + 1e-9


def test_availability_by_hour_derates_units() -> None:
    """A unit of 10 MW at half its capacity is a unit of 5 MW in that hour."""
    system = System.single([8.0, 4.0, 4.0], [Unit(10, 0.1)])
    system = replace(system, availability=np.array([[1.0], [0.5], [0.1]]))
    exact = lole_exact(system)
    assert exact.lolp == pytest.approx([0.1, 0.1, 1.0])
    assert exact.eue == pytest.approx(0.1 * 8 + 0.1 * 4 + 0.9 * 3 + 0.1 * 4)


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.3, 1.0])
def test_outages_last_and_recur_as_declared(rate: float) -> None:
    """Out for the share q of time, at the first instant too; outages last 20 hours in the mean."""
    instants = np.arange(2000.0)
    paths = np.array([
        is_up(Unit(1, rate), instants, 20.0, np.random.default_rng([7, k])) for k in range(400)
    ])  # fmt: skip
    assert (~paths).mean() == pytest.approx(rate, abs=0.01)
    assert (~paths[:, 0]).mean() == pytest.approx(rate, abs=0.06)
    if 0 < rate < 1:
        # seen by the hour, the chance that an outage goes on is exp(-1/20)(1-q) + q
        goes_on = (~paths[:, 1:] & ~paths[:, :-1]).sum() / (~paths[:, :-1]).sum()
        pace = np.exp(-1 / (20 * (1 - rate)))
        assert goes_on == pytest.approx(pace * (1 - rate) + rate, abs=0.01)


SMALL = Sampling(40, seed=3, repair_hours=10.0)


def small(load: float = 55.0, hours: int = 200) -> System:
    swing = load + 10 * np.sin(np.arange(hours))
    return System.single(swing, [Unit(20, 0.1), Unit(20, 0.1), Unit(30, 0.05)])


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One year at a time or all at once: the same numbers."""
    whole = lole_sampled(small(), SMALL)
    monkeypatch.setattr(sampling_module, "CELLS", 600)
    parts = lole_sampled(small(), SMALL)
    assert parts.lole == pytest.approx(whole.lole, rel=1e-12)
    assert parts.course == pytest.approx(whole.course, rel=1e-12)
    assert parts.lolp == pytest.approx(whole.lolp)


def test_sampling_stops_when_it_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling_module, "CELLS", 200 * 25)
    sampled = lole_sampled(small(), replace(SMALL, years=5000, tolerance=0.1))
    low, high = sampled.lole_interval
    assert sampled.years < 5000
    assert (high - low) / 2 <= 0.1 * sampled.lole
    assert sampled.years_with_loss <= sampled.years
    assert lole_exact(small()).lole == pytest.approx(sampled.lole, rel=0.25)


def store(
    hours: int, power: float, energy: float, *, node: int = 0, level: float | None = None,
    efficiency: float = 1.0, inflow: float = 0.0, floor: float = 0.0, loss: float = 0.0,
) -> Reservoir:  # fmt: skip
    return Reservoir(
        node, np.full(hours, power), np.full(hours, power), np.full(hours, floor),
        np.full(hours, energy), energy if level is None else level,
        efficiency, efficiency, loss, np.full(hours, inflow),
    )  # fmt: skip


def without_chance(load: list[float], firm: float, *stores: Reservoir) -> float:
    """Unserved MWh where nothing fails."""
    system = System.single(load, [], firm, stores)
    return lole_sampled(system, Sampling(2, 0, 1.0)).eue


def test_a_store_by_hand() -> None:
    """3 MWh are short in hours 2 to 4; a full store of 2 MWh leaves 1, one of half yield 2."""
    load = [5.0, 9.0, 9.0, 9.0]
    assert without_chance(load, 8.0) == pytest.approx(3)
    assert without_chance(load, 8.0, store(4, 5, 2)) == pytest.approx(1)
    assert without_chance(load, 8.0, store(4, 5, 2, efficiency=0.5)) == pytest.approx(2)
    # empty at first, it fills from the 3 MW left over in hour 1, at 90 % in and 90 % out
    empty = store(4, 5, 10, level=0.0, efficiency=0.9)
    assert without_chance(load, 8.0, empty) == pytest.approx(3 - 0.81 * 3)
    assert without_chance(load, 8.0, store(4, 0.4, 99)) == pytest.approx(3 - 3 * 0.4)
    assert without_chance(load, 8.0, store(4, 5, 2, floor=1.5)) == pytest.approx(3 - 0.5)
    assert without_chance(load, 8.0, store(4, 5, 2, level=0.0, inflow=1.0)) == pytest.approx(0)
    # what a fleet draws on the road falls to the grid when its batteries are empty
    assert without_chance(load, 9.0, store(4, 5, 2, level=2.0, inflow=-1.0)) == pytest.approx(1)
    assert without_chance(load, 9.0, store(4, 0, 2, level=2.0, inflow=-1.0)) == pytest.approx(2)


def test_standing_loss_by_hand() -> None:
    """4 MWh lose a quarter an hour: 4 · 0.75² = 2.25 MWh are left for the second hour."""
    assert without_chance([0.0, 9.0], 0.0, store(2, 0, 4, loss=0.25)) == pytest.approx(9)
    given = store(2, 9, 4, loss=0.25)
    given = replace(given, power_in=np.zeros(2))
    assert without_chance([0.0, 9.0], 0.0, given) == pytest.approx(9 - 2.25)


def test_longest_time_to_go_gives_first() -> None:
    """Evans, Tindemans & Angeli (2019): a 4-hour and a 1-hour store of 1 MW serve 1, 1, 1, 2 MW,
    which they could not if the short one gave first.
    """
    load = [1.0, 1.0, 1.0, 2.0]
    both = (store(4, 1, 1), store(4, 1, 4))
    assert without_chance(load, 0.0, *both) == pytest.approx(0)
    assert without_chance(load, 0.0, *both[::-1]) == pytest.approx(0)


@quick(15)
@given(seed=st.integers(0, 1000), energy=st.floats(0, 60), more=st.floats(0, 60))
def test_a_larger_store_never_serves_less(seed: int, energy: float, more: float) -> None:
    sampling = replace(SMALL, years=10, seed=seed)
    base = small(60.0, 60)
    results = [
        lole_sampled(base.with_reservoirs([store(60, 10.0, size)]), sampling).eue
        for size in (0.0, energy, energy + more)
    ]
    assert results[0] == pytest.approx(lole_sampled(base, sampling).eue)
    assert results[2] <= results[1] + 1e-6
    assert results[1] <= results[0] + 1e-6


def two_nodes(limit: float) -> System:
    """10 MW are short at one node, 20 MW are left over at the other."""
    system = System.single([0.0, 0.0], [])
    return replace(
        system, demand=np.array([[30.0, 10.0]] * 2), firm=np.array([[20.0, 30.0]] * 2),
        imports=np.array([limit, limit]), exports=np.array([limit, limit]),
    )  # fmt: skip


@pytest.mark.parametrize(("limit", "short"), [(0.0, 10.0), (6.0, 4.0), (10.0, 0.0), (np.inf, 0.0)])
def test_import_limit_by_hand(limit: float, short: float) -> None:
    sampled = lole_sampled(two_nodes(limit), Sampling(2, 0, 1.0))
    assert sampled.eue == pytest.approx(2 * short)
    assert sampled.eue_node == pytest.approx([2 * short, 0.0])
    assert sampled.lole_node == pytest.approx([2.0 * (short > 0), 0.0])


def test_a_store_helps_across_the_limit() -> None:
    """The other node is full to its limit of 6; a store at home gives the rest, one there cannot."""
    near = two_nodes(6.0).with_reservoirs([store(2, 3, 6, node=0)])
    far = two_nodes(6.0).with_reservoirs([store(2, 3, 6, node=1)])
    sampling = Sampling(2, 0, 1.0)
    assert lole_sampled(near, sampling).eue == pytest.approx(2 * 1.0)
    assert lole_sampled(far, sampling).eue == pytest.approx(2 * 4.0)
    alone = replace(two_nodes(6.0), firm=np.array([[20.0, 10.0]] * 2))
    helped = alone.with_reservoirs([store(2, 3, 6, node=1)])
    assert lole_sampled(helped, sampling).eue == pytest.approx(2 * 7.0)


@quick(20)
@given(seed=st.integers(0, 10_000), limits=st.lists(st.floats(0, 30), min_size=2, max_size=2))
def test_wider_limits_never_serve_less(seed: int, limits: list[float]) -> None:
    """Nothing between nodes >= narrow >= wide >= one area, in the same sampled years."""
    rng = np.random.default_rng(seed)
    demand = rng.uniform(5, 40, (30, 3))
    base = replace(
        System.single(np.zeros(30), [Unit(30, 0.1)] * 5), demand=demand,
        firm=rng.uniform(0, 10, (30, 3)), unit_node=rng.integers(0, 3, 5),
    )  # fmt: skip
    eue = []
    for limit in (0.0, min(limits), max(limits), np.inf):
        ties = np.full(3, limit)
        made = replace(base, imports=ties, exports=ties)
        eue.append(lole_sampled(made, Sampling(5, seed, 10.0)).eue)
    plate = System.single(demand.sum(axis=1), base.units, base.firm.sum(axis=1))
    eue.append(lole_sampled(plate, Sampling(5, seed, 10.0)).eue)
    assert all(a >= b - 1e-6 for a, b in itertools.pairwise(eue))
    assert eue[-1] == pytest.approx(eue[-2])


def eue_of(system: System) -> float:
    return lole_exact(system).eue


def test_what_never_fails_carries_itself() -> None:
    """Garver (1966): a perfect unit carries its capacity; the less reliable, the less it carries."""
    base = small()
    carried = [
        credit(base, base.with_units([Unit(15, q)]), eue_of, ceiling=20.0, tolerance=1e-3).load
        for q in (0.0, 0.05, 0.2, 0.5, 1.0)
    ]
    assert carried[0] == pytest.approx(15, abs=2e-3)
    assert carried == sorted(carried, reverse=True)
    assert carried[-1] == 0.0
    assert carried[1] < 15 * 0.95 + 0.75


def test_sun_carries_nothing_at_night() -> None:
    """20 MW in the half of hours with low demand carry less than in the half with high demand."""
    base = small()
    peak = base.demand[:, 0] > np.median(base.demand)
    carried = [
        credit(base, base.with_firm(20.0 * hours), eue_of, ceiling=25.0, tolerance=0.01).load
        for hours in (~peak, peak)
    ]
    assert carried[0] < carried[1] <= 20


def test_credit_of_a_store_by_sampling() -> None:
    """The same years for both: a store carries more the longer it lasts, and less than its power."""
    base = small(50.0, 300)

    def measure(system: System) -> float:
        return lole_sampled(system, replace(SMALL, years=20)).eue

    carried = [
        credit(base, base.with_reservoirs([store(300, 10.0, 10.0 * hours)]), measure,
               ceiling=12.0, tolerance=0.2).load
        for hours in (1, 4, 24)
    ]  # fmt: skip
    assert 0 < carried[0] < carried[1] < carried[2] <= 10


def test_a_network_as_a_system() -> None:
    """Coal fails, sun does not; the town, the mill's cut and the pumps' power are counted once."""
    network = lowered(toy().put("generators", "coal", "unit_size", 40).network())
    system = adequacy_system(network, {("generators", "sun"): 50.0})
    assert [unit.capacity for unit in system.units] == [40, 40, 20]
    assert {unit.outage_rate for unit in system.units} == {0.05}
    sun = 50 * np.linspace(0, 1, 24)
    assert system.firm[:, 0] == pytest.approx(sun + 3.0)
    fleet = network.tables["loads"].loc["vehicles/cars", "demand"]
    assert fleet == 0
    assert system.demand[:, 0] == pytest.approx(30.0 + 4.0 / 3.2)
    assert sorted(r.energy[0] for r in system.reservoirs) == pytest.approx([3.0, 40.0])
    cell = max(system.reservoirs, key=lambda r: r.energy[0])
    assert (cell.level, cell.floor[0], cell.power_out[0]) == pytest.approx((20.0, 4.0, 10.0))


def test_nodes_of_a_network_keep_their_limits() -> None:
    network = lowered(toy().network())
    system = adequacy_system(network, whole=False)
    assert system.demand[0] == pytest.approx([1.25, 30.0])
    assert list(system.imports) == list(system.exports) == [80.0, 80.0]
    endless = toy().put("lines", "cable", "capacity", np.inf)
    unbound = adequacy_system(lowered(endless.network()), whole=False)
    plate = adequacy_system(lowered(endless.network()))
    assert lole_sampled(unbound, SMALL).eue == pytest.approx(lole_sampled(plate, SMALL).eue)


def test_order_of_rows_changes_no_sample() -> None:
    given = (
        toy().put("generators", "coal", "capacity", 45).put("generators", "coal", "unit_size", 9)
    )
    one = adequacy_system(lowered(given.network()))
    for component, table in given.tables.items():
        given.tables[component] = table.iloc[::-1]
    other = adequacy_system(lowered(given.network()))
    assert lole_sampled(one, SMALL).eue == lole_sampled(other, SMALL).eue > 0


def test_links_from_another_carrier_count_where_named() -> None:
    """A turbine fed with hydrogen is supply only where the user says that its fuel is there."""
    hours = pd.RangeIndex(2)
    tables = {
        "nodes": pd.DataFrame({"carrier": ["AC", "H2"]}, index=["city", "gas"]),
        "links": pd.DataFrame(
            {"node0": "gas", "node1": "city", "capacity": 10.0, "efficiency": 0.6},
            index=["turbine"],
        ),
        "loads": pd.DataFrame({"node": "city", "demand": 6.0}, index=["town"]),
    }
    network = make_network("gas", hours, tables)
    assert adequacy_system(network).firm[0, 0] == 0
    assert adequacy_system(network, firm_links=["turbine"]).firm[0, 0] == pytest.approx(6)
    tables["links"]["capacity"] = np.inf
    endless = make_network("gas", hours, tables)
    assert adequacy_system(endless).firm[0, 0] == 0
    with pytest.raises(UsageError):
        adequacy_system(endless, firm_links=["turbine"])


def test_what_cannot_be_asked() -> None:
    """Each wrong question is answered by one sentence, in both languages."""
    base = small()
    with_store = base.with_reservoirs([store(200, 1, 1)])
    questions = [
        lambda: capacity_outage_table([Unit(-1, 0.1)]),
        lambda: capacity_outage_table([Unit(1, 1.1)]),
        lambda: capacity_outage_table([], step=0),
        lambda: lole_exact(with_store),
        lambda: lole_sampled(base, replace(SMALL, years=1)),
        lambda: lole_sampled(base, replace(SMALL, repair_hours=0.0)),
        lambda: adequacy_system(toy().network()),
        lambda: adequacy_system(lowered(toy().network()), year=2050),
        lambda: credit(
            System.single([1.0], [Unit(2, 0.0)]), base, eue_of, ceiling=1, tolerance=0.1
        ),
        lambda: credit(base, base.with_units([Unit(99, 0.0)]), eue_of, ceiling=1, tolerance=0.1),
    ]
    for question in questions:
        with pytest.raises(UsageError) as caught:
            question()
        assert caught.value.exit_code == 2
        assert caught.value.text("en") != caught.value.text("zh")
