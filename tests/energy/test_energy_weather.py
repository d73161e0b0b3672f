"""Weather files that users have become one year of hours, or every fault is named at once."""

import numpy as np
import pandas as pd
import pytest
from pvlib.solarposition import get_solarposition
from weather_files import write_epw, write_era5, write_pvgis_hourly, write_pvgis_tmy

from citywright.energy.profiles.reading import read_weather
from citywright.energy.profiles.synthetic_weather import Climate, Site, synthetic_weather
from citywright.energy.profiles.weather import WeatherError
from citywright.words import LANGUAGES

SITE = Site(31.8, 119.95, 5.0, 8.0)
CLIMATE = Climate(16.8, 12.3, 5.0, 20, 3.0, (0.62, 0.66), 3.1, 1.9, 10.0)


@pytest.fixture(scope="module")
def local() -> pd.DataFrame:
    """A year in local time, rounded as files are."""
    frame = synthetic_weather(SITE, CLIMATE, 2019, 1).frame
    return frame.round({"ghi": 0, "dni": 0, "dhi": 0, "temp_air": 1, "wind_speed": 1})


@pytest.fixture(scope="module")
def utc(local: pd.DataFrame) -> pd.DataFrame:
    """The same hours, labelled in UTC and rolled into one year, as exports count."""
    rolled = local.set_axis(local.index.tz_convert("UTC"))
    stamps = [t.replace(year=2019) for t in rolled.index]
    return rolled.set_axis(pd.DatetimeIndex(stamps)).sort_index()


def keys(caught: pytest.ExceptionInfo[WeatherError]) -> set[str]:
    error = caught.value
    for lang in LANGUAGES:
        assert len(error.text(lang).splitlines()) == len(error.faults) + 1
        assert "{" not in error.text(lang)
    return {fault.key.removeprefix("energy.weather_") for fault in error.faults}


def test_epw_reads_back(local, tmp_path):
    weather = read_weather(write_epw(tmp_path / "a.epw", local))
    assert (weather.latitude, weather.longitude) == (31.80, 119.95)
    assert (weather.offset, weather.altitude, weather.wind_height) == (8.0, 5.0, 10.0)
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    assert np.allclose(weather.frame[columns], local[columns], atol=0.5)
    assert np.allclose(weather.frame["temp_air"], local["temp_air"])
    assert (weather.frame["pressure"] == 101_300).all()
    assert list(weather.frame.index) == list(local.index)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_typical_year_of_pvgis_is_moved_to_local_time(local, utc, tmp_path, ending):
    """Labels in UTC with the years of the months mixed: noon stays noon."""
    weather = read_weather(write_pvgis_tmy(tmp_path / f"a.{ending}", utc), offset=8.0)
    assert weather.frame.index[0].year == 1990
    assert np.allclose(weather.frame["ghi"].to_numpy(), local["ghi"].to_numpy(), atol=0.01)
    assert np.allclose(
        weather.frame["temp_air"].to_numpy(), local["temp_air"].to_numpy(), atol=0.01
    )
    by_hour = weather.frame["ghi"].groupby(weather.frame.index.hour).mean()
    assert by_hour.idxmax() in (11, 12)


def test_hourly_series_of_pvgis(local, utc, tmp_path):
    """Beam on the horizontal over the sine of the elevation is the normal beam again."""
    middle = utc.index + pd.Timedelta(minutes=30)
    height = get_solarposition(middle, 31.8, 119.95)["elevation"].to_numpy()
    path = write_pvgis_hourly(tmp_path / "a.csv", utc, height)
    weather = read_weather(path, offset=8.0)
    high = height > 5.0
    again = weather.frame.set_axis(
        [t.replace(year=2019) for t in weather.frame.index.tz_convert("UTC")]
    ).sort_index()
    assert np.allclose(again["dni"].to_numpy()[high], utc["dni"].to_numpy()[high], atol=1.0)
    assert np.allclose(again["temp_air"], utc["temp_air"], atol=0.01)
    with pytest.raises(WeatherError) as caught:
        read_weather(write_pvgis_hourly(tmp_path / "b.csv", utc, height, slope=30), offset=8.0)
    assert keys(caught) == {"tilted"}
    with pytest.raises(WeatherError) as caught:
        read_weather(path, offset=8.0, year=2020)
    assert keys(caught) == {"no_year"}


@pytest.mark.parametrize("axis", ["valid_time", "time"])
def test_era5_sums_become_means(utc, tmp_path, axis):
    """J/m² of the hour that ends at the label, kelvin, wind components; the nearest point."""
    path = write_era5(tmp_path / "a.nc", utc, axis=axis)
    weather = read_weather(path, offset=8.0, place=(31.8, 119.8))
    assert (weather.latitude, weather.longitude, weather.wind_height) == (31.75, 119.75, 10.0)
    again = weather.frame.set_axis(
        [t.replace(year=2019) for t in weather.frame.index.tz_convert("UTC")]
    ).sort_index()
    for column in ("ghi", "temp_air", "wind_speed"):
        assert np.allclose(again[column], utc[column], atol=1e-6)
    cold = read_weather(path, offset=8.0, place=(31.5, 120.0))
    assert np.allclose(weather.frame["temp_air"] - cold.frame["temp_air"], 10.0)


