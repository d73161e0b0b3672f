"""Profiles obey their laws: no sun no output, energy in is energy out, shapes have the mean 1."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pvlib.solarposition import get_solarposition

from citywright.energy.profiles.ground import ProfileError
from citywright.energy.profiles.heat import cop_of_lift, cop_profile, heat_profile
from citywright.energy.profiles.load_shapes import load_kinds, read_calendar, shape
from citywright.energy.profiles.solar import PvSystem, pv_profile
from citywright.energy.profiles.synthetic_weather import Climate, Site, synthetic_weather
from citywright.energy.profiles.vehicles import Habits, fleet_profile
from citywright.energy.profiles.weather import Weather
from citywright.energy.profiles.wind import turbine_curve, turbines, wind_profile

CLIMATE = Climate(16.8, 12.3, 5.0, 20, 3.0, (0.62, 0.66), 3.1, 1.9, 10.0)
YEAR = pd.date_range("2023-01-01", periods=8760, freq="h")


@pytest.fixture(scope="module")
def weather() -> Weather:
    return synthetic_weather(Site(31.8, 119.95, 5.0, 8.0), CLIMATE, 2023, 1)


def steady(weather: Weather, **columns: float) -> Weather:
    """The same place with weather that never changes."""
    frame = weather.frame.assign(**columns)
    return Weather(
        frame, weather.latitude, weather.longitude, weather.altitude, weather.offset,
        weather.wind_height,
    )  # fmt: skip


def test_no_sun_no_output(weather):
    output = pv_profile(weather, 20.0, 180.0)
    height = get_solarposition(weather.middle, 31.8, 119.95, 5.0)["elevation"].to_numpy()
    assert (output[height <= 0.0] == 0.0).all()
    assert output.min() == 0.0
    assert output.max() <= 1.0


def test_full_load_hours_lie_where_published_ones_do(weather):
    """Eastern China: 900 to 1200 hours per unit of module capacity (national reports: near 1100)."""
    hours = pv_profile(weather, 20.0, 180.0, per="dc").sum()
    assert 900 < hours < 1200
    wind = wind_profile(weather, 140.0, "N131/3000").sum()
    assert 1200 < wind < 2500  # low-wind plains


def test_pv_follows_pvwatts_by_hand(weather):
    """Flat, cool and windless by one formula: P = r E/1000 (1 + γ (T_c - 25)) (1 - losses) η."""
    system = PvSystem(dc_ac_ratio=1.0, losses=0.1, inverter_efficiency=0.96)
    still = steady(weather, ghi=400.0, dni=0.0, dhi=400.0, temp_air=20.0, wind_speed=0.0)
    noon = pv_profile(still, 0.0, 180.0, system).iloc[12]
    cell = (
        20.0 + 400.0 * np.exp(-3.56) + 400.0 / 1000.0 * 3.0
    )  # King et al.: a, b, ΔT of the mounting
    dc = 0.4 * (1 - 0.0035 * (cell - 25.0)) * 0.9
    zeta = dc / (1.0 / 0.96)
    efficiency = 0.96 / 0.9637 * (-0.0162 * zeta - 0.0059 / zeta + 0.9858)  # Dobos 2014, eq. 11
    assert noon == pytest.approx(dc * efficiency, rel=1e-6)


def test_per_dc_is_per_ac_over_the_ratio(weather):
    system = PvSystem(dc_ac_ratio=1.25)
    ac, dc = (pv_profile(weather, 20.0, 180.0, system, per) for per in ("ac", "dc"))
    assert np.allclose(dc * 1.25, ac)


@given(tilt=st.floats(-50, 140), azimuth=st.floats(-90, 450))
@settings(max_examples=8, deadline=None, derandomize=True, database=None)
def test_any_plane_is_answered(weather, tilt, azimuth):
    if 0 <= tilt <= 90 and 0 <= azimuth <= 360:
        output = pv_profile(weather, tilt, azimuth)
        assert output.between(0.0, 1.0).all()
    else:
        with pytest.raises(ProfileError, match="must lie within"):
            pv_profile(weather, tilt, azimuth)


def test_every_turbine_is_a_power_curve():
    """Nothing in a calm, rated power reached, never beyond it."""
    assert len(turbines()) > 50
    for speeds, curve in turbines().values():
        assert (np.diff(speeds) > 0).all()
        assert np.interp(2.0, speeds, curve, left=0.0) < 0.03
        assert curve.max() == 1.0
        assert (curve >= 0.0).all()
    with pytest.raises(ProfileError, match="There is no turbine"):
        turbine_curve("windmill")


def test_steady_wind_gives_the_curve(weather):
    """At hub height, without losses and smoothing, output is the library's point."""
    speeds, curve = turbine_curve("V126/3000")
    point = int(np.searchsorted(curve, 0.5))
    still = steady(weather, wind_speed=float(speeds[point]))
    at_hub = Weather(still.frame, 31.8, 119.95, 5.0, 8.0, 140.0)
    output = wind_profile(at_hub, 140.0, "V126/3000", losses=0.0, turbulence=0.0)
    assert np.allclose(output, curve[point])


