"""The linear system (I - A) x = b, factorised once, by the path that fits its size.

    A = Z diag(x)^-1,    (I - A) x = b   and   (I - A)' p = f

dense64   dense LU in double precision: the factor replaces I - A in its own memory
dense32   dense LU in single precision, half the memory and half the time; every answer is refined in
          double precision against A until its residual is at most 1e-11 of the right-hand side (of the
          last round, by what the round before left)
sparse    sparse LU, where few cells are filled

Source: Golub & Van Loan (2013), Matrix Computations, 4th ed., sec. 3.4 (LU), 3.5.3 (mixed precision).
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import lapack
from scipy.sparse.linalg import splu

from citywright.accounts.coefficients import Coefficients
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Path = Literal["dense64", "dense32", "sparse"]
DENSE_BYTES = 2**28
"""Largest double-precision factor; a larger one is kept in single precision (n above 5,792): from about
there on, what is saved at the factor is more than what the refinements cost."""
SPARSE_ABOVE, SPARSE_DENSITY = 1_000, 0.01
"""From this size on, a table with at most this share of filled cells takes the sparse path."""
REFINED = 1e-11
"""Residual over the right-hand side, column by column, up to which a single-precision answer is refined."""
SAFETY = 4.0
"""A round is expected to shrink the residual as the round before did, give or take this factor."""
MOST_ROUNDS = 50


class Factor(Protocol):
    """A factorised I - A; b is (n,) or (n, k), the answer has its shape."""

    path: Path

    def solve(self, b: Array) -> Array:
        """x with (I - A) x = b."""
        ...

    def solve_transposed(self, f: Array) -> Array:
        """p with (I - A)' p = f."""
        ...


def choose_path(A: Coefficients) -> Path:
    """Path by size and filled cells: sparse if few are filled, single precision if it is huge."""
    if A.n >= SPARSE_ABOVE and A.density() <= SPARSE_DENSITY:
        return "sparse"
    return "dense64" if 8 * A.n**2 <= DENSE_BYTES else "dense32"


def factorise(A: Coefficients, path: Path | None = None) -> Factor:
    """Factor of I - A.

    Parameters
    ----------
    A : coefficients of n sectors
    path : the path to take; None lets `choose_path` decide

    Raises
    ------
    AccountsError
        accounts.not_productive where I - A is singular; accounts.choice.
    """
    makers: dict[Path, Callable[[Coefficients], Factor]] = {
        "dense64": _Dense64, "dense32": _Dense32, "sparse": _Sparse
    }  # fmt: skip
    if path is not None and path not in makers:
        raise AccountsError("accounts.choice", name="path", value=path, allowed=", ".join(makers))
    return makers[path or choose_path(A)](A)


class _Dense64:
    path: Path = "dense64"
    _kind: ClassVar[Any] = np.float64

    def __init__(self, A: Coefficients) -> None:
        # LAPACK wants columns one after the other. A matrix with rows one after the other is the
        # transpose of such a one: its transpose is factorised, without a copy.
        M = A.identity_minus(self._kind)
        self._turned = not M.flags.f_contiguous
        getrf, self._getrs = (
            (lapack.dgetrf, lapack.dgetrs) if self._kind is np.float64
            else (lapack.sgetrf, lapack.sgetrs)
        )  # fmt: skip
        self._lu, self._pivots, singular = getrf(M.T if self._turned else M, overwrite_a=True)
        if singular:
            raise AccountsError("accounts.not_productive", number=singular, output=np.inf)

    def _substitute(self, b: npt.NDArray[Any], transposed: bool) -> Array:
        answer, _ = self._getrs(self._lu, self._pivots, b, trans=int(transposed != self._turned))
        return answer  # type: ignore[no-any-return]

    def solve(self, b: Array) -> Array:
        """x with (I - A) x = b."""
        return self._substitute(b, transposed=False)

    def solve_transposed(self, f: Array) -> Array:
        """p with (I - A)' p = f."""
        return self._substitute(f, transposed=True)


class _Dense32(_Dense64):
    path: Path = "dense32"
    _kind: ClassVar[Any] = np.float32

    def __init__(self, A: Coefficients) -> None:
        super().__init__(A)
        self._A = A

    def solve(self, b: Array) -> Array:
        """x with (I - A) x = b, refined."""
        return self._refined(b, transposed=False)

    def solve_transposed(self, f: Array) -> Array:
        """p with (I - A)' p = f, refined."""
        return self._refined(f, transposed=True)

    def _refined(self, b: Array, transposed: bool) -> Array:
        """x = x + S r, r = b - (I - A) x, S the single-precision factor; each column by its own scale."""
        size = np.abs(b).max(axis=0, initial=0.0)
        scale = np.where(size > 0.0, size, 1.0)
        b = b / scale
        x, left, shrunk = np.zeros_like(b), b, 1.0
        for _ in range(MOST_ROUNDS):
            x += self._substitute(left.astype(np.float32), transposed)
            before = float(np.abs(left).max(initial=0.0))
            # the residual that this round leaves is known well enough from the last one: looking at it
            # would cost as much as the round itself
            if SAFETY * shrunk * before <= REFINED:
                return x * scale
            left = b - x + (self._A.before(x.T).T if transposed else self._A.times(x))
            shrunk = float(np.abs(left).max(initial=0.0)) / max(before, np.finfo(np.float64).tiny)
            if shrunk >= 1.0:
                break
        raise AccountsError("accounts.not_refined", residual=float(np.abs(left).max()))


class _Sparse:
    path: Path = "sparse"

    def __init__(self, A: Coefficients) -> None:
        M = sp.eye_array(A.n, format="csc") - A.sparse()
        try:
            self._lu = splu(sp.csc_matrix(M))
        except RuntimeError:
            raise AccountsError("accounts.not_productive", number=0, output=np.inf) from None

    def solve(self, b: Array) -> Array:
        """x with (I - A) x = b."""
        return self._lu.solve(np.ascontiguousarray(b))  # type: ignore[no-any-return]

    def solve_transposed(self, f: Array) -> Array:
        """p with (I - A)' p = f."""
        return self._lu.solve(np.ascontiguousarray(f), trans="T")  # type: ignore[no-any-return]
