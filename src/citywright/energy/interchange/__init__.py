"""Networks of other tools in and out: PyPSA (netCDF, CSV folder, live object), MATPOWER cases in."""

from citywright.energy.interchange.matpower import read_matpower
from citywright.energy.interchange.notes import InterchangeError, Note
from citywright.energy.interchange.pypsa_in import Imported, read_pypsa
from citywright.energy.interchange.pypsa_out import fill_results, not_kept, to_pypsa, write_pypsa

__all__ = [
    "Imported", "InterchangeError", "Note", "fill_results", "not_kept", "read_matpower",
    "read_pypsa", "to_pypsa", "write_pypsa",
]  # fmt: skip
