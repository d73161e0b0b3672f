"""The power system of the built-in city: tables of nodes, lines, plants, loads and options.

    python data-raw/changzhou/power_profiles.py
    python data-raw/changzhou/power.py

What is known or assumed stands in power_areas.csv (one row per area), power_lines.csv and
power_plants.csv beside this file; what follows from other tables of the city (loads, users) is
computed from them. Run `build.py` first where the accounts change.
"""

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
CITY = HERE.parents[1] / "src" / "citywright" / "cities" / "changzhou"
TABLES = HERE.parents[1] / "src" / "citywright" / "city" / "tables"
GRID, FIRST, LAST = "jiangsu", 2024, 2030
YEARS = range(2023, LAST + 1)
PLANNED = (2025, 2027, 2030)
"""Years whose power system the plan decides by the hour."""
BASE_UNIT_COST, BASE_CO2 = 0.442, 3674
"""Of the base year's system, from a run: cost per unit that classes draw (CNY/kWh), 10 000 t emitted."""
OWN = {"source": "citywright_power", "quality": "estimated"}
MADE_UP = {"source": "citywright_power", "quality": "illustrative"}
CONTINUOUS = ("11", "12", "13", "14", "24", "25", "26")
CLASSES = {
    "continuous": ("Processes that run day and night", "连续生产", 0.02),
    "two_shift": ("Manufacturing in two shifts", "两班制制造业", 0.05),
    "construction": ("Construction", "建筑业", 0.01),
    "services": ("Services", "服务业", 0.055),
    "agriculture": ("Agriculture", "农业", 0.01),
    "households": ("Households", "居民", 0.05),
}
SHIFTING = ("xinbei", "wujin", "jintan", "liyang")  # areas with much industry
EFFICIENCY = 0.95  # of charging, as in power_profiles.py


def main() -> None:
    """Write every table and print what they add to."""
    areas = pd.read_csv(HERE / "power_areas.csv").set_index("zone")
    hours = pd.read_parquet(CITY / "profile_hours.parquet")
    users = power_users()
    tables = {
        "power_years": power_years(),
        "power_nodes": power_nodes(),
        "power_classes": power_classes(),
        "power_users": users,
        "power_generators": power_generators(areas),
        "power_storage": power_storage(areas),
        "power_fleets": power_fleets(areas),
        "power_heat": power_heat(areas),
        "technologies": pd.read_csv(HERE / "technologies.csv").assign(**OWN),
        "technology_costs": technology_costs(),
        "power_lines": pd.read_csv(HERE / "power_lines.csv").assign(**OWN),
    }
    tables["power_loads"] = power_loads(users, tables["power_fleets"], tables["power_heat"], hours)
    tables["power_flexible"] = power_flexible(tables["power_loads"], hours)
    tables |= groups() | {"power_limits": pd.read_csv(HERE / "power_limits.csv")}
    for name, table in tables.items():
        columns = pd.read_csv(TABLES / f"{name}.csv")["column"].tolist()
        assert set(table.columns) <= set(columns), (name, set(table.columns) - set(columns))
        rows = table.reindex(columns=columns)
        rows.to_csv(CITY / f"{name}.csv", index=False, lineterminator="\n")
    show(tables, hours)


def power_years() -> pd.DataFrame:
    """The base year, to compare with what is known, and every year of the plan."""
    note = (
        "0: allowances are given free by output, so an average plant pays nothing; what carbon "
        "dioxide is worth follows from the caps in power_limits."
    )
    rows = pd.DataFrame({"year": YEARS, "carbon_price": 0}).assign(**OWN, note=note)
    rows["planned"] = ["yes" if year in PLANNED else "no" for year in YEARS]
    base = rows["year"] == YEARS[0]
    rows.loc[base, ["unit_cost", "co2"]] = BASE_UNIT_COST, BASE_CO2
    rows.loc[base, "note"] += (
        " Unit cost and carbon dioxide: `citywright energy --years 2023` on these tables, all hours "
        "to a gap of 0.1 %: 262.2 over 593.2 drawn by the classes (cars and heat pumps draw beside)."
    )
    return rows


