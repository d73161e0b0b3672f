"""Nodes that help each other: what one has over goes to those that lack, through a hub."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Settled:
    """After help, ... × N each, MW: what still lacks and is left over, what came in and went out."""

    short: np.ndarray
    spare: np.ndarray
    came: np.ndarray
    went: np.ndarray


@dataclass(frozen=True)
class Help:
    """Limits of help: MW that each node can bring in and take out (... × N)."""

    imports: np.ndarray
    exports: np.ndarray

    def settle(self, net: np.ndarray) -> Settled:
        """Help where net (supply - demand, ... × N) is below 0 from where it is above."""
        return self.share(np.maximum(-net, 0.0), np.maximum(net, 0.0))

    def share(self, need: np.ndarray, offer: np.ndarray) -> Settled:
        """came_n = wanted_n · z / sum(wanted), went_n = given_n · z / sum(given),
        z = min(sum(wanted), sum(given)), wanted = min(need, imports), given = min(offer, exports).

        All that lack are helped in proportion, all that have give in proportion.
        """
        wanted, given = np.minimum(need, self.imports), np.minimum(offer, self.exports)
        all_wanted, all_given = wanted.sum(axis=-1), given.sum(axis=-1)
        passed = np.minimum(all_wanted, all_given)
        came = wanted * _share(passed, all_wanted)[..., None]
        went = given * _share(passed, all_given)[..., None]
        return Settled(need - came, offer - went, came, went)

    def after(self, settled: Settled) -> "Help":
        """What is left of the limits."""
        return Help(self.imports - settled.came, self.exports - settled.went)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0))
