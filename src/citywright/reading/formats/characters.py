"""Bytes to characters: which of the encodings that Chinese offices use, and what could not be read."""

import codecs

from charset_normalizer import from_bytes

from citywright.reading.document import Finding
from citywright.reading.formats.limits import MOST_TEXT

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ["gb18030", "big5", "utf_16_le", "utf_16_be", "cp1252"]
SAMPLE = 2**16
"""Bytes that are looked at to tell one old encoding from another."""
HIDDEN = {
    "reading.invisible": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "reading.direction": "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f",
}


def decoded(data: bytes) -> tuple[str, str, list[Finding]]:
    """(text, encoding, findings) of the bytes of a text; UTF-8 wherever they are valid UTF-8."""
    encoding = _encoding(data)
    text = data.decode(encoding, errors="replace")
    findings = []
    lost = text.count("\ufffd") - data.decode("utf-8", "ignore").count("\ufffd")
    if lost > 0:
        findings.append(Finding("reading.undecodable", {"count": lost, "encoding": encoding}))
    text, cut = cut_at_limit(text.replace("\r\n", "\n").replace("\r", "\n"))
    return text, encoding, [*findings, *cut, *hidden(text)]


def cut_at_limit(text: str) -> tuple[str, list[Finding]]:
    """The text up to the bound, ended at a line where there is one near."""
    if len(text) <= MOST_TEXT:
        return text, []
    line = text.rfind("\n", MOST_TEXT - 10_000, MOST_TEXT)
    kept = text[: line if line > 0 else MOST_TEXT]
    return kept, [Finding("reading.cut", {"kept": len(kept), "whole": len(text)})]


def hidden(text: str) -> list[Finding]:
    """Findings on characters that cannot be seen or that turn the direction of reading."""
    findings = []
    for key, marks in HIDDEN.items():
        count = sum(text.count(mark) for mark in marks)
        if count:
            findings.append(Finding(key, {"count": count}))
    return findings


def _encoding(data: bytes) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a file cut inside its last character is still UTF-8
        if error.start >= len(data) - 4 > 0:
            return "utf-8"
    else:
        return "utf-8"
    best = from_bytes(data[:SAMPLE], cp_isolation=CANDIDATES).best()
    return best.encoding if best else "gb18030"
