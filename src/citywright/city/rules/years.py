"""Years lie in the horizon, and every year that is needed is there."""

import pandas as pd

from citywright.city.rules.context import Context

_BY_YEAR = {
    "factor_supply": ["factor", "zone"], "labour": ["skill"], "power_grid": ["zone"], "carbon": [],
}  # fmt: skip


def _horizon(c: Context) -> str:
    return f"{c.settings.first_year}–{c.settings.last_year}"


def check_years_inside(c: Context) -> None:
    """Years of yearly tables and of targets lie in the horizon."""
    for table in (*_BY_YEAR, "targets"):
        for row, year in c[table]["year"].items():
            if not pd.isna(year) and year not in c.settings.years:
                c.note("E401", table, row, "year", year, _horizon(c))


def check_complete_years(c: Context) -> None:
    """Each item of a yearly table has a row for every year of the horizon."""
    for table, item in _BY_YEAR.items():
        frame = c[table]
        groups = frame.groupby(item, sort=True) if item else [((), frame)]
        for name, rows in groups:
            for year in sorted(set(c.settings.years) - set(rows["year"])):
                what = " ".join([*map(str, name), str(year)])
                c.note("E402", table, 0, "year", what, _horizon(c))
    _check_items(c)


def _check_items(c: Context) -> None:
    """Every skill has labour rows and every area has grid rows."""
    for table, column, parent in (("labour", "skill", "skills"), ("power_grid", "zone", "zones")):
        for item in sorted(set(c[parent][column]) - set(c[table][column])):
            c.note("E402", table, 0, column, item, _horizon(c))


def check_spans(c: Context) -> None:
    """A first year does not come after its last year."""
    spans = (
        ("programmes", "first_year", "last_year"),
        ("power_supply", "first_year", "last_year"),
        ("projects", "earliest", "latest"),
        ("power_generators", "first_year", "last_year"),
        ("power_storage", "first_year", "last_year"),
    )
    for table, first, last in spans:
        for row, start, end in c[table][[first, last]].itertuples():
            if not (pd.isna(start) or pd.isna(end)) and start > end:
                c.note("E411", table, row, first, start, end)
