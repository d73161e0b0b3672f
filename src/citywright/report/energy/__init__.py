"""How a solved power system is said: one page, one document, tables, and lines on the terminal."""

from citywright.report.energy.console import solved
from citywright.report.energy.document import (
    energy_document,
    write_energy_report,
    write_energy_tables,
)
from citywright.report.energy.page import energy_page

__all__ = ["energy_document", "energy_page", "solved", "write_energy_report", "write_energy_tables"]
