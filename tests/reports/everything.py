"""A content with everything that a quarter report can say, made by hand; test_quarter.py says what it should read."""

from typing import Any

HOSTILE = "Ry | *Ähtäri* <script> [x](y) `z` # =1+1"
"""What somebody may have typed."""


def facts() -> dict[str, list[list[Any]]]:
    item = {"weight": 1.0, "technique_given": 1, "counter": None, "scope_from": None, "decided_on": None,
            "paragraph": None}  # fmt: skip
    return {
        "project": [[["H"], {
            "name": HOSTILE, "start_date": "2024-01-01", "end_date": "2024-12-31", "coordinator": "Omnia",
            "funder": "Ministeriö", "expected_organisations": 6, "language": "fi", "kick_off": None, "report_days": 14,
            "demo": 0,
        }]],
        "organisation": [
            [["Omnia kuntayhtymä"], {"short": "Omnia", "business_id": None, "region": None, "language": None}],
            [["Riveria kuntayhtymä"], {"short": "Riveria", "business_id": None, "region": None, "language": None}],
        ],
        "work_package": [
            [["TP1"], {"parent": None, "title": "Välineet", "goal": None, "position": 1, "from_quarter": "2024-Q1",
                       "to_quarter": "2024-Q4"}],
            [["TP1.1"], {"parent": "TP1", "title": "Mallit", "goal": None, "position": 2, "from_quarter": "2024-Q1",
                         "to_quarter": "2024-Q4"}],
            [["TP2"], {"parent": None, "title": "Verkosto", "goal": None, "position": 3, "from_quarter": "2024-Q3",
                       "to_quarter": "2024-Q4"}],
        ],
        "item": [
            [["TP1.1-A1"], {**item, "package": "TP1.1", "kind": "action", "title": "Arvioinnit", "position": 1,
                            "technique": "units", "units": 6, "owner": None, "from_quarter": None, "to_quarter": None}],
            [["TP1.1-O1"], {**item, "package": "TP1.1", "kind": "output", "title": "Synteesi", "position": 1,
                            "technique": "0/100", "units": None, "owner": "Riveria kuntayhtymä", "from_quarter": None,
                            "to_quarter": None}],
            [["TP1.1-O2"], {**item, "package": "TP1.1", "kind": "output", "title": "Opas", "position": 2,
                            "technique": "milestones", "units": None, "owner": None, "from_quarter": None,
                            "to_quarter": None}],
            [["TP2-O1"], {**item, "package": "TP2", "kind": "output", "title": "Seminaari", "position": 1,
                          "technique": "0/100", "units": None, "owner": None, "from_quarter": None,
                          "to_quarter": None}],
        ],
        "step": [[["TP1.1-O2", 1], {"title": "luonnos", "share": 0.5, "quarter": "2024-Q3"}]],
        "decision": [[["2024-09-26", "§ 5"], {"body": "ohjausryhmä", "text": None}]],
        "deviation": [
            [["TP1.1-A1"], {"reason": "kaksi kesken", "remedy": "muistutus", "responsible": "Omnia",
                            "new_quarter": "2024-Q4", "decided_on": None, "paragraph": None}],
            [["TP1.1-O1"], {"reason": HOSTILE, "remedy": None, "responsible": None, "new_quarter": "2025-Q1",
                            "decided_on": "2024-09-26", "paragraph": "§ 5"}],
        ],
        "quarter_report": [
            [["TP1", "2024-Q3"], {"state": "approved", "done": "Tehty.", "deviations": "Webinaarit siirtyvät.",
                                  "next": "Opas valmiiksi.", "decisions": "Lisää aikaa.", "note": None,
                                  "received_on": "2024-10-01"}],
            [["TP2", "2024-Q3"], {"state": "draft", "done": None, "deviations": None, "next": "Ei vielä toimitettu",
                                  "decisions": "Luonnosta ei pyydetä", "note": None, "received_on": None}],
        ],
        "deadline": [
            [["Ohjausryhmän kokous", "2024-10-24"], {"at_time": None, "kind": "meeting", "recipient": None,
                                                     "done_on": None}],
            [["Loppukysely", "2024-12-02"], {"at_time": None, "kind": "survey", "recipient": None, "done_on": None}],
            [["Tilitys", "2024-12-20"], {"at_time": None, "kind": "report", "recipient": None, "done_on": None}],
        ],
        "obligation": [
            [["OMA"], {"position": 1, "title": "Oma suunnitelma", "role": None, "package": None, "due": "2024-12-31",
                       "proof": None}],
            [["MUU"], {"position": 2, "title": "Muu", "role": "lead", "package": None, "due": None, "proof": None}],
        ],
        "event": [[["E1"], {
            "title": "Väliseminaari", "kind": "seminar", "start": "2024-09-10T09:00", "ends": None, "window_from": None,
            "window_to": None, "place": None, "mode": None, "language": None, "invitation": "network", "host": None,
            "joint_with": None, "series": None, "feedback_planned": 1, "cancelled_on": None, "cancel_reason": None,
            "source": "user",
        }]],
    }  # fmt: skip


