"""A changed plan file on the demo, where Q1 and Q2 are locked: told, written by a decision, and nothing past moves."""

from collections.abc import Callable
from pathlib import Path

import pytest

import demo
from core.difference import Difference
from core.errors import EtappiError
from core.planning import PlanFile
from importers.planchange import PlanUpdate, look, write
from importers.planfile import read_plan
from store.commands import closing
from store.commands.plan import set_fixed_today
from store.database import reading
from store.snapshots import content_of
from store.status import ProjectRow, project_named, read_board
from tests.store.support import Q1, Q2, Q3, Q4, act, dump, newest, project_of, rows, sound, undo, value

PLAN = (Path(demo.__file__).parent / "plan.toml").read_text("utf-8")
DECISION = "ohjausryhmä 12.9.2024 § 5"
Q2_NEXT = Q4 + 2

PROLONGED = ("end = 2024-12-31\ncoord", "end = 2025-06-30\ncoord")
OMNIA = '\nlead = ["Espoon seudun koulutuskuntayhtymä Omnia"]\n\n[[workpackage.action]]\ntitle = "Hankehallinto'
COORDINATED = f'to = "2024-Q4"{OMNIA}', f'to = "2025-Q2"{OMNIA}'
LED = ('lead = ["Etelä-Karjalan koulutuskuntayhtymä, Saimaan ammattiopisto Sampo"]', 'lead = ["Careeria"]')
CANCELLED = ('[[workpackage.output]]\ntitle = "Ymmärrys ja osaaminen lisääntyvät"\nfrom = "2024-Q4"\nto = "2024-Q4"\n'
             'technique = "0/100"\nweight = 3\n', '')  # fmt: skip
KEPT_CODE = ('title = "Verkosto ja suunnitelma sen jatkosta"',
             'code = "TP4-O2"\ntitle = "Verkosto ja suunnitelma sen jatkosta"')  # fmt: skip
ADDED = ("\n\n# What organisations owe", '\n[[workpackage.output]]\ncode = "TP4-O3"\ntitle = "Jatkohakemus"\n'
         'from = "2024-Q4"\nto = "2024-Q4"\nweight = 2\n\n# What organisations owe')  # fmt: skip
MOVED = ('title = "OA-suositusten arviointi"\nfrom = "2024-Q2"\nto = "2024-Q2"',
         'title = "OA-suositusten arviointi"\nfrom = "2024-Q2"\nto = "2024-Q4"')  # fmt: skip
STEERING = [PROLONGED, COORDINATED, LED, CANCELLED, KEPT_CODE, ADDED, MOVED]


def plan_of(*edits: tuple[str, str], text: str = PLAN) -> PlanFile:
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return read_plan(text.encode(), "plan.toml")


def told(path: str, plan: PlanFile, effective: int | None = None) -> PlanUpdate:
    with reading(path) as connection:
        return look(connection, project_named(connection, plan.project.code), plan, "plan.toml", effective)


def written(path: str, plan: PlanFile, decision: str | None = DECISION, effective: int | None = None) -> int | None:
    return write(path, project_of(path, plan.project.code), plan, "plan.toml", decision=decision, effective=effective)[
        1
    ]


def differences(path: str, *edits: tuple[str, str], text: str = PLAN) -> list[tuple[str, str, object, object]]:
    return [brief(one) for one in told(path, plan_of(*edits, text=text)).change.differences]


def brief(one: Difference) -> tuple[str, str, object, object]:
    return f"{one.kind} {one.name}".strip(), one.code or one.title, one.before, one.after


def refusals(path: str, *edits: tuple[str, str], text: str = PLAN) -> list[tuple[str, str]]:
    change = told(path, plan_of(*edits, text=text)).change
    with pytest.raises(EtappiError) as error:
        written(path, plan_of(*edits, text=text))
    assert (error.value.code, error.value.exit) == ("plandiff.not_written", 1)
    return [(one.code or one.title, one.refused.code) for one in change.refused if one.refused]


