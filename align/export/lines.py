"""A segmented document as lines: a sentence a line, an empty line between paragraphs."""

from __future__ import annotations

from align.model import Document


def sentence_lines(document: Document, *, roles: bool = False, furniture: bool = True) -> str:
    """Return the sentences of a segmented document, one a line.

    Args:
        document: The document.
        roles: Whether the role of its paragraph and a tab come before each sentence.
        furniture: Whether paragraphs of the role "boilerplate" are shown.
    """
    blocks = []
    for paragraph in document.paragraphs:
        if furniture or paragraph.role != "boilerplate":
            label = f"{paragraph.role}\t" if roles else ""
            blocks.append("".join(f"{label}{document.sentence_text(i)}\n" for i in paragraph.sentences))
    return "\n".join(blocks)
