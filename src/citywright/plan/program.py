"""The plan's program in matrix form, and HiGHS as its solver.

max c·x   subject to   low ≤ A x ≤ high,   lower ≤ x ≤ upper,   x_j whole for j in `whole`
"""

from dataclasses import dataclass, replace
from typing import Any

import highspy
import linopy
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from citywright.energy.quiet import quiet_stdout

Floats = NDArray[np.float64]

OPTIMAL = highspy.HighsModelStatus.kOptimal
INFEASIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


@dataclass(frozen=True)
class Program:
    """One mixed-integer linear program to maximise; arrays are never changed."""

    A: sp.csc_matrix
    c: Floats
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    constant: float = 0.0

    def value(self, x: Floats) -> float:
        """c·x + constant."""
        return float(self.c @ x) + self.constant

    def with_bounds(self, lower: Floats, upper: Floats) -> "Program":
        """Same program within other bounds."""
        return replace(self, lower=lower, upper=upper)

    def relaxed(self) -> "Program":
        """Same program without whole numbers."""
        return replace(self, whole=np.zeros_like(self.whole))


@dataclass(frozen=True)
class Solution:
    """A point, its dual prices and what the solver says of it.

    `prices` holds ∂value/∂(row limit) and `reduced` ∂value/∂(column bound), both for maximising;
    `bound` is the least upper bound known (of a mixed-integer solve), else the value.
    """

    status: str
    value: float
    bound: float
    x: Floats
    prices: Floats
    reduced: Floats
    feasible: bool


def program_of(m: linopy.Model) -> Program:
    """Matrix form of a linopy model that maximises."""
    M = m.matrices
    sense = np.asarray(M.sense)
    b = np.asarray(M.b, dtype=float)
    # linopy drops a constant in the objective of a mixed-integer model only if there is none
    return Program(
        A=sp.csc_matrix(M.A),
        c=np.asarray(M.c, dtype=float),
        low=np.where(sense == "<", -np.inf, b),
        high=np.where(sense == ">", np.inf, b),
        lower=np.asarray(M.lb, dtype=float),
        upper=np.asarray(M.ub, dtype=float),
        whole=np.asarray(M.vtypes) != "C",
        constant=float(m.objective.expression.const),
    )


def open_solver(program: Program, options: dict[str, Any] | None = None) -> highspy.Highs:
    """HiGHS instance holding the program, silent and repeatable."""
    with quiet_stdout():
        h = highspy.Highs()
    settings = {"output_flag": False, "random_seed": 0, "threads": 1, "parallel": "off"}
    for name, value in {**settings, **(options or {})}.items():
        h.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = program.A.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.offset_ = program.c, program.constant
    lp.col_lower_, lp.col_upper_ = program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.low, program.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = program.A.indptr
    lp.a_matrix_.index_ = program.A.indices
    lp.a_matrix_.value_ = program.A.data
    if program.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(k)] for k in program.whole]
    h.passModel(lp)
    return h


def run(h: highspy.Highs) -> Solution:
    """Solve what `h` holds and read the answer; an infeasible program has `feasible` False."""
    h.run()
    status = h.getModelStatus()
    info, found = h.getInfo(), h.getSolution()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = float(info.objective_function_value)
    is_mip = bool(len(h.getLp().integrality_))
    return Solution(
        status=str(h.modelStatusToString(status)),
        value=value,
        bound=float(info.mip_dual_bound) if is_mip else value,
        x=np.asarray(found.col_value, dtype=float),
        prices=np.asarray(found.row_dual, dtype=float),
        reduced=np.asarray(found.col_dual, dtype=float),
        feasible=bool(feasible) and status not in INFEASIBLE,
    )


def solve(program: Program, options: dict[str, Any] | None = None) -> Solution:
    """Answer of one program from a cold start."""
    return run(open_solver(program, options))


def safe_bound(program: Program, prices: Floats) -> float:
    """Upper bound that holds for any prices, however they were found.

        max c·x ≤ Σ_i max(π_i low_i, π_i high_i) + Σ_j max(r_j lower_j, r_j upper_j),  r = c − A'π

    Prices of the wrong sign on a one-sided row count as 0. Every column has finite bounds.
    """
    pi = np.where((prices > 0) & np.isinf(program.high), 0.0, prices)
    pi = np.where((pi < 0) & np.isinf(program.low), 0.0, pi)
    limit = np.where(pi > 0, program.high, program.low)
    rows = float((pi * np.where(pi == 0, 0.0, limit)).sum())
    r = program.c - program.A.T @ pi
    columns = float(np.maximum(r * program.lower, r * program.upper).sum())
    return rows + columns + program.constant
