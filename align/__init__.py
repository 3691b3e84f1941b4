"""Pair a Chinese report with its English translation; align, mine terms, check, export.

The values stand here; the steps are imported from where they live: `align.pipeline.align_files`,
`align.terms.mine.mine`, `align.check.run.check`, and a writer a format in `align.export`.
"""

from align.errors import AlignError
from align.model import Alignment, Bead, Document, Finding, Link, Paragraph, Sentence, Span, Term, Token

__all__ = [
    "AlignError",
    "Alignment",
    "Bead",
    "Document",
    "Finding",
    "Link",
    "Paragraph",
    "Sentence",
    "Span",
    "Term",
    "Token",
    "__version__",
]

__version__ = "0.1.0"
