"""Files of every kind become text with spans; what is not to be read is listed; nothing is run."""

import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.errors import ReadingError
from citywright.reading.document import Document
from citywright.reading.formats.limits import MOST_TEXT
from citywright.reading.formats.opening import open_document
from citywright.reading.sentences import LONGEST, clauses, paragraphs, sentences
from citywright.reading.view import view_of
from citywright.words import LANGUAGES, say

TEXT = "会议强调，２０２４年全市工业投资增长８％。要坚持創新驅動！\n市委书记讲话。"
PAGE = """<html><head><title>t</title><script>steal()</script></head><body>
<nav><a href="/">首页</a></nav><div class="share">分享到 <a>微信</a></div>
<div class="article"><h1>大会召开</h1><p>全市召开会议，<a style="display:none" href="x">乐园平台</a>部署工作。</p>
<p>第二段。</p></div><ul><li><a>新闻一</a></li><li><a>新闻二</a></li><li><a>新闻三</a></li></ul>
<div id="footer">备案号</div></body></html>"""


def made(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_offices(tmp_path, encoding):
    text = (TEXT + "\n") * 20
    document = open_document(made(tmp_path, "a.txt", text.encode(encoding)))
    assert document.text == text
    assert not document.findings


def test_traditional_text_in_big5(tmp_path):
    text = "市長在會議上強調，要加快產業發展，提升城市能級。" * 20
    document = open_document(made(tmp_path, "a.txt", text.encode("big5")))
    assert document.text == text
    assert view_of(document).text.startswith("市长在会议上强调,要加快产业发展")


def test_a_view_leads_back_to_the_original():
    document = Document("a.txt", "txt", "utf-8", "", TEXT)
    view = view_of(document)
    place = view.text.index("2024年")
    assert view.quote(place, place + 5) == "２０２４年"
    place = view.text.index("创新驱动")
    assert view.quote(place, place + 4) == "創新驅動"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_every_character_of_a_view_quotes_the_original(text):
    view = view_of(Document("a.txt", "txt", "", "", text))
    assert len(view.text) == len(view.starts) == len(view.ends)
    for place in range(len(view.text)):
        a, b = view.origin(place, place + 1)
        assert view.quote(place, place + 1) == text[a:b] != ""
    spans = [view.origin(s.start, s.end) for s in sentences(view)]
    assert spans == sorted(spans)


def test_changed_words_still_quote_what_was_found():
    view = view_of(Document("a.txt", "txt", "", "", "在乐园平台市召开"))
    changed = view.with_words([(1, 5, "某")])
    assert changed.text == "在某市召开"
    assert changed.quote(1, 2) == "乐园平台"
    assert changed.quote(2, 4) == "市召"


def test_a_page_is_read_without_its_furniture(tmp_path):
    document = open_document(made(tmp_path, "a.html", PAGE.encode()))
    gone = {gone.rule: document.text[gone.start : gone.end] for gone in document.removed}
    assert set(gone) == {"menu", "share", "hidden", "links", "footer"}
    assert gone["hidden"] == "乐园平台"
    read = view_of(document).text
    assert read.split() == ["大会召开", "全市召开会议,部署工作。", "第二段。"]
    assert "steal" not in document.text
    assert [finding.key for finding in document.findings] == ["reading.script"]


def test_a_word_file_keeps_paragraphs_tables_and_marks_heads(tmp_path):
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "内部资料"
    file.add_paragraph("第一段。")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "10亿元"
    file.add_paragraph("第二段。")
    file.save(str(tmp_path / "a.docx"))
    document = open_document(tmp_path / "a.docx")
    assert view_of(document).text.split("\n") == ["第一段。", "项目 10亿元", "第二段。", ""]
    assert [gone.rule for gone in document.removed] == ["page_head"]


def packed(tmp_path, name, members):
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as file:
        for member, data in members.items():
            file.writestr(member, data)
    return tmp_path / name


def test_what_cannot_be_opened_is_said_by_name(tmp_path):
    cases = {
        "reading.empty": made(tmp_path, "empty.txt", b"  \n"),
        "reading.broken": made(tmp_path, "b.pdf", b"%PDF-1.7\nnothing"),
        "reading.old_office": made(tmp_path, "c.doc", b"\xd0\xcf\x11\xe0" + b"x" * 99),
        "reading.unknown_format": made(tmp_path, "d.png", b"\x89PNG rest"),
        "reading.not_docx": packed(tmp_path, "nested.zip", {"inner.zip": b"PK\x03\x04"}),
        "reading.bomb": packed(tmp_path, "e.docx", {"word/document.xml": b"\0" * 30_000_000}),
        "reading.no_file": tmp_path / "none.txt",
    }
    for key, path in cases.items():
        with pytest.raises(ReadingError) as refused:
            open_document(path)
        assert refused.value.key == key
        for lang in LANGUAGES:
            assert path.name in refused.value.text(lang)
    with pytest.raises(ReadingError) as refused:
        open_document(made(tmp_path, "f.docx", b"PK\x03\x04 cut"))
    assert refused.value.key == "reading.broken"


def test_a_huge_text_is_cut_with_a_finding_and_lines_without_end_are_cut(tmp_path):
    document = open_document(made(tmp_path, "a.txt", b"1234567890 " * (MOST_TEXT // 10)))
    assert len(document.text) == MOST_TEXT
    cut, endless = document.findings
    assert (cut.key, endless.key) == ("reading.cut", "reading.long_line")
    assert str(MOST_TEXT) in say(cut.key, "en", **cut.values)
    view = view_of(Document("a.txt", "txt", "", "", "一，" * 3_000))
    assert max(len(one.text) for one in sentences(view)) <= LONGEST


def test_marks_that_cannot_be_seen_are_found_and_not_read(tmp_path):
    data = "全\u200b市\u202e会议".encode()
    document = open_document(made(tmp_path, "a.txt", data))
    assert view_of(document).text == "全市会议"
    assert [one.key for one in document.findings] == ["reading.invisible", "reading.direction"]


def test_sentences_and_clauses():
    text = "一、总体要求。要实现“三个目标！”力争增长8.5%,投资1,200亿元;稳中求进\nThe city grew 5.5% in 2023. It plans more."
    view = view_of(Document("a.txt", "txt", "", "", text))
    found = sentences(view)
    assert [one.text for one in found] == [
        "一、总体要求。", "要实现“三个目标!”", "力争增长8.5%,投资1,200亿元;稳中求进",
        "The city grew 5.5% in 2023.", "It plans more.",
    ]  # fmt: skip
    assert len(paragraphs(view)) == 2
    parts = [view.text[a:b] for a, b in clauses(found[2])]
    assert parts == ["力争增长8.5%", "投资1,200亿元", "稳中求进"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("乾安县的王乾和张堃著书。", "乾安县的王乾和张堃著书。"),
        ("會議強調,要加快產業發展,做好糧食乾燥。", "会议强调,要加快产业发展,做好粮食干燥。"),
    ],
)
def test_only_a_text_in_traditional_characters_is_simplified(text, seen):
    assert view_of(Document("one.txt", "txt", "utf-8", "", text)).text == seen
