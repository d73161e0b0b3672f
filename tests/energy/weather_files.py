"""Weather files in their published layouts, made by the tests from one year of numbers."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import xarray

HOURS = 8760
EPW_FIELDS = 35


def epw_row(
    moment: pd.Timestamp, ghi: float, dni: float, dhi: float, air: float, wind: float
) -> str:
    """One data row: 35 fields (EnergyPlus Auxiliary Programs, chapter 2.9); hour 1 ends at 1:00."""
    row = ["9999"] * EPW_FIELDS
    row[0:5] = [str(moment.year), str(moment.month), str(moment.day), str(moment.hour + 1), "0"]
    row[5], row[6], row[7], row[8], row[9] = "?", f"{air:.1f}", "5.0", "50", "101300"
    row[13], row[14], row[15] = f"{ghi:.0f}", f"{dni:.0f}", f"{dhi:.0f}"
    row[20], row[21] = "180", f"{wind:.1f}"
    return ",".join(row)


def write_epw(path: Path, frame: pd.DataFrame) -> Path:
    """A whole EPW file: eight lines of header, then the rows of `frame` (local time)."""
    head = ["LOCATION,Toytown,-,CHN,made up,999999,31.80,119.95,8.0,5.0"]
    head += ["DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0"]
    head += ["HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0", "COMMENTS 1,", "COMMENTS 2,"]
    head += ["DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31"]
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    rows = [epw_row(*row) for row in frame[columns].itertuples(name=None)]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return path


def write_pvgis_tmy(path: Path, frame: pd.DataFrame) -> Path:
    """A typical year of PVGIS 5.2 (CSV or JSON): times in UTC, years mixed over months."""
    stamps = [f"{2007 + t.month % 3}{t:%m%d:%H%M}" for t in frame.index]
    values = {
        "T2m": frame["temp_air"], "RH": frame["temp_air"] * 0 + 60.0, "G(h)": frame["ghi"],
        "Gb(n)": frame["dni"], "Gd(h)": frame["dhi"], "IR(h)": frame["ghi"] * 0 + 300.0,
        "WS10m": frame["wind_speed"], "WD10m": frame["ghi"] * 0 + 90.0,
        "SP": frame["ghi"] * 0 + 101_300.0,
    }  # fmt: skip
    if path.suffix == ".json":
        hourly = [
            {"time(UTC)": stamp, **{k: float(v.iloc[i]) for k, v in values.items()}}
            for i, stamp in enumerate(stamps)
        ]
        inputs = {"location": {"latitude": 31.8, "longitude": 119.95, "elevation": 5.0}}
        months = [{"month": m, "year": 2007 + m % 3} for m in range(1, 13)]
        outputs = {"months_selected": months, "tmy_hourly": hourly}
        whole = {"inputs": inputs, "outputs": outputs, "meta": {"inputs": {}, "outputs": {}}}
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path
    lines = ["Latitude (decimal degrees): 31.800", "Longitude (decimal degrees): 119.950"]
    lines += ["Elevation (m): 5.0", "month,year", *(f"{m},{2007 + m % 3}" for m in range(1, 13))]
    lines.append("time(UTC)," + ",".join(values))
    table = np.column_stack([v.to_numpy() for v in values.values()])
    lines += [
        stamp + "," + ",".join(f"{x:.2f}" for x in row)
        for stamp, row in zip(stamps, table, strict=True)
    ]
    path.write_text(
        "\r\n".join([*lines, "", "T2m: 2-m air temperature"]) + "\r\n", encoding="utf-8"
    )
    return path


def write_pvgis_hourly(
    path: Path, frame: pd.DataFrame, elevation: np.ndarray, slope: int = 0
) -> Path:
    """An hourly series of PVGIS 5.2 with components on a plane: ten minutes past each hour, UTC."""
    lines = ["Latitude (decimal degrees):\t31.800", "Longitude (decimal degrees):\t119.950"]
    lines += ["Elevation (m):\t5", "Radiation database:\tPVGIS-SARAH2", "", ""]
    lines += [f"Slope: {slope} deg.", "Azimuth: 0 deg. ", ""]
    lines.append("time,Gb(i),Gd(i),Gr(i),H_sun,T2m,WS10m,Int")
    beam = frame["dni"].to_numpy() * np.sin(np.radians(elevation)).clip(0.0)
    for k, (t, row) in enumerate(frame.iterrows()):
        cells = (
            beam[k],
            row["dhi"],
            0.0,
            max(elevation[k], 0.0),
            row["temp_air"],
            row["wind_speed"],
        )
        lines.append(f"{t:%Y%m%d:%H}10," + ",".join(f"{x:.2f}" for x in cells) + ",0.0")
    path.write_text(
        "\n".join([*lines, "", "Int: 1 means solar radiation values are reconstructed"])
    )
    return path


def write_era5(path: Path, frame: pd.DataFrame, spoil: str = "", axis: str = "valid_time") -> Path:
    """ERA5 on a grid of two by two points; sums of the hour that ends at the label.

    The frame is in UTC and labels the beginnings of hours. At the other points it is 10 K colder.
    """
    latitude, longitude = [31.75, 31.50], [119.75, 120.0]
    labels = frame.index.tz_localize(None) + pd.Timedelta(hours=1)
    colder = np.array([[0.0, 10.0], [10.0, 10.0]])

    def grid(values: np.ndarray, step: np.ndarray | float = 0.0) -> tuple[list[str], np.ndarray]:
        dims = [axis, "latitude", "longitude"]
        return dims, values[:, None, None] - np.broadcast_to(step, (2, 2))[None]

    joule = 1.0 if spoil == "watts" else 3600.0
    zero = 0.0 if spoil == "celsius" else 273.15
    data = {
        "ssrd": grid(frame["ghi"].to_numpy() * joule),
        "t2m": grid(frame["temp_air"].to_numpy() + zero, colder),
        "u10": grid(frame["wind_speed"].to_numpy() * 0.6),
        "v10": grid(frame["wind_speed"].to_numpy() * 0.8),
        "sp": grid(np.full(len(frame), 101_300.0)),
    }
    if spoil != "no fdir":
        beam = frame["ghi"].to_numpy() - frame["dhi"].to_numpy()
        data["fdir"] = grid(beam * 3600.0)
    if spoil == "no sun":
        del data["ssrd"]
    if spoil == "high wind":
        data["u100"] = grid(frame["wind_speed"].to_numpy() * 1.4)
        data["v100"] = grid(frame["wind_speed"].to_numpy() * 0.0)
    coords = {axis: labels, "latitude": latitude, "longitude": longitude}
    xarray.Dataset(data, coords=coords).to_netcdf(path)
    return path
