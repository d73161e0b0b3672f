"""What the name of a body says by itself, whatever stands around it.

A text writes the same names over and over: each is judged once and remembered.
"""

from functools import cache, lru_cache

from citywright.reading.gazetteer import begins_with_division
from citywright.reading.lexicon.entities import entity_pattern, entity_words

KNOWN = 8_192
"""Names whose judgement is remembered."""
KINDS = ("organ_site", "organ_inside", "part_of_body", "organ_office")
"""Patterns of the ends of names: a house or a farm, what is inside a firm, a department, an office."""


@cache
def strong_words() -> tuple[str, ...]:
    """Words for firms, schools and papers, whose names need no place."""
    return (*entity_words("company"), *entity_words("strong"))


@lru_cache(KNOWN)
def is_bare(name: str) -> bool:
    """Whether a name is that of an organ without the name of its city."""
    return entity_pattern("bare_whole").fullmatch(name) is not None


@lru_cache(KNOWN)
def is_no_name(name: str) -> bool:
    """Whether something in a name shows that it speaks of bodies in general."""
    return entity_pattern("organ_not").search(name) is not None


@lru_cache(KNOWN)
def is_common_body(body: str) -> bool:
    """Whether what stands before the word for a body only says of what kind it is, or counts them."""
    return entity_pattern("organ_common").search(body) is not None


@lru_cache(KNOWN)
def is_placed(name: str) -> bool:
    """Whether a division, a zone, a level of government or, in a firm, a country heads a name."""
    rules = ("organ_head", "organ_placed", "firm_abroad")
    return begins_with_division(name) or any(entity_pattern(rule).match(name) for rule in rules)


@lru_cache(KNOWN)
def kinds_of_body(name: str) -> frozenset[str]:
    """Those of `KINDS` that a name is of."""
    return frozenset(kind for kind in KINDS if entity_pattern(kind).search(name))