def test_era5_without_beam_is_split(utc, tmp_path):
    """ghi = dni cos(zenith) + dhi still holds by day."""
    weather = read_weather(
        write_era5(tmp_path / "a.nc", utc, "no fdir"), offset=8.0, place=(31.75, 119.75)
    )
    zenith = get_solarposition(weather.middle, 31.75, 119.75)["zenith"].to_numpy()
    high = zenith < 80.0
    frame = weather.frame
    total = frame["dni"] * np.cos(np.radians(zenith)) + frame["dhi"]
    assert np.allclose(total[high], frame["ghi"][high], atol=0.5)


def test_era5_takes_the_higher_wind(utc, tmp_path):
    path = write_era5(tmp_path / "a.nc", utc, "high wind")
    weather = read_weather(path, offset=8.0, place=(31.75, 119.75))
    assert weather.wind_height == 100.0
    assert weather.frame["wind_speed"].mean() == pytest.approx(1.4 * utc["wind_speed"].mean())


@pytest.mark.parametrize(
    ("spoil", "key"), [("watts", "unit"), ("celsius", "unit"), ("no sun", "column")]
)
def test_era5_in_other_units_is_refused(utc, tmp_path, spoil, key):
    path = write_era5(tmp_path / "a.nc", utc, spoil)
    with pytest.raises(WeatherError) as caught:
        read_weather(path, offset=8.0, place=(31.75, 119.75))
    assert keys(caught) == {key}


def test_place_off_the_grid(utc, tmp_path):
    with pytest.raises(WeatherError) as caught:
        read_weather(write_era5(tmp_path / "a.nc", utc), offset=8.0, place=(40.0, 119.75))
    assert keys(caught) == {"off_grid"}


def test_every_fault_comes_at_once(local, tmp_path):
    """An hour lost, a code for missing values, kelvin: three findings, one error."""
    bad = local.drop(local.index[100])
    bad = bad.assign(temp_air=bad["temp_air"] + 273.1)
    bad.iloc[5, bad.columns.get_loc("ghi")] = 9999.0
    with pytest.raises(WeatherError) as caught:
        read_weather(write_epw(tmp_path / "a.epw", bad))
    assert keys(caught) == {"length", "gap", "kelvin", "range"}
    assert "8759" in caught.value.text()
    assert "hour 101 " in caught.value.text()


def test_hours_twice_and_no_numbers(local, tmp_path):
    twice = pd.concat([local, local.iloc[:1]])
    with pytest.raises(WeatherError) as caught:
        read_weather(write_epw(tmp_path / "a.epw", twice))
    assert keys(caught) == {"length", "twice"}
    none = local.copy()
    none.iloc[7, none.columns.get_loc("wind_speed")] = np.nan
    with pytest.raises(WeatherError) as caught:
        read_weather(write_epw(tmp_path / "b.epw", none))
    assert keys(caught) == {"none"}


def test_leap_day_needs_a_word(tmp_path):
    leap = synthetic_weather(SITE, CLIMATE, 2020, 1).frame
    path = write_epw(tmp_path / "a.epw", leap)
    with pytest.raises(WeatherError) as caught:
        read_weather(path)
    assert "leap_day" in keys(caught)
    kept, dropped = (read_weather(path, leap_day=word).frame for word in ("keep", "drop"))
    assert (len(kept), len(dropped)) == (8784, 8760)
    after = 59 * 24  # hours before 29 February
    assert np.array_equal(kept["temp_air"][after + 24 :], dropped["temp_air"][after:])


@pytest.mark.parametrize(
    ("name", "text", "arguments", "key"),
    [
        ("a.txt", "x", {}, "format"),
        ("a.csv", "x", {}, "argument"),
        ("a.nc", "x", {"offset": 8.0}, "argument"),
        ("a.csv", "a,b\n1,2\n", {"offset": 8.0}, "layout"),
        ("a.json", "{}", {"offset": 8.0}, "layout"),
        ("a.nc", "x", {"offset": 8.0, "place": (31.0, 119.0)}, "layout"),
        ("a.epw", "LOCATION,x\n", {}, "layout"),
    ],
)
def test_other_files_are_refused(tmp_path, name, text, arguments, key):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(WeatherError) as caught:
        read_weather(tmp_path / name, **arguments)
    assert keys(caught) == {key}


def test_made_up_weather_is_its_climate():
    """The same seed gives the same year; sites of one region have like weather; means are met."""
    one = synthetic_weather(SITE, CLIMATE, 2023, 1, 7, 0.9).frame
    again = synthetic_weather(SITE, CLIMATE, 2023, 1, 7, 0.9).frame
    near = synthetic_weather(SITE, CLIMATE, 2023, 2, 7, 0.9).frame
    far = synthetic_weather(SITE, CLIMATE, 2023, 2, 8, 0.0).frame
    assert one.equals(again)
    assert not one.equals(near)
    wind = "wind_speed"
    assert np.corrcoef(one[wind], near[wind])[0, 1] > 0.75
    assert abs(np.corrcoef(one[wind], far[wind])[0, 1]) < 0.3
    assert one["temp_air"].mean() == pytest.approx(16.8, abs=0.7)
    assert one[wind].mean() == pytest.approx(3.1)
    zenith = get_solarposition(one.index + pd.Timedelta(minutes=30), 31.8, 119.95)["zenith"]
    assert (one["ghi"][(zenith > 91.0).to_numpy()] == 0).all()
    # Global Solar Atlas: about 1250 to 1400 kWh/m² in the lower Yangtze plain
    assert 1150 < one["ghi"].sum() / 1e3 < 1450
