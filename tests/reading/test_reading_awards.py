"""Lists of those who are honoured, in the forms in which offices write them, and verbs of winning."""

import pytest
from read_texts import facts


def honours(text: str, *names: str) -> list[tuple[object, ...]]:
    return facts(text, "honours", *(names or ("what", "who")))


DECISION = "临江市人民政府关于表彰2013年度先进集体和先进个人的决定\n"


def test_names_are_spaced_to_one_width_and_stand_in_columns_that_come_twice() -> None:
    text = (
        f"{DECISION}市政府决定,授予王建国等4人“2013年度先进个人”称号。\n附件\n先进个人名单(4人)\n"
        "\t姓名\t单位及职务\t姓名\t单位及职务\n\t王建国\t临江造船厂焊工\t李　红\t市第三中学教师\n"
        "\t陶　勇\t临江水厂工人\t赵大川\t市气象局科长\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("先进个人", ["王建国", "李 红", "陶 勇", "赵大川"], 2013, "市政府")
    ]


def test_those_who_follow_are_found_below_the_sentence_that_confers() -> None:
    text = (
        f"{DECISION}  一、授予下列企业“2013年度纳税功臣”称号(以税额为序)\n  1、临江重工有限公司\n"
        "  2、青山造纸总厂\n  二、授予下列同志“优秀企业家”称号\n  王建国  李　红\n  三、撤销临江印染厂"
        "2010年获得的“纳税大户”称号。\n"
    )
    assert honours(text, "what", "who", "year") == [
        ("纳税功臣", ["临江重工有限公司", "青山造纸总厂"], 2013),
        ("优秀企业家", ["王建国", "李 红"], 2013),
    ]


def test_classes_part_one_list_and_a_heading_that_recommends_ends_it() -> None:
    text = (
        f"{DECISION}市政府决定予以表彰。\n先进集体名单\n(共3个)\n一、县市(1个)\n青山县人民政府\n"
        "二、市直部门(2个)\n市商务局\n市水利局\n附件2\n已推荐至省政府的先进集体\n市财政局\n"
    )
    assert honours(text) == [("先进集体", ["青山县人民政府", "市商务局", "市水利局"])]


def test_tiers_of_several_contests_each_have_their_own_winners() -> None:
    text = (
        "关于公布临江市技能大赛获奖名单的通报\n现将获奖名单公布如下:\n【焊工】\n一等奖:王建国(临江造船厂)\n"
        "二等奖:赵大川(临江水厂)　李　红(青山造纸总厂)\n【厨师】\n一等奖(1名):陶　勇(市第一招待所)\n"
        "【优秀组织奖】\n青山县总工会/市水利局\n【奖励办法】\n一等奖选手奖励3000元。\n"
    )
    assert honours(text) == [
        ("一等奖", ["王建国"]),
        ("二等奖", ["赵大川", "李 红"]),
        ("一等奖", ["陶 勇"]),
        ("优秀组织奖", ["青山县总工会", "市水利局"]),
    ]


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_table_with_a_column_of_honours_has_one_entry_for_each(mark: str) -> None:
    rows = [
        ("序号", "获奖等次", "单位名称", "备注"),
        ("1", "一等奖", "临江重工有限公司", "焊接"),
        ("2", "二等奖", "青山造纸总厂", "造纸"),
        ("3", "二等奖", "临江水厂", "净水"),
    ]
    table = "\n".join(mark.join(row) for row in rows)
    assert honours(f"关于表彰临江市科技创新先进的通报\n{table}\n") == [
        ("一等奖", ["临江重工有限公司"]),
        ("二等奖", ["青山造纸总厂", "临江水厂"]),
    ]


def test_an_entry_may_describe_the_person_behind_the_name() -> None:
    text = (
        f"{DECISION}市政府决定予以表彰。\n二、先进个人\n王建国,男,汉族,临江造船厂焊工\n"
        "李　红 女,临江水厂化验员\n希望受表彰的同志再接再厉。\n"
    )
    assert honours(text) == [("先进个人", ["王建国", "李 红"])]