def power_nodes() -> pd.DataFrame:
    """The areas, and the provincial grid."""
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    rows = zones[["name_en", "name_zh", "latitude", "longitude"]].rename_axis("node").reset_index()
    rows["zone"] = rows["node"]
    outside = {"node": GRID, "name_en": "Provincial grid", "name_zh": "江苏省网",
               "latitude": 32.05, "longitude": 119.75}  # fmt: skip
    rows = pd.concat([rows, pd.DataFrame([outside])], ignore_index=True)
    note = "Unserved energy at the product that hangs on it: 10116 over about 600 of electricity."
    return rows.assign(shed_cost=17, **OWN, note=note)


def power_classes() -> pd.DataFrame:
    """Classes with their shapes; growth where the economy does not set it."""
    rows = [
        {"class": code, "name_en": en, "name_zh": zh, "profile": f"load_{code}", "growth": growth,
         "users": "households" if code == "households" else "sectors"}
        for code, (en, zh, growth) in CLASSES.items()
    ]  # fmt: skip
    note = "Growth near that of output less 1 % a year; used only where the economy sets no load."
    return pd.DataFrame(rows).assign(**OWN, note=note)


def power_users() -> pd.DataFrame:
    """Heavy processes run day and night, other industry in two shifts."""
    sectors = pd.read_csv(CITY / "sectors.csv", dtype={"sector": str})
    own = {"primary": "agriculture", "construction": "construction", "services": "services"}
    found = [
        own.get(division, "continuous" if sector in CONTINUOUS else "two_shift")
        for sector, division in zip(sectors["sector"], sectors["division"], strict=True)
    ]
    note = "By division; refining, chemicals, minerals, metals and utilities run day and night."
    return pd.DataFrame({"sector": sectors["sector"], "class": found}).assign(**OWN, note=note)


def power_loads(
    users: pd.DataFrame, fleets: pd.DataFrame, heat: pd.DataFrame, hours: pd.DataFrame
) -> pd.DataFrame:
    """Electricity of the sectors by their shares in areas; households less cars and heat pumps."""
    shares = pd.read_csv(CITY / "zone_output.csv", dtype={"sector": str})
    electricity = pd.read_csv(CITY / "satellites.csv", dtype={"sector": str}).set_index("sector")
    shares["class"] = shares["sector"].map(users.set_index("sector")["class"])
    shares["energy"] = shares["share"] * shares["sector"].map(electricity["electricity"])
    sectors = shares.groupby(["zone", "class"])["energy"].sum()
    homes = pd.read_csv(CITY / "zones.csv").set_index("zone")["household_electricity"]
    road = fleets.set_index("node")["number"] * 1e4 * hours["cars_driving"].sum() / EFFICIENCY
    warm = heat.set_index("node")["energy"] * (hours["heat_demand"] / hours["heat_cop"]).mean()
    homes = homes - road / 1e8 - warm  # 100 GWh = 1e8 kWh
    rows = sectors.rename("energy").reset_index().rename(columns={"zone": "node"})
    rows["note"] = "Sector electricity of the accounts by the shares of the areas in output."
    own = homes.rename("energy").rename_axis("node").reset_index()
    own["class"] = "households"
    own["note"] = "Household electricity of the area less what its cars and heat pumps use."
    both = pd.concat([rows, own], ignore_index=True)
    return both.assign(energy=both["energy"].round(4), **OWN)


def power_generators(areas: pd.DataFrame) -> pd.DataFrame:
    """Plants one by one; photovoltaics and wind by area; supply from outside by year."""
    plants = pd.read_csv(HERE / "power_plants.csv")
    rows = [*plants.to_dict("records"), *outside()]
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    common = {"cost": 0, "co2": 0, "green": "yes", "outage_rate": 0.02, **MADE_UP}
    for zone, area in areas.iterrows():
        en, zh = (
            zones.loc[zone, "name_en"].split(" (")[0],
            zones.loc[zone, "name_zh"].split("（")[0],
        )
        rows.append({
            "generator": f"pv_{zone}", "name_en": f"Photovoltaics in {en}", "name_zh": f"{zh}光伏",
            "node": zone, "kind": "pv", "technology": "pv", "first_year": 2023, "last_year": 2045,
            "capacity": area["pv"], "potential": area["pv_potential"],
            "availability": area["pv_profile"], "credit": 0.1, **common,
            "source": "pv_2023", "quality": "estimated",
            "note": "In place: of the city's 1851 MW in April 2023 (published), by roofs of "
            "industry and land, estimated. Potential: roofs, ponds and car parks, estimated.",
        })  # fmt: skip
        if area["wind_potential"] > 0:
            rows.append({
                "generator": f"wind_{zone}", "name_en": f"Wind power in {en}",
                "name_zh": f"{zh}风电", "node": zone, "kind": "wind", "technology": "wind",
                "first_year": FIRST, "last_year": 2045, "capacity": 0,
                "potential": area["wind_potential"], "availability": f"wind_{zone}",
                "credit": 0.1, **common,
                "note": "None found in place. Potential on hills and at the lakes, made up.",
            })  # fmt: skip
    return pd.DataFrame(rows)


