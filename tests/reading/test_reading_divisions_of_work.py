"""Who does what, projects and targets, in the layouts of lists, tables and minutes."""

from read_texts import facts, read

TITLE = "临江市2014年重点工作任务分解表\n"


def test_brackets_lines_and_dashes_name_who_is_responsible_and_until_when() -> None:
    text = (
        f"{TITLE}一、治污工程\n1. 建成干渠32公里。牵头单位:市水利局;配合单位:青山县;完成时限:10月底前。\n"
        "2. 改造水厂2座。(市住建局负责,市环保局指导)\n3. 新建中转站6座。【责任单位:市城管局】\n"
        "4. 推广测土配方施肥——市农业局、青山县\n"
    )
    assert facts(text, "tasks", "owner", "task", "deadline") == [
        ("市水利局", "建成干渠32公里", "10月底前"),
        ("青山县", "建成干渠32公里", "10月底前"),
        ("市住建局", "改造水厂2座", None),
        ("市环保局", "改造水厂2座", None),
        ("市城管局", "新建中转站6座", None),
        ("市农业局", "推广测土配方施肥", None),
        ("青山县", "推广测土配方施肥", None),
    ]


def test_who_leads_and_helps_without_a_task_does_what_the_section_names() -> None:
    text = (
        "临江市水产发展规划\n4 保障措施\n4.1 组织领导\n市水利局牵头,市财政局配合,青山县要把指标列入年度考核。\n"
        "4.2 资金投入\n由市发改委牵头,市商务局配合,6月15日前摸清底数。\n"
    )
    found = facts(text, "tasks", "owner", "task", "deadline")
    assert ("市水利局", "组织领导", None) in found
    assert ("市财政局", "组织领导", None) in found
    assert ("青山县", "把指标列入年度考核", None) in found
    assert ("市商务局", "摸清底数", "6月15日前") in found


def test_urgency_and_short_times_stand_between_the_owner_and_the_task() -> None:
    text = (
        "关于落实议定事项的通知\n市商务局一周内建立台账。市林业局务必于4月底前办结。市水利局每月28日前汇总进度。"
        "由市财政局牵头,于6月底前提出方案。\n"
    )
    assert facts(text, "tasks", "owner", "task", "deadline") == [
        ("市商务局", "建立台账", "一周内"),
        ("市林业局", "办结", "4月底前"),
        ("市水利局", "汇总进度", "每月28日前"),
        ("市财政局", "提出方案", "6月底前"),
    ]


def test_who_answers_for_a_project_owns_it_and_who_only_builds_it_does_not() -> None:
    text = (
        f"{TITLE}序号\t项目名称\t建设规模\t总投资(万元)\t用地(亩)\t业主单位\t责任单位\t责任领导\n"
        "1\t青山水厂扩建工程\t管网14公里\t36000\t/\t临江水务有限公司\t市水利局\t王建国\n"
        "备注:第1项要在国庆节前通水。\n"
    )
    reading = read(text)
    assert [one.facts["owner"] for one in reading.tasks] == ["市水利局"]
    (project,) = reading.projects
    assert (project.facts["amount"], project.facts["unit"]) == (36000.0, "万元")
    assert [one.facts["name"] for one in reading.people] == ["王建国"]
    assert [(one.quote, one.facts["status"]) for one in reading.quantities] == [
        ("14公里", "fact"),
        ("36000", "fact"),
    ]


def test_strokes_part_the_cells_of_a_table() -> None:
    text = (
        "Minutes of the Linjiang Port Meeting\n\nNo. | Action | Owner | Due\n--- | --- | --- | ---\n"
        "A1 | Publish the timetable | Municipal Transport Bureau | 31 March 2025\n"
    )
    assert facts(text, "tasks", "owner", "task", "deadline") == [
        ("Municipal Transport Bureau", "Publish the timetable", "31 March 2025")
    ]


def test_the_cost_of_a_project_stands_before_it_behind_it_or_in_a_bracket() -> None:
    text = (
        "临江市举行招商大会\n2022年10月18日,临江重工有限公司投下18亿元,在青山县建设洗碗机总部基地项目,净用地约"
        "260亩。青山湖景区二期工程已于9月开工,投资额3.2亿元。实施青山铁矿矿渣项目(投资1.8亿元,用地120亩)。\n"
    )
    assert facts(text, "projects", "name", "amount", "unit", "area") == [
        ("洗碗机总部基地项目", 18.0, "亿元", 260.0),
        ("青山湖景区二期工程", 3.2, "亿元", None),
        ("青山铁矿矿渣项目", 1.8, "亿元", 120.0),
    ]


