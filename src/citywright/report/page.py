"""A plan as one HTML file that needs nothing else and calls nothing."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from citywright.city import City
from citywright.plan.result import Plan
from citywright.report.basis_tables import assumption_table, method, source_table, used_sources
from citywright.report.charts import charts, embedded
from citywright.report.facts import Proof, basis, statement, tiles
from citywright.report.names import Names
from citywright.report.numbers import percent
from citywright.report.outcome_tables import factor_table, people_table, target_table
from citywright.report.price_tables import first_sentences, price_table
from citywright.report.project_tables import calendar_table, project_table, reason_table
from citywright.report.table import Column, Table

PAGE_TABLES = (
    "calendar", "targets", "factors", "prices", "reasons", "projects", "people", "assumptions",
    "sources",
)  # fmt: skip
"""Tables of the page in the order of their numbers."""


@dataclass(frozen=True)
class Cell:
    """One cell of the page: its text, the class that styles it, and where it leads, if anywhere."""

    text: str
    style: str
    link: str = ""


@dataclass(frozen=True)
class Shown:
    """A table as the template needs it."""

    number: int
    title: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    note: str


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
        "method": method(names, plan),
        "terminal": round(city.assumption("terminal_years")),
        "style": _asset("page.css"),
        "scripts": (_asset("echarts.min.js"), _asset("charts.js")),
    }
    return str(_template().render(page))


def _template() -> jinja2.Template:
    folder = jinja2.FunctionLoader(_asset_text)
    environment = jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("page.html")


def _asset_text(name: str) -> str:
    return files("citywright.report").joinpath("assets", name).read_text(encoding="utf-8")


def _asset(name: str) -> Markup:
    """A file of our own, put into the page as it is."""
    return Markup(_asset_text(name))  # noqa: S704  (never text of a city)


def _shown(names: Names, plan: Plan) -> dict[str, Shown]:
    """All tables of the page by key, numbered in their order."""
    made = (
        calendar_table(names, plan), target_table(names, plan), factor_table(names, plan),
        price_table(names, plan), reason_table(names, plan), project_table(names, plan),
        people_table(names, plan), assumption_table(names), source_table(names),
    )  # fmt: skip
    by_key = {table.key: table for table in made}
    places = {s: i for i, s in enumerate(used_sources(names.city)["source"], start=1)}
    return {
        key: _show(names, by_key[key], number, places)
        for number, key in enumerate(PAGE_TABLES, start=1)
    }


def _show(names: Names, table: Table, number: int, places: dict[str, int]) -> Shown:
    rows = [
        [
            _cell(column, value, text, places)
            for column, value, text in zip(table.columns, row, texts, strict=True)
        ]
        for row, texts in zip(table.rows, table.texts(names), strict=True)
    ]
    return Shown(number, names.say(f"table.{table.key}"), table.columns, rows, table.note)


def _cell(column: Column, value: Any, text: str, places: dict[str, int]) -> Cell:  # noqa: ANN401
    if column.kind == "source":
        place = places.get(str(value))
        return Cell(f"[{place}]" if place else "", "source", f"#source-{place}" if place else "")
    if column.kind == "quality":
        return Cell(text, f"quality {value}")
    if column.kind == "mark":
        return Cell(text, "mark yes" if value else "mark no")
    return Cell(text, "number" if column.numeric else column.kind)