def test_a_report_tells_who_won_and_the_city_itself_needs_no_name() -> None:
    text = (
        "临江市人民政府工作报告\n2016年1月9日\n\n【2015年回眸】\n⊙入选“国家森林城市”,青山县荣获“全国文明"
        "县城”,连续三年被省委、省政府评为平安建设先进县。\n⊙王建国主持的净水项目获省科技进步二等奖。\n"
        "⊙市水利局申报的“全国节水单位”尚在公示。\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("国家森林城市", ["临江市"], 2015, None),
        ("全国文明县城", ["青山县"], 2015, None),
        ("平安建设先进县", ["青山县"], 2015, "省委、省政府"),
        ("省科技进步二等奖", ["王建国"], 2015, None),
    ]


def test_an_honour_may_stand_before_those_who_receive_it() -> None:
    text = (
        "临江市举行表彰大会\n2012年3月1日,市政府将“功勋企业家”称号授予王建国、李红。市长质量奖由临江重工"
        "有限公司获得。会上向青山县颁发了“招商先进县”奖牌。\n"
    )
    assert honours(text) == [
        ("功勋企业家", ["王建国", "李红"]),
        ("市长质量奖", ["临江重工有限公司"]),
        ("招商先进县", ["青山县"]),
    ]


def test_what_is_proposed_applied_for_or_only_a_condition_is_no_honour() -> None:
    assert honours("关于拟表彰临江市先进个人名单的公示\n一、先进个人(1名)\n王建国\n") == []
    text = "临江市人民政府关于扶持企业的意见\n获评市级绿色工厂的,奖励20万元。支持临江酒厂争创中国名牌。\n"
    assert honours(text) == []


def test_a_report_tells_in_passing_who_gave_it_when_and_what_kind_of_sign() -> None:
    text = (
        "临江市政府工作报告\n2021年2月3日\n一、2020年工作\n市体育馆捧回“健身示范场馆”奖牌,由省体育局授予。云龙湖景区"
        "接待游客9万人次,获评“最美湖湾”之一。青山县由省水利厅、省林业局联合命名为“绿色水乡”。临江中学喜获省教育厅"
        "颁发的“示范校”称号。我市先后荣获“全国文明城市”“国家森林城市”两块牌子。\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("健身示范场馆", ["市体育馆"], 2020, "省体育局"),
        ("最美湖湾", ["云龙湖景区"], 2020, None),
        ("绿色水乡", ["青山县"], 2020, "省水利厅、省林业局"),
        ("示范校", ["临江中学"], 2020, "省教育厅"),
        ("全国文明城市", ["临江市"], 2020, None),
        ("国家森林城市", ["临江市"], 2020, None),
    ]


def test_a_bracket_dates_the_honour_before_it_and_no_other() -> None:
    text = (
        f"{DECISION}市政府决定予以表彰。\n先进集体\n青山县人民政府\n此前,青山县先后荣膺“历史名县”(2007年,建设部、"
        "国家文物局)和“最美县城”。\n"
    )
    assert honours(text, "what", "who", "year", "by")[1:] == [
        ("历史名县", ["青山县"], 2007, "建设部、国家文物局"),
        ("最美县城", ["青山县"], None, None),
    ]


def test_a_commendation_needs_no_other_name_and_its_list_may_have_classes() -> None:
    text = (
        "关于对2022年度攻坚集体和个人给予通报表扬的通报\n经研究,对下列集体和个人予以通报表扬。\n第一档(优秀)\n青山县\n"
        "第二档(良好)\n市气象局\n“攻坚先锋”个人(4名)\n王建国　市水利局科长　　李　红　市第三中学教师\n"
        "赵大川　临江水厂工人　　陶　勇　青山县医院医生\n"
    )
    assert honours(text, "what", "who", "year") == [
        ("通报表扬", ["青山县", "市气象局"], 2022),
        ("攻坚先锋", ["王建国", "李 红", "赵大川", "陶 勇"], 2022),
    ]


