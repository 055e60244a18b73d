"""`etappi orgs --unmatched`, `org settle`, `orgs --decisions`: names that were left for later."""

import pytest

from tests.cli.support import PLAN, Inside, Shell

TABLE = """TP1 Paketti TP1
Organisaatio\tVetovastuu\tAsiantuntija
Hyria koulutus Oy\t\tx
Hyrja koulutus Oy\t\tx
Hyriaa koulutus Oy\t\tx
"""


@pytest.fixture
def waiting(shell: Shell, inside: Inside) -> Inside:
    """A project where two names wait."""
    (shell.root / "plan.toml").write_text(PLAN, "utf-8")
    (shell.root / "table.txt").write_text(TABLE, "utf-8")
    (shell.root / "answers.toml").write_text(
        '[names]\n"Hyrja koulutus Oy" = "later"\n"Hyriaa koulutus Oy" = "later"\n', "utf-8"
    )
    assert inside("init", "plan.toml").code == 0
    assert inside("import", "table.txt", "--answers", "answers.toml", "--apply").code == 0
    return inside


def names(etappi: Inside) -> list[str]:
    return [row["name"] for row in etappi("orgs", "--unmatched", "--json").json()]


def test_the_queue_says_how_a_name_is_settled(waiting: Inside) -> None:
    assert names(waiting) == ["Hyriaa koulutus Oy", "Hyrja koulutus Oy"]
    assert "etappi org settle" in waiting("orgs", "--unmatched").out


def test_as_an_organisation_new_and_skipped(waiting: Inside) -> None:
    done = waiting("org", "settle", "Hyrja koulutus Oy", "--as", "Hyria koulutus Oy")
    assert (done.code, done.err) == (0, "")
    assert "Hyrja koulutus Oy: selvitetty, Hyria koulutus Oy." in done.out.replace("\u00a0", " ")
    assert names(waiting) == ["Hyriaa koulutus Oy"]
    done = waiting("org", "settle", "Hyriaa koulutus Oy", "--new")
    assert done.code == 0
    kinds = {(row["kind"], row["name"], row["organisation"]) for row in waiting("orgs", "--decisions", "--json").json()}
    assert ("spelling", "Hyrja koulutus Oy", "Hyria koulutus Oy") in kinds
    assert ("apart", "Hyriaa koulutus Oy", "Hyria koulutus Oy") in kinds
    assert "ei ole" in waiting("orgs", "--decisions").out
    assert waiting("undo").code == 0
    assert names(waiting) == ["Hyriaa koulutus Oy"]
    assert waiting("org", "settle", "Hyriaa koulutus Oy", "--skip", "--why", "kahdesti").code == 0
    assert names(waiting) == []
    assert waiting("log", "--json").json()[0]["why"] == "kahdesti"


def test_wrong_use(waiting: Inside) -> None:
    for arguments in ((), ("--new", "--skip"), ("--as", "x", "--new")):
        refused = waiting("org", "settle", "Hyrja koulutus Oy", *arguments)
        assert refused.code == 2
        assert "--as" in refused.err
    refused = waiting("org", "settle", "Kukaan", "--new")
    assert refused.code == 2
    assert "Kukaan" in refused.err
    assert names(waiting) == ["Hyriaa koulutus Oy", "Hyrja koulutus Oy"]
