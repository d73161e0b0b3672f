"""Typical blocks, from which the search begins; an answer is never taken from them."""

from typing import NamedTuple

import numpy as np
from scipy.cluster import hierarchy

from citywright.energy.coupling import Coupling
from citywright.energy.network import Network

FEATURES = (
    ("loads", "demand"), ("generators", "availability"), ("generators", "must_run"),
    ("generators", "marginal_cost"), ("storage", "inflow"), ("links", "efficiency"),
)  # fmt: skip


TIGHT = 2
"""Blocks with the tightest days, which stand for themselves."""


class Typical(NamedTuple):
    """Numbers of the typical blocks, how many each stands for, and which stands for each block."""

    numbers: np.ndarray
    weights: np.ndarray
    stands_for: np.ndarray


def typical_blocks(network: Network, coupling: Coupling, count: int) -> Typical:
    """The blocks nearest to the centres of clusters of blocks alike, per planning year.

    Blocks are compared by mean and spread of what varies by hour, each scaled by its own spread.
    """
    numbers: list[int] = []
    stands_for = np.zeros(len(coupling.spans), dtype=int)
    years = sorted({span.year for span in coupling.spans})
    for year in years:
        own = np.array([s.number for s in coupling.spans if s.year == year])
        points = _features(network, coupling, own)
        label = _clusters(points, min(count, len(own)))
        # the tightest blocks set the capacities, and no cluster's centre is like them
        tight = np.argsort(-_tightness(network, coupling, own), kind="stable")[:TIGHT]
        label[tight] = label.max() + 1 + np.arange(len(tight))
        for cluster in np.unique(label):
            inside = np.flatnonzero(label == cluster)
            centre = points[inside].mean(axis=0)
            nearest = inside[np.argmin(((points[inside] - centre) ** 2).sum(axis=1))]
            numbers.append(int(own[nearest]))
            stands_for[own[inside]] = own[nearest]
    chosen = np.array(sorted(numbers))
    hours = np.array([span.size for span in coupling.spans], dtype=float)
    weights = np.array([hours[stands_for == n].sum() / hours[n] for n in chosen])
    return Typical(chosen, weights, stands_for)


def _tightness(network: Network, coupling: Coupling, own: np.ndarray) -> np.ndarray:
    """Largest mean over a day of demand that is left when what varies gives half of all energy."""
    demand = network.by_hour("loads", "demand").sum(axis=1)
    given = network.series.get(("generators", "availability"))
    if given is not None:
        shares = given.to_numpy(dtype=float)
        mean = shares.mean(axis=0)
        supply = (shares / np.where(mean > 0, mean, 1.0)).mean(axis=1)
        demand = demand - 0.5 * demand.mean() * supply
    day = np.ones(24) / 24.0
    blocks = [demand[coupling.spans[n].hours] for n in own]
    return np.array([
        np.convolve(b, day, "valid").max() if len(b) > len(day) else b.mean() for b in blocks
    ])  # fmt: skip


def _features(network: Network, coupling: Coupling, own: np.ndarray) -> np.ndarray:
    parts = []
    for key in FEATURES:
        frame = network.series.get(key)
        if frame is None:
            continue
        values = frame.to_numpy(dtype=float)
        blocks = [values[coupling.spans[n].hours] for n in own]
        parts += [
            np.array([measure(block, axis=0) for block in blocks])
            for measure in (np.mean, np.max, np.min)
        ]
    if not parts:
        return np.zeros((len(own), 1))
    points = np.hstack(parts)
    spread = points.std(axis=0)
    return np.asarray(points[:, spread > 0] / spread[spread > 0]).reshape(len(own), -1)


def _clusters(points: np.ndarray, count: int) -> np.ndarray:
    """Ward's clusters: the same from run to run, none empty."""
    if points.shape[1] == 0 or count >= len(points):
        return np.arange(len(points)) % count
    tree = hierarchy.linkage(points, "ward")
    return np.asarray(hierarchy.fcluster(tree, count, criterion="maxclust"))
