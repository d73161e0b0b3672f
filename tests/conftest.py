"""Fixtures that every room's tests may use: Toytown, a made-up city of three sectors."""

from pathlib import Path

import pytest

from citywright.city import City, open_folder

TOYTOWN = Path(__file__).parent / "toytown"


@pytest.fixture(scope="session")
def toytown() -> Path:
    """The folder of Toytown; read it, never write to it."""
    return TOYTOWN


@pytest.fixture(scope="session")
def toy(toytown: Path) -> City:
    """Toytown, checked."""
    return open_folder(toytown)
