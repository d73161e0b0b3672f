"""Stores that are kept for want: hour after hour, greedy, for many sampled years at once.

The order of giving, longest time to go first, is that of Evans, M. P., Tindemans, S. H. & Angeli,
D. (2019), Minimizing unserved energy using heterogeneous storage units, IEEE Transactions on Power
Systems 34(5), pp. 3647-3656; within an hour it is held fixed.
"""

import numpy as np

from citywright.energy.adequacy.help import Help
from citywright.energy.adequacy.system import System


class Keeper:
    """The stores of a system, as arrays; S of them."""

    def __init__(self, system: System) -> None:
        stores = system.reservoirs
        self.system = system
        self.node = np.array([r.node for r in stores])
        self.at = np.eye(system.demand.shape[1])[self.node]
        self.into, self.out = (
            np.stack([getattr(r, a) for r in stores], axis=1) for a in ("power_in", "power_out")
        )
        self.floor, self.energy, self.inflow = (
            np.stack([getattr(r, a) for r in stores], axis=1) for a in ("floor", "energy", "inflow")
        )
        self.gain = np.array([r.efficiency_in for r in stores])
        self.yields = np.array([r.efficiency_out for r in stores])
        self.stays = 1.0 - np.array([r.standing_loss for r in stores])
        self.start = np.array([r.level for r in stores], dtype=float)

    def kept(self, net: np.ndarray) -> np.ndarray:
        """MW unserved after help and stores: years × T × N, for net supply of the same shape."""
        level = np.tile(self.start, (len(net), 1))
        short = np.empty_like(net)
        for t in range(net.shape[1]):
            short[:, t], level = self.hour(t, net[:, t], level)
        return short

    def hour(self, t: int, net: np.ndarray, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Unserved MW (years × N) and the levels after the hour (years × S).

        level' = stays^d · level + d · (inflow + gain · charge - discharge / yields), d = duration,
        floor <= level' <= energy for what is given and taken by choice; more inflow is spilled.
        """
        d = float(self.system.duration[t])
        level = level * self.stays**d + d * self.inflow[t]
        if (lacking := np.maximum(-level, 0.0)).any():
            net = net - self._by_node(lacking / d / np.where(self.gain > 0, self.gain, 1.0))
        level = np.clip(level, 0.0, self.energy[t])
        limits = Help(self.system.imports, self.system.exports)
        settled = limits.settle(net)
        limits, short, spare = limits.after(settled), settled.short, settled.spare
        if short.any():
            usable = np.maximum(level - self.floor[t], 0.0) * self.yields / d
            short, limits, given = self._give(short, usable, self.out[t], limits)
            level = level - d * given / np.where(self.yields > 0, self.yields, 1.0)
        if spare.any() and (room := np.maximum(self.energy[t] - level, 0.0)).any():
            fill = np.where(self.gain > 0, room / np.where(self.gain > 0, self.gain, 1.0) / d, 0.0)
            level = level + d * self.gain * self._take(
                spare, np.minimum(self.into[t], fill), limits
            )
        return short, level

    def _give(
        self, short: np.ndarray, usable: np.ndarray, power: np.ndarray, limits: Help
    ) -> tuple[np.ndarray, Help, np.ndarray]:
        """What still lacks, the limits left, and what each store gives: first at home, then away."""
        can = np.minimum(power, usable)
        to_go = np.divide(usable, power, out=np.zeros_like(usable), where=power > 0)
        order = np.argsort(-to_go, axis=1, kind="stable")
        home = self._poured(short, can, order)
        short = short - self._by_node(home)
        helped = limits.share(short, self._by_node(can - home))
        away = self._poured(helped.went, can - home, order)
        return helped.short, limits.after(helped), home + away

    def _take(self, spare: np.ndarray, can: np.ndarray, limits: Help) -> np.ndarray:
        """What each store takes of what is left over: first at home, then from away."""
        order = np.tile(np.arange(len(self.node)), (len(can), 1))
        home = self._poured(spare, can, order)
        helped = limits.share(self._by_node(can - home), spare - self._by_node(home))
        return np.asarray(home + self._poured(helped.came, can - home, order))

    def _poured(self, amount: np.ndarray, can: np.ndarray, order: np.ndarray) -> np.ndarray:
        """amount (years × N) poured over the stores of each node in their order, each up to can."""
        left, poured = amount.copy(), np.zeros_like(can)
        years = np.arange(len(can))
        for rank in range(order.shape[1]):
            store = order[:, rank]
            node = self.node[store]
            part = np.minimum(left[years, node], can[years, store])
            poured[years, store] = part
            left[years, node] -= part
        return poured

    def _by_node(self, values: np.ndarray) -> np.ndarray:
        """Sum of years × S at each node: years × N."""
        return np.asarray(values @ self.at)
