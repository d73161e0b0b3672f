"""Is there enough when machines fail? Loss-of-load expectation and expected unserved energy."""

from citywright.energy.adequacy.credit import Credit, credit
from citywright.energy.adequacy.exact import Exact, lole_exact
from citywright.energy.adequacy.from_network import adequacy_system
from citywright.energy.adequacy.outages import OutageTable, Unit, capacity_outage_table
from citywright.energy.adequacy.sampling import Adequacy, Sampling, lole_sampled
from citywright.energy.adequacy.system import Reservoir, System

__all__ = [
    "Adequacy", "Credit", "Exact", "OutageTable", "Reservoir", "Sampling", "System", "Unit",
    "adequacy_system", "capacity_outage_table", "credit", "lole_exact", "lole_sampled",
]  # fmt: skip
