"""A random city of any size, with every table filled, for measuring growth.

Everything in it is invented. The same size and seed give the same city.
"""

import numpy as np
import pandas as pd

from citywright.city import CITY_WIDE, City, Settings, declared
from citywright.city.city import settled

FINAL = (
    "households",
    "government",
    "investment",
    "inventories",
    "outside_sales",
    "outside_purchases",
)


def random_city(
    projects: int, sectors: int = 42, zones: int = 7, years: int = 7, seed: int = 1,
    over_time: bool = False,
) -> City:  # fmt: skip
    """A city with this many candidate projects, sectors, areas and years.

    `over_time`: with phases, variants of projects, costs that change and taxes that come back.
    """
    rng = np.random.default_rng(seed)
    first = 2024
    settings = Settings(
        "random", "Random", "随机城", "CNY", "亿元", 2023, first, first + years - 1, 0.05, 8760
    )
    sector = [f"{i:02d}" for i in range(1, sectors + 1)]
    zone = [f"z{k}" for k in range(1, zones + 1)]
    span = list(settings.years)
    frames: dict[str, pd.DataFrame] = {"sources": pd.DataFrame({"source": ["random"]})}
    x = _accounts(frames, sector, rng)
    _places(frames, sector, zone, span, x, rng)
    _projects(frames, sector, zone, span, projects, rng)
    _strategy(frames, span, x)
    if over_time:
        _over_time(frames)
    return City(settings, {name: _complete(name, frames) for name in declared()})


