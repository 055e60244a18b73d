"""The page of a work package, events and reach, the final report: letter by letter on the demo, and what they hold."""

import pytest

import locales
from core.errors import EtappiError
from reports.content import Content
from reports.document import Document, Heading, Table
from reports.registry import Options, document, write
from tests.reports.everything import raw
from tests.reports.golden import agree

KINDS = {"workpackage": Options(package="TP1.2"), "events": Options(), "final": Options()}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_reports_of_the_demo(demo_content: Content, kind: str, language: str) -> None:
    locales.choose(language)
    made = write(kind, "md", demo_content, KINDS[kind])
    assert isinstance(made, bytes)
    agree(f"{kind}-{language}.md", made)


@pytest.mark.parametrize("kind", ["workpackage", "final"])
def test_reports_with_everything(kind: str) -> None:
    made = write(kind, "md", Content(raw(), "Q3-2024"), Options(package="TP1.1"))
    assert isinstance(made, bytes)
    agree(f"everything-{kind}.md", made)


def table(made: Document, code: str) -> Table:
    return next(one for one in made.tables() if one.code == code)


def test_a_parent_shows_its_children_and_a_leaf_does_not(demo_content: Content) -> None:
    parent = document("workpackage", demo_content, Options(package="TP1"))
    codes = [row[0].text.split()[0] for row in table(parent, "packages").rows]
    assert codes == ["TP1.1", "TP1.2", "TP1.3", "TP1.4"]
    leaf = document("workpackage", demo_content, Options(package="TP1.2"))
    assert "packages" not in [one.code for one in leaf.tables()]


def test_a_package_must_be_named(demo_content: Content) -> None:
    with pytest.raises(EtappiError, match="which_package"):
        document("workpackage", demo_content, Options())


def test_attendances_of_quarters_are_those_of_the_events(demo_content: Content) -> None:
    made = document("events", demo_content, Options())
    reach = table(made, "reach")
    place = [column.code for column in reach.columns].index("contacts")
    listed = table(made, "events")
    people = [column.code for column in listed.columns].index("persons")
    assert sum(int(row[place].value or 0) for row in reach.rows) == 1486  # as screens.md has it
    assert sum(int(row[people].value or 0) for row in listed.rows) == 1486


def test_who_never_came_is_the_network_less_the_reached(demo_content: Content) -> None:
    made = document("events", demo_content, Options())
    reach = demo_content.reach()
    assert reach is not None
    never = demo_content.network()[0] - reach.so_far.network
    assert never == 13
    assert any(isinstance(block, Heading) and block.text.startswith("13 ") for block in made.blocks)


def test_the_final_report_says_that_it_is_not_final_yet(demo_content: Content) -> None:
    assert "luonnos" in document("final", demo_content, Options()).title


def test_no_events_no_report(demo_content: Content) -> None:
    facts = {name: rows for name, rows in demo_content.raw["facts"].items() if name != "event"}
    with pytest.raises(EtappiError, match="no_events"):
        document("events", Content({**demo_content.raw, "facts": facts}), Options())
