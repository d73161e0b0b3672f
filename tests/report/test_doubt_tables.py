"""Tables of doubt in the words of the city, in both languages."""

import pandas as pd
import pytest

from citywright.city import City
from citywright.report.doubt_tables import breaks_table
from citywright.report.names import Names


@pytest.mark.parametrize(("lang", "name"), [("zh", "要素"), ("en", "actor")])
def test_a_broken_limit_is_named_and_not_coded(toy: City, lang: str, name: str) -> None:
    """A planner reads which land of which area is short, and not factor|land|north."""
    breaks = pd.DataFrame(
        [("factor", "land|north", "mu", 3, 0.25, 50.0)],
        columns=["limit", "item", "unit", "draws", "share", "mean"],
    )
    ((words, unit, draws, share, mean),) = breaks_table(Names(toy, lang), breaks).rows
    assert name in words
    assert "|" not in words
    assert "land|north" not in words
    assert (draws, share, mean) == (3, 25.0, 50.0)
    assert unit
