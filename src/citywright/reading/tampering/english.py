"""Foreign spans of an English text: capitalised words or a domain name where a city must stand.

    score = sum over places of the slot's weight,  foreign where score >= 3 and slots of two kinds are filled

or where a seat of the state (a customs house, an airport) and a firm begin their names alike.

The English name of a Chinese place is made of syllables of pinyin; a name that is, or that is a known
place of the world, or ends as bodies and things do, belongs there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from citywright.reading.lexicon import rows
from citywright.reading.tampering.english_insertions import Words, insertion_score
from citywright.reading.tampering.foreign import ENOUGH, Foreign
from citywright.reading.tampering.repeats import LEAST
from citywright.reading.tampering.table import listed, pattern

MOST_WORDS = 5
WINDOW = 40
"""Characters before and after a span that its slot is told by."""
FEWEST = 2
"""Words of a firm that is told by its trade."""
ALONE = ("tampering_domain", "tampering_other_script")
"""Patterns of what is told from other words by its letters."""
SEATS = ("county", "heads", "of_report", "economy")
"""Slots of what only a city or county has; a firm or a park fills the others as well."""
SURE = 3.5
"""Score that a single word needs, for many single words begin with a capital."""


def english_spans(text: str) -> list[Foreign]:
    """Foreign spans of a text in Latin letters, best first; they do not overlap."""
    words = Words(text)
    found = [
        one for run, places in _candidates(words).items() if (one := _judged(text, run, places))
    ]
    placed = {one.text for one in found}
    found += [one for one in _put_in(words) if one.text not in placed]
    found.sort(key=lambda one: (-len(one.places) * len(one.text), -one.score, one.text))
    kept: list[Foreign] = []
    for one in found:
        if not any(one.text in other.text or other.text in one.text for other in kept):
            kept.append(one)
    return kept


def _put_in(words: Words) -> Iterator[Foreign]:
    """Runs of words, addresses and words of other scripts that break the sentences they stand in."""
    text = words.text
    runs = dict(words.runs())
    singles: dict[str, list[int]] = defaultdict(list)
    for name in (*ALONE, "tampering_en_coined"):
        for match in pattern(name).finditer(text):
            singles[match[0].removesuffix("'s")].append(match.start())
    for run, places in {**singles, **runs}.items():
        if len(places) >= LEAST and not _is_at_home(text, run):
            score = max(insertion_score(words, run, places), _script_score(text, run, places))
            if score >= ENOUGH:
                yield Foreign(run, tuple(places), "insertion", score)


def _script_score(text: str, run: str, places: list[int]) -> float:
    """Places of another script amid words without a mark, if nearly all are so."""
    if not pattern("tampering_other_script_line").search(run):
        return 0.0
    between = pattern("tampering_en_between")
    amid = sum(
        between.search(text[max(0, a - 2) : a] + "\0" + text[a + len(run) : a + len(run) + 2])
        is not None
        for a in places
    )
    return float(amid) if amid > len(places) / 2 else 0.0


def _candidates(words: Words) -> dict[str, list[int]]:
    """Runs of capitalised words, or of words that stand nowhere else, and domain names, if repeated."""
    text = words.text
    places: dict[str, set[int]] = defaultdict(set)
    for run, starts in words.runs():
        if words.novelty(run, len(starts)) == 1.0:
            places[run].update(starts)
    for name in ALONE:
        for match in pattern(name).finditer(text):
            places[match[0].removesuffix("'s")].add(match.start())
    for run in _before_offices(text):
        places[run].update(match.start() for match in re.finditer(re.escape(run), text))
    for match in pattern("tampering_proper").finditer(text):
        borders = [word.span() for word in re.finditer(r"\S+", match[0])]
        for a, (start, _) in enumerate(borders):
            for _, end in borders[a : a + MOST_WORDS]:
                run = match[0][start:end].removesuffix("'s")
                places[run].add(match.start() + start)
    return {run: sorted(found) for run, found in places.items() if len(found) >= LEAST}


def _before_offices(text: str) -> set[str]:
    """Runs of words in any letters, up to five, that stand before an office and elsewhere again.

    Words in small letters that stand elsewhere too (of the) begin no such run.
    """
    found, counts = set(), Counter(pattern("tampering_en_word").findall(text))
    for match in pattern("tampering_before_office").finditer(text):
        words = match[1].rsplit(". ", 1)[-1].split(" ")
        for k in range(len(words) - 1):
            run = " ".join(words[k:])
            times = text.count(run)
            is_common = words[k].islower() and counts[words[k]] > times
            if times >= LEAST and not is_common:
                found.add(run)
                break
    return found


def _judged(text: str, words: str, places: list[int]) -> Foreign | None:
    around = {
        (text[max(0, a - WINDOW) : a], text[a + len(words) : a + len(words) + WINDOW])
        for a in places
    }
    if len(around) < LEAST or _is_at_home(text, words) or _is_owner({after for _, after in around}):
        return None
    filled = [
        (name, weight, sure)
        for before, after in around
        for name, side, weight, sure, compiled in _slots()
        if compiled.search(before if side == "before" else after)
    ]
    score = sum(weight for _, weight, _ in filled)
    is_single = " " not in words and "." not in words and words.isascii()
    is_strong = any(sure for _, _, sure in filled)
    is_seat = is_strong or any(name in SEATS for name, _, _ in filled)
    shared = 0.0 if is_single else _shared_score(text, words, places)
    shared = max(shared, _firm_score(text, words, places))
    if pattern("tampering_domain").fullmatch(words):
        shared = max(shared, _addressed_score(text, words, places))
    kinds = {name for name, _, _ in filled}
    if not shared and (len(kinds) < 2 or not is_seat or (is_single and not is_strong)):
        return None
    if is_single and words.istitle() and not _names_division(text):
        return None
    if max(score, shared) < (SURE if is_single else ENOUGH):
        return None
    return Foreign(words, tuple(places), "place", max(score, shared))


@lru_cache(maxsize=8)
def _names_division(text: str) -> bool:
    """Whether a text names a Chinese division; one of another country has cities that are no pinyin."""
    named = pattern("tampering_en_division").finditer(text)
    return any(pattern("tampering_pinyin").match(one["name"]) for one in named)


def _shared_score(text: str, words: str, places: list[int]) -> float:
    """Places at the head of longer names, if a seat of the state and a firm both begin so: as a city's do."""
    ahead = pattern("tampering_en_ahead")
    ends = [end for a in places if (end := ahead.match(text, a + len(words)))]
    kinds = {end.lastgroup for end in ends}
    return 1.5 * len(ends) if len(kinds) > 1 and len(ends) > len(places) / 2 else 0.0


