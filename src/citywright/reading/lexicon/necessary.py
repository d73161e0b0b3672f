"""What a match of a pattern cannot do without, read off the pattern itself.

    (?<=[、和])[一-鿿]{1,5}?(?:镇|水库)   before: 、和   near: 镇, or 水 with 库 behind it

A `Need` says it as sets of characters. Each is a superset: where a need is not met no match begins, where
it is met one may. The pattern is read by the parser of `re` itself, which is no public part of Python;
a test compares what is found with and without needs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

Ranges = frozenset[tuple[int, int]]
"""Codes of characters, from the first to the last of each range."""
Node = tuple[Any, Any]
RARE, LAST = 0x10000, 0x10FFFF
"""First code of the characters beyond the first plane, and the last of all."""
ANY: Ranges = frozenset({(0, LAST)})
REACH = 8
"""Furthest place after its beginning at which a match is asked for what it holds."""
WIDE = 1_000
"""A set of more characters than these tells nothing about a place further on."""
BRANCHES = 8
"""Most alternatives of which each has needs of its own."""
SIZE = 2
"""Characters that are looked at where something begins."""
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
EMPTY = ("ASSERT", "ASSERT_NOT", "AT")
KINDS = {"CATEGORY_SPACE": str.isspace, "CATEGORY_DIGIT": str.isdecimal}
"""Kinds of character that a class may name; of all others nothing is told."""
ONE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
"""Kinds of nodes that repeat another, that match no character, and that match one."""


@dataclass(frozen=True)
class Need:
    """One set of needs, all of which a match of some kind meets.

    before : what stands before it, unless it begins the text
    first, second : its first character and the one behind it
    near, nearby : a character that stands 1 to `REACH` places after the first one, and the one behind it
    """

    before: Ranges
    first: Ranges
    second: Ranges
    near: Ranges = ANY
    nearby: Ranges = ANY


def needs_of(pattern: re.Pattern[str]) -> tuple[Need, ...]:
    """Needs of a pattern, of which every match meets one.

    Raises
    ------
    ValueError
        for a pattern that may match nothing
    """
    parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    if _width(parsed)[0] == 0:
        raise ValueError(f"matches nothing at all: {pattern.pattern}")
    nodes = _flat(parsed)
    ways = [_flat(way) for way in nodes[0][1][1]] if str(nodes[0][0]) == "BRANCH" else []
    rest = nodes[1:]
    if not 0 < len(ways) <= BRANCHES or any(_width(way)[0] == 0 for way in ways):
        ways, rest = [nodes], []
    found = [need for way in ways for need in _needs([*way, *rest])]
    return (
        *_merged([one for one in found if one.near == ANY]),
        *(n for n in found if n.near != ANY),
    )


def _needs(nodes: list[Node]) -> Iterator[Need]:
    before = _before(nodes)
    for begins, goes_on in product(_split(_prefixes(nodes)), _split(_further(nodes))):
        yield Need(before, *begins, *goes_on)


def _merged(needs: list[Need]) -> Iterator[Need]:
    """Needs that ask for nothing further on as one, apart for those with and without a second character."""
    for one_only in (False, True):
        own = [need for need in needs if _is_wide(need.second) == one_only]
        if own:
            parts = ((one.before, one.first, one.second) for one in own)
            yield Need(*map(_union, zip(*parts, strict=True)))


def _split(prefixes: Iterable[Sequence[Ranges]]) -> Iterator[tuple[Ranges, Ranges]]:
    """First and second characters, apart for what has a second one and what may end behind the first."""
    full = [(*one, ANY, ANY)[:SIZE] for one in prefixes]
    for one_only in (False, True):
        own = [one for one in full if _is_wide(one[1]) == one_only]
        if own:
            yield _union(one[0] for one in own), _union(one[1] for one in own)


def _prefixes(nodes: Iterable[Node]) -> set[tuple[Ranges, ...]]:
    """What the first characters may be; shorter where the nodes may end before."""
    found: set[tuple[Ranges, ...]] = {()}
    for node in nodes:
        if all(len(one) == SIZE for one in found):
            break
        found = _joined(found, _of_node(node))
    return found


def _joined(
    heads: Iterable[tuple[Ranges, ...]], tails: Iterable[tuple[Ranges, ...]]
) -> set[tuple[Ranges, ...]]:
    return {(*head, *tail)[:SIZE] for head, tail in product(heads, tails)}


def _of_node(node: Node) -> set[tuple[Ranges, ...]]:
    name, value = str(node[0]), node[1]
    if name in EMPTY:
        return {()}
    if name in ("SUBPATTERN", "BRANCH"):
        ways = value[1] if name == "BRANCH" else [value[-1]]
        return {one for way in ways for one in _prefixes(way)}
    if name in REPEATS:
        return _repeated(_prefixes(value[2]), min(value[0], SIZE), min(value[1], SIZE))
    return {(_characters(node),)} if name in ("LITERAL", "IN") else {(ANY,) * SIZE}


def _repeated(once: set[tuple[Ranges, ...]], least: int, most: int) -> set[tuple[Ranges, ...]]:
    found: set[tuple[Ranges, ...]] = {()}
    kept = set(found) if least == 0 else set()
    for count in range(1, most + 1):
        found = _joined(found, once)
        kept |= found if count >= least else set()
    return kept


def _further(nodes: list[Node]) -> set[tuple[Ranges, ...]]:
    """What begins at most `REACH` places further on, the first that is told by few characters."""
    most = 0
    for at, node in enumerate(nodes):
        if str(node[0]) in EMPTY:
            continue
        found = _prefixes(nodes[at:]) if most else set()
        if found and not any(not one or _is_wide(one[0]) for one in found):
            return found if _width(nodes[:at])[0] else {(ANY, ANY)}
        most += _width([node])[1]
        if most > REACH:
            break
    return {(ANY, ANY)}


def _before(nodes: Iterable[Node]) -> Ranges:
    """What stands before a match, as the first that looks back says it."""
    for kind, value in nodes:
        name = str(kind)
        if name == "BRANCH":
            return _union(_before(way) for way in value[1])
        if name == "SUBPATTERN":
            return _before(value[-1])
        if name == "AT" and str(value) == "AT_BEGINNING":
            return frozenset()
        if name not in EMPTY:
            break
        if name == "AT" or value[0] > 0:
            continue
        last = value[1][-1]
        if str(last[0]) in ("LITERAL", "IN") and (name == "ASSERT" or len(value[1]) == 1):
            return _characters(last) if name == "ASSERT" else _others(_characters(last))
    return ANY


def _characters(node: Node) -> Ranges:
    """The characters of a literal or of a class; all for a class that says what is none of its kind."""
    if str(node[0]) == "LITERAL":
        return frozenset({(node[1], node[1])})
    found: set[tuple[int, int]] = set()
    for kind, value in node[1]:
        name = str(kind)
        if name == "LITERAL":
            found.add((value, value))
        elif name == "RANGE":
            found.add(tuple(value))
        elif name == "CATEGORY" and str(value) in KINDS:
            found |= _category(str(value))
        elif name == "CATEGORY":
            return ANY
    return _others(frozenset(found)) if str(node[1][0][0]) == "NEGATE" else frozenset(found)


@cache
def _category(name: str) -> Ranges:
    """Blanks or digits; of the rare characters beyond the first plane all, as any may be one."""
    common = ((code, code) for code in range(RARE) if KINDS[name](chr(code)))
    return frozenset({*common, (RARE, LAST)})


def _others(ranges: Ranges) -> Ranges:
    """All characters that a set does not hold."""
    found, at = set(), 0
    for first, last in sorted(ranges):
        if first > at:
            found.add((at, first - 1))
        at = max(at, last + 1)
    return frozenset({*found, (at, LAST)} if at <= LAST else found)


def _union(many: Iterable[Ranges]) -> Ranges:
    return frozenset().union(*many)


def _is_wide(ranges: Ranges) -> bool:
    return sum(last - first + 1 for first, last in ranges) > WIDE


def _flat(nodes: Iterable[Node]) -> list[Node]:
    """Nodes with those of groups in the place of the groups."""
    found: list[Node] = []
    for node in nodes:
        found += _flat(node[1][-1]) if str(node[0]) == "SUBPATTERN" else [node]
    return found


def _width(nodes: Iterable[Node]) -> tuple[int, int]:
    """Least and most characters of some nodes."""
    widths = [_width_of(node) for node in nodes]
    return sum(least for least, _ in widths), sum(most for _, most in widths)


def _width_of(node: Node) -> tuple[int, int]:
    name, value = str(node[0]), node[1]
    if name in EMPTY:
        return 0, 0
    if name in ONE:
        return 1, 1
    if name == "SUBPATTERN":
        return _width(value[-1])
    if name == "BRANCH":
        ways = [_width(way) for way in value[1]]
        return min(least for least, _ in ways), max(most for _, most in ways)
    if name in REPEATS:
        least, most = _width(value[2])
        return least * value[0], most * int(value[1])
    return 0, LAST
