"""Names and units are honest."""

import re

from citywright.city.rules.context import Context
from citywright.units import is_known, is_money


def check_illustrative_names(c: Context) -> None:
    """An illustrative project bears no real firm's name."""
    real = c["firms"][c["firms"]["quality"] != "illustrative"]
    names = {name for column in ("name_zh", "name_en") for name in real[column] if len(name) >= 2}
    if not names:
        return
    bounded = (rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in sorted(names))
    any_name = re.compile("|".join(bounded), re.IGNORECASE)
    projects = c["projects"]
    invented = projects[projects["quality"] == "illustrative"]
    for column in ("name_zh", "name_en", "owner"):
        for row, text in invented[column].items():
            if found := any_name.search(text):
                c.note("E417", "projects", row, column, found.group())


def check_paid_in_money(c: Context) -> None:
    """A programme is paid from a factor that is counted in money."""
    unit = c["factors"].set_index("factor")["unit"]
    for row, factor in c["programmes"]["factor"].items():
        if not is_money(unit[factor]):
            c.note("E428", "programmes", row, "factor", factor, unit[factor])


def check_units(c: Context) -> None:
    """Units that rows name are in the register."""
    for table in ("factors", "indicators"):
        for row, unit in c[table]["unit"].items():
            if not is_known(unit):
                c.note("E405", table, row, "unit", unit)
