"""Templates of the pages: one frame, one way to show a table, one set of scripts and styles."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from citywright.report.names import Words
from citywright.report.table import Column, Table


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


def embedded(data: Mapping[str, Any]) -> Markup:
    """JSON that can stand in a script element: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (every sign that HTML knows is escaped above)


def rendered(template: str, script: str, page: Mapping[str, Any]) -> str:
    """A page in the frame that all pages share, with the library and our own drawing in it.

    Parameters
    ----------
    template, script
        Assets: the template of the page, and the script with its kinds of charts.
    page
        What the template needs; chart_data is what the script draws.
    """
    scripts = (_asset("echarts.min.js"), _asset("drawing.js") + _asset(script))
    return str(_template(template).render(page, style=_asset("page.css"), scripts=scripts))


def _template(name: str) -> jinja2.Template:
    folder = jinja2.FunctionLoader(_asset_text)
    environment = jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(name)


def _asset_text(name: str) -> str:
    return files("citywright.report").joinpath("assets", name).read_text(encoding="utf-8")


def _asset(name: str) -> Markup:
    """A file of our own, put into the page as it is."""
    return Markup(_asset_text(name))  # noqa: S704  (never text of a city)


def shown(names: Words, table: Table, number: int, places: Mapping[str, int]) -> Shown:
    """A table with its cells as text; `places` are the numbers of sources."""
    rows = [
        [
            _cell(column, value, text, places)
            for column, value, text in zip(table.columns, row, texts, strict=True)
        ]
        for row, texts in zip(table.rows, table.texts(names), strict=True)
    ]
    return Shown(number, names.say(f"table.{table.key}"), table.columns, rows, table.note)


def _cell(column: Column, value: Any, text: str, places: Mapping[str, int]) -> Cell:  # noqa: ANN401
    if column.kind == "source":
        place = places.get(str(value))
        return Cell(f"[{place}]" if place else "", "source", f"#source-{place}" if place else "")
    if column.kind == "quality":
        return Cell(text, f"quality {value}")
    if column.kind == "mark":
        return Cell(text, "mark yes" if value else "mark no")
    return Cell(text, "number" if column.numeric else column.kind)
