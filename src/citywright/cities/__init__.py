"""The built-in cities, one folder of plain tables each; nothing else knows their names."""

from importlib.resources import files
from pathlib import Path

from citywright.errors import UsageError

DEFAULT = "changzhou"
"""The city that commands use where none is named."""


def list_builtin() -> tuple[str, ...]:
    """Names of the built-in cities, sorted."""
    return tuple(sorted(p.parent.name for p in _root().glob("*/city.toml")))


def builtin_path(name: str = DEFAULT) -> Path:
    """The folder of a built-in city.

    Raises
    ------
    UsageError
        There is no built-in city of this name.
    """
    if name not in list_builtin():
        raise UsageError("city.no_builtin", name=name, known=", ".join(list_builtin()))
    return _root() / name


def _root() -> Path:
    return Path(str(files("citywright.cities")))
