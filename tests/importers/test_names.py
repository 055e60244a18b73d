"""Matching names: silent only where keys are equal, asked once, in any order the same."""

import json
import random
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.importing import KnownOrganisation
from core.text import clean
from importers import likeness, names
from tests.importers.support import DATA, PERAPOHJOLA, counts, right_names, truth

PAIRS = json.loads((DATA / "near-but-distinct.json").read_text("utf-8"))


def organisation(id: int, name: str, *more: str) -> KnownOrganisation:
    return KnownOrganisation(id, name, name, (name, *more))


def fate(settled: names.Settled, spelling: str) -> tuple[str, str]:
    target = settled.targets[spelling]
    return target.fate, target.name


@pytest.mark.parametrize("pair", PAIRS["distinct"], ids=lambda pair: f"{pair['a']} | {pair['b']}"[:60])
def test_distinct_pairs_never_merge_silently(pair: dict[str, str]) -> None:
    for a, b in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
        in_store = names.settle({b: 1}, [organisation(1, a)])
        assert in_store.targets[b].fate in ("new", "open")
        settled = names.settle({a: 2, b: 1}, ())
        assert settled.targets[a].name != settled.targets[b].name or "open" in {
            t.fate for t in settled.targets.values()
        }


@pytest.mark.parametrize("pair", PAIRS["same"], ids=lambda pair: f"{pair['a']} | {pair['b']}"[:60])
def test_same_pairs_are_merged_or_asked(pair: dict[str, str]) -> None:
    settled = names.settle({pair["b"]: 1}, [organisation(1, pair["a"])])
    target = settled.targets[pair["b"]]
    if target.fate == "open":
        assert [candidate.name for candidate in settled.questions[0].candidates] == [pair["a"]]
    else:
        assert target.id == 1


@pytest.mark.parametrize("entry", PAIRS["text_names"], ids=lambda entry: entry["text"])
def test_names_of_the_plan_text_find_their_organisation(entry: dict[str, str]) -> None:
    others = sorted(set(truth().values()))
    settled = names.settle({entry["text"]: 1}, [organisation(i, name) for i, name in enumerate(others, start=1)])
    assert entry["table"] in [candidate.name for candidate in settled.questions[0].candidates]


def test_all_real_spellings_have_equal_keys_only_within_an_organisation() -> None:
    for a, b in combinations(truth(), 2):
        if likeness.name(a).keys & likeness.name(b).keys:
            assert truth()[a] == truth()[b]


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_gives_the_same_clusters(dice: random.Random) -> None:
    items = list(counts().items())
    plain = names.settle(dict(items), ())
    dice.shuffle(items)
    mixed = names.settle(dict(items), ())
    assert mixed == plain
    answers = list(right_names(plain.questions).items())
    wanted = names.settle(counts(), (), answers=dict(answers))
    dice.shuffle(answers)
    assert names.settle(dict(items), (), answers=dict(answers)) == wanted
    assert not wanted.questions


def noisy(name: str, dice: random.Random) -> str:
    """A spelling as people and machines write it: case, dashes, umlauts, legal forms, slips, cuts, swapped parts."""
    at = dice.randrange(len(name))
    changes = (
        name.upper,
        lambda: name.replace("-", "\u2013"),
        lambda: name.replace("ä", "a").replace("ö", "o"),
        lambda: f"{name} Oy" if " Oy" not in name else name.replace(" Oy", ""),
        lambda: name[:at] + name[at + 1 :],
        lambda: name[:at] + name[at] + name[at:],
        lambda: name[: at - 1] + name[at - 1 : at + 1][::-1] + name[at + 1 :] if at else name,
        lambda: name[: max(12, at)] + "...",
        lambda: ", ".join(reversed(name.split(", "))),
        lambda: f"{dice.randrange(1, 90)} {name}",
        lambda: name.replace(" ", "\u00a0 "),
        lambda: name.replace("l", "1", 1).replace("i", "l", 1),
    )
    return clean(dice.choice(changes)())


def test_a_thousand_noisy_spellings_never_merge_wrongly() -> None:
    dice = random.Random(20240117)
    real = sorted(set(truth().values()))
    store = [organisation(i, name) for i, name in enumerate(real, start=1)]
    lost, astray = [], []
    made = {noisy(name, dice): name for name, _ in product(real, range(22))}
    spellings = [spelling for spelling in made if spelling]
    assert len(spellings) >= 1000
    settled = names.settle(dict.fromkeys(spellings, 1), store)
    for spelling in spellings:
        target = settled.targets[spelling]
        if target.id is not None:
            assert target.name == made[spelling], spelling
        if target.fate == "new":
            lost.append(spelling)
    # A spelling that is not recognised at all makes a double organisation in silence: rare, and listed as new.
    for question in settled.questions:
        if made[question.spelling] not in [candidate.name for candidate in question.candidates]:
            astray.append(question.spelling)
    assert len(lost) + len(astray) <= 0.01 * len(spellings), (lost, astray)


# Answers


