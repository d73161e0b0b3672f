"""Every declared code of a finding has a story that brings it about, at the right place."""

from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest
from city_toys import Toy, found

from citywright.city import check_city
from citywright.city.findings import codes

Story = Callable[[Toy], object]
Place = tuple[str, int, str]


def blank_column(toy: Toy, table: str, column: str) -> None:
    k = toy.place(table, column)
    for row in toy.tables[table]:
        del row[k]


def double_column(toy: Toy) -> None:
    for row in toy.tables["zones"]:
        row.append(row[3])


def keep_header(toy: Toy, table: str) -> None:
    del toy.tables[table][1:]


def idle_sector(toy: Toy) -> None:
    """A sector without output that has people all the same."""
    toy.add("sectors", sector="04", name_en="Mining").add("satellites", sector="04")
    toy.add("zone_output", zone="north", sector="04", share="1")
    toy.add("skill_mix", sector="04", skill="worker", share="1")


def trade_in_transit(toy: Toy) -> None:
    """Purchases outside and sales outside both raised: the city buys more than it uses."""
    toy.put("final_demand", ("01", "outside_sales"), "value", "220")
    toy.put("final_demand", ("01", "outside_purchases"), "value", "-244")


def no_households(toy: Toy) -> None:
    for row in toy.tables["final_demand"]:
        if row[1] == "households":
            row[toy.place("final_demand", "value")] = "0"


