"""Options that several commands share, as decorators, so that each is spelled and explained once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from align.cli.house import house_settings

Command = TypeVar("Command", bound=Callable[..., Any])

INPUT = click.Path(path_type=Path, allow_dash=True)
FOLDER = click.Path(path_type=Path, file_okay=True)

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write here instead of to the screen."
)

lines_option = click.option(
    "--lines", is_flag=True, help="The inputs are already a unit a line; do not split them again."
)


# What holds when neither the command line nor align.toml says anything.
DEFAULTS = {"batch_size": 32, "backend": "torch", "encoder_words": False}


def _of_the_house(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Take an option that is not given from align.toml, unless the command reads that file itself."""
    if value is not None or any(other.name == "config" for other in context.command.params):
        return value
    house, name = house_settings(), str(option.name)
    found = getattr(house, name) if house else None
    return DEFAULTS.get(name) if found is None else found


def settings_options(command: Command) -> Command:
    """Add the options of every command that aligns; they arrive under the names of `pipeline.Settings`."""
    for option in (
        click.option(
            "--encoder-words",
            is_flag=True,
            default=None,
            callback=_of_the_house,
            help="Let the encoder link words, too; terms use the links.",
        ),
        encoder_options,
        click.option("--semicolons", is_flag=True, help="End a Chinese sentence at ； too."),
        click.option(
            "--lexicon",
            type=click.Path(path_type=Path),
            callback=_of_the_house,
            help="A lexicon made by 'align learn'.  [default: that of align.toml, or the shipped one]",
        ),
    ):
        command = option(command)
    return command


def encoder_options(command: Command) -> Command:
    """Add the options that name an encoder; they arrive under the names of `pipeline.Settings`."""
    for option in (
        click.option(
            "--backend",
            type=click.Choice(["torch", "onnx"]),
            callback=_of_the_house,
            help="What runs the encoder.  [default: torch]",
        ),
        click.option(
            "--batch-size",
            type=click.IntRange(min=1),
            callback=_of_the_house,
            help="Sentences the encoder reads at once.  [default: 32]",
        ),
        click.option(
            "--device",
            callback=_of_the_house,
            help="Where the encoder runs: cpu, cuda, mps; by default the best there is.",
        ),
        click.option(
            "--encoder",
            callback=_of_the_house,
            help="A sentence-transformers or model2vec model: a folder, labse, or a hub name.  "
            "[default: that of align.toml, or none]",
        ),
    ):
        command = option(command)
    return command


def format_option(*names: str, default: str) -> Callable[[Command], Command]:
    """Add `-f/--format` with the given choices; it arrives as `fmt`."""
    return click.option(
        "-f", "--format", "fmt", type=click.Choice(names), default=default, show_default=True, help="Output format."
    )