def figures(path: str, *quarters: int) -> list[object]:
    """The figures, colours and roles of quarters, as boards show and snapshots freeze them."""
    with reading(path) as connection:
        project: ProjectRow = project_named(connection, None)
        content = content_of(connection, project, Q3)["figures"]
        boards = [read_board(connection, project, quarter).packages for quarter in quarters]
    frozen = {code: one for code, one in content.items() if code in ("2024-Q1", "2024-Q2")}  # type: ignore[attr-defined]
    return [frozen, [[(one.code, one.leads, one.sums, one.roles, one.status, one.reason, one.due_of, one.due_done)
                      for one in packages] for packages in boards]]  # fmt: skip


def test_the_plan_that_a_project_was_made_of_differs_in_nothing(demo: str) -> None:
    assert told(demo, plan_of()).change.differences == ()
    assert told(demo, plan_of()).change.kept == ()
    before = dump(demo)
    assert written(demo, plan_of()) is None
    assert dump(demo) == before


def test_what_a_steering_group_decides(demo: str) -> None:
    assert differences(demo, *STEERING) == [
        ("project.end", "", "2024-12-31", "2025-06-30"),
        ("package.moved", "KOORD", (Q1, Q4), (Q1, Q2_NEXT)),
        ("package.lead", "TP2", ("Etelä-Karjalan koulutuskuntayhtymä, Saimaan ammattiopisto Sampo",),
         ("Careeria",)),
        ("item.moved", "TP1.2-A4", (Q2, Q2), (Q2, Q4)),
        ("item.added", "TP4-O3", None, (Q4, Q4)),
        ("item.gone", "TP4-O1", (Q4, Q4), None),
    ]  # fmt: skip
    past, today, before = figures(demo, Q1, Q2), figures(demo, Q3), dump(demo)
    number = written(demo, plan_of(*STEERING))
    assert figures(demo, Q1, Q2) == past
    assert figures(demo, Q3) != today
    sound(demo)
    assert differences(demo, *STEERING) == []
    assert written(demo, plan_of(*STEERING)) is None
    decided = "SELECT d.body, d.on_date, d.paragraph FROM {} AS r JOIN decision AS d ON d.id = r.decision_id WHERE {}"
    for table, which in (("replan", f"r.effective = {Q3}"), ("item", "r.code = 'TP4-O3'"),
                         ("evidence", "r.kind = 'cancelled'")):  # fmt: skip
        assert rows(demo, decided.format(table, which)) == [("ohjausryhmä", "2024-09-12", "5")]
    assert value(demo, "SELECT on_date FROM evidence WHERE kind = 'cancelled'") == "2024-09-12"
    assert value(demo, "SELECT scope_from FROM item WHERE code = 'TP4-O3'") == Q3
    assert value(demo, "SELECT why FROM action WHERE id = ?", number) == DECISION
    leads = (
        "SELECT o.name, p.from_quarter, p.to_quarter FROM participation AS p JOIN organisation AS o ON "
        "o.id = p.organisation_id JOIN work_package AS w ON w.id = p.work_package_id WHERE w.code = 'TP2' AND "
        "p.role = 'lead' AND p.certainty = 'confirmed' ORDER BY p.id"
    )
    assert rows(demo, leads) == [
        ("Etelä-Karjalan koulutuskuntayhtymä, Saimaan ammattiopisto Sampo", None, Q2), ("Careeria", Q3, None),
    ]  # fmt: skip
    assert not undo(demo, newest(demo)).conflicts
    assert dump(demo) == before
    sound(demo)


def test_without_a_decision_and_from_a_later_quarter_on(demo: str) -> None:
    assert written(demo, plan_of(LED), None, Q4)
    with reading(demo) as connection:
        project = project_named(connection, None)
        for quarter, lead in ((Q3, "Sampo"), (Q4, "Careeria")):
            packages = {one.code: one for one in read_board(connection, project, quarter).packages}
            assert lead in packages["TP2"].leads[0]
    assert rows(demo, "SELECT 1 FROM decision") == []
    assert refused_with(lambda: written(demo, plan_of(MOVED), None, Q2)) == "closing.locked"
    refused = told(demo, plan_of(CANCELLED, KEPT_CODE), Q4).change.refused
    assert [one.refused.code for one in refused if one.refused] == ["future"]