def outside() -> list[dict[str, object]]:
    """Supply from the province as in the table power_supply, by the hour."""
    options = pd.read_csv(CITY / "power_supply.csv").set_index("option")
    rows = []
    for option, row in options[options["kind"] == "import"].iterrows():
        green = "green" in option
        power = round(row["energy"] * 1e5 / 8760.0, 1) if green else 15000
        rows.append({
            "generator": option, "name_en": row["name_en"], "name_zh": row["name_zh"],
            "node": GRID, "kind": "import", "first_year": row["first_year"],
            "last_year": row["last_year"], "capacity": power,
            "cost": row["cost"], "cost_profile": "" if green else "import_price",
            "co2": row["co2"],
            "green": "yes" if green else "no", "credit": 0.9, "outage_rate": 0.0, **OWN,
            "source": row["source"],
            "note": "Contracts of power_supply, delivered evenly over the year: estimated."
            if green
            else "Price and carbon dioxide of power_supply, the price by the hour; what comes in "
            "is limited by the lines to the city.",
        })  # fmt: skip
    return rows


def power_storage(areas: pd.DataFrame) -> pd.DataFrame:
    """Pumped hydro and compressed air in place; batteries by area, hydrogen, more caverns."""
    rows = pd.read_csv(HERE / "power_stores.csv").to_dict("records")
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    for zone, area in areas.iterrows():
        en, zh = (
            zones.loc[zone, "name_en"].split(" (")[0],
            zones.loc[zone, "name_zh"].split("（")[0],
        )
        rows.append({
            "storage": f"battery_{zone}", "name_en": f"Batteries in {en}", "name_zh": f"{zh}电化学储能",
            "node": zone, "kind": "battery", "technology": "battery", "first_year": FIRST,
            "last_year": 2045, "capacity": 0, "potential": area["battery_potential"], "hours": 4,
            "efficiency_in": 0.95, "efficiency_out": 0.95, "standing_loss": 0.0001, "cost": 0.01,
            "credit": 0.6, **MADE_UP,
            "note": "New storage in place was not found. Four hours; potential made up.",
        })  # fmt: skip
    return pd.DataFrame(rows)


