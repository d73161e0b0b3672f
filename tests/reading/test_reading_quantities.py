"""Numbers, dates and targets: rules of the corpus, numerals by property, figures on the dev documents."""

import time
from functools import cache
from typing import Any

import pytest
import scoring_quantities as scoring
from hypothesis import given
from hypothesis import strategies as st

from citywright.reading.document import Document
from citywright.reading.heading import head_of
from citywright.reading.items import Item
from citywright.reading.numbers import chinese_number
from citywright.reading.quantities import find_quantities
from citywright.reading.targets import find_targets
from citywright.reading.times import dates, implied_date, period_of
from citywright.reading.view import View, view_of
from citywright.words import tables

DIGITS = "零一二三四五六七八九"
WRITTEN = {
    "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "两百": 200, "三千": 3000, "八百八十八": 888,
    "一千零一": 1001, "一万": 10_000, "十五万": 150_000, "三亿五千万": 350_000_000,
    "一万亿": 10**12, "半": 0.5,
}  # fmt: skip


def written(number: int) -> str:
    """A number below 10^16 in Chinese numerals, group by group of four digits."""
    for power, word in ((10**8, "亿"), (10**4, "万")):
        if number >= power:
            high, low = divmod(number, power)
            gap = "零" if low and low < power // 10 else ""
            return written(high) + word + gap + (written(low) if low else "")
    for power, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= power:
            high, low = divmod(number, power)
            gap = "零" if low and low < power // 10 else ""
            return DIGITS[high] + word + gap + (written(low) if low else "")
    return DIGITS[number]


def view(text: str) -> View:
    return view_of(Document("a.txt", "txt", "utf-8", "0", text))


def quantities(text: str) -> list[Item]:
    seen = view(text)
    return find_quantities(seen, head_of(seen))


@cache
def scores() -> tuple[dict[str, Any], list[str]]:
    return scoring.score("dev")


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_written_numbers(text: str, value: float) -> None:
    assert chinese_number(text) == value


@given(st.integers(min_value=1, max_value=10**15))
def test_every_written_number_is_read_back(number: int) -> None:
    assert chinese_number(written(number)) == number


def test_what_is_no_numeral_has_no_value() -> None:
    assert chinese_number("") is None
    assert chinese_number("三大") is None


@pytest.mark.parametrize("kind", ["quantities", "targets"])
def test_dev_documents(kind: str) -> None:
    totals, wrong = scores()
    assert totals[kind].f1 >= 0.95, wrong


def test_a_document_without_a_numeric_target_has_none() -> None:
    without = [row for row in scoring.labelled("dev") if not row[3]["targets"]]
    assert without
    for document, seen, head, _ in without:
        assert find_targets(seen, head) == [], document.name


def test_heads_of_dev_documents() -> None:
    fields = ("language", "kind", "date", "place", "body")
    rows = [(d.name, head, label) for d, _, head, label in scoring.labelled("dev")]
    wrong = [
        (name, field, getattr(head, field), label[field])
        for name, head, label in rows
        for field in fields
        if getattr(head, field) != label[field]
    ]
    # 30 of 600 on 120 documents
    assert len(wrong) <= 0.05 * len(rows) * len(fields), wrong


