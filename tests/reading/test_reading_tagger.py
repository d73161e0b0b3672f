"""The tagger in NumPy: the same tags alone and in a batch, and names where a reader sees names."""

from citywright.reading.document import Document
from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.view import view_of

TEXTS = [
    "市委书记王建国出席会议",
    "李红梅主持",
    "河海大学相关负责人作交流发言",
    "走访无锡市和江苏省",
]


def spans(text, tags, kind):
    found, at = [], None
    for place, tag in enumerate([*tags, "O"]):
        if at is not None and tag != f"{kind}-I":
            found.append(text[at:place])
            at = None
        if tag == f"{kind}-B":
            at = place
    return found


def test_a_text_has_the_same_tags_alone_and_in_a_batch():
    network = Network()
    together = network.tag([*TEXTS, ""])
    assert together[-1] == []
    for text, tags in zip(TEXTS, together, strict=False):
        assert network.tag([text]) == [tags]
        assert len(tags) == len(text)


def test_people_places_and_bodies_are_seen():
    tags = Network().tag(TEXTS)
    assert spans(TEXTS[0], tags[0], "PER") == ["王建国"]
    assert spans(TEXTS[1], tags[1], "PER") == ["李红梅"]
    assert spans(TEXTS[2], tags[2], "ORG") == ["河海大学"]
    assert set(spans(TEXTS[3], tags[3], "LOC")) == {"无锡市", "江苏省"}


def test_pieces_of_a_list_do_not_melt_into_one_another():
    text = "市领导程远、阮静宜、司马青、麦建军参加会议。"
    view = view_of(Document("a.txt", "txt", "utf-8", "", text))
    people = [text[word.start : word.end] for word in tagged(view, Network()) if word.tag == "PER"]
    assert people == ["程远", "阮静宜", "司马青", "麦建军"]
