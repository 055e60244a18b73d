"""Obligations in the store: set for many at once, counted, bound by locks, undone; the SQL of counters says what
core.obligations says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import quarter as quarters
from core.errors import EtappiError
from core.importing import NewOrganisation
from core.obligations import STATES
from importers.answers import Answers
from importers.apply import Source, apply
from store import agreements, counting, obligations, queries
from store.commands import agreements as agreements_commands
from store.commands import obligations as commands
from store.commands import organisations
from store.database import reading
from store.desk import Desk
from store.models import Membership, Obligation, ObligationFact, Participation
from store.views import obligation_done
from store.writing import writing
from tests.store.support import Q1, Q2, Q3, act, dump, newest, project_of, rows, sound, undo, value

CODES = ("OMA", "OMA-KA", "OMA-OA", "OMA-TIETO", "OMA-DIGI")


class RollBack(Exception):
    """Ends a transaction that a test only wanted to look at."""


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


def bring(path: str, text: str, file: str = "states.csv", **answers: dict[str, str]) -> int | None:
    """Import states without a question; the number of the batch."""
    project = project_of(path).id
    source = Source(text.encode(), file, Answers(**answers), kind="obligations")  # type: ignore[arg-type]
    with reading(path) as connection:
        plan = source.plan(queries.known(connection, project))
    return apply(path, project, source, plan)


def counts(path: str) -> list[int]:
    return [line.tally.done for line in Desk(path).agreements.obligations()]


def test_the_demo_has_the_figures_of_the_screens(demo: str) -> None:
    desk = Desk(demo).agreements
    assert [(line.terms.code, line.tally.done, line.tally.expected) for line in desk.obligations()] == [
        ("OMA", 47, 72), ("OMA-KA", 36, 58), ("OMA-OA", 33, 55), ("OMA-TIETO", 44, 70), ("OMA-DIGI", 45, 75),
    ]  # fmt: skip
    assert [line.tally.done for line in desk.obligations("2024-06-30")] == [12, 10, 14, 20, 18]
    assert len(desk.matrix().rows) == 83  # one takes part in other packages only
    units = rows(demo, "SELECT counter, units_done FROM v_item_quarter WHERE counter IS NOT NULL AND quarter = ? "
                 "ORDER BY id", Q2)  # fmt: skip
    assert units == [(f"obligation:{code}", done) for code, done in zip(CODES, (12, 10, 14, 20, 18), strict=True)]


def test_twenty_with_one_act_and_back(demo: str) -> None:
    desk, before = Desk(demo).agreements, dump(demo)
    open_ = [one.organisation_id for one in desk.owers("oma") if one.standing.state != "done"][:20]
    done = desk.set_state("oma", open_, "done", on="2024-09-10", proof="minutes")
    assert (done.code, len(done.organisations), done.same) == ("OMA", 20, 0)
    assert counts(demo)[0] == 67
    after = dump(demo)
    assert desk.set_state("OMA", open_, "done", on="2024-09-12").same == 20
    assert dump(demo) == after
    undo(demo, newest(demo))
    assert dump(demo) == before
    undo(demo, newest(demo), "redo")
    assert dump(demo) == after
    assert [told.proof for told in desk.history("OMA", open_[0])][:1] == ["minutes"]
    sound(demo)


def test_eighty_four_times_five_from_a_matrix_and_from_a_list(demo: str) -> None:
    """In one go each, taken back and done again; the second time nothing changes."""
    desk = Desk(demo).agreements
    codes = ("SOPIMUS", "ALKU", "LOPPU", "ARVIO", "KUSTANNUS")
    for code in codes:
        desk.define(code, f"Title of {code}")
    organisations_ = desk.owers("SOPIMUS")
    assert len(organisations_) == 84
    before = dump(demo)
    said = {"SOPIMUS": "x", "ALKU": "3.9.2024", "LOPPU": "kesken", "ARVIO": "påbörjad 2.9.2024", "KUSTANNUS": "done"}
    as_matrix = [";".join(["Organisaatio", *codes])]
    as_matrix += [";".join([one.short, *said.values()]) for one in organisations_]
    as_list = ["Organisation,Obligation,State,Date"]
    for one in organisations_:
        as_list += [f'"{one.organisation}",SOPIMUS,valmis,', f'"{one.organisation}",Title of ALKU,,2024-09-03',
                    f'"{one.organisation}",loppu,in work,', f'"{one.organisation}",ARVIO,pågår,2.9.',
                    f'"{one.organisation}",KUSTANNUS,✓,']  # fmt: skip
    dumps = []
    for text in ("\n".join(as_matrix), "\n".join(as_list)):
        batch = bring(demo, text + "\n")
        assert batch is not None
        assert rows(demo, "SELECT added, changed, same FROM import_batch WHERE id = ?", batch) == [(420, 0, 0)]
        assert counts(demo)[5:] == [84, 84, 0, 0, 84]
        dumps.append(dump(demo))
        assert bring(demo, text + "\n") is None
        assert bring(demo, text + "\n\n") is None
        assert undo(demo, batch).conflicts == ()
        assert dump(demo) == before
        undo(demo, newest(demo), "redo")
        assert dump(demo) == dumps[-1]
        undo(demo, newest(demo))
        assert dump(demo) == before
    assert dumps[0] == dumps[1]
    sound(demo)


def test_what_is_refused(demo: str) -> None:
    desk, before = Desk(demo).agreements, dump(demo)
    owing = [one.organisation_id for one in desk.owers("OMA")]
    with reading(demo) as connection:
        strangers = [row[0] for row in connection.execute("SELECT id FROM organisation").fetchall()
                     if row[0] not in owing]  # fmt: skip
    refused: dict[str, Callable[[], object]] = {
        "unknown": lambda: desk.set_state("NONE", owing[:1], "done"),
        "unknown_state": lambda: desk.set_state("OMA", owing[:1], "ready"),
        "in_future": lambda: desk.set_state("OMA", owing[:1], "done", on="2024-09-17"),
        "no_reason": lambda: desk.set_state("OMA", owing[:1], "not_required"),
        "does_not_owe": lambda: desk.set_state("OMA", [owing[0], strangers[0]], "done"),
        "code_taken": lambda: desk.define("oma", "Again"),
        "no_title": lambda: desk.define("NEW", " "),
        "unknown_role": lambda: desk.define("NEW", "New", role="boss"),
        "bad_due": lambda: desk.define("NEW", "New", due="2024-02-30"),
        "in_use": lambda: desk.remove("OMA"),
        "no_output": lambda: desk.set_record("TP1-A1", {"link": "x"}),
        "unknown_deadline_kind": lambda: desk.add_deadline("D", "2024-12-01", kind="party"),
        "deadline_twice": lambda: desk.add_deadline("Loppuseminaari", "2024-12-12"),
    }
    for name, call in refused.items():
        with pytest.raises(EtappiError) as caught:
            call()
        assert caught.value.code == f"obligation.{name}"
    assert dump(demo) == before
    told = desk.set_state("OMA", strangers[:1], "done", anyway=True)
    assert len(told.organisations) == 1
    assert counts(demo)[0] == 47  # it stands outside the sums


def test_typed_units_are_refused_where_they_are_counted(demo: str) -> None:
    with pytest.raises(EtappiError) as caught:
        Desk(demo).work.set_units(int(str(value(demo, "SELECT id FROM item WHERE code = 'TP1-O2'"))), 50)
    assert caught.value.code == "obligation.counted"


def test_a_locked_quarter_keeps_what_was_told_in_it(demo: str) -> None:
    desk, project, before, day = Desk(demo).agreements, project_of(demo), dump(demo), "2024-06-01"
    assert value(demo, "SELECT max(quarter) FROM quarter_lock") == Q2
    one = desk.owers("OMA")[0].organisation_id
    with pytest.raises(EtappiError) as caught:
        desk.set_state("OMA", [one], "in_work", on=day)
    assert caught.value.code == "closing.locked"
    with pytest.raises(EtappiError), writing(demo, "past the command", project_id=project.id) as writer:
        writer.session.add(ObligationFact(
            project_id=project.id, obligation_id=1, organisation_id=one, on_date=day, state="in_work", actor="x",
            made_by=writer.action))  # fmt: skip
    terms, base = desk.terms_base("OMA")
    with pytest.raises(EtappiError) as caught:  # who owes it decides what was counted
        desk.change(terms, base, {"role": "lead"})
    assert caught.value.code == "closing.locked"
    text = f"Organisation;Obligation;State;Date\nOmnia;OMA;in work;{day}\n"
    with reading(demo) as connection:
        plan = Source(text.encode(), "s.csv", Answers()).plan(queries.known(connection, project.id))
    assert [finding.code for finding in plan.findings] == ["import.obligation_locked"]
    assert dump(demo) == before
    desk.change(terms, base, {"title": "Plan of their own"})
    assert desk.obligations()[0].terms.title == "Plan of their own"


def test_merged_organisations_keep_what_was_told(demo: str) -> None:
    first, second = ("Careeria", "Etelä-Savon Koulutus")
    both = value(demo, "SELECT count(*) FROM obligation_fact AS f JOIN organisation AS o ON o.id = f.organisation_id "
                 "WHERE o.short IN (?, ?)", first, second)  # fmt: skip
    Desk(demo).closing.reopen(Q1, "two were one")
    act(demo, "merge", lambda w: organisations.merge(w, first, second))
    kept = value(demo, "SELECT count(*) FROM obligation_fact AS f JOIN organisation AS o ON o.id = f.organisation_id "
                 "WHERE o.short = ?", first)  # fmt: skip
    assert kept == both
    sound(demo)


def test_deadlines_grant_goals_and_the_register(demo: str) -> None:
    desk = Desk(demo).agreements
    assert [(row.title, row.on_date, row.at_time) for row in desk.deadlines()][:3] == [
        ("Ohjausryhmän kokous 3/2024", "2024-09-26", "09:00"),
        ("Q3-raporttien määräaika", "2024-10-11", None),
        ("Ohjausryhmän kokous 4/2024", "2024-10-24", "09:00"),
    ]
    late = desk.add_deadline("Payment request", "2024-09-01", kind="payment")
    assert desk.deadlines()[0].title == "Payment request"  # nobody has met it
    desk.deadline_done(late, "2024-09-02")
    assert desk.deadlines()[0].title != "Payment request"
    row = next(one for one in desk.all_deadlines() if one.id == late)
    desk.change_deadline(row, {"title": "Payment", "at_time": "12:00"})
    assert next(one for one in desk.all_deadlines() if one.id == late).at_time == "12:00"
    with pytest.raises(EtappiError):
        desk.change_deadline(row, {"title": "Another"})
    grant = desk.grant()
    assert grant is not None
    assert grant.sum_cents == 188_570_000
    assert len(desk.goals()) == 3
    outputs = {one.code: one for one in desk.outputs()}
    assert outputs["TP1-O1"].done
    assert outputs["TP1-O1"].keeper is None
    assert desk.set_record("tp1-o1", {"link": "https://example.org", "keeper": "Omnia"}) == "TP1-O1"
    desk.set_record("TP1-O1", {"edition": "1.2"})
    found = next(one for one in desk.outputs() if one.code == "TP1-O1")
    assert (found.link, found.edition, found.keeper) == ("https://example.org", "1.2", "Omnia")
    desk.set_record("TP1-O1", dict.fromkeys(agreements_commands.RECORD_FIELDS))
    assert value(demo, "SELECT count(*) FROM output_record") == 0
    with reading(demo) as connection:
        assert agreements.grant(connection, 999) is None


def test_an_obligation_is_changed_by_a_form(demo: str) -> None:
    desk = Desk(demo).agreements
    made = desk.define("SOPIMUS", "Agreement", due="2024-02-29", role="lead", package="TP1.1")
    assert (made.role, made.package, made.position) == ("lead", "TP1.1", 6)
    terms, base = desk.terms_base("sopimus")
    desk.change(terms, base, {**base.values, "title": "Signed agreement", "due": None})
    terms, base = desk.terms_base("SOPIMUS")
    assert (terms.title, terms.due) == ("Signed agreement", None)
    assert desk.remove("SOPIMUS").code == "SOPIMUS"
    assert len(desk.obligations()) == 5


QUARTERS = st.none() | st.sampled_from([Q1, Q2, Q3])
DAYS = st.sampled_from(
    ["2023-12-20", "2024-01-10", "2024-05-05", "2024-06-30", "2024-07-01", "2024-09-16", "2025-01-10"]
)
MEMBER = st.tuples(st.integers(1, 4), st.booleans(), QUARTERS, QUARTERS)
PART = st.tuples(st.integers(1, 4), st.integers(0, 1), st.sampled_from(["lead", "expert"]), QUARTERS, QUARTERS)
FACT = st.tuples(st.integers(1, 4), DAYS, st.sampled_from(STATES))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    members=st.lists(MEMBER, max_size=5, unique_by=lambda m: (m[0], m[2])),
    parts=st.lists(PART, max_size=6, unique_by=lambda p: p[:4]), facts=st.lists(FACT, max_size=8),
    role=st.none() | st.sampled_from(["lead", "expert"]), package=st.booleans(), day=DAYS,
)  # fmt: skip
def test_the_sql_counts_what_the_rules_count(
    small: str, members: list[tuple[int, bool, int | None, int | None]],
    parts: list[tuple[int, int, str, int | None, int | None]], facts: list[tuple[int, str, str]], role: str | None,
    package: bool, day: str,
) -> None:  # fmt: skip
    project = project_of(small)
    with pytest.raises(RollBack), writing(small, "test", project_id=project.id) as writer:  # noqa: PT012
        common: dict[str, Any] = {"project_id": project.id, "made_by": writer.action}
        packages = [row[0] for row in writer.connection.execute("SELECT id FROM work_package ORDER BY id").fetchall()]
        names = [f"Org {number}" for number in range(4)]
        ids = list(organisations.make(writer, [NewOrganisation(n, n) for n in names], "user").values())
        for number, network, first, last in members:
            if first is None or last is None or first <= last:
                writer.session.add(Membership(organisation_id=ids[number - 1], network=int(network), from_quarter=first,
                                              to_quarter=last, **common))  # fmt: skip
        for number, at, word, first, last in parts:
            if first is None or last is None or first <= last:
                writer.session.add(Participation(
                    organisation_id=ids[number - 1], work_package_id=packages[at], role=word, certainty="confirmed",
                    source="user", from_quarter=first, to_quarter=last, **common))  # fmt: skip
        writer.session.add(Obligation(code="X", position=1, title="X", role=role,
                                      work_package_id=packages[0] if package else None, **common))  # fmt: skip
        writer.session.flush()
        terms = obligations.terms_of(writer.connection, project.id, "x")
        for number, on, state in facts:
            writer.session.add(ObligationFact(obligation_id=terms.id, organisation_id=ids[number - 1], on_date=on,
                                              state=state, reason="why", actor="x", **common))  # fmt: skip
            writer.session.flush()
        (line,) = obligations.overview(writer.connection, project, day)
        counted = writer.connection.execute(f"SELECT {obligation_done(':p', ':c', ':d')}",
                                            {"p": project.id, "c": "X", "d": day}).fetchone()[0]  # fmt: skip
        assert counted == line.tally.done
        assert counting.value_of(writer.connection, project.id, "obligation:X", day) == line.tally.done
        assert counting.value_of(writer.connection, project.id, "obligation:Y", day) is None
        brute = {
            number for number, network, first, last in members
            if network and held(first, last, project.start, project.end, day)
            and (first is None or last is None or first <= last)
            and ((role is None and not package) or any(
                who == number and (role is None or role == word) and (not package or at == 0)
                and held(since, until, project.start, project.end, day)
                and (since is None or until is None or since <= until)
                for who, at, word, since, until in parts))
        }  # fmt: skip
        owing = {one.organisation_id for one in obligations.owed(writer.connection, project, day)}
        assert {ids.index(one) + 1 for one in owing if one in ids} == brute
        raise RollBack


def held(first: int | None, last: int | None, start: str, end: str, day: str) -> bool:
    quarter = quarters.clip(quarters.of_date(day), start, end)
    return (first is None or first <= quarter) and (last is None or last >= quarter)


def test_values_are_kept_as_json_for_check(demo: str) -> None:
    text = "Organisation;Obligation;State\nAEL - Amiedu Oy;OMA;x\nCareeria;OMA;x\n"
    batch = bring(demo, text)
    found = rows(demo, "SELECT code, values_json FROM import_finding WHERE batch_id = ? ORDER BY id", batch)
    assert [code for code, _ in found] == ["import.owes_not", "import.obligation_undated"]
    assert json.loads(str(found[0][1])) == {"name": "AEL - Amiedu Oy", "obligation": "OMA"}
    assert commands.NAMED > 1
