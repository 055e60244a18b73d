"""Business ids, regions, languages and labels in the store: written by a list, by hand, merged, found, taken back."""

import pytest

from core.errors import EtappiError
from core.network import NetworkFilter
from importers.answers import Answers
from importers.apply import Source, apply
from store import members, queries
from store.commands import organisations
from store.database import reading
from store.desk import Desk
from store.editing import Base
from tests.store.support import act, dump, newest, project_of, rows, sound, undo, value

NOKIA, YLE = "0112038-9", "0313471-7"
HEAD = "Organisaatio;Y-tunnus;Maakunta;Kieli;Tunnisteet\n"


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


def bring(path: str, text: str, answers: dict[str, str] | None = None, *, skip_errors: bool = False) -> int | None:
    """Import a list of members; the number of its batch. *answers* are those on conflicts."""
    project = project_of(path).id
    source = Source(text.encode(), "list.csv", Answers(conflicts=answers or {}), skip_errors=skip_errors)
    with reading(path) as connection:
        plan = source.plan(queries.known(connection, project))
    return apply(path, project, source, plan)


def stored(path: str, name: str) -> tuple[object, ...]:
    return rows(path, "SELECT business_id, region, language FROM organisation WHERE name = ?", name)[0]


def test_a_list_is_written_once_and_taken_back_whole(small: str) -> None:
    before = dump(small)
    text = HEAD + f"Omnia;{NOKIA};Uusimaa;suomi;uusi, iso\nGradia;;;;\nUusi Opisto;{YLE};Lappi;ruotsi;pieni\n"
    batch = bring(small, text)
    assert stored(small, "Omnia") == (NOKIA, "Uusimaa", "fi")
    assert stored(small, "Uusi Opisto") == (YLE, "Lappi", "sv")
    assert rows(small, "SELECT o.name, l.text FROM label AS l JOIN organisation AS o ON o.id = l.organisation_id "
                "ORDER BY l.text") == [("Omnia", "iso"), ("Uusi Opisto", "pieni"), ("Omnia", "uusi")]  # fmt: skip
    assert rows(small, "SELECT kind, added, changed, same, removed FROM import_batch") == [
        ("organisations", 1, 1, 1, 0)
    ]
    assert bring(small, text) is None
    assert bring(small, text.replace(NOKIA, "FI 0112038-9").replace("suomi", "FI")) is None
    after = dump(small)
    assert NOKIA in after
    assert batch is not None
    assert undo(small, batch).conflicts == ()
    assert dump(small) == before
    redone = undo(small, newest(small), "redo")
    assert redone.conflicts == ()
    assert dump(small) == after
    sound(small)


def test_two_change_business_ids_in_one_list_and_back(small: str) -> None:
    bring(small, HEAD + f"Omnia;{NOKIA};;;\nGradia;{YLE};;;\n")
    before = dump(small)
    batch = bring(small, HEAD + f"Omnia;{YLE};;;\nGradia;{NOKIA};;;\n")
    assert (stored(small, "Omnia")[0], stored(small, "Gradia")[0]) == (YLE, NOKIA)
    assert batch is not None
    undo(small, batch)
    assert dump(small) == before


def test_a_dash_clears_and_an_error_stops_everything(small: str) -> None:
    bring(small, HEAD + f"Omnia;{NOKIA};Uusimaa;fi;uusi\n")
    before = dump(small)
    with pytest.raises(EtappiError, match=r"import\.rows_in_error"):
        bring(small, HEAD + "Omnia;-;;;\nGradia;0112038-8;;;\n")
    assert dump(small) == before
    bring(small, HEAD + "Omnia;-;-;-;-\nGradia;0112038-8;;;\n", skip_errors=True)
    assert stored(small, "Omnia") == (None, None, None)
    assert value(small, "SELECT count(*) FROM label") == 0


def test_one_that_a_person_put_outside_comes_in_by_ones_word(small: str) -> None:
    project = project_of(small).id
    act(small, "org outside Omnia", lambda writer: organisations.set_network(writer, project, "Omnia", network=False))
    before = dump(small)
    with reading(small) as connection:
        plan = Source(f"{HEAD}Omnia;;;;\n".encode(), "list.csv", Answers()).plan(queries.known(connection, project))
    assert [one.text for one in plan.questions] == ["Omnia > network"], "a person did it"
    batch = bring(small, HEAD + "Omnia;;;;\n", answers={"Omnia > network": "file"})
    assert value(small, "SELECT network FROM v_member WHERE organisation_id = "
                 "(SELECT id FROM organisation WHERE name = 'Omnia')") == 1  # fmt: skip
    assert batch is not None
    undo(small, batch)
    assert dump(small) == before


