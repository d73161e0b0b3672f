"""The tables as a Frictionless data package, so that other programs read them with their units.

Specification: Table Schema and Tabular Data Package, version 1 (specs.frictionlessdata.io).
"""

from collections.abc import Sequence
from typing import Any

from citywright.city.cells import CODE, LARGEST
from citywright.city.city import City
from citywright.city.declaration import HOURS, Column, Table, declared
from citywright.city.hours import hours_table
from citywright.city.settings import Settings

PACKAGE = "datapackage.json"
_TYPES = {"number": "number", "integer": "integer", "year": "integer", "date": "date"}


def data_package(city: City) -> dict[str, Any]:
    """The descriptor of the CSV files of `city`, made from the declarations."""
    return describe_package(city.settings, list(city.tables[HOURS])[1:])


def describe_package(settings: Settings, profiles: Sequence[str] = ()) -> dict[str, Any]:
    """The descriptor of a folder with these settings: one resource per declared table.

    Where there are profiles, their hourly values are one more, with a field for each.
    """
    tables = [*declared().values(), *([hours_table(profiles)] if profiles else [])]
    return {
        "profile": "tabular-data-package",
        "name": settings.code.lower(),
        "title": settings.name_en,
        "title_zh": settings.name_zh,
        "money_unit": settings.money_unit,
        "base_year": settings.base_year,
        "resources": [_resource(table, settings) for table in tables],
    }


def unit_shown(column: Column, money_unit: str) -> str:
    """The unit of a column with the city's money unit in its place; "none" is empty."""
    if column.unit == "none":
        return ""
    head, slash, rest = column.unit.partition("/")
    return money_unit + slash + rest if head == "money" else column.unit


def _resource(table: Table, settings: Settings) -> dict[str, Any]:
    references = [c for c in table.columns if c.refers_to and not c.allows_city_wide]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {
            "fields": [_field(column, settings) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(table.name, column) for column in references],
        },
    }


def _field(column: Column, settings: Settings) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "description": column.sentence["en"],
        "description_zh": column.sentence["zh"],
        "constraints": _constraints(column),
    }
    if unit := unit_shown(column, settings.money_unit):
        field["unit"] = unit
    return field


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": column.required}
    if column.is_numeric:
        lowest = -LARGEST if column.minimum is None else column.minimum
        highest = LARGEST if column.maximum is None else column.maximum
        whole = column.kind != "number"
        found["minimum"] = int(lowest) if whole else lowest
        found["maximum"] = int(highest) if whole else highest
    if column.choices:
        found["enum"] = list(column.choices)
    elif column.kind == "code" and not column.refers_to:
        found["pattern"] = CODE.pattern
    return found


def _foreign_key(table: str, column: Column) -> dict[str, Any]:
    """The reference of a column; the specification writes a table's own name as an empty text."""
    assert column.refers_to is not None
    other, key = column.refers_to
    resource = "" if other == table else other
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [key]}}
