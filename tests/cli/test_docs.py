"""docs/commands.md says what the command does: every verb, every option, and examples as they are printed."""

import re
import shlex
from pathlib import Path

import click
import pytest

from cli.app import VERBS, Families
from cli.main import _run
from tests.cli.support import Inside, Shell
from tests.importers.attendance import shapes

DOCS = Path(__file__).parent.parent.parent / "docs"
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
CHECKED = re.compile(r"<!-- checked -->\n```console\n\$ etappi (.*)\n((?:.*\n)*?)```")


def test_every_verb_and_option_is_documented() -> None:
    root = Families(name="etappi")
    context = click.Context(root)
    headings = "\n".join(line for line in COMMANDS.splitlines() if line.startswith("## "))
    for verb in VERBS:
        command = root.get_command(context, verb)
        assert command is not None
        assert re.search(rf"\b{verb}\b", headings), verb
        every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        for one in every:
            assert one.name is not None
            assert one.name in COMMANDS
            for parameter in one.params:
                if isinstance(parameter, click.Option):
                    assert any(option in COMMANDS for option in parameter.opts), (verb, parameter.opts)


def test_examples_print_what_they_say(built_demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = CHECKED.findall(COMMANDS)
    assert len(found) >= 6
    for arguments, wanted in found:
        assert _run(["--lang", "en", "--db", str(built_demo), *shlex.split(arguments)]) == 0
        said = capsys.readouterr().out
        if wanted.endswith("…\n"):
            assert said.startswith(wanted.removesuffix("…\n")), arguments
        else:
            assert said == wanted, arguments


def test_the_plan_file_page_names_every_key() -> None:
    page = (DOCS / "plan-file.md").read_text(encoding="utf-8")
    example = (DOCS.parent / "importers" / "example.toml").read_text(encoding="utf-8")
    for key in re.findall(r"^(\w+) =", example, re.MULTILINE):
        assert f"`{key}`" in page, key


def test_the_guides_commands_about_events_run(
    demo: Shell, inside: Inside, built_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of the guide's section on events, one after the other, on the demo and a report of a meeting."""
    guide = (DOCS / "guide.md").read_text(encoding="utf-8")
    section = guide.partition("### Events, and who came")[2].partition("\n## ")[0]
    ((arguments, wanted),) = CHECKED.findall(section)
    assert _run(["--lang", "en", "--db", str(built_demo), arguments]) == 0
    assert capsys.readouterr().out.startswith(wanted.removesuffix("…\n"))
    report = [[cell.replace("3.9.2024", "12.9.2024").replace("Viitearkkitehtuuri käytännössä", "Osaamiskampus-työpaja")
               for cell in row] for row in shapes.teams3(shapes.FI)]  # fmt: skip
    (demo.root / "osallistujat.csv").write_bytes(shapes.utf16(report))
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20241001T090000\r\nSUMMARY:Kahvit\r\nEND:VEVENT\r\n"
    demo.write("kalenteri.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n")
    commands = [line.partition(" #")[0].rstrip() for line in section.splitlines() if line.startswith("$ etappi ")]
    assert len(commands) >= 12
    for command in commands:
        done = inside(*shlex.split(command)[2:])
        assert done.code == 0, (command, done.err)
    assert inside("event", "show", "E49", "--json").json()["persons"] == 6
