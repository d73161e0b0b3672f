"""Clues: what a text says, outside its foreign spans, about the city that it is of.

Kinds: units below the city, the province above it, its short name (stationed in X, stay in X), and what
the table `clues.csv` lists: waters, sights, zones, nicknames. The table points by administrative code, for
many cities alike; nothing in it is read as a fact of a plan, it only helps to tell a city.
Cities are prefectures and municipalities, with counties below them, and county cities, with towns below;
what else the table has of a county city points to the city around it too.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from citywright.reading.lexicon import rows
from citywright.reading.lexicon.alternatives import alternatives
from citywright.reading.tampering.divisions import city_of, divisions, is_municipality
from citywright.reading.tampering.table import pattern

SURE, SHARED = 2.5, 1.0
"""Weight of a clue of the table that one city has, and of one that several share."""
PROVINCE = 0.5
INSIDE = 1.5
"""Weight of a short name that stands inside a city's name and does not begin it."""
LONGEST_UNIT = 12


@dataclass(frozen=True)
class Pointer:
    """A clue before it is weighed: its words, their span in the view, the weight it gives each city."""

    kind: str
    text: str
    start: int
    end: int
    weights: dict[str, float]


def pointers(text: str) -> list[Pointer]:
    """All clues of a text, each wording once; foreign spans must be blanked out before."""
    found: dict[tuple[str, str], Pointer] = {}
    for source in (_units, _provinces, _short_names, _listed, _english_units):
        for one in source(text):
            found.setdefault((one.kind, one.text), one)
    return list(found.values())


def _units(text: str) -> Iterator[Pointer]:
    """Counties, districts and county cities in full; a name of several cities is shared among them."""
    counties, lengths = _counties()
    for match in pattern("tampering_unit_end").finditer(text):
        end = match.end()
        names = (text[max(0, end - one) : end] for one in lengths.get(text[end - 2 : end], ()))
        if name := next((name for name in names if name in counties), None):
            yield Pointer("unit_below", name, end - len(name), end, counties[name])


@cache
def _counties() -> tuple[dict[str, dict[str, float]], dict[str, list[int]]]:
    """By the name of a county its cities, with their shares; by how names end, their lengths."""
    found: dict[str, dict[str, float]] = {}
    for name, codes in divisions().codes.items():
        if cities := {city_of(code) for code in codes if code[4:] != "00"}:
            found[name] = dict.fromkeys(cities, 1 / len(cities))
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in found:
        if len(name) <= LONGEST_UNIT:
            lengths[name[-2:]].add(len(name))
    return found, {tail: sorted(own, reverse=True) for tail, own in lengths.items()}


def _provinces(text: str) -> Iterator[Pointer]:
    for match in _province_names().finditer(text):
        yield Pointer("unit_above", match[0], *match.span(), _cities_in(match[0]))


@cache
def _cities_in(province: str) -> dict[str, float]:
    (code,) = (c for c in divisions().bare[province] if c[2:] == "0000")
    return {c: PROVINCE for c in (*_cities(), *county_cities()) if c[:2] == code[:2]}


def _short_names(text: str) -> Iterator[Pointer]:
    for match in pattern("tampering_short").finditer(text):
        group = next(name for name, value in match.groupdict().items() if value)
        letter = match[group]
        if pattern("tampering_not_short").match(letter):
            continue
        yield Pointer("abbreviation", match[0], *match.span(), _cities_with(letter))


@cache
def _cities_with(letter: str) -> dict[str, float]:
    """Weights of the cities that a short name may stand for."""
    weights = {
        code: SURE if divisions().names[code].startswith(letter) else INSIDE
        for code in _cities()
        if letter in divisions().bare_name(code)
    }
    return weights | dict.fromkeys(_table()["abbreviation"].get(letter, ()), SURE)


def _listed(text: str) -> Iterator[Pointer]:
    """Towns, waters, sights, zones and nicknames of the table."""
    for kind, by_text in _table().items():
        if kind in ("abbreviation", "name_en", "unit_en"):
            continue
        for match in _any_of(kind).finditer(text):
            cities = by_text[match[0]]
            if kind == "town":
                weights = dict.fromkeys(cities, 1 / len(cities))
                yield Pointer("unit_below", match[0], *match.span(), weights)
                continue
            weight = SURE if len(cities) == 1 else SHARED
            weights = dict.fromkeys([*cities, *map(city_of, cities)], weight)
            yield Pointer(kind.removesuffix("_en"), match[0], *match.span(), weights)


def _english_units(text: str) -> Iterator[Pointer]:
    for match in pattern("tampering_en_unit").finditer(text):
        cities = _english_divisions().get(match["name"], ())
        if cities:
            weights = dict.fromkeys(cities, 1 / len(cities))
            yield Pointer("unit_below", match["name"], *match.span(), weights)


def english_name(code: str) -> str | None:
    """English name of a city, where the table has it."""
    return _english_names().get(code)


@cache
def _english_names() -> dict[str, str]:
    """English names by code, the first that the table of clues has, or the pinyin of the divisions."""
    found: dict[str, str] = {}
    listed = (row for row in rows("clues") if row["kind"] == "name_en")
    for row in listed:
        found.setdefault(row["points_to"], row["text"])
    for row in rows("divisions_en"):
        found.setdefault(row["code"], row["name"])
    return found


@cache
def _english_divisions() -> dict[str, tuple[str, ...]]:
    """Cities by the English name of a division below them: pinyin, and what the table of clues has."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, cities in _table()["unit_en"].items():
        found[name].update(cities)
    for row in rows("divisions_en"):
        if row["code"][4:] != "00":
            found[row["name"]].add(city_of(row["code"]))
    return {name: tuple(sorted(cities)) for name, cities in found.items()}


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    """Cities by kind and text."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in rows("clues"):
        before = found[row["kind"]].get(row["text"], ())
        found[row["kind"]][row["text"]] = (*before, row["points_to"])
    return dict(found)


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    listed = alternatives(_table()[kind])
    # a town that is called after a water or a sight is one clue and not two
    town = pattern("town_behind").pattern
    return re.compile(listed if kind == "town" else rf"{listed}(?!{town})")


@cache
def _cities() -> tuple[str, ...]:
    """Codes of all cities: prefectures, and the municipalities."""
    names = divisions().names
    found = {city_of(code) for code in names if code[2:] != "0000" or is_municipality(code)}
    return tuple(sorted(city for city in found if city in names))


@cache
def county_cities() -> frozenset[str]:
    """Codes of the county cities that the table has towns of."""
    return frozenset(city for cities in _table()["town"].values() for city in cities)


@cache
def _province_names() -> re.Pattern[str]:
    known = divisions()
    names = {known.bare_name(code) for code in known.names if code[2:] == "0000"}
    return re.compile(alternatives(names))
