"""One short word for all that a city folder says."""

import hashlib

from citywright.city.city import City
from citywright.city.declaration import HOURS
from citywright.city.settings import dump_settings


def fingerprint(city: City) -> str:
    """SHA-256 over the settings and every cell, in key order; the order of rows changes nothing."""
    digest = hashlib.sha256(dump_settings(city.settings).encode())
    for name, frame in sorted(city.tables.items()):
        digest.update(name.encode())
        if name == HOURS:  # a quarter of a million numbers: their bits, not their text
            digest.update(",".join(frame.columns).encode())
            digest.update(frame.to_numpy(dtype="<f8").tobytes())
        else:
            digest.update(frame.to_csv(index=False, float_format="%r").encode())
    return digest.hexdigest()
