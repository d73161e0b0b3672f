"""The network of whatever a user has: told by what is in it, never by what it is called.

A source is a city (built-in, folder or workbook), a PyPSA network (netCDF file, or folder of CSV
files), a MATPOWER case, or a network folder as `files.py` writes it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citywright.city.check import open_folder
from citywright.city.settings import FILE as CITY_FILE
from citywright.city.start import origin_path
from citywright.energy.check import NetworkError, NetworkFindings, check_network
from citywright.energy.files import HEAD, read_network
from citywright.energy.from_city import network_of
from citywright.energy.interchange import Imported, Note, read_matpower, read_pypsa
from citywright.energy.network import Network
from citywright.errors import UsageError

CITY, NETWORK, PYPSA, MATPOWER = "city", "network", "pypsa", "matpower"
BEGINNINGS = {
    b"\x89HDF\r\n\x1a\n": PYPSA, b"CDF\x01": PYPSA, b"CDF\x02": PYPSA, b"CDF\x05": PYPSA,
    b"PK\x03\x04": CITY,
}  # fmt: skip
"""First bytes of HDF5 (which holds netCDF-4; HDF5 file format 3.0, III.A), of classic netCDF files
(NetCDF Users Guide, file format specifications), and of the ZIP archive that a workbook is."""
ENDINGS = {".nc": PYPSA, ".m": MATPOWER, ".xlsx": CITY}
"""What a file that shows no sign of its own was meant to be: the reader says what is wrong with it."""
CASE = re.compile(rb"^\s*(function\s+mpc\b|mpc\s*=|mpc\.\w+\s*=)", re.MULTILINE)
LOOKED_AT = 65_536
"""Bytes in which a case file shows what it is: it may begin with pages of comments."""


@dataclass(frozen=True)
class Opened:
    """A source that was opened.

    name      for the folder of results, from the name of the file or city
    kind      city, network, pypsa or matpower
    years     planning years of a city that were chosen; else empty
    network   as it was given, checked
    notes     what of another tool's file was left out or approximated
    notices   what is allowed but doubtful
    constant  cost that no choice changes and that the network does not hold (money), of a MATPOWER
              case; in PyPSA's convention it is part of `objective_constant`
    """

    name: str
    kind: str
    years: tuple[int, ...]
    network: Network
    notes: tuple[Note, ...]
    notices: NetworkFindings
    constant: float


def open_source(source: str | Path, years: Sequence[int] = ()) -> Opened:
    """The network of a source; of a city in its last planning year, unless `years` are chosen.

    Raises
    ------
    UsageError
        There is no such source, it is of no kind that is known, or years are chosen of no city.
    CityError, NetworkError
        With every finding.
    InputError, NetworkFileError
        The city has no power system, or the file cannot be read; with every refusal.
    """
    path = _path_of(source)
    kind = kind_of(path)
    if kind == CITY:
        return _of_city(path, years)
    if years:
        raise UsageError("energy_command.year_of_network", path=path)
    name = re.sub(r"\.(nc|m)$", "", path.resolve().name)
    if kind == NETWORK:
        return _checked(name, kind, (), read_network(path), (), 0.0)
    readers: dict[str, Callable[[Path], Imported]] = {PYPSA: read_pypsa, MATPOWER: read_matpower}
    read = readers[kind](path)
    # PyPSA's constant is reckoned again from the capacities, a case's is in its costs alone
    constant = read.objective_constant if kind == MATPOWER else 0.0
    return _checked(name, kind, (), read.network, read.notes, constant)


def _path_of(source: str | Path) -> Path:
    try:
        return origin_path(source)
    except UsageError as error:
        raise UsageError("energy_command.no_source", **error.values) from error


def kind_of(path: Path) -> str:
    """What a path holds, by its contents: city, network, pypsa or matpower.

    Raises
    ------
    UsageError
        It is none of these.
    """
    if path.is_dir():
        signs = {HEAD: NETWORK, CITY_FILE: CITY, "buses.csv": PYPSA}
        found = [kind for sign, kind in signs.items() if (path / sign).is_file()]
    else:
        found = _kinds_of_file(path)
    if not found:
        raise UsageError("energy_command.unknown_source", path=path)
    return found[0]


def _kinds_of_file(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            begin = file.read(LOOKED_AT)
    except OSError as error:
        raise UsageError("energy_command.unreadable", path=path, reason=error.strerror) from error
    found = [kind for sign, kind in BEGINNINGS.items() if begin.startswith(sign)]
    if CASE.search(begin):
        found.append(MATPOWER)
    ending = ENDINGS.get(path.suffix.lower())
    return found or ([ending] if ending else [])


def _of_city(path: Path, years: Sequence[int]) -> Opened:
    city = open_folder(path)
    chosen = tuple(sorted(set(years))) or (city.settings.last_year,)
    name = "-".join(map(str, (city.settings.code, *chosen)))
    return _checked(name, CITY, chosen, replace(network_of(city, chosen), name=name), (), 0.0)


def _checked(
    name: str, kind: str, years: tuple[int, ...], network: Network, notes: tuple[Note, ...],
    constant: float,
) -> Opened:  # fmt: skip
    findings = check_network(network)
    if findings.errors:
        raise NetworkError(findings.errors)
    return Opened(name, kind, years, network, notes, findings, constant)
