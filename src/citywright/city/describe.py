"""A city in plain data: how large it is, what its tables hold and how far they can be trusted."""

from typing import Any

import pandas as pd

from citywright.city.city import City
from citywright.city.declaration import declared

QUALITIES = ("published", "secondhand", "estimated", "illustrative")


def describe(city: City) -> dict[str, Any]:
    """Sizes, accounts, provenance, projects and limits of `city`, ready for JSON.

    Money in the city's money unit, people in 10 000, electricity in 100 GWh, CO2 in 10 000 t, all
    of the base year unless the field says otherwise.
    """
    s = city.settings
    return {
        "code": s.code,
        "name_en": s.name_en,
        "name_zh": s.name_zh,
        "currency": s.currency,
        "money_unit": s.money_unit,
        "base_year": s.base_year,
        "first_year": s.first_year,
        "last_year": s.last_year,
        "accounts": _accounts(city),
        "divisions": _divisions(city),
        "zones": _zones(city),
        "rows": {name: len(city.tables[name]) for name in declared()},
        "quality": _quality(city),
        "projects": _projects(city),
        "factors": _factors(city),
        "targets": _counts(city.tables["targets"]["kind"], ("binding", "expected")),
        "notices": len(city.notices),
    }


def _accounts(city: City) -> dict[str, float]:
    """Product = Σ value added; output = Σ flows + Σ value added; the rest as the tables say."""
    final = city.tables["final_demand"].groupby("kind")["value"].sum()
    gdp = float(city.tables["value_added"]["value"].sum())
    people, zones = city.tables["satellites"], city.tables["zones"]
    return {
        "gdp": gdp,
        "output": float(city.tables["flows"]["value"].sum()) + gdp,
        "outside_sales": float(final.get("outside_sales", 0.0)),
        "outside_purchases": -float(final.get("outside_purchases", 0.0)),
        "employment": float(people["employment"].sum()),
        "electricity": float(people["electricity"].sum() + zones["household_electricity"].sum()),
        "population": float(zones["population"].sum()),
        "area": float(zones["area"].sum()),
    }


def _divisions(city: City) -> list[dict[str, Any]]:
    """Number of sectors, output, value added and employment by division, in declared order."""
    sectors = city.tables["sectors"].set_index("sector")
    added = city.tables["value_added"].groupby("sector")["value"].sum()
    inputs = city.tables["flows"].groupby("to_sector")["value"].sum()
    people = city.tables["satellites"].set_index("sector")["employment"]
    rows = []
    for division in declared()["sectors"].column("division").choices:
        inside = sectors.index[sectors["division"] == division]
        gdp = float(added.reindex(inside).sum())
        rows.append(
            {
                "division": division,
                "sectors": len(inside),
                "output": float(inputs.reindex(inside).sum()) + gdp,
                "gdp": gdp,
                "employment": float(people.reindex(inside).sum()),
            }
        )
    return rows


def _zones(city: City) -> list[dict[str, Any]]:
    columns = ["zone", "name_en", "name_zh", "gdp", "population"]
    return _records(city.tables["zones"][columns])


def _quality(city: City) -> dict[str, Any]:
    """Rows by quality, per table and over all; shares of all rows that bear a quality."""
    frames = {name: frame for name, frame in city.tables.items() if "quality" in frame}
    tables = {name: _counts(frame["quality"], QUALITIES) for name, frame in frames.items()}
    total = {q: sum(counts[q] for counts in tables.values()) for q in QUALITIES}
    rows = sum(total.values())
    shares = {q: count / rows if rows else 0.0 for q, count in total.items()}
    return {"tables": tables, "rows": total, "shares": shares}


def _projects(city: City) -> list[dict[str, Any]]:
    """Number, investment, full output and jobs by status."""
    projects = city.tables["projects"]
    rows = []
    for status in declared()["projects"].column("status").choices:
        chosen = projects[projects["status"] == status]
        sums = {name: float(chosen[name].sum()) for name in ("investment", "output", "jobs")}
        rows.append({"status": status, "count": len(chosen), **sums})
    return rows


def _factors(city: City) -> list[dict[str, Any]]:
    """Supply of the last year, summed over areas, and what projects not yet running would use."""
    supply = city.tables["factor_supply"]
    last = supply[supply["year"] == city.settings.last_year]
    supplied = last.groupby("factor")["supply"].sum()
    projects = city.tables["projects"]
    new = set(projects["project"][projects["status"] != "running"])
    uses = city.tables["project_uses"]
    asked = uses[uses["project"].isin(new)].groupby("factor")["amount"].sum()
    table = city.tables["factors"][["factor", "name_en", "name_zh", "unit"]]
    return [
        {
            **row,
            "supply_last_year": float(supplied.get(row["factor"], 0.0)),
            "asked_by_projects": float(asked.get(row["factor"], 0.0)),
        }
        for row in _records(table)
    ]


def _counts(values: pd.Series, words: tuple[str, ...]) -> dict[str, int]:
    """How often each of the allowed words stands in the column."""
    found = values.value_counts()
    return {word: int(found.get(word, 0)) for word in words}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries of plain values."""
    columns = {name: frame[name].tolist() for name in frame}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
