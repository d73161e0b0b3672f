"""A city's tables become a network: units once, sums kept, costs as an annuity."""

import numpy as np
import pandas as pd
import pytest

from citywright.cities import builtin_path
from citywright.city import City, open_folder
from citywright.city.declaration import HOUR, HOURS, POWER
from citywright.energy.check import check_network
from citywright.energy.city_costs import annuity, year_weights
from citywright.energy.city_use import load_name
from citywright.energy.from_city import network_of
from citywright.errors import InputError

GWH_100 = 1e5
"""MWh in 100 GWh."""


@pytest.fixture(scope="module")
def city() -> City:
    return open_folder(builtin_path())


def hourly(network, component: str, attribute: str) -> pd.DataFrame:
    return pd.DataFrame(network.by_hour(component, attribute), columns=network.names(component))


def test_toytown_by_hand(toy):
    """Every number against the cells of tests/toytown."""
    n = network_of(toy, 2024)
    assert n.money == "CNY"
    assert n.size == 8760
    assert n.reserve == 0.03
    coal = n.tables["generators"].loc["coal"]
    assert (coal["capacity"], coal["marginal_cost"], coal["emission"]) == (900.0, 380.0, 0.85)
    assert (coal["must_run"], coal["ramp_up"], coal["committable"]) == (0.4, 0.3, True)
    assert coal["start_cost"] == pytest.approx(0.15 * 1000 * 900)
    added = n.tables["generators"].loc["pv_south:2024"]
    assert (added["expandable"], added["capacity"], added["capacity_max"]) == (True, 0.0, 400.0)
    rate = 0.06 / (1 - 1.06**-25)  # discount rate of the city, 25 years
    assert added["capital_cost"] == pytest.approx(3_300_000 * (rate + 0.015))
    battery = n.tables["storage"].loc["battery_south:2024"]
    rate = 0.06 / (1 - 1.06**-15)
    assert battery["capital_cost"] == pytest.approx((400 + 4 * 900) * 1000 * (rate + 0.02))
    assert not n.tables["storage"].loc["battery_south", "expandable"]
    line = n.tables["lines"].loc["north_south"]
    assert (line["capacity_min"], line["capacity_max"]) == (250.0, 550.0)
    assert n.tables["nodes"]["shed_cost"].eq(20_000.0).all()
    cars = n.tables["vehicles"].loc["cars_south"]
    assert cars["number"] == pytest.approx(10_000 * 1.2)
    assert cars["wear_cost"] == 200.0
    # 2026's cap is not 2024's; the roofs are no more than 400 MW
    assert list(n.tables["limits"].index) == ["roofs"]
    assert n.years["carbon_price"].tolist() == [50.0]
    assert not list(check_network(n))


def test_energy_of_a_year_is_kept(toy):
    """Σ_t load = E (1 + losses) (1 + g)^n, whatever the shape; heat alike, without losses."""
    n = network_of(toy, 2026)
    load = hourly(n, "loads", "demand").sum() / GWH_100
    assert load[load_name("north", "work")] == pytest.approx(35.5 * 1.03 * 1.02**3)
    assert load[load_name("south", "homes")] == pytest.approx(3 * 1.03 * 1.03**3)
    heat = hourly(n, "heat_pumps", "heat").sum() / GWH_100
    assert heat["heat_north"] == pytest.approx(0.5 * 1.05**3)
    assert n.tables["limits"].loc["cap_2026", "value"] == 5_200_000.0


def test_pathway_has_vintages_and_one_potential(toy):
    n = network_of(toy, [2026, 2024])
    assert n.size == 2 * 8760
    assert n.weights["year"].tolist() == [2024] * 8760 + [2026] * 8760
    assert n.hours.is_unique
    assert {"pv_south:2024", "pv_south:2026"} < set(n.names("generators"))
    cost = n.tables["generators"]["capital_cost"]
    assert cost["pv_south:2026"] / cost["pv_south:2024"] == pytest.approx(3000 / 3300)
    limits = n.tables["limits"]
    assert limits.loc["potential/pv/south", "value"] == 400.0
    assert limits.loc["cap_2026", "year"] == 2026
    driving = hourly(n, "vehicles", "driving")["cars_south"]
    assert driving[:8760].sum() * 1.2**2 == pytest.approx(driving[8760:].sum())
    members = set(n.tables["group_members"]["member"])
    assert members == {"cars_south", "battery_south", "battery_south:2024", "battery_south:2026"}
    assert not list(check_network(n))


