"""WHAT WE KNOW: the city folder — declared tables, checks, provenance, formats."""

from citywright.city.check import check_city, open_folder
from citywright.city.city import City
from citywright.city.datapackage import data_package
from citywright.city.declaration import CITY_WIDE, declared
from citywright.city.describe import describe
from citywright.city.findings import CityError, Finding, Findings
from citywright.city.folder import write_folder
from citywright.city.settings import Settings
from citywright.city.start import start_city
from citywright.city.workbook_writer import write_workbook

__all__ = [
    "CITY_WIDE", "City", "CityError", "Finding", "Findings", "Settings", "check_city",
    "data_package", "declared", "describe", "open_folder", "start_city", "write_folder",
    "write_workbook",
]  # fmt: skip