def _complete(name: str, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The frame in declared columns and types; columns not given are empty."""
    table = declared()[name]
    frame = frames.get(name, pd.DataFrame())
    data = {}
    for column in table.columns:
        default: object = "" if not column.is_numeric else None
        default = {"source": "random", "quality": "illustrative"}.get(column.name, default)
        values = frame[column.name] if column.name in frame else [default] * len(frame)
        kind = {"number": "float64", "integer": "Int64", "year": "Int64"}.get(column.kind, "str")
        data[column.name] = pd.array(list(values), dtype=kind)
    return settled(table, pd.DataFrame(data, columns=list(table.names)))


def _accounts(
    frames: dict[str, pd.DataFrame], sector: list[str], rng: np.random.Generator
) -> np.ndarray:
    n = len(sector)
    a = rng.random((n, n)) * (rng.random((n, n)) < 0.5)
    a *= rng.uniform(0.35, 0.7, n) / a.sum(axis=0)
    x = rng.lognormal(5, 1, n)
    x *= 30000 / x.sum()
    z = a * x
    local = rng.dirichlet(np.ones(n), 3) * np.array([[4000.0], [1500.0], [4000.0]])
    use = z.sum(axis=1) + local.sum(axis=0)
    rho = np.minimum(rng.uniform(0.3, 0.9, n), 0.95 * x / use)
    bought = -(1 - rho) * use
    sold = x - rho * use
    final = np.vstack([local, np.zeros(n), sold, bought])
    va = (1 - a.sum(axis=0)) * x
    parts = {"compensation": 0.5, "taxes": 0.1, "depreciation": 0.15, "surplus": 0.25}
    pair = pd.MultiIndex.from_product([sector, sector], names=["from_sector", "to_sector"])
    frames["flows"] = pd.DataFrame({"value": z.ravel()}, index=pair).reset_index()
    frames["final_demand"] = pd.DataFrame(
        [(s, k, final[j, i]) for j, k in enumerate(FINAL) for i, s in enumerate(sector)],
        columns=["sector", "kind", "value"],
    )
    frames["value_added"] = pd.DataFrame(
        [(s, k, share * va[i]) for k, share in parts.items() for i, s in enumerate(sector)],
        columns=["sector", "item", "value"],
    )
    frames["sectors"] = pd.DataFrame({
        "sector": sector, "name_en": sector, "name_zh": sector, "division": "industry",
        "headroom": 1.05, "organic_growth": 0.03, "market_growth": 0.03,
    })  # fmt: skip
    frames["satellites"] = pd.DataFrame({
        "sector": sector, "employment": 0.008 * x * rng.uniform(0.3, 2, n),
        "electricity": 0.02 * x * rng.uniform(0.2, 3, n), "co2": 0.1 * x * rng.uniform(0.1, 4, n),
    })  # fmt: skip
    return x


def _places(
    frames: dict[str, pd.DataFrame], sector: list[str], zone: list[str], span: list[int],
    x: np.ndarray, rng: np.random.Generator,
) -> None:  # fmt: skip
    share = rng.dirichlet(np.ones(len(zone)), len(sector))
    va = frames["value_added"].groupby("sector")["value"].sum().reindex(sector).to_numpy()
    frames["zones"] = pd.DataFrame({
        "zone": zone, "name_en": zone, "name_zh": zone, "area": 500.0, "population": 500 / len(zone),
        "gdp": share.T @ va, "household_electricity": 80 / len(zone),
    })  # fmt: skip
    frames["zone_output"] = pd.DataFrame(
        [(z, s, share[i, k]) for i, s in enumerate(sector) for k, z in enumerate(zone)],
        columns=["zone", "sector", "share"],
    )
    skills = ["graduate", "skilled", "general"]
    mix = rng.dirichlet(np.ones(3), len(sector))
    frames["skills"] = pd.DataFrame({"skill": skills, "name_en": skills, "name_zh": skills})
    frames["skill_mix"] = pd.DataFrame(
        [(s, q, mix[i, k]) for i, s in enumerate(sector) for k, q in enumerate(skills)],
        columns=["sector", "skill", "share"],
    )
    people = frames["satellites"]["employment"].to_numpy()
    frames["labour"] = pd.DataFrame(
        [(q, t, float(mix[:, k] @ people) * 1.03 * 1.01**n)
         for k, q in enumerate(skills) for n, t in enumerate(span)],
        columns=["skill", "year", "supply"],
    )  # fmt: skip
    power = float(frames["satellites"]["electricity"].sum())
    frames["power_supply"] = pd.DataFrame({
        "option": ["coal", "import", "sun"], "name_en": "o", "name_zh": "o", "kind": ["coal", "import", "pv"],
        "zone": [CITY_WIDE, CITY_WIDE, zone[0]], "first_year": span[0], "last_year": span[-1],
        "energy": [0.3 * power, 2 * power, 0.05 * power], "cost": [0.4, 0.45, 0.3], "co2": [0.85, 0.6, 0.0],
    })  # fmt: skip
    frames["power_grid"] = pd.DataFrame(
        [(z, t, 0.6 * power) for z in zone for t in span], columns=["zone", "year", "energy"]
    )
    frames["carbon"] = pd.DataFrame({"year": span, "cap": 9500.0})
    del x


def _projects(
    frames: dict[str, pd.DataFrame], sector: list[str], zone: list[str], span: list[int],
    count: int, rng: np.random.Generator,
) -> None:  # fmt: skip
    industrial = sector[: max(1, len(sector) * 2 // 3)]
    frames["chains"] = pd.DataFrame({"chain": ["main"], "name_en": "main", "name_zh": "主链"})
    frames["chain_nodes"] = pd.DataFrame({
        "node": [f"n{s}" for s in industrial], "chain": "main", "name_en": "n", "name_zh": "n",
        "position": "midstream", "sector": industrial, "strength": "weak", "gap_share": 0.5,
    })  # fmt: skip
    code = [f"p{k:05d}" for k in range(count)]
    of = rng.choice(industrial, count)
    investment = rng.lognormal(0.0, 0.8, count)
    investment *= 5600 / investment.sum()  # as large beside the economy as the built-in city's list
    output = investment * rng.uniform(0.5, 2.5, count)
    early = rng.choice(span[: max(1, len(span) - 3)], count)
    frames["projects"] = pd.DataFrame({
        "project": code, "name_en": code, "name_zh": code, "status": "candidate",
        "zone": rng.choice(zone, count), "sector": of, "node": [f"n{s}" for s in of], "start": None,
        "earliest": early, "latest": np.minimum(early + 4, span[-1]),
        "build_years": rng.integers(1, 4, count), "ramp_years": rng.integers(1, 4, count),
        "investment": investment, "output": output, "jobs": output * rng.uniform(20, 90, count),
        "electricity": output * rng.uniform(0.3, 4, count), "co2": output * rng.uniform(10, 500, count),
        "outside_share": rng.uniform(0.3, 0.6, count), "local_share": rng.uniform(0.05, 0.4, count),
    })  # fmt: skip
    unit = {
        "land": "mu",
        "grid": "MW",
        "energy_quota": "tce",
        "capital": "亿元",
        "public_money": "亿元",
    }
    timing = {
        "land": "hold", "grid": "hold", "energy_quota": "run", "capital": "build",
        "public_money": "start",
    }  # fmt: skip
    frames["factors"] = pd.DataFrame(
        [(f, f, f, unit[f], timing[f]) for f in unit],
        columns=["factor", "name_en", "name_zh", "unit", "timing"],
    )
    electricity = frames["projects"]["electricity"].to_numpy()
    use = {
        "land": investment * rng.uniform(3, 12, count), "grid": electricity / 5,
        "energy_quota": electricity * 120 * rng.uniform(0.8, 1.5, count), "capital": investment,
        "public_money": investment * rng.uniform(0.0, 0.05, count),
    }  # fmt: skip
    frames["project_uses"] = pd.DataFrame(
        [(p, f, use[f][k]) for f in unit for k, p in enumerate(code)],
        columns=["project", "factor", "amount"],
    )
    frames["factor_supply"] = _supply(frames, use, zone, span)
    frames["programmes"] = pd.DataFrame({
        "programme": ["talent"], "name_en": "talent", "name_zh": "人才", "skill": "graduate",
        "first_year": span[0], "last_year": span[-1], "people": 2.0, "cost": 3.0, "factor": "public_money",
    })  # fmt: skip
    links = [(code[k + 1], "requires", code[k]) for k in range(0, count - 1, 25)]
    links += [(code[k + 5], "excludes", code[k + 4]) for k in range(0, count - 6, 25)]
    frames["project_links"] = pd.DataFrame(links, columns=["project", "relation", "other"])


def _supply(
    frames: dict[str, pd.DataFrame], use: dict[str, np.ndarray], zone: list[str], span: list[int]
) -> pd.DataFrame:
    """About half of what all projects together would use; held factors open up over the years."""
    rows = []
    where = frames["projects"]["zone"].to_numpy()
    years = len(span)
    for factor in ("land", "grid"):
        for z in zone:
            total = float(use[factor][where == z].sum())
            rows += [(factor, z, t, 0.5 * total * (n + 1) / years) for n, t in enumerate(span)]
    for factor, yearly in (
        ("energy_quota", 0.5),
        ("capital", 0.5 / years),
        ("public_money", 0.5 / years),
    ):
        total = float(use[factor].sum())
        rows += [(factor, CITY_WIDE, t, yearly * total) for t in span]
    return pd.DataFrame(rows, columns=["factor", "zone", "year", "supply"])


def _strategy(frames: dict[str, pd.DataFrame], span: list[int], x: np.ndarray) -> None:
    frames["indicators"] = pd.DataFrame({
        "indicator": ["gdp", "gdp_growth"], "name_en": ["GDP", "GDP growth"],
        "name_zh": ["生产总值", "增长"], "unit": ["亿元", "ratio"],
    })  # fmt: skip
    frames["indicator_terms"] = pd.DataFrame({
        "indicator": ["gdp", "gdp_growth", "gdp_growth"], "term": [1, 1, 2],
        "side": ["numerator", "numerator", "denominator"], "lag": [0, 0, 1],
        "quantity": "value_added", "weight": 1.0,
    })  # fmt: skip
    frames["targets"] = pd.DataFrame({
        "target": [f"growth_{t}" for t in span], "indicator": "gdp_growth", "year": span,
        "sense": "at_least", "value": 1.06, "kind": "expected", "penalty": 0.5,
    })  # fmt: skip
    values = {
        "household_growth": 0.03, "government_growth": 0.03, "ordinary_investment": 0.9,
        "investment_growth": 0.03, "spending_share": 0.6, "productivity_growth": 0.03,
        "electricity_intensity_change": -0.01, "co2_intensity_change": -0.02,
        "household_electricity_growth": 0.04, "household_co2": 300, "household_co2_growth": 0.0,
        "power_losses": 0.04, "power_cost_in_accounts": 0.43, "outside_premium": 0.02, "terminal_years": 5,
    }  # fmt: skip
    frames["assumptions"] = pd.DataFrame({
        "assumption": list(values), "value": [float(v) for v in values.values()], "unit": "1",
    })  # fmt: skip
    del x


def _over_time(frames: dict[str, pd.DataFrame]) -> None:
    """Phases, variants, costs that change; half the city's taxes come back to less public money."""
    projects, links = frames["projects"], frames["project_links"]
    code, count = list(projects["project"]), len(projects)
    group, later = [""] * count, []
    for k in range(2, count - 3, 6):
        group[k] = group[k + 1] = f"variants_{k}"
        first, then = sorted((k + 2, k + 3), key=lambda p: int(projects["earliest"][p]))
        later.append((code[then], "after", code[first], 1))
    trend = [(None, -0.1, 0.05)[k % 3] for k in range(count)]
    frames["projects"] = projects.assign(option_group=group, cost_trend=trend)
    columns = ["project", "relation", "other", "years"]
    phases = pd.DataFrame(later, columns=columns)
    frames["project_links"] = pd.concat([links.assign(years=None), phases], ignore_index=True)
    is_public = frames["factors"]["factor"] == "public_money"
    frames["factors"] = frames["factors"].assign(tax_return=np.where(is_public, 0.5, np.nan))
    supply = frames["factor_supply"]
    supply.loc[supply["factor"] == "public_money", "supply"] *= 0.7
    frames["tax_bases"] = pd.DataFrame({
        "tax": ["vat", "income"], "name_en": "t", "name_zh": "税", "item": ["taxes", "surplus"],
        "ratio": [1.0, 0.2],
    })  # fmt: skip
    frames["tax_shares"] = pd.DataFrame({
        "tax": ["vat", "vat", "income", "income"], "level": ["central", "city"] * 2,
        "share": [0.5, 0.5, 0.6, 0.4],
    })  # fmt: skip
