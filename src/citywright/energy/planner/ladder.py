"""Which way a network is solved: whole where its horizon is short, by weeks where it is long."""

from citywright.energy.coupling import spans_of
from citywright.energy.declaration import PRIMITIVE
from citywright.energy.network import Network

WHOLE, WEEKS = "whole", "weeks"
BLOCK_HOURS = 168
"""Hours of a block: a week (measured: days make too many levels, months too large programs)."""
WHOLE_UP_TO = 30_000
"""Unit-hours up to which a network goes whole, to its very optimum (1 week of 8 nodes has 12,000,
4 weeks have 48,000). At 24,000 the search by weeks has 0.1 % in 3.4 to 4 s, the whole takes 12 to 15
(measured): where so near is near enough, `method="weeks"` is the faster way."""


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
