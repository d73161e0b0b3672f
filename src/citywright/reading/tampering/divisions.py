"""Names of the administrative divisions of China, from the table that the package cpca carries.

A code has six digits: two for the province, two for the prefecture, two for the county.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.tampering.table import pattern


@dataclass(frozen=True)
class Divisions:
    """Divisions by code.

    names : code to full name, of provinces, prefectures and counties
    codes : full name to its codes
    bare : name without its kind, of at least two characters, to its codes
    """

    names: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]]
    bare: Mapping[str, tuple[str, ...]]

    def bare_name(self, code: str) -> str:
        """Name of a division without the word for its kind."""
        return bare_name(self.names[code])


@cache
def divisions() -> Divisions:
    """The table, read once (3,511 rows).

    Raises
    ------
    ReadingError
        reading.no_gazetteer
    """
    names = {}
    codes: dict[str, list[str]] = defaultdict(list)
    bare: dict[str, list[str]] = defaultdict(list)
    with _path().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, name = row["adcode"][:6], row["name"]
            if pattern("tampering_no_name").search(name):
                continue
            names[code] = name
            codes[name].append(code)
            if len(short := bare_name(name)) > 1:
                bare[short].append(code)
    return Divisions(
        names,
        {name: tuple(sorted(found)) for name, found in codes.items()},
        {name: tuple(sorted(found)) for name, found in bare.items()},
    )


def bare_name(name: str) -> str:
    """A division's name without the word for its kind."""
    return pattern("tampering_kind").sub("", name)


def city_of(code: str) -> str:
    """Code of the city (prefecture or municipality) that a county's code lies in."""
    return code[:2] + "0000" if is_municipality(code) else code[:4] + "00"


def is_municipality(code: str) -> bool:
    """Whether the code lies in one of the four cities that are provinces."""
    return code[:2] in {"11", "12", "31", "50"}


def _path() -> Path:
    spec = find_spec("cpca")
    if spec is None or not spec.submodule_search_locations:
        raise ReadingError("reading.no_gazetteer", package="cpca")
    return Path(spec.submodule_search_locations[0]) / "resources" / "adcodes.csv"
