"""Linkages: how much a sector pulls on its suppliers, and how much it feeds its customers.

                 direct                 total
    backward     b_j = sum_i a_ij       u_j = sum_i l_ij          (1' L, power of dispersion)
    forward      f_i = sum_j b_ij       d_i = sum_j g_ij          (G 1, Ghosh)
                                        s_i = sum_j l_ij          (L 1, sensitivity of dispersion)

Two conventions stand for the forward side. Rasmussen (1956) sums the rows of the Leontief inverse: more
output of i when every final demand rises by one, whatever the size of its sector. The newer one (Jones
1976; Miller & Lahr 2001) sums the rows of the Ghosh inverse. Both are given, and neither replaces the
other. Normalised, a linkage is divided by its mean over the sectors that have output.

Source: Miller & Blair (2009), sec. 12.2, pp. 555-563; Rasmussen (1956), Studies in Inter-Sectoral
Relations, ch. 8; Miller & Lahr (2001), in: Regional Science Perspectives in Economic Analysis, 407-441.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.accounts.ghosh import Ghosh
from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
KEY, BACKWARD, FORWARD, WEAK, IDLE = "key", "backward", "forward", "weak", "idle"
BLOCK = 256
"""Columns of the inverse that are held at once where all of it is needed."""


@dataclass(frozen=True)
class Linkages:
    """Linkages of n sectors, each (n,); nan for a sector without output, which links nothing.

    backward_direct : sum_i a_ij; backward : 1' L
    forward_direct : sum_j b_ij; forward : G 1
    sensitivity : L 1
    """

    backward_direct: Array
    backward: Array
    forward_direct: Array
    forward: Array
    sensitivity: Array

    @property
    def power_of_dispersion(self) -> Array:
        """n u_j / sum u: above one, the sector pulls more than the average."""
        return normalised(self.backward)

    @property
    def sensitivity_of_dispersion(self) -> Array:
        """n s_i / sum s (Rasmussen)."""
        return normalised(self.sensitivity)

    @property
    def normalised_forward(self) -> Array:
        """n d_i / sum d (Ghosh)."""
        return normalised(self.forward)

    def classes(self, *, rasmussen: bool = False) -> list[str]:
        """Class of each sector: key, backward, forward, weak or idle.

        A sector is key where both normalised linkages are above one.

        Parameters
        ----------
        rasmussen : take the sensitivity of dispersion for the forward side, not the Ghosh inverse
        """
        ahead = self.sensitivity_of_dispersion if rasmussen else self.normalised_forward
        back = self.power_of_dispersion
        names = {(True, True): KEY, (True, False): BACKWARD, (False, True): FORWARD}
        return [
            IDLE if np.isnan(b) else names.get((bool(b > 1.0), bool(f > 1.0)), WEAK)
            for b, f in zip(back, ahead, strict=True)
        ]


def linkages(leontief: Leontief, x: Array) -> Linkages:
    """Direct and total linkages, with three solves and no inverse.

    Parameters
    ----------
    leontief : system of A = Z diag(x)^-1
    x : (n,) output (money)

    Raises
    ------
    AccountsError
        accounts.shapes.
    """
    ghosh, every = Ghosh(leontief, x), np.ones(leontief.n)
    alive = np.where(x > 0.0, 1.0, np.nan)
    sold = leontief.A.times(x)
    return Linkages(
        backward_direct=leontief.A.before(every) * alive,
        backward=leontief.carried(every) * alive,
        forward_direct=sold / np.where(x > 0.0, x, 1.0) * alive,
        forward=ghosh.reached(every) * alive,
        sensitivity=leontief.output(every) * alive,
    )


def weighted_backward(leontief: Leontief, weights: Array) -> Array:
    """n u_j w_j, normalised: the power of dispersion with sectors counted by their size.

    Parameters
    ----------
    weights : (n,) shares that add to one, of final demand or output; the plain form counts a small
        sector as much as a large one.

    Raises
    ------
    AccountsError
        accounts.weights where they are negative or do not add to one.
    """
    if not (weights >= 0.0).all() or not abs(float(weights.sum()) - 1.0) <= 1e-9:
        raise AccountsError("accounts.weights", total=float(weights.sum()))
    return normalised(leontief.carried(np.ones(leontief.n)) * weights)


def normalised(linkage: Array) -> Array:
    """Linkage over its mean; a sector without one (nan) is left out of the mean."""
    answer: Array = linkage / np.nanmean(linkage)
    return answer


def spread(leontief: Leontief) -> tuple[Array, Array]:
    """Coefficient of variation of each column and each row of L: does it touch many or few?

        v_j = sd_i(l_ij) / mean_i(l_ij),   divided by n - 1

    n counts the sectors that have output; one without it is nan, and no cell of it is counted.
    Needs the whole inverse, n solves; held 256 columns at a time.

    Returns
    -------
    (columns, rows), each (n,). Source: Rasmussen (1956), ch. 8.

    Raises
    ------
    AccountsError
        accounts.too_few_sectors where fewer than two have output.
    """
    alive = np.flatnonzero(~leontief.A.idle)
    n = len(alive)
    if n < 2:
        raise AccountsError("accounts.too_few_sectors", sectors=n, least=2)
    columns, rows = np.full((2, leontief.n), np.nan)
    # the row means are known before the cells are, so deviations need no difference of squares
    every = np.zeros(leontief.n)
    every[alive] = 1.0
    mean = leontief.output(every)[alive] / n
    squares = np.zeros(n)
    for start in range(0, n, BLOCK):
        places = alive[start : start + BLOCK]
        unit = np.zeros((leontief.n, len(places)))
        unit[places, np.arange(len(places))] = 1.0
        part = leontief.output(unit)[alive]
        columns[places] = part.std(axis=0, ddof=1) / part.mean(axis=0)
        squares += ((part - mean[:, None]) ** 2).sum(axis=1)
    rows[alive] = np.sqrt(squares / (n - 1)) / mean
    return columns, rows


def output_to_output(leontief: Leontief, sectors: npt.NDArray[np.intp]) -> Array:
    """l_ij / l_jj: output of every sector per unit of *output* of j, not of final demand for j.

    For a plant whose output is known: suppliers' needs that come back to j are in its output already.

    Parameters
    ----------
    sectors : (k,) places j

    Returns
    -------
    (n, k), one in row j. Source: Miller & Blair (2009), sec. 6.6.
    """
    unit = np.zeros((leontief.n, len(sectors)))
    unit[sectors, np.arange(len(sectors))] = 1.0
    columns = leontief.output(unit)
    answer: Array = columns / columns[sectors, np.arange(len(sectors))]
    return answer
