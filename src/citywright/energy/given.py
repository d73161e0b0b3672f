"""Energy that plants and storage give in a year, from a plan of all hours."""

import numpy as np
import pandas as pd

from citywright.energy.building import blocks_of
from citywright.energy.proof import Evidence, Program

FAMILIES = {"generators": "generators.output", "storage": "storage.discharge"}


def energy_given(program: Program, evidence: Evidence) -> pd.DataFrame:
    """component, name, year, energy:   E = Σ_h weight_h · max(p_h, 0)   (MWh), all planning years.

    Blocks of one year and size with as many columns have them at the same places (where demand may be
    negative, or at the ends of a year, there are others), so only one of each kind is built.
    """
    network, spans = program.network, program.coupling.spans
    weights = network.weights["energy"].to_numpy(dtype=float)
    years = [int(year) for year in network.years.index]
    total = {c: np.zeros((len(years), len(network.names(c)))) for c in FAMILIES}
    kinds = [(s.year, s.size, len(p)) for s, p in zip(spans, evidence.plans, strict=True)]
    first = {kind: number for number, kind in reversed(list(enumerate(kinds)))}
    blocks = blocks_of(network, program.coupling, program.penalty, first.values())
    built = dict(zip(first, blocks, strict=True))
    for number, span in enumerate(spans):
        block, plan = built[kinds[number]], np.maximum(evidence.plans[number], 0.0)
        for component, family in FAMILIES.items():
            if family in block.columns:
                power = plan[block.columns[family].places]
                row = total[component][years.index(span.year)]
                np.add.at(row, block.members[family], power @ weights[span.hours])
    parts = []
    for component, values in total.items():
        frame = pd.DataFrame(values, index=years, columns=network.names(component))
        rows = frame.rename_axis("year").melt(
            ignore_index=False, var_name="name", value_name="energy"
        )
        parts.append(rows.reset_index().assign(component=component))
    return pd.concat(parts, ignore_index=True)[["component", "name", "year", "energy"]]
