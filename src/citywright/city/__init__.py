"""WHAT WE KNOW: the city folder — declared tables, checks, provenance, formats.

Names load when they are first used: frames, units and workbooks take seconds to import, and a document is
read without them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    "CITY_WIDE": "declaration", "City": "city", "CityError": "findings", "Finding": "findings",
    "Findings": "findings", "Settings": "settings", "check_city": "check",
    "data_package": "datapackage", "declared": "declaration", "describe": "describe",
    "open_folder": "check", "start_city": "start", "write_folder": "folder",
    "write_workbook": "workbook_writer",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """The public name, bound once, so that `describe` stays the function and not its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return globals()[name]
