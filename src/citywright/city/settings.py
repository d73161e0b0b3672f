"""`city.toml`: the few facts of a city that are not a table."""

import tomllib
from dataclasses import asdict, dataclass, fields
from typing import Any

from citywright.city.cells import CODE, LONGEST
from citywright.city.findings import Findings, nearest
from citywright.city.raw import decode
from citywright.units import is_money

FILE = "city.toml"


@dataclass(frozen=True)
class Settings:
    """Names, money, years and discounting of a city.

    `discount_rate` is per year; money is at constant prices of `base_year` in `money_unit`;
    the plan covers `first_year` to `last_year`.
    """

    code: str
    name_en: str
    name_zh: str
    currency: str
    money_unit: str
    base_year: int
    first_year: int
    last_year: int
    discount_rate: float
    hours_per_year: int

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan, in order."""
        return tuple(range(self.first_year, self.last_year + 1))

    def name(self, lang: str) -> str:
        """The city's name in `lang`."""
        return str(getattr(self, f"name_{lang}"))


LIMITS = {
    "base_year": (1900, 2200), "first_year": (1901, 2201), "last_year": (1901, 2230),
    "discount_rate": (0.0, 0.5), "hours_per_year": (8760, 8784),
}  # fmt: skip
"""Least and largest value of the entries that are numbers."""


def entry_kinds() -> dict[str, type]:
    """The entries of city.toml in order, each with its type: str, int or float."""
    return {field.name: field.type for field in fields(Settings) if isinstance(field.type, type)}


def parse_settings(data: bytes, findings: Findings, file: str = FILE) -> Settings | None:
    """The settings in the bytes of a city.toml; None, with findings, where they cannot be used.

    `file` is how findings call the place where the settings stand.
    """
    before = findings.count(file)
    entries = _entries(data, findings, file)
    if entries is None:
        return None
    allowed = list(entry_kinds())
    for name in entries:
        if name not in allowed:
            findings.add("E503", file, 0, name, name, ", ".join(allowed), nearest(name, allowed))
    values = {name: _entry(entries, name, findings, file) for name in allowed}
    if findings.count(file) > before:
        return None
    settings = Settings(**values)
    _check_years(settings, findings, file)
    return settings if findings.count(file) == before else None


def _entries(data: bytes, findings: Findings, file: str) -> dict[str, Any] | None:
    text = decode(data, file, findings)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        findings.add("E501", file, value=str(error).splitlines()[0])
        return None


def _entry(entries: dict[str, Any], name: str, findings: Findings, file: str) -> Any:  # noqa: ANN401
    kind = entry_kinds()[name]
    if name not in entries:
        findings.add("E502", file, 0, name, name, kind.__name__)
        return None
    value = entries[name]
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        findings.add("E504", file, 0, name, value, kind.__name__)
        return None
    assert isinstance(value, str | int | float)
    fault = _entry_fault(name, value)
    if fault:
        findings.add(fault[0], file, 0, name, value, fault[1])
    return value


def _entry_fault(name: str, value: str | float) -> tuple[str, str] | None:
    """The code of what is wrong with one entry, and what is allowed; None where it is right."""
    if not isinstance(value, str):
        low, high = LIMITS[name]
        return None if low <= value <= high else ("E504", f"{low} … {high}")
    if name == "code":
        return None if CODE.fullmatch(value) else ("E504", "0-9 A-Z a-z _ . -")
    if name == "money_unit":
        return None if is_money(value) else ("E405", "")
    plain = value == value.strip() and value.isprintable() and not value.startswith(tuple("=+-@"))
    return None if plain and 0 < len(value) <= LONGEST else ("E504", "str")


def _check_years(settings: Settings, findings: Findings, file: str) -> None:
    if settings.first_year != settings.base_year + 1:
        findings.add("E504", file, 0, "first_year", settings.first_year, settings.base_year + 1)
    if settings.last_year < settings.first_year:
        findings.add("E411", file, 0, "last_year", settings.first_year, settings.last_year)


def dump_settings(settings: Settings) -> str:
    """The text of city.toml that reads back to `settings`."""
    return dump_entries(asdict(settings))


def dump_entries(entries: dict[str, Any]) -> str:
    """Texts and numbers as lines of TOML."""
    shown = {name: _quoted(v) if isinstance(v, str) else repr(v) for name, v in entries.items()}
    return "".join(f"{_key(name)} = {value}\n" for name, value in shown.items())


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML basic string; what cannot stand in one is escaped."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in plain) + '"'