def test_every_quote_is_a_span_of_the_original() -> None:
    for document, seen, head, _ in scoring.labelled("dev"):
        for one in find_quantities(seen, head):
            assert document.text[one.start : one.end] == one.quote
            assert f"reading.rule.{one.rule}" in tables()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("产值突破2万亿元。", {"value": 2, "unit": "万亿元", "comparison": "above"}),
        ("增长8%左右。", {"value": 8, "unit": "%", "comparison": "growth_about"}),
        ("能耗下降2%。", {"value": 2, "comparison": "fall"}),
        ("提高到58%。", {"value": 58, "comparison": "exact"}),
        ("产值翻一番。", {"value": 2, "unit": "倍", "comparison": "times"}),
        ("产值翻两番。", {"value": 4, "unit": "倍", "comparison": "times"}),
        ("增长5%-6%。", {"low": 5, "high": 6, "comparison": "between"}),
        ("占比超过六成。", {"value": 6, "unit": "成", "comparison": "above"}),
        ("居全省第2位。", {"value": 2, "unit": "位", "comparison": "rank"}),
        ("投入三千万元。", {"value": 3000, "unit": "万元"}),
        ("面积达到30万亩。", {"value": 30, "unit": "万亩"}),
    ],
)
def test_rules_of_labelling(text: str, facts: dict[str, object]) -> None:
    (one,) = quantities(text)
    assert {name: one.facts.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    "text", ["2025年1月3日召开。", "第三章 目标", "PM2.5和5G", "三大工程", "城发〔2020〕16号"]
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


def test_times() -> None:
    assert period_of(14) == [2021, 2025]
    assert dates("2023年2月30日") == []
    told = implied_date("1月28日,兔年首个工作日,总结2022年、部署2023年、展望2024年工作")
    assert told is not None
    assert (told.day.isoformat(), told.reason) == ("2023-01-28", "animal_year")
    assert implied_date("1月28日召开会议") is None


def test_reading_is_fast() -> None:
    """Measured 0.45 to 3 MB a second; the floor leaves room for a busy machine."""
    _, seen, _, _ = next(r for r in scoring.labelled("dev") if r[0].name.startswith("yantai"))
    text = seen.text * (200_000 // len(seen.text.encode()))
    long = view(text)
    head = head_of(long)
    start = time.process_time()
    find_quantities(long, head)
    assert len(text.encode()) / (time.process_time() - start) > 100_000


def targets_of(text: str) -> list[tuple[object, ...]]:
    seen = view_of(Document("one.txt", "txt", "utf-8", "", text))
    names = ("indicator", "value", "unit", "year", "comparison")
    return [
        tuple(one.facts.get(name) for name in names) for one in find_targets(seen, head_of(seen))
    ]


@pytest.mark.parametrize("mark", ["\t", " ", " | "])
def test_a_table_of_indicators_has_targets_in_its_columns_of_years_to_come(mark: str) -> None:
    rows = [
        ("序号", "指标", "单位", "2020年实际", "2025年目标", "属性"),
        ("1", "旅游收入", "亿元", "310", "800", "预期性"),
        ("2", "投诉率", "‰", "0.9", "≤0.3", "约束性"),
        ("3", "景区", "处", "21", "30以上", "预期性"),
    ]
    table = "\n".join(mark.join(row) for row in rows)
    assert targets_of(f"临江市“十四五”旅游规划\n2021年8月20日\n表1\n{table}\n") == [
        ("旅游收入", 800, "亿元", 2025, "exact"),
        ("投诉率", 0.3, "‰", 2025, "at_most"),
        ("景区", 30, "处", 2025, "at_least"),
    ]


def test_the_unit_of_a_row_may_stand_behind_its_name() -> None:
    text = (
        "临江市国民经济和社会发展第十四个五年规划纲要\n类别\t指标名称\t2020年\t2025年\t属性\n"
        "发展\t生产总值(亿元)\t1200\t1800\t预期性\n绿色\t能耗降低(%)\t-\t[15]\t约束性\n"
    )
    assert targets_of(text) == [
        ("生产总值", 1800, "亿元", 2025, "exact"),
        ("能耗降低", 15, "%", 2025, "exact"),
    ]


def test_a_line_may_label_its_indicator_its_base_and_its_goal() -> None:
    text = (
        "临江市农业三年行动方案(2018—2020年)\n2018年5月4日\n(二)量化指标\n"
        "指标:茶园面积 基数(2017年):0.9万亩 目标:不少于3万亩 属性:预期性\n"
    )
    assert targets_of(text) == [("茶园面积", 3, "万亩", 2020, "at_least")]


def test_english_lists_of_targets_count_what_stands_before_the_colon() -> None:
    text = (
        "Linjiang City Work Report 2014\n12 January 2014\nTargets for 2014\n* New firms: 60\n"
        "* Tourists: from 2.1 million to 3 million\n* Unemployment: below 4.5 percent\n"
    )
    assert targets_of(text) == [
        ("New firms", 60, "firms", 2014, "exact"),
        ("Tourists", 3, "million", 2014, "exact"),
        ("Unemployment", 4.5, "%", 2014, "below"),
    ]


def test_a_list_of_honours_may_end_in_targets_but_its_prizes_are_none() -> None:
    text = (
        "临江市人民政府关于表彰2022年度先进集体的决定\n先进集体\n青山县人民政府\n各奖励30万元。2023年,全市要完成投资500"
        "亿元以上。\n"
    )
    assert [one[1:] for one in targets_of(text)] == [(500, "亿元", 2023, "at_least")]


def test_a_condition_below_policies_is_a_rule_and_a_year_that_is_over_a_fact() -> None:
    text = (
        "临江市政府工作报告\n2020年1月9日\n一、2019年工作\n全年生产总值增长7.4%。\n二、政策\n连片面积须在50亩以上;"
        "对成活率低于85%的不予兑现。\n"
    )
    assert targets_of(text) == []


def test_the_parts_of_a_work_and_what_stands_beside_a_goal_are_no_targets() -> None:
    text = (
        "临江市政府工作报告\n2021年1月9日\n二、2021年工作\n去年新增企业80家。今年新增企业100家,总产值突破50亿元。"
        "临江东站片区项目总投资36亿元,占地2000亩,床位500张,力争年底开工。对完成率低于60%的乡镇予以约谈;"
        "每少1天扣0.5分。困难户每户补助2万元,其中特困户上浮20%。\n"
    )
    assert [one[1:4] for one in targets_of(text)] == [(100, "家", 2021), (50, "亿元", 2021)]


def test_a_year_at_the_head_of_a_sentence_holds_for_its_paragraph_and_ends_the_past() -> None:
    text = (
        "临江市召开工业会议\n2023年6月1日\n会议指出,2022年产值131亿元。会议明确,2023年产值要达到150亿元,自有品牌"
        "占比提高到25%。要新增企业12家。\n"
    )
    assert [one[1:4] for one in targets_of(text)] == [
        (150, "亿元", 2023),
        (25, "%", 2023),
        (12, "家", 2023),
    ]


def test_a_column_of_average_growth_speaks_of_its_period() -> None:
    text = (
        "临江市国民经济和社会发展第十三个五年规划纲要\n第一篇 发展目标\n指标名称\t2015年\t2020年\t“十三五”年均增速\n"
        "固定资产投资(亿元)\t268\t480\t12.4%\n"
    )
    assert [one[1:] for one in targets_of(text)] == [
        (480, "亿元", 2020, "exact"),
        (12.4, "%", [2016, 2020], "growth"),
    ]


REPORT = "临江市政府工作报告\n(2016年1月12日)\n各位代表:\n一、2015年工作回顾\n全年生产总值增长8%。\n二、2016年工作安排\n"
PLAN = (
    "临江市国民经济和社会发展第十四个五年规划纲要\n2021年3月1日\n第一章 发展基础\n第二章 重点任务\n"
)
SPEECH = "临江市召开招商引资推进会\n2018年3月6日,全市招商引资推进会召开。市委书记周远讲话。\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # a year in the middle of a paragraph reaches to the end of its sentence
        (
            REPORT + "启动“湖城再造”行动,到2018年绿色建材产值突破50亿元。关停小水泥厂9家。\n完成造林5万亩。",
            [(50, 2018), (9, 2016), (5, 2016)],
        ),
        # one in a bracket to the end of the bracket, one in an attribute nowhere
        (
            REPORT + "财政收入(2014年为61亿元)力争达到66亿元。2014年遗留的8公里管网今年必须贯通。",
            [(66, 2016), (8, 2016)],
        ),
        # a list hands its years out to its numbers
        (
            PLAN + "2022年、2023年、2024年分别新建学校6所、8所、9所。",
            [(6, 2022), (8, 2023), (9, 2024)],
        ),
        # a year that leads a paragraph does so until another is said
        (
            PLAN + "到2023年,新增用地8000亩。建成厂房200万平方米。2022年底前,通车20公里。新建学校9所。",
            [(8000, 2023), (200, 2023), (20, 2022), (9, 2022)],
        ),
        # in a speech within its paragraph
        (
            SPEECH + "周远强调,今年要确保到位资金240亿元。要新签约项目60个。\n要引进龙头企业3家。",
            [(240, 2018), (60, 2018), (3, None)],
        ),
        # a new owner begins a task without the deadline of the one before
        (
            SPEECH + "会议要求,市招商局要在6月底前引进企业5家,白水县要新建厂房20万平方米。",
            [(5, 2018), (20, None)],
        ),
        # within three years is no year; what is written in characters is one
        (PLAN + "三年内建成充电桩3000个。到二〇二五年,森林蓄积量达到900万立方米。", [(3000, None), (900, 2025)]),
    ],
)  # fmt: skip
def test_how_far_a_year_reaches(text: str, told: list[tuple[float, object]]) -> None:
    assert [(one[1], one[3]) for one in targets_of(text)] == told


