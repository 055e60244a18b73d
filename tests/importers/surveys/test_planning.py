"""Which response of a file is which of the store, what changes of it, and that nothing is lost or counted twice."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from core.findings import Place
from core.importing import ImportPlan, Known, KnownOrganisation
from core.surveys.importing import UNNUMBERED, KnownAnswer, KnownResponse, KnownSurveys
from core.surveys.records import OptionRow, QuestionRow, SurveyRow, WaveRow, Wording
from importers.afterwards import after
from importers.answers import Answers
from importers.kinds import make_plan
from importers.rows import Ledger
from importers.surveys.choosing import Choosing
from importers.surveys.matching import Filed, Given, Matched, Matching
from importers.surveys.model import ResponseRead, SurveyReading
from importers.surveys.planning import SurveyWishes
from importers.surveys.respondents import respondents
from tests import surveydata

SECRET = b"x" * 32
DAY, LATER = "2024-03-04", "2024-03-08"
QUESTIONS = (
    QuestionRow(1, "q1", 1, 1, "likert", 5, False, (Wording("fi", "Tunnen"),)),
    QuestionRow(2, "q2", 1, 2, "multiple", None, False, (Wording("fi", "Mistä"),),
                (OptionRow(1, 1, "a", "fi"), OptionRow(2, 2, "b", "fi"), OptionRow(3, 1, "ä", "sv"))),
    QuestionRow(3, "q3", 1, 3, "single", None, False, (Wording("fi", "Kuka"),),
                (OptionRow(4, 1, "x", "fi"), OptionRow(5, 1, "y", "sv"))),
)  # fmt: skip


def stored(row: int, source: str, *answers: KnownAnswer, **more: object) -> KnownResponse:
    one = KnownResponse(row, source, "complete", DAY, answers=answers)
    return replace(one, **more)  # type: ignore[arg-type]


def point(row: int, value: float) -> KnownAnswer:
    return KnownAnswer(row, 1, value)


def filed(source: str | None, *answers: Given, **more: object) -> Filed:
    return replace(Filed("complete", source, DAY, DAY, given=answers), **more)  # type: ignore[arg-type]


def of(value: float) -> Given:
    return Given("q1", value)


def matched(known: Sequence[KnownResponse], *several: Filed, skipped: frozenset[str] = frozenset()) -> Matched:
    return Matching(known, QUESTIONS, {7: "Omnia"}, skipped, "form").changes(several)


def outcomes(found: Matched) -> list[str | None]:
    return [one.outcome if one else None for one in found.changes]


def test_by_its_id() -> None:
    found = matched([stored(1, "a", point(1, 4)), stored(2, "b", point(2, 4))], filed("b", of(5)), filed("c", of(1)))
    assert outcomes(found) == ["changed", "added"]
    first, second = (one for one in found.changes if one)
    assert (first.row_id, first.moved, [(one.outcome, one.row_id) for one in first.answers]) == (
        2, False, [("changed", 2)])  # fmt: skip
    assert (second.source_id, second.row_id) == ("c", None)


def test_an_equal_id_of_another_form_is_another_response() -> None:
    known = [stored(1, "1", point(1, 4), key="k1")]
    first = matched(known, filed("1", of(2), key="k2"))
    assert outcomes(first) == ["added"]
    assert first.changes[0] is not None
    assert first.changes[0].source_id == "form:1"
    again = matched([*known, stored(2, "form:1", point(2, 2), key="k2")], filed("1", of(2), key="k2"))
    assert outcomes(again) == ["same"]


def test_by_the_person_and_never_the_older_one() -> None:
    known = [stored(1, "1", point(1, 4), key="k", on_date=LATER)]
    assert outcomes(matched(known, filed("9", of(2), key="k"))) == [None]
    newer = matched([stored(1, "1", point(1, 4), KnownAnswer(2, 3, choice=1), key="k")],
                    filed("9", of(4), key="k", on_date=LATER))  # fmt: skip
    assert newer.changes[0] is not None
    assert newer.changes[0].source_id == "9"
    assert [one.outcome for one in newer.changes[0].answers] == ["same", "removed"]
    unsure = matched(known, filed("9", of(2), key="k", state="partial", on_date="2024-04-01"))
    assert outcomes(unsure) == [None]


def test_by_what_it_says_only_where_a_side_has_no_ids() -> None:
    numbered = [stored(1, "1", point(1, 4))]
    assert outcomes(matched(numbered, filed("2", of(4)))) == ["added"]
    assert outcomes(matched(numbered, filed(None, of(4)), filed(None, of(4)))) == ["same", "added"]  # each at most once
    assert outcomes(matched([stored(1, UNNUMBERED + "ab", point(1, 4))], filed("2", of(4)))) == ["same"]
    assert outcomes(matched(numbered, filed(None, of(4), on_date=LATER))) == ["added"]


def test_equal_rows_without_ids_stay_two() -> None:
    found = matched([], filed(None, of(4)), filed(None, of(4)))
    names = [one.source_id for one in found.changes if one]
    assert len(set(names)) == 2
    assert all(name.startswith(UNNUMBERED) for name in names)


def test_an_empty_cell_says_nothing_and_another_choice_takes_the_place() -> None:
    known = [stored(1, "1", point(1, 4), KnownAnswer(2, 2, choice=1), KnownAnswer(3, 2, choice=2),
                    KnownAnswer(4, 3, choice=1))]  # fmt: skip
    blank = matched(known, filed("1", of(4)))
    assert outcomes(blank) == ["same"]
    ticked = matched(known, filed("1", Given("q2", option="b", choice=2, multiple=True)))
    assert ticked.changes[0] is not None
    assert [(one.outcome, one.row_id) for one in ticked.changes[0].answers] == [("same", 3), ("removed", 2)]
    other = matched(known, filed("1", Given("q3", option="z", choice="z")))
    assert other.changes[0] is not None
    assert [(one.outcome, one.option, one.row_id) for one in other.changes[0].answers] == [("changed", "z", 4)]
    swedish = matched(known, filed("1", Given("q3", option="y", choice=1)))
    assert outcomes(swedish) == ["same"]  # the same choice in another language
    unsure = matched(known, filed("1", Given("q1", dont_know=True)))
    assert unsure.changes[0] is not None
    assert [(one.outcome, one.dont_know, one.number) for one in unsure.changes[0].answers] == [("changed", True, None)]


def test_what_is_known_of_a_response_stays_where_the_file_knows_less() -> None:
    known = [stored(1, "1", point(1, 4), organisation_id=7, key="k", language="sv")]
    assert outcomes(matched(known, filed("1", of(4), waiting="Omia"))) == ["same"]
    assert outcomes(matched(known, filed("1", of(4), state="partial", key=None))) == ["same"]
    waits = [stored(1, "1", point(1, 4), waiting="Omia")]
    assert outcomes(matched(waits, filed("1", of(4), organisation="Omnia"))) == ["changed"]
    nobody = [stored(1, "1", point(1, 4))]
    assert outcomes(matched(nobody, filed("1", of(4), waiting="en kerro"))) == ["changed"]
    assert outcomes(matched(nobody, filed("1", of(4), waiting="en kerro"), skipped=frozenset({"en kerro"}))) == ["same"]


def read(number: int, at: str, email: str | None = None, **more: object) -> ResponseRead:
    one = ResponseRead(str(number), Place(row=number + 1), finished=at, on_date=at[:10], values={1: "4"}, email=email)
    return replace(one, **more)  # type: ignore[arg-type]


def test_one_response_of_each_respondent() -> None:
    several = (read(1, "2024-03-04T10:00:00", "A@x.fi"), read(2, "2024-03-05T10:00:00", " a@X.fi "),
               read(3, "2024-03-04T09:00:00", respondent="tok"), read(4, "2024-03-04T08:00:00", respondent="tok"),
               read(5, "2024-03-04T08:00:00"), read(6, "2024-03-04T08:00:00"))  # fmt: skip
    late = (read(7, "2024-03-09T10:00:00", "a@x.fi"), read(8, "2024-03-09T10:00:00", "b@x.fi"))
    reading = SurveyReading("plain", (), several, late)
    found = respondents(reading, SECRET, partial=False)
    assert [one.response.source_id for one in found.kept] == ["2", "3", "5", "6"]
    assert [one.source_id for one in found.older] == ["1", "4"]
    assert [one.key is None for one in found.kept] == [False, False, True, True]
    taken = respondents(reading, SECRET, partial=True)
    assert [(one.response.source_id, one.state) for one in taken.kept][-1] == ("8", "partial")
    assert "7" in [one.source_id for one in taken.older]  # unfinished, though later
    assert all(one.key is None for one in respondents(reading, None, partial=False).kept)


def test_waves_are_proposed_by_what_speaks_for_them() -> None:
    surveys = (
        SurveyRow(1, "palaute", "Palaute", "feedback", waves=(WaveRow(1, "palaute", "syksy", 1),)),
        SurveyRow(2, "network", "Verkostokysely", "network", waves=(
            WaveRow(2, "network", "start", 1, "2024-03-01", "2024-03-31"), WaveRow(3, "network", "end", 2))),
    )  # fmt: skip
    reading = SurveyReading("plain", (), (read(1, "2024-03-04T10:00:00"),), title="Verkostokysely 2024")

    def asked(one: SurveyReading, like: int | None = None, wish: str | None = None) -> list[str]:
        ledger = Ledger()
        assert Choosing("x.csv", one, KnownSurveys(surveys), Answers(), ledger, wish, like).find() is None
        return [each.name for each in ledger.questions[0].candidates]

    assert asked(reading) == ["network/start", "network/end", "palaute/syksy"]
    assert asked(replace(reading, title=None), like=1)[0] == "palaute/syksy"
    assert asked(reading, wish="network") == ["network/start", "network/end"]

    def told(name: str) -> tuple[str, str, bool, bool]:
        found = Choosing("x.csv", reading, KnownSurveys(surveys), Answers(), Ledger(), name, None).find()
        assert found is not None
        return found.code, found.wave_code, found.survey is None, found.wave is None

    assert told("NETWORK/End") == ("network", "end", False, False)
    assert told("palaute") == ("palaute", "syksy", False, False)
    assert told("network/2025") == ("network", "2025", False, True)
    assert told("capability/a") == ("capability", "a", True, True)
    with pytest.raises(EtappiError, match="bad_wave"):
        told("/x")


NAMES = surveydata.organisations(6)
EMPTY = Known(1, tuple(KnownOrganisation(n, name, name, (name,)) for n, name in enumerate(NAMES, 1)),
              today="2024-09-16", span=("2024-01-01", "2024-12-31"), surveys=KnownSurveys(language="fi"))  # fmt: skip
POINTS = Answers(columns={"Tunnen verkoston tuotokset": "likert5", "Mitä muuta haluat sanoa?": "text",
                          "Montako henkilöä työhön osallistuu?": "number",
                          "Kokonaisarkkitehtuurista vastaa": "single",
                          "Mistä saat tukea?": "multiple"})  # fmt: skip
WRITERS = (surveydata.forms, surveydata.webropol, surveydata.webropol_csv, surveydata.plain)


def plan(content: bytes, known: Known = EMPTY, wave: str = "network/start", *, partial: bool = False) -> ImportPlan:
    return make_plan(content, "x.data", known, POINTS, kind="survey",
                     of_survey=lambda: SurveyWishes(wave, partial, SECRET))  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(1, 10_000), first=st.sampled_from(WRITERS), second=st.sampled_from(WRITERS),
       number=st.integers(6, 14), unfinished=st.integers(0, 3))  # fmt: skip
def test_whatever_was_imported_changes_nothing_in_any_format(
    seed: int, first: object, second: object, number: int, unfinished: int
) -> None:
    people = surveydata.wave("start", seed, len(NAMES), number, unfinished=unfinished)
    assume(_told_apart(people))
    made = plan(first(people))  # type: ignore[operator]
    assert made.survey is not None
    assert made.questions == ()
    assert made.survey.cells_in == made.survey.cells - made.survey.unfinished  # each began with one answer
    answered = sum(_said(one) for one in people if one.finished)
    assert made.count("added") == answered
    again = plan(second(people), after(EMPTY, made))  # type: ignore[operator]
    assert (again.count("added"), again.count("changed"), again.count("removed")) == (0, 0, 0)
    assert again.count("same") == answered
    assert plan(first(people), after(EMPTY, made)).changes_something is False  # type: ignore[operator]


def _told_apart(people: Sequence[surveydata.Response]) -> bool:
    """No two choices of a list stand with each other every time: a file with commas could not tell them apart."""
    who: dict[tuple[str, str], set[int]] = {}
    for number, one in enumerate(people):
        for key, value in one.answers.items():
            for choice in value if one.finished and isinstance(value, tuple) else ():
                who.setdefault((key, choice), set()).add(number)
    return len({frozenset(numbers) for numbers in who.values()}) == len(who)


def _said(one: surveydata.Response) -> int:
    """Answers of a response: of a multiple choice each option is one."""
    values = (len(value) if isinstance(value, tuple) else value is not None for value in one.answers.values())
    return sum(values) + len(one.dont_know)


def test_a_cell_that_nothing_accounts_for_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    from importers.surveys import planning
    from importers.surveys.proposing import propose

    def forgetful(*arguments: object) -> object:
        found = propose(*arguments)  # type: ignore[arg-type]
        return replace(found, questions=found.questions[:-1])

    monkeypatch.setattr(planning, "propose", forgetful)
    people = surveydata.wave("start", organisations_there=6, number=8)
    with pytest.raises(EtappiError) as error:
        plan(surveydata.forms(people))
    assert error.value.code == "surveyimport.not_conserved"
    assert error.value.values["column"] == "Mitä muuta haluat sanoa?"


def test_a_plan_shows_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    people = surveydata.wave("start", organisations_there=6, number=8)
    told = repr(plan(surveydata.forms(people)))
    for one in people:
        for secret in (one.person.email, one.person.name, str(one.answers["q8"] or "–")):
            assert secret not in told or secret == "–"


MAILED = "Terveisin Aino Virtasalo, aino.virtasalo@x.example"


def test_an_option_with_an_email_is_refused() -> None:
    cells = ["Muuta;Avoin", *(f"{text};oma {n}" for n, text in enumerate(("Ei", "Kiitos", MAILED) * 8))]

    def planned(**options: str) -> ImportPlan:
        answers = Answers(columns={"Muuta": "single"}, options={MAILED: options["as_"]} if options else {})
        return make_plan("\n".join(cells).encode(), "x.csv", EMPTY, answers, kind="survey",
                         of_survey=lambda: SurveyWishes("network/start", False, SECRET))  # fmt: skip

    assert [one.name for one in planned().questions[0].candidates] == ["text"]
    for answer in ("new", "Kiitos"):
        with pytest.raises(EtappiError) as error:
            planned(as_=answer)
        assert error.value.code == "surveyimport.option_email"
    for answer in ("text", "skip"):
        made = planned(as_=answer)
        assert made.survey is not None
        assert MAILED not in repr((made.decisions, made.survey.questions))
        assert made.questions == ()


def test_an_option_with_an_email_in_a_heading_is_refused() -> None:
    lines = ["Mistä sait tiedon?: Uutiskirje;Mistä sait tiedon?: aino@x.example", *["1;0", "0;1"] * 6]
    with pytest.raises(EtappiError, match="option_email"):
        make_plan("\n".join(lines).encode(), "x.csv", EMPTY, kind="survey",
                  of_survey=lambda: SurveyWishes("network/start", False, SECRET))  # fmt: skip
