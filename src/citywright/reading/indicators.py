"""What a number measures: the noun before it in its clause, else the noun after it."""

from citywright.reading.lexicon.quantities import pattern_of

LONGEST = 40
SHORTEST = 2
"""Characters of an adverb behind a number; a noun that it counts has more."""


def indicator(before: str, after: str, language: str, unit: str = "") -> str | None:
    """The noun phrase of a number, without the words of time, comparison and change.

    before, after : the words of the clause on both sides of the number and its unit
    unit : as said; what a counting word counts stands directly after it
    """
    if language == "en":
        return _english(before, after, unit)
    base = (
        pattern_of("base_before").search(before) if pattern_of("base_after").match(after) else None
    )
    # of a level from which something changes only what stands before the level
    before, after = (before[: base.start()], "") if base else (before, after)
    named = pattern_of("lead_in").sub("", before)
    acts = pattern_of("verb_out").search(named)
    named = pattern_of("lead_out").sub("", named)
    does = pattern_of("does_behind").match(after)
    counts = unit and pattern_of("counting_unit").search(unit) is not None
    if solved := pattern_of("solves").match(after) if pattern_of("solving").search(named) else None:
        return solved["noun"]
    if does and counts and len(does["counted"]) > SHORTEST:
        return does["counted"]
    if does and (not named or acts or pattern_of("of_end").search(before)):
        return named + does["noun"]
    following = pattern_of("noun_after").match(after)
    if (
        following
        and (acts or not named or counts or pattern_of("of_end").search(before))
        and not pattern_of("not_noun").match(following["noun"])
    ):
        return following["noun"]
    return named[-LONGEST:] or None


def carried(named: str | None, last: str | None, whole: str | None) -> str | None:
    """The indicator of a clause that leaves it to the one before.

    It has no words but of time, of comparison or of what it is a share, or only "total", or an area that is
    part of the whole that was named before.

    whole : indicator of the number whose parts follow (of which), else None
    """
    if last is None:
        return named
    names = ("time_only", "share_of", "only_compares")
    if not named or any(pattern_of(name).match(named) for name in names):
        return last
    if whole and pattern_of("only_area").match(named):
        return whole
    return last + named if pattern_of("generic_measure").match(named) else named


def _english(before: str, after: str, unit: str) -> str | None:
    turned = (
        pattern_of("en_object").match(after) if pattern_of("turn_any").fullmatch(unit) else None
    )
    if turned:
        return turned["noun"]
    changed = pattern_of("en_change").search(before) and pattern_of("en_change_in").match(after)
    if changed:
        return changed["noun"]
    bare = pattern_of("en_bullet").sub("", before.strip())
    named = pattern_of("en_lead_in").sub("", bare)
    named = pattern_of("en_lead_out").sub("", named).strip(" ,")
    if pattern_of("en_pronoun").match(named):
        return unit or None
    money = pattern_of("money_unit").search(unit)
    spent = (
        money and pattern_of("en_spent").search(before) and pattern_of("en_spent_on").match(after)
    )
    if spent:
        return spent["noun"]
    of = pattern_of("en_noun_after").match(after)
    of = None if named and unit == "%" else of
    if of and not pattern_of("en_fund").search(named) and not before.rstrip().endswith(" on"):
        return of["noun"]
    behind = None if named else pattern_of("en_behind").match(after)
    return behind["noun"] if behind else named or None
