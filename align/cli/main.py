"""The `align` command: finds the sub-commands, loads one only when it is called, and words the errors.

`align --help` must be quick, so the one-line help of each command stands here beside the module that holds
it; a test compares the two.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

import click

from align import __version__
from align.errors import AlignError

COMMANDS = {
    "run": "The whole job: align, mine terms, write TMX, glossary and report.",
    "pair": "Tell which document translates which.",
    "segment": "Split a text into paragraphs and sentences.",
    "paragraphs": "Align two texts paragraph by paragraph.",
    "sentences": "Align two texts sentence by sentence.",
    "words": "Link the words of sentence pairs.",
    "terms": "Propose the glossary of an aligned pair.",
    "glossary": "Keep a termbase: add, accept, reject, list, import, export.",
    "check": "Find inconsistent terms, names, numbers, omissions.",
    "diff": "Show two texts side by side in the terminal.",
    "convert": "Turn an alignment or a glossary into another format.",
    "learn": "Learn a lexicon from parallel text.",
    "encoder": "Measure a sentence encoder, or train a small one.",
    "eval": "Score an output against a gold standard.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"align.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="align")
def cli() -> None:
    """Align a Chinese report with its English translation: documents, paragraphs, sentences, terms.

    Nothing leaves this machine unless you name something remote.

    \b
    align run report.zh.txt report.en.txt -o out/
    """


def main() -> None:
    """Run the command line; an `AlignError` becomes one line on stderr and exit code 2."""
    # The matrices are small: more threads of BLAS than one only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Texts become millions of small values that live to the end; the collector would look through them again and again.
    gc.set_threshold(1_000_000, 50, 100)
    # The GNU C library returns the memory of each large array and asks for it again, page by page, at the next. When a
    # block of nearly 32 MB has come and gone, it keeps what is smaller.
    bytes(31 << 20)
    code = _exit_code()
    # Nor do those values have to be taken down one by one at the end.
    os._exit(code)


def _exit_code() -> int:
    """Run the command, all that it says included, and return how it ended."""
    try:
        try:
            cli.main(standalone_mode=True)
        finally:
            if sys.stdout:  # None where the shell has closed it
                sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except AlignError as error:
        click.echo(f"Error: {error}", err=True)
        return 2
    except BrokenPipeError:
        # The reader of our output (head, less) has had enough; say nothing, as other filters do.
        return 0
    except OSError as error:
        # A file that is missing or full has its own words; what remains is the screen, or the file it was turned to.
        place = error.filename or "the output cannot be written"
        click.echo(f"Error: {place}: {error.strerror}", err=True)
        return 2