def test_works_are_honoured_in_those_who_made_them_and_tiers_are_of_one_prize() -> None:
    text = (
        "2017年度临江市科学技术奖获奖名单公告\n市政府决定授奖,公告如下。\n一、市科学技术进步奖\n一等奖\n1.纤维制备技术\n"
        "完成单位:临江重工有限公司\n完成人:王建国、李　红\n二等奖\n1.河底修复示范\n完成单位:市水利设计院\n完成人:赵大川\n"
    )
    who = ["临江重工有限公司", "王建国", "李 红", "市水利设计院", "赵大川"]
    assert honours(text, "what", "who", "year") == [("市科学技术进步奖", who, 2017)]


def test_a_roll_below_stars_has_its_giver_at_the_end_and_none_for_higher_honours() -> None:
    text = (
        "光荣榜\n——临江县2012年度工业榜\n2013年2月5日\n★纳税大户\n状元:临江重工有限公司\n榜眼:\n  青山造纸股份有\n  限公司\n"
        "★创业之星\n全国致富带头人　王建国\n县级创业之星　李　红　赵大川\n以上单位和个人,由县委、县政府授牌。\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("纳税大户", ["临江重工有限公司", "青山造纸股份有限公司"], 2012, "县委、县政府"),
        ("全国致富带头人", ["王建国"], None, None),
        ("县级创业之星", ["李 红", "赵大川"], 2012, "县委、县政府"),
    ]


