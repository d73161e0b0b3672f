"""What an event does to the city: direct, suppliers, households; here and outside.

shock       what an event does at first: output, purchases, wages
effects     what follows from it at suppliers and through households
events      demand, plant, loss, with names and years; several at once
event_file  events from a table
loss        lost suppliers and closed firms: hypothetical partial extraction
leakage     what is bought outside, and what replacing it would add
jobs        employment by skill
taxes       taxes by level of government
quality     how much of the result rests on which numbers
"""

from citywright.accounts.impact.effects import STAGES, Impact, impact_of
from citywright.accounts.impact.event_file import (
    EventFile,
    EventFileError,
    as_plant,
    read_events,
)
from citywright.accounts.impact.events import (
    Assessment,
    DemandEvent,
    Event,
    Line,
    LossEvent,
    PlantEvent,
    ProjectEvent,
    assess,
)
from citywright.accounts.impact.full import FullImpact, Tables, full_impact
from citywright.accounts.impact.jobs import jobs_by_skill
from citywright.accounts.impact.leakage import leakage_table, substitution_table
from citywright.accounts.impact.quality import quality_of
from citywright.accounts.impact.shock import MEASURES, Shock
from citywright.accounts.impact.simple import demand_impact, output_impact
from citywright.accounts.impact.taxes import taxes_by_level

__all__ = [
    "MEASURES", "STAGES", "Assessment", "DemandEvent", "Event", "EventFile", "EventFileError",
    "FullImpact", "Impact", "Line", "LossEvent", "PlantEvent", "ProjectEvent", "Shock", "Tables",
    "as_plant", "assess", "demand_impact", "full_impact", "impact_of", "jobs_by_skill",
    "leakage_table", "output_impact", "quality_of", "read_events", "substitution_table",
    "taxes_by_level",
]  # fmt: skip
