"""A network is sound, or all that is wrong with it is said at once.

The checks stand in `checks/`, one file per question; the codes are E7xx and W7xx of
`city/codes.csv`. What the hours make impossible (must-run above demand, too little supply) is no
fault of the input: that is explained with the infeasible plan.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from citywright.energy.checks.findings import NetworkError, NetworkFinding, NetworkFindings
from citywright.energy.checks.given import readable_tables
from citywright.energy.checks.ground import Ground
from citywright.energy.checks.horizon import check_horizon, check_weights, check_years
from citywright.energy.checks.meaning import check_meaning
from citywright.energy.checks.profiles import sound_profiles
from citywright.energy.checks.shape import check_shape
from citywright.energy.checks.terms import check_terms
from citywright.energy.checks.values import check_names, check_values
from citywright.energy.network import Network, make_network

__all__ = [
    "NetworkError", "NetworkFinding", "NetworkFindings", "check_network", "make_checked_network",
    "sound",
]  # fmt: skip


def check_network(network: Network) -> NetworkFindings:
    """All findings of a network as its owner gave it (before `lowering`), sorted.

    The same in any order of rows and columns. A network without `errors` can be planned; `notices`
    say what is allowed but doubtful.
    """
    findings = NetworkFindings()
    _check_into(network, findings)
    return findings


def sound(network: Network) -> Network:
    """The network itself.

    Raises
    ------
    NetworkError
        With every finding, where there is an error.
    """
    return _raised(network, check_network(network))


def make_checked_network(
    name: str,
    hours: pd.Index,
    tables: Mapping[str, pd.DataFrame],
    series: Mapping[tuple[str, str], pd.DataFrame] | None = None,
    weights: pd.DataFrame | None = None,
    years: pd.DataFrame | None = None,
    money: str = "EUR",
    reserve: float = 0.0,
) -> Network:
    """`make_network` for what a person has written: cells may be text, names may be wrong.

    Numbers may be written as text, flags as yes and no; names may stand in a column `name`.
    Unknown tables and attributes, and cells that cannot be read, are findings and not left out.

    Raises
    ------
    NetworkError
        With every finding, where there is an error.
    """
    findings = NetworkFindings()
    readable = readable_tables(tables, findings)
    if weights is not None and not check_weights(hours, weights, findings):
        weights = None
    if years is not None and not check_years(years, findings):
        years = None
    named = {key: _text_columns(frame) for key, frame in (series or {}).items()}
    network = make_network(name, hours, readable, named, weights, years, money, reserve)
    _check_into(network, findings)
    return _raised(network, findings)


def _check_into(network: Network, findings: NetworkFindings) -> None:
    check_horizon(network, findings)
    ground = Ground(network, findings, sound_profiles(network, findings))
    check_names(ground)
    check_values(ground)
    # values that are not finite are findings by now: what is reckoned with them says nothing more
    with np.errstate(invalid="ignore", over="ignore"):
        check_shape(ground)
        check_terms(ground)
        check_meaning(ground)


def _text_columns(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis(frame.columns.astype(str), axis=1)


def _raised(network: Network, findings: NetworkFindings) -> Network:
    if findings.errors:
        raise NetworkError(findings.errors)
    return network
