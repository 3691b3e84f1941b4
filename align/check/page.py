"""The page of the rules, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from align.check.rule import Example, Rule
from align.check.rules import RULES

_HEAD = """# The checks of `align check`

Made from the rules by `python -m align.check.page > docs/checks.md`; a test keeps it true. Every example below is a
test too: a rule marks its bad examples, and no rule marks a good one.

Severities can be changed, and rules left out, in `align.toml`:

```toml
glossaries = ["house.tsv"]
fail-on = "error"

[rules]
spacing = "off"
numbers = "warning"
```

Terms are held to the glossaries of `align.toml` and `--glossary`, and to what was settled in the termbase:
that of `--termbase`, of `align.toml`, or `align.termbase` in the folder you work in. `--no-termbase` leaves it out.

| rule | severity | why |
|---|---|---|
"""


def page(rules: tuple[Rule, ...] = RULES) -> str:
    """Return the page in Markdown: a table of the rules, then each with its examples."""
    table = "".join(f"| [{rule.name}](#{rule.name}) | {rule.severity} | {rule.why} |\n" for rule in rules)
    return _HEAD + table + "".join(part for rule in rules for part in _section(rule))


def _section(rule: Rule) -> Iterator[str]:
    yield f"\n## {rule.name}\n\n{rule.why}\n"
    for title, examples in (("Marked", rule.bad), ("Left alone", rule.good)):
        if examples:
            yield f"\n{title}:\n\n"
            yield from (f"- {_shown(example)}\n" for example in examples)


def _shown(example: Example) -> str:
    parts = []
    zh, en = _joined(example.zh), _joined(example.en)
    if zh:
        parts.append(zh)
    parts.append(f"*{en}*" if "*" not in en else en)
    if example.elsewhere:
        parts.append(f"and in another report *{example.elsewhere}*")
    if example.glossary:
        listed = "; ".join(f"{term} {form.replace('!', 'not ')}" for term, form in example.glossary)
        parts.append(f"(glossary: {listed})")
    return " — ".join(parts)


def _joined(side: str | tuple[str, ...]) -> str:
    return side if isinstance(side, str) else " / ".join(one or "∅" for one in side)


if __name__ == "__main__":
    print(page(), end="")
