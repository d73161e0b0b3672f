"""The tables of this part of the room: patterns, and lists of words by kind."""

import re
from collections import defaultdict
from functools import cache
from itertools import islice

from citywright.reading.lexicon import rows

MOSTLY = 0.1
"""Share of Chinese characters from which a text is read as Chinese."""


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of `tampering_patterns.csv`."""
    (found,) = (row["pattern"] for row in rows("tampering_patterns") if row["name"] == name)
    return re.compile(found)


@cache
def listed(kind: str) -> tuple[str, ...]:
    """Words of one kind in `tampering_words.csv`."""
    return tuple(row["word"] for row in rows("tampering_words") if row["kind"] == kind)


def is_chinese(text: str) -> bool:
    """Whether a text is read as Chinese, by the share of its characters."""
    letters = pattern("tampering_han").finditer(text)
    return next(islice(letters, int(MOSTLY * len(text)), None), None) is not None


def held(words: str, *kinds: str) -> frozenset[str]:
    """Words of some kinds in `tampering_words.csv` that stand among words."""
    begins = _by_first(kinds)
    return frozenset(
        one
        for place, first in enumerate(words)
        for one in begins.get(first, ())
        if words.startswith(one, place)
    )


@cache
def _by_first(kinds: tuple[str, ...]) -> dict[str, list[str]]:
    """Words of some kinds by their first character."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in dict.fromkeys(one for kind in kinds for one in listed(kind)):
        found[one[0]].append(one)
    return dict(found)


def has_address_or_script(words: str) -> bool:
    """Whether an address, or words in another script, stand among words."""
    return any(pattern(f"tampering_{one}").search(words) for one in ("domain", "other_script_line"))


def advert_weight(words: str) -> float:
    """Weight of words of shop windows and web pages, at most 2; an address, or another script, has it all."""
    return 2.0 if has_address_or_script(words) else min(2.0, float(len(held(words, "register"))))


def offer_weight(words: str) -> float:
    """Weight as an advert of what stands before a legal form: a trade that firms lawfully have has none."""
    if has_address_or_script(words):
        return 2.0
    return min(2.0, float(len(held(words, "register") - set(listed("shop_trade")))))


def names_trade(words: str) -> bool:
    """Whether words say what a firm makes or deals in."""
    return pattern("tampering_trade_end").search(words) is not None or says_trade(words)


def says_trade(words: str) -> bool:
    """Whether a word of a trade stands among words."""
    return bool(held(words, "trade", "shop_trade"))


def names_body(words: str) -> bool:
    """Whether words end as bodies and things do; as shops do too, only where they say a task or a trade."""
    if not words.endswith(listed("body_end")):
        return False
    if not words.endswith(listed("shop_end")) or pattern("tampering_owned").match(words):
        return True
    return names_office(words) or (names_trade(words) and not advert_weight(words))


def names_office(words: str) -> bool:
    """Whether at least half of the characters are words for what offices are for."""
    return 2 * sum(len(one) for one in _offices().findall(words)) >= len(words)


@cache
def _offices() -> re.Pattern[str]:
    return re.compile("|".join(sorted(listed("office"), key=len, reverse=True)))


def weights_between(table: str, before: str, after: str) -> list[float]:
    """Weights of the rows of a table of breaks that fit what stands before and behind a place."""
    return [w for left, right, w in _breaks(table) if right.match(after) and left.search(before)]


@cache
def _breaks(table: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(row["before"]), re.compile(row["after"]), float(row["weight"]))
        for row in rows(table)
    )
