"""A desk without a store: boards made by hand, and acts that are only remembered."""

from collections.abc import Callable
from typing import Any

from core.board import Board, PackageStatus
from core.reach import reach
from core.surveys.records import SurveyRow
from core.work import PackageDetail, QuarterRow
from store.desk import Hit, Pulse, UndoOffer
from store.locks import Holder
from store.reach import Reached
from tests.tui import boards


class FakeWork:
    """What `store.workdesk.WorkDesk` answers: the packages of a board, without items."""

    def __init__(self, desk: "FakeDesk") -> None:
        self.desk = desk

    def packages(self, quarter: int | None = None) -> tuple[PackageDetail, ...]:
        """The board's packages."""
        board = self.desk.load(quarter)
        return tuple(detail(board, number, package) for number, package in enumerate(board.packages, 1))


class FakeEvents:
    """What `store.eventsdesk.EventsDesk` answers where there are no events."""

    def reach(self) -> Reached:
        """Nobody was reached."""
        return Reached(reach((), (), (), ()), 84, 0, (), 0)


class FakeSurveys:
    """What `store.surveysdesk.SurveysDesk` answers where there are no surveys."""

    def surveys(self) -> tuple[SurveyRow, ...]:
        """None."""
        return ()


def detail(board: Board, number: int, package: PackageStatus) -> PackageDetail:
    """A package as the board has it; only the quarter shown has figures."""
    now = QuarterRow(
        quarter=board.quarter, planned=package.sums.plan, done=package.sums.done, spi=package.sums.spi, known=1, due=2,
        reported=package.reported, reported_note=None, differs=False, colour=package.colour, status=package.status,
        reason=package.reason.code, reason_values=package.reason.values, override=package.override, report=None,
        locked_on=None,
    )  # fmt: skip
    return PackageDetail(
        id=number, code=package.code, title=package.title, parent=package.parent, depth=package.depth,
        goal=package.title, first=package.from_quarter, last=package.to_quarter, shown=board.quarter,
        leads=package.leads, lead_short=package.lead_short, confirmed=package.confirmed,
        assist_short=package.lead_short, needs=(),
        roles=package.roles, organisations=package.organisations, quarters=(now,),
    )  # fmt: skip


class FakeDesk:
    """What `store.desk.Desk` answers, from what the test put into it."""

    def __init__(self, load: Callable[[int | None], Board] | None = None, code: str | None = None) -> None:
        self.path = "/nowhere/etappi.db"
        self.code = code
        self.load = load or (lambda quarter: boards.drawn(quarter or boards.Q3))
        self.all_projects: tuple[tuple[str, str], ...] = (("DIGI24", "Digikyvykkyys"),)
        self.hits: tuple[Hit, ...] = ()
        self.end = Pulse(1, 1, "minna")
        self.held_by: Holder | None = None
        self.offer: UndoOffer | None = None
        self.done: list[tuple[Any, ...]] = []
        self.work = FakeWork(self)
        self.events = FakeEvents()
        self.surveys = FakeSurveys()

    def board(self, quarter: int | None = None) -> Board:
        """The board that the test gave."""
        return self.load(quarter)

    def projects(self) -> tuple[tuple[str, str], ...]:
        """Codes and names."""
        return self.all_projects

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Hits whose name or what stands behind it holds *text*."""
        return tuple(hit for hit in self.hits if text.lower() in f"{hit.name} {hit.more}".lower())[:limit]

    def pulse(self) -> Pulse:
        """The end of the log."""
        return self.end

    def holder(self) -> Holder | None:
        """Who holds the write lock."""
        return self.held_by