def refused_with(what: Callable[[], object]) -> str:
    with pytest.raises(EtappiError) as error:
        what()
    return error.value.code


def test_a_longer_project_whose_items_have_no_quarters_of_their_own(demo: str) -> None:
    """They keep the end that they had in the past, and get the new one from now on."""
    silent = [('title = "Verkosto ja suunnitelma sen jatkosta"\nfrom = "2024-Q4"\nto = "2024-Q4"\ntechnique = "0/100"',
               'title = "Verkosto ja suunnitelma sen jatkosta"\ntechnique = "50/50"')]  # fmt: skip
    text = PLAN.replace(*silent[0]).replace('code = "DIGI24"', 'code = "TOINEN"')
    plan = read_plan(text.encode(), "plan.toml")
    assert told_new(demo, plan)
    for quarter in (Q1, Q2, Q3):
        act(demo, "close", lambda w, q=quarter: closing.close(w, project_of(demo, "TOINEN"), q, "2024-10-20"))  # type: ignore[misc]
    longer = text.replace(*PROLONGED).replace('to = "2024-Q4"\nlead = ["Pohjois', 'to = "2025-Q2"\nlead = ["Pohjois')
    before = dump(demo)
    share = (
        "SELECT planned FROM v_item_quarter WHERE code = 'TP4-O2' AND project_id = 2 AND quarter <= ? ORDER BY quarter"
    )
    past = rows(demo, share, Q3)
    assert differences(demo, text=longer) == [
        ("project.end", "", "2024-12-31", "2025-06-30"), ("package.moved", "TP4", (Q3, Q4), (Q3, Q2_NEXT)),
        ("item.moved", "TP4-O2", (Q3, Q4), (Q3, Q2_NEXT)),
    ]  # fmt: skip
    written(demo, read_plan(longer.encode(), "plan.toml"))
    assert rows(demo, share, Q3) == past
    assert rows(demo, share, Q2_NEXT)[-3:] == [(0.5,), (0.5,), (1.0,)]
    assert differences(demo, text=longer) == []
    assert not undo(demo, newest(demo)).conflicts
    assert dump(demo) == before


def told_new(path: str, plan: PlanFile) -> int:
    """A second project of *plan*, on 20 October 2024."""
    from importers.planorganisations import resolve
    from store import queries
    from store.commands.plan import make_project

    with reading(path) as connection:
        found = resolve(plan, queries.known(connection, 0).organisations, "plan.toml")
    made = act(path, "init plan.toml", lambda w: make_project(w, plan, found.names, found.new))
    act(path, "day", lambda w: set_fixed_today(w, made.project_id, "2024-10-20"))
    return made.project_id


def test_what_a_locked_quarter_does_not_let_move_is_refused_one_by_one(demo: str) -> None:
    review = MOVED[0] + '\ntechnique = "0/100"\nweight = '
    heavier = (f"{review}2", f"{review}9")
    kicked = ("kick_off = 2024-01-31", "kick_off = 2024-02-28")
    needing = ('title = "Digikyvykkyys osaksi toimintaa"', 'title = "Digikyvykkyys osaksi toimintaa"\nneeds = ["TP3"]')
    assert refusals(demo, heavier, kicked, needing, PROLONGED) == [
        ("", "locked"), ("TP1", "locked"), ("TP1.2-A4", "locked")]  # fmt: skip
    late = (
        'title = "Jatkohakemus"\nfrom = "2024-Q4"\nto = "2024-Q4"',
        'title = "Jatkohakemus"\nfrom = "2024-Q3"\nto = "2024-Q3"',
    )
    assert differences(demo, ADDED, late) == [("item.added", "TP4-O3", None, (Q3, Q3))]
    new = (
        "\n\n# What organisations owe",
        '\n[[workpackage]]\ncode = "TP5"\ntitle = "Uusi"\n\n# What organisations owe',
    )
    assert refusals(demo, new) == [("TP5", "package_begins")]
    begins = (new[1], new[1].replace('"Uusi"\n', '"Uusi"\nfrom = "2024-Q3"\nlead = ["Omnia"]\n'))
    before = dump(demo)
    written(demo, plan_of(new, begins))
    assert differences(demo, new, begins) == []
    assert rows(demo, "SELECT code, position FROM work_package ORDER BY position")[-1] == ("TP5", 10)
    undo(demo, newest(demo))
    assert dump(demo) == before