def figures() -> dict[str, Any]:
    def package(earned: int, planned: int, of: int, status: str, reason: str, **more: Any) -> dict[str, Any]:
        return {"earned": [earned, 1], "planned": [planned, 1], "planned_ref": [planned, 1], "weight": [of, 1],
                "due": [1, 2], "late": [], "report": None, "reported": None, "status": status, "reason": reason,
                "why": {}, "organisations": 2, "override": None, "roles": {}, **more}  # fmt: skip

    def reach(held: int, contacts: int, low: int, high: int, network: int, outside: int) -> dict[str, Any]:
        return {"contacts": contacts, "identified": contacts - 1 if held else 0, "network": network, "outside": outside,
                "unknown": 0, "persons": [low, high]}  # fmt: skip

    late = [["TP1.1-A1", 0], ["TP1.1-O1", 1]]
    why = {"item": "TP1.1-O1", "package": "TP1.1", "n": 1, "more": 1}
    leads = {"TP1": {"names": ["Omnia kuntayhtymä"], "confirmed": True},
             "TP1.1": {"names": ["Omnia kuntayhtymä", "Riveria kuntayhtymä"], "confirmed": False},
             "TP2": {"names": [], "confirmed": False}}  # fmt: skip
    q2 = {
        "project": {"statuses": {"on_schedule": 2, "not_started": 1}, "network": [4, 6], "due": [1, 1], "late": 0},
        "packages": {"TP1": package(1, 1, 8, "on_schedule", "on_schedule"),
                     "TP1.1": package(1, 1, 8, "on_schedule", "on_schedule"),
                     "TP2": package(0, 0, 3, "not_started", "not_begun", why={"quarter": "Q3/2024"})},
        "leads": leads, "items": {}, "completed": [],
        "obligations": {"OMA": _obligation(1, 4), "MUU": _obligation(0, 0)},
        "reach": {"held": 0, "quarter": reach(0, 0, 0, 0, 0, 0), "so_far": reach(0, 0, 0, 0, 0, 0),
                  "first_time": {"network": 0, "outside": 0, "persons": [0, 0]}}, "events": {},
    }  # fmt: skip
    q3 = {
        "project": {"statuses": {"watch": 2, "action_needed": 1}, "network": [5, 6], "due": [1, 3], "late": 2},
        "packages": {"TP1": package(3, 5, 8, "watch", "late", late=late, why=why),
                     "TP1.1": package(3, 5, 8, "action_needed", "late_more", late=late, why=why),
                     "TP2": package(1, 1, 3, "watch", "far_behind", why={"done": [1, 3], "planned": [2, 3]})},
        "leads": leads,
        "items": {"TP1.1-A1": _item("started", 4, "2024-Q3"), "TP1.1-O1": _item("open", None, "2024-Q2"),
                  "TP1.1-O2": _item("started", None, "2024-Q4"), "TP2-O1": _item("done", None, "2024-Q3")},
        "completed": [{"item": "TP2-O1", "step": None, "on": "2024-09-10"},
                      {"item": "TP1.1-O2", "step": 1, "on": "2024-09-20"}],
        "obligations": {"OMA": _obligation(3, 4), "MUU": _obligation(1, 2)},
        "reach": {"held": 1, "quarter": reach(1, 9, 9, 9, 3, 1), "so_far": reach(1, 9, 9, 9, 3, 1),
                  "first_time": {"network": 3, "outside": 1, "persons": [9, 9]}},
        "events": {"E1": {"persons": 9, "organisations": 4, "outside": 1, "unknown": 0, "registered": None}},
        "surveys": {"PAL/E1": {
            "title": "Palaute", "kind": "feedback", "event": "E1", "package": None, "complete": 6, "partial": 0,
            "invited": 9, "organisations": 3, "asked": None, "questions": {
                "miksi/1": _question("text", None), "arvosana/1": _question("likert", [2, 3]),
            },
        }},
    }  # fmt: skip
    return {"2024-Q2": q2, "2024-Q3": q3}


def _obligation(done: int, of: int) -> dict[str, int]:
    return {"done": done, "of": of, "in_work": 0, "not_started": of - done, "not_required": 0, "untold": 0,
            "overdue": 0}  # fmt: skip


def _question(kind: str, share: list[int] | None) -> dict[str, Any]:
    return {"text": "Mitä pidit?", "type": kind, "n": 6, "missing": 0, "dont_know": 0, "share": share,
            "interval": share and [[3, 10], [9, 10]], "distribution": share and [0, 0, 2, 1, 3], "options": None,
            "median": None}  # fmt: skip


def _item(state: str, units: int | None, last: str) -> dict[str, Any]:
    return {"state": state, "earned": [0, 1], "units": units, "from": "2024-Q1", "to": last}


def raw() -> dict[str, Any]:
    """A snapshot taken when Q3/2024 was locked, on 14.10.2024."""
    return {
        "format": 1, "project": "H", "quarter": "2024-Q3", "as_of": "2024-10-14", "locked": ["2024-Q2", "2024-Q3"],
        "locked_on": {"2024-Q2": "2024-07-08", "2024-Q3": "2024-10-14"}, "rules": {}, "thresholds": {},
        "facts": facts(), "figures": figures(),
    }  # fmt: skip
