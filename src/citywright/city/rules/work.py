"""The people of the base year suffice for the work of the base year."""

from citywright.city.rules.context import Context


def check_base_work(c: Context) -> None:
    """Σ_i share_qi · employment_i ≤ first year's labour supply of skill q, within 5 %.

    A wider gap means two tables of different coverage, not a tight labour market.
    """
    people = c["satellites"].set_index("sector")["employment"].to_dict()
    need: dict[str, float] = {}
    mix = c["skill_mix"][["sector", "skill", "share"]]
    for sector, skill, share in mix.itertuples(index=False):
        need[skill] = need.get(skill, 0.0) + share * people.get(sector, 0.0)
    labour = c["labour"]
    first = labour[labour["year"] == c.settings.first_year].set_index("skill")["supply"]
    for skill, people_needed in need.items():
        if people_needed > 1.05 * float(first.get(skill, 0.0)):
            c.note("E421", "labour", 0, "supply", skill, f"{people_needed:.6g}")
