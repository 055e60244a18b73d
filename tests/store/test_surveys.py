"""Surveys in the store: made, their waves, who was invited, questions with versions, wordings and options."""

from dataclasses import replace
from typing import Any

import pytest

from core.errors import EtappiError
from core.planning import PlanEvent, PlanFile, PlanSurvey, PlanWave
from core.surveys.records import OptionSpec, QuestionRow, QuestionSpec, SurveyRow
from importers.planchange import look, write
from store.commands import organisations
from store.commands import surveys as commands
from store.database import reading
from store.desk import Desk
from store.models import Response
from store.surveys import find_wave, questions_of, surveys_of
from tests.store.support import act, dump, make_plan, newest, project_of, small_plan, undo

LIKERT = QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=5, low="täysin eri mieltä")


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.backup.before", lambda *_: None)


@pytest.fixture
def path(empty: str) -> str:
    """The organisations 1 Omnia, 2 Gradia and 3 Savon AO, and the survey 1 ``network`` with its wave 1 ``start``."""
    make_plan(empty, small_plan())

    def more(writer: Any) -> None:
        survey = commands.add_survey(writer, project_of(empty), "network", "Verkoston kysely")
        commands.add_wave(writer, project_of(empty), survey, "start")

    act(empty, "survey add", more)
    return empty


def surveys(path: str) -> tuple[SurveyRow, ...]:
    with reading(path) as connection:
        return surveys_of(connection, 1)


def questions(path: str) -> tuple[QuestionRow, ...]:
    with reading(path) as connection:
        return questions_of(connection, 1, "NETWORK")


def define(path: str, *wanted: QuestionSpec) -> dict[str, int]:
    made: dict[str, int] = {}

    def all_of(writer: Any) -> None:
        found = commands.define_questions(writer, project_of(path), 1, wanted)
        made.update({key: one.id for key, one in found.items()})

    act(path, "questions", all_of)
    return made


def refusal(path: str, change: Any) -> str:
    with pytest.raises(EtappiError) as caught:
        act(path, "wrong", change)
    return caught.value.code


def test_a_wave_is_made_when_it_is_named_for_the_first_time(path: str) -> None:
    before = dump(path)
    act(path, "same", lambda writer: commands.add_wave(writer, project_of(path), 1, "START"))
    assert dump(path) == before
    act(path, "end", lambda writer: commands.add_wave(writer, project_of(path), 1, "end"))
    assert [(wave.name, wave.position, wave.invited) for wave in surveys(path)[0].waves] == [
        ("network/start", 1, None), ("network/end", 2, None),
    ]  # fmt: skip


def test_feedback_is_about_a_package_or_an_event_not_both(path: str) -> None:
    project = project_of(path)
    act(path, "tp", lambda writer: commands.add_survey(writer, project, "fb", "Palaute", "feedback", package="TP 1.1"))
    assert (surveys(path)[1].package, surveys(path)[1].event) == ("TP1.1", None)
    for code, more, said in (
        ("FB", {}, "survey.code_taken"), ("a/b", {}, "survey.bad_code"), ("x", {"event": "E9"}, "event.unknown"),
        ("x", {"kind": "poll"}, "survey.unknown_kind"),
        ("x", {"package": "TP9"}, "progress.unknown_package"), (" ", {}, "survey.bad_code"),
    ):  # fmt: skip
        assert refusal(path, lambda w, c=code, m=more: commands.add_survey(w, project, c, "T", **m)) == said


def test_who_was_invited_and_how_many_answered(path: str) -> None:
    project = project_of(path)

    def invite(writer: Any) -> None:
        commands.set_wave(writer, 1, {"invited": 20, "ineligible": 2, "opened": "2024-03-01", "group_size": 18})
        commands.set_invited(writer, project, 1, {1: 10, 2: None})
        for number, (organisation, state) in enumerate([(1, "complete"), (1, "complete"), (2, "partial"),
                                                        (3, "complete"), (None, "complete")]):  # fmt: skip
            writer.session.add(Response(project_id=1, wave_id=1, source_id=str(number), state=state,
                                        organisation_id=organisation, made_by=writer.action))  # fmt: skip

    act(path, "invite", invite)
    wave = surveys(path)[0].waves[0]
    assert (wave.organisations, wave.answered, wave.others, wave.complete, wave.partial) == (2, 1, 1, 4, 1)
    assert wave.organisation_rate == 0.5
    assert (wave.responses.rr1, wave.responses.rr2) == (4 / 18, 5 / 18)
    before = dump(path)
    act(path, "again", lambda writer: commands.set_invited(writer, project, 1, {1: None, 2: None}))
    assert dump(path) == before, "how many persons were asked is not forgotten in silence"
    act(path, "whole", lambda writer: commands.set_invited(writer, project, 1, {3: 4}, whole=True))
    assert surveys(path)[0].waves[0].organisations == 1
    undo(path, newest(path))
    assert dump(path) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"invited": -1}, "survey.bad_number"), ({"group_size": 0}, "survey.bad_number"),
        ({"invited": 3, "ineligible": 4}, "survey.too_ineligible"), ({"opened": "2024-02-30"}, "survey.bad_day"),
        ({"opened": "2024-03-02", "closed": "2024-03-01"}, "survey.closed_before"),
    ],
)  # fmt: skip
def test_what_a_wave_cannot_be(path: str, fields: dict[str, object], said: str) -> None:
    assert refusal(path, lambda writer: commands.set_wave(writer, 1, fields)) == said


