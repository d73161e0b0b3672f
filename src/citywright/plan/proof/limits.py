"""Rows of people, scarce factors, power, carbon and targets."""

from collections.abc import Iterator
from math import inf
from typing import Any

from citywright.city import CITY_WIDE
from citywright.plan.proof.facts import Facts, begun_before, building_share, money
from citywright.plan.proof.hour_rows import hour_emissions
from citywright.plan.proof.indicators import indicator_sides
from citywright.plan.proof.rows import Row, Terms, at_most, equal
from citywright.plan.proof.taxes import returns
from citywright.units import is_money


def people_rows(f: Facts) -> Iterator[Row]:
    """Work by skill against labour and programmes."""
    mix = {(r.sector, r.skill): r.share for r in f.rows("skill_mix")}
    employed = {r.sector: r.employment for r in f.rows("satellites")}
    programmes = f.rows("programmes")
    for r in f.rows("labour"):
        fall = 1.0 / f.growth("productivity_growth", r.year)
        terms: Terms = {
            ("existing", i, r.year): mix.get((i, r.skill), 0.0) * employed[i] / f.x[i] * fall
            for i in f.sectors if f.x[i] > 0
        }  # fmt: skip
        for p in f.projects:
            terms["running", p.project, r.year] = mix.get((p.sector, r.skill), 0.0) * p.jobs / 1e4
        for g in programmes:
            if g.skill == r.skill:
                terms |= {("people", g.programme, s): -1.0 for s in f.years if s <= r.year}
        yield at_most("work", r.skill, r.year, terms, r.supply)
    for g in programmes:
        for t in f.years:
            open_ = g.first_year <= t <= g.last_year
            yield at_most(
                "programmes",
                g.programme,
                t,
                {("people", g.programme, t): 1.0},
                g.people if open_ else 0.0,
            )


def factor_rows(f: Facts) -> Iterator[Row]:
    """Use of every factor against its supply and the taxes that come back, by area and year."""
    factors = {r.factor: r for r in f.rows("factors")}
    amount = {(r.project, r.factor): r.amount for r in f.rows("project_uses")}
    for r in f.rows("factor_supply"):
        terms: Terms = {}
        fixed = 0.0
        for p in f.projects:
            used = amount.get((p.project, r.factor), 0.0)
            if used <= 0 or r.zone not in (CITY_WIDE, p.zone):
                continue
            timing, unit = factors[r.factor].timing, factors[r.factor].unit
            if timing == "run":
                terms["running", p.project, r.year] = used
                continue
            paid = timing in ("build", "start") and is_money(unit)
            for s in f.years:
                share = _share(timing, p, s, r.year)
                if share:
                    terms["start", p.project, s] = used * share * (f.trend(p, s) if paid else 1.0)
            before = begun_before(f, p)
            if before is not None and timing == "build":
                share = building_share(p, before, r.year)
                fixed += used * share * (f.trend(p, before) if paid else 1.0)
        if r.zone == CITY_WIDE:
            paying = [g for g in f.rows("programmes") if g.factor == r.factor]
            terms |= {
                ("people", g.programme, r.year): g.cost * money(factors[r.factor].unit)
                for g in paying
            }
            for variable, back in returns(f, factors[r.factor], r.year).items():
                terms[variable] = terms.get(variable, 0.0) + back
        yield at_most(f"factor|{r.factor}|{r.zone}", "", r.year, terms, r.supply - fixed)


def _share(timing: str, project: Any, start: int, year: int) -> float:  # noqa: ANN401
    if timing == "hold":
        return 1.0 if start <= year else 0.0
    if timing == "start":
        return 1.0 if start == year else 0.0
    return building_share(project, start, year)


def power_rows(f: Facts) -> Iterator[Row]:
    """Load, balance of each area and of the city grid, limits of grid and supply."""
    share = {(r.zone, r.sector): r.share for r in f.rows("zone_output")}
    used = {r.sector: r.electricity for r in f.rows("satellites")}
    options = f.rows("power_supply")
    for t in f.years:
        change = f.growth("electricity_intensity_change", t)
        drawn: Terms = {}
        for z in f.rows("zones"):
            load: Terms = {("load", z.zone, t): 1.0}
            load |= {
                ("existing", i, t): -share.get((z.zone, i), 0.0) * used[i] / f.x[i] * change
                for i in f.sectors if f.x[i] > 0
            }  # fmt: skip
            load |= {
                ("running", p.project, t): -p.electricity / 100
                for p in f.projects
                if p.zone == z.zone
            }
            homes = z.household_electricity * f.growth("household_electricity_growth", t)
            yield equal("load", z.zone, t, load, homes)
            fed: Terms = {("delivered", z.zone, t): 1.0, ("load", z.zone, t): -1.0}
            fed |= {("supplied", o.option, t): 1.0 for o in options if o.zone == z.zone}
            yield equal("power_area", z.zone, t, fed, 0.0)
            drawn["delivered", z.zone, t] = 1.0 + f.assumption["power_losses"]
        drawn |= {("supplied", o.option, t): -1.0 for o in options if o.zone == CITY_WIDE}
        yield equal("power_city", "", t, drawn, 0.0)
        for o in options:
            open_ = o.first_year <= t <= o.last_year
            yield at_most(
                "power_supply",
                o.option,
                t,
                {("supplied", o.option, t): 1.0},
                o.energy if open_ else 0.0,
            )
    for r in f.rows("power_grid"):
        yield at_most("power_grid", r.zone, r.year, {("delivered", r.zone, r.year): 1.0}, r.energy)


def carbon_rows(f: Facts, by_hour: bool = False) -> Iterator[Row]:
    """Emissions and their cap; `by_hour`: those of power are of its planning years."""
    direct = {r.sector: r.co2 for r in f.rows("satellites")}
    for t in f.years:
        change = f.growth("co2_intensity_change", t)
        terms: Terms = {("emitted", t): 1.0}
        terms |= {("existing", i, t): -direct[i] / f.x[i] * change for i in f.sectors if f.x[i] > 0}
        terms |= {("running", p.project, t): -p.co2 / 1e4 for p in f.projects}
        if by_hour:
            terms |= hour_emissions(f, t)
        else:
            terms |= {("supplied", o.option, t): -10.0 * o.co2 for o in f.rows("power_supply")}
        homes = f.assumption["household_co2"] * f.growth("household_co2_growth", t)
        yield equal("emissions", "", t, terms, homes)
    for r in f.rows("carbon"):
        yield at_most("carbon", "", r.year, {("emitted", r.year): 1.0}, r.cap)


def target_rows(f: Facts) -> Iterator[Row]:
    """Numerator − goal · denominator, with the shortfall of expected targets."""
    for r in f.rows("targets"):
        sides = indicator_sides(f, r.indicator, r.year)
        sign = 1.0 if r.sense == "at_least" else -1.0
        terms: Terms = {}
        for variable, c in sides.top.items():
            terms[variable] = terms.get(variable, 0.0) + sign * c
        for variable, c in sides.bottom.items():
            terms[variable] = terms.get(variable, 0.0) - sign * r.value * c
        if r.kind == "expected":
            terms["shortfall", r.target] = 1.0
        fixed = sign * (sides.top_fixed - r.value * sides.bottom_fixed)
        yield Row(f"target|{r.target}", "", None, terms, -fixed, inf)
