"""Toytown with its power planned by the hour in one year; each part made once per process."""

from functools import cache

from citywright.city import City
from citywright.plan import Plan, make_plan
from citywright.plan.data import PlanData, prepare
from citywright.plan.hourly.evidence import hours_of
from citywright.plan.layout import layout_of
from citywright.plan.model import build_model
from citywright.plan.program import program_of
from citywright.plan.proof.operated import Hours
from made_plans import Built, Toy, city_of

TOLERANCE = 1e-3


def hourly_toy() -> Toy:
    """2026 is planned; the base year's system costs 0.40 CNY/kWh and emits 380 (10 000 t)."""
    toy = Toy().put("power_years", ("2026",), "planned", "yes")
    return toy.add("power_years", year="2023", unit_cost="0.4", co2="380")


@cache
def hourly_city() -> City:
    return city_of(hourly_toy())


@cache
def hourly_data() -> PlanData:
    return prepare(hourly_city(), by_hour=True)


@cache
def hourly_built() -> Built:
    m = build_model(hourly_data())
    return Built(hourly_city(), hourly_data(), m, program_of(m), layout_of(m))


@cache
def hourly_plan() -> Plan:
    return make_plan(hourly_city(), TOLERANCE, workers=1)


@cache
def hourly_evidence() -> Hours:
    power = hourly_plan().power
    assert power is not None
    return hours_of(power)
