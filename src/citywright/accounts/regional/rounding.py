"""Rounding to a number of decimals so that the parts still add up to the total."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """The numbers k / 10^decimals; sums on it are done in whole numbers, so they are exact."""

    decimals: int

    @property
    def step(self) -> int:
        """10^decimals."""
        return int(10**self.decimals)

    def whole(self, values: Array) -> Whole:
        """Nearest whole multiples of the step, half to even."""
        return np.rint(values * self.step).astype(np.int64)

    def money(self, whole: Whole) -> Array:
        """Turn whole multiples into decimal numbers."""
        return np.round(whole / self.step, self.decimals)


def round_to_sum(values: Array, total: int, grid: Grid) -> Whole:
    """q_i in {floor(w_i), ceil(w_i)}, sum_i q_i = total, where w = values 10^decimals.

    The cells with the largest fractions are rounded up (largest remainder); ties go to the
    first, so the answer is the same every time. Cells that are zero stay zero.

    Parameters
    ----------
    values : (n,) numbers whose sum is close to `total` steps
    total : the sum wanted, in steps of the grid
    grid : the decimals

    Raises
    ------
    AccountsError
        accounts.rounding when the sum cannot be met by moving every cell less than one step.

    Notes
    -----
    Cox (1987), Journal of the American Statistical Association 82(398), 520-524, treats the
    controlled rounding of tables; here each line has one free sum, so sorting is enough.
    """
    w = values * grid.step
    low = np.floor(w)
    short = total - int(low.sum())
    open_cells = np.flatnonzero(values != 0.0)
    if not 0 <= short <= len(open_cells):
        raise AccountsError(
            "accounts.rounding", total=total / grid.step, gap=float(w.sum() - total)
        )
    ranked = open_cells[np.argsort(-(w - low)[open_cells], kind="stable")]
    answer: Whole = low.astype(np.int64)
    answer[ranked[:short]] += 1
    return answer
