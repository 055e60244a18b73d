"""Boards made by hand: the one of screens.md 1, an empty project, and one whose every text is hostile."""

from typing import Any

from core.board import Attention, Board, PackageStatus, Sums
from core.colour import STATUSES, LateItem, reason
from core.coming import Coming
from core.quarter import label, quarter

Q3 = quarter(2024, 3)

# code, title, depth, lead, done, planned, due done, due of, status, history of Q1 and Q2 as done/planned
ROWS: list[tuple[Any, ...]] = [
    ("KOORD", "Koordinointi", 0, "Omnia", 53, 58, 1, 1, "on_schedule", ((23, 25), (30, 33))),
    ("TP1", "Digikyvykkyys osaksi toimintaa", 0, "Stadin AO", 59, 66, 1, 3, "watch", ((5, 6), (34, 40))),
    ("TP1.1", "Kokonaisarkkitehtuuri", 1, "JEDU", 57, 57, 0, 0, "on_schedule", ((7, 7), (24, 29))),
    ("TP1.2", "Oppimisanalytiikka", 1, "Stadin AO", 54, 69, 1, 1, "watch", ((6, 7), (29, 45))),
    ("TP1.3", "Tieto-osaaminen", 1, "Omnia", 54, 55, 0, 0, "on_schedule", ((0, 0), (24, 24))),
    ("TP1.4", "Digiosaaminen", 1, "TTS", 48, 53, 0, 0, "on_schedule", ((0, 0), (24, 27))),
    ("TP2", "Keskeiset kokonaisuudet", 0, "Sampo", 10, 53, 0, 1, "action_needed", ((0, 33), (10, 43))),
    ("TP3", "Materiaalien hallinta", 0, "TTS", 25, 25, 1, 1, "on_schedule", ((0, 0), (0, 0))),
    ("TP4", "Jatkokehitys ja verkosto", 0, "Riveria", 33, 33, 1, 1, "on_schedule", ((0, 0), (0, 0))),
]


COMING = (
    Coming(on="2024-09-26", at="09:00", kind="meeting", title="Ohjausryhmän kokous 3/2024", quarter=None, key="1"),
    Coming(on="2024-09-30", at=None, kind="quarter_ends", title="", quarter=Q3, key="2"),
    Coming(on="2024-10-11", at=None, kind="reports_due", title="", quarter=Q3, key="3"),
)
OWN_PLANS = (("OMA", "Oma kehittämissuunnitelma", 47, 72), ("OMA-KA", "Kokonaisarkkitehtuuri", 36, 58))


def sums(done: int, planned: int) -> Sums:
    """Sums of items that weigh a hundred together."""
    return Sums(earned=float(done), planned=float(planned), total=100.0)


def package(code: str, title: str, lead: str = "Omnia", status: str = "on_schedule", **other: Any) -> PackageStatus:
    """A package; what is not told is unremarkable."""
    values: dict[str, Any] = {
        "code": code, "title": title, "parent": None, "depth": 0, "from_quarter": Q3 - 2, "to_quarter": Q3 + 1,
        "leads": (lead,) if lead else (), "lead_short": (lead,) if lead else (), "confirmed": bool(lead),
        "organisations": 72, "roles": (1, 2, 38, 31, 0), "sums": sums(53, 58), "planned_ref": 33.0, "history": (),
        "due_done": 1, "due_of": 1, "late": (), "colour": STATUSES[status][0], "status": status,
        "reason": reason("on_schedule"), "reported": None, "override": None,
    }  # fmt: skip
    return PackageStatus(**(values | other))


def board(packages: tuple[PackageStatus, ...] = (), attention: tuple[Attention, ...] = (), **other: Any) -> Board:
    """A board of Q3/2024, seen on 16 September."""
    values: dict[str, Any] = {
        "project_id": 1, "code": "DIGI24", "name": "Koulutuksen järjestäjien digitalisaatiokyvykkyyden vahvistaminen",
        "demo": True, "language": "fi", "start": "2024-01-01", "end": "2024-12-31", "today": "2024-09-16",
        "as_of": "2024-09-16", "quarter": Q3, "days_left": 14, "packages": packages, "attention": attention,
        "sums": sums(49, 56), "items": 50, "known": 84, "expected": 89, "waiting": 3,
        "last_change": ("2024-09-16T08:42:00+00:00", "minna", "set TP1.1-A2 units"),
        "locked": (Q3 - 1, "2024-07-08"), "reports": (3, 9),
        "coming": COMING, "obligations": OWN_PLANS, "since": None, "news": (),
    }  # fmt: skip
    return Board(**(values | other))


