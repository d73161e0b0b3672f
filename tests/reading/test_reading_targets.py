"""What is a target, and of which year: by the kind of document, what leads, and the level before."""

import pytest
import scoring_quantities as scoring

from citywright.reading.document import Document
from citywright.reading.heading import head_of
from citywright.reading.targets import find_targets
from citywright.reading.view import view_of

REPORT = "政 府 工 作 报 告\n2012年1月16日\n一、2011年工作回顾\n二、2012年工作安排\n"
PLAN = "临江市国民经济和社会发展第十二个五年规划纲要\n2011年3月1日\n第一章 发展目标\n"
MINUTES = "临江市人民政府专题会议纪要\n2019年4月11日\n会议听取了汇报。\n一、湖泊治理\n"
AWARDS = "临江市人民政府关于表彰2017年度先进集体的决定\n2018年2月26日\n市农业局\n"
LIST = "关于印发2022年临江市重点项目投资计划的通知\n2022年5月12日\n一、明确年度任务\n"
ENGLISH = "Linjiang Action Plan for Green Industry (2020-2022)\n9 June 2020\n2. Goals\n"
POINTS = (
    "Key Points of Government Work in Linjiang for 2016\n18 February 2016\nII. Targets for 2016\n"
)


def targets_of(text: str) -> list[tuple[str, object, object]]:
    seen = view_of(Document("one.txt", "txt", "utf-8", "", text))
    return [
        (str(one.facts.get("indicator")), one.facts["value"], one.facts.get("year"))
        for one in find_targets(seen, head_of(seen))
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the level before is of last year, what is to be reached of this one
        (REPORT + "污水处理率由上年的81%提高到88%。", [("污水处理率", 88, 2012)]),
        (REPORT + "自来水普及率从72%提升至80%。", [("自来水普及率", 80, 2012)]),
        (REPORT + "答复时限不超过7个工作日。", [("答复时限", 7, 2012)]),
        (REPORT + "把冶炼企业由9家减至4家。", [("冶炼企业", 4, 2012)]),
        (REPORT + "对欠薪超过1个月的企业停止审批。", []),
        (
            PLAN + "到2015年,生产总值达到460亿元,“十二五”年均增长14%以上;投资突破640亿元。",
            [("生产总值", 460, 2015), ("生产总值", 14, [2011, 2015]), ("投资", 640, 2015)],
        ),
        # minutes decide below their headings; their funds, shares and conditions are no targets
        (
            MINUTES + "2019年总磷浓度下降15%,水生植被恢复800亩。财政局统筹资金1.8亿元,其中企业自筹占三成。",
            [("总磷浓度", 15, 2019), ("水生植被", 800, 2019)],
        ),
        (MINUTES + "连续2个月进度低于80%的,取消评优资格。", []),
        # a list of the honours of last year closes with the year that has begun
        (
            AWARDS + "2018年,全市新增基地4个,农药使用量下降6%,年内各建成示范园2个。",
            [("基地", 4, 2018), ("农药使用量", 6, 2018), ("示范园", 2, 2018)],
        ),
        (AWARDS + "2018年,未达到进度80%的单位,收回指标。", []),
        (
            LIST + "共安排项目27个,年度计划投资92亿元。其中续建项目11个。开工率9月底达到90%。",
            [("年度计划投资", 92, 2022), ("开工率", 90, 2022)],
        ),
        (
            ENGLISH + "By the end of 2022\n(a) the output of mills will exceed 260 million yuan;\n"
            "(b) the share of guests will rise from 31 percent in 2019 to 40 percent.\n",
            [("the output of mills", 260, 2022), ("the share of guests", 40, 2022)],
        ),
        (ENGLISH + "3. Funding\nNo owner may receive more than 80,000 yuan.\n", []),
        (POINTS + "- GDP: growth of about 8.5 percent\n", [("GDP", 8.5, 2016)]),
        # a list led by goals, also where a speech leads it
        (
            ("Sohar Holds Council Meeting\n4 February 2024\nOur targets for 2024 are as follows:\n"
            "- municipal revenue: growth of around 6 percent;\n- new jobs for young people: 3,200;\n"
            "- building permits: no longer than 8 days.\n"),
            [
                ("municipal revenue", 6, 2024), ("new jobs for young people", 3200, 2024),
                ("building permits", 8, 2024),
            ],
        ),
        # what a firm invests, and what the entry of a work says, is a size
        (
            MINUTES + "轻纺产业园项目,业主为临江轻纺有限公司,一期建成需要22亿元,岸线长980米。\n",
            [],
        ),
        (MINUTES + "临江重工有限公司投资46亿元。\n", []),
        # a class is no target, what is counted of it is one
        (REPORT + "淘汰10蒸吨以下燃煤锅炉19台。", [("燃煤锅炉", 19, 2012)]),
        # a part about the next year has months and a whole year of its own
        (
            ("临江县人民政府工作报告\n2023年12月27日\n一、2023年工作回顾\n二、2024年工作安排\n"
            "6月底前建成厂房12座,年内治理河道14公里。"),
            [("厂房", 12, 2024), ("河道", 14, 2024)],
        ),
        # a time that leads, or a target before, goes on to the clauses behind
        (
            ("临江市召开动员大会\n2021年5月8日\n他给出时间表:到2025年,企业达到2000家;"
            "今年全年技改投资增长15%以上,用水量下降6%。\n今年年底前,处理率提高到六成。"),
            [("企业", 2000, 2025), ("技改投资", 15, 2021), ("用水量", 6, 2021), ("处理率", 6, 2021)],
        ),
        # what stands until now, how long, and those who fall behind are none
        (
            ("临江市召开动员大会\n2021年5月8日\n会议要求,截至4月10日,收割小麦92万亩。"
            "对连续2个月不合格的县区问责,3年内不得申报。"),
            [],
        ),
        # goals of tables: by the line above, or in a column of tasks with its deadline
        (
            ("关于印发临江市2023年工作要点的通知\n2023年4月1日\n分县目标如下:\n"
            "区县\t能耗下降(%)\t煤炭压减(万吨)\n城关区\t3.5\t6\n"),
            [("能耗下降", 3.5, 2023), ("煤炭压减", 6, 2023)],
        ),
        (
            ("关于印发临江市2022年任务清单的通知\n2022年4月1日\n编号|任务|工作要求|牵头单位|完成时限\n"
            "A1|绿色建筑|建成充电桩92个|市住建局|2023年9月底\n"),
            [("充电桩", 92, 2023)],
        ),
    ],
)  # fmt: skip
def test_what_is_meant_to_be_reached_and_when(
    text: str, told: list[tuple[str, object, object]]
) -> None:
    found = targets_of(text)
    assert [one[1:] for one in found] == [one[1:] for one in told], found
    assert all(scoring.overlap(a[0], b[0]) for a, b in zip(told, found, strict=True)), found
