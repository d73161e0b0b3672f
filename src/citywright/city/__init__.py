"""WHAT WE KNOW: the city folder — declared tables, checks, provenance, formats."""

from citywright.city.check import check_city, open_folder
from citywright.city.city import City
from citywright.city.declaration import CITY_WIDE, declared
from citywright.city.findings import CityError, Finding, Findings
from citywright.city.folder import write_folder
from citywright.city.settings import Settings

__all__ = [
    "CITY_WIDE", "City", "CityError", "Finding", "Findings", "Settings", "check_city", "declared",
    "open_folder", "write_folder",
]  # fmt: skip
