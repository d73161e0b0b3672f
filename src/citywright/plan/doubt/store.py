"""Answers on disk, each in a file named by all that it depends on: solved once, found for ever.

    name = SHA-256(fingerprint of the city, changes of the case, starts held, tolerance, program)

A file is written beside its place and then renamed, so whatever is killed leaves whole files only.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from citywright.city.fingerprint import fingerprint
from citywright.plan.doubt.case import Case
from citywright.plan.doubt.outcome import Base, Outcome
from citywright.plan.doubt.version import program_version

PART = ".part"


class Store:
    """A folder of answers; made where it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for part in folder.glob(f"*{PART}"):  # of a run that was killed while it wrote
            part.unlink(missing_ok=True)

    def get(self, name: str) -> Outcome | None:
        """Answer of this name; None where there is none, or its file is damaged: then it is solved again."""
        try:
            kept = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(kept, dict) and kept.get("name") == name
        answer: Outcome | None = kept.get("answer") if whole else None
        return answer

    def put(self, name: str, answer: Outcome) -> None:
        """Keep an answer; it is there whole or not at all."""
        text = json.dumps({"name": name, "answer": answer}, ensure_ascii=False, allow_nan=False)
        part = self.folder / f"{name}-{os.getpid()}{PART}"
        for _ in range(2):
            part.write_text(text, encoding="utf-8")
            with suppress(FileNotFoundError):  # another run began meanwhile and cleared it away
                part.replace(self.folder / f"{name}.json")
                return

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.json"))


class Namer:
    """Names of the cases of one base; the fingerprint of the city is made once."""

    def __init__(self, base: Base) -> None:
        self.shared = [
            fingerprint(base.city), sorted(base.starts.items()), repr(base.tolerance),
            program_version(),
        ]  # fmt: skip

    def name(self, case: Case) -> str:
        """Name of a case: its changes count, its code does not."""
        known: list[Any] = [*self.shared, case.as_dict()["changes"]]
        text = json.dumps(known, ensure_ascii=False, sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()