def test_headings_in_boxes_and_with_bullets_tell_what_looks_back_and_of_which_year() -> None:
    text = (
        "临江市人民政府工作报告\n2023年1月11日\n【2022年回眸】\n工业增加值增长4%。\n【2023年怎么干】\n▲预期目标▲\n"
        "生产总值增长12%。企业投诉48小时内响应。\n▲主攻方向▲\n其一,做大临港产业。石化产值达到1100亿元。\n"
    )
    assert facts(text, "targets", "value", "unit", "year") == [
        (12.0, "%", 2023),
        (1100.0, "亿元", 2023),
    ]
    titles = [one.facts["title"] for one in read(text).strategy if one.facts["kind"] == "heading"]
    assert titles == ["2023年怎么干", "预期目标", "主攻方向", "做大临港产业"]


def test_the_paragraph_that_leads_a_list_gives_its_year_and_a_base_is_no_target() -> None:
    text = (
        "临江市循环经济发展规划\n1 总体要求\n1.1 目标指标\n到2010年,实现以下目标:\n1.1.1 能耗下降20%。\n"
        "1.1.2 综合利用率由2005年的31%提高到60%。\n2 园区建设\n入园企业投资强度应不低于每亩80万元。\n"
    )
    assert facts(text, "targets", "value", "unit", "year") == [(20.0, "%", 2010), (60.0, "%", 2010)]


def test_entries_of_a_list_name_works_by_the_size_beside_them() -> None:
    text = (
        "临江市集中开工仪式举行\n2017年5月18日\n●青山新材料产业园二期,总投资12亿元,占地300亩;\n"
        "●临江大桥:概算3.6亿元。\n●工业投资:增长12%。\n另签约云谷数据中心项目(8亿元)。新引进项目31个。\n"
    )
    assert facts(text, "projects", "name", "amount", "area") == [
        ("青山新材料产业园二期", 12, 300),
        ("临江大桥", 3.6, None),
        ("云谷数据中心项目", 8, None),
    ]


def test_english_entries_name_works_and_their_sizes() -> None:
    text = (
        "Nineteen Projects Signed at Linjiang Investment Day\n\nLinjiang, 17 October 2024\n\n"
        "- Qingshan Blade Works. Total investment 5.2 billion yuan; site 610 mu.\n\n"
        "- Linjiang Glass Line, 1.9 billion yuan, 300 mu.\n\n- Talks go on about prices.\n"
    )
    assert facts(text, "projects", "name", "amount", "area") == [
        ("Qingshan Blade Works", 5.2, 610),
        ("Linjiang Glass Line", 1.9, 300),
    ]


def test_streets_concessions_and_company_stand_between_owner_and_task() -> None:
    text = (
        "关于落实议定事项的通知\n延令街道、济川街道要把排污口截住。深沪镇虽未列入上表,也要做好海堤加固。"
        "市民政局会同市财政局,于三天内拨付救灾款。\n"
    )
    assert set(facts(text, "tasks", "owner", "task")) == {
        ("延令街道", "把排污口截住"),
        ("济川街道", "把排污口截住"),
        ("深沪镇", "做好海堤加固"),
        ("市民政局", "拨付救灾款"),
        ("市财政局", "拨付救灾款"),
    }


def test_entries_of_annexes_bare_names_and_works_are_no_headings() -> None:
    text = (
        "临江市物流业发展规划\n第一篇 任务\n第一章 建枢纽\n扩建站场。\n▲铁路港\n抓好铁路港建设,完善功能。\n"
        "▲临江物流有限公司\n地址\n附件:1.任务分解表\n2.联系人名单\n"
    )
    titles = [one.facts["title"] for one in read(text).strategy if one.facts["kind"] == "heading"]
    assert titles == ["任务", "建枢纽", "铁路港"]


def test_what_stands_in_the_line_that_a_name_heads_belongs_to_the_work() -> None:
    text = (
        "临江市重点项目签约大会召开\n  青山镇湿地修复项目。业主为临江水务集团,投资4.8亿元,修复面积2.6万亩。\n"
        "  ——临江演艺中心项目,临江文旅公司拿出3.6亿元,占地60亩。\n"
        "项目:白水脑机中试基地 业主:临江研究院 总投资:2.7亿元 用地:38亩\n"
        "市商务局要抓好青山检测平台项目建设,该项目总投资4200万元,用地26亩。新建“两高”项目须审查。\n"
    )
    assert facts(text, "projects", "name", "amount", "area") == [
        ("青山镇湿地修复项目", 4.8, 2.6),
        ("临江演艺中心项目", 3.6, 60.0),
        ("白水脑机中试基地", 2.7, 38.0),
        ("青山检测平台项目", 4200.0, 26.0),
    ]


def test_the_owner_of_an_english_work_has_no_task_and_any_money_is_a_cost() -> None:
    text = (
        "Linjiang Starts Works\n\n* Panshan Truck Plant. Owner: Linjiang Motors Group. Cost 3.8 billion yuan; "
        "site 4,720 mu; first truck due in June 2022.\n* Linjiang Retention Basin, a scheme of 9.4 million "
        "rials on 36 hectares.\n"
    )
    assert facts(text, "projects", "name", "amount", "area") == [
        ("Panshan Truck Plant", 3.8, 4720.0),
        ("Linjiang Retention Basin", 9.4, 36.0),
    ]
    assert facts(text, "tasks", "owner") == []