def test_in_english_the_giver_may_stand_between_the_verb_and_the_honour() -> None:
    text = (
        "Linjiang City Work Report 2014\n12 January 2014\nI. What 2013 brought\nThe Linjiang Rice Cooperative took home the "
        "gold medal of the Harvest Fair, and teacher Wang Wei was honoured by the provincial government as an Outstanding Teacher.\n"
    )
    assert set(honours(text, "what", "year", "by")) == {
        ("gold medal of the Harvest Fair", 2013, None),
        ("Outstanding Teacher", 2013, "provincial government"),
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "青山县继2018年荣获“省级文明县城”之后,去年又获评“全国文明县城”。",
            [
                ("省级文明县城", ["青山县"], 2018, None),
                ("全国文明县城", ["青山县"], 2020, None),
            ],
        ),
        (
            "青山县凭借生态优势获评“中国天然氧吧”,临江重工有限公司顺利通过工信部绿色工厂认定。",
            [
                ("中国天然氧吧", ["青山县"], 2020, None),
                ("绿色工厂", ["临江重工有限公司"], 2020, "工信部"),
            ],
        ),
        (
            "我市跻身全国创新型城市行列;教育部认定市第一中学为全国足球特色学校。",
            [
                ("全国创新型城市", ["临江市"], 2020, None),
                ("全国足球特色学校", ["市第一中学"], 2020, "教育部"),
            ],
        ),
        (
            "市公安局荣立集体一等功,王建国同志荣获全国劳动模范称号,云龙湖景区蝉联全省接待人数首位。",
            [
                ("集体一等功", ["市公安局"], 2020, None),
                ("全国劳动模范", ["王建国"], 2020, None),
            ],
        ),
        (
            "白水县未能入选“全国百强县”,临江印染厂“诚信企业”称号被取消,临江酒厂有望获评“中国名酒”。",
            [],
        ),
    ],
)
def test_a_clause_has_a_subject_means_and_a_year_of_its_own(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    text = f"临江市人民政府工作报告\n2021年2月3日\n一、2020年工作回顾\n{sentence}\n"
    assert honours(text, "what", "who", "year", "by") == expected


def test_news_tell_of_their_year_and_name_winners_behind_the_honour() -> None:
    text = (
        "临江市召开质量大会\n2021年3月5日,临江市召开质量大会。\n会上,市政府为“市长质量奖”获得者颁奖,获奖的是临江重工有限公司和"
        "青山造纸总厂。市长王强为荣获“功勋企业”的临江重工有限公司、青山造纸总厂授牌。\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("市长质量奖", ["临江重工有限公司", "青山造纸总厂"], 2021, "市政府"),
        ("功勋企业", ["临江重工有限公司", "青山造纸总厂"], 2021, None),
    ]


def test_marked_headings_may_say_giver_and_year_and_tiers_are_of_their_honour() -> None:
    text = (
        "关于2020年度我市集体和个人获奖情况的通报\n▲全国工人先锋号\n(中华全国总工会,2019年4月)\n临江造船厂焊接班\n"
        "▲县级考核优胜乡镇\n一等奖　大石镇\n二等奖　龙泉镇\n▲全市职工技能大赛\n一等奖:王建国(临江水厂)\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("全国工人先锋号", ["临江造船厂焊接班"], 2019, "中华全国总工会"),
        ("县级考核优胜乡镇", ["大石镇", "龙泉镇"], 2020, None),
        ("一等奖", ["王建国"], 2020, None),
    ]


def test_a_table_may_say_who_gave_each_honour_and_when() -> None:
    rows = [
        ("序号", "获奖单位", "荣誉名称", "授奖单位", "获奖时间"),
        ("1", "临江重工有限公司", "全国五一劳动奖状", "中华全国总工会", "2020年4月"),
        ("2", "青山造纸总厂", "省级绿色工厂", "省工信厅", "2019年"),
    ]
    table = "\n".join("\t".join(row) for row in rows)
    text = f"关于2020年度我市企业获得省级以上荣誉情况的通报\n{table}\n"
    assert honours(text, "what", "who", "year", "by") == [
        ("全国五一劳动奖状", ["临江重工有限公司"], 2020, "中华全国总工会"),
        ("省级绿色工厂", ["青山造纸总厂"], 2019, "省工信厅"),
    ]


def test_english_verbs_of_getting_and_of_giving() -> None:
    text = (
        "Linjiang City Work Report 2021\n12 January 2021\nI. What 2020 brought\nQingshan County, which lies in the hills, joined the "
        "list of National Forest Cities. The Provincial Government gave Linjiang Paper Works its Golden Leaf Award for 2019. "
        "Linjiang Paper Works was shortlisted for the Quality Prize but did not win.\n"
    )
    assert honours(text, "what", "who", "year", "by") == [
        ("National Forest Cities", ["Qingshan County"], 2020, None),
        ("Golden Leaf Award", ["Linjiang Paper Works"], 2019, "Provincial Government"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "1.青山县竹编艺人王建国捧回中国民间文艺山花奖金奖;\n2.“青山毛尖”荣获“中茶杯”特等奖;",
            [
                ("中国民间文艺山花奖金奖", ["王建国"], 2020, None),
                ("“中茶杯”特等奖", ["青山毛尖"], 2020, None),
            ],
        ),
        (
            "市农技站站长王建国、市农业局农艺师李红、白水镇农民赵大川,被市委评为“优秀农技能手”。",
            [("优秀农技能手", ["王建国", "李红", "赵大川"], 2020, "市委")],
        ),
        (
            (
                "工信部公布2020年度绿色工厂名单,临江重工有限公司成功入选;由省文明委评选的“省级文明村”中,"
                "青山县大石村榜上有名。"
            ),
            [
                ("绿色工厂", ["临江重工有限公司"], 2020, "工信部"),
                ("省级文明村", ["青山县大石村"], 2020, "省文明委"),
            ],
        ),
        (
            "临江茶厂入选省级老字号名单,发布单位为省商务厅;生态环境部授予我市“国家生态市”称号。",
            [
                ("省级老字号", ["临江茶厂"], 2020, "省商务厅"),
                ("国家生态市", ["临江市"], 2020, "生态环境部"),
            ],
        ),
        (
            "王建国先后荣获“全国劳动模范”(2015年)、“全国优秀共产党员”(2019年)等荣誉。",
            [
                ("全国劳动模范", ["王建国"], 2015, None),
                ("全国优秀共产党员", ["王建国"], 2019, None),
            ],
        ),
        (
            (
                "青山县获得“文明县城”提名,最终落选;市政府决定撤销临江印染厂“环保示范企业”称号,不再表彰;"
                "王建国当选全国人大代表;对工作突出的单位,由市政府予以通报表扬。"
            ),
            [],
        ),
    ],
)
def test_a_report_names_those_who_won_in_any_order_of_its_words(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    text = f"临江市人民政府工作报告\n2021年2月3日\n一、2020年工作回顾\n{sentence}\n"
    assert honours(text, "what", "who", "year", "by") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "一、发展先进县区\n一等奖　　平利县\n三等奖　　汉滨区　　岚皋县　　恒口示范区\n",
            [("发展先进县区", ["平利县", "汉滨区", "岚皋县", "恒口示范区"])],
        ),
        (
            (
                "【先进集体】(排名不分先后)\n 市第一中学  市水利局\n【优秀教师】(按姓氏笔画排列)\n"
                " 市第一中学:孔维国 魏　强\n 市第二中学:马占海、马　燕(女)\n"
            ),
            [
                ("先进集体", ["市第一中学", "市水利局"]),
                ("优秀教师", ["孔维国", "魏 强", "马占海", "马 燕"]),
            ],
        ),
        (
            "荣获2013年度“工业强县”称号的县区\n青山县、白水县\n不予表彰的县区\n江北区\n",
            [("工业强县", ["青山县", "白水县"])],
        ),
        (
            "表1 先进集体\n序号|单位名称\n1|青山县、白水县\n表2 先进个人\n序号|姓名|工作单位\n1|王建国|市水利局\n",
            [("先进集体", ["青山县", "白水县"]), ("先进个人", ["王建国"])],
        ),
        (
            "追授因公殉职的青山县水利局副局长王建国同志“特别贡献奖”,授予下列单位“平安单位”称号:市水利局、市气象局。\n",
            [("特别贡献奖", ["王建国"]), ("平安单位", ["市水利局", "市气象局"])],
        ),
    ],
)
def test_a_heading_names_the_honour_whatever_marks_its_list(
    lines: str, expected: list[tuple[object, ...]]
) -> None:
    text = f"{DECISION}市政府决定予以表彰。\n{lines}"
    assert honours(text) == expected


