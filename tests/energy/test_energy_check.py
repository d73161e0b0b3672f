"""Bad networks get named findings, all at once: a story for every code, and spoiled at random."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from energy_check_toys import HOURS, Given, frame, random_network, toy
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from citywright.city.findings import CityError, codes
from citywright.energy.check import NetworkError, check_network, make_checked_network, sound
from citywright.energy.checks.values import ENDLESS
from citywright.energy.declaration import components
from citywright.energy.network import make_network

Story = Callable[[Given], object]
Place = tuple[str, str, str]
SHORT = pd.date_range("2030-01-01", periods=23, freq="h")


def add(toy: Given, component: str, name: str, **values: object) -> Given:
    """One more row, like the first one but for `values`."""
    table = toy.tables[component]
    row = {**table.iloc[0].to_dict(), **values}
    toy.tables[component] = pd.concat([table, frame({name: row})])
    return toy


def profile(toy: Given, key: tuple[str, str], table: pd.DataFrame) -> None:
    toy.series[key] = table


def column(toy: Given, component: str, attribute: str, value: object) -> Given:
    toy.tables[component][attribute] = value
    return toy


def repeat_hour(toy: Given) -> None:
    toy.hours = toy.hours[:-1].append(toy.hours[:1])
    toy.weights.index = toy.hours
    toy.series.clear()


def forget_hour(toy: Given) -> None:
    toy.weights = toy.weights.drop(index=HOURS[3])


def no_hours(toy: Given) -> None:
    toy.hours, toy.weights = toy.hours[:0], toy.weights[:0]
    toy.series.clear()


def weight(toy: Given, name: str, value: object) -> None:
    toy.weights[name] = toy.weights[name].astype(object)
    toy.weights.iloc[3, list(toy.weights.columns).index(name)] = value


def later_year(toy: Given) -> None:
    toy.years = pd.DataFrame({"weight": [1.0, 1.0], "carbon_price": 0.0}, index=[0, 2040])


def half_year(toy: Given) -> None:
    toy.years = pd.DataFrame({"weight": [1.0], "carbon_price": 0.0}, index=[2030.5])


def paid_growth(toy: Given) -> None:
    toy.put("generators", "sun", "capacity_max", np.inf).put(
        "generators", "sun", "marginal_cost", -5
    )


def cut_off(toy: Given) -> None:
    """South keeps its town, but loses the sun, what it stored and the cable."""
    toy.put("lines", "cable", "capacity", 0).put("generators", "sun", "node", "north")
    toy.put("storage", "cell", "node", "north")


def fixed_band(toy: Given) -> None:
    """Units of 40 MW where between 50 and 70 MW are wanted."""
    column(toy, "generators", "capacity_min", 0.0)
    toy.put("generators", "sun", "capacity_min", 50).put("generators", "sun", "capacity_max", 70)
    toy.put("generators", "sun", "unit_size", 40)


SUN = ("generators", "availability")
SUNNY = pd.DataFrame({"sun": np.ones(24)}, index=HOURS)
STORIES: dict[str, tuple[Story, Place]] = {
    "E701": (lambda t: t.tables.update(generator=t.tables["generators"]), ("generator", "", "")),
    "E702": (lambda t: column(t, "generators", "margnal_cost", 3.0), ("generators", "", "margnal_cost")),
    "E703": (lambda t: t.put("generators", "coal", "capacity", "100 MW"), ("generators", "coal", "capacity")),
    "E704": (lambda t: t.put("generators", "coal", "expandable", "perhaps"), ("generators", "coal", "expandable")),
    "E705": (lambda t: t.put("loads", "town", "node", ""), ("loads", "town", "node")),
    "E706": (lambda t: t.vary("loads", "demand", "town", np.where(np.arange(24) == 5, np.nan, 1.0)), ("loads", "town", "demand")),
    "E707": (lambda t: add(t, "loads", "town"), ("loads", "town", "")),
    "E708": (lambda t: t.put("generators", "coal", "capacity", -100), ("generators", "coal", "capacity")),
    "E709": (lambda t: t.put("storage", "cell", "efficiency_in", 1.05), ("storage", "cell", "efficiency_in")),
    "E710": (lambda t: t.put("limits", "cap", "kind", "carbn"), ("limits", "cap", "kind")),
    "E711": (lambda t: t.put("loads", "town", "node", "soth"), ("loads", "town", "node")),
    "E712": (lambda t: t.put("group_members", "1", "group", "plants"), ("group_members", "1", "group")),
    "E713": (lambda t: t.put("group_members", "1", "member", "cel"), ("group_members", "1", "member")),
    "E716": (lambda t: t.tables.update(loads=t.tables["loads"][["node", "demand", "demand"]]), ("loads", "", "demand")),
    "E721": (lambda t: profile(t, SUN, SUNNY.iloc[:-1]), ("generators", "", "availability")),
    "E722": (lambda t: profile(t, ("generators", "capacity"), SUNNY), ("generators", "", "capacity")),
    "E723": (lambda t: profile(t, SUN, SUNNY.rename(columns={"sun": "snu"})), ("generators", "", "availability")),
    "E724": (lambda t: profile(t, SUN, SUNNY.iloc[::-1]), ("generators", "", "availability")),
    "E725": (lambda t: profile(t, SUN, pd.concat([SUNNY, SUNNY], axis=1)), ("generators", "sun", "availability")),
    "E731": (no_hours, ("hours", "", "")),
    "E732": (repeat_hour, ("hours", "2030-01-01 00:00:00", "")),
    "E733": (forget_hour, ("weights", "", "")),
    "E734": (lambda t: weight(t, "energy", 0.0), ("weights", "2030-01-01 03:00:00", "energy")),
    "E735": (lambda t: weight(t, "year", 2050), ("weights", "2030-01-01 03:00:00", "year")),
    "E736": (later_year, ("years", "2040", "")),
    "E737": (half_year, ("years", "2030.5", "year")),
    "E741": (lambda t: column(t, "generators", "capacity_min", 60.0), ("generators", "sun", "capacity_min")),
    "E742": (lambda t: t.put("generators", "sun", "must_run", 1.5), ("generators", "sun", "must_run")),
    "E743": (lambda t: t.vary("storage", "level_max", "cell", 0.05), ("storage", "cell", "level_min")),
    "E744": (lambda t: t.put("storage", "cell", "initial", 41), ("storage", "cell", "initial")),
    "E745": (fixed_band, ("generators", "sun", "unit_size")),
    "E746": (paid_growth, ("generators", "sun", "capacity_max")),
    "E748": (lambda t: t.put("storage", "cell", "hours", 0), ("storage", "cell", "hours")),
    "E749": (lambda t: t.put("storage", "cell", "efficiency_out", 0), ("storage", "cell", "efficiency_out")),
    "E750": (lambda t: column(t, "nodes", "carrier", "AC"), ("links", "boiler", "efficiency")),
    "E751": (lambda t: t.put("lines", "cable", "reactance", 0), ("lines", "cable", "reactance")),
    "E752": (lambda t: t.put("lines", "cable", "node1", "north"), ("lines", "cable", "node1")),
    "E753": (cut_off, ("nodes", "south", "")),
    "E755": (lambda t: t.put("limits", "cap", "subject", "coal|cool"), ("limits", "cap", "subject")),
    "E756": (lambda t: t.put("limits", "cap", "subject", "coal").put("limits", "cap", "node", "south"), ("limits", "cap", "subject")),
    "E757": (lambda t: t.put("limits", "cap", "year", 2035), ("limits", "cap", "year")),
    "E759": (lambda t: t.put("vehicles", "cars", "v2g", 0.7), ("vehicles", "cars", "v2g")),
    "W701": (lambda t: t.put("generators", "coal", "ramp_up", 0), ("generators", "coal", "ramp_up")),
    "W702": (lambda t: add(t, "groups", "empty"), ("groups", "empty", "")),
    "W703": (lambda t: t.put("nodes", "north", "carrier", "DC"), ("lines", "cable", "")),
}  # fmt: skip
"""Code -> how the toy is spoiled, and where the finding has to stand."""
MADE_ONLY = {"E715"}
"""Brought about in a network that was made without the door: test_a_text_that_is_none."""


def places(findings: object) -> set[tuple[str, str, str, str]]:
    return {(f.code, f.file, f.name, f.column) for f in findings}  # type: ignore[attr-defined]


def test_the_toy_is_sound() -> None:
    """What is spoiled below is right before: no error and no notice."""
    assert places(toy().errors()) == set()
    assert sound(toy().network()).size == 24


@pytest.mark.parametrize("code", sorted(STORIES))
def test_story(code: str) -> None:
    story, place = STORIES[code]
    spoiled = toy()
    story(spoiled)
    findings = spoiled.errors()
    assert (code, *place) in places(findings)
    for finding in findings:
        for lang in ("en", "zh"):
            text = finding.text(lang)
            assert finding.name in text
            assert finding.file in text
            assert finding.code in text
            assert "{" not in text
        assert finding.as_dict("en")["name"] == finding.name


def test_every_code_has_a_story() -> None:
    own = {code for code in codes() if re.fullmatch("[EW]7..", code)}
    assert set(STORIES) | MADE_ONLY == own


def test_a_text_that_is_none() -> None:
    """A network made in code may hold anything where a text belongs."""
    network = toy().put("generators", "coal", "kind", np.nan).network()
    assert ("E715", "generators", "coal", "kind") in places(check_network(network))


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (lambda t: t.put("loads", "town", "node", "soth"), "E711", ("loads", "town", "node")),
        (lambda t: t.put("generators", "coal", "capacity", -1), "E708", ("generators", "coal", "capacity")),
        (lambda t: t.vary("loads", "demand", "town", np.full(24, np.nan)), "E706", ("loads", "town", "demand")),
        (cut_off, "E753", ("nodes", "south", "")),
        (lambda t: t.put("lines", "cable", "reactance", 0), "E751", ("lines", "cable", "reactance")),
        (lambda t: t.put("storage", "cell", "efficiency_out", 1.2), "E709", ("storage", "cell", "efficiency_out")),
    ],
)  # fmt: skip
def test_the_issues_own_list(spoil: Story, code: str, place: Place) -> None:
    """Unknown node, negative capacity, not-a-number, island, zero reactance, efficiency over 1."""
    spoiled = toy()
    spoil(spoiled)
    assert (code, *place) in places(spoiled.errors())
    assert (code, *place) in places(check_network(spoiled.network()))


def test_a_year_that_lacks_an_hour() -> None:
    """A profile of 8,759 hours in a network of 8,760 says both numbers."""
    hours = pd.RangeIndex(8760)
    tables = {
        "nodes": frame({"a": {"shed_cost": 1000.0}}), "loads": frame({"town": {"node": "a"}})
    }  # fmt: skip
    short = {("loads", "demand"): pd.DataFrame({"town": np.ones(8759)})}
    (finding,) = check_network(make_network("year", hours, tables, short))
    assert (finding.code, finding.value, finding.allowed) == ("E721", "8759", "8760")
    assert "8759" in finding.text("zh")


def test_nearest_name_is_proposed() -> None:
    (finding,) = toy().put("loads", "town", "node", "soth").errors()
    assert finding.nearest == "south"
    assert finding.text("en").startswith("loads, “town”, node: “soth” is not a node.")


def test_all_findings_come_at_once() -> None:
    """One error carries the faults of tables, profiles, weights and shape; its exit code is 1."""
    spoiled = toy().put("generators", "coal", "capacity", "much").put("storage", "cell", "hours", 0)
    weight(spoiled, "cost", -1.0)
    profile(spoiled, SUN, SUNNY.iloc[:-1])
    spoiled.put("lines", "cable", "node1", "north")
    with pytest.raises(NetworkError) as caught:
        make_checked_network("toy", *spoiled.parts())
    error = caught.value
    assert isinstance(error, CityError)
    assert error.exit_code == 1
    assert {f.code for f in error.findings} >= {"E703", "E748", "E734", "E721", "E752"}
    assert str(len(error.findings)) in error.text("en").splitlines()[0]
    assert len(error.text("zh").splitlines()) == len(error.findings) + 1


def test_a_misread_cell_is_not_judged_twice() -> None:
    """Where a number cannot be read, its default is no further fault."""
    findings = toy().put("storage", "cell", "capacity", "ten").errors()
    assert [f.code for f in findings] == ["E703"]


def test_what_varies_says_hour_and_count() -> None:
    values = np.where(np.arange(24) > 20, -1.0, 1.0)
    findings = toy().vary("flexible_loads", "power", "mill", values).errors()
    (finding,) = findings
    assert finding.value == "-1 @ 2030-01-01 21:00:00 (×3)"


def test_written_tables_become_the_same_network() -> None:
    """Numbers and flags as text, names in a column: as a spreadsheet gives them."""
    plain = toy()
    written = toy()
    for component, table in written.tables.items():
        text = table.map(lambda v: ("yes" if v else "no") if isinstance(v, bool) else str(v))
        written.tables[component] = text.reset_index(names="name")
    one = make_checked_network("toy", *plain.parts())
    other = make_checked_network("toy", *written.parts())
    for component in components():
        pd.testing.assert_frame_equal(one.tables[component], other.tables[component])


@pytest.mark.parametrize(
    "allowed",
    [
        lambda t: t.put("links", "boiler", "efficiency", 4.5),  # a heat pump to another carrier
        lambda t: t.put("lines", "cable", "capacity", np.inf),  # it never binds
        lambda t: t.put("lines", "cable", "reactance", np.nan),  # a line without voltage law
        lambda t: column(t, "storage", "charge_max", 0.0).put(
            "storage", "cell", "efficiency_in", 0
        ),
        lambda t: t.put("generators", "coal", "marginal_cost", -40),  # paid, but capacity is fixed
        lambda t: t.put("nodes", "south", "shed_cost", 900.0).put("lines", "cable", "capacity", 0),
        lambda t: t.put("limits", "cap", "value", -10.0),  # more carbon bound than set free
        lambda t: t.put("generators", "coal", "must_run", 1.0),  # above demand: no input error
        lambda t: t.put("storage", "cell", "initial", 500).put("storage", "cell", "cyclic", True),
    ],
)
def test_what_is_allowed(allowed: Story) -> None:
    """Odd, but with a meaning: no error."""
    odd = toy()
    allowed(odd)
    assert places(odd.errors()) == set()


def test_a_limit_on_capacity_keeps_growth_finite() -> None:
    spoiled = toy()
    paid_growth(spoiled)
    add(spoiled, "limits", "roof", kind="capacity", subject="pv", value=200.0)
    assert places(spoiled.errors()) == set()


def quick(examples: int) -> settings:
    """The same examples in every run."""
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, phases=phases, database=None
    )


@quick(25)
@given(seed=st.integers(0, 2**32 - 1))
def test_random_networks_are_sound(seed: int) -> None:
    assert places(random_network(seed).errors()) == set()


def filled_in(spoiled: Given, component: str, attribute: str) -> None:
    """Let the table hold the attribute, at its default, and no profile hide it."""
    declared = components()[component][attribute]
    if attribute not in spoiled.tables[component]:
        column(spoiled, component, attribute, declared.value)
    spoiled.series.pop((component, attribute), None)


def bad_number(spoiled: Given, rng: np.random.Generator) -> None:
    """Any number of any component becomes unreadable, not finite or out of its bounds."""
    component, attribute, name = pick(spoiled, rng, {"number"})
    declared = components()[component][attribute]
    wrong: list[object] = ["12 MW", None, -np.inf, True, "", object()]
    if np.isfinite(declared.value) and (component, attribute) not in ENDLESS:  # type: ignore[call-overload]
        wrong += [np.nan, np.inf, "nan", "inf"]
    if attribute in {"reactance", "energy_min"}:
        wrong = ["x", True]
    wrong += [declared.minimum - 1.0] if np.isfinite(declared.minimum) else []
    wrong += [declared.maximum + 0.5] if np.isfinite(declared.maximum) else []
    filled_in(spoiled, component, attribute)
    spoiled.put(component, name, attribute, wrong[int(rng.integers(len(wrong)))])


def bad_word(spoiled: Given, rng: np.random.Generator) -> None:
    """A node, group, choice or flag becomes something that does not exist."""
    component, attribute, name = pick(spoiled, rng, {"node", "group", "choice", "flag"})
    wrong = ["nowhere", 17, 2.5]
    filled_in(spoiled, component, attribute)
    spoiled.put(component, name, attribute, wrong[int(rng.integers(len(wrong)))])


def bad_name(spoiled: Given, rng: np.random.Generator) -> None:
    """A row stands twice, has no name, or its table or column has a name that is not declared."""
    component = str(rng.choice(sorted(spoiled.tables)))
    table = spoiled.tables[component]
    how = int(rng.integers(4))
    if how == 0:
        spoiled.tables[component] = pd.concat([table, table.iloc[:1]])
    elif how == 1:
        spoiled.tables[component] = table.rename(index={table.index[0]: " "})
    elif how == 2:
        spoiled.tables[component + "_"] = table
    else:
        spoiled.tables[component] = table.assign(colour="red")


def bad_profile(spoiled: Given, rng: np.random.Generator) -> None:
    """A profile is too short, in another order, of another thing, or holds what is no number."""
    key = sorted(spoiled.series)[int(rng.integers(len(spoiled.series)))]
    table = spoiled.series[key].copy()
    hour = int(rng.integers(len(table)))
    changed: dict[int, Callable[[], pd.DataFrame]] = {
        0: lambda: table.drop(index=table.index[hour]),
        1: lambda: table.iloc[rng.permutation(len(table))[::-1]],
        2: lambda: table.rename(columns={table.columns[0]: "nobody"}),
        3: lambda: pd.concat([table, table.iloc[:, :1]], axis=1),
        4: lambda: cell(table, hour, "?"),
        5: lambda: cell(table, hour, rng.choice([np.nan, np.inf, -np.inf])),
        6: lambda: pd.DataFrame(table.to_numpy(), columns=table.columns),
    }
    if (how := int(rng.integers(8))) == 7:
        spoiled.series[key[0], str(rng.choice(["node", "capacities", "kind"]))] = table
    else:
        spoiled.series[key] = changed[how]()


def cell(table: pd.DataFrame, hour: int, value: object) -> pd.DataFrame:
    table = table.astype(object)
    table.iloc[hour, 0] = value
    return table


def bad_horizon(spoiled: Given, rng: np.random.Generator) -> None:
    """A weight, a planning year or the reserve becomes impossible."""
    how = int(rng.integers(5))
    if how == 0:
        weight(
            spoiled, str(rng.choice(["cost", "energy", "state"])), rng.choice([0.0, -1.0, np.nan])
        )
    elif how == 1:
        weight(spoiled, "year", [2051, "soon", 0.5, np.inf][int(rng.integers(4))])
    elif how == 2:
        spoiled.years = spoiled.years.assign(weight=[0.0, -2.0, np.nan, "x"][int(rng.integers(4))])
    elif how == 3:
        spoiled.reserve = float(rng.choice([-0.1, np.nan, np.inf]))
    else:
        spoiled.weights = (
            spoiled.weights.iloc[:-1] if rng.random() < 0.5 else spoiled.weights[["cost"]]
        )


def bad_meaning(spoiled: Given, rng: np.random.Generator) -> None:
    """Any of the stories that end in an error."""
    code = str(rng.choice(sorted(c for c in STORIES if c.startswith("E"))))
    STORIES[code][0](spoiled)


def pick(spoiled: Given, rng: np.random.Generator, kinds: set[str]) -> tuple[str, str, str]:
    """An attribute of one of the kinds, at a name of its component."""
    all_of = [(a.component, a.name) for c in components().values() for a in c.values()
              if a.kind in kinds]  # fmt: skip
    component, attribute = all_of[int(rng.integers(len(all_of)))]
    return component, attribute, str(spoiled.tables[component].index[0])


SPOILERS = (bad_number, bad_word, bad_name, bad_profile, bad_horizon, bad_meaning)


def assert_found(seed: int, spoiler: Callable[..., None]) -> None:
    """Whatever is spoiled, there is a finding with a sentence, and never a traceback."""
    spoiled = random_network(seed)
    spoiler(spoiled, np.random.default_rng(seed))
    findings = spoiled.errors()
    assert any(f.severity == "error" for f in findings)
    for finding in findings:
        assert finding.text("en")
        assert finding.text("zh")


@quick(150)
@given(seed=st.integers(0, 2**32 - 1), spoiler=st.sampled_from(SPOILERS))
def test_spoiled_networks_are_found(seed: int, spoiler: Callable[..., None]) -> None:
    assert_found(seed, spoiler)


@pytest.mark.nightly
@quick(4000)
@given(seed=st.integers(0, 2**32 - 1), spoiler=st.sampled_from(SPOILERS))
def test_many_spoiled_networks_are_found(seed: int, spoiler: Callable[..., None]) -> None:
    assert_found(seed, spoiler)


@quick(60)
@given(seed=st.integers(0, 2**32 - 1), spoiler=st.sampled_from(SPOILERS))
def test_order_of_rows_changes_nothing(seed: int, spoiler: Callable[..., None]) -> None:
    """Rows of tables, columns of tables and profiles, tables themselves in any order."""
    spoiled = random_network(seed)
    spoiler(spoiled, np.random.default_rng(seed))
    rng = np.random.default_rng(seed + 1)
    shuffled = replace(spoiled, tables={}, series={})
    for component in rng.permutation(sorted(spoiled.tables)):
        table = spoiled.tables[component]
        rows, columns = rng.permutation(len(table)), rng.permutation(len(table.columns))
        shuffled.tables[component] = table.iloc[rows, columns]
    for key, table in reversed(list(spoiled.series.items())):
        shuffled.series[key] = table.iloc[:, rng.permutation(len(table.columns))]
    assert list(shuffled.errors()) == list(spoiled.errors())