def test_another_language_is_a_wording_and_another_scale_or_meaning_a_version(path: str) -> None:
    first = define(path, LIKERT)["q1"]
    before = dump(path)
    assert define(path, LIKERT)["q1"] == first
    assert dump(path) == before
    swedish = QuestionSpec("q1", "likert", "Jag känner till resultaten", "sv", scale=5)
    assert define(path, swedish)["q1"] == first
    (question,) = questions(path)
    assert [(one.language, one.text, one.low) for one in question.wordings] == [
        ("fi", "Tunnen tuotokset", "täysin eri mieltä"), ("sv", "Jag känner till resultaten", None),
    ]  # fmt: skip
    other = QuestionSpec("q1", "likert", "Käytän tuotoksia", "fi", scale=5)
    second = define(path, other)["q1"]
    assert second != first
    assert define(path, QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=7))["q1"] != first
    assert define(path, QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=5, reversed=True))["q1"] != first
    assert define(path, LIKERT)["q1"] == first, "the file of the start wave read again finds its own version"
    assert define(path, QuestionSpec("q1", "likert", "tunnen  TUOTOKSET.", "fi", scale=5))["q1"] == first
    assert define(path, QuestionSpec("q1", "likert", "Tunnen tulokset", "fi", scale=5, same=True))["q1"] == second
    assert [(one.version, one.scale, one.reversed) for one in questions(path)] == [
        (1, 5, False), (2, 5, False), (3, 7, False), (4, 5, True),
    ]  # fmt: skip


def test_options_of_one_choice_in_two_languages(path: str) -> None:
    yes, no = OptionSpec("Kyllä"), OptionSpec("Ei")
    define(path, QuestionSpec("q2", "single", "Onko suunnitelma?", "fi", options=(yes, no)))
    swedish = (OptionSpec("Ja", 1), OptionSpec("Nej", 2), OptionSpec("Vet ej"))
    define(path, QuestionSpec("q2", "single", "Finns det en plan?", "sv", options=swedish))
    (question,) = questions(path)
    assert question.choices("sv") == ((1, "Ja"), (2, "Nej"), (3, "Vet ej"))
    assert question.choices("fi") == ((1, "Kyllä"), (2, "Ei"), (3, "Vet ej"))


def test_what_a_question_cannot_be(path: str) -> None:
    for wanted, said in (
        (QuestionSpec("q", "likert", "T", "fi"), "survey.bad_scale"),
        (QuestionSpec("q", "text", "T", "fi", scale=5), "survey.bad_scale"),
        (QuestionSpec("q", "likert", "T", "fi", scale=12), "survey.bad_scale"),
        (QuestionSpec("q", "grid", "T", "fi"), "survey.unknown_type"),
        (QuestionSpec("q", "text", " \n", "fi"), "survey.no_question"),
    ):
        assert refusal(path, lambda w, one=wanted: commands.define_questions(w, project_of(path), 1, [one])) == said


def test_waves_by_name(path: str) -> None:
    with reading(path) as connection:
        assert find_wave(connection, 1, "Network")[1].name == "network/start"
    act(path, "end", lambda writer: commands.add_wave(writer, project_of(path), 1, "end"))
    with reading(path) as connection:
        assert find_wave(connection, 1, "network/END")[1].code == "end"
        for name, said in (("network", "survey.which_wave"), ("network/x", "survey.unknown_wave"),
                           ("x/start", "survey.unknown")):  # fmt: skip
            with pytest.raises(EtappiError) as caught:
                find_wave(connection, 1, name)
            assert caught.value.code == said