STORIES: dict[str, tuple[Story, Place]] = {
    "E102": (lambda t: t.tables["carbon"].__setitem__(0, []), ("carbon", 0, "")),
    "E103": (lambda t: blank_column(t, "zones", "area"), ("zones", 1, "area")),
    "E104": (lambda t: t.tables["zones"][0].__setitem__(3, "aera"), ("zones", 1, "aera")),
    "E105": (double_column, ("zones", 1, "area")),
    "E106": (lambda t: t.tables["zones"][2].append("more"), ("zones", 3, "")),
    "E111": (lambda t: keep_header(t, "skills") or keep_header(t, "skill_mix") or keep_header(t, "labour") or keep_header(t, "programmes"), ("skills", 0, "")),
    "E201": (lambda t: t.put("zones", ("south",), "name_zh", " "), ("zones", 3, "name_zh")),
    "E202": (lambda t: t.put("zones", ("south",), "area", "1,200"), ("zones", 3, "area")),
    "E203": (lambda t: t.put("zones", ("south",), "area", "NaN"), ("zones", 3, "area")),
    "E204": (lambda t: t.put("zones", ("south",), "area", "1e308"), ("zones", 3, "area")),
    "E205": (lambda t: t.put("zones", ("south",), "name_en", '=HYPERLINK("x")'), ("zones", 3, "name_en")),
    "E206": (lambda t: t.put("zones", ("south",), "area", "-1"), ("zones", 3, "area")),
    "E207": (lambda t: t.put("zone_output", ("south", "03"), "share", "1.4"), ("zone_output", 7, "share")),
    "E208": (lambda t: t.put("sectors", ("01",), "division", "primery"), ("sectors", 2, "division")),
    "E209": (lambda t: t.put("projects", ("anode_1",), "build_years", "1.5"), ("projects", 2, "build_years")),
    "E210": (lambda t: t.put("firms", ("northcell",), "firm", "north cell"), ("firms", 2, "firm")),
    "E211": (lambda t: t.put("zones", ("south",), "name_en", "So\x1b[2Juth"), ("zones", 3, "name_en")),
    "E212": (lambda t: t.put("zones", ("south",), "note", "x" * 4001), ("zones", 3, "note")),
    "E213": (lambda t: t.put("zones", ("south",), "area", "1e-400"), ("zones", 3, "area")),
    "E215": (lambda t: t.put("documents", ("speech",), "date", "2024-02-30"), ("documents", 2, "date")),
    "E301": (lambda t: t.add("zones"), ("zones", 4, "zone")),
    "E302": (lambda t: t.put("projects", ("anode_1",), "zone", "sout"), ("projects", 2, "zone")),
    "E401": (lambda t: t.put("projects", ("anode_1",), "latest", "2031"), ("projects", 2, "latest")),
    "E402": (lambda t: t.drop("carbon", "2025"), ("carbon", 0, "year")),
    "E403": (lambda t: t.put("zone_output", ("north", "02"), "share", "0.6"), ("zone_output", 3, "share")),
    "E404": (lambda t: t.put("chain_nodes", ("cells",), "gap_share", "0.9"), ("chain_nodes", 2, "gap_share")),
    "E405": (lambda t: t.put("factors", ("land",), "unit", "acre-ish"), ("factors", 5, "unit")),
    "E406": (lambda t: t.put("flows", ("01", "02"), "value", "60.001"), ("sectors", 2, "sector")),
    "E407": (lambda t: t.put("final_demand", ("02", "government"), "value", "-5"), ("final_demand", 8, "value")),
    "E408": (idle_sector, ("satellites", 5, "sector")),
    "E409": (trade_in_transit, ("sectors", 2, "sector")),
    "E410": (lambda t: t.put("projects", ("anode_1",), "start", "2024"), ("projects", 2, "start")),
    "E411": (lambda t: t.put("programmes", ("talent",), "first_year", "2027"), ("programmes", 2, "first_year")),
    "E412": (lambda t: t.put("projects", ("anode_1",), "outside_share", "0.3"), ("projects", 2, "local_share")),
    "E413": (lambda t: t.put("projects", ("anode_1",), "node", ""), ("projects", 2, "node")),
    "E414": (lambda t: t.put("projects", ("anode_1",), "sector", "03"), ("projects", 2, "node")),
    "E415": (lambda t: t.add("chain_links", to_node="anode"), ("chain_links", 4, "to_node")),
    "E416": (lambda t: t.put("targets", ("gdp_2026",), "penalty", ""), ("targets", 4, "penalty")),
    "E417": (lambda t: t.put("projects", ("cells_2",), "name_en", "northcell line 2"), ("projects", 4, "name_en")),
    "E418": (lambda t: t.put("indicator_terms", ("emissions",), "chain", "battery"), ("indicator_terms", 2, "chain")),
    "E419": (lambda t: t.put("zones", ("south",), "gdp", "346"), ("zones", 0, "gdp")),
    "E420": (lambda t: t.drop("assumptions", "power_losses"), ("assumptions", 0, "assumption")),
    "E421": (lambda t: t.put("labour", ("graduate", "2024"), "supply", "10"), ("labour", 0, "supply")),
    "E422": (lambda t: t.add("project_links", relation="requires", project="anode_1", other="cells_2"), ("project_links", 0, "other")),
    "E423": (lambda t: t.put("assumptions", ("household_co2",), "unit", "t"), ("assumptions", 5, "unit")),
    "E424": (lambda t: [t.drop("factor_supply", "grid", "south") for _ in range(3)], ("project_uses", 4, "factor")),
    "E425": (lambda t: t.drop("satellites", "02"), ("satellites", 0, "sector")),
    "E426": (lambda t: t.add("indicators", indicator="other"), ("indicators", 6, "indicator")),
    "E428": (lambda t: t.put("programmes", ("talent",), "factor", "land"), ("programmes", 2, "factor")),
    "E427": (no_households, ("final_demand", 0, "value")),
    "E430": (lambda t: t.put("project_links", ("cells_2", "requires"), "years", "1"), ("project_links", 3, "years")),
    "E431": (lambda t: t.put("projects", ("hub_1",), "option_group", "hub"), ("projects", 6, "option_group")),
    "E432": (lambda t: t.put("projects", ("cells_1",), "option_group", "line") and t.put("projects", ("packs_1",), "option_group", "line"), ("projects", 7, "option_group")),
    "E433": (lambda t: t.put("factors", ("land",), "tax_return", "0.1"), ("factors", 5, "tax_return")),
    "E434": (lambda t: (t.put("factors", ("public_money",), "tax_return", "0.1") and keep_header(t, "tax_bases")) or keep_header(t, "tax_shares"), ("factors", 6, "tax_return")),
    "E435": (lambda t: t.put("factors", ("public_money",), "tax_return", "0.1") and [t.drop("factor_supply", "public_money") for _ in range(3)], ("factors", 6, "tax_return")),
    "E801": (lambda t: t.put("power_generators", ("pv_south",), "technology", ""), ("power_generators", 4, "technology")),
    "E802": (lambda t: t.put("power_users", ("02",), "class", "homes"), ("power_users", 3, "class")),
    "E803": (lambda t: t.put("power_limits", ("roofs",), "unit", "MWh"), ("power_limits", 4, "unit")),
    "E804": (lambda t: t.add("profiles", profile="moon"), ("profiles", 9, "profile")),
    "E805": (lambda t: t.drop("profiles", "sun") and t.put("power_generators", ("pv_south",), "availability", ""), ("profile_hours", 1, "sun")),
    "E806": (lambda t: t.hourly(t.hours.header, t.hours.rows[:-1]), ("profile_hours", 0, "hour")),
    "E807": (lambda t: t.hour(3, "hour", "1"), ("profile_hours", 0, "hour")),
    "E808": (lambda t: t.hour(14, "sun", "750"), ("profile_hours", 14, "sun")),
    "E809": (lambda t: t.hour(3, "evening", "100"), ("profile_hours", 0, "evening")),
    "E810": (lambda t: t.put("power_heat", ("heat_north",), "cop", "heating"), ("power_heat", 2, "cop")),
    "E811": (lambda t: t.put("power_years", ("2026",), "planned", "yes"), ("power_years", 0, "co2")),
    "E812": (lambda t: t.put("power_years", ("2026",), "planned", "yes").put("power_nodes", ("south",), "zone", ""), ("power_nodes", 0, "zone")),
    "E813": (lambda t: t.add("power_years", year="2023", planned="yes", unit_cost="0.4", co2="380"), ("power_years", 4, "year")),
    "E901": (lambda t: t.put("strategy", ("toy",), "parent", "mend"), ("strategy", 0, "parent")),
    "E902": (lambda t: t.put("strategy", ("talent",), "order", "1"), ("strategy", 7, "order")),
    "E903": (lambda t: t.put("strategy_levers", ("mend",), "role", "measures"), ("strategy_levers", 5, "role")),
    "E904": (lambda t: t.add("strategy_levers", lever="indicator", item="gdp", role="measures"), ("strategy_levers", 8, "role")),
    "E905": (lambda t: t.put("documents", ("speech",), "sha256", "C0FFEE"), ("documents", 2, "sha256")),
    "E906": (lambda t: t.put("evidence", ("e_city",), "end", "99"), ("evidence", 3, "end")),
    "E907": (lambda t: t.put("evidence", ("e_due",), "column", "day"), ("evidence", 4, "column")),
    "E908": (lambda t: t.put("honours", ("light",), "recipient_kind", "person"), ("honours", 2, "firm")),
    "E951": (lambda t: t.put("ranges", ("growth",), "column", "division_name"), ("ranges", 4, "column")),
    "E952": (lambda t: t.put("scenario_changes", ("land_short",), "rows", "lend/*/*"), ("scenario_changes", 2, "rows")),
    "E953": (lambda t: t.put("scenario_changes", ("land_short",), "value", ""), ("scenario_changes", 2, "how")),
    "E954": (lambda t: t.put("scenarios", ("land_short",), "seed", "1"), ("scenarios", 2, "seed")),
    "E955": (lambda t: t.put("ranges", ("growth",), "low", "0.02"), ("ranges", 4, "low")),
    "E956": (lambda t: t.put("ranges", ("success",), "chance", ""), ("ranges", 6, "chance")),
    "E957": (lambda t: t.put("ranges", ("growth",), "group", "building"), ("ranges", 4, "loading")),
    "E958": (lambda t: keep_header(t, "nation"), ("ranges", 3, "table")),
    "E959": (lambda t: t.put("scenarios", ("mixed",), "draws", "10"), ("scenarios", 3, "draws")),
    "E960": (lambda t: t.add("scenario_changes", rows="land/south/2026"), ("scenario_changes", 5, "rows")),
    "E961": (lambda t: t.drop("nation", "03"), ("nation", 0, "sector")),
    "E501": (lambda t: t.entry("base_year", "= 2023"), ("city", 0, "")),
    "E502": (lambda t: t.entry("base_year", ""), ("city", 0, "base_year")),
    "E503": (lambda t: t.entry("base_yaer", "2023"), ("city", 0, "base_yaer")),
    "E504": (lambda t: t.entry("discount_rate", "0.9"), ("city", 0, "discount_rate")),
    "W102": (lambda t: t.put("zones", ("south",), "area", "６２０"), ("zones", 3, "area")),
    "W103": (lambda t: keep_header(t, "firm_links"), ("firm_links", 0, "")),
}  # fmt: skip
"""Code -> how Toytown is spoiled in memory, and where the finding has to stand."""


