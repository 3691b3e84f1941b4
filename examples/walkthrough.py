"""The same work from Python: align, mine, check, look, write.

Run it in the project's folder:  python examples/walkthrough.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from align.check.run import check
from align.diff import pair_rows, select
from align.export.files import make_folder, write_bytes, write_text
from align.export.html import report
from align.export.json import dump_alignment, load_alignment
from align.export.terminal import draw
from align.export.tmx import alignment_tmx
from align.pipeline import align_files
from align.terms.mine import mine

SEEDS = Path("seeds")


def main(folder: Path) -> None:
    """Align the two reports among the seeds and show what can be done with them."""
    # Either order will do; the Chinese text becomes the source.
    alignment = align_files(SEEDS / "000_15c97b623b2938a8.txt", SEEDS / "002_ec3425ee7faf46ec.txt")
    print(f"{len(alignment.sentences)} beads, fit {alignment.score:.2f}")

    # Every value is frozen and carries offsets into the texts.
    for bead in alignment.sentences[3:6]:
        zh = "".join(alignment.source.sentence_text(index) for index in bead.source)
        en = " ".join(alignment.target.sentence_text(index) for index in bead.target)
        print(f"{bead.score:.2f}  {zh[:24]}…  {en[:40]}…")

    # The glossary: each term with the renderings this translation used, and where.
    terms = mine([alignment])
    for term in sorted(terms, key=lambda term: -term.count)[:5]:
        places = ", ".join(str(place.bead) for place in term.renderings[0].occurrences[:3]) if term.renderings else ""
        print(f"{term.zh}  {term.en}  ({term.type}, {term.count} times; beads {places})")

    # What an editor would mark, and the rows that hold it.
    findings = check([alignment], terms=terms)
    marked = select(pair_rows(alignment, terms, findings), "findings")
    for line in list(draw(marked, width=80))[:12]:
        print(line)

    # Files: our own, which is read back to the same value; one for CAT tools; one for people.
    make_folder(folder)
    path = write_text(folder / "alignment.json", dump_alignment(alignment))
    assert load_alignment(path.read_text(encoding="utf-8")) == alignment
    write_bytes(folder / "alignment.tmx", alignment_tmx(alignment))
    write_text(folder / "report.html", report(alignment, terms, findings))
    print(f"see {folder / 'report.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/walkthrough"))
