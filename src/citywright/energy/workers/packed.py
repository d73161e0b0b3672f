"""Plans kept small: most columns of a block's plan are 0 in most hours."""

from typing import NamedTuple

import numpy as np


class Packed(NamedTuple):
    """A vector by its entries that are not 0; nothing of it is lost."""

    size: int
    places: np.ndarray
    values: np.ndarray


def packed(vector: np.ndarray) -> Packed:
    """The vector, small."""
    places = np.flatnonzero(vector).astype(np.int32)
    return Packed(len(vector), places, vector[places])


def unpacked(found: Packed) -> np.ndarray:
    """The vector again."""
    vector = np.zeros(found.size)
    vector[found.places] = found.values
    return vector
