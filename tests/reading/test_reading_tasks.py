"""Owners, tasks and deadlines in the forms of minutes, divisions of work and council papers."""

import pytest
from read_texts import facts

NOTICE = "关于印发临江市重点工作分工的通知\n"
MINUTES = "临江市人民政府专题会议纪要\n"
PLAN = "Linjiang Council Action Plan for Clean Air\n\n"

CHINESE = [
    (
        f"{NOTICE}青山县任务完成率只有六成,须于4月15日前写出书面检查。\n",
        {("青山县", "写出书面检查", "4月15日前")},
    ),
    (
        f"{NOTICE}市商务局要会同市工信局在6月底前制定扶持办法。\n",
        {("市商务局", "制定扶持办法", "6月底前"), ("市工信局", "制定扶持办法", "6月底前")},
    ),
    (
        f"{MINUTES}市水利局要修复水闸2座;市财政局筹措资金5亿元。市统计局每月5日前通报进度。\n",
        {
            ("市水利局", "修复水闸2座", None),
            ("市财政局", "筹措资金5亿元", None),
            ("市统计局", "通报进度", "每月5日前"),
        },
    ),
    (
        f"{NOTICE}(一)抓好招商。1.引进企业5家(市商务局牵头);2.办好推介会(市博览局)。\n",
        {("市商务局", "引进企业5家", None), ("市博览局", "办好推介会", None)},
    ),
    (
        f"{NOTICE}序号 | 工作任务 | 目标 | 责任单位 | 时限\n\n一、强工业\n\n1 | 工业扩量 | 增长8% | 市工信局、市统计局 | 12月底前\n",
        {("市工信局", "工业扩量", "12月底前"), ("市统计局", "工业扩量", "12月底前")},
    ),
    (
        f"{NOTICE}类别\t工作任务\t责任单位\t完成时限\n民生\t改造水厂\t市水利局\t9月底\n新建公园\t市园林局\t10月底\n",
        {("市水利局", "改造水厂", "9月底"), ("市园林局", "新建公园", "10月底")},
    ),
    (
        f"{NOTICE}1.修缮文物12处。(市文旅局、各县区;2019年10月底前)\n2.开展食品检查。【市教育局】\n",
        {("市文旅局", "修缮文物12处", "2019年10月底前"), ("市教育局", "开展食品检查", None)},
    ),
    (
        f"{NOTICE}(一)优化服务。压减事项30项。〔市司法局牵头,市财政局等按职责分工负责〕\n",
        {("市司法局", "优化服务", None), ("市财政局", "优化服务", None)},
    ),
    (
        f"{NOTICE}职责分工\n(一)市教育局。负责校园安全,每学期演练。\n(二)市公安局。查处超员校车。\n",
        {("市教育局", "校园安全", None), ("市公安局", "查处超员校车", None)},
    ),
    (
        f"{MINUTES}会议议定:一、由市住建局牵头,市财政局配合,在9月底前完成图纸审查。\n",
        {("市住建局", "完成图纸审查", "9月底前"), ("市财政局", "完成图纸审查", "9月底前")},
    ),
    (
        f"{MINUTES}临江大桥工程由市交通局负责,9月20日前完成场地平整。\n",
        {("市交通局", "完成场地平整", "9月20日前")},
    ),
    (
        f"{MINUTES}青山县园区管委会要在“五一”前完成企业搬迁。市教育局要在秋季开学前新增学位900个。\n",
        {
            ("青山县园区管委会", "完成企业搬迁", "“五一”前"),
            ("市教育局", "新增学位900个", "秋季开学前"),
        },
    ),
    (
        f"{MINUTES}青山县、白水县各新建医院1所的工作要抓紧。市财政局6月底前将资金拨付到位。\n",
        {("市财政局", "将资金拨付到位", "6月底前")},
    ),
    (
        f"{MINUTES}市政府研究室要起草报告。党群工作部负责人才公寓。由市纪委监委约谈主要负责人。\n",
        {
            ("市政府研究室", "起草报告", None),
            ("党群工作部", "人才公寓", None),
            ("市纪委监委", "约谈主要负责人", None),
        },
    ),
    (
        f"{MINUTES}去年,市工信局组织企业参展。市财政局不得截留资金。结果在《临江日报》公布。\n",
        set(),
    ),
    ("临江重工有限公司铸造项目总投资2亿元。王芳已由市总工会推荐参评。\n", set()),
    (
        "由市交通运输局牵头、市水利局配合,编制岸线整合方案,5月20日前报市政府审定。\n",
        {
            ("市交通运输局", "编制岸线整合方案", "5月20日前"),
            ("市水利局", "编制岸线整合方案", "5月20日前"),
        },
    ),
]
ENGLISH = [
    (
        "The Municipal Finance Bureau has been asked to set aside 40 million yuan.\n",
        {("Municipal Finance Bureau", "set aside 40 million yuan", None)},
    ),
    (
        "The Municipal Labour Bureau, supported by the Municipal Health Commission, is to check wages.\n",
        {("Municipal Labour Bureau", "check wages", None)},
    ),
    (
        "Mayor Li asked the Municipal Planning Bureau to finish the map before the summer of 2025.\n",
        {("Municipal Planning Bureau", "finish the map", "before the summer of 2025")},
    ),
    (
        "2. Open the night market. (Lead: Municipal Commerce Bureau; by May 2025)\n",
        {("Municipal Commerce Bureau", "Open the night market", "by May 2025")},
    ),
    (
        "The Linjiang Branch of the People's Bank of China will issue a standard by June 2024.\n",
        {("Linjiang Branch of the People's Bank of China", "issue a standard", "by June 2024")},
    ),
    ("Flights from Harbin, Xi'an and Chengdu will double. Suzhou is to receive guests.\n", set()),
]
WORKS = [
    ("开工建设青山湿地公园,总投资4.3亿元,面积8600亩。\n", {("青山湿地公园", 4.3, 8600.0)}),
    ("临江重工负责建设白水生态产业园,该园计划投资6.8亿元。\n", {("白水生态产业园", 6.8, None)}),
    ("投资30.5亿元的中化临江精细化工基地正在抓紧施工。\n", {("中化临江精细化工基地", 30.5, None)}),
    ("白水电站全长8公里,概算投资2亿元。投入9600万元改造老旧管网。\n", {("白水电站", 2.0, None)}),
    ("临江市召开项目推进会。市人民医院投资2亿元购置设备。\n", set()),
    (
        "由临江重工投资11亿元、用地420亩建设青山精铸产业园项目。\n",
        {("青山精铸产业园项目", 11.0, 420.0)},
    ),
    (
        "大家观摩了重型锻件制造基地项目。该项目总投资16亿元,占地430亩。\n",
        {("重型锻件制造基地项目", 16.0, 430.0)},
    ),
    ("临江抢抓“东数西算”工程机遇。\n", set()),
]
WORKS_ENGLISH = [
    (
        "A firm will build the Qingshan Heat Storage Station by 2026; the station costs 1.8 billion yuan.\n",
        {("Qingshan Heat Storage Station", 1.8)},
    ),
    (
        "Work on the Baishui Sewage Works has begun. It will cost 310 million yuan.\n",
        {("Baishui Sewage Works", 310.0)},
    ),
    ("The shops of Qingshan Park sold goods worth 3 billion yuan.\n", set()),
]


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_who_does_what_until_when(text: str, expected: set[tuple[object, ...]]) -> None:
    assert set(facts(text, "tasks", "owner", "task", "deadline")) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_who_does_what_in_english(text: str, expected: set[tuple[object, ...]]) -> None:
    assert set(facts(PLAN + text, "tasks", "owner", "task", "deadline")) == expected


