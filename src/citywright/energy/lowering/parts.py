"""What a component becomes: rows and series of other components."""

from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Parts:
    """Rows and hourly series to add: component -> frame, (component, attribute) -> hours × names."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    series: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