def test_rows_without_heads_tell_what_one_won_and_two_issuers_are_no_giver() -> None:
    told = (
        "关于2020年度我市企业荣获省级以上荣誉情况的通报\n"
        "临江重工有限公司\t国家技术创新示范企业\t工业和信息化部\t2019年11月\n市税务局:全国文明单位(中央文明委,2020年)\n"
    )
    assert honours(told, "what", "who", "year", "by") == [
        ("国家技术创新示范企业", ["临江重工有限公司"], 2019, "工业和信息化部"),
        ("全国文明单位", ["市税务局"], 2020, "中央文明委"),
    ]
    joint = (
        "临江市商务局 临江市农业局\n关于通报表扬2019年度先进集体的决定\n经研究,决定对以下集体通报表扬。\n"
        "一、先进集体\n青山茶叶合作社\n"
    )
    assert honours(joint, "what", "who", "year", "by") == [
        ("先进集体", ["青山茶叶合作社"], 2019, None)
    ]


def test_english_lists_have_the_year_of_their_lead_and_one_verb_may_share_out_several() -> None:
    text = (
        "Linjiang Honours Its Best and Sets Goals for 2021\nLinjiang, 5 February 2021.\n"
        "The Linjiang Municipal Government conferred two honours for 2020:\n\n"
        "- Pioneer of the Port: Linjiang Paper Mill; Qingshan Tea Company\n"
        "- Model Worker of Linjiang: Wang Wei (crane driver at Qingshan Tea Company) and Li Hong (nurse)\n\n"
        "Linjiang Paper Mill was certified a National Green Factory by the Ministry of Industry in 2019. "
        "The Leaf Award went to Qingshan Tea Company, the Kiln Award to Baishui Brick Company.\n"
    )
    giver = "Linjiang Municipal Government"
    assert honours(text, "what", "who", "year", "by")[:3] == [
        ("Pioneer of the Port", ["Linjiang Paper Mill", "Qingshan Tea Company"], 2020, giver),
        ("Model Worker of Linjiang", ["Wang Wei", "Li Hong"], 2020, giver),
        ("National Green Factory", ["Linjiang Paper Mill"], 2019, "Ministry of Industry"),
    ]
    assert honours(text)[3:] == [
        ("Leaf Award", ["Qingshan Tea Company"]),
        ("Kiln Award", ["Baishui Brick Company"]),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "市委、市政府表彰了先进集体和个人。市水利局被授予“工业先锋”称号;水厂总经理王建国、李立平当选“工业功臣”。",
            [
                ("工业先锋", ["市水利局"], "市委、市政府"),
                ("工业功臣", ["王建国", "李立平"], "市委、市政府"),
            ],
        ),
        (
            "2008年度“脊梁奖”由市政府颁给临江重工有限公司和青山造纸总厂。",
            [("脊梁奖", ["临江重工有限公司", "青山造纸总厂"], "市政府")],
        ),
        (
            "临江重工有限公司经省工商行政管理局认定,成为“省诚信企业”。",
            [("省诚信企业", ["临江重工有限公司"], "省工商行政管理局")],
        ),
        ("青山镇第一书记舒　亮荣膺“先进个人”。", [("先进个人", ["舒 亮"], None)]),
        (
            "临江重工有限公司、青山造纸总厂均跻身“全省名牌”,前者还被科学技术部认定为“高新技术企业”。",
            [
                ("全省名牌", ["临江重工有限公司", "青山造纸总厂"], None),
                ("高新技术企业", ["临江重工有限公司"], "科学技术部"),
            ],
        ),
        ("临江市入围“幸福城市”评选但未当选。列入“兴企”名录的企业,优先支持。", []),
    ],
)
def test_a_report_tells_who_gave_it_before_behind_or_in_the_middle(
    said: str, expected: list[tuple[object, ...]]
) -> None:
    text = f"临江市召开工业大会\n2009年2月24日\n{said}\n"
    assert honours(text, "what", "who", "by") == expected


