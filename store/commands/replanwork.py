"""What the writers of a changed plan file share."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from sqlmodel import select

from core import quarter as quarters
from core.codes import code_key
from core.days import iso
from core.decisions import read_decision
from core.difference import PlanAsItStands
from core.errors import EtappiError
from core.planning import PlanFile, PlanItem, PlanPackage
from store.models import Fact, Item, Organisation, WorkPackage
from store.status import ProjectRow
from store.writing import Writer, key


@dataclass
class Replan:
    """One changed plan file on its way into a project; *packages* are those of the project by code key, *organisations*
    ids by name."""

    writer: Writer
    project: ProjectRow
    now: PlanAsItStands
    wanted: PlanFile
    today: str
    decision: str | None
    decision_id: int | None
    organisations: Mapping[str, int]
    packages: dict[str, WorkPackage] = field(default_factory=dict)
    found: dict[Hashable, int] = field(default_factory=dict)

    @property
    def begins(self) -> int | None:
        """The quarter from which what is new counts; None while the plan itself may still be changed."""
        return self.now.effective if self.now.begun else None

    @property
    def day(self) -> str:
        """The day of what is cancelled or opened again: that of the decision where it lies in the effective quarter,
        else the last one of that quarter that is not ahead."""
        if self.decision:
            said = read_decision(self.decision, self.today, (self.project.start, self.project.end)).on_date
            if said <= self.today and quarters.of_date(said) == self.now.effective:
                return said
        return min(self.today, iso(quarters.last_day(self.now.effective)))

    def package(self, code: str | None) -> WorkPackage:
        """A package of the project."""
        return self.packages[code_key(code or "")]

    def wanted_package(self, code: str) -> PlanPackage:
        """A package of the file."""
        return next(one for one in self.wanted.packages if code_key(one.code) == code_key(code))

    def wanted_item(self, code: str) -> tuple[PlanPackage, PlanItem]:
        """An item of the file, with its package."""
        return next((package, item) for package in self.wanted.packages for item in package.items
                    if code_key(item.code) == code_key(code))  # fmt: skip

    def item(self, code: str) -> Item:
        """An item of the project by the code that it has there."""
        row = self.writer.session.exec(select(Item).where(Item.project_id == self.project.id, Item.code == code)).one()
        self.writer.session.refresh(row)
        return row

    def organisation(self, name: str) -> int:
        """The id of an organisation by its name in the store."""
        number = self.organisations.get(name)
        if number is None:
            row = self.writer.session.exec(select(Organisation).where(Organisation.name == name)).first()
            if row is None:
                raise EtappiError("store.row_gone", 1)
            number = key(row.id)
        return number

    def remembered(self, what: Hashable, find: Callable[[], int]) -> int:
        """The id of a row that *find* finds by what it was called before the first of its fields was changed."""
        if what not in self.found:
            self.found[what] = find()
        return self.found[what]

    def fill(self, row: Fact, values: Mapping[str, object]) -> None:
        """Give *row* the *values*, if any of them is another one than it has."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            self.touched(row)

    def touched(self, row: Fact) -> None:
        """Count an edit of *row*."""
        row.version += 1
        self.writer.session.add(row)
