"""What a city folder holds already, as its files have it: rows by table, names, units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from citywright.reading.proposals.amounts import Factor
from citywright.reading.proposals.quotation import code_text
from citywright.reading.proposals.tabled import LANGUAGES

Row = Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """Rows of a city folder as text, table by table; empty where no city was named.

    money_unit : of the city; empty where it is not known
    factor : of one unit in another (`units.factor`); None where no city was named
    """

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    money_unit: str = ""
    factor: Factor | None = None

    def of(self, table: str) -> Sequence[Row]:
        """Rows of one table."""
        return self.rows.get(table, ())

    @cached_property
    def documents(self) -> dict[str, Row]:
        """SHA-256 -> row of the table documents."""
        return {row["sha256"]: row for row in self.of("documents")}

    @cached_property
    def zones(self) -> dict[str, str]:
        """Name of an area -> its code; a name of two areas is left out."""
        return _by_name(self.of("zones"), "zone")

    @cached_property
    def firms(self) -> dict[str, str]:
        """Name of a firm -> its code."""
        return _by_name(self.of("firms"), "firm")

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Name of an indicator -> its row."""
        return {
            row[f"name_{lang}"]: row for row in self.of("indicators") for lang in LANGUAGES
        }  # fmt: skip

    def document_code(self, name: str, sha256: str) -> str:
        """Code of a document: as the city has it, else made of its file name and free."""
        if sha256 in self.documents:
            return self.documents[sha256]["document"]
        short = sha256[:8]
        code = code_text(name.rsplit(".", 1)[0], f"doc_{short}")
        taken = {row["document"] for row in self.of("documents")}
        taken |= {row["source"] for row in self.of("sources")}
        return f"{code}_{short}" if code in taken else code


def _by_name(rows: Sequence[Row], key: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for lang in LANGUAGES:
            found.setdefault(row[f"name_{lang}"], set()).add(row[key])
    return {name: min(codes) for name, codes in found.items() if name and len(codes) == 1}
