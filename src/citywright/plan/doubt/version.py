"""What an answer depends on beside the data: the code that found it, and the libraries under it."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

ROOMS = ("city", "accounts", "energy", "plan", "units.py", "units.txt")
"""Rooms whose code can change an answer."""
LIBRARIES = ("highspy", "linopy", "numpy", "scipy", "pandas", "xarray")


@cache
def program_version() -> str:
    """SHA-256 over the source of these rooms and the versions of these libraries."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for room in ROOMS:
        for path, text in sorted(_sources(files("citywright") / room, room)):
            digest.update(f"{path} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def _sources(place: Traversable, name: str) -> list[tuple[str, bytes]]:
    if place.is_file():
        return [(name, place.read_bytes())] if name.endswith((".py", ".csv", ".txt")) else []
    return [found for part in place.iterdir() for found in _sources(part, f"{name}/{part.name}")]