def test_weights_are_discount_factors(toy):
    """2024 stands for 2024 and 2025, 2026 for itself: as values of 2024."""
    assert year_weights(toy, (2026,)) == {2026: 1.0}
    weights = year_weights(toy, (2024, 2026))
    assert weights == pytest.approx({2024: 1 + 1 / 1.06, 2026: 1 / 1.06**2})


def test_annuity():
    """A loan of 1 at 5 % over 20 years costs 0.0802 a year (tables of compound interest)."""
    assert annuity(0.05, 20) == pytest.approx(0.0802426, abs=1e-6)
    assert annuity(0.0, 20) == 0.05


def test_the_base_year_is_over(toy, city):
    """Nothing is added in it, and plants of later years do not run."""
    n = network_of(city, city.settings.base_year)
    for component in ("generators", "storage", "lines"):
        assert not n.tables[component]["expandable"].any()
    assert "coal_guoneng_2" not in n.names("generators")
    assert "coal_guoneng_2" in network_of(city, 2025).names("generators")


def test_without_a_power_system_it_says_so(toy):
    bare = {name: toy.tables[name].head(0) for name in POWER}
    hours = toy.tables[HOURS].head(0)[[HOUR]]
    empty = City(toy.settings, {**toy.tables, **bare, HOURS: hours})
    with pytest.raises(InputError, match="no power system by the hour"):
        network_of(empty, 2024)
    with pytest.raises(InputError, match="2025"):
        network_of(toy, [2024, 2025])
    with pytest.raises(InputError, match="No planning year"):
        network_of(toy, [])


def test_built_in_city_uses_what_its_accounts_use(city):
    """Loads, cars and heat pumps of the base year add up to sectors and households, area by area."""
    loads = city.tables["power_loads"]
    shares, use = city.tables["zone_output"], city.tables["satellites"].set_index("sector")
    of_sectors = (shares["share"] * shares["sector"].map(use["electricity"])).groupby(
        shares["zone"]
    )
    homes = city.tables["zones"].set_index("zone")["household_electricity"]
    hours = city.tables[HOURS]
    cars, heat = (city.tables[t].set_index("node") for t in ("power_fleets", "power_heat"))
    driven = cars["number"] * 1e4 * hours["cars_driving"].sum() / cars["efficiency"] / 1e8
    pumped = heat["energy"] * (hours["heat_demand"] / hours["heat_cop"]).mean()
    told = loads.groupby("node")["energy"].sum() + driven + pumped
    asked = of_sectors.sum() + homes
    assert np.allclose(told[asked.index], asked, atol=1e-3)


def test_built_in_city_is_near_what_is_known(city):
    """Published: peak of 9780 MW in 2021, 1851 MW of photovoltaics in 2023, plants by name."""
    n = network_of(city, 2023)
    peak = hourly(n, "loads", "demand").sum(axis=1).max()
    assert 9780 < peak < 1.12 * 9780  # use grew by about 8 % in two years
    generators = n.tables["generators"]
    assert generators.loc[generators["kind"] == "pv", "capacity"].sum() == 1851
    assert generators.loc["coal_guoneng_1", "capacity"] == 2 * 630
    assert n.tables["storage"].loc["pumped_liyang", "capacity"] == 6 * 250
    caes = n.tables["storage"].loc["caes_jintan"]
    assert (caes["capacity"], caes["capacity"] * caes["hours"]) == (60, 300)
    sun = hourly(n, "generators", "availability")
    pv = [name for name in sun if name.startswith("pv_")]
    energy = (sun[pv] * generators.loc[pv, "capacity"]).sum().sum() / GWH_100
    supply = city.tables["power_supply"].set_index("option")
    told = supply.loc[[f"pv_{zone}" for zone in city.tables["zones"]["zone"]], "energy"].sum()
    assert energy == pytest.approx(told, rel=0.05)


@pytest.mark.parametrize("years", [2023, 2030, [2024, 2027, 2030]])
def test_built_in_network_is_sound(city, years):
    assert not list(check_network(network_of(city, years)))
