"""One register of units and factors; the factors and their sources stand in `units.txt`.

Tables hold plain floats in the unit that their declaration names. This module answers two
questions at the door: is a unit known, and what is the factor between two of them.
"""

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import pint

from citywright.errors import InputError


@cache
def register() -> Any:  # noqa: ANN401  (pint's registry class is made at run time)
    """The register of all units, read from `units.txt`."""
    registry = pint.UnitRegistry(None)
    with as_file(files("citywright").joinpath("units.txt")) as path:
        registry.load_definitions(path)
    return registry


@cache
def factor(unit: str, to: str) -> float:
    """How many `to` one `unit` is.   value[to] = factor * value[unit]

    Either may begin with a number, as the units of tables do: "100 GWh/year".

    Raises
    ------
    InputError
        An unknown unit, or two units of different kinds.
    """
    ureg = register()
    (count, name), (to_count, to_name) = _counted(unit), _counted(to)
    try:
        one = ureg.Quantity(count, ureg.parse_units(name))
        return float(one.to(ureg.parse_units(to_name)).magnitude) / to_count
    except (pint.UndefinedUnitError, pint.DimensionalityError, ValueError, AttributeError) as error:
        raise InputError("units.no_factor", unit=unit, to=to) from error


def _counted(unit: str) -> tuple[float, str]:
    """The number before a unit (1 where there is none), and the unit."""
    number, space, name = unit.partition(" ")
    return (float(number), name) if space and number.isdigit() else (1.0, unit)


_UNIT = re.compile(r"([1-9]\d{0,8} )?(1/)?[^\W\d_]\w*([*/][^\W\d_]\w*)*")
"""How a unit of a table looks: a number, then names with * or / between. Anything else, such as a
power tower that would keep the parser busy for ever, never reaches the parser."""


@cache
def is_known(unit: str) -> bool:
    """Whether the register knows `unit` (such as "亿元", "tce", "100 GWh/year" or "MW")."""
    if len(unit) > 60 or not _UNIT.fullmatch(unit):
        return False
    try:
        register().parse_expression(unit)
    except Exception:  # noqa: BLE001  (pint raises its parser's own errors for odd text)
        return False
    return True


@cache
def is_money(unit: str) -> bool:
    """Whether `unit` is a known unit of money (such as "亿元")."""
    if not is_known(unit):
        return False
    try:
        factor(unit, "CNY")
    except InputError:
        return False
    return True