def _firm_score(text: str, words: str, places: list[int]) -> float:
    """Places of a firm that names an offer of shop windows and no place or name of its own.

    A firm by law has the name of a place or of its own, in pinyin, before its trade.
    """
    parts = words.split()
    if not pattern("tampering_en_shop").search(words) or len(parts) < FEWEST:
        return 0.0
    if any(pattern("tampering_pinyin").match(part) or part in listed("known_en") for part in parts):
        return 0.0
    last = pattern("tampering_en_last")
    ahead = [last.search(text[max(0, a - WINDOW) : a]) for a in places]
    if 2 * sum(one is not None and one[1][0].isupper() for one in ahead) > len(places):
        return 0.0
    form = pattern("tampering_en_legal_form")
    is_firm = any(form.match(text, a + len(words)) for a in places)
    return float(len(places)) if is_firm else 0.0


def _addressed_score(text: str, words: str, places: list[int]) -> float:
    """Places of an address that a name or an owned thing follows, as no address has any behind it."""
    behind = pattern("tampering_en_behind")
    return float(sum(behind.match(text, a + len(words)) is not None for a in places))


def _is_owner(behind: set[str]) -> bool:
    """Whether the same thing is owned at all places: then the words are but the beginning of its name."""
    owned = {pattern("tampering_en_owned").match(after) for after in behind}
    return None not in owned and len({one[0] for one in owned if one}) == 1


def _is_at_home(text: str, words: str) -> bool:
    parts = words.split()
    if pattern("tampering_en_company").search(words):
        return True
    if any(
        part in listed("known_en")
        or (pattern("tampering_en_month").match(part) and not part[0].isdigit())
        for part in parts
    ):
        return True
    if all(pattern("tampering_pinyin").match(part) for part in parts):
        return True
    return (
        len(parts) == 1
        and words != words.lower()
        and bool(re.search(rf"\b{re.escape(words.lower())}\b", text))
    )


@cache
def _slots() -> tuple[tuple[str, str, float, bool, re.Pattern[str]], ...]:
    return tuple(
        (row["name"], row["side"], float(row["weight"]), row["strong"] == "yes",
         re.compile(row["pattern"]))
        for row in rows("tampering_slots_en")
    )  # fmt: skip
