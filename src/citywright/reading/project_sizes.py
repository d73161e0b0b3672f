"""Sizes of projects: cost with its unit from a sentence, cost, area and owner from a row of a table."""

import re
from typing import Any

from citywright.reading.context import Context
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import plain_number
from citywright.reading.tables import Row


def amount_of(mark: re.Match[str] | None) -> dict[str, Any]:
    """Cost and its unit, from the first of the numbered forms of a pattern that holds."""
    groups = mark.groupdict() if mark else {}
    for number in ("", "2", "3", "4"):
        if groups.get(f"a{number}"):
            value = plain_number(groups[f"a{number}"].rstrip(".,"))
            return {"amount": value, "unit": groups[f"unit{number}"]}
    return {}


def size_of_row(context: Context, row: Row) -> dict[str, Any]:
    """Cost, area and owner of a row of a table; the unit stands in the cell, above it, or above the table."""
    found: dict[str, Any] = {}
    for kind, unit_name in (("amount", "unit"), ("area", "area_unit")):
        words = context.view.text[slice(*row.cells[kind])].strip() if kind in row.cells else ""
        number = strategy_pattern("cell_number").match(words)
        unit = number and (
            number["unit"] or _unit(row.heads[kind]) or _unit_above(row.units, unit_name)
        )
        if number and unit:
            found[kind], found[unit_name] = plain_number(number["a"]), unit
    if "owner" in row.cells and (owner := context.view.text[slice(*row.cells["owner"])].strip()):
        found["owner"] = owner
    return found


def _unit_above(units: str, kind: str) -> str | None:
    """The unit of money (`unit`) or of land (`area_unit`) among those that the line above a table names."""
    mark = strategy_pattern(f"table_{kind}").search(units)
    return mark[0] if mark else None


def _unit(head: str) -> str | None:
    mark = strategy_pattern("column_unit").search(head)
    return mark["unit"] if mark else None
