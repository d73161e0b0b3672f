"""What the report rests on: assumptions, sources, and the method in short."""

import pandas as pd

from citywright.city import City
from citywright.city.rules.assumptions import declared_assumptions
from citywright.plan.result import Plan
from citywright.report.names import Names
from citywright.report.numbers import percent
from citywright.report.table import Column, Table


def assumption_table(names: Names) -> Table:
    """Every assumption with value, unit, source and quality."""
    say = names.say
    columns = (
        Column(say("col.assumption")), Column(say("col.value"), "exact"),
        Column(say("col.unit"), "short"), Column(say("col.quality"), "quality"),
        Column(say("col.source"), "source"), Column(say("col.note")),
    )  # fmt: skip
    known = declared_assumptions()
    rows = tuple(
        (
            known[a.assumption].sentence[names.lang].rstrip(names.say("full_stop")),
            a.value, names.unit(a.unit), a.quality, a.source, a.note,
        )
        for a in names.city.tables["assumptions"].itertuples()
    )  # fmt: skip
    return Table("assumptions", columns, rows)


def used_sources(city: City) -> pd.DataFrame:
    """Sources that a row of the city names, in the order of their keys, with how many rows do."""
    named = [
        f["source"] for t, f in city.tables.items() if t != "sources" and "source" in f.columns
    ]
    rows = pd.concat(named).value_counts()
    sources = city.tables["sources"]
    used = sources[sources["source"].isin(rows.index)]
    return used.assign(rows=used["source"].map(rows)).reset_index(drop=True)


def source_table(names: Names) -> Table:
    """Publisher, title, date and address of every source that is used."""
    say = names.say
    columns = (
        Column(say("col.number"), "year"), Column(say("col.publisher")), Column(say("col.title")),
        Column(say("col.date")), Column(say("col.rows"), "count", say("unit.row")),
        Column(say("col.address")),
    )  # fmt: skip
    rows = tuple(
        (i, s.publisher, s.title, names.date(s.date), s.rows, web_address(s.address))
        for i, s in enumerate(used_sources(names.city).itertuples(), start=1)
    )
    return Table("sources", columns, rows)


def web_address(address: object) -> str:
    """An address of the web as it stands; anything else is left out."""
    text = str(address)
    return text if text.startswith(("https://", "http://")) else ""


def method(names: Names, plan: Plan) -> list[str]:
    """The method in a few paragraphs, ready to paste."""
    settings, tables = names.city.settings, names.city.tables
    projects = tables["projects"]
    values = {
        "city": settings.name(names.lang), "base": settings.base_year,
        "first": plan.years[0], "last": plan.years[-1], "unit": names.unit(plan.money_unit),
        "rate": percent(settings.discount_rate), "sectors": len(tables["sectors"]),
        "zones": len(tables["zones"]), "factors": len(tables["factors"]),
        "candidates": int((projects["status"] == "candidate").sum()),
        "committed": int((projects["status"] == "committed").sum()),
        "terminal": round(names.city.assumption("terminal_years")),
        "binding": int((tables["targets"]["kind"] == "binding").sum()),
        "expected": int((tables["targets"]["kind"] == "expected").sum()),
    }  # fmt: skip
    return [names.say(f"method.{k}", **values) for k in range(1, 6)]
