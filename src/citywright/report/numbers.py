"""How numbers and units are written: four digits that count, thousands set apart."""

import math
import re

from citywright.units import factor
from citywright.words import say, tables

MONEY = {
    "zh": ((1e8, "100m"), (1e4, "10k"), (1.0, "one")),
    "en": ((1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, "one")),
}
"""Steps of money in each language: from how many CNY on, and the key of its words."""
ZERO = 5e-10
ENDLESS = 1e299
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decimals(value: float) -> int:
    """Digits after the point that leave four that count, six at most."""
    size = abs(value)
    if size < ZERO or math.isinf(size):
        return 0
    return min(6, max(0, 3 - math.floor(math.log10(size))))


def number(value: float, digits: int | None = None) -> str:
    """A number with `digits` after the point, else with four digits that count."""
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:,.{decimals(value) if digits is None else digits}f}"
    if text.startswith("-"):
        return "−" + text[1:] if re.search("[1-9]", text) else text[1:]
    return text


def power_of_ten(value: float) -> str:
    """A very small or large number: 3.2 × 10⁻⁹; 0 is 0, and what has no end is ∞."""
    if value == 0 or math.isnan(value):
        return number(value)
    if value >= ENDLESS:
        return "∞"
    front, power = f"{value:.1e}".split("e")
    return f"{front.replace('-', '−')} × 10{str(int(power)).translate(RAISED)}"


def percent(value: float, digits: int = 1) -> str:
    """A share as a percentage; one that would read as nothing, though it is not, says "< …"."""
    least = 10.0**-digits
    if 0 < 100 * value < least / 2:
        return f"< {number(least, digits)}%"
    return f"{number(100 * value, digits)}%"


def money(value: float, unit: str, lang: str) -> str:
    """An amount in words: the step of money at which it has at least one digit before the point."""
    cny = value * factor(unit, "CNY")
    size, key = next((step for step in MONEY[lang] if abs(cny) >= step[0]), MONEY[lang][-1])
    digits = min(decimals(cny / size), 2)
    return say(f"report.money.{key}", lang, value=number(cny / size, digits))


def unit_words(unit: str, lang: str) -> str:
    """A unit in the language: each part of it by the words table, other parts as they stand."""
    return "".join(_part(part, lang) for part in re.split(r"([/*])", unit))


def _part(part: str, lang: str) -> str:
    key = f"report.unit.{part}"
    return say(key, lang) if key in tables() else part
