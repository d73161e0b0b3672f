"""What is declared of PyPSA is what PyPSA declares: nothing that it reads is passed over."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pypsa
import pytest

from citywright.energy.declaration import components
from citywright.energy.interchange.attributes import IGNORED, KEPT, REFUSED, pypsa_attributes
from citywright.energy.interchange.reference import pages

PYPSA = Path(pypsa.__file__).parent / "data"
DESCRIBED = sorted(c for c, rows in pypsa_attributes().items() if "" not in rows)


def theirs(component: str) -> pd.DataFrame:
    table = pd.read_csv(PYPSA / "component_attrs" / f"{component}.csv", index_col="attribute")
    is_input = table["status"].str.strip().str.lower().str.startswith("input")
    return table[is_input & (table.index != "name")]


@pytest.mark.parametrize("component", DESCRIBED)
def test_every_input_of_pypsa_is_declared_with_its_default(component: str) -> None:
    inputs, declared = theirs(component), pypsa_attributes()[component]
    assert set(declared) == set(inputs.index)
    for name, row in declared.items():
        default = inputs["default"][name]
        if row.kind == "number":
            expected = np.nan if default in ("n/a", "NaN") or pd.isna(default) else float(default)
            assert row.value == pytest.approx(expected, nan_ok=True), name
        elif row.kind == "flag":
            assert row.value == (default == "True"), name
        else:
            expected = "" if pd.isna(default) or default in ("n/a", "None") else default
            expected = expected.strip()
            assert row.value == expected, name
        assert row.varies == ("series" in inputs["type"][name]), name


def test_every_component_of_pypsa_is_spoken_of() -> None:
    listed = set(pd.read_csv(PYPSA / "components.csv")["list_name"])
    assert listed <= set(pypsa_attributes())


def test_what_is_kept_becomes_something_of_ours() -> None:
    """A kept attribute names attributes of `components.csv`; the others name none, and say why."""
    ours = {name for attributes in components().values() for name in attributes}
    for component, rows in pypsa_attributes().items():
        for row in rows.values():
            if row.treatment in (REFUSED, IGNORED):
                assert not row.becomes, (component, row.name)
                assert row.sentence["en"], (component, row.name)
            elif row.name and row.becomes:
                named = row.becomes.replace("lines: ", "").replace(" = ", ", ").split(", ")
                assert set(named) <= ours, (component, row.name)
            assert row.treatment in (KEPT, REFUSED, IGNORED)
            assert bool(row.sentence["en"]) == bool(row.sentence["zh"])


@pytest.mark.parametrize("kind", ["line_types", "transformer_types"])
def test_standard_types_are_pypsas(kind: str) -> None:
    text = files("citywright.energy.interchange").joinpath(f"standard_{kind}.csv")
    with text.open(encoding="utf-8") as file:
        own = pd.read_csv(file, index_col="name").astype(float)
    given = pd.read_csv(PYPSA / "standard_types" / f"{kind}.csv", index_col="name")
    pd.testing.assert_frame_equal(own, given[own.columns].astype(float))


def test_the_page_is_made_from_the_declarations() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference"
    for name, text in pages().items():
        assert (folder / name).read_text(encoding="utf-8") == text