def test_new_skip_and_later() -> None:
    some = {"Hyria koulutus Oy": 4, "Hyrja koulutus Oy": 1, "Optima": 1, "Careeria": 1}
    answers = {"Hyrja koulutus Oy": "new", "Optima": "skip", "Careeria": "later"}
    settled = names.settle(some, (), answers=answers)
    assert fate(settled, "Hyrja koulutus Oy") == ("new", "Hyrja koulutus Oy")
    assert settled.not_same == (("Hyrja koulutus Oy", "Hyria koulutus Oy"),)
    assert settled.new == ("Hyria koulutus Oy", "Hyrja koulutus Oy")
    assert (settled.targets["Optima"].fate, settled.targets["Careeria"].fate) == ("skip", "later")
    assert not settled.questions


def test_new_where_the_name_exists_is_that_one() -> None:
    settled = names.settle({"OPTIMA oy": 1}, [organisation(3, "Optima")], answers={"OPTIMA oy": "new"})
    assert settled.targets["OPTIMA oy"] == names.Target("organisation", "Optima", 3)
    assert settled.aliases == (("Optima", "OPTIMA oy"),)


def test_an_answer_names_the_store_another_spelling_or_a_new_one() -> None:
    some = {"A koulu": 1, "B koulu": 5, "C koulu": 1, "D koulu": 1}
    answers = {"A koulu": "B koulu", "C koulu": "Omnia", "D koulu": "Ihan uusi nimi"}
    settled = names.settle(some, [organisation(9, "Omnia")], answers=answers)
    assert fate(settled, "A koulu") == fate(settled, "B koulu") == ("new", "B koulu")
    assert settled.targets["C koulu"].id == 9
    assert fate(settled, "D koulu") == ("new", "Ihan uusi nimi")
    assert set(settled.aliases) == {("B koulu", "A koulu"), ("Omnia", "C koulu"), ("Ihan uusi nimi", "D koulu")}


def test_answers_may_lead_on_and_round() -> None:
    chain = {"Alfa": "Beeta", "Beeta": "Gamma"}
    settled = names.settle({"Alfa": 1, "Beeta": 1, "Gamma": 1}, (), answers=chain)
    assert {fate(settled, spelling) for spelling in settled.targets} == {("new", "Gamma")}
    ring = {"Alfa": "Beeta", "Beeta": "Alfa"}
    settled = names.settle({"Alfa": 1, "Beeta": 2}, (), answers=ring)
    assert {fate(settled, spelling) for spelling in settled.targets} == {("new", "Beeta")}
    long = {f"nimi{i}": f"nimi{i + 1}" for i in range(3000)}
    settled = names.settle(dict.fromkeys([*long, "nimi3000"], 1), (), answers=long)
    assert settled.new == ("nimi3000",)


def test_an_answer_to_one_spelling_settles_its_equals_and_beats_a_silent_match() -> None:
    some = {"Hyrja koulutus Oy": 2, "HYRJA koulutus": 1, "Hyria koulutus Oy": 5}
    settled = names.settle(some, (), answers={"Hyrja koulutus Oy": "Hyria koulutus Oy"})
    assert fate(settled, "HYRJA koulutus") == ("new", "Hyria koulutus Oy")
    store = [organisation(1, "Optima"), organisation(2, "Omnia")]
    settled = names.settle({"Optima": 1}, store, answers={"Optima": "Omnia"})
    assert settled.targets["Optima"].id == 2


@pytest.mark.parametrize("word", ["skip", "later"])
def test_equal_spellings_are_skipped_or_wait_together(word: str) -> None:
    some = {"Hyria koulutus Oy": 5, "Hyrja koulutus Oy": 2, "HYRJA koulutus": 1, "Muu nimi": 1}
    settled = names.settle(some, (), answers={"Hyrja koulutus Oy": word})
    assert settled.targets["HYRJA koulutus"].fate == word
    assert settled.new == ("Hyria koulutus Oy", "Muu nimi")
    assert not settled.questions
    # Who names one of them means an organisation of that name: an answer is never dropped.
    settled = names.settle(some, (), answers={"Hyrja koulutus Oy": word, "Muu nimi": "HYRJA koulutus"})
    assert fate(settled, "Muu nimi") == ("new", "HYRJA koulutus")


def test_the_given_name_is_taken_exactly() -> None:
    settled = names.settle({"optima": 1}, (), answers={"optima": "Optima Oy"})
    assert settled.new == ("Optima Oy",)
    assert settled.aliases == (("Optima Oy", "optima"),)


# Memory


def test_a_remembered_spelling_is_silent_and_a_parted_one_is_never_asked_again() -> None:
    store = [organisation(1, "Hyria koulutus Oy", "Hyrja koulutus Oy")]
    settled = names.settle({"Hyrja koulutus Oy": 1}, store)
    assert settled.targets["Hyrja koulutus Oy"] == names.Target("organisation", "Hyria koulutus Oy", 1)
    parted = frozenset({("Hyrja koulutus Oy", 1)})
    settled = names.settle({"HYRJA koulutus Oy": 1}, [organisation(1, "Hyria koulutus Oy")], parted)
    assert settled.targets["HYRJA koulutus Oy"].fate == "new"
    assert not settled.questions


