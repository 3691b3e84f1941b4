"""OmegaT glossaries: a line a rendering, Chinese TAB English TAB comment, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable

from align.export.usable import usable
from align.export.xml import clean
from align.model import Term


def glossary_omegat(terms: Iterable[Term]) -> str:
    """Return the renderings OmegaT may offer; the comment holds the type and the status.

    Deprecated and forbidden renderings are left out, for OmegaT's completion would offer them. Save it as
    .utf8 or .txt in the glossary folder of a project.
    """
    return "".join(
        f"{clean(term.zh)}\t{clean(rendering.text)}\t{term.type}, {rendering.status}\n"
        for term in terms
        for _, rendering in usable(term)
    )