def without_file(folder: Path) -> None:
    (folder / "flows.csv").unlink()


def damaged(folder: Path) -> None:
    (folder / "flows.csv").write_bytes(b"from_sector,\x00to_sector")


def both_forms(folder: Path) -> None:
    (folder / "flows.parquet").write_bytes(b"")


def stranger(folder: Path) -> None:
    (folder / "flow.csv").write_text("a,b\n", encoding="utf-8")


def chinese_encoding(folder: Path) -> None:
    path = folder / "zones.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


ON_DISK = {
    "E101": (without_file, ("flows", 0, "")),
    "E107": (damaged, ("flows", 0, "")),
    "E108": (both_forms, ("flows", 0, "")),
    "E109": (stranger, ("flow", 0, "")),
    "W101": (chinese_encoding, ("zones", 0, "")),
}
IN_WORKBOOK = {"E110", "E214"}
"""These stand in test_city_workbook.py: test_other_unit_is_found and test_odd_cells_are_found."""
IN_EVENTS = {"E601", "E602", "E603", "E604", "E605", "E606"}
"""These stand in tests/accounts/test_accounts_event_file.py."""
IN_NETWORKS = {code for code in codes() if code[1] == "7"}
"""These stand in tests/energy/test_energy_check.py, which wants a story for each of them."""


