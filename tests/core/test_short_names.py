"""Short names: the telling part of the real names, unique, never empty."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.short_names import LENGTH, propose

DATA = Path(__file__).parent.parent / "data"
EXPECTED = {
    "Espoon seudun koulutuskuntayhtymä Omnia": "Omnia",
    "Jyväskylän koulutuskuntayhtymä Gradia": "Gradia",
    "Stadin AO, Helsingin kaupunki": "Stadin AO",
    "Etelä-Karjalan koulutuskuntayhtymä, Saimaan ammattiopisto Sampo": "Sampo",
    "Pohjois-Karjalan koulutuskuntayhtymä, Riveria": "Riveria",
    "Länsirannikon Koulutus Oy WinNova": "WinNova",
    "Luksia, Länsi-Uudenmaan koulutuskuntayhtymä": "Luksia",
    "Yrkesakademin i Österbotten (YA)": "YA",
    "Seinäjoen koulutuskuntayhtymä (SEDU)": "SEDU",
    "Koulutuskeskus Salpaus -kuntayhtymä": "Salpaus",
    "Suomen ympäristöopisto Sykli": "Sykli",
    "Tampereen Aikuiskoulutuskeskus TAKK": "TAKK",
    "Koulutuskuntayhtymä OSAO": "OSAO",
    "SASKY koulutuskuntayhtymä": "SASKY",
    "Kouvolan Ammattiopisto Oy, Eduko": "Eduko",
    "Hyria koulutus Oy": "Hyria",
    "Itä-Savon koulutuskuntayhtymä": "Itä-Savon kky",
    "Savon koulutuskuntayhtymä": "Savon kky",
    "Turun Aikuiskoulutussäätiö, Turun AKK": "Turun AKK",
    "Turun kaupunki/Ammatti-instituutti": "Turun kaupunki",
    "Peräpohjolan Kansanopiston Kannatusyhdistys ry/ Peräpohjolan Opisto": "Peräpohjolan Opisto",
    "Työtehoseura ry": "Työtehoseura",
    "Careeria": "Careeria",
}


@pytest.mark.parametrize(("name", "short"), EXPECTED.items())
def test_the_telling_part(name: str, short: str) -> None:
    assert propose(name) == short


def test_all_real_names_get_different_short_ones() -> None:
    names = [entry["name"] for entry in json.loads((DATA / "organisations.json").read_text("utf-8"))]
    taken: list[str] = []
    for name in names:
        taken.append(propose(name, taken))
    assert len({short.casefold() for short in taken}) == len(names) == 85
    assert max(map(len, taken)) <= LENGTH


def test_a_taken_name_gives_way() -> None:
    assert propose("Espoon seudun koulutuskuntayhtymä Omnia", ["omnia"]) == "Espoon seudun kky Omnia"
    assert propose("Careeria", ["Careeria", "careeria 2"]) == "Careeria 3"


@given(st.text(max_size=400), st.lists(st.text(max_size=10)))
def test_anything_gets_a_short_name_of_its_own(name: str, taken: list[str]) -> None:
    short = propose(name, taken)
    assert 0 < len(short) <= LENGTH
    assert short.casefold() not in {other.casefold() for other in taken}
