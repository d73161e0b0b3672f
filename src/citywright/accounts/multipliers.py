"""Multipliers: what one more unit of final demand of each product carries through the economy.

    simple   m = f L          type I   m_j / f_j
    total    m_bar = f L_bar  type II  m_bar_j / f_j

f is any row per unit of output: ones (output), value added, labour income, people, taxes,
electricity, carbon. L_bar is the inverse with households as a sector, its last row and column left
out. The Office for National Statistics calls simple multipliers "effects" and type I ratios
"multipliers".

Source: Miller & Blair (2009), sec. 6.2, pp. 244-255.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.accounts.leontief import Leontief

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Multipliers:
    """Multipliers of one row f, one number per product.

    direct : f_j, in the sector itself (unit of f per money)
    simple : f L, with suppliers; total : f L_bar, with suppliers and households
    """

    direct: Array
    simple: Array
    total: Array

    @property
    def type_one(self) -> Array:
        """simple_j / f_j; nan where f_j = 0, for there is nothing to multiply."""
        return per_direct(self.simple, self.direct)

    @property
    def type_two(self) -> Array:
        """total_j / f_j; nan where f_j = 0."""
        return per_direct(self.total, self.direct)


def multipliers(f: Array, open_model: Leontief, closed_model: Leontief) -> Multipliers:
    """Compute the simple and total multipliers of a row f.

    Parameters
    ----------
    f : (n,) amount per unit of output
    open_model : of A; closed_model : of A_bar with households last (`close_households`)

    Returns
    -------
    Multipliers with arrays (n,).
    """
    with_households = closed_model.carried(np.append(f, 0.0))[: len(f)]
    return Multipliers(f, open_model.carried(f), with_households)


def output_multipliers(open_model: Leontief, closed_model: Leontief) -> Multipliers:
    """m_j = sum_i L_ij: the row f = 1 (households' income is not output, so it is not added)."""
    return multipliers(np.ones(open_model.n), open_model, closed_model)


def per_direct(numerator: Array, denominator: Array) -> Array:
    """m / f, nan where f = 0, for there is nothing to multiply; any two arrays of one shape."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator != 0.0, numerator / denominator, np.nan)
