"""One scan of a view for all patterns by which names of bodies and of places are told."""

from functools import cache

from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.scan import Found, Scan, scan_of
from citywright.reading.view import View, per_view

OF_STATE = ("state_body", "national_body", "party_of_friends", "centre_of_state")
"""Patterns of bodies of the whole state, which need no name of their own."""
BODIES = ("organ", "organ_part", "organ_break", "organ_wins", "gap", "party_body", "press")
LISTED = ("region", "country", "urban_region")
"""Patterns of places that a list of words names."""
BOUNDED = ("zone_bracket", "trade_zone", "spot", "spot_before_verb", "zone_in_list")
"""Patterns of places that are told by what stands around them."""
PLACES = ("town", "village", "water_between", "quoted")


@per_view
def marks_of(view: View) -> Found:
    """The matches of all these patterns in a view."""
    return _scan().of(view.text)


@cache
def _scan() -> Scan:
    return scan_of(entity_pattern, (*BODIES, *OF_STATE, *LISTED, *BOUNDED, *PLACES))
