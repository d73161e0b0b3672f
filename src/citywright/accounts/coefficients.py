"""Technical and local input coefficients.

    A = Z diag(x)^-1          a_ij: purchases of i per unit of output of j, from anywhere
    A_local = diag(rho) A     of which bought in the city
    B = diag(x)^-1 Z          b_ij: share of the output of i that j buys (allocation, Ghosh)

Source: Miller & Blair (2009), ch. 2, pp. 16-17; regional form sec. 3.2, pp. 70-74; allocation
coefficients sec. 12.1, pp. 543-547.
"""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


class Coefficients:
    """A = Z diag(x)^-1, kept as Z and x, so that a large table is not held twice.

    A sector without output has no recipe: its column is zero, and it may not have inputs.

    Parameters
    ----------
    Z : (n, n) purchases of i by j, dense or sparse (money)
    x : (n,) output (money), not negative

    Raises
    ------
    AccountsError
        accounts.not_square, accounts.shapes, accounts.not_finite, accounts.negative_output;
        accounts.inputs_without_output when a sector without output buys inputs.
    """

    def __init__(self, Z: Array | sp.sparray, x: Array) -> None:
        if Z.ndim != 2 or Z.shape[0] != Z.shape[1]:
            raise AccountsError("accounts.not_square", shape=Z.shape)
        cells = Z.data if sp.issparse(Z) else Z
        if not np.isfinite(cells).all():
            raise AccountsError("accounts.not_finite", table="Z")
        self.idle = check_idle(Z, x, "Z")
        self.Z: Any = Z  # dense or sparse: scipy's sparse types are not typed
        self.x, self.n = x, int(Z.shape[0])
        self._per = 1.0 / np.where(self.idle, 1.0, x)

    @classmethod
    def of(cls, A: Array) -> "Coefficients":
        """Coefficients that are known as such: Z = A, x = 1."""
        return cls(A, np.ones(len(A)))

    def times(self, v: Array) -> Array:
        """A v for v (n,) or (n, k)."""
        scaled = self._per * v if v.ndim == 1 else self._per[:, None] * v
        answer: Array = self.Z @ scaled
        return answer

    def before(self, f: Array) -> Array:
        """f A for f (n,) or (k, n)."""
        answer: Array = (self.Z.T @ f.T).T * self._per
        return answer

    def column(self, j: int) -> Array:
        """a_.j: the recipe of sector j, (n,)."""
        cells = self.Z[:, [j]].toarray()[:, 0] if sp.issparse(self.Z) else self.Z[:, j]
        answer: Array = cells * self._per[j]
        return answer

    def row(self, i: int) -> Array:
        """a_i.: what every sector buys of i per unit of its output, (n,)."""
        cells = self.Z[[i]].toarray()[0] if sp.issparse(self.Z) else self.Z[i]
        answer: Array = cells * self._per
        return answer

    def dense(self) -> Array:
        """A as a new dense matrix, (n, n)."""
        cells = self.Z.toarray() if sp.issparse(self.Z) else self.Z
        answer: Array = cells * self._per
        return answer

    def sparse(self) -> sp.csc_array:
        """A as a sparse matrix by columns."""
        return sp.csc_array(self.Z) @ sp.diags_array(self._per)

    def density(self) -> float:
        """Share of cells that are not zero."""
        filled = self.Z.nnz if sp.issparse(self.Z) else np.count_nonzero(self.Z)
        return float(filled) / max(self.n, 1) ** 2

    def negative(self) -> tuple[int, float, tuple[int, int]]:
        """How many cells are below zero, the least a_ij, and its place (i, j)."""
        A = sp.coo_array(self.sparse()) if sp.issparse(self.Z) else None
        cells = self.Z if A is None else A.data
        count = int((cells < 0.0).sum())
        if not count:
            return 0, 0.0, (0, 0)
        if A is not None:
            place = int(np.argmin(A.data))
            return count, float(A.data[place]), (int(A.row[place]), int(A.col[place]))
        places = np.argwhere(self.Z < 0.0)
        values = self.Z[tuple(places.T)] * self._per[places[:, 1]]
        i, j = (int(one) for one in places[int(np.argmin(values))])
        return count, float(values.min()), (i, j)

    def identity_minus(self, kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """I - A as a new matrix of the precision `kind`, stored the way Z is (rows or columns)."""
        by_columns = not sp.issparse(self.Z) and self.Z.flags.f_contiguous
        order: Literal["F", "C"] = "F" if by_columns else "C"
        M = np.empty((self.n, self.n), dtype=kind, order=order)
        np.multiply(
            self.Z.toarray() if sp.issparse(self.Z) else self.Z,
            -self._per,
            out=M,
            casting="same_kind",
        )
        M[np.diag_indices(self.n)] += 1.0
        return M


def technical_coefficients(Z: Array, x: Array) -> Array:
    """Technical coefficients A = Z diag(x)^-1, (n, n) ratio; see `Coefficients`."""
    return per_output(Z, x, "Z")


def per_output(rows: Array, x: Array, table: str) -> Array:
    """Coefficients rows diag(x)^-1: inputs, value added, people or carbon per output.

    Parameters
    ----------
    rows : (k, n) amounts by sector
    x : (n,) output (money), not negative
    table : name of the rows, for the error

    Returns
    -------
    (k, n) unit of the rows per unit of money; zero where output is zero

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.negative_output, accounts.inputs_without_output.
    """
    idle = check_idle(rows, x, table)
    answer: Array = rows / np.where(idle, 1.0, x)
    return answer


def check_idle(rows: Array | sp.sparray, x: Array, table: str) -> npt.NDArray[np.bool_]:
    """Which sectors make nothing, (n,); they may not hold amounts.

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.negative_output, accounts.inputs_without_output.
    """
    if rows.ndim != 2 or rows.shape[1] != len(x):
        raise AccountsError("accounts.shapes", table=table, shape=rows.shape, sectors=len(x))
    if (x < 0.0).any():
        place = int(np.argmin(x))
        raise AccountsError("accounts.negative_output", number=place + 1, output=float(x[place]))
    idle: npt.NDArray[np.bool_] = x == 0.0
    used = np.asarray(abs(rows[:, np.flatnonzero(idle)]).sum(axis=0))
    if (used > 0.0).any():
        place = int(np.flatnonzero(idle)[np.argmax(used)])
        raise AccountsError(
            "accounts.inputs_without_output",
            table=table,
            number=place + 1,
            amount=float(used.max()),
        )
    return idle


def local_coefficients(A: Array, rho: Array) -> Array:
    """A_local = diag(rho) A: each product i is bought in the city in the same share by every user.

    Parameters
    ----------
    A : (n, n) technical coefficients; rho : (n,) local share in [0, 1]
    """
    answer: Array = rho[:, None] * A
    return answer