def test_a_cell_may_hold_several_honours_and_a_sentence_below_says_who_gives_them() -> None:
    text = (
        "关于2022年度我市企业获得省级荣誉情况的通报\n企业名称\t所在县区\t获得荣誉\n"
        "临江重工有限公司\t青山县\t国家绿色工厂、省政府质量奖\n青山造纸总厂\t青山县\t国家绿色工厂\n"
        "其中,“国家绿色工厂”由工业和信息化部认定。\n"
    )
    assert honours(text, "what", "who", "by") == [
        ("国家绿色工厂", ["临江重工有限公司", "青山造纸总厂"], "工业和信息化部"),
        ("省政府质量奖", ["临江重工有限公司"], None),
    ]


def test_works_are_honoured_in_those_who_made_them() -> None:
    text = (
        f"{DECISION}市政府决定,授予“稻田节水技术”等2项成果“科学技术进步奖”。\n科学技术进步奖名单\n"
        "等级 | 成果名称 | 完成单位 | 完成人\n一等奖 | 稻田节水技术 | 市农业科学院 | 王建国、李　红\n"
        "二等奖 | 冬捕保鲜方法 | 青山渔场 | 陶立永\n"
    )
    assert honours(text) == [
        ("科学技术进步奖", ["市农业科学院", "王建国", "李 红", "青山渔场", "陶立永"])
    ]


def test_english_lists_part_tiers_posts_and_several_bodies_of_one_line() -> None:
    text = (
        "Linjiang Municipal Government\n\nAnnouncement of the Winners of the 2019 Leaf Awards\n\n"
        "27 December 2019\n\nThe Linjiang Municipal Government is pleased to announce the winners.\n\n"
        "A. Leaf Prize (2 firms)\n\nGold      Qingshan Tea Company\nSilver    Linjiang Paper Works\n\n"
        "B. Water Saver of the Year (2 bodies)\n\nLinjiang Water Authority, Daman Irrigation Station\n\n"
        "C. Young Teacher of the Year\n\nKou Ling of Linjiang No. 2 Middle School\n"
    )
    by = "Linjiang Municipal Government"
    assert honours(text, "what", "who", "by") == [
        ("Leaf Prize", ["Qingshan Tea Company", "Linjiang Paper Works"], by),
        ("Water Saver of the Year", ["Linjiang Water Authority", "Daman Irrigation Station"], by),
        ("Young Teacher of the Year", ["Kou Ling"], by),
    ]