def power_fleets(areas: pd.DataFrame) -> pd.DataFrame:
    """One fleet of cars per area."""
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    note = (
        "16 (10 000) electric cars in the city in 2023, general knowledge, by residents; share "
        "that charges by signal, gives back, and growth made up."
    )
    rows = [
        {"fleet": f"cars_{zone}", "node": zone, "number": area["cars"],
         "name_en": f"Cars in {zones.loc[zone, 'name_en'].split(' (')[0]}",
         "name_zh": f"{zones.loc[zone, 'name_zh'].split('（')[0]}电动汽车"}
        for zone, area in areas.iterrows()
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(
        growth=0.22, battery=55, charger=7, efficiency=EFFICIENCY, plugged="cars_plugged",
        driving="cars_driving", charging="cars_charging", smart=0.3, v2g=0.05, level_min=0.25,
        wear_cost=0.25, **MADE_UP, note=note,
    )  # fmt: skip


def power_heat(areas: pd.DataFrame) -> pd.DataFrame:
    """Heat pumps of buildings with radiators, small today."""
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    rows = [
        {"heat": f"heat_{zone}", "node": zone, "energy": area["heat"],
         "name_en": f"Heat pumps in {zones.loc[zone, 'name_en'].split(' (')[0]}",
         "name_zh": f"{zones.loc[zone, 'name_zh'].split('（')[0]}热泵"}
        for zone, area in areas.iterrows()
    ]  # fmt: skip
    note = "Central heat pumps of new buildings without a store, made up: 4 of heat, by residents."
    return pd.DataFrame(rows).assign(
        growth=0.1, profile="heat_demand", cop="heat_cop", store_hours=0, standing_loss=0,
        **MADE_UP, note=note,
    )  # fmt: skip


def power_flexible(loads: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    """Plants in two shifts shift 4 % of their largest load; all industry cuts 3 % for more."""
    zones = pd.read_csv(CITY / "zones.csv").set_index("zone")
    use = loads.set_index(["node", "class"])["energy"] * 1e5 / 8760.0  # MW
    rows = []
    for zone, names in zones.iterrows():
        en, zh = names["name_en"].split(" (")[0], names["name_zh"].split("（")[0]
        top = use[(zone, "two_shift")] * hours["load_two_shift"].max()
        heavy = use[(zone, "continuous")] * hours["load_continuous"].max()
        common = {"node": zone, "profile": "plants_at_work", "loss": 0, **MADE_UP}
        rows.append({
            "flexible": f"cut_{zone}", "name_en": f"Plants in {en} that cut use",
            "name_zh": f"{zh}可中断负荷", "kind": "cut", "power": round(0.03 * (top + heavy), 1),
            "cost": 4, "window": 0, **common,
            "note": "3 % of the largest load of industry; price near that of provincial demand "
            "response, made up.",
        })  # fmt: skip
        if zone not in SHIFTING:
            continue
        rows.append({
            "flexible": f"shift_{zone}", "name_en": f"Plants in {en} that shift work",
            "name_zh": f"{zh}可转移生产负荷", "kind": "shift", "power": round(0.04 * top, 1),
            "cost": 0.3, "window": 4, **common,
            "note": "4 % of the largest load of manufacturing in two shifts, for four hours.",
        })  # fmt: skip
    return pd.DataFrame(rows)


def technology_costs() -> pd.DataFrame:
    """I_y = I_2024 (1 + change)^(y - 2024) by technology."""
    first = pd.read_csv(HERE / "technology_paths.csv")
    rows = [
        {"technology": one.technology, "year": year,
         "investment": round(one.investment * (1.0 + one.change) ** (year - FIRST), 1),
         "energy_investment": round(one.energy_investment * (1.0 + one.change) ** (year - FIRST), 1),
         "note": one.note}
        for one in first.itertuples() for year in YEARS
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**OWN)


def groups() -> dict[str, pd.DataFrame]:
    """Two virtual power plants: cars, shifting plants and batteries of an area."""
    plants = pd.DataFrame({
        "group": ["vpp_wujin", "vpp_xinbei"],
        "name_en": ["Virtual power plant of Wujin", "Virtual power plant of Xinbei"],
        "name_zh": ["武进虚拟电厂", "新北虚拟电厂"], "limit_up": [200, 150], "limit_down": [300, 250],
    }).assign(**MADE_UP, note="Size made up.")  # fmt: skip
    rows = [
        {"group": f"vpp_{zone}", "table": table, "member": f"{stem}_{zone}"}
        for zone in ("wujin", "xinbei")
        for table, stem in (("power_fleets", "cars"), ("power_flexible", "shift"))
    ]
    return {"power_groups": plants, "power_group_members": pd.DataFrame(rows).assign(**MADE_UP)}


def show(tables: dict[str, pd.DataFrame], hours: pd.DataFrame) -> None:
    """Base-year load by node: energy (100 GWh) and peak (MW), and the city's peak together."""
    losses = 1.035
    by_node: dict[str, np.ndarray] = {}
    for row in tables["power_loads"].itertuples(index=False):
        load = row.energy * 1e5 / 8760.0 * hours[f"load_{row[1]}"].to_numpy() * losses
        by_node[row.node] = by_node.get(row.node, np.zeros(len(hours))) + load
    for node, load in sorted(by_node.items()):
        print(f"{node:10s} {load.sum() / 1e5:8.1f} {load.max():8.0f} MW")
    city = np.sum(list(by_node.values()), axis=0)
    print(
        f"city       {city.sum() / 1e5:8.1f} {city.max():8.0f} MW, {city.sum() / city.max():.0f} h"
    )
    print({name: len(table) for name, table in tables.items()})


if __name__ == "__main__":
    main()
