"""One small report with its glossary, for the golden files."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from factories import make_alignment, make_term

from align.glossary import set_status
from align.model import Alignment, Rendering

_PAIR = make_alignment(
    [("首页 > 要闻", "Home > News")],
    [("省委书记李明来我校考察", "Provincial Party Secretary Visits <Our> School")],
    [
        (
            "5月3日上午,省委书记李明来校考察“新学堂”计划。",
            "Li Ming, Secretary of the Provincial Party Committee, came on the morning of May 3 "
            'to look into the "New Classroom" plan.',
        ),
        (
            "他说,教育部十分关心新学堂计划;省里也要出力。",
            (
                "The Ministry of Education, he said, cares about the New Classroom Plan.",
                "The province must do its part & more.",
            ),
        ),
        ("随后他去了图书馆。", ""),
    ],
    scores=(0.4, 0.99, 0.971, 0.8888, 0.75),
    source_roles=("boilerplate", "title", "body"),
    target_roles=("boilerplate", "title", "body"),
    source_name="visit.zh.txt",
    target_name="visit.en.txt",
)
ALIGNMENT: Alignment = replace(_PAIR, signature=MappingProxyType({"align": "0.1.0", "lexicon": "abc123"}))

_PLAN = set_status(
    (make_term(_PAIR, "新学堂", "New Classroom", status="approved"),), "新学堂", "approved", "New Classroom"
)[0]
_WITHHELD = Rendering("New Schoolroom", status="deprecated"), Rendering("New | School", status="forbidden")
_LONG = "Secretary of the Provincial Party Committee"
TERMS = (
    make_term(_PAIR, "省委书记", "Provincial Party Secretary", _LONG, type="title"),
    make_term(_PAIR, "李明", "Li Ming", type="person", confidence=0.5),
    replace(_PLAN, renderings=(*_PLAN.renderings, *_WITHHELD)),
    make_term(_PAIR, "图书馆", type="other", confidence=0.25),
)
