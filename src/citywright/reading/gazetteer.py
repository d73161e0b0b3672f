"""Administrative divisions by name: what level a name has and what it lies within.

Only what the name itself settles is said: a name that two cities share has no code and no parents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tampering.divisions import city_of, divisions

LONGEST = 16
SHORTEST = 2
KNOWN = 8_192
"""Names of which is remembered what they are."""


@dataclass(frozen=True)
class Division:
    """A named division: its code, its level (province, city, county) and what it lies within."""

    code: str
    level: str
    within: tuple[str, ...]


@cache
def is_division(name: str) -> bool:
    """Whether a full or bare name is one of the table, at any level."""
    table = divisions()
    return name in table.codes or name in table.bare


def begins_with_division(name: str) -> bool:
    """Whether a full or bare name of the table stands at the head of a name, and is not all of it."""
    if name[:SHORTEST] not in _division_heads():
        return False
    return any(is_division(name[:k]) for k in range(SHORTEST, min(len(name), LONGEST)))


@cache
def _division_heads() -> frozenset[str]:
    """First characters of all names of the table, without which no name needs to be looked up."""
    table = divisions()
    return frozenset(name[:SHORTEST] for names in (table.codes, table.bare) for name in names)


@cache
def is_large(name: str) -> bool:
    """Whether a bare name is that of a province or of a prefecture."""
    return any(code.endswith("00") for code in divisions().bare.get(name, ()))


@cache
def is_province(name: str) -> bool:
    """Whether a bare name is that of a province."""
    return any(code.endswith("0000") for code in divisions().bare.get(name, ()))


@cache
def is_renamed(name: str) -> bool:
    """Whether the table has the name of a city, county or district with another ending."""
    return entity_pattern("renamed").search(name) is not None and is_division(name[:-1])


@cache
def is_nickname(name: str) -> bool:
    """Whether the table of clues has a name as a nickname of a city."""
    return any(row["kind"] == "nickname" and row["text"] == name for row in rows("clues"))


def is_supported(name: str, text: str) -> bool:
    """Whether the text has the city or province of a county whose name is very short or a common word."""
    if len(name) > SHORTEST and not entity_pattern("place_noun_whole").fullmatch(name):
        return True
    if name in _waters_and_sights():
        return True
    found = divisions()
    codes = found.codes.get(name, ()) or found.bare.get(name, ())
    if not codes or any(code.endswith("00") for code in codes):
        return True
    around = {one for code in codes for one in (city_of(code), code[:2] + "0000")}
    full = name in found.codes or any(found.names[code] in text for code in codes)
    near = any(found.bare_name(one) in text for one in around if one in found.names)
    return near or (full and len(name) > SHORTEST)


@cache
def _waters_and_sights() -> frozenset[str]:
    return frozenset(row["text"] for row in rows("clues") if row["kind"] in ("water", "sight"))


def division(name: str, around: Sequence[str] = ()) -> Division | None:
    """The one division of this name, or None where no or several divisions bear it.

    Parameters
    ----------
    name : full or bare name
    around : codes of cities (six digits) that the text is about; they settle a shared name
    """
    codes = _codes(name)
    if len(codes) > 1:
        large = tuple(code for code in codes if code.endswith("00"))
        near = tuple(code for code in codes if city_of(code) in around)
        codes = near if len(near) == 1 else large
    return _of_code(codes[0]) if len(codes) == 1 else None


@lru_cache(KNOWN)
def _codes(name: str) -> tuple[str, ...]:
    """Codes of all divisions with a full or bare name, also with another ending than theirs."""
    table = divisions()
    codes: tuple[str, ...] = table.codes.get(name, ()) or table.bare.get(name, ())
    if not codes and is_renamed(name):
        codes = table.bare.get(name[:-1], ()) or table.codes.get(name[:-1], ())
    return codes


@cache
def _of_code(code: str) -> Division:
    names, parents = divisions().names, [code[:2] + "0000", city_of(code)]
    within = [names[one] for one in dict.fromkeys(parents) if one != code and one in names]
    return Division(code, _level(code), tuple(within))


@lru_cache(KNOWN)
def level_of(name: str) -> str:
    """Level that the name's own ending says: zone, water, town, county, region, country or other."""
    for kind in ("country", "region"):
        if name in entity_words(kind) or name in entity_words(f"{kind}_en"):
            return kind
    for level, rule in LEVELS:
        if entity_pattern(rule).search(name):
            return level
    return "other"


LEVELS = (
    ("zone", "level_zone"), ("water", "level_water"), ("province", "level_province"),
    ("city", "level_city"), ("county", "level_county"), ("town", "level_town"),
    ("village", "level_village"),
)  # fmt: skip
"""Levels with the pattern that tells them, the surest first."""


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"
