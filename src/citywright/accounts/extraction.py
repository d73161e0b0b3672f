"""Hypothetical extraction: what the economy would lose if sectors were not there.

With K the sectors taken out and x* = (I - A*)^-1 y* the output that is left:

    whole       A*_K. = A*_.K = 0, y*_K = 0     they neither buy, sell nor serve final demand
    backward    A*_.K = 0                       they buy nothing here: all inputs come from outside
    forward     B*_K. = 0, in the Ghosh system  they sell nothing to other sectors
    loss        x - x*,   f x - f x*

With E the columns K of the identity, the identity of Sherman, Morrison and Woodbury gives each answer by
|K| solves on the factorisation that there is:

    whole       x* = x - L_.K (L_KK)^-1 x_K
    backward    x* = x - P (I + P_K.)^-1 x_K,          P = L A_.K
    forward     x*' = x' - x_K' (I + R_.K)^-1 R,        R = B_K. G

Source: Paelinck, de Caevel & Degueldre (1965); Dietzenbacher & van der Linden (1997), Journal of Regional
Science 37(2), 235-257; Miller & Lahr (2001); Miller & Blair (2009), sec. 12.2.6, pp. 563-565.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from citywright.accounts.ghosh import Ghosh
from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Kind = Literal["whole", "backward", "forward"]
BLOCK = 256
"""Columns of the inverse that are held at once."""


@dataclass(frozen=True)
class Extraction:
    """What is lost when the sectors K are taken out.

    kind : whole, backward or forward
    sectors : (|K|,) places taken out
    x, left : (n,) output before and after (money)
    """

    kind: Kind
    sectors: Places
    x: Array
    left: Array

    @property
    def loss(self) -> Array:
        """x - x*, (n,); not negative where A and y are not."""
        return self.x - self.left

    @property
    def loss_elsewhere(self) -> float:
        """Loss of the sectors that stay: the linkage proper, without the sectors themselves."""
        stays = np.ones(len(self.x), dtype=bool)
        stays[self.sectors] = False
        return float(self.loss[stays].sum())

    def lost(self, f: Array) -> Array:
        """f (x - x*) for rows f (k, n) per unit of output: value added, people, carbon lost."""
        answer: Array = f @ self.loss
        return answer

    def lost_by_sector(self, f: Array) -> Array:
        """f_j (x_j - x*_j), (k, n): the same, in the sector that loses it."""
        answer: Array = f * self.loss
        return answer


def extract(leontief: Leontief, x: Array, sectors: Places, kind: Kind = "whole") -> Extraction:
    """Take sectors out of the economy; |K| solves on the factorisation that there is.

    Parameters
    ----------
    leontief : system of A = Z diag(x)^-1
    x : (n,) output (money); final demand is x - A x, primary inputs are x' - x' B
    sectors : (|K|,) places, each once

    Raises
    ------
    AccountsError
        accounts.extract_sectors where a place stands twice or does not exist; accounts.shapes;
        accounts.extract_singular, possible only in a table with negative flows.
    """
    _check_output(leontief, x)
    K = np.asarray(sectors, dtype=np.intp)
    if len(np.unique(K)) != len(K) or not len(K) or K.min() < 0 or K.max() >= leontief.n:
        raise AccountsError("accounts.extract_sectors", sectors=leontief.n, given=list(map(int, K)))
    solvers = {"whole": _whole, "backward": _backward, "forward": _forward}
    if kind not in solvers:
        raise AccountsError("accounts.choice", name="kind", value=kind, allowed=", ".join(solvers))
    solve = solvers[kind]
    return Extraction(kind, K, x, solve(leontief, x, K))


def _unit(n: int, K: Places) -> Array:
    """E, (n, |K|): the columns K of the identity."""
    E = np.zeros((n, len(K)))
    E[K, np.arange(len(K))] = 1.0
    return E


def _whole(leontief: Leontief, x: Array, K: Places) -> Array:
    columns = leontief.output(_unit(leontief.n, K))
    answer: Array = x - columns @ _small(columns[K], x[K])
    answer[K] = 0.0
    return answer


def _backward(leontief: Leontief, x: Array, K: Places) -> Array:
    pushed = leontief.output(np.column_stack([leontief.A.column(int(k)) for k in K]))
    answer: Array = x - pushed @ _small(np.eye(len(K)) + pushed[K], x[K])
    return answer


def _forward(leontief: Leontief, x: Array, K: Places) -> Array:
    per = np.where(x > 0.0, x, 1.0)
    sold = np.vstack([leontief.A.row(int(k)) * x / per[k] for k in K])
    reached = Ghosh(leontief, x).output(sold)
    answer: Array = x - _small((np.eye(len(K)) + reached[:, K]).T, x[K]) @ reached
    return answer


def _small(M: Array, b: Array) -> Array:
    """M^-1 b for the (|K|, |K|) matrix of the identity of Sherman, Morrison and Woodbury."""
    try:
        answer: Array = np.linalg.solve(M, b).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        raise AccountsError("accounts.extract_singular", sectors=len(M)) from None
    return answer


def _check_output(leontief: Leontief, x: Array) -> None:
    if x.shape != (leontief.n,):
        raise AccountsError("accounts.shapes", table="x", shape=x.shape, sectors=leontief.n)


def extract_each(leontief: Leontief, x: Array, f: Array, kind: Kind = "whole") -> Array:
    """Loss of f in the whole economy when each sector in turn is taken out.

        whole      (f L)_k x_k / l_kk
        backward   ((f L)_k - f_k) x_k / l_kk
        forward    ((G f)_k - f_k) x_k / l_kk         g_kk = l_kk

    Costs n solves for the diagonal of L, 256 columns at a time, instead of n factorisations.

    Parameters
    ----------
    leontief : system of A = Z diag(x)^-1
    x : (n,) output (money); a sector without output is no loss
    f : (r, n) rows per unit of output; ones give the loss of output

    Returns
    -------
    (r, n) unit of f times money, loss of the whole economy when sector k is gone

    Raises
    ------
    AccountsError
        accounts.shapes.
    """
    _check_output(leontief, x)
    if f.ndim != 2 or f.shape[1] != leontief.n:
        raise AccountsError("accounts.shapes", table="f", shape=f.shape, sectors=leontief.n)
    carried = Ghosh(leontief, x).reached(f.T).T if kind == "forward" else leontief.carried(f)
    own = 0.0 if kind == "whole" else f
    answer: Array = (carried - own) * (x / _diagonal(leontief))
    return answer


def _diagonal(leontief: Leontief) -> Array:
    """l_kk, (n,)."""
    n = leontief.n
    diagonal = np.empty(n)
    for start in range(0, n, BLOCK):
        places = np.arange(start, min(start + BLOCK, n))
        diagonal[places] = leontief.output(_unit(n, places))[places, np.arange(len(places))]
    return diagonal
