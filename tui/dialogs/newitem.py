"""An item that the plan did not have: an action or an output added to a package (scope +)."""

from collections.abc import Iterator

from textual.widget import Widget

from core.board import Board
from core.progress import ITEM_KINDS
from core.work import PackageDetail
from locales import t
from tui.dialogs.workform import WorkForm
from tui.signs import Signs
from tui.text import content
from tui.widgets.inputs import Named, Number

TECHNIQUES = (None, "0/100", "50/50", "units", "effort")
"""None follows from the quarters. Steps are told in a plan file."""


class NewItemForm(WorkForm):
    """Title, kind, quarters, how it is counted, weight, responsible, decision; the code follows from the plan."""

    def __init__(
        self, package: PackageDetail, owners: tuple[tuple[int, str], ...], kind: str, board: Board, signs: Signs
    ) -> None:
        self.package = package
        self.owners = owners
        self.kind = kind
        super().__init__(t("work.add_title", code=package.code, title=package.title), package.code, board, signs)
        self.told = (content(t("work.add_hint"), "$muted"),)

    def lines_of(self) -> Iterator[Widget]:
        """The title first, since nothing else is needed."""
        yield self.typed("title")
        yield self.choice("kind", [(kind, t(f"work.kind_{kind}")) for kind in ITEM_KINDS], self.kind)
        yield self.quarter_choice("first", self.board.quarter)
        yield self.quarter_choice("last", self.board.quarter)
        words = [t(f"work.technique_{(one or 'default').replace('/', '_')}") for one in TECHNIQUES]
        yield self.choice("technique", list(zip(TECHNIQUES, words, strict=True)), None)
        yield Number("units", t("tui.field_units"), None)
        yield Number("weight", t("tui.field_weight"), 1.0)
        yield Named("owner_id", t("tui.field_owner_id"), self.owners, None, t("work.owner_lead"))
        yield self.typed("decision")

    def first(self) -> Widget:
        """The title."""
        return self.stop("title")

    def wrong(self) -> str:
        """What cannot be saved as it stands."""
        first, last = self.line("first").value, self.line("last").value
        units, weight = self.line("units").value, self.line("weight").value
        if not self.text("title"):
            return t("work.wrong_title")
        if isinstance(first, int) and isinstance(last, int) and first > last:
            return t("tui.wrong_quarters")
        counted = self.line("technique").value == "units"
        if counted and (not isinstance(units, float) or units < 1 or units % 1):
            return t("work.wrong_units_missing")
        if not counted and units is not None:
            return t("work.wrong_units_strange")
        if isinstance(self.line("owner_id").value, str):
            return t("work.wrong_owner", name=self.text("owner_id"))
        return t("work.wrong_weight") if not isinstance(weight, float) or weight <= 0 else self.wrong_day()

    def save(self) -> None:
        """Add it."""
        from store.commands.items import NewItem

        values = self.values(dict.fromkeys(("kind", "title", "first", "last", "technique", "units", "weight",
                                            "owner_id")))  # fmt: skip
        units, technique, owner = values["units"], values["technique"], values["owner_id"]
        new = NewItem(
            kind=str(values["kind"]), title=str(values["title"]), first=int(str(values["first"])),
            last=int(str(values["last"])), technique=str(technique) if technique else None,
            weight=float(str(values["weight"])), units=int(units) if isinstance(units, float) else None,
            owner_id=owner if isinstance(owner, int) else None, decision=self.text("decision") or None,
        )  # fmt: skip
        work, code = self.app.desk.work, self.package.code
        self.app.write(lambda: work.add_item(code, new), self._added)

    def _added(self, added: tuple[int, str]) -> None:
        self.app.tell(t("work.added", code=added[1]))
        self.dismiss()
        self.app.open_package(self.package.code, added[1])