def test_a_horizon_leaves_months_to_the_year_of_the_document_and_a_year_behind_its_number_is_its_own() -> (
    None
):
    text = (
        "Linjiang City Government Work Report 2017\n10 January 2017\nWork for 2017\n"
        "By 2020 we aim to double the output of the mills. The Water Bureau will dredge 15 kilometres of canals "
        "before the end of June. The share of clean vehicles should rise to 60 percent by 2023 and to 80 percent by "
        "2025.\n"
    )
    assert [(one[1], one[3]) for one in targets_of(text)] == [
        (2, 2020),
        (15, 2017),
        (60, 2023),
        (80, 2025),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开工住房3600套,其中青山区1200套、白水县900套。", ["住房", "住房", "住房"]),
        ("实现1.2万人稳定脱贫、25个村出列。", ["稳定脱贫", "村出列"]),
        ("充填开采产量达到400万吨,占煤炭产量的一成以上。", ["充填开采产量", "充填开采产量"]),
        ("全年接待游客1000万人次、实现旅游收入80亿元。", ["游客", "旅游收入"]),
    ],
)
def test_what_a_number_measures_may_stand_behind_it_or_with_the_whole(
    text: str, names: list[str]
) -> None:
    found = [str(one[0]) for one in targets_of(REPORT + text)]
    assert len(found) == len(names)
    assert all(scoring.overlap(a, b) for a, b in zip(names, found, strict=True)), found


