"""The IEEE Reliability Test System of 1979: 32 units, 3,405 MW, and a year of 8,736 hours.

Source: IEEE Committee Report (1979), IEEE Reliability Test System, IEEE Transactions on Power
Apparatus and Systems PAS-98(6), pp. 2047-2054, tables 1 to 3 (load) and 4 (units).
"""

import numpy as np

from citywright.energy.adequacy import Unit

PEAK = 2850.0
"""MW, the annual peak load."""
FLEET = (
    (5, 12, 0.02), (4, 20, 0.10), (6, 50, 0.01), (4, 76, 0.02), (3, 100, 0.04), (4, 155, 0.04),
    (3, 197, 0.05), (1, 350, 0.08), (2, 400, 0.12),
)  # fmt: skip
"""Number of units, MW, forced outage rate."""
WEEKS = (
    86.2, 90.0, 87.8, 83.4, 88.0, 84.1, 83.2, 80.6, 74.0, 73.7, 71.5, 72.7, 70.4, 75.0, 72.1, 80.0,
    75.4, 83.7, 87.0, 88.0, 85.6, 81.1, 90.0, 88.7, 89.6, 86.1, 75.5, 81.6, 80.1, 88.0, 72.2, 77.6,
    80.0, 72.9, 72.6, 70.5, 78.0, 69.5, 72.4, 72.4, 74.3, 74.4, 80.0, 88.1, 88.5, 90.9, 94.0, 89.0,
    94.2, 97.0, 100.0, 95.2,
)  # fmt: skip
"""Peak of each week, percent of the annual peak."""
DAYS = (93, 100, 98, 96, 94, 77, 75)
"""Peak of each day from Monday, percent of the week's."""
WINTER = (
    (67, 63, 60, 59, 59, 60, 74, 86, 95, 96, 96, 95, 95, 95, 93, 94, 99, 100, 100, 96, 91, 83, 73, 63),
    (78, 72, 68, 66, 64, 65, 66, 70, 80, 88, 90, 91, 90, 88, 87, 87, 91, 100, 99, 97, 94, 92, 87, 81),
)  # fmt: skip
"""Hours from midnight, percent of the day's peak: weekday, weekend; weeks 1-8 and 44-52."""
SUMMER = (
    (64, 60, 58, 56, 56, 58, 64, 76, 87, 95, 99, 100, 99, 100, 100, 97, 96, 96, 93, 92, 92, 93, 87, 72),
    (74, 70, 66, 65, 64, 62, 62, 66, 81, 86, 91, 93, 93, 92, 91, 91, 92, 94, 95, 95, 100, 93, 88, 80),
)  # fmt: skip
"""The same for weeks 18-30."""
BETWEEN = (
    (63, 62, 60, 58, 59, 65, 72, 85, 95, 99, 100, 99, 93, 92, 90, 88, 90, 92, 96, 98, 96, 90, 80, 70),
    (75, 73, 69, 66, 65, 65, 68, 74, 83, 89, 92, 94, 91, 90, 90, 86, 85, 88, 92, 100, 97, 95, 90, 85),
)  # fmt: skip
"""The same for weeks 9-17 and 31-43."""


def units() -> list[Unit]:
    """The 32 units."""
    return [Unit(float(size), rate) for count, size, rate in FLEET for _ in range(count)]


def load() -> np.ndarray:
    """Hourly load, MW: 52 weeks of 7 days from Monday."""
    hours = []
    for week, percent in enumerate(WEEKS, start=1):
        season = BETWEEN
        if week <= 8 or week >= 44:
            season = WINTER
        elif 18 <= week <= 30:
            season = SUMMER
        for day, share in enumerate(DAYS):
            shape = np.array(season[day >= 5], dtype=float)
            hours.append(PEAK * percent * share * shape / 1e6)
    return np.concatenate(hours)
