"""A sentence that the other side renders as a list of many lines is one bead, however many they are."""

import pytest

from align.match.level import crowded
from align.match.search import Step
from align.model import Document
from align.pipeline import align_documents

ITEMS = [
    ("国内生产总值增长6%", "GDP growth of 6 percent"),
    ("城镇新增就业1100万人", "Over 11 million new urban jobs"),
    ("居民消费价格涨幅3%左右", "CPI increase of around 3 percent"),
    ("进出口稳中提质", "Steady and better foreign trade"),
    ("粮食产量保持稳定", "Stable grain output"),
    ("能耗下降3%左右", "A drop of around 3 percent in energy consumption"),
    ("主要污染物排放量继续下降", "Continued reductions in the discharge of major pollutants"),
    ("农村贫困人口减少1000万人", "A reduction of 10 million in the rural poor population"),
    ("居民收入与经济同步增长", "Growth in personal income in step with the economy"),
    ("生态环境进一步改善", "A further improvement in the environment"),
    ("国际收支基本平衡", "A basic balance in international payments"),
    ("财政赤字控制在2.8%", "A deficit of 2.8 percent of GDP"),
]
BEFORE = ("我国经济保持平稳运行。", "The economy of our country has remained stable.")
AFTER = ("上述目标需要付出努力才能实现。", "These targets can be reached only with hard work.")


@pytest.mark.parametrize("count", [3, 9, 12])
def test_a_sentence_and_its_list_are_one_bead(count):
    items = ITEMS[:count]
    zh = [BEFORE[0], f"今年发展主要预期目标是：{'；'.join(one for one, _ in items)}。", AFTER[0]]
    en = [BEFORE[1], "The main projected targets for development this year are:", *(one for _, one in items), AFTER[1]]
    source, target = Document("zh", "zh", "\n".join(zh)), Document("en", "en", "\n".join(en))
    found = [(bead.source, bead.target) for bead in align_documents(source, target).sentences]
    last = count + 2
    assert found == [(range(1), range(1)), (range(1, 2), range(1, last)), (range(2, 3), range(last, last + 1))]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ([(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3)], [False, False, False]),
        ([(0, 1, 0, 7), (1, 2, 7, 8), (2, 3, 8, 9)], [True, True, False]),
        ([(0, 1, 0, 1), (1, 1, 1, 2), (1, 1, 2, 3), (1, 2, 3, 4)], [False, False]),
        ([(0, 1, 0, 1), (1, 2, 1, 2), (2, 2, 2, 3), (2, 2, 3, 4), (2, 2, 4, 5), (2, 3, 5, 6)], [False, True, True]),
        ([(0, 1, 0, 1), (1, 2, 1, 1), (2, 3, 1, 1), (3, 4, 1, 1), (4, 5, 1, 2)], [True] * 5),
    ],
)
def test_lists_are_looked_for_about_long_beads_and_many_left_alone(path, told):
    assert crowded([Step(*step) for step in path]).tolist() == told
