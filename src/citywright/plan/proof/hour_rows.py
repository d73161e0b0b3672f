"""Rows of a plan whose power is planned by the hour, written from the tables alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.plan.proof.facts import Facts, money
from citywright.plan.proof.rows import Row, Terms, equal


@dataclass(frozen=True)
class Planned:
    """Planning years of a city, and the weights by which they stand for all years.

    share[t, k]: by how much year t rests on planning year k; weight[k]: what a year's cost of k counts.
    """

    years: tuple[int, ...]
    share: dict[tuple[int, int], float]
    weight: dict[int, float]


def planned(f: Facts) -> Planned:
    """A year rests on the planning years on both its sides, more on the nearer."""
    years = f.power_years
    share = {(t, k): _share(years, t, k) for t in f.years for k in years}
    counted = {t: f.discount(t) * f.weight(t) for t in f.years}
    weight = {k: sum(share[t, k] * counted[t] for t in f.years) for k in years}
    return Planned(years, share, weight)


def _share(years: tuple[int, ...], t: int, k: int) -> float:
    before = [y for y in years if y <= t]
    after = [y for y in years if y >= t]
    if not before or not after:
        return float(k == (after[0] if after else before[-1]))
    low, high = before[-1], after[0]
    if low == high:
        return float(k == low)
    return {low: (high - t) / (high - low), high: (t - low) / (high - low)}.get(k, 0.0)


def classes(f: Facts) -> list[str]:
    """Codes of the classes of users."""
    return [str(row[0]) for row in f.rows("power_classes")]


def sector_classes(f: Facts) -> dict[str, str]:
    """sector -> its class of users."""
    return {r.sector: str(r[1]) for r in f.rows("power_users")}


def home_shares(f: Facts) -> dict[tuple[str, str], float]:
    """(area, class) -> share of the area's homes that the class draws, as in the base year."""
    homes = [str(r[0]) for r in f.rows("power_classes") if r.users == "households"]
    zone = {r.node: r.zone for r in f.rows("power_nodes")}
    drawn: dict[tuple[str, str], float] = {}
    for r in f.rows("power_loads"):
        key = (zone[r.node], str(r[1]))
        drawn[key] = drawn.get(key, 0.0) + r.energy
    found = {}
    for z in f.rows("zones"):
        known = {c: drawn.get((z.zone, c), 0.0) for c in homes}
        for c in homes:
            some = sum(known.values()) > 0 and z.household_electricity > 0
            found[z.zone, c] = known[c] / z.household_electricity if some else 1.0 / len(homes)
    return found


def hour_rows(f: Facts) -> Iterator[Row]:
    """What each class draws, the load of each area, and the demand of each planning year."""
    share = {(r.zone, r.sector): r.share for r in f.rows("zone_output")}
    used = {r.sector: r.electricity for r in f.rows("satellites")}
    of, homes, plan = sector_classes(f), home_shares(f), planned(f)
    for z in f.rows("zones"):
        for t in f.years:
            change = f.growth("electricity_intensity_change", t)
            home = z.household_electricity * f.growth("household_electricity_growth", t)
            for c in classes(f):
                terms: Terms = {("drawn", z.zone, c, t): 1.0}
                terms |= {
                    ("existing", i, t): -share.get((z.zone, i), 0.0) * used[i] / f.x[i] * change
                    for i in f.sectors if f.x[i] > 0 and of[i] == c
                }  # fmt: skip
                terms |= {
                    ("running", p.project, t): -p.electricity / 100
                    for p in f.projects if p.zone == z.zone and of[p.sector] == c
                }  # fmt: skip
                yield equal("drawn", f"{z.zone}|{c}", t, terms, home * homes.get((z.zone, c), 0.0))
            load: Terms = {("load", z.zone, t): 1.0}
            load |= {("drawn", z.zone, c, t): -1.0 for c in classes(f)}
            yield equal("load", z.zone, t, load, 0.0)
        yield from _demand_rows(f, plan, z.zone)


def _demand_rows(f: Facts, plan: Planned, zone: str) -> Iterator[Row]:
    """A planning year's demand is the mean of the years that rest on it."""
    for c in classes(f):
        for k in plan.years:
            terms: Terms = {("demand", zone, c, k): 1.0}
            for t in f.years:
                mean = plan.share[t, k] * f.discount(t) * f.weight(t) / plan.weight[k]
                terms["drawn", zone, c, t] = -mean
            yield equal("power_demand", f"{zone}|{c}|{k}", None, terms, 0.0)


def hour_emissions(f: Facts, year: int) -> Terms:
    """Terms of the power system in the emissions of a year."""
    plan = planned(f)
    return {("power_emitted", k): -plan.share[year, k] for k in plan.years}


def hour_cost(f: Facts) -> Terms:
    """Terms of the power system in the objective: its cost less what the accounts pay already."""
    plan = planned(f)
    base = next(r for r in f.rows("power_years") if int(r.year) == f.base)
    paid = base.unit_cost * money(f.city.settings.money_unit)
    terms: Terms = {("power_cost",): -1.0}
    for z in f.rows("zones"):
        terms |= {
            ("demand", z.zone, c, k): plan.weight[k] * paid for c in classes(f) for k in plan.years
        }
    return terms
