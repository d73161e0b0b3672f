"""From evidence to a `Solution`, in the network's own money and in PyPSA's convention."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from citywright.energy.prepare import Prepared
from citywright.energy.proof import Bounds, Evidence, Program, constant_of
from citywright.energy.results import capacity_results, hourly_results, limit_results
from citywright.energy.solution import Solution
from citywright.energy.worth import worth_results


def outcome(
    prepared: Prepared, program: Program, method: str, evidence: Evidence, bounds: Bounds,
    run: Mapping[str, Any],
) -> Solution:  # fmt: skip
    """What the evidence says."""
    evidence = replace(evidence, z=bounds.z)
    unit, constant = prepared.unit, constant_of(program)
    hourly = hourly_results(program, evidence)
    hourly["nodes", "price"] = hourly["nodes", "price"] * unit
    return Solution(
        network=prepared.network, method=method,
        lower_bound=(float(bounds.lower) - constant) * unit,
        upper_bound=(float(bounds.upper) - constant) * unit,
        objective_constant=constant * unit,
        capacities=capacity_results(program, evidence), hourly=hourly,
        worth=_times(worth_results(program, evidence), "worth", unit),
        limits=_times(limit_results(program, evidence), "price", unit),
        run={**run, "violation": float(bounds.violation)},
    )  # fmt: skip


def _times(frame: pd.DataFrame, column: str, unit: float) -> pd.DataFrame:
    return frame.assign(**{column: frame[column] * unit})