def drawn(shown: int = Q3) -> Board:
    """The board of screens.md 1, as it is in quarter *shown*."""
    synthesis = LateItem(code="TP2-O1", package="TP2", title="Synteesi", kind="output", quarters_late=2,
                         has_reason=False, waits_for=())  # fmt: skip
    review = LateItem(code="TP1.2-O2", package="TP1.2", title="OA-suositusten arviointi", kind="output",
                      quarters_late=1, has_reason=False, waits_for=("TP3",))  # fmt: skip
    reasons = {
        "TP1": reason("late_more", title=review.title, item=review.code, package="TP1.2", n=1, more=1),
        "TP1.2": reason("late", title=review.title, item=review.code, package="TP1.2", n=1, more=0),
        "TP2": reason("late", title=synthesis.title, item=synthesis.code, package="TP2", n=2, more=0),
    }
    packages = tuple(
        package(
            code, title, lead, status, depth=depth, parent="TP1" if depth else None, sums=sums(done, planned),
            due_done=due_done, due_of=due_of, reason=reasons.get(code, reason("on_schedule")),
            history=tuple((Q3 - 2 + place, sums(*pair)) for place, pair in enumerate(history)),
            late={"TP2": (synthesis,), "TP1.2": (review,)}.get(code, ()),
        )
        for code, title, depth, lead, done, planned, due_done, due_of, status, history in ROWS
    )  # fmt: skip
    attention = (
        Attention(rule="deliverable.late", severity="error", symbol="action_needed", target="TP2",
                  text=reason("late_no_reason", title="Synteesi", n=2, due="Q1")),
        Attention(rule="deliverable.late", severity="warning", symbol="watch", target="TP1.2",
                  text=reason("late_waits", title="OA-suositusten arviointi", n=1, needs="TP3", due="Q2")),
        Attention(rule="org.alias", severity="ask", symbol="no_data", target="names", text=reason("names", n=3)),
        Attention(rule="network.count", severity="warning", symbol="no_data", target="network",
                  text=reason("network", known=84, expected=89, n=5)),
    )  # fmt: skip
    return board(packages, attention, quarter=shown, days_left=14 if shown == Q3 else None)


def empty() -> Board:
    """A project of which only name and dates are known."""
    nothing = Sums(earned=0.0, planned=0.0, total=0.0)
    return board(code="UUSI", name="Uusi hanke", demo=False, sums=nothing, items=0, known=0, expected=None, waiting=0,
                 last_change=None, coming=(), obligations=())  # fmt: skip


def every_status() -> Board:
    """One package of each status, with an override, a reported share and a lead that is only interested."""
    packages = [package(f"TP{n}", f"Paketti {n}", status=status) for n, status in enumerate(STATUSES, 1)]
    packages[1] = package(
        "TP2", "Paketti 2", "Gradia", "watch", confirmed=False, reported=0.6, override=("amber", "Odotetaan", Q3),
        reason=reason("override", why="Odotetaan", until=label(Q3), computed="on_schedule"),
    )  # fmt: skip
    packages[3] = package("TP4", "Paketti 4", "", "not_started", reason=reason("not_begun", quarter="Q4/2024"),
                          sums=Sums(earned=0.0, planned=0.0, total=4.0), due_done=0, due_of=0)  # fmt: skip
    return board(tuple(packages))


HOSTILE = (
    "ACME [WP3]", "[/red]", "[@click=app.quit]x[/]", "[bold red]x[/bold red]", "a\x1b[31mb", "a\x1b]52;c;aGk=\x07b",
    "a\x9b31mb\x90q\x9c", "abc\u202edef\u2066x", "\r\n\tline", "x" * 10_000, "漢字仮名" * 40,
    "z\u200b\u200d\u200c\ufeffw",
    "e" + "\u0301" * 200, "👩\u200d👩\u200d👧 \U0001f1eb\U0001f1ee", "\udcff\udc80", "{n} {title} %s $HOME", "\\[x]\\",
)  # fmt: skip


def hostile() -> Board:
    """Every text that data can bring is hostile somewhere, and there are more packages than lines."""
    packages = tuple(
        package(name, name, name, "watch", leads=(name,), lead_short=(name,),
                reason=reason("override", why=name, until=name, computed="watch"), override=("red", name, Q3),
                late=(LateItem(code=name, package=name, title=name, kind="output", quarters_late=1, has_reason=False,
                               waits_for=(name,)),))
        for name in HOSTILE
    )  # fmt: skip
    attention = tuple(
        Attention(rule=name, severity="ask", symbol=name, target=name,
                  text=reason("late_waits", title=name, n=2, needs=name, due=name))
        for name in HOSTILE
    )  # fmt: skip
    return board(packages, attention, code=HOSTILE[0], name=HOSTILE[3] + HOSTILE[4] + HOSTILE[7],
                 last_change=("2024-09-16T08:42:00+00:00", HOSTILE[2], HOSTILE[5]))  # fmt: skip
