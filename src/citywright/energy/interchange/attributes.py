"""What is read of a PyPSA network: one row of data per attribute, in `pypsa_attributes.csv`.

The rows hold PyPSA 1.4's declared defaults and what becomes of each attribute. The importer refuses
by them and the reference page is made from them; a test compares them with an installed PyPSA.
"""

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

KEPT, APPROXIMATED, REFUSED, IGNORED = "kept", "approximated", "refused", "ignored"


@dataclass(frozen=True)
class PypsaAttribute:
    """One input attribute of PyPSA.

    `component` is PyPSA's name of the list (generators); `name` is empty where a row speaks of the
    whole component. `becomes` names attributes of `components.csv`. A refused attribute is refused
    where it differs from its default and the flag `when`, if any, is set.
    """

    component: str
    name: str
    kind: str
    default: str
    varies: bool
    treatment: str
    becomes: str
    when: str
    sentence: dict[str, str] = field(hash=False)

    @property
    def value(self) -> float | bool | str:
        """The default: float, bool or text."""
        if self.kind == "number":
            return float(self.default)
        return self.default == "yes" if self.kind == "flag" else self.default


@cache
def pypsa_attributes() -> dict[str, dict[str, PypsaAttribute]]:
    """Component -> attribute -> row, in the order of the file; "" is the whole component."""
    text = files("citywright.energy.interchange").joinpath("pypsa_attributes.csv")
    found: dict[str, dict[str, PypsaAttribute]] = {}
    for row in csv.DictReader(text.read_text(encoding="utf-8").splitlines()):
        attribute = PypsaAttribute(
            row["component"], row["attribute"], row["kind"], row["default"],
            row["varies"] == "yes", row["treatment"], row["becomes"], row["when"],
            {"en": row["en"], "zh": row["zh"]},
        )  # fmt: skip
        found.setdefault(attribute.component, {})[attribute.name] = attribute
    return found