def test_wind_grows_with_height_as_the_logarithm(weather):
    """v(140)/v(10) = ln(140/z0)/ln(10/z0) (Troen and Petersen 1989)."""
    calm = steady(weather, wind_speed=4.0)
    aloft = Weather(
        calm.frame.assign(wind_speed=4.0 * np.log(140 / 0.1) / np.log(10 / 0.1)),
        31.8, 119.95, 5.0, 8.0, 140.0,
    )  # fmt: skip
    assert np.allclose(
        wind_profile(calm, 140.0, "V126/3000"), wind_profile(aloft, 140.0, "V126/3000")
    )


@pytest.mark.parametrize(
    ("lift", "source", "cop"),
    # Ruhnau, Hirth and Praktiknjo (2019): 6.08 - 0.09 ΔT + 0.0005 ΔT², and the other two
    [(40.0, "air", 3.28), (30.0, "ground", 5.07), (50.0, "water", 2.97)],
)
def test_cop_of_the_published_fit(lift, source, cop):
    assert cop_of_lift(np.array([lift]), source)[0] == pytest.approx(cop)


def test_cop_falls_with_the_cold(weather):
    """Radiators at 0 °C: sink 40 °C, lift 40 K, times 0.85."""
    cop = cop_profile(steady(weather, temp_air=0.0))
    assert np.allclose(cop, 0.85 * 3.28)
    warm = cop_profile(steady(weather, temp_air=10.0))
    assert (warm > cop).all()


def test_heat_follows_degree_hours(weather):
    """Mean 1; without inertia and with an even day it is the degree hours themselves."""
    heat = heat_profile(weather)
    assert heat.mean() == pytest.approx(1.0)
    plain = heat_profile(weather, inertia=0.0, day=(1.0,) * 24)
    degree = np.maximum(15.0 - weather.frame["temp_air"], 0.0)
    assert np.allclose(plain, degree / degree.mean())
    with pytest.raises(ProfileError):
        heat_profile(steady(weather, temp_air=25.0))


@pytest.mark.parametrize("kind", sorted(load_kinds()))
def test_shapes_have_the_mean_one(weather, kind):
    temperature = weather.frame["temp_air"].to_numpy()
    for warmth in (None, temperature):
        load = shape(kind, YEAR, warmth)
        assert load.mean() == pytest.approx(1.0)
        assert (load > 0.0).all()
        assert load.equals(shape(kind, YEAR, warmth))


def test_calendar_is_in_the_shape(weather):
    """Plants rest over the Spring Festival; offices and plants on holidays; homes do not."""
    load = shape("two_shift", YEAR)
    daily = load.groupby(YEAR.date).mean()
    assert pd.Timestamp("2023-01-21").date() <= daily.idxmin() <= pd.Timestamp("2023-01-27").date()
    assert daily[pd.Timestamp("2023-01-25").date()] < 0.6 * daily[pd.Timestamp("2023-03-15").date()]
    homes = shape("households", YEAR).groupby(YEAR.date).mean()
    assert homes[pd.Timestamp("2023-01-22").date()] > 0.95
    # 7 October 2023 was a Saturday and a working day by the notice of the State Council
    assert daily[pd.Timestamp("2023-10-07").date()] == daily[pd.Timestamp("2023-10-10").date()]
    assert daily[pd.Timestamp("2023-10-14").date()] < daily[pd.Timestamp("2023-10-10").date()]


