"""What a solved network says: capacities, every hour, prices, and how far from the optimum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from citywright.energy.network import Network


@dataclass(frozen=True)
class Solution:
    """A certified plan of a network.

    capacities  one row per (component, name, year): capacity (MW; MWh of stores), expandable
    hourly      (component, quantity) -> frame, hours × names, in MW, MWh or money/MWh:
                generators output; storage charge, discharge, output, level, spill;
                stores output, level; lines flow (leaving node0), arrival (at node1);
                links flow (taken at node0), flow1 ... flow4 (given at node1 ... node4);
                loads demand; nodes demand, shed, price
    worth       one row per (component, name): what one more unit of capacity is worth in a year
    limits      one row per limit: value, used, price
    lower_bound, upper_bound  certified bracket of the yearly cost (PyPSA's convention: without
                `objective_constant`, the cost of existing expandable capacity)
    method      whole or weeks
    run         wall_s, cpu_s, peak_mb, iterations, workers
    """

    network: Network
    method: str
    lower_bound: float
    upper_bound: float
    objective_constant: float
    capacities: pd.DataFrame
    hourly: Mapping[tuple[str, str], pd.DataFrame]
    worth: pd.DataFrame
    limits: pd.DataFrame
    run: Mapping[str, Any]

    @property
    def objective(self) -> float:
        """Cost of the plan in hand, in PyPSA's convention."""
        return self.upper_bound

    @property
    def gap(self) -> float:
        """(upper - lower) / |upper with the constant|."""
        whole = abs(self.upper_bound + self.objective_constant)
        return max(0.0, self.upper_bound - self.lower_bound) / max(whole, 1e-9)
