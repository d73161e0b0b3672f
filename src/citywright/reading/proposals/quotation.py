"""A quotation as a cell of a table can hold it: exact, in one line, and nothing that could be run."""

import re
import unicodedata

LONGEST = 300
"""Characters of a quotation; a longer one is cut at its end. Short ones are read, long ones are not."""
_PIECE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FIRST = re.compile(r"[\s=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufeff\u200b\u2060]+")
_LAST = re.compile(r"[\s\ufeff\u200b\u2060]+$")


def narrowed(text: str, start: int, end: int) -> tuple[int, int]:
    """The longest part of a span that stands in one line and can stand in a cell sign for sign.

    Returns
    -------
    (start, end), start == end where there is none.
    """
    best = (start, start)
    for piece in _PIECE.finditer(text, start, end):
        a, b = piece.span()
        if first := _FIRST.match(text, a, b):
            a = first.end()
        if last := _LAST.search(text, a, b):
            b = last.start()
        if b - a > best[1] - best[0]:
            best = (a, b)
    return best[0], min(best[1], best[0] + LONGEST)


def cell_text(words: str) -> str:
    """Words of a document as a cell; empty where nothing of them can stand there.

    Composed form, one line, one blank between words, no sign of a formula at the front.
    """
    joined = " ".join(unicodedata.normalize("NFC", words).split())
    shown = "".join(
        c for c in joined if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return _FIRST.sub("", shown, count=1) if _FIRST.match(shown) else shown


def code_text(words: str, otherwise: str) -> str:
    """A code made of a name: its letters and digits, others as an underscore."""
    plain = re.sub(r"[^0-9A-Za-z.\-]+", "_", words).strip("_.-")
    return plain[:32].strip("_.-") if re.search(r"[0-9A-Za-z]{3}", plain) else otherwise
