"""Undo and redo among random acts (reliability.md F16): Hypothesis plays them and keeps what the store said before."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import EtappiError
from core.text import folded, sort_key
from store.commands import organisations, progress
from store.database import reading
from store.dump import canonical_dump
from store.undo import target_of_undo
from store.writing import Writer, who
from tests.store.support import (
    Q3,
    TODAY,
    act,
    copy_of,
    do_import,
    dump,
    make_plan,
    project_of,
    rows,
    small_plan,
    sound,
    state,
    undo,
    value,
)

NAMES = ("Omnia", "Gradia", "Savon AO", "Ålands yrkesgymnasium", "Äänekoski", "Zeta")
PACKAGES = ("TP1", "TP2", "TP1.1")
ROLES = ("lead", "assist", "expert", "beneficiary", "unknown")
names = st.sampled_from(NAMES)
numbers = st.integers(0, 10**6)


def machine(template: str) -> type[RuleBasedStateMachine]:
    """The state machine over copies of a store."""

    class Undoing(RuleBasedStateMachine):
        """*done* are (action, dump before, dump after), of which the newest can be taken back exactly; *taken* those
        that were taken back since; anything out of order empties both."""

        @initialize()
        def start(self) -> None:
            self.folder = tempfile.TemporaryDirectory()
            self.path = copy_of(template, Path(self.folder.name) / "store.db")
            self.done: list[tuple[int, str, str]] = []
            self.taken: list[tuple[int, str, str]] = []

        def teardown(self) -> None:
            sound(self.path)
            for name, order, search in rows(self.path, "SELECT name, sort_key, folded FROM organisation"):
                assert (order, search) == (sort_key(str(name)), folded(str(name)))
            self.folder.cleanup()

        def do(self, command: str, what: Callable[[Writer], Any]) -> None:
            """A command that may be refused; a refused or empty one must leave nothing."""
            before, last = state(self.path)
            with suppress(EtappiError):
                act(self.path, command, what)
            self.note(before, last)

        def note(self, before: str, last: int) -> None:
            after, number = state(self.path)
            assert (after == before) or number == last + 1
            if number > last:
                self.done.append((number, before, after))
                self.taken.clear()

        @rule(
            rows=st.lists(st.tuples(names, st.sampled_from(PACKAGES), st.sampled_from(ROLES)), min_size=1, max_size=5)
        )
        def take_in(self, rows: list[tuple[str, str, str]]) -> None:
            before, last = state(self.path)
            with suppress(EtappiError):
                do_import(self.path, rows, f"file {last}", "P1")
            self.note(before, last)

        @rule()
        def second_project(self) -> None:
            before, last = state(self.path)
            with suppress(EtappiError):
                make_plan(self.path, small_plan("P2"))
            self.note(before, last)

        @rule(name=names, new=names)
        def rename(self, name: str, new: str) -> None:
            self.do("org rename", lambda w: organisations.rename(w, name, new))

        @rule(keep=names, gone=names)
        def merge(self, keep: str, gone: str) -> None:
            self.do("org merge", lambda w: organisations.merge(w, keep, gone))

        @rule(name=names, number=numbers)
        def split(self, name: str, number: int) -> None:
            self.do("org split", lambda w: organisations.split(w, name, f"s{number}"))

        @rule(name=names, network=st.booleans())
        def outside(self, name: str, network: bool) -> None:
            self.do("org outside", lambda w: organisations.set_network(w, 1, name, network=network))

        @rule(
            item=st.sampled_from(["TP1-A1", "TP1-A2", "TP2-A1", "TP2-O1", "TP1.1-O1"]),
            kind=st.sampled_from(["started", "accepted", "step", "units", "cancelled", "reopened"]),
            day=st.integers(1, 28),
            count=st.integers(0, 12),
        )
        def set_item(self, item: str, kind: str, day: int, count: int) -> None:
            project = project_of(self.path, "P1")
            self.do(
                "set",
                lambda w: progress.add_evidence(
                    w,
                    project,
                    item,
                    kind,
                    f"2024-06-{day:02d}",
                    TODAY,
                    step=1 + count % 2 if kind == "step" else None,
                    units=count if kind == "units" else None,
                ),
            )

        @rule(percent=st.floats(0, 100), package=st.sampled_from(PACKAGES))
        def report(self, percent: float, package: str) -> None:
            project = project_of(self.path, "P1")
            self.do("set", lambda w: progress.set_reported(w, project, package, Q3, percent, None))

        @rule(colour=st.sampled_from(["green", "amber", "red"]), package=st.sampled_from(PACKAGES))
        def assess(self, colour: str, package: str) -> None:
            project = project_of(self.path, "P1")
            self.do("set", lambda w: progress.set_colour(w, project, package, colour, "syy", Q3, Q3))

        @precondition(lambda self: self.done)
        @rule()
        def undo_last(self) -> None:
            number, before, after = self.done.pop()
            assert dump(self.path) == after
            done = undo(self.path, number)
            found, last = state(self.path)
            assert (done.conflicts, found) == ((), before)
            self.taken.append((last, before, after))

        @precondition(lambda self: self.taken)
        @rule()
        def redo_last(self) -> None:
            number, before, after = self.taken.pop()
            assert dump(self.path) == before
            done = undo(self.path, number, "redo")
            assert (done.conflicts, dump(self.path)) == ((), after)
            target = int(str(value(self.path, "SELECT undo_of FROM action WHERE id = ?", number)))
            self.done.append((target, before, after))

        @rule(number=numbers)
        def undo_any_and_straight_back(self, number: int) -> None:
            """Whatever an undo leaves, taking it back at once restores what was."""
            with reading(self.path) as connection:
                last = connection.execute("SELECT max(id) FROM action").fetchone()[0]
                try:
                    target = target_of_undo(connection, 1 + number % last, who())
                except EtappiError:
                    return
                before = canonical_dump(connection)
            if target == 1:
                return  # the project itself, which the other rules need
            try:
                done = undo(self.path, target)
            except EtappiError as error:
                assert error.code == "log.project_in_use"  # noqa: PT017 - a refusal is one of the outcomes
                assert dump(self.path) == before
                return
            after, now = state(self.path)
            assert (done.rows > 0) == (now == last + 1)
            if done.rows:
                assert after != before or done.conflicts
                assert undo(self.path, last + 1, "redo").conflicts == ()
            assert dump(self.path) == before

        @rule(number=numbers)
        def undo_any(self, number: int) -> None:
            with reading(self.path) as connection:
                last = connection.execute("SELECT max(id) FROM action").fetchone()[0]
                try:
                    target = target_of_undo(connection, 2 + number % last, who())
                except EtappiError:
                    return
            with suppress(EtappiError):
                undo(self.path, target)
            self.done.clear()
            self.taken.clear()

        @invariant()
        def is_sound(self) -> None:
            if hasattr(self, "path"):
                with reading(self.path) as connection:
                    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
                    assert connection.execute("SELECT action FROM meta").fetchone()[0] is None

    return Undoing


def test_random_acts_are_taken_back_and_done_again(templates: Callable[[str], str]) -> None:
    run_state_machine_as_test(
        machine(templates("small")), settings=settings(max_examples=25, stateful_step_count=16, deadline=None)
    )


def test_all_of_a_random_walk_can_be_taken_back(small: str) -> None:
    """A fixed walk of many acts, undone to the beginning and redone to the end, the store reopened for each."""
    states = [dump(small)]
    do_import(small, [("Zeta", "TP1", "lead"), ("Äänekoski", "TP2", "unknown")], "f1")
    states.append(dump(small))
    project = project_of(small)
    acts: list[Callable[[Writer], Any]] = [
        lambda w: organisations.rename(w, "Zeta", "Zeta Oy"),
        lambda w: organisations.merge(w, "Omnia", "Zeta"),
        lambda w: organisations.split(w, "Zeta", "Z"),
        lambda w: progress.add_evidence(w, project, "TP1-A1", "accepted", "2024-03-01", TODAY),
        lambda w: organisations.set_network(w, 1, "Gradia", network=False),
        lambda w: organisations.merge(w, "Äänekoski", "Gradia"),
    ]
    for one in acts:
        act(small, "act", one)
        states.append(dump(small))
    do_import(small, [("Omnia", "TP1.1", "expert"), ("Omnia", "TP2", "lead")], "f2")
    states.append(dump(small))
    for wanted in reversed(states[:-1]):
        with reading(small) as connection:
            target = target_of_undo(connection, None, who())
        assert undo(small, target).conflicts == ()
        assert dump(small) == wanted
    for wanted in states[1:]:
        with reading(small) as connection:
            number = connection.execute(
                "SELECT max(u.id) FROM v_action AS u JOIN action AS a ON a.id = u.undo_of "
                "WHERE a.undo_of IS NULL AND NOT u.undone"
            ).fetchone()[0]
        assert undo(small, number, "redo").conflicts == ()
        assert dump(small) == wanted
