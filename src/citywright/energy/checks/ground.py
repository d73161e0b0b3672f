"""What the checks stand on: a network, its findings, and every value that can be read safely."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.checks.findings import NetworkFindings
from citywright.energy.network import Network


@dataclass(frozen=True)
class Ground:
    """A network under check.

    `profiles` holds the well-formed profiles only: (component, attribute) -> T × names.
    """

    network: Network
    findings: NetworkFindings
    profiles: Mapping[tuple[str, str], pd.DataFrame]

    def names(self, component: str) -> list[str]:
        """Names of a component, in the order of its rows."""
        return [str(name) for name in self.network.names(component)]

    def column(self, component: str, attribute: str) -> np.ndarray:
        """Values of an attribute, one per name, as they stand in the table."""
        return self.network.of(component, attribute)

    def values(self, component: str, attribute: str) -> np.ndarray:
        """Values of a number: T × names, or 1 × names where no name varies."""
        frame = self.network.tables[component]
        flat = frame[attribute].to_numpy(dtype=float)[None, :]
        profile = self.profiles.get((component, attribute))
        if profile is None or not frame.index.is_unique:
            return np.asarray(flat)
        whole = np.repeat(flat, len(profile), axis=0)
        whole[:, frame.index.get_indexer(profile.columns)] = profile.to_numpy()
        return whole

    def flag(self, component: str, attribute: str) -> np.ndarray:
        """Values of a flag, one per name."""
        return self.column(component, attribute).astype(bool)

    def report(
        self, code: str, component: str, attribute: str,
        wrong: np.ndarray, values: np.ndarray, allowed: np.ndarray | str = "",
    ) -> None:  # fmt: skip
        """Note `code` once for every name that is wrong in any hour.

        `wrong`, `values` and a given `allowed` are hours × names (or 1 × names). The value shown
        is that of the first wrong hour, with its label and the number of wrong hours. What is
        unreadable already is not judged again.
        """
        wrong, values = np.broadcast_arrays(wrong, values)
        limits = None if isinstance(allowed, str) else np.broadcast_to(allowed, wrong.shape)
        names = self.names(component)
        for k in np.flatnonzero(wrong.any(axis=0)):
            if self.findings.is_spoiled(component, names[k], attribute):
                continue
            hour = int(np.argmax(wrong[:, k]))
            shown = self.shown(values[:, k], wrong[:, k], hour)
            limit = allowed if limits is None else plain(limits[hour, k])
            self.findings.note(code, component, names[k], attribute, shown, limit)

    def shown(self, values: np.ndarray, wrong: np.ndarray, hour: int) -> str:
        """The value, and where it varies the hour and the number of hours: -1 @ 2030-01-01 (×3)."""
        if len(values) == 1:
            return plain(values[0])
        return f"{plain(values[hour])} @ {self.network.hours[hour]} (×{int(wrong.sum())})"


def plain(value: object) -> str:
    """A number as short as it can be written without loss of meaning; a text as it is."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return f"{float(value):.10g}"
    return str(value)
