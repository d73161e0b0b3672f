"""A random table of several regions, written as arrays that every contestant reads.

    python -m benchmarks._accounts_input FOLDER SECTORS

Everything in it is invented; the same size gives the same table. It balances, seven cells in ten are
filled, and regions buy mostly at home. It is made in a process of its own, because a child's peak
memory counts what its parent held when it was started. The contestants put their labels around the
arrays without a copy, so that each holds the input once.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REGIONS = {500: 10, 2_000: 20, 9_800: 49}
STRESSORS = 10
FILLED, AT_HOME = 0.7, 30.0
"""Share of cells that are not zero; how much more is bought at home than in another region."""
PARTS = ("Z", "Y", "S", "V", "y_new")


@dataclass(frozen=True)
class Input:
    """Z (n, n), Y (n, R), S (k, n), V (1, n), y_new (n,), and how many regions R."""

    Z: np.ndarray
    Y: np.ndarray
    S: np.ndarray
    V: np.ndarray
    y_new: np.ndarray

    @property
    def regions(self) -> list[str]:
        """Names of the regions."""
        return [f"r{r:02d}" for r in range(self.Y.shape[1])]

    @property
    def products(self) -> list[str]:
        """Names of the products of each region."""
        return [f"p{p:03d}" for p in range(len(self.Z) // self.Y.shape[1])]

    @property
    def stressors(self) -> list[str]:
        """Names of the stressors."""
        return [f"s{k}" for k in range(len(self.S))]

    @property
    def megabytes(self) -> float:
        """What every contestant holds before it starts."""
        return sum(getattr(self, part).nbytes for part in PARTS) / 2**20


def make(folder: Path, n: int) -> None:
    """Write the table of `n` sectors."""
    regions = REGIONS.get(n, max(1, round(n**0.5 / 2)))
    if n % regions:
        raise SystemExit(f"{n} sectors cannot be split over {regions} regions")
    rng = np.random.default_rng(n)
    home = np.arange(n) // (n // regions)
    A = np.empty((n, n))
    for i in range(n):  # row by row: no second matrix
        A[i] = rng.lognormal(0.0, 1.5, n) * (rng.random(n) < FILLED)
        A[i] *= np.where(home == home[i], AT_HOME, 1.0)
    A *= rng.uniform(0.3, 0.65, n) / A.sum(axis=0)
    Y = rng.lognormal(2.0, 1.0, (n, regions)) * np.where(
        home[:, None] == np.arange(regions), AT_HOME, 1.0
    )
    y = Y.sum(axis=1)
    x = y
    for _ in range(100):  # the power series: columns add to at most 0.65
        x = y + A @ x
    A *= x
    Y *= ((x - A.sum(axis=1)) / y)[:, None]  # rows balance to the last digit
    S = rng.lognormal(0.0, 1.0, (STRESSORS, n)) * x
    y_new = Y.sum(axis=1) * rng.uniform(0.8, 1.3, n)
    parts = {"Z": A, "Y": Y, "S": S, "V": (x - A.sum(axis=0))[None], "y_new": y_new}
    folder.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        np.save(folder / f"{name}.npy", parts[name])


def load(folder: Path) -> Input:
    """The table that `make` wrote."""
    return Input(*(np.load(folder / f"{name}.npy") for name in PARTS))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
