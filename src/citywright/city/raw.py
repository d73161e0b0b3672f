"""A table as it was found: a header and rows of text, before anything is believed of it.

CSV, Parquet and Excel all become this one form, so that one set of checks serves all three. White
space around a cell is not part of it.
"""

import codecs
import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real

from citywright.city.findings import Findings

MAX_CELL = 1_000_000
"""Longest cell that the CSV reader takes, in characters; a longer one is a damaged file."""

_INVISIBLE = "".join(chr(k) for k in range(0x3001) if chr(k).isspace()) + "\ufeff\u200b\u2060"


@dataclass(frozen=True)
class RawTable:
    """Header and rows of text; `lines[k]` is the spreadsheet row of `rows[k]`."""

    name: str
    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int] = field(default_factory=list)


def decode(data: bytes, file: str, findings: Findings) -> str | None:
    """The text of a file: UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030.

    Anything but UTF-8 is noted (W101). None, with a finding, where no reading is right.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _decode_as(data, encoding, file, findings)
    if b"\x00" in data:
        findings.add("E107", file, value="NUL bytes")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_as(data, "gb18030", file, findings)


def _decode_as(data: bytes, encoding: str, file: str, findings: Findings) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        findings.add("E107", file, value="unknown encoding")
        return None
    findings.add("W101", file, value=encoding.upper())
    return text


def parse_csv(name: str, file: str, data: bytes, findings: Findings) -> RawTable | None:
    """A CSV file as a raw table; None, with a finding, where it cannot be read."""
    text = decode(data, file, findings)
    if text is None:
        return None
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        filled = [(line, cells) for line, cells in enumerate(reader, start=1) if any(cells)]
    except csv.Error as error:
        findings.add("E107", file, row=reader.line_num, value=str(error))
        return None
    header = [clean(cell) for cell in filled[0][1]] if filled else []
    rows = [cells for _, cells in filled[1:]]
    return RawTable(name, file, header, rows, [line for line, _ in filled[1:]])


def clean(cell: str) -> str:
    """The cell without the white space around it, in composed form (NFC)."""
    if cell.isascii():
        return cell.strip()
    return unicodedata.normalize("NFC", cell).strip(_INVISIBLE)


def raw_from_values(
    name: str,
    file: str,
    header: list[str],
    rows: Iterable[Iterable[object]],
    findings: Findings,
    dates: Collection[str] = (),
) -> RawTable:
    """Cells of a workbook or a Parquet file as text; empty rows are left out.

    Numbers become their shortest exact text, so that nothing changes on the way. What is neither
    text nor a number (a date, a truth value) is a finding (E214); `dates` are the columns in which
    a day is what is wanted.
    """
    days = [name in dates for name in header]
    kept: list[list[str]] = []
    lines: list[int] = []
    for line, row in enumerate(rows, start=2):
        cells = [as_day(cell) if k < len(days) and days[k] else cell for k, cell in enumerate(row)]
        texts = [as_text(cell) for cell in cells]
        for k, text in enumerate(texts):
            if text is None:
                column = header[k] if k < len(header) else ""
                findings.add("E214", file, line, column, cells[k])
        if any(text != "" for text in texts):
            kept.append([text or "" for text in texts])
            lines.append(line)
    return RawTable(name, file, header, kept, lines)


def as_day(cell: object) -> object:
    """A day that a spreadsheet or Parquet holds, as ISO 8601 writes it; anything else as it is."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def as_text(cell: object) -> str | None:
    """One value as the text that reads back to it; None where it is neither text nor a number."""
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | Real | Decimal):
        return None
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15
        return str(int(cell)) if whole else repr(float(cell))
    return str(cell)
