"""The most that an hourly power system could emit and cost: finite bounds for the plan's variables."""

from citywright.city import City
from citywright.plan.hourly.hours import PowerByHour
from citywright.units import factor

ROOM = 10.0
"""Times that the cost of serving nobody is taken: fleets and heat draw power beside the loads."""


def most_of_hours(city: City, hours: PowerByHour, load: float) -> tuple[float, float]:
    """(10 000 t a year, discounted money): all plants at full power in all hours; nobody served.

    `load` is the most that the city could draw in a year (100 GWh).
    """
    plants = city.tables["power_generators"]
    power = plants["capacity"].fillna(0.0) + plants["potential"].fillna(0.0)
    energy = power * city.settings.hours_per_year
    emitted = float((energy * plants["co2"]).sum()) * factor("tonne", "10000 t")
    shed = float(city.tables["power_nodes"]["shed_cost"].max())
    unserved = shed * load * factor("yi_yuan", city.settings.money_unit)
    return emitted, ROOM * float(hours.planning.weight.sum()) * unserved