def test_what_a_person_wrote_is_remembered_as_such(small: str) -> None:
    bring(small, HEAD + f"Omnia;{NOKIA};Uusimaa;fi;uusi\n")
    desk = Desk(small)
    number = desk.network(NetworkFilter(text="omnia")).ids[0]

    def edits() -> set[tuple[int, str]]:
        with reading(small) as connection:
            return set(members.edits(connection, project_of(small).id))

    assert edits() == set()
    save(desk, number, region="Lappi")
    desk.set_labels([number], ["uusi", "oma"])
    desk.set_network("Omnia", inside=False)
    assert edits() == {(number, "region"), (number, "labels"), (number, "network")}
    desk.undo(desk.undo_offer().number)
    assert (number, "network") not in edits()


def form(desk: Desk, number: int) -> Base:
    page = desk.page(number)
    assert page is not None
    values: dict[str, object] = {
        "name": page.name, "short": page.short, "network": page.network, "business_id": page.business_id or "",
        "region": page.region or "", "language": page.language or "",
    }  # fmt: skip
    return Base(page.version, desk.epoch(), values)


def save(desk: Desk, number: int, **wanted: object) -> None:
    base = form(desk, number)
    desk.edit_organisation(number, base, {**base.values, **wanted})


def test_the_form_writes_clears_and_refuses(small: str) -> None:
    desk = Desk(small)
    omnia, gradia = (desk.network(NetworkFilter(text=name)).ids[0] for name in ("omnia", "gradia"))
    save(desk, omnia, business_id="fi 01120389", region=" Uusimaa ", language="fi")
    assert stored(small, "Omnia") == (NOKIA, "Uusimaa", "fi")
    page = desk.page(omnia)
    assert page is not None
    assert (page.business_id, page.region, page.language) == (NOKIA, "Uusimaa", "fi")
    for wanted, code in (
        ({"business_id": "0112038-8"}, "store.business_id_wrong"),
        ({"business_id": NOKIA}, "store.business_id_taken"),
        ({"language": "xx"}, "store.language_unknown"),
    ):
        with pytest.raises(EtappiError) as caught:
            save(desk, gradia, **wanted)
        assert caught.value.code == code
    assert stored(small, "Gradia") == (None, None, None)
    save(desk, omnia, business_id="", language="")
    assert stored(small, "Omnia") == (None, "Uusimaa", None)


def test_merging_keeps_what_is_known_of_either(small: str) -> None:
    bring(small, HEAD + f"Omnia;;Uusimaa;;\nGradia;{NOKIA};Keski-Suomi;sv;\n")
    before = dump(small)
    act(small, "org merge Omnia < Gradia", lambda writer: organisations.merge(writer, "Omnia", "Gradia"))
    assert stored(small, "Omnia") == (NOKIA, "Uusimaa", "sv")
    undo(small, newest(small))
    assert dump(small) == before


def test_the_filter_finds_regions_and_languages(small: str) -> None:
    bring(small, HEAD + "Omnia;;Åland;sv;\nGradia;;Pohjois-Pohjanmaa;fi;\n")
    desk = Desk(small)

    def found(**wanted: str) -> list[str]:
        listing = desk.network(NetworkFilter(**wanted))  # type: ignore[arg-type]
        return [row.short for row in listing.rows(0, listing.length) if row]

    assert found(region="åla") == found(region="ala") == ["Omnia"]
    assert found(region="pohjanmaa") == found(language="fi") == ["Gradia"]
    assert found(region="lappi") == found(language="en") == []
    assert found(language="sv", text="omn") == ["Omnia"]


def test_who_of_the_promised_is_missing(small: str) -> None:
    project = project_of(small).id

    def promised() -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
        with reading(small) as connection:
            told = members.promised(connection, project)
        return told.idle, told.unlisted, told.file

    assert promised() == ((), (), None)
    batch = bring(small, HEAD + "Omnia;;Uusimaa;;\nUusi Opisto;;;;\n")
    assert promised() == (("Uusi Opisto",), ("Gradia", "Savon AO"), "list.csv")
    assert batch is not None
    undo(small, batch)
    assert promised() == ((), (), None)


def test_one_is_found_by_any_of_its_names(small: str) -> None:
    project = project_of(small).id
    with reading(small) as connection:
        assert members.find(connection, project, "omnia") == members.find(connection, project, " Omnia ")
        for name, code in (("Savon", "store.unknown_organisation_near"), ("zzz", "store.unknown_organisation")):
            with pytest.raises(EtappiError) as caught:
                members.find(connection, project, name)
            assert caught.value.code == code