@pytest.mark.parametrize(
    "text",
    [
        "城东污水厂扩建工程估算投资1.8亿元,新增用地40亩。",
        "财政安排专项资金2000万元支持技改。",
        "市财政每年拿出3000万元用于人才引进。",
        "投资7.8亿元实施基础设施项目。",
        "对完成率低于60%的单位,扣绩效分2分。",
    ],
)
def test_costs_funds_and_points_are_no_targets(text: str) -> None:
    assert targets_of(REPORT + text) == []


def test_a_part_of_the_year_is_past_only_when_it_is_over() -> None:
    order = "周远要求,上半年到位资金不低于80亿元。\n"
    report = "会议通报,上半年到位资金98亿元。\n"
    assert [one[1] for one in targets_of(SPEECH + order + report)] == [80]


def test_columns_of_projects_say_their_units_in_brackets_or_above_the_table() -> None:
    table = "序号\t项目名称\t总投资\t用地\n1\t城南大桥\t5.6\t120\n2\t滨江医院\t2.3\t—\n"
    plain = quantities("临江市集中开工\n2020年3月2日\n(单位:亿元、亩)\n" + table)
    assert [(one.facts["value"], one.facts["unit"]) for one in plain] == [
        (5.6, "亿元"),
        (120, "亩"),
        (2.3, "亿元"),
    ]
    planned = "项目名称\t总投资(万元)\t2020年计划投资(万元)\n城南大桥\t56000\t12000\n"
    assert targets_of("临江市2020年重点项目清单\n2020年3月2日\n" + planned) == [
        ("计划投资", 12000, "万元", 2020, "exact")
    ]


