"""What a rule sees: the settings, the typed frames and where to note a finding."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from citywright.city.findings import Findings
from citywright.city.settings import Settings

TOLERANCE = 1e-9
"""Relative; shares and balances hold to this."""


@dataclass(frozen=True)
class Context:
    """Frames are indexed by spreadsheet row, so that a rule can name the row."""

    settings: Settings
    frames: Mapping[str, pd.DataFrame]
    files: Mapping[str, str]
    findings: Findings

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    def note(
        self, code: str, table: str, row: int = 0, column: str = "",
        value: object = "", allowed: object = "", like: str = "",
    ) -> None:  # fmt: skip
        """Note a finding in the file of `table`."""
        self.findings.add(code, self.files[table], row, column, value, allowed, like)