@pytest.mark.parametrize(("text", "expected"), WORKS)
def test_works_are_known_by_their_kind_and_cost(
    text: str, expected: set[tuple[object, ...]]
) -> None:
    text = f"临江市政府工作报告\n三、今年主要工作\n{text}"
    assert set(facts(text, "projects", "name", "amount", "area")) == expected


@pytest.mark.parametrize(("text", "expected"), WORKS_ENGLISH)
def test_english_works_are_known_by_their_cost(
    text: str, expected: set[tuple[object, ...]]
) -> None:
    assert set(facts(PLAN + text, "projects", "name", "amount")) == expected


def test_the_line_above_a_table_names_the_units_of_its_columns() -> None:
    text = (
        "临江市集中签约仪式举行\n部分项目一览(单位:亿元、亩)\n序号 | 项目名称 | 总投资 | 用地\n"
        "1 | 青山轴承项目 | 12.8 | 175\n"
    )
    assert facts(text, "projects", "amount", "unit", "area", "area_unit") == [
        (12.8, "亿元", 175.0, "亩")
    ]


def test_an_action_with_quotation_marks_is_a_programme_with_its_word() -> None:
    text = "临江市政府工作报告\n开展“项目提速年”活动。打响“百日会战”。\n"
    assert facts(text, "programmes", "name") == [("“项目提速年”活动",), ("百日会战",)]