def test_a_short_name_of_the_store_is_as_good_as_a_spelling() -> None:
    """Screens and the lists that people make of them say Omnia: short names are unique and edited by people."""
    omnia = KnownOrganisation(1, "Espoon seudun koulutuskuntayhtymä Omnia", "Omnia", ("Espoon seudun kky Omnia",))
    tts = KnownOrganisation(2, "Työtehoseura ry", "TTS", ("Työtehoseura ry",))
    settled = names.settle({"Omnia": 1, "tts": 1}, [omnia, tts])
    assert fate(settled, "Omnia") == ("organisation", omnia.name)
    assert fate(settled, "tts") == ("organisation", tts.name)
    assert settled.aliases == ((omnia.name, "Omnia"), (tts.name, "tts"))
    parted = names.settle({"Omnia": 1}, [omnia], frozenset({("Omnia", 1)}))
    assert parted.targets["Omnia"].fate != "organisation"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Grada", "Jyväskylän koulutuskuntayhtymä Gradia"),
        ("Omina", "Espoon seudun koulutuskuntayhtymä Omnia"),
        ("Winova", "Länsirannikon Koulutus Oy WinNova"),
        ("Riveri", "Pohjois-Karjalan koulutuskuntayhtymä, Riveria"),
    ],
)
def test_a_slip_in_the_telling_word_is_asked_never_new(typed: str, meant: str) -> None:
    others = sorted(set(truth().values()))
    settled = names.settle({typed: 1}, [organisation(i, name) for i, name in enumerate(others, start=1)])
    assert settled.targets[typed].fate == "open"
    assert meant in [candidate.name for candidate in settled.questions[0].candidates]


def test_two_organisations_with_one_key_are_asked() -> None:
    store = [organisation(1, "Lahden kansanopisto"), organisation(2, "Lahden Kansanopisto ry")]
    settled = names.settle({"LAHDEN KANSANOPISTO": 1, "Lahden kansanopisto": 1}, store)
    assert settled.targets["Lahden kansanopisto"].id == 1
    assert settled.targets["LAHDEN KANSANOPISTO"].fate == "open"
    assert [c.reason for c in settled.questions[0].candidates] == ["import.reason_equal_key"] * 2
    answered = names.settle(
        {"LAHDEN KANSANOPISTO": 1}, store, answers={"LAHDEN KANSANOPISTO": "Lahden Kansanopisto ry"}
    )
    assert answered.targets["LAHDEN KANSANOPISTO"].id == 2


def test_the_most_frequent_then_the_longest_spelling_names_the_organisation() -> None:
    assert names.settle({"OPTIMA": 1, "Optima": 2}, ()).new == ("Optima",)
    assert names.settle({"Optima Oy": 1, "Optima": 1}, ()).new == ("Optima Oy",)


def test_only_a_slip_without_a_guard_is_likely() -> None:
    store = [organisation(1, "Itä-Savon koulutuskuntayhtymä"), organisation(2, "Hyria koulutus Oy")]
    settled = names.settle({"Ylä-Savon koulutuskuntayhtymä": 1, "Hyrja koulutus Oy": 1}, store)
    found = {q.spelling: q.candidates[0] for q in settled.questions}
    assert found["Hyrja koulutus Oy"].likely
    assert not found["Ylä-Savon koulutuskuntayhtymä"].likely
    assert found["Ylä-Savon koulutuskuntayhtymä"].reason == "import.reason_compass"


def test_numbered_units_are_never_suggested_for_one_another() -> None:
    settled = names.settle({"Harjun koulu 2": 1}, [organisation(1, "Harjun koulu 1")])
    assert settled.new == ("Harjun koulu 2",)
    settled = names.settle({"Harjun koulu 2": 1}, [organisation(1, "Harjun koulu")])
    assert settled.questions[0].candidates[0].reason == "import.reason_number"


def test_a_long_register_still_finds_the_right_one() -> None:
    store = [organisation(i, f"Koulu {i} paikkakunnalla {i * 7919}") for i in range(2, 400)]
    store.append(organisation(1, PERAPOHJOLA))
    settled = names.settle({"Peräpohjolan Opisto": 1}, store)
    assert [candidate.name for candidate in settled.questions[0].candidates][:1] == [PERAPOHJOLA]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text(max_size=40).map(clean), st.integers(1, 9), max_size=8),
    st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5),
)
def test_no_name_and_no_answer_crashes(some: dict[str, int], answers: dict[str, str]) -> None:
    settled = names.settle(some, (), answers=answers)
    assert set(settled.targets) == set(some)
    assert len({name.casefold() for name in settled.new}) <= len(settled.new)
    for hostile in ("[WP3]", "[/red]", "***", "名前", "x" * 300, "=cmd|' /C calc'!A0"):
        assert names.settle({hostile: 1}, ()).new == (hostile,)
