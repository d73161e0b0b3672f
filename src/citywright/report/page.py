"""A plan as one HTML file that needs nothing else and calls nothing."""

from citywright.city import City
from citywright.plan.result import Plan
from citywright.report.basis_tables import (
    assumption_table,
    method,
    quotation_table,
    source_table,
    used_sources,
)
from citywright.report.charts import charts
from citywright.report.facts import Proof, basis, statement, tiles
from citywright.report.hour_facts import by_hour
from citywright.report.hour_tables import PAGE_KEYS, hour_tables
from citywright.report.hour_words import hour_sentences
from citywright.report.names import Names
from citywright.report.numbers import percent
from citywright.report.outcome_tables import (
    factor_table,
    people_table,
    supply_table,
    target_table,
)
from citywright.report.price_tables import first_sentences, price_table
from citywright.report.project_tables import calendar_table, project_table, reason_table
from citywright.report.strategy_tables import strategy_table, task_table
from citywright.report.template import Shown, embedded, rendered, shown

PAGE_TABLES = (
    "calendar", "targets", "strategy", "tasks", "factors", "prices", "reasons", "projects", "people",
    "assumptions", "quotations", "sources",
)  # fmt: skip
"""Tables of the page in the order of their numbers."""


def html_report(city: City, plan: Plan, proof: Proof | None, lang: str) -> str:
    """The plan as one self-contained page.

    Parameters
    ----------
    city, plan
        A checked city and its plan.
    proof
        What the proof found: ok, checks, worst; None where there is none, and the page says so.
    lang
        "zh" or "en".
    """
    names = Names(city, lang)
    drawn = charts(names, plan)
    page = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "w": names.say,
        "city": city.settings.name(lang),
        "plan": plan,
        "settings": city.settings,
        "tiles": tiles(names, plan),
        "statement": statement(names, plan, proof),
        "basis": basis(names, plan),
        "percent": percent,
        "charts": drawn,
        "chart_data": embedded(drawn),
        "tables": _shown(names, plan),
        "prices": first_sentences(names, plan),
        "power": hour_sentences(names, plan),
        "method": method(names, plan),
        "terminal": round(city.assumption("terminal_years")),
    }
    return rendered("page.html", "charts.js", page)


def _shown(names: Names, plan: Plan) -> dict[str, Shown]:
    """All tables of the page by key, numbered in their order."""
    made = (
        calendar_table(names, plan), target_table(names, plan), factor_table(names, plan),
        price_table(names, plan), reason_table(names, plan), project_table(names, plan),
        people_table(names, plan), assumption_table(names), source_table(names),
        quotation_table(names),
        strategy_table(names, plan, whole=False), task_table(names), supply_table(names, plan),
        *hour_tables(names, plan),
    )  # fmt: skip
    by_key = {table.key: table for table in made}
    places = {s: i for i, s in enumerate(used_sources(names.city)["source"], start=1)}
    return {
        key: shown(names, by_key[key], number, places)
        for number, key in enumerate(page_tables(plan), start=1)
    }


def page_tables(plan: Plan) -> tuple[str, ...]:
    """Tables of a plan's page in the order of their numbers; those of power by the hour before people."""
    place = PAGE_TABLES.index("people")
    power = (*PAGE_KEYS, "supply") if by_hour(plan) else ()
    return (*PAGE_TABLES[:place], *power, *PAGE_TABLES[place:])
