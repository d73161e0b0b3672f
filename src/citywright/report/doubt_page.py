"""What is doubtful about a plan as one HTML file that needs nothing else and calls nothing."""

from citywright.city import City
from citywright.plan.doubt.collected import Collected
from citywright.report.doubt_charts import doubt_charts
from citywright.report.doubt_tables import doubt_tables
from citywright.report.names import Names
from citywright.report.numbers import percent
from citywright.report.template import embedded, rendered, shown


def doubt_page(city: City, found: Collected, lang: str) -> str:
    """The page of what was asked; what was not asked has no section."""
    names = Names(city, lang)
    drawn = doubt_charts(names, found)
    tables = [
        (f"{table.key}_{number}", shown(names, table, number, {}))
        for number, table in enumerate(doubt_tables(names, found), start=1)
    ]
    page = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "w": names.say,
        "city": city.settings.name(lang),
        "tolerance": percent(found.tolerance, 2),
        "charts": drawn,
        "chart_data": embedded(drawn),
        "tables": dict(tables),
        "robust": found.robust,
        "project": lambda code: names.of("projects", code),
        "no_regret": found.near_best.no_regret() if found.near_best else [],
    }
    return rendered("doubt.html", "doubt.js", page)