def test_a_column_of_goals_takes_its_indicator_from_the_task_of_its_row() -> None:
    text = "序号\t工作任务\t目标值\t责任单位\n1\t新增城镇就业\t1.5万人\t市人社局\n"
    assert targets_of("临江市2020年重点工作任务分解\n2020年3月2日\n" + text) == [
        ("新增城镇就业", 1.5, "万人", 2020, "exact")
    ]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("确定3个集体和2个项目。", ["3个", "2个"]),
        ("收购量24万担,淘汰10蒸吨锅炉。", ["24万担", "10蒸吨"]),
        ("Plant 400 to 500 hectares of bamboo and build 25 to 30 ships.", ["400 to 500 hectares", "25 to 30 ships"]),
        ("Forest rose from 400 to 500 hectares.", ["500 hectares"]),
        ("Visitors should exceed 60 million.", ["60 million"]),
    ],
)  # fmt: skip
def test_units_and_ranges(text: str, quotes: list[str]) -> None:
    assert [one.quote for one in quantities(text)] == quotes


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_table_of_products_says_unit_output_and_change(mark: str) -> None:
    rows = (["产品名称", "单位", "产量", "比上年增长(%)"], ["原煤", "万吨", "2865.4", "-6.2"])
    text = "临江市2015年国民经济和社会发展统计公报\n" + "\n".join(mark.join(row) for row in rows)
    found = [one.facts for one in quantities(text + "\n")]
    told = [
        (one["indicator"], one["value"], one["unit"], one["year"], one["comparison"])
        for one in found
    ]
    assert told == [
        ("原煤", 2865.4, "万吨", 2015, "exact"), ("原煤", 6.2, "%", 2015, "fall")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("一般性支出压减5%", "fall"), ("增幅高达41.6%", "growth"), ("占比不到35%", "below"),
        ("消费价格涨幅3%左右", "growth_about"), ("贴息不超过利息的50%", "at_most"),
        ("Some 400 people came", "about"), ("GDP rose, 8 percent more than in 2019", "growth"),
        ("Firms with 20 jobs or more", "at_least"), ("Sales shrank by 4.9 percent", "fall"),
        ("The share should not fall below 85 percent", "at_least"),
        ("They cover 1,300 mu", "exact"), ("No firm gets more than 300 yuan", "at_most"),
    ],
)  # fmt: skip
def test_how_a_number_is_meant(text: str, meant: str) -> None:
    (found,) = quantities(text)
    assert found.facts["comparison"] == meant


@pytest.mark.parametrize(
    ("text", "years"),
    [
        # facts go on in the year that led before, and months of a speech are of its year
        ("2018年是爬坡之年。产值增长6%,企业达到50家。", [2018, 2018]),
        ("通报显示,截至8月底,集聚企业47家。但产值仅3亿元。", [2019, 2019]),
        ("“十二五”末,产值达到30亿元。", [2015]),
        ("截至2017年底,建成水库27座,库容6亿立方米。", [2017, 2017]),
    ],
)
def test_the_year_of_what_is_told(text: str, years: list[int]) -> None:
    found = quantities("临江市召开推进会\n2019年9月3日\n" + text)
    assert [one.facts["year"] for one in found] == years
