"""The components of a network: one row of data per attribute, in `components.csv`.

Defaults, checks, the reference page and the interchange with other tools read these rows; nothing
about an attribute is said anywhere else.
"""

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

PRIMITIVE = ("nodes", "generators", "storage", "stores", "lines", "links", "loads")
"""Components that the equations know; the others are put into their words by `lowering`."""


@dataclass(frozen=True)
class Attribute:
    """One declared attribute.

    `kind` is text, choice, flag, number, node (a key of nodes) or group; `varies` says whether it
    may be given by hour. A default of "" means that a value is needed (text: may stay empty).
    """

    component: str
    name: str
    kind: str
    unit: str
    default: str
    varies: bool
    minimum: float
    maximum: float
    choices: tuple[str, ...]
    sentence: dict[str, str] = field(hash=False)

    @property
    def value(self) -> object:
        """The default as it stands in a table: float, bool or text."""
        if self.kind == "number":
            return float(self.default)
        return self.default == "yes" if self.kind == "flag" else self.default


@cache
def components() -> dict[str, dict[str, Attribute]]:
    """All components: name -> attribute name -> attribute, in the order of the file."""
    text = files("citywright.energy").joinpath("components.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, Attribute]] = {}
    for row in csv.DictReader(text.splitlines()):
        attribute = Attribute(
            row["component"], row["attribute"], row["type"], row["unit"], row["default"],
            row["varies"] == "yes",
            float(row["minimum"] or "-inf"), float(row["maximum"] or "inf"),
            tuple(row["choices"].split("|")) if row["choices"] else (),
            {"en": row["en"], "zh": row["zh"]},
        )  # fmt: skip
        found.setdefault(attribute.component, {})[attribute.name] = attribute
    return found
