"""Honours: who was given what, for which year, by whom; only what the text says.

find_honours(context) -> [Item(facts: who, what, year, by)]
"""

from citywright.reading.honours.finding import CONFIDENCE, find_honours

__all__ = ["CONFIDENCE", "find_honours"]