def test_heat_and_cold_raise_the_load(weather):
    """A hotter August takes more of the year's energy, and nothing else changes its order."""
    temperature = weather.frame["temp_air"].to_numpy()
    august = np.asarray(YEAR.month == 8)
    hot = temperature + np.where(august, 3.0, 0.0)
    base, hotter = (shape("households", YEAR, t)[august].sum() for t in (temperature, hot))
    assert hotter > base
    assert shape("flat", YEAR, hot).eq(1.0).all()


def test_shapes_say_what_is_missing():
    with pytest.raises(ProfileError, match="There is no load shape"):
        shape("temple", YEAR)
    other = pd.date_range("2031-01-01", periods=8760, freq="h")
    with pytest.raises(ProfileError, match="no calendar of holidays for 2031"):
        shape("services", other)
    with pytest.raises(ProfileError, match="8759 values"):
        shape("services", YEAR, np.zeros(8759))
    own = pd.DataFrame({"year": [2031], "first": ["2031-01-01"], "last": ["2031-01-01"]})
    own = own.assign(
        kind="holiday", first=pd.to_datetime(own["first"]), last=pd.to_datetime(own["last"])
    )
    assert shape("services", other, calendar=own).mean() == pytest.approx(1.0)
    assert set(read_calendar()["year"]) >= {2023, 2024}


SHARES = st.lists(st.floats(0.0, 1.0), min_size=24, max_size=24).filter(lambda x: sum(x) > 0.1)


@given(
    leave=SHARES, come=SHARES, km=st.floats(0.0, 150.0), charger=st.floats(3.0, 60.0),
    efficiency=st.floats(0.7, 1.0), weekend=st.floats(0.0, 1.5),
)  # fmt: skip
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_energy_driven_is_energy_charged(leave, come, km, charger, efficiency, weekend):
    """Σ driving = η Σ charging, 0 <= plugged <= 1, no charging beyond the charger."""
    habits = Habits(np.array(leave) / sum(leave), np.array(come) / sum(come), weekend=weekend)
    fleet = fleet_profile(YEAR[: 24 * 21], km, 0.16, charger, efficiency, habits)
    driven, charged = fleet["driving"].sum(), fleet["plain_charging"].sum()
    assert driven == pytest.approx(efficiency * charged)
    weekdays = 15 + 6 * weekend  # 1 January 2023 is a Sunday: three weekends in 21 days
    assert driven == pytest.approx(km * 0.16 * weekdays)
    assert fleet["plugged"].between(0.0, 1.0).all()
    assert (fleet >= 0.0).all(axis=None)
    assert fleet["plain_charging"].max() <= charger * (1 + 1e-9)


def test_one_car_by_hand():
    """Leaves at 8, returns at 18, needs 12 kWh at 5 kW and 0.96: two and a half hours."""
    leave, come = np.eye(24)[8], np.eye(24)[18]
    habits = Habits(leave, come, plugged_when_parked=1.0, weekend=1.0)
    day = fleet_profile(YEAR[:48], 72.0, 1.0 / 6.0, 5.0, 0.96, habits).iloc[24:]
    assert day["driving"].to_numpy()[[8, 18]].tolist() == [6.0, 6.0]
    assert day["plugged"].tolist() == [1.0] * 8 + [0.0] * 10 + [1.0] * 6
    assert day["plain_charging"].to_numpy()[18:22] == pytest.approx([5.0, 5.0, 2.5, 0.0])


def test_habits_have_to_be_shares():
    with pytest.raises(ProfileError, match="24 shares"):
        fleet_profile(YEAR, 40.0, 0.15, 7.0, habits=Habits(departure=[0.5] * 24))
    with pytest.raises(ProfileError, match="charging_hours"):
        fleet_profile(YEAR, 400.0, 0.2, 2.0)
