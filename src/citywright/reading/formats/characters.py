"""Bytes to characters: which of the encodings that Chinese offices use, and what could not be read."""

import codecs
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from citywright.errors import ReadingError
from citywright.reading.document import Finding
from citywright.reading.formats.limits import LONG_LINE, MOST_TEXT

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
MOST_ODD = 0.05
"""Share of signs that no text holds, above which the bytes are no text at all."""


def first_bytes(path: Path, most: int) -> tuple[bytes, list[Finding]]:
    """The bytes of a file up to a bound, ended at a line where there is one near; with a finding."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) <= most:
        return data, []
    line = data.rfind(b"\n", most - 10_000, most)
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    data = data[: most - most % 4 if is_wide or line < 0 else line + 1]
    size = {"kept": len(data) / 2**20, "whole": path.stat().st_size / 2**20}
    return data, [Finding("reading.cut_bytes", size)]


def decoded(data: bytes) -> tuple[str, str, list[Finding]]:
    """(text, encoding, findings) of the bytes of a text; UTF-8 wherever they are valid UTF-8."""
    encoding = _encoding(data)
    text = data.decode(encoding, errors="replace")
    findings = []
    lost = text.count("\ufffd") - data.decode("utf-8", "ignore").count("\ufffd")
    if lost > 0:
        findings.append(Finding("reading.undecodable", {"count": lost, "encoding": encoding}))
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, findings


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
    longest = max(map(len, text.split("\n")))
    if longest > LONG_LINE:
        findings.append(Finding("reading.long_line", {"longest": longest}))
    return findings


def check_text(text: str, file: str) -> list[Finding]:
    """A finding on control characters in a text.

    Raises
    ------
    ReadingError
        reading.not_text where too many signs are none of a text; reading.empty where there are none.
    """
    if not text.strip():
        raise ReadingError("reading.empty", file=file)
    odd = sum(1 for sign in text if _is_odd(sign))
    if odd > MOST_ODD * len(text):
        raise ReadingError("reading.not_text", file=file, share=odd / len(text))
    controls = sum(1 for sign in text if _is_odd(sign) and sign != "\ufffd")
    return [Finding("reading.controls", {"count": controls})] if controls else []


def _is_odd(sign: str) -> bool:
    """Whether a sign is a control, a private or no character, or the mark of a lost one."""
    if "\x20" <= sign <= "\x7e" or 0x4E00 <= ord(sign) <= 0x9FFF or sign in "\n\t\f\v":
        return False
    return sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Co", "Cn", "Cs")


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