@pytest.mark.parametrize("code", sorted(STORIES))
def test_spoiled_cell_is_found(code: str) -> None:
    story, place = STORIES[code]
    toy = Toy()
    story(toy)
    city, findings = toy.check()
    assert (code, *place) in found(findings)
    assert (city is None) == code.startswith("E")
    assert_readable(findings)


@pytest.mark.parametrize("code", sorted(ON_DISK))
def test_spoiled_file_is_found(code: str, tmp_path: Path) -> None:
    spoil, place = ON_DISK[code]
    folder = Toy().save(tmp_path / "city")
    spoil(folder)
    city, findings = check_city(folder)
    assert (code, *place) in found(findings)
    assert (city is None) == code.startswith("E")
    assert_readable(findings)


def assert_readable(findings: object) -> None:
    """Every finding says its place and its code in both languages, with all values filled in."""
    for finding in findings:  # type: ignore[attr-defined]
        for lang in ("en", "zh"):
            text = finding.text(lang)
            assert finding.file in text
            assert finding.code in text
            assert text.isprintable()
            assert "{" not in text


def test_every_code_has_a_story() -> None:
    assert set(STORIES) | set(ON_DISK) | IN_WORKBOOK | IN_EVENTS | IN_NETWORKS == set(codes())


def test_codes_are_whole_in_both_languages() -> None:
    for row in codes().values():
        assert row["severity"] == {"E": "error", "W": "notice"}[row["code"][0]]
        for one, other in (("en", "zh"), ("next_en", "next_zh")):
            assert row[one]
            assert row[other]
            assert fields(row[one]) == fields(row[other])


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_near_word_is_proposed() -> None:
    """The design's own example: a misspelt area is named with the right one beside it."""
    _, findings = Toy().put("projects", ("anode_1",), "zone", "sout").check()
    (finding,) = findings.errors
    assert finding.nearest == "south"
    assert finding.text("en").startswith("projects.csv, row 2, column zone: “sout” is not in")
    assert "south" in finding.text("zh")


def test_all_findings_come_at_once() -> None:
    toy = Toy().put("zones", ("south",), "area", "x").put("projects", ("anode_1",), "zone", "y")
    _, findings = toy.entry("discount_rate", "2").check()
    assert {f.file for f in findings} == {"zones.csv", "projects.csv", "city.toml"}
