"""The lines of an organisation's page, without an app."""

from core.network import OrganisationPage, Origin
from locales import choose
from tui.screens.organisation_lines import page_lines
from tui.signs import SIGNS
from tui.text import content, hanging

LONG = "Svenska Framtidsskolan i Helsingforsregionen, Yrkesinstitutet Practicum"


def page(*origins: Origin) -> OrganisationPage:
    """A page on which only its name and *origins* matter."""
    return OrganisationPage(
        id=1, name=LONG, short="Practicum", network=True, labels=(), spellings=(LONG,), roles=(), origins=origins,
        version=1,
    )  # fmt: skip


def test_an_origin_names_its_row_and_its_spelling_only_where_that_is_another() -> None:
    choose("fi")
    same = Origin(2, "taulut.txt", "TP1.2 > 219", LONG, "expert assist")
    other = Origin(3, "taulut.xlsx", "Taul1 > 7", "Practicum", "")
    shown = [line.plain for line in page_lines(page(same, other), (), 100, SIGNS)]
    assert " · taulut.txt, TP1.2, rivi 219 (tuonti 2): As AV" in shown
    assert " · taulut.xlsx, Taul1, rivi 7 (tuonti 3): Practicum" in shown


def test_a_long_name_goes_on_below_itself() -> None:
    choose("fi")
    shown = [line.plain for line in page_lines(page(), (), 79, SIGNS)]
    first = shown.index(" Nimi        Svenska Framtidsskolan i Helsingforsregionen, Yrkesinstitutet")
    assert shown[first + 1] == "             Practicum"
    assert [line.plain for line in hanging(content("a: "), "", 20)] == ["a: "]
    assert [line.plain for line in hanging(content("a: "), "b  c", 20)] == ["a: b  c"], "columns stay columns"
