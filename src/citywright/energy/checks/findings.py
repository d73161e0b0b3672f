"""Findings of a network: the codes E7xx and W7xx of `city/codes.csv`, placed by name.

A network has names and no row numbers, so a finding stands at component, name and attribute.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from citywright.city.findings import ERROR, CityError, Finding, Findings, printable
from citywright.errors import InputError
from citywright.words import say


@dataclass(frozen=True, order=True)
class NetworkFinding(Finding):
    """One fault of a network: `file` is the component, `column` the attribute; no row."""

    name: str = ""

    def _place(self, lang: str) -> str:
        parts = ("_name" if self.name else "") + ("_attribute" if self.column else "")
        return say(
            f"energy.place{parts}", lang,
            component=self.file, name=self.name, attribute=self.column,
        )  # fmt: skip

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The finding for a JSON document."""
        return {**super().as_dict(lang), "name": self.name}


class NetworkFindings(Findings):
    """Collects findings of a network; complains once. Sorted, whatever the order of rows."""

    def __init__(self) -> None:
        super().__init__()
        self._wrong_places: set[tuple[str, str, str]] = set()

    def note(
        self, code: str, component: str, name: str = "", attribute: str = "",
        value: object = "", allowed: object = "", nearest: str = "",
    ) -> None:  # fmt: skip
        """Note one finding at `attribute` of `name`. The same finding twice counts once."""
        file, column, named = printable(component), printable(attribute), printable(name)
        texts = [printable(str(text)) for text in (value, allowed, nearest)]
        finding = NetworkFinding(file, 0, column, code, texts[0], texts[1], texts[2], named)
        self._items.add(finding)
        if finding.severity == ERROR:
            self._wrong_places.add((component, name, attribute))

    def is_spoiled(self, component: str, name: str, *attributes: str) -> bool:
        """Whether an error stands at one of the attributes of `name` already."""
        return any((component, name, one) in self._wrong_places for one in attributes)


class NetworkError(CityError):
    """A power network with findings; carries them all (exit code 1)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        InputError.__init__(self, "energy.findings", count=len(self.findings))