NEWS = "临江召开工业发展大会\n2022年4月12日\n会上通报了一批荣誉。"
TOLD = [
    ("青山县获“双拥模范县”称号,颁授单位同为市政府。", "双拥模范县", ["青山县"], 2022, "市政府"),
    ("青山县、白水县任务完成好,市政府授予其“工业先进县”称号。", "工业先进县", ["青山县", "白水县"], 2022, "市政府"),
    ("临江重工有限公司出了新品,今年2月,省工信厅认定其为“隐形冠军企业”。", "隐形冠军企业", ["临江重工有限公司"], 2022, "省工信厅"),
    ("今年1月,钱若愚当选“临江海洋人物”。", "临江海洋人物", ["钱若愚"], 2022, None),
    ("王建国获“临江工匠”称号,以上荣誉均由市总工会颁授。", "临江工匠", ["王建国"], 2022, "市总工会"),
    ("青山造纸总厂的当家产品去年通过“省名牌产品”认定。", "省名牌产品", ["青山造纸总厂"], 2021, None),
    ("临江重工有限公司拿下“质量标杆”,同期获此殊荣的还有青山造纸总厂。", "质量标杆", ["临江重工有限公司", "青山造纸总厂"], 2022, None),
    ("2021年度“数字功勋企业”名单同时揭晓,临江重工有限公司上榜。", "数字功勋企业", ["临江重工有限公司"], 2021, None),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "what", "who", "year", "by"), TOLD)
def test_clauses_share_their_subject_and_say_the_giver_anywhere(
    sentence: str, what: str, who: list[str], year: int, by: str | None
) -> None:
    found = honours(NEWS + sentence + "\n", "what", "who", "year", "by")
    assert found == [(what, who, year, by)]


def test_a_giver_of_a_row_of_honours_is_named_once_and_another_annex_ends_a_list() -> None:
    row = "市政府将“效益奖”颁给青山县工业园区,将“进步奖”颁给白水县工业园区和临江经济开发区。\n"
    assert honours(NEWS + row, "what", "who", "by") == [
        ("效益奖", ["青山县工业园区"], "市政府"),
        ("进步奖", ["白水县工业园区", "临江经济开发区"], "市政府"),
    ]
    text = (
        f"{DECISION}市政府决定予以表彰。\n附一 先进集体\n1.临江造船厂\n2.青山县人民医院\n"
        "附二 同期受上级表彰情况\n姓名或单位\t荣誉名称\t授予机关\t时间\n"
        "临江造船厂\t全国青年文明号\t共青团中央\t2012年5月\n主题词:先进集体  表彰  决定\n"
    )
    assert honours(text, "what", "who", "by") == [
        ("先进集体", ["临江造船厂", "青山县人民医院"], "市政府"),
        ("全国青年文明号", ["临江造船厂"], "共青团中央"),
    ]


def test_english_subjects_are_shared_and_words_for_a_year_may_follow() -> None:
    text = (
        "Linjiang Holds a Conference\n\n12 April 2022\n\nLinjiang Crane Works Co., Ltd. was recognised as "
        "a National Champion by the Ministry of Industry last year. Ren Haibo, toolmaker at Panshan Panel "
        "Machinery Works, and Gu Yuxin were named Craftsman of the Year 2019 by the Federation of Trade "
        "Unions. The Municipal Government presented the Mayor's Quality Award for 2020 to Panshan Machinery "
        "Company and to Linjiang Crane Works Co., Ltd.\n"
    )
    found = {(what, tuple(who), year) for what, who, year in honours(text, "what", "who", "year")}
    assert found == {
        ("National Champion", ("Linjiang Crane Works Co., Ltd.",), 2021),
        ("Craftsman of the Year", ("Ren Haibo", "Gu Yuxin"), 2019),
        (
            "Mayor's Quality Award",
            ("Panshan Machinery Company", "Linjiang Crane Works Co., Ltd."),
            2020,
        ),
    }
