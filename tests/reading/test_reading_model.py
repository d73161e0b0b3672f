"""A language model is off, is told what it costs, and is believed only where its words stand in the text."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_toys import REPORT, city_copy, report_file
from typer.testing import CliRunner

from citywright.cli import app
from citywright.errors import ReadingError, UsageError
from citywright.reading.document import Document, Removed
from citywright.reading.language_model.endpoint import KEY_NAME, MOST_REPLY, checked_endpoint
from citywright.reading.language_model.pieces import LONGEST, asked_cells, messages, pieces, tokens
from citywright.reading.language_model.replies import MOST_ITEMS, Refusal, Said, checked_reply
from citywright.reviewing import accept_review

FIRM = {
    "table": "firms",
    "quote": "支持嘉禾电芯科技有限公司",
    "cells": {"name": "嘉禾电芯科技有限公司"},
}
PROJECT = {
    "table": "projects", "quote": "推进北区锂电池正极材料项目建设，总投资36亿元",
    "cells": {"name": "北区锂电池正极材料项目", "amount": "36", "unit": "亿元"},
}  # fmt: skip


class Server:
    """An address on the loopback that answers what it is told to, and keeps what it was asked."""

    def __init__(self):
        self.asked, self.reply, self.status, self.wait = [], lambda _: "", 200, 0.0
        self.heads = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append((self.path, dict(self.headers), body))
                time.sleep(outer.wait)
                self.send_response(outer.status)
                for name, value in outer.heads.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(outer.reply(body))

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def says(self, items, usage=(100, 10)):
        text = items if isinstance(items, str) else json.dumps({"items": items}, ensure_ascii=False)
        made = {"choices": [{"message": {"content": text}}]}
        if usage:
            made["usage"] = dict(zip(("prompt_tokens", "completion_tokens"), usage, strict=True))
        self.reply = lambda _: json.dumps(made).encode()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv(KEY_NAME, raising=False)
    made = Server()
    yield made
    made.server.shutdown()
    made.server.server_close()


def read_with(server, path, *more):
    words = [
        "read", str(path), "--model", server.url, "--model-name", "toy-1", "--price-in", "2",
        "--price-out", "8", "--lang", "en", *map(str, more),
    ]  # fmt: skip
    return CliRunner().invoke(app, words)


def test_nothing_is_sent_without_a_yes(server, tmp_path):
    done = read_with(server, report_file(tmp_path))
    assert done.exit_code == 2
    assert server.asked == []
    assert "Nothing was sent" in done.stderr
    assert "at most" in done.stderr


def test_the_document_travels_as_data_and_the_spend_is_told(server, tmp_path):
    server.says([FIRM, PROJECT])
    done = read_with(server, report_file(tmp_path), "--yes", "--json")
    assert done.exit_code == 0
    ((path, _, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert json.loads(body["messages"][1]["content"]) == {"piece": REPORT}
    assert REPORT not in body["messages"][0]["content"]
    document = json.loads(done.stdout)
    spend = document["spend"]
    assert spend["so_far"]["cost"] == pytest.approx((100 * 2 + 10 * 8) / 1e6)
    assert spend["so_far"]["counted"] is True
    assert spend["estimate"]["cost"] >= spend["so_far"]["cost"]
    assert "100 tokens sent, 10 back" in done.stderr
    made = {one["table"]: one for one in document["proposals"] if one["rule"] == "model.toy-1"}
    assert set(made) == {"firms", "projects"}
    for one in made.values():
        assert REPORT[one["start"] : one["end"]] == one["quote"]
        assert one["confidence"] == 0.5
        assert one["accept"] is None


def test_words_that_do_not_stand_in_the_text_are_refused_and_listed(server, tmp_path):
    server.says([
        {**FIRM, "quote": "支持嘉禾电芯科技股份有限公司"},
        {**FIRM, "cells": {"name": "另一家公司"}},
        {**PROJECT, "cells": {"name": "北区锂电池正极材料项目", "amount": "360"}},
        {**FIRM, "table": "sources"},
        {**FIRM, "quote": "市"},
        {**FIRM, "accept": True},
        "yes",
    ])  # fmt: skip
    document = json.loads(read_with(server, report_file(tmp_path), "--yes", "--json").stdout)
    refused = [one["why"] for one in document["refused"]]
    assert refused == ["quote", "cell", "empty", "cell", "table", "quote_short", "form", "form"]
    assert all(one["text"] for one in document["refused"])
    made = [one for one in document["proposals"] if one["rule"] == "model.toy-1"]
    assert [one["row"]["name_zh"] for one in made] == ["北区锂电池正极材料项目"]
    assert "amount" not in made[0]["said"]


@pytest.mark.parametrize("reply", ["", "[]", '{"items": 3}', '{"items": [], "x": 1}', "[" * 9999])
def test_a_reply_that_is_not_what_was_asked_for_is_one_refusal(reply):
    assert [one.why for one in checked_reply(reply, REPORT, (0, len(REPORT)))] == ["reply"]


def test_more_items_than_a_piece_can_hold_are_cut_and_said():
    reply = json.dumps({"items": [FIRM] * (MOST_ITEMS + 1)})
    found = list(checked_reply(reply, REPORT, (0, len(REPORT))))
    assert len(found) == MOST_ITEMS + 1
    assert found[-1] == Refusal("", "many", {"most": MOST_ITEMS})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
items = st.fixed_dictionaries({
    "table": st.sampled_from([*asked_cells(), "sources", "evidence"]),
    "quote": st.integers(0, len(REPORT)).flatmap(
        lambda a: st.integers(a, len(REPORT)).map(lambda b: REPORT[a:b])
    ) | st.text(max_size=30),
    "cells": st.dictionaries(st.sampled_from(["name", "title", "owner", "kind", "x"]), st.text()),
})  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(items | json_values, max_size=5))
def test_whatever_comes_back_only_what_stands_in_the_text_passes(made):
    reply = json.dumps({"items": made})
    for one in checked_reply(reply, REPORT, (0, len(REPORT))):
        if isinstance(one, Said):
            quote = REPORT[one.start : one.end]
            asked = asked_cells()[one.table]
            assert any(name in asked["quoted"] for name in one.cells)
            for name, value in one.cells.items():
                assert value in quote if name in asked["quoted"] else value in asked[name]


def test_a_quotation_of_overwritten_words_is_refused(server, tmp_path):
    path = tmp_path / "a.txt"
    words = "2月18日,恒信彩票官网市召开大会。恒信彩票官网市委、市政府强调,恒信彩票官网市要加快转型。溧阳市负责人发言。\n"
    path.write_text(words * 2, encoding="utf-8")
    server.says([{"table": "strategy", "quote": "恒信彩票官网市要加快转型",
                  "cells": {"title": "加快转型"}}])  # fmt: skip
    document = json.loads(read_with(server, path, "--yes", "--json").stdout)
    assert [one["why"] for one in document["refused"]] == ["overwritten"]


@pytest.mark.parametrize(
    ("status", "heads", "reply"),
    [
        (500, {}, b"{}"),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (200, {}, b"no json"),
        (200, {}, b'{"choices": []}'),
        (200, {}, b'{"choices": [{"message": {"content": 3}}]}'),
        (200, {}, b" " * (MOST_REPLY + 2)),
    ],
)
def test_a_server_that_fails_is_named_and_the_rules_still_speak(
    server, tmp_path, status, heads, reply
):
    server.status, server.heads, server.reply = status, heads, lambda _: reply
    document = json.loads(read_with(server, report_file(tmp_path), "--yes", "--json").stdout)
    assert [one["why"] for one in document["refused"]] == ["call"]
    assert len(document["proposals"]) > 5
    assert len(server.asked) == 1


def test_a_server_that_does_not_answer_is_left(server):
    server.wait = 3.0
    endpoint = checked_endpoint(server.url, "toy", 0, 0)
    start = time.monotonic()
    with pytest.raises(ReadingError) as raised:
        type(endpoint)(server.url, "toy", 0, 0, seconds=0.3).ask(messages("x"), 10)
    assert raised.value.key in ("reading.model.no_answer", "reading.too_slow")
    assert time.monotonic() - start < 2


def test_the_key_comes_from_the_environment_and_stays_off_plain_lines(server, monkeypatch):
    monkeypatch.setenv(KEY_NAME, "k-123")
    server.says([])
    checked_endpoint(server.url, "toy", 0, 0).ask(messages("x"), 10)
    assert server.asked[0][1]["Authorization"] == "Bearer k-123"
    with pytest.raises(UsageError, match="unencrypted"):
        checked_endpoint("http://example.org/v1", "toy", 0, 0)
    assert checked_endpoint("https://example.org/v1", "toy", 0, 0).host == "example.org"


@pytest.mark.parametrize(
    ("url", "name", "price"),
    [
        ("file:///etc/passwd", "m", 0), ("ftp://example.org", "m", 0), ("https://", "m", 0),
        ("https://user:word@example.org", "m", 0), ("https://example.org", None, 0),
        ("https://example.org", "m", None), ("http://[", "m", 0),
    ],
)  # fmt: skip
def test_an_address_has_to_be_one(url, name, price):
    with pytest.raises(UsageError):
        checked_endpoint(url, name, price, price)


def test_what_a_model_proposed_is_accepted_only_while_it_stands_in_the_file(
    server, toytown, tmp_path
):
    city, path = city_copy(toytown, tmp_path), report_file(tmp_path)
    server.says(
        [{"table": "strategy", "quote": "出台人才新政", "cells": {"title": "出台人才新政"}}]
    )
    done = read_with(server, path, "--yes", "--json", "--city", city)
    document = json.loads(done.stdout)
    for one in document["proposals"]:
        one["accept"] = one["table"] in ("sources", "documents") or one["rule"] == "model.toy-1"
        one["row"].setdefault("licence", "public text")
        one["row"].setdefault("title_en", "Issue the policy")
        one["row"].setdefault("kind", "measure")
    answers = tmp_path / "list.json"
    model = document["proposals"][-1]
    exact = dict(model["evidence"][0])
    model["evidence"][0]["quote"] = "出台人才旧政"
    answers.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ReadingError, match="exact"):
        accept_review(str(city), [path], answers)
    model["evidence"][0] = exact
    answers.write_text(json.dumps(document), encoding="utf-8")
    assert accept_review(str(city), [path], answers)["added"]["strategy"] == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12_000), max_size=6), st.integers(1, 9_000))
def test_pieces_cover_what_is_read_and_nothing_that_is_removed(places, line):
    text = ("发" * line + "\n") * (12_000 // line + 1)
    cuts = sorted(set(places))
    removed = tuple(Removed(a, b, "menu") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    found = pieces(Document("a", "txt", "", "", text, removed))
    for a, b in found:
        assert 0 < b - a <= LONGEST
        assert all(b <= gone.start or gone.end <= a for gone in removed)
    assert found == sorted(found)


def test_tokens_are_counted_from_above():
    assert tokens("发展abc") == 3
    assert tokens("") == 0
