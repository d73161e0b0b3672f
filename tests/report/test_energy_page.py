"""The page, document, tables and terminal of a solved power system."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from test_report_page import Page

from citywright import report
from citywright.energy.explain import explain
from citywright.energy.looking import dispatch, energy_flows, node_prices
from citywright.errors import UsageError
from citywright.report.energy import (
    energy_document,
    energy_page,
    solved,
    write_energy_report,
    write_energy_tables,
)
from citywright.report.energy.language import PowerWords
from citywright.report.energy.packed import packed, unpacked
from citywright.report.energy.sentences import all_sentences
from citywright.words import LANGUAGES, tables
from energy_seen_systems import HOSTILE, SURPLUS, large, small

ROOM = Path(report.__file__).parent


@pytest.fixture(scope="module")
def known():
    return small()


@pytest.fixture(scope="module")
def html(known):
    return energy_page(known, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_calls_nothing(known, lang) -> None:
    page = Page(energy_page(known, lang))
    assert page.open == ["input"] * page.open.count("input")  # a void element
    for tag, attrs in page.elements:
        assert "src" not in attrs
        assert "href" not in attrs or attrs["href"].startswith("#")
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        assert not any(name.startswith("on") for name in attrs)
    policy = next(a["content"] for t, a in page.elements if "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_anchor_leads_somewhere(known, lang) -> None:
    page = Page(energy_page(known, lang))
    places = {a["id"] for _, a in page.elements if "id" in a}
    assert {a["href"][1:] for _, a in page.elements if "href" in a} <= places


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_text(lang) -> None:
    text = energy_page(small((HOSTILE, "B")), lang)
    assert "<script>alert" not in text
    page = Page(text)
    assert len([1 for tag, _ in page.elements if tag == "script"]) == 3
    assert "".join(page.texts).count(HOSTILE) >= 4
    assert page.data["map"][0][0]["nodes"][0]["name"] == HOSTILE


def test_names_are_never_markup_on_the_terminal(capsys) -> None:
    Console(width=400).print(solved(small(("[bold red]A[/]", "B")), "en"))
    assert "[bold red]A[/]" in capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_of_each_language_has_its_words(known, lang) -> None:
    """No key and no empty place of a sentence is left, in text or charts."""
    page = Page(energy_page(known, lang))
    text = "".join(page.texts)
    assert not re.search(r"looking\.|report\.\w+\.|\{\w+\}|None|nan\b", text)
    names = [layer["name"] for place in page.data["dispatch"] for layer in place["layers"]]
    han = re.compile("[\u4e00-\u9fff]")
    assert all(bool(han.search(name)) == (lang == "zh") for name in names)


def test_every_word_is_used() -> None:
    """By its key, or by a group that the code names with what is filled in."""
    files = [*(ROOM / "energy").glob("*.py"), ROOM / "assets" / "energy.html"]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    for key in (k.removeprefix("looking.") for k in tables() if k.startswith("looking.")):
        groups = [key[:k] for k, sign in enumerate(key) if sign == "."]
        ends = ("{", '" ', '"')
        made = [f'"{group}.{end}' for group in groups for end in ends]
        made += [f'word("{group}"' for group in groups]
        drawn = key.startswith("figure.") and f'figure("{key.partition(".")[2]}"' in code
        assert f'"{key}"' in code or drawn or any(m in code for m in made), key


def test_charts_hold_the_dispatch(known, html) -> None:
    """What the page draws is the dispatch, to a thirty-thousandth of the largest value."""
    drawn = Page(html).data["dispatch"]
    assert [place["name"] for place in drawn] == ["Whole network: electricity", "A", "B"]
    frame = dispatch(known)
    for layer, key in zip(drawn[0]["layers"], frame.columns[:-1], strict=True):
        values = unpacked(layer["values"])
        assert values == pytest.approx(frame[key].to_numpy(), abs=2e-5 * frame[key].abs().max())
        assert layer["gives"] == (frame[key].sum() >= 0)


def test_sankey_of_the_page_is_that_of_the_year(known, html) -> None:
    chart = Page(html).data["flows"][0][0]
    flows = energy_flows(known, 0)
    assert sorted(link["value"] for link in chart["links"]) == pytest.approx(
        sorted(flows["value"]), rel=1e-5
    )
    hub = next(node["name"] for node in chart["nodes"] if node["label"] == "electricity")
    into = sum(link["value"] for link in chart["links"] if link["target"] == hub)
    assert into == pytest.approx(
        sum(link["value"] for link in chart["links"] if link["source"] == hub), rel=1e-5
    )


def test_sheets_of_the_page_are_the_hours(known, html) -> None:
    sheets = {sheet["key"]: sheet for sheet in Page(html).data["sheets"][0]}
    assert unpacked(sheets["demand"]["values"]).sum() == pytest.approx(130 * 48 - 50 + 70, rel=1e-4)
    assert unpacked(sheets["pv"]["values"])[SURPLUS] == pytest.approx(58, rel=1e-4)


def test_tables_of_the_page_say_what_the_frames_say(known, html) -> None:
    rows = Page(html).tables["table-prices"][1:]
    for row, fact in zip(rows, node_prices(known).itertuples(), strict=True):
        assert row[0] == fact.node
        assert float(row[2]) == pytest.approx(fact.mean, abs=0.05)


def test_numbers_survive_packing() -> None:
    rng = np.random.default_rng(0)
    for size in (1e-9, 1.0, 1e9):
        values = rng.normal(size=500) * size
        assert unpacked(packed(values)) == pytest.approx(values, abs=1.6e-5 * np.abs(values).max())
    assert np.isnan(unpacked(packed(np.array([1.0, np.nan])))).tolist() == [False, True]
    assert unpacked(packed(np.zeros(3))).tolist() == [0, 0, 0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_of_eight_nodes_stays_small(lang) -> None:
    assert len(energy_page(large(), lang).encode()) < 6e6


def test_same_input_same_bytes(html) -> None:
    assert energy_page(small(), "en") == html


def test_sentences_by_hand(known) -> None:
    said = all_sentences(PowerWords(known.network, "en"), known, explain(known))
    assert said["price"][:2] == [
        "In 63.5% of hours coal at B sets the price.", "In 34.4% of hours gas at A sets the price.",
    ]  # fmt: skip
    assert said["tight"] == [
        "Short from 2030-01-01 19:00: 1 tight h, price up to 2,109.00 EUR/MWh, least headroom 6 MW; 4 MWh are not served."
    ]
    assert said["worth"][0] == "One more MW on the line “road” would save 5.00 thousand EUR a year."
    assert said["worth"][2].endswith("would save 900.00 EUR a year; it costs 1.00 thousand EUR.")
    assert said["limits"] == ["One t more under the limit “cap” would save 10.00 EUR."]
    assert said["waste"] == []  # 2 MWh are too few to speak of


def test_document_has_what_the_command_promises(known) -> None:
    document = energy_document(known, Path("out/certificate"))
    promised = (
        "objective", "objective_constant", "lower_bound", "upper_bound", "gap", "capacities",
        "wall_s", "cpu_s", "peak_mb", "method", "certificate",
    )  # fmt: skip
    assert set(promised) <= set(document)
    assert document["certificate"] == str(Path("out/certificate"))
    assert energy_document(known)["certificate"] is None
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again["objective"] == known.objective
    assert again["capacities"][0]["capacity"] == 60
    assert set(again["sentences"]) == set(LANGUAGES)


def test_numbers_without_an_end_are_null() -> None:
    open_ended = replace(small(), lower_bound=float("-inf"))
    assert (
        json.loads(json.dumps(energy_document(open_ended), allow_nan=False))["lower_bound"] is None
    )


def test_folder_is_whole_and_holds_every_hour(known, tmp_path) -> None:
    folder = tmp_path / "power"
    write_energy_report(known, folder, "zh")
    assert {p.name for p in folder.iterdir()} == {"energy.json", "report.html", "tables"}
    for key, frame in known.hourly.items():
        back = pd.read_parquet(folder / "tables" / f"hourly_{key[0]}_{key[1]}.parquet")
        assert back["hour"].tolist() == list(known.network.hours)
        assert back.drop(columns="hour").to_numpy() == pytest.approx(frame.to_numpy())
    with pytest.raises(UsageError):
        write_energy_report(known, folder, "zh")
    assert [p.name for p in tmp_path.iterdir()] == ["power"]


def test_failed_writing_leaves_nothing(known, tmp_path, monkeypatch) -> None:
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("citywright.report.energy.document.write_energy_tables", broken)
    with pytest.raises(RuntimeError):
        write_energy_report(known, tmp_path / "power", "en")
    assert list(tmp_path.iterdir()) == []


def test_a_node_named_hour_has_its_column(tmp_path) -> None:
    write_energy_tables(small(("hour", "B")), tmp_path)
    back = pd.read_parquet(tmp_path / "hourly_nodes_price.parquet")
    assert back.shape == (48, 3)
    assert (back["B"] == 30).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terminal_shows_capacity_energy_and_prices(known, lang, capsys) -> None:
    Console(width=200).print(solved(known, lang))
    out = capsys.readouterr().out
    assert "60.00" in out
    assert "108.87" in out
    assert "road" in out
