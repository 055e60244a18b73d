"""The desk of snapshots: what is compared, shown and handed on, on the demo's own snapshots."""

from itertools import pairwise

import pytest

from core.errors import EtappiError
from core.snapshotdiff import apply
from core.snapshotfile import unpacked
from store.desk import Desk
from tests.store.support import act


def test_every_pair_of_snapshots_is_told_apart_whole(demo: str) -> None:
    desk = Desk(demo).snapshots
    names = [*reversed([row.name for row in desk.listed()]), "now"]
    for old, new in pairwise(names):
        found = desk.compare(old, new)
        assert apply(found.difference, found.old.content) == found.new.content, (old, new)
        assert found.difference.restated == ()
    assert found.new.name is None
    assert desk.sentences() == desk.compare("Q2-2024").telling


def test_a_snapshot_just_taken_is_the_present(demo: str) -> None:
    desk = Desk(demo).snapshots
    row = desk.take("ohry 3/2024")
    found = desk.compare()
    assert (found.old.row, found.old.sha256, found.difference.empty) == (row, found.new.sha256, True)
    name, data = desk.export("ohry 3/2024")
    assert (name, unpacked(data).sha256) == ("DIGI24_ohry-3-2024.snapshot.json", row.sha256)
    assert desk.free_name("ohry 3/2024") == "ohry 3/2024 (2)"


def test_a_project_without_snapshots_says_so(small: str) -> None:
    desk = Desk(small).snapshots
    with pytest.raises(EtappiError, match="none_yet"):
        desk.compare()
    assert desk.next_meeting() is None
    assert desk.compare("now").difference.empty


def test_the_next_meeting_is_the_steering_groups(demo: str) -> None:
    desk = Desk(demo).snapshots
    found = desk.next_meeting()
    assert found is not None
    assert (found.number, found.on_date, found.steering) == ("3/2024", "2024-09-26", True)
    act(demo, "day", lambda w: w.connection.execute("UPDATE project SET fixed_today = '2024-12-01'"))
    found = desk.next_meeting()
    assert found is not None
    assert (found.title, found.number, found.steering) == ("Loppuseminaari", None, False)
