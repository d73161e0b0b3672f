"""Long rows of numbers, small enough to stand in a page."""

import base64
from typing import Any

import numpy as np

MOST = 32767
MISSING = -32768


def packed(values: np.ndarray) -> dict[str, Any]:
    """value = step · integer:   whole numbers of 16 bits (little end first) in base64, and the step.

    The step is the largest absolute value / 32767, so no value is off by more than 1.6e-5 of the
    largest; nan is −32768.
    """
    row = np.asarray(values, dtype=float).ravel()
    known = np.isfinite(row)
    largest = float(np.abs(row[known]).max()) if known.any() else 0.0
    step = float(f"{largest / MOST * (1 + 1e-6):.7g}") if largest > 0 else 1.0
    whole = np.full(len(row), MISSING)
    whole[known] = np.round(row[known] / step)
    data = base64.b64encode(whole.astype("<i2").tobytes()).decode("ascii")
    return {"step": step, "data": data}


def unpacked(pack: dict[str, Any]) -> np.ndarray:
    """The numbers back, as the page reads them."""
    whole = np.frombuffer(base64.b64decode(pack["data"]), dtype="<i2").astype(float)
    whole[whole == MISSING] = np.nan
    return np.asarray(whole * pack["step"])
