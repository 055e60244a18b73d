"""The quarter report and the status table: letter by letter on the demo, and on a content that has everything."""

import copy
from typing import Any

import pytest

import locales
from reports.content import Content
from reports.document import Document, Heading, Items, Paragraph, Table
from reports.registry import Options, document, write
from tests.reports.everything import HOSTILE, raw
from tests.reports.golden import agree

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_quarter_report_of_the_demo(demo_content: Content, demo_before: Content, language: str) -> None:
    locales.choose(language)
    options = Options(before=demo_before)
    for kind in ("quarter", "status"):
        made = write(kind, "md", demo_content, options)
        assert isinstance(made, bytes)
        agree(f"{kind}-{language}.md", made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quarter_report_with_everything(language: str) -> None:
    locales.choose(language)
    made = write("quarter", "md", Content(raw(), "Q3-2024"))
    assert isinstance(made, bytes)
    agree(f"everything-{language}.md", made)


def built(content: Content, before: Content | None = None) -> Document:
    return document("quarter", content, Options(before))


def rows(made: Document, code: str) -> list[list[str]]:
    table = next(one for one in made.tables() if one.code == code)
    return [[cell.text for cell in row] for row in table.rows]


def test_everything_is_said_as_worked_out_by_hand() -> None:
    made = built(Content(raw(), "Q3-2024"))
    lists = [["".join(run.text for run in text) for text in block.items] for block in made.blocks
             if isinstance(block, Items)]  # fmt: skip
    assert lists[0] == [
        "3 työpaketista 2 on seurattavia ja 1 vaatii toimia (TP1.1).",
        "Neljänneksellä erääntyi 3 kohtaa, niistä valmistui 1. 2 kohtaa on myöhässä.",
        "Oma suunnitelma: tehty 3/4 (Q2:n lopussa 1).",
        "Toiminta on tavoittanut hankkeen alusta 3/5 verkoston organisaatiota ja 9 eri henkilöä.",
    ]
    assert lists[1] == [  # the draft asks for nothing; what was decided is not asked again
        "Päätös: TP1: Lisää aikaa.",
        "Päätös: TP1.1 Arvioinnit, uusi määräaika Q4/2024.",
        "Kannanotto: verkostosta puuttuu 1 luvattu organisaatio (5/6); miten se kutsutaan mukaan?",
        "Tiedoksi: Loppukysely 2.12.2024.",
    ]
    assert lists[2] == [
        "TP1: Opas valmiiksi.",
        "TP1.1: Opas.",
        "Päivät: Ohjausryhmän kokous 24.10., Tilitys 20.12.",
        "Riski: Oma suunnitelma puuttuu 1 organisaatiolta (määräaika 31.12.2024).",
    ]
    nbsp = "\u00a0"
    assert rows(made, "packages") == [
        ["TP1 Välineet", "Omnia", f"13{nbsp}%", f"38{nbsp}%", f"63{nbsp}%", f"▲{nbsp}seurattava",
         "2 kohtaa myöhässä: TP1.1"],
        ["TP1.1 Mallit", "Omnia, Riveria (vahvistamatta)", f"13{nbsp}%", f"38{nbsp}%", f"63{nbsp}%",
         f"■{nbsp}vaatii toimia", "Synteesi: 1 neljänneksen myöhässä, ja 1 muuta"],
        ["TP2 Verkosto", "–", "alkoi Q3", f"33{nbsp}%", f"33{nbsp}%", f"▲{nbsp}seurattava",
         f"toteuma selvästi jäljessä suunnitelmasta (33{nbsp}%, suunnitelma 67{nbsp}%)"],
    ]  # fmt: skip
    assert rows(made, "deviations") == [
        ["TP1.1 Synteesi", "Q2", HOSTILE, "–", "Riveria", "Q1/2025 (ohjausryhmä 26.9.2024 § 5)"],
        ["TP1.1 Arvioinnit 4/6", "Q3", "kaksi kesken", "muistutus", "Omnia", "Q4, esitys 2"],
        ["TP1 Välineet", "–", "Webinaarit siirtyvät.", "–", "Omnia", "esitys 1"],
    ]
    assert rows(made, "obligations") == [["Oma suunnitelma", "3/4", f"75{nbsp}%", "+2"],
                                         ["Muu", "1/2", f"50{nbsp}%", "+1"]]  # fmt: skip
    seminar = next("".join(run.text for run in block.text) for block in made.blocks
                   if isinstance(block, Paragraph) and block.text[0].strong)  # fmt: skip
    assert seminar == (
        "Väliseminaari 10.9.: 9 osallistujaa, 3 verkoston ja 1 ulkopuolinen organisaatio. Palautteen antoi "
        f"6 (67{nbsp}%); arvosanan 4 tai 5 antoi 67{nbsp}% (luottamusväli 30–90{nbsp}%)."
    )
    assert made.lead[1][0].text == "Tilanne 30.9.2024, lukittu 14.10.2024."
    assert "Tilannekuva Q3-2024, tunniste" in "".join(run.text for run in made.footer)


def test_sections_without_data_are_left_out() -> None:
    content = raw()
    for table in ("deviation", "quarter_report", "deadline", "obligation", "event", "step"):
        content["facts"][table] = []
    q3 = content["figures"]["2024-Q3"]
    q3 |= {"completed": [], "obligations": {}, "events": {}, "reach": content["figures"]["2024-Q2"]["reach"],
           "items": {}}  # fmt: skip
    q3["project"] |= {"network": [6, 6], "late": 0, "due": [0, 0]}
    for package in q3["packages"].values():
        package |= {"late": [], "status": "on_schedule", "reason": "on_schedule", "why": {}}
    made = built(Content(content))
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings == ["Tilanne lyhyesti", "Työpaketit", "Kaaviot"]
    assert not [table for table in made.tables() if not table.rows]


def test_a_lead_tells_the_reason_of_the_only_late_item() -> None:
    content = raw()
    content["facts"]["deviation"] = content["facts"]["deviation"][:1]
    content["facts"]["quarter_report"].append([["TP1.1", "2024-Q3"], {
        "state": "submitted", "done": None, "deviations": "Odottaa aineistoa.", "next": None, "decisions": "Uusi aika.",
        "note": None, "received_on": "2024-10-02",
    }])  # fmt: skip
    found = rows(built(Content(content)), "deviations")
    assert found[0] == ["TP1.1 Synteesi", "Q2", "Odottaa aineistoa.", "–", "Riveria", "esitys 2"]
    content["facts"]["deviation"] = []  # of two it could be either's
    found = rows(built(Content(content)), "deviations")
    assert [row[2] for row in found] == ["syy kirjaamatta", "syy kirjaamatta", "Webinaarit siirtyvät.",
                                         "Odottaa aineistoa."]  # fmt: skip


def test_first_quarter_has_no_column_of_the_one_before() -> None:
    made = built(Content(raw(), quarter=Content(raw()).quarter - 1))
    table = next(made.tables())
    assert [column.code for column in table.columns] == ["package", "lead", "done", "planned", "status", "reason"]
    assert made.quarter == "2024-Q2"
    assert made.as_of == "2024-06-30"


def test_a_quarter_to_come_is_not_compared_with_one_that_runs() -> None:
    content = raw() | {"as_of": "2024-06-30", "locked": [], "locked_on": {}}
    assert "before" not in [column.code for column in next(built(Content(content)).tables()).columns]
    assert Content(content | {"as_of": "2024-07-01"}).previous is not None


def test_the_quarter_before_is_shown_as_it_was_frozen() -> None:
    frozen = copy.deepcopy(raw())
    frozen["figures"]["2024-Q2"]["packages"]["TP1"]["earned"] = [2, 1]
    before = Content(frozen, "Q2-2024", quarter=Content(frozen).quarter - 1)
    now = Content(raw(), "Q3-2024")
    assert rows(built(now), "packages")[0][2] == "13\u00a0%"
    assert rows(built(now, before), "packages")[0][2] == "25\u00a0%"


def every_figure(made: Document) -> list[tuple[str, Any]]:
    found = [(cell.figure, cell.value) for table in made.tables() for row in table.rows for cell in row if cell.figure]
    for block in made.blocks:
        if isinstance(block, Items):
            found += [(run.figure, run.value) for text in block.items for run in text if run.figure]
    return found


def test_a_figure_is_the_same_wherever_it_stands(demo_content: Content, demo_before: Content) -> None:
    values: dict[str, Any] = {}
    for kind in ("quarter", "status"):
        for figure, value in every_figure(document(kind, demo_content, Options(before=demo_before))):
            if not figure.startswith("2024-Q3/obligation/"):  # a count and its share go under one id
                assert values.setdefault(figure, value) == value, figure
    assert values["2024-Q3/reach_total/network"] == 71
    assert values["2024-Q3/TP2/status"] == "action_needed"


def test_printed_differences_are_those_of_the_printed_figures(demo_content: Content, demo_before: Content) -> None:
    made = built(demo_content, demo_before)
    before = {one.code: one.done for one in demo_before.obligations()}
    table = next(one for one in made.tables() if one.code == "obligations")
    assert [row[3].text for row in table.rows] == [
        f"+{row[1].value - before[one.code]}"  # type: ignore[operator]
        for row, one in zip(table.rows, demo_content.obligations(), strict=True)
    ]


def test_chart_and_table_say_the_same(demo_content: Content) -> None:
    made = built(demo_content)
    chart = next(one for one in made.charts() if one.code == "progress")
    table: Table = next(one for one in made.tables() if one.code == "packages")
    codes = [column.code for column in table.columns]
    for place, series in (("done", chart.series[0]), ("planned", chart.series[1])):
        assert list(series.values) == [row[codes.index(place)].value for row in table.rows]


def test_same_content_same_bytes(demo_content: Content) -> None:
    again = Content(copy.deepcopy(dict(demo_content.raw)), demo_content.name, demo_content.quarter)
    assert write("quarter", "md", demo_content) == write("quarter", "md", again)
