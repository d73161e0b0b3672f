"""What the report rests on: assumptions, sources, and the method in short."""

import pandas as pd

from citywright.city import City
from citywright.city.declaration import OPTIONAL
from citywright.city.rules.assumptions import declared_assumptions
from citywright.plan.result import Plan
from citywright.report.hour_facts import by_hour
from citywright.report.hour_words import planning_years
from citywright.report.names import Names
from citywright.report.numbers import percent
from citywright.report.table import Column, Table

QUOTED = ("firms", "projects", "targets")
"""Tables of the plan whose rows are read from documents, with a word of their own."""


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


def quotation_table(names: Names) -> Table:
    """The words of documents that rows of the plan rest on: number, row, quotation, document."""
    say, tables = names.say, names.city.tables
    columns = (
        Column(say("col.quoted_table")), Column(say("col.quoted_row")),
        Column(say("col.quoted_column")), Column(say("col.quotation")),
        Column(say("col.document")), Column(say("col.source"), "source"),
    )  # fmt: skip
    title = tables["documents"].set_index("document")[f"title_{names.lang}"]
    used = tables["evidence"][~tables["evidence"]["table"].isin(OPTIONAL)]
    rows = tuple(
        (
            say(f"quoted.{e.table}") if e.table in QUOTED else e.table,
            names.of(e.table, e.row) if e.table in names.known else e.row,
            e.column, e.quote, title[e.document], e.source,
        )
        for e in used.itertuples()
    )  # fmt: skip
    return Table("quotations", columns, rows)


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
    if not by_hour(plan):
        return [names.say(f"method.{k}", **values) for k in range(1, 6)]
    values["hours"] = f"{settings.hours_per_year:,}"
    values["years"] = planning_years(names, plan)
    by_the_hour = {2: "method_hours.2", 3: "method_hours.3", 6: "method_hours.6"}
    return [names.say(by_the_hour.get(k, f"method.{k}"), **values) for k in range(1, 7)]
