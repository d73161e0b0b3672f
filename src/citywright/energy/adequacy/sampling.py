"""Adequacy by sampled outages: whole years in which units fail and are repaired.

Year k of unit u has its own stream of random numbers, made of (seed, k, u): no answer depends on
how many years are taken at a time, and a unit that is added leaves the outages of the others as
they were.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from citywright.energy.adequacy.help import Help
from citywright.energy.adequacy.outages import Unit
from citywright.energy.adequacy.reservoirs import Keeper
from citywright.energy.adequacy.system import System
from citywright.errors import UsageError

SHORT = 1e-6
"""MW below which a shortfall is rounding (estimated)."""
CELLS = 4_000_000
"""Numbers held at a time (years × hours × nodes): about 32 MB each (estimated)."""


@dataclass(frozen=True)
class Sampling:
    """How to sample.

    years         years at most; fewer where `tolerance` is reached
    seed          of the random numbers
    repair_hours  mean hours of an outage. Without stores the expectations do not depend on it; with
                  stores a long outage empties them
    confidence    of the intervals
    tolerance     half-width of the interval of LOLE as a share of LOLE at which sampling stops
                  (0: all years)
    """

    years: int
    seed: int
    repair_hours: float
    confidence: float = 0.95
    tolerance: float = 0.0


@dataclass(frozen=True)
class Adequacy:
    """What the sampled years say.

    lole       hours a year in which some node falls short; lole_interval: of its mean
    eue        MWh a year; eue_interval
    share      eue as a share of the year's demand
    lole_node, eue_node  the same by node, N
    lolp       share of the years with loss, by hour, T
    years      years sampled; years_with_loss
    course     running mean of LOLE after each year
    """

    lole: float
    lole_interval: tuple[float, float]
    eue: float
    eue_interval: tuple[float, float]
    share: float
    lole_node: np.ndarray
    eue_node: np.ndarray
    lolp: np.ndarray
    years: int
    years_with_loss: int
    course: np.ndarray


def lole_sampled(system: System, sampling: Sampling) -> Adequacy:
    """Mean over sampled years of the weight of the hours that fall short, and of what is unserved.

    In each hour surplus nodes help short ones (`help`); then stores give, those that could last
    longest first, and from what is left over they are filled (`reservoirs`): chronological, greedy,
    and kept for want alone. The interval of a mean is Student's, over independent years; where no
    year had a loss it is empty and says only that losses are rare (`years_with_loss`).

    Raises
    ------
    UsageError
        Where fewer than 2 years are asked for or repair_hours is not above 0.
    """
    if sampling.years < 2 or not 0 < sampling.repair_hours < np.inf:
        raise UsageError(
            "energy.adequacy.sampling", years=sampling.years, repair_hours=sampling.repair_hours
        )
    hours, nodes = system.demand.shape
    at_once = max(1, CELLS // max(1, hours * nodes))
    lost, unserved = np.zeros((0, nodes + 1)), np.zeros((0, nodes))
    lolp = np.zeros(hours)
    while len(lost) < sampling.years:
        some = range(len(lost), min(len(lost) + at_once, sampling.years))
        short = _shortfall(system, sampling, some)
        bad = short > SHORT
        any_bad = bad.any(axis=2)
        lolp += any_bad.sum(axis=0)
        by_node = np.einsum("ytn,t->yn", bad, system.weight)
        lost = np.vstack([lost, np.column_stack([by_node, any_bad @ system.weight])])
        unserved = np.vstack([unserved, np.einsum("ytn,t->yn", short * bad, system.weight)])
        if _is_enough(lost[:, -1], sampling):
            break
    return _summed(system, sampling, lost, unserved, lolp / len(lost))


def _summed(
    system: System, sampling: Sampling, lost: np.ndarray, unserved: np.ndarray, lolp: np.ndarray
) -> Adequacy:
    energy = unserved.sum(axis=1)
    demand = float(system.weight @ system.demand.sum(axis=1))
    return Adequacy(
        float(lost[:, -1].mean()), _interval(lost[:, -1], sampling.confidence),
        float(energy.mean()), _interval(energy, sampling.confidence),
        float(energy.mean()) / demand if demand else 0.0,
        lost[:, :-1].mean(axis=0), unserved.mean(axis=0), lolp,
        len(lost), int((lost[:, -1] > 0).sum()),
        np.cumsum(lost[:, -1]) / np.arange(1, len(lost) + 1),
    )  # fmt: skip


def _interval(yearly: np.ndarray, confidence: float) -> tuple[float, float]:
    """mean ± t(n - 1) · s / sqrt(n)"""
    n = len(yearly)
    reach = stdtrit(n - 1, 0.5 + confidence / 2) * yearly.std(ddof=1) / np.sqrt(n)
    return float(max(yearly.mean() - reach, 0.0)), float(yearly.mean() + reach)


def _is_enough(lost: np.ndarray, sampling: Sampling) -> bool:
    if sampling.tolerance <= 0 or len(lost) < 2 or not lost.any():
        return False
    low, high = _interval(lost, sampling.confidence)
    return bool((high - low) / 2 <= sampling.tolerance * lost.mean())


def _shortfall(system: System, sampling: Sampling, years: range) -> np.ndarray:
    """MW unserved: years × T × N."""
    supply = np.repeat(system.firm[None], len(years), axis=0)
    instants = np.cumsum(system.duration) - system.duration
    for u, unit in enumerate(system.units):
        output = unit.capacity * system.availability[:, u]
        for k, year in enumerate(years):
            stream = np.random.SeedSequence(sampling.seed, spawn_key=(year, u))
            up = is_up(unit, instants, sampling.repair_hours, np.random.default_rng(stream))
            supply[k, :, system.unit_node[u]] += np.where(up, output, 0.0)
    net = supply - system.demand
    if system.reservoirs:
        return Keeper(system).kept(net)
    return Help(system.imports, system.exports).settle(net).short


def is_up(
    unit: Unit, instants: np.ndarray, repair_hours: float, stream: np.random.Generator
) -> np.ndarray:
    """Whether the unit runs at each instant (hours since the beginning, rising).

    A Markov process of two states in its steady state: outages last repair_hours in the mean, and
    time between them repair_hours · (1 - q) / q, so that it is out for the share q of time.
    """
    q = unit.outage_rate
    if q <= 0 or q >= 1:
        return np.full(len(instants), q <= 0)
    means = np.array([repair_hours * (1 - q) / q, repair_hours])
    begins_up = bool(stream.random() >= q)
    order = means if begins_up else means[::-1]
    horizon = float(instants[-1]) if len(instants) else 0.0
    ends = np.zeros(0)
    while not len(ends) or ends[-1] <= horizon:
        pairs = int(horizon / means.sum()) + 8
        more = np.cumsum(stream.exponential(np.tile(order, pairs)))
        ends = np.append(ends, more + (ends[-1] if len(ends) else 0.0))
    changes = np.searchsorted(ends, instants, side="right")
    return np.asarray((changes % 2 == 0) == begins_up)
