"""Tampered sources: words of a copy that were overwritten, and what should stand there.

    find_tampering(view) -> [Tampering(text, spans, proposal, confidence, clues, rule)]

Nothing is changed: the answer names spans of the original, and a person decides.
"""

from citywright.reading.tampering.english import english_spans
from citywright.reading.tampering.foreign import Foreign, foreign_spans
from citywright.reading.tampering.paragraphs import foreign_paragraphs
from citywright.reading.tampering.recovery import recovered
from citywright.reading.tampering.result import UNKNOWN, Clue, Tampering
from citywright.reading.tampering.table import is_chinese
from citywright.reading.view import View

__all__ = ["UNKNOWN", "Clue", "Tampering", "find_tampering"]
CONFIDENCE = 0.7
"""Of what was found on documents at first reading, seven of seven and four of six were right."""


def find_tampering(view: View) -> list[Tampering]:
    """Foreign spans of a document, in the order of their first place.

    Found by where they stand, never by what they advertise: the same span in several slots of a place, a
    body or a firm, inside what belongs together, or a paragraph that stands in several spots.
    """
    paragraphs = foreign_paragraphs(view.text)
    chinese = is_chinese(view.text)
    spans = foreign_spans(view) if chinese else english_spans(view.text)
    spans = [one for one in spans if not any(one.text in whole.text for whole in paragraphs)]
    everything = [*paragraphs, *spans]
    cities = [one for one in spans if one.role == "place"]
    chosen = max(cities, key=lambda one: one.score, default=None)
    found = []
    for one in everything:
        proposal, clues = recovered(view, everything) if one is chosen else (UNKNOWN, ())
        places = tuple(view.origin(a, a + len(one.text)) for a in one.places)
        rule = _rule(one, chinese=chinese)
        found.append(Tampering(one.text, places, proposal, CONFIDENCE, clues, rule))
    return sorted(found, key=lambda one: one.spans[0])


def _rule(one: Foreign, *, chinese: bool) -> str:
    if one.role == "paragraph":
        return "tampering_paragraphs"
    return "tampering_slots" if chinese else "tampering_slots_en"
