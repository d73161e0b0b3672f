"""Words put into sentences break what belongs together; names that belong there do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_texts import clean_texts

from citywright.reading.document import Document
from citywright.reading.tampering import UNKNOWN, find_tampering
from citywright.reading.view import view_of


def found(text: str) -> dict[str, int]:
    view = view_of(Document("x.txt", "txt", "utf-8", "", text))
    answers = find_tampering(view)
    assert all(one.proposal == UNKNOWN for one in answers)
    return {one.text: len(one.spans) for one in answers}


REPORT = (
    "二〇一八年工作总结\n全年一般公共预算收入占比{0}达到70.3%,引进企业12家{0}。物价涨幅控制在{0}3%以内。\n"
    "各乡镇要{0}压实责任,新增造林{0}28万亩,常住人口{0}46.2万人。"
)
WORK = (
    "{0}产量达到6.8万吨,占七成以上。\n发展壮大{0}、茶叶等特色产业。其中{0}增长12%。\n"
    "靠着{0},农户每年增收3000元。新增{0}12万亩,{0}专卖店新增40家,打响{0}品牌。"
)


@pytest.mark.parametrize(
    "word",
    ["惠民安居贷款专线", "老张修脚房", "香奈芙雅", "LuckySpin88", "골드카지노", "一夜暴富不是梦"],
)
def test_words_put_into_sentences_are_found(word: str) -> None:
    assert found(REPORT.format(word)) == {word: 6}


@pytest.mark.parametrize("name", ["铁观音", "高山蔬菜", "红薯粉条", "智能网联车", "乌骨鸡"])
def test_a_product_in_every_sentence_belongs_there(name: str) -> None:
    assert found(WORK.format(name)) == {}


@pytest.mark.parametrize("word", ["www.qipai365.net", "골드카지노"])
def test_an_address_amid_chinese_words_is_found_and_one_that_is_asked_for_is_not(word: str) -> None:
    text = "{0}旅游集散中心开放。\n组织{0}企业赴外地招商。\n各部门关心{0}群众。"
    assert found(text.format(word)) == {word: 3}
    asked = "请登录{0}查询。\n材料见网站{0},逾期不候。\n网址:{0}\n名单在{0}公布。"
    assert found(asked.format(word)) == {}
    assert found(text.format("www.anxi.gov.cn")) == {}


NOTICE = (
    "关于加快产业发展的若干意见\n经{0}研究,现提出如下意见。\n重大事项提请{0}常务会议研究。\n实施细则报{0}办公室备案。\n"
    "对成效突出的单位,由{0}予以通报表扬。\n\n{0}\n二〇一〇年七月十二日\n"
)


@pytest.mark.parametrize(
    ("word", "is_foreign"),
    [
        ("阳光康复理疗中心", True),
        ("福满堂月子会所", True),
        ("政务服务中心", False),
        ("乡村振兴工作专班", False),
        ("评审委员会", False),
        ("老科协", False),
        ("市园林绿化站", False),
    ],
)
def test_a_body_says_what_it_is_for_or_whose_it_is(word: str, is_foreign: bool) -> None:
    assert found(NOTICE.format(word)) == ({word: 5} if is_foreign else {})


FIRM = (
    "{0}有限公司新上生产线2条。\n支持{0}有限公司扩大产能。\n{0}有限公司董事长作了发言。\n"
    "{0}有限公司二期项目总投资3亿元。"
)


@pytest.mark.parametrize(
    ("name", "is_foreign"),
    [
        ("皇家棋牌官网", True),
        ("便民疏通管道服务", True),
        ("好彩头快乐", True),
        ("惠农小额贷款", False),
        ("老张家肉制品", False),
        ("康乐足球俱乐部", False),
        ("绿源再生资源回收", False),
    ],
)
def test_a_firm_names_a_lawful_trade(name: str, is_foreign: bool) -> None:
    assert found(FIRM.format(name)) == ({name: 4} if is_foreign else {})


def test_what_bodies_of_many_kinds_share_behind_a_place_is_foreign_though_it_ends_as_bodies_do() -> (
    None
):
    text = (
        "承德{0}文化旅游集团有限公司经营场馆。\n由河北{0}职业学院每年培养指导员300名。\n"
        "市{0}技术研究院开发造雪机,市{0}和改革委员会编制计划。"
    )
    assert found(text.format("壹号公馆会所")) == {"壹号公馆会所": 4}


SHARED = (
    "配合单位:市{0}勘测设计院。\n由玉林{0}职业技术学校承担培训。\n市{0}中医医院住院楼开工。\n"
    "市{0}研究会测评满意度。"
)
GOVERNING = "{0}研究提出如下意见:\n由{0}督查室按季通报,报{0}{1}会议研究,由{0}办公室负责解释。\n\n{0}\n2011年5月6日\n"


@pytest.mark.parametrize(
    ("text", "word", "is_foreign"),
    [
        (SHARED, "福满堂石材", True),
        (SHARED, "食品药品", False),
        (SHARED, "装备制造", False),
        (GOVERNING.format("{0}", "常务"), "便民借款服务中心", True),
        (GOVERNING.format("{0}", "主任"), "便民借款服务中心", False),
        (GOVERNING.format("{0}", "常务"), "市便民服务中心", False),
        ("全省有{0}县12个。支持{0}县发展。{0}县名单见附件。", "果蔬外销", False),
        ("授予5个市“{0}市”称号。\n关于表彰{0}市的决定\n{0}市的经验要推广。", "营商环境标杆", False),
        (
            "一、绿色发展{0}县(市、区)。\n对绿色发展{0}县给予奖励,表彰绿色发展{0}集体。",
            "先进",
            False,
        ),
    ],
)
def test_a_shared_brand_or_a_shop_that_governs_is_foreign_and_a_class_of_places_is_not(
    text: str, word: str, is_foreign: bool
) -> None:
    assert bool(found(text.format(word))) == is_foreign


@pytest.mark.parametrize(
    ("name", "is_foreign"),
    [("Royal Lotus Massage", True), ("Ouhai Lotus Massage", False), ("Sunrise Lotus Shoes", False)],
)
def test_an_english_firm_that_names_an_offer_and_no_place_is_foreign(
    name: str, is_foreign: bool
) -> None:
    text = (
        "2. {0} Co., Ltd., Ouhai District\n\n{0} is the only shoe maker on the list; it sold 9 million pairs.\n\n"
        "Last year {0} paid its workers in full although the plant stood still."
    )
    assert found(text.format(name)) == ({name: 3} if is_foreign else {})


ENGLISH = (
    "The port grew. Yet nearly {0} 70 percent of the guests came in July.\nThe firms will {0} train 2,000 nurses.\n"
    "It earned 18 billion yuan. {0} The share of winter guests is to rise.\nThe beaches {0} were kept open.\n"
    "Taxes rose by {0} 5 percent, and the quay has {0} reached the shore."
)


@pytest.mark.parametrize(
    "words",
    ["Golden Tiger Slots", "Uncle Bob's Carpet Cleaning", "Казино Вулкан", "best mattress deals"],
)
def test_words_put_into_english_sentences_are_found(words: str) -> None:
    assert found(ENGLISH.format(words)) == {words: 6}


NAMED = (
    "In {0} the output rose by 12 percent. {0} built a second plant.\nSales of {0} exceeded 2 billion yuan.\n"
    "Work on {0} began in May, and {0} must finish the pipes by June. {0}'s land covers 40 mu.\n"
    "Support for {0} rose. {0}, the youngest in the province, won a prize."
)


@pytest.mark.parametrize(
    "name",
    [
        "Golden Dragon Foods",
        "Riverside Logistics Hub",
        "Old Mill Innovation Quarter",
        "Happy Panda Toys",
    ],
)
def test_a_firm_or_a_park_in_english_is_no_city(name: str) -> None:
    assert found(NAMED.format(name)) == {}


SAID = {
    ("顺达物流", "果甜甜食品"): (
        "{0}有限公司获评省级绿色工厂。", "授予{0}有限公司先进集体称号。", "{0}有限公司二期项目开工。",
        "{0}去年产值突破3亿元。", "支持{0}等企业扩大产能。", "由{0}有限公司承建。",
    ),
    ("招商服务中心", "茶叶协会"): (
        "由{0}牵头落实。", "{0}每月通报进展。", "各单位将情况报送{0}。", "会同{0}制定方案。",
        "经{0}审核同意后执行。", "{0}累计办件30万件。",
    ),
    ("桃花岛景区", "蓝月湾", "康养小镇"): (
        "加快推进{0}建设。", "{0}新增床位300张。", "在{0}举行开工仪式。", "{0}、东门路要在10月底前亮化。",
        "{0}改造提升工程开工。", "游客来到{0},流连忘返。",
    ),
    ("沃柑", "青钱柳", "苗绣"): (
        "{0}产量达到6.8万吨。", "开发{0}新品种12个。", "其中{0}增长12%。", "种植{0}28万亩。",
        "{0}占七成以上。", "新增{0}12万亩,改造老园3万亩。",
    ),
    ("百村百品上行", "链长制"): (
        "深入实施{0}行动。", "{0}取得明显成效。", "以{0}为抓手,改进作风。", "深化{0}改革。",
        "{0}走在全省前列。", "大力推进{0},力争年底前完成。",
    ),
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(clean_texts("zh")), st.sampled_from(sorted(SAID)), st.data())
def test_a_name_that_comes_up_again_and_again_in_a_clean_document_belongs_there(
    text: str, names: tuple[str, ...], data: st.DataObject
) -> None:
    name, frames = data.draw(st.sampled_from(names)), SAID[names]
    said = data.draw(st.lists(st.sampled_from(frames), min_size=3, max_size=9))
    sentences = text.split("。")
    for frame in said:
        place = data.draw(st.integers(0, len(sentences) - 1))
        sentences.insert(place, "\n" + frame.format(name).rstrip("。"))
    assert name not in found("。".join(sentences))
