"""Every command has help, the README names it, and the table of commands says what the command says."""

from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from align.cli.main import COMMANDS, cli

ROOT = Path(__file__).parent.parent


def walk(name: str, command: click.Command):
    yield name, command
    if isinstance(command, click.Group):
        for child, sub in command.commands.items():
            yield from walk(f"{name} {child}", sub)


EVERY = [pair for name in COMMANDS for pair in walk(name, import_module(f"align.cli.{name}").command)]


@pytest.mark.parametrize("name", COMMANDS)
def test_table_agrees_with_the_command(name):
    command = import_module(f"align.cli.{name}").command
    assert command.help.split("\n")[0].strip() == COMMANDS[name]


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_every_command_and_option_has_help(name, command):
    assert command.help
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name):
    assert f"align {name}" in (ROOT / "README.md").read_text("utf-8")


def test_help_lists_every_command():
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in COMMANDS)


def test_unknown_command_is_one_clear_line_and_exit_2():
    result = CliRunner().invoke(cli, ["alin"])
    assert result.exit_code == 2
    assert "No such command 'alin'" in result.output