def test_a_title_under_another_code_is_told_and_not_guessed(demo: str) -> None:
    shifted = ('[[workpackage.output]]\ntitle = "Ymmärrys ja osaaminen lisääntyvät"',
               '[[workpackage.output]]\ntitle = "Uusi tuotos"\n\n[[workpackage.output]]\n'
               'title = "Ymmärrys ja osaaminen lisääntyvät"')  # fmt: skip
    found = told(demo, plan_of(shifted)).change.differences
    assert [(one.kind, one.before, one.after) for one in found] == [
        ("item.recoded", "TP4-O1", "TP4-O2"), ("item.recoded", "TP4-O2", "TP4-O3")]  # fmt: skip
    assert refusals(demo, shifted) == [("TP4-O1", "recoded"), ("TP4-O2", "recoded")]
    elsewhere = (CANCELLED[0], "")
    to_tp3 = ("\n\n# What organisations owe", "\n" + '[[workpackage]]\ncode = "TP6"\ntitle = "Uusi"\nfrom = "2024-Q3"\n'
              + CANCELLED[0] + "\n# What organisations owe")  # fmt: skip
    assert ("TP4-O1", "recoded") in refusals(demo, elsewhere, KEPT_CODE, to_tp3)


def test_indicators_obligations_deadlines_goals_and_the_grant(demo: str) -> None:
    edits = [
        ("date = 2024-10-24", "date = 2024-10-31"),
        ('title = "Loppuseminaari"\ndate = 2024-12-12\nkind = "meeting"', 'title = "Päätösjuhla"\ndate = 2024-12-13'),
        ("sum = 1885700", "sum = 1900000"),
        ('result = "Verkoston jatkosta on sovittu."', 'result = "Jatko on sovittu ja rahoitettu."'),
        ('title = "Oma suunnitelma: digiosaaminen"\nwho = "TP1.4"\ndue = "2024-Q4"',
         'title = "Oma suunnitelma: digiosaaminen"\nwho = "TP1.4"\ndue = "2024-11-30"'),
        ('[[obligation]]\ncode = "OMA"', '[[obligation]]\ncode = "SOPIMUS"\ntitle = "Osallistumissopimus"\n'
         'due = "2024-10-31"\n\n[[obligation]]\ncode = "OMA"'),
    ]  # fmt: skip
    assert differences(demo, *edits) == [
        ("obligation.added", "SOPIMUS", None, "2024-10-31"),
        ("obligation.changed due", "OMA-DIGI", "2024-12-31", "2024-11-30"),
        ("deadline.changed on_date", "2024-10-24", "2024-10-24", "2024-10-31"),
        ("deadline.added", "Päätösjuhla", None, "2024-12-13"), ("deadline.gone", "Loppuseminaari", "2024-12-12", None),
        ("goal.changed result", "Järjestäjät oppivat toisiltaan, ja verkosto jatkuu hankkeen jälkeen",
         "Verkoston jatkosta on sovittu.", "Jatko on sovittu ja rahoitettu."),
        ("grant.changed sum_cents", "", 188_570_000, 190_000_000),
    ]  # fmt: skip
    before = dump(demo)
    written(demo, plan_of(*edits), None)
    assert differences(demo, *edits) == []
    undo(demo, newest(demo))
    assert dump(demo) == before
    without = PLAN[: PLAN.index("[[obligation]]\ncode")] + PLAN[PLAN.index("[[deadline]]") :]
    stripped = [line for line in without.splitlines() if "obligation:OMA" not in line]
    assert {code for _, code in refusals(demo, text="\n".join(stripped))} == {"told"}


