"""Which way a network is solved: whole where its horizon is short, by weeks where it is long."""

from citywright.energy.coupling import spans_of
from citywright.energy.declaration import PRIMITIVE
from citywright.energy.network import Network

WHOLE, WEEKS = "whole", "weeks"
BLOCK_HOURS = 168
"""Hours of a block: a week (measured: days make too many levels, months too large programs)."""
WHOLE_UP_TO = 30_000
"""Unit-hours up to which the whole program is the faster way (1 week of 8 nodes has 12,000,
4 weeks have 48,000; docs/reference/benchmarks.md)."""


def choose_method(network: Network, block_hours: int) -> str:
    """`whole` for one block per year, or for few unit-hours; else `weeks`."""
    if decides_on_and_off(network):
        return WHOLE
    units = sum(len(network.names(c)) for c in PRIMITIVE)
    spans = spans_of(network, block_hours)
    years = len(network.years)
    if len(spans) < 2 * years or network.size * units <= WHOLE_UP_TO:
        return WHOLE
    return WEEKS


def decides_on_and_off(network: Network) -> bool:
    """Whether any unit is committable: then the study is one of operation, and goes whole."""
    return bool(network.tables["generators"]["committable"].any())


def whole_hours(network: Network) -> int:
    """Block length at which every planning year is one block."""
    return max(1, int(network.weights["year"].value_counts().max()))
