"""Hours, their weights, planning years, the reserve."""

import numpy as np
import pandas as pd

from citywright.energy.checks.findings import NetworkFindings
from citywright.energy.checks.ground import plain
from citywright.energy.checks.profiles import as_number
from citywright.energy.network import WEIGHTS, Network

YEAR_COLUMNS = ("weight", "carbon_price")
"""Columns of the planning years."""


def check_horizon(network: Network, findings: NetworkFindings) -> None:
    """Weights > 0; every hour's planning year is one of `years`, and each year has hours."""
    check_hours(network.hours, findings)
    weights_are_whole = check_weights(network.hours, network.weights, findings)
    years_are_whole = check_years(network.years, findings)
    if weights_are_whole and years_are_whole:
        _check_years_of_hours(network, findings)
    if not (np.isfinite(network.reserve) and network.reserve >= 0):
        findings.note("E708", "network", "", "reserve", plain(network.reserve), "0")


def check_hours(hours: pd.Index, findings: NetworkFindings) -> None:
    """There are hours, and each label stands once."""
    if len(hours) == 0:
        findings.note("E731", "hours")
    for label in hours[hours.duplicated()]:
        findings.note("E732", "hours", str(label))


def check_weights(hours: pd.Index, weights: pd.DataFrame, findings: NetworkFindings) -> bool:
    """Whether weights are whole: a row per hour, every column a finite number (> 0, but year)."""
    before = len(findings)
    if _columns_are_there("weights", weights, WEIGHTS, findings):
        if len(weights) != len(hours) or not weights.index.equals(hours):
            findings.note("E733", "weights", value=len(weights), allowed=len(hours))
        for column in WEIGHTS:
            _check_column("weights", weights, column, findings, positive=column != "year")
    return len(findings) == before


def check_years(years: pd.DataFrame, findings: NetworkFindings) -> bool:
    """Whether planning years are whole: weight > 0, a finite price of carbon, each year once."""
    before = len(findings)
    if _columns_are_there("years", years, YEAR_COLUMNS, findings):
        for column in YEAR_COLUMNS:
            _check_column("years", years, column, findings, positive=column == "weight")
    for year in years.index:
        number = as_number(year)
        if number is None or number != round(number if np.isfinite(number) else 0.5):
            findings.note("E737", "years", str(year), "year", value=year)
    for year in years.index[years.index.duplicated()]:
        findings.note("E707", "years", str(year))
    return len(findings) == before


def _columns_are_there(
    table: str, frame: pd.DataFrame, columns: tuple[str, ...], findings: NetworkFindings
) -> bool:
    missing = [column for column in columns if list(frame.columns).count(column) != 1]
    for column in missing:
        findings.note("E716", table, "", column, value=column, allowed=", ".join(columns))
    return not missing


def _check_column(
    table: str, frame: pd.DataFrame, column: str, findings: NetworkFindings, *, positive: bool
) -> None:
    """Every cell of the column is a finite number, above 0 where `positive`; first fault shown."""
    cells = [as_number(value) for value in frame[column]]
    for k, number in enumerate(cells):
        code = _fault(number, positive=positive, whole=column == "year")
        if code:
            findings.note(code, table, str(frame.index[k]), column, plain(frame[column].iloc[k]))
            return


def _fault(number: float | None, *, positive: bool, whole: bool) -> str:
    if number is None:
        return "E703"
    if not np.isfinite(number):
        return "E706"
    if whole and number != round(number):
        return "E737"
    return "E734" if positive and number <= 0 else ""


def _check_years_of_hours(network: Network, findings: NetworkFindings) -> None:
    known = {int(year) for year in network.years.index}
    used = network.weights["year"].astype(int)
    for year in sorted(set(used) - known):
        hour = network.hours[int(np.argmax(used.to_numpy() == year))]
        allowed = ", ".join(map(str, sorted(known)))
        findings.note("E735", "weights", str(hour), "year", year, allowed)
    for year in sorted(known - set(used)):
        findings.note("E736", "years", str(year))