def test_what_was_added_in_etappi_stays(demo: str) -> None:
    from store.agreementsdesk import AgreementsDesk
    from store.commands.items import NewItem
    from store.workdesk import WorkDesk

    WorkDesk(demo).add_item("TP4", NewItem("action", "Käsin lisätty", Q3, Q4))
    AgreementsDesk(demo).add_deadline("Projektiryhmä", "2024-10-01")
    change = told(demo, plan_of()).change
    assert change.differences == ()
    assert [(one.kind, one.title) for one in change.kept] == [
        ("item.gone", "Käsin lisätty"), ("deadline.gone", "Projektiryhmä")]  # fmt: skip


def test_before_the_kick_off_the_plan_itself_changes(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPI_TODAY", "2024-01-10")
    text = """
[project]
code = "UUSI"
name = "Uusi"
start = 2024-01-01
end = 2024-12-31
kick_off = 2024-02-01
[[workpackage]]
code = "TP1"
title = "Yksi"
lead = ["Omnia"]
assist = ["Gradia"]
  [[workpackage.action]]
  title = "Vaiheet"
  to = "2024-Q4"
  steps = [{ title = "a", share = 0.5, quarter = "2024-Q1" }, { title = "b", share = 0.5, quarter = "2024-Q4" }]
  [[workpackage.action]]
  title = "Kappaleet"
  units = 10
  unit_targets = { "2024-Q2" = 4, "2024-Q4" = 10 }
  [[workpackage.output]]
  title = "Turha"
  [[workpackage.indicator]]
  title = "Osuus"
  target = 5
"""
    plan = read_plan(text.encode(), "plan.toml")
    told_new(empty, plan)
    act(empty, "day", lambda w: set_fixed_today(w, 1, "2024-01-10"))
    edits = [
        ('title = "a", share = 0.5, quarter = "2024-Q1"', 'title = "aa", share = 0.5, quarter = "2024-Q2"'),
        ('units = 10\n  unit_targets = { "2024-Q2" = 4, "2024-Q4" = 10 }',
         'weight = 3\n  units = 12\n  from = "2024-Q2"\n  unit_targets = { "2024-Q3" = 4, "2024-Q4" = 12 }'),
        ('  [[workpackage.output]]\n  title = "Turha"\n', ""), ("target = 5", 'target = 7\n  unit = "%"'),
        ('lead = ["Omnia"]\nassist = ["Gradia"]', 'lead = ["Gradia"]'),
    ]  # fmt: skip
    assert differences(empty, *edits, text=text) == [
        ("package.lead", "TP1", ("Omnia",), ("Gradia",)), ("package.assist", "TP1", ("Gradia",), ()),
        ("item.step_title 1", "TP1-A1", "a", "aa"), ("item.step_moved 1", "TP1-A1", Q1, Q2),
        ("item.changed weight", "TP1-A2", 1.0, 3.0), ("item.changed units", "TP1-A2", 10, 12),
        ("item.moved", "TP1-A2", (Q1, Q4), (Q2, Q4)),
        ("item.targets", "TP1-A2", ((Q2, 4), (Q4, 10)), ((Q3, 4), (Q4, 12))), ("item.gone", "TP1-O1", (Q1, Q4), None),
        ("indicator.changed unit", "Osuus", None, "%"), ("indicator.changed target", "Osuus", 5.0, 7.0),
    ]  # fmt: skip
    before = dump(empty)
    written(empty, plan_of(*edits, text=text), None)
    assert differences(empty, *edits, text=text) == []
    assert rows(empty, "SELECT 1 FROM replan UNION ALL SELECT 1 FROM evidence") == []
    assert rows(empty, "SELECT role, from_quarter FROM participation") == [("lead", None)]
    undo(empty, newest(empty))
    assert dump(empty) == before
