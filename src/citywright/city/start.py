"""Start a city: a new folder or workbook from a blank, a workbook, a folder or a built-in city."""

from pathlib import Path

from citywright.cities import builtin_path, list_builtin
from citywright.city.cells import blank_frame
from citywright.city.check import check_city, open_folder
from citywright.city.city import City
from citywright.city.declaration import declared
from citywright.city.findings import Findings
from citywright.city.folder import write_folder, write_tables
from citywright.city.settings import Settings
from citywright.city.workbook_writer import write_workbook
from citywright.errors import UsageError

BLANK = "blank"


def start_city(
    target: Path,
    origin: str | Path = BLANK,
    settings: Settings | None = None,
    parquet: bool = False,
) -> Findings:
    """Write a new city to `target` and say what is still to be filled.

    `target` is a folder, or a workbook where it ends in .xlsx. `origin` is "blank", the name of a
    built-in city, or the path of a folder or workbook. `settings` are the entries of city.toml of
    a blank city. `parquet` writes Parquet files instead of CSV. A blank city has findings, one per
    thing to fill; any other has none but notices. Nothing is written where anything is wrong.

    Raises
    ------
    UsageError
        `target` is there already, or the arguments do not fit together.
    CityError
        `origin` has errors; all of them are inside.
    """
    as_workbook = target.suffix.lower() == ".xlsx"
    if as_workbook and parquet:
        raise UsageError("city.workbook_not_parquet", path=target)
    if target.exists():
        raise UsageError("folder.exists", path=target)
    if origin != BLANK:
        if settings is not None:
            raise UsageError("city.entries_not_used", origin=origin)
        write_city(open_folder(origin_path(origin)), target, parquet)
    elif as_workbook:
        write_workbook(None, settings, target)
    elif settings is None:
        raise UsageError("city.blank_needs_entries")
    else:
        blank = {name: blank_frame(table) for name, table in declared().items()}
        write_tables(settings, blank, target, parquet)
    return check_city(target)[1]


def write_city(city: City, target: Path, parquet: bool = False) -> None:
    """Write `city` to a new folder, or to a new workbook where `target` ends in .xlsx."""
    if target.suffix.lower() == ".xlsx":
        write_workbook(city, city.settings, target)
    else:
        write_folder(city, target, parquet)


def origin_path(origin: str | Path) -> Path:
    """The path that an origin means: a built-in city's folder, or the path itself.

    Raises
    ------
    UsageError
        It is neither the name of a built-in city nor a path that is there.
    """
    if isinstance(origin, str) and origin in list_builtin():
        return builtin_path(origin)
    path = Path(origin)
    if not path.exists():
        known = ", ".join(list_builtin())
        raise UsageError("city.no_builtin", name=origin, known=known)
    return path
