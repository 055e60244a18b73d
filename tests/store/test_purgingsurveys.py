"""What answers to surveys tell of persons goes out of the store, its log and its backups; the figures stay."""

from pathlib import Path

import pytest

from store import purging
from store.backup import all_of
from store.commands import surveys as commands
from store.database import reading
from store.purging import Held, Wish
from store.surveyfigures import open_answers, wave_figures
from tests.store.support import act, make_plan, project_of, small_plan
from tests.store.surveydata import fill


@pytest.fixture
def path(empty: str) -> str:
    """Two waves of a survey, in each the key ``avainsana`` and a text ``Salaisuus``, one of which was changed."""
    make_plan(empty, small_plan())
    act(empty, "add", lambda writer: commands.add_survey(writer, project_of(empty), "network", "Kysely"))
    for wave, day in (("start", "2024-03-05"), ("end", "2024-09-05")):
        fill(empty, wave, [{"q1": 5, "q6": "Salaisuus", "who": "avainsana", "day": day},
                           {"q1": 4, "q6": f"Muu {wave}", "who": "toinen", "day": day}])  # fmt: skip
    act(empty, "change", lambda writer: writer.connection.execute("UPDATE answer SET tag = 'x' WHERE id = 2"))
    act(empty, "who", lambda writer: writer.connection.execute("UPDATE response SET organisation_id = 1 WHERE id = 1"))
    return empty


def held(path: str) -> Held:
    with reading(path) as connection:
        return purging.held(connection)


def test_what_is_held_is_told(path: str) -> None:
    found = held(path)
    assert (found.keys, found.texts, found.log, found.since) == (2, 4, 2, "2024-03-05")


def test_a_person_goes_out_everywhere_and_the_figures_stay(path: str) -> None:
    with reading(path) as connection:
        before = [wave_figures(connection, 1, f"network/{wave}") for wave in ("start", "end")]
    act(path, "copy first", lambda writer: commands.add_wave(writer, project_of(path), 1, "mid"))
    wish = Wish(email="a@b.fi", key="avainsana")
    with reading(path) as connection:
        assert purging.found(connection, project_of(path), wish).rows == 4
    done = purging.purge(path, project_of(path), wish)
    assert (done.rows, done.log) == (4, 2)
    with reading(path) as connection:
        after = [wave_figures(connection, 1, f"network/{wave}") for wave in ("start", "end")]
        assert [one.questions for one in after] == [one.questions for one in before]
        assert [one.text for one in open_answers(connection, 1, "network/start")[1]] == ["Muu start"]
    for file in (path, *(one.path for one in all_of(path))):
        content = Path(file).read_bytes()
        assert b"avainsana" not in content
        assert b"Salaisuus" not in content
    assert held(path).keys == 1


def test_what_is_older_goes_and_another_secret_drops_all_keys(path: str) -> None:
    with reading(path) as connection:
        assert purging.found(connection, project_of(path), Wish(before="2024-06-01")).texts == 2
    assert purging.purge(path, project_of(path), Wish(before="2024-06-01")).texts == 2
    found = held(path)
    assert (found.keys, found.texts, found.since) == (2, 2, "2024-09-05")
    purging.rotate(path, lambda email: email, "new")
    assert (held(path).keys, held(path).texts) == (0, 2)
