"""What must hold between cells and between tables; each rule one function, all in one list."""

from citywright.city.rules.accounts import (
    check_balance,
    check_compositions,
    check_idle_satellites,
    check_signs,
    check_zone_products,
)
from citywright.city.rules.assumptions import check_assumptions
from citywright.city.rules.complete import NEEDED, check_needed_rows, check_satellite_rows
from citywright.city.rules.context import Context
from citywright.city.rules.hours import (
    check_profile_columns,
    check_profile_hours,
    check_profile_use,
    check_profile_values,
)
from citywright.city.rules.names import (
    check_illustrative_names,
    check_paid_in_money,
    check_units,
)
from citywright.city.rules.power import (
    check_power_costs,
    check_power_limits,
    check_power_lines,
    check_power_members,
    check_power_planned,
    check_power_users,
    check_power_years,
)
from citywright.city.rules.projects import (
    check_circles,
    check_link_years,
    check_nodes,
    check_option_groups,
    check_sectors,
    check_self_links,
    check_shares,
    check_status,
    check_uses,
)
from citywright.city.rules.scenarios import SCENARIO_RULES
from citywright.city.rules.shares import check_gap_shares, check_tax_shares, check_unit_shares
from citywright.city.rules.strategy import STRATEGY_RULES
from citywright.city.rules.targets import check_expected, check_numerators, check_selectors
from citywright.city.rules.tax_return import check_tax_return
from citywright.city.rules.work import check_base_work
from citywright.city.rules.years import check_complete_years, check_spans, check_years_inside

RULES = (
    check_needed_rows, check_satellite_rows, check_assumptions, check_balance, check_compositions,
    check_idle_satellites, check_signs, check_zone_products, check_illustrative_names, check_units,
    check_paid_in_money,
    check_circles, check_nodes, check_sectors, check_self_links, check_shares, check_status,
    check_uses, check_gap_shares, check_unit_shares, check_tax_shares, check_expected, check_numerators,
    check_selectors, check_base_work, check_complete_years, check_spans, check_years_inside,
    check_power_years, check_power_planned, check_power_costs, check_power_lines, check_power_users,
    check_power_members, check_power_limits, check_profile_columns, check_profile_hours,
    check_profile_values, check_profile_use, *STRATEGY_RULES,
    *SCENARIO_RULES, check_link_years, check_option_groups, check_tax_return,
)  # fmt: skip
"""Every rule, run only where the cells and keys it reads are right."""

__all__ = ["NEEDED", "RULES", "Context"]