def test_a_changed_plan_file_changes_its_surveys(path: str) -> None:
    plan = small_plan("P2")
    waves = (PlanWave("start", "2024-03-01", "2024-03-15", 90), PlanWave("end"))
    event = PlanEvent("Aloitus", "ALOITUS")
    first = (PlanSurvey("verkosto", "Kysely", "network", waves), PlanSurvey("palaute", "Palaute", "feedback",
                                                                           event="ALOITUS"))  # fmt: skip
    make_plan(path, with_surveys(plan, first, event))
    project = project_of(path, "P2")
    act(path, "by hand", lambda writer: commands.add_survey(writer, project, "oma", "Oma", "capability"))
    assert told(path, with_surveys(plan, first, event)) == ([], ["survey.gone oma"])
    second = (PlanSurvey("Verkosto", "Alku ja loppu", "network", (PlanWave("START", invited=84), PlanWave("2024-Q3"))),
              PlanSurvey("uusi", "Uusi", "feedback", package="TP1"))  # fmt: skip
    changed = with_surveys(plan, second)
    assert told(path, changed)[0] == [
        "event.gone ALOITUS", "survey.changed verkosto title", "wave.changed verkosto/start invited",
        "survey.wave verkosto/2024-Q3", "survey.added uusi", "survey.gone palaute",
    ]  # fmt: skip
    before = dump(path)
    write(path, project, changed, "plan.toml", decision=None, effective=None)
    with reading(path) as connection:
        found = {one.code: one for one in surveys_of(connection, project.id)}
    assert sorted(found) == ["oma", "uusi", "verkosto"]
    assert [(one.code, one.invited, one.opened) for one in found["verkosto"].waves] == [
        ("start", 84, "2024-03-01"), ("end", None, None), ("2024-Q3", None, None),
    ]  # fmt: skip
    assert (found["verkosto"].title, found["uusi"].package) == ("Alku ja loppu", "TP1")
    undo(path, newest(path))
    assert dump(path) == before


def test_a_survey_that_was_answered_is_not_taken_away_by_a_file(path: str) -> None:
    plan = small_plan("P2")
    made = make_plan(path, with_surveys(plan, (PlanSurvey("s", "S", waves=(PlanWave("start"),)),)))
    project = project_of(path, "P2")
    act(path, "answer", lambda writer: writer.session.add(Response(
        project_id=made, wave_id=2, source_id="1", state="complete", made_by=writer.action)))  # fmt: skip
    with reading(path) as connection:
        refused = look(connection, project, plan, "plan.toml").change.refused
    assert [one.refused and one.refused.code for one in refused] == ["answered"]


def with_surveys(plan: PlanFile, surveys: tuple[PlanSurvey, ...], *events: PlanEvent) -> PlanFile:
    return replace(plan, agreements=replace(plan.agreements, surveys=surveys, events=events))


def told(path: str, plan: PlanFile) -> tuple[list[str], list[str]]:
    with reading(path) as connection:
        change = look(connection, project_of(path, plan.project.code), plan, "plan.toml").change
    return tuple([f"{one.kind} {one.code} {one.name}".strip() for one in part]  # type: ignore[return-value]
                 for part in (change.differences, change.kept))  # fmt: skip


def test_two_organisations_that_are_one_have_their_answers_together(path: str) -> None:
    project = project_of(path)

    def answers(writer: Any) -> None:
        commands.set_invited(writer, project, 1, {1: 3, 2: 4, 3: None})
        commands.add_wave(writer, project, 1, "end")
        commands.set_invited(writer, project, 2, {2: 5})
        for number in (1, 2, 2):
            writer.session.add(Response(project_id=1, wave_id=1, source_id=f"{number}{len(writer.session.new)}",
                                        state="complete", organisation_id=number, made_by=writer.action))  # fmt: skip

    act(path, "answers", answers)
    before = dump(path)
    act(path, "org merge", lambda writer: organisations.merge(writer, "Omnia", "Gradia"))
    first, second = surveys(path)[0].waves
    assert (first.organisations, first.answered, first.complete) == (2, 1, 3)
    with reading(path) as connection:
        rows = connection.execute("SELECT wave_id, organisation_id, persons FROM invitation ORDER BY 1, 2").fetchall()
    assert rows == [(1, 1, 7), (1, 3, None), (2, 1, 5)]
    assert second.organisations == 1
    undo(path, newest(path))
    assert dump(path) == before


def test_the_app_works_at_a_desk(path: str) -> None:
    desk = Desk(path).surveys
    assert desk.add("fb", "Palaute", "feedback", package="TP2") == 2
    desk.set_wave("fb/2024-Q3", {"invited": 12})
    assert [(one.code, [wave.invited for wave in one.waves]) for one in desk.surveys()] == [
        ("network", [None]), ("fb", [12]),
    ]  # fmt: skip
    assert (desk.figures("fb").questions, desk.open_answers("fb"), desk.organisations("fb")) == ((), (), ())
    assert [one.short for one in desk.missing("network")[1]] == ["Gradia", "Omnia", "Savon AO"]
    desk.set_wave("network/end", {})
    assert desk.compare("network").rows == ()
    for wave in ("fb", "x/y"):
        with pytest.raises(EtappiError):
            desk.set_wave(wave, {"invited": 1})
