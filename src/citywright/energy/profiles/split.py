"""Global irradiance into beam and diffuse, where a file has the sum only."""

import pandas as pd
from pvlib.irradiance import erbs
from pvlib.solarposition import get_solarposition

from citywright.energy.profiles.weather import Place


def split_irradiance(frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    """dhi = k_d(k_t) ghi, dni = (ghi - dhi) / cos(zenith), by the correlation of Erbs.

    `frame` has `ghi` (W/m², mean of the hour that holds the label) and an index with a time zone.
    Source: Erbs, Klein and Duffie (1982), Solar Energy 28(4), 293-302; by pvlib.
    """
    middle = pd.DatetimeIndex(frame.index).floor("h") + pd.Timedelta(minutes=30)
    zenith = get_solarposition(middle, place.latitude, place.longitude, place.altitude)["zenith"]
    day = middle.day_of_year.to_numpy()  # a number: pvlib asks dates for what pandas 4 removes
    parts = erbs(frame["ghi"].to_numpy(dtype=float), zenith.to_numpy(), day)
    return frame.assign(dni=parts["dni"], dhi=parts["dhi"])
