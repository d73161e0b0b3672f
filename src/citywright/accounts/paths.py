"""Structural path analysis: through which chains of suppliers a final demand reaches a stressor.

    f L y = sum_m f_m y_m + sum_jm f_j a_jm y_m + sum_ijm f_i a_ij a_jm y_m + ...

Every product on the right is a path i > j > ... > m: f arises in sector i, whose product goes into
j, and so on, until m is used. All paths that end in the same "... j > ... > m" form a branch, and a
branch is worth w m_j, with w = a_j. ... y_m and m = f L: known before any of it is opened. A branch
that is worth less than the threshold holds no path above it, so it is cut, and nothing is missed.

Source: Crama, Defourny & Gazon (1984), Economie Appliquee 37(1), 215-222; Defourny & Thorbecke
(1984), Economic Journal 94, 111-136; Treloar (1997), Economic Systems Research 9(4), 375-391;
Lenzen (2003), Structural Change and Economic Dynamics 14(1), 1-34.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
ROUNDING = 1e-9
"""A branch is cut only when it is below the threshold by more than the rounding of its bound."""


@dataclass(frozen=True)
class Paths:
    """The largest paths of f L y, and what is left.

    frame : path (sector positions, origin of f first, product used last), order (deliveries on the
        path), value (unit of f), share (value / size); largest first
    total : f L y
    size : |f| |L| |y|, the sum of the sizes of all paths; the total where nothing is negative
    least : size from which paths were looked for
    sure : every path larger than this is in the frame; `least` where the search is complete
    complete : no cap was met, so every path of at least `least` is in the frame
    opened : branches that were opened
    """

    frame: pd.DataFrame
    total: float
    size: float
    least: float
    sure: float
    complete: bool
    opened: int

    @property
    def covered(self) -> float:
        """Sum of the paths listed (unit of f)."""
        return float(self.frame["value"].sum())

    @property
    def rest(self) -> float:
        """All paths that are not listed: covered + rest = total."""
        return self.total - self.covered

    @property
    def share(self) -> float:
        """Size of the paths listed over the size of all."""
        return float(self.frame["share"].abs().sum())

    def named(self, labels: pd.Index, arrow: str = " > ") -> pd.DataFrame:
        """The frame with names for positions: `a > b > c`; (region, sector) reads `r / s`.

        Raises
        ------
        AccountsError
            accounts.path_labels where a position has no label.
        """
        highest = max((max(path) for path in self.frame["path"]), default=-1)
        if highest >= len(labels):
            raise AccountsError("accounts.path_labels", count=len(labels), number=highest + 1)
        words = [" / ".join(map(str, name)) if isinstance(name, tuple) else str(name)
                 for name in labels]  # fmt: skip
        texts = [arrow.join(words[place] for place in path) for path in self.frame["path"]]
        return self.frame.assign(path=texts)


def structural_paths(
    leontief: Leontief, f: Array, y: Array,
    *, least: float, most: int = 1_000, branches: int = 1_000_000,
) -> Paths:  # fmt: skip
    """The paths f_i a_ij a_jk ... y_m of f L y, largest first.

    Negative cells are allowed: the branches are then bounded by |f|, |A| and |y|, which costs a
    second factorisation where A itself holds a negative, and "large" means a large |value|.

    Parameters
    ----------
    leontief : system of A
    f : (n,) amount per unit of output; y : (n,) final demand (money)
    least : smallest path to look for, as a share of all paths, above 0
    most : most paths listed; branches : most branches kept. Where a cap is met the result says so
        (`complete`, `sure`); the largest branches are opened first, so the largest paths are found.

    Returns
    -------
    Paths; opens only columns A[:, j] of sectors j on a branch that is worth opening.

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.not_finite, accounts.path_least; accounts.path_nothing where
        every path is zero; accounts.path_unbounded where I - |A| has no inverse >= 0.
    """
    check_row(leontief, f, "f")
    check_row(leontief, y, "y")
    if not (0.0 < least <= 1.0) or most < 1 or branches < 1:
        raise AccountsError("accounts.path_least", least=least, most=most, branches=branches)
    sizes = _sizes(leontief)
    worth, reach = sizes.carried(np.abs(f)), sizes.output(np.abs(y))
    size = float(np.abs(f) @ reach)
    if size == 0.0:
        raise AccountsError("accounts.path_nothing")
    tree = _Tree(leontief.A, worth, reach, least * size)
    kept = _Kept(most, least * size)
    left = tree.search(f, y, kept, branches)
    return Paths(
        frame=_frame(tree, kept.best, f, size),
        total=float(f @ leontief.output(y)),
        size=size,
        least=least * size,
        sure=max(least * size, left, kept.dropped),
        complete=left == 0.0 and kept.dropped == 0.0,
        opened=tree.opened,
    )


class _Kept:
    """The largest paths found so far, at most `most`; the smallest of them on top."""

    def __init__(self, most: int, least: float) -> None:
        self.most, self.least = most, least
        self.best: list[tuple[float, int]] = []
        self.dropped = 0.0

    def offer(self, size: float, branch: int) -> None:
        if size < self.least:
            return
        if len(self.best) < self.most:
            heapq.heappush(self.best, (size, branch))
        else:
            out, _ = heapq.heappushpop(self.best, (size, branch))
            self.dropped = max(self.dropped, out)

    def beats(self, bound: float) -> bool:
        """Whether a branch of this worth can no longer change the list."""
        return len(self.best) == self.most and bound < self.best[0][0] * (1.0 - ROUNDING)


class _Tree:
    """Branches as lists: sector at the head, branch it was opened from, weight w."""

    def __init__(self, A: Coefficients, worth: Array, reach: Array, least: float) -> None:
        self._A, self._worth, self._reach = A, worth, reach
        self._cut = least * (1.0 - ROUNDING)
        self._bought: dict[int, tuple[Places, Array, Array]] = {}
        self.head: list[int] = []
        self.parent: list[int] = []
        self.weight: list[float] = []
        self.opened = 0

    def search(self, f: Array, y: Array, kept: _Kept, branches: int) -> float:
        """Open branches, largest first; the worth of the largest that stays closed, or zero."""
        waiting: list[tuple[float, int]] = []
        ends = np.flatnonzero((np.abs(y) * self._worth >= self._cut) & (y != 0.0))
        self._grow(waiting, -1, ends, y[ends], np.abs(y[ends]) * self._worth[ends])
        while waiting:
            bound, branch = waiting[0]
            if kept.beats(-bound) or len(self.head) > branches:
                return -bound
            heapq.heappop(waiting)
            self.opened += 1
            j, w = self.head[branch], self.weight[branch]
            kept.offer(abs(float(f[j]) * w), branch)
            sellers, a, worth = self._purchases(j)
            # sorted: the first `count` are worth opening from a branch of this weight
            count = int(np.searchsorted(-worth, -self._cut / abs(w), side="right"))
            self._grow(waiting, branch, sellers[:count], w * a[:count], abs(w) * worth[:count])
        return 0.0

    def _grow(
        self, waiting: list[tuple[float, int]], parent: int, heads: Places, w: Array, bounds: Array
    ) -> None:
        first = len(self.head)
        self.head += heads.tolist()
        self.weight += w.tolist()
        self.parent += [parent] * len(heads)
        for place, bound in enumerate(bounds.tolist()):
            heapq.heappush(waiting, (-bound, first + place))

    def _purchases(self, j: int) -> tuple[Places, Array, Array]:
        """What j buys that can matter: sellers i, a_ij, |a_ij| worth_i; dearest first.

        No branch at j weighs more than the output of j, so what is too small beside that is left
        out for good: the columns that stay in memory are short.
        """
        if j not in self._bought:
            a = self._A.column(j)
            worth = np.abs(a) * self._worth
            sellers = np.flatnonzero((worth * self._reach[j] >= self._cut) & (worth > 0.0))
            sellers = sellers[np.argsort(-worth[sellers], kind="stable")]
            self._bought[j] = sellers, a[sellers], worth[sellers]
        return self._bought[j]

    def path(self, branch: int) -> tuple[int, ...]:
        """Sectors from the head of the branch to the product that is used."""
        places = []
        while branch >= 0:
            places.append(self.head[branch])
            branch = self.parent[branch]
        return tuple(places)


def _frame(tree: _Tree, best: list[tuple[float, int]], f: Array, size: float) -> pd.DataFrame:
    # largest first; of equal ones, the one that was found first
    chosen = [branch for _, branch in sorted(best, key=lambda one: (-one[0], one[1]))]
    paths = [tree.path(branch) for branch in chosen]
    value = np.array([f[tree.head[branch]] * tree.weight[branch] for branch in chosen], dtype=float)
    return pd.DataFrame({
        "path": pd.Series(paths, dtype=object),
        "order": np.array([len(path) - 1 for path in paths], dtype=int),
        "value": value,
        "share": value / size,
    })  # fmt: skip


def _sizes(leontief: Leontief) -> Leontief:
    """The system of |A|: the same one where no cell is negative."""
    A = leontief.A
    if not A.negative()[0]:
        return leontief
    try:
        return Leontief(Coefficients(abs(A.Z), A.x))
    except AccountsError as error:
        raise AccountsError("accounts.path_unbounded") from error


def check_row(leontief: Leontief, row: Array, name: str) -> None:
    """Raise accounts.shapes or accounts.not_finite unless `row` is (n,) and finite."""
    if row.shape != (leontief.n,):
        raise AccountsError("accounts.shapes", table=name, shape=row.shape, sectors=leontief.n)
    if not np.isfinite(row).all():
        raise AccountsError("accounts.not_finite", table=name)


def path_multiplier(leontief: Leontief, path: tuple[int, ...]) -> float:
    """M_p = det(L_pp): how often what runs along an elementary path comes round again.

    f_i a_ij ... y_m M_p is the total influence along the path, with every loop through its sectors;
    the total influences of all elementary paths from i to m add to f_i L_im y_m. By Jacobi's rule on
    minors of an inverse, the ratio of determinants of Defourny & Thorbecke is the determinant of L
    on the sectors of the path.

    Parameters
    ----------
    leontief : system of A; path : sector positions, each once

    Raises
    ------
    AccountsError
        accounts.path_not_elementary where a sector stands twice, or is not a position.

    Notes
    -----
    Defourny & Thorbecke (1984), sec. II; Horn & Johnson (2013), Matrix Analysis, sec. 0.8.4.
    """
    places = np.array(path, dtype=np.intp)
    if len(set(path)) < len(path) or not ((places >= 0) & (places < leontief.n)).all():
        raise AccountsError("accounts.path_not_elementary", path=path, sectors=leontief.n)
    units = np.zeros((leontief.n, len(path)))
    units[places, np.arange(len(path))] = 1.0
    return float(np.linalg.det(leontief.output(units)[places]))
