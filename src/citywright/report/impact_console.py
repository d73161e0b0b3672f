"""The effects of events on the terminal: short tables, largest first."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citywright.city import City
from citywright.report.console import table
from citywright.report.impact_tables import STAGES, level_rows
from citywright.report.numbers import number, unit_words
from citywright.words import say

SHOWN = 8
"""Products that are listed."""
HEADS = tuple(f"console.stage.{stage}_value" for stage in STAGES)


def effects(city: City, document: dict[str, Any], lang: str) -> RenderableType:
    """Effects by stage, jobs by skill, taxes by level, purchases and what could replace them."""
    unit = unit_words(city.settings.money_unit, lang)
    parts: list[RenderableType] = [_summary(document, lang)]
    if document["building"]:
        rows = {row["measure"]: row["total"] for row in document["building"]}
        people = number(rows["employment"] * 1e4, 0)
        parts.append(Text(say(
            "console.building_line", lang, output=number(rows["output"]),
            added=number(rows["value_added"]), unit=unit, people=people,
        )))  # fmt: skip
    parts.append(_skills(document, lang))
    if document["taxes"]:
        parts.append(_taxes(document, unit, lang))
    parts += [_purchases(document, unit, lang), _substitution(document, unit, lang)]
    return Group(*parts, Text(say("console.method_hint", lang)))


def _summary(document: dict[str, Any], lang: str) -> Table:
    names = [event["name"] for event in document["events"]]
    columns = ("console.measure", *HEADS, "console.unit")
    if len(names) == 1:
        shown = table(lang, "console.impact", columns, project=names[0])
    else:
        events = say("impact.and", lang).join(names)
        shown = table(lang, "console.impact_events", columns, count=len(names), events=events)
    for row in document["summary"]:
        values = [number(row[stage]) for stage in STAGES]
        said = say(f"console.measure.{row['measure']}", lang)
        shown.add_row(said, *values, unit_words(row["unit"], lang))
    return shown


def _skills(document: dict[str, Any], lang: str) -> Table:
    shown = table(lang, "console.impact_jobs", ("console.skill", *HEADS))
    for row in document["skills"]:
        shown.add_row(row[f"name_{lang}"], *(number(row[stage] * 1e4, 0) for stage in STAGES))
    return shown


def _taxes(document: dict[str, Any], unit: str, lang: str) -> Table:
    heads = ("console.level", "console.tax_inside_value", "console.tax_beside_value")
    shown = table(lang, "console.impact_taxes", heads, unit=unit)
    for level, inside, beside in level_rows(document):
        shown.add_row(say(f"impact.level.{level}", lang), number(inside), number(beside))
    return shown


def _purchases(document: dict[str, Any], unit: str, lang: str) -> Table:
    heads = ("console.sector", "console.here_value", "console.outside_value")
    leakage = number(document["leakage"])
    shown = table(lang, "console.purchases", heads, unit=unit, leakage=leakage)
    for row in document["purchases"][:SHOWN]:
        named = f"{row['sector']} {row[f'name_{lang}']}"
        shown.add_row(named, number(row["here"]), number(row["outside"]))
    return shown


def _substitution(document: dict[str, Any], unit: str, lang: str) -> Table:
    heads = ("console.sector", "console.outside_sum", "console.spare_sum", "console.unit_sum")
    shown = table(lang, "console.impact_substitution", heads, unit=unit)
    for row in document["substitution"][:SHOWN]:
        gain = row["unit_value_added"]
        values = (row["outside"], row["spare"], float("nan") if gain is None else gain)
        shown.add_row(f"{row['sector']} {row[f'name_{lang}']}", *map(number, values))
    return shown
