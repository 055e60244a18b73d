"""The form of a role: which role, how sure, from and to which quarter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from core import quarter as quarters
from core.network import OrganisationPage, RoleLine
from core.roles import CERTAINTIES, ROLES
from locales import t
from store.editing import Base, Saved
from tui import keys
from tui.dialogs.form import KEEP, Form, told_merged
from tui.screens.network_words import letter
from tui.signs import Signs
from tui.text import content
from tui.widgets.field import Field
from tui.widgets.options import Options

REMOVE = keys.key("remove", "d,delete", "screen.remove", "act")
NEW = 0  # the value of "which" for a role that is not there yet


@dataclass(frozen=True)
class Cell:
    """What the form was opened for: the organisation's page, the package (id, code), the quarters of the project, and
    the file's epoch."""

    page: OrganisationPage
    package: tuple[int, str]
    quarters: range
    epoch: str

    @property
    def roles(self) -> tuple[RoleLine, ...]:
        """The organisation's roles in the package."""
        return tuple(line for line in self.page.roles if line.package == self.package[1])


def base_of(line: RoleLine | None, epoch: str) -> Base | None:
    """What a form that is opened with *line* holds; None where there is none."""
    if line is None:
        return None
    values: dict[str, object] = {
        "role": line.role, "certainty": line.certainty, "from_quarter": line.from_quarter,
        "to_quarter": line.to_quarter,
    }  # fmt: skip
    return Base(line.version, epoch, values)


class RoleForm(Form):
    """Set, change or remove a role. Where a cell has several, the first line chooses among them."""

    BINDINGS: ClassVar[list[BindingType]] = [REMOVE]
    FOOT = (("save",), ("previous_choice", "next_choice"), ("next_field",), ("remove",), ("close",))

    def __init__(self, cell: Cell, signs: Signs) -> None:
        self.cell = cell
        self.signs = signs
        self.row = cell.roles[0].id if cell.roles else NEW
        super().__init__(
            t("tui.role_title", package=cell.package[1], organisation=cell.page.short),
            base_of(cell.roles[0] if cell.roles else None, cell.epoch),
        )

    def lines_of(self) -> Iterator[Options]:
        """Which of several, role, certainty, first and last quarter."""
        now = self.base.values if self.base is not None else {"role": "expert", "certainty": "confirmed"}
        roles = self.cell.roles
        if roles:
            which: list[tuple[object, str]] = [(line.id, letter(line.role)) for line in roles]
            yield self._choice("which", [*which, (NEW, t("tui.new_role"))], self.row)
        known = [role for role in ROLES if role != "unknown" or now.get("role") == "unknown"]
        yield self._choice(
            "role", [(role, letter(role)) for role in known], now["role"],
            [t(f"status.role_{role}_name") for role in known],
        )  # fmt: skip
        yield self._choice("certainty", [(one, t(f"tui.certainty_{one}")) for one in CERTAINTIES], now["certainty"])
        all_of_them: list[tuple[object, str]] = [(one, quarters.label(one)) for one in self.cell.quarters]
        first, last = now.get("from_quarter"), now.get("to_quarter")
        beyond = [(one, quarters.label(one)) for one in {first, last} - {None, *self.cell.quarters}
                  if isinstance(one, int)]  # fmt: skip
        yield self._choice("from_quarter", [(None, t("tui.from_start")), *beyond, *all_of_them], first)
        yield self._choice("to_quarter", [(None, t("tui.to_end")), *beyond, *all_of_them], last)

    def _choice(
        self, id: str, options: list[tuple[object, str]], value: object, more: list[str] | None = None
    ) -> Options:
        return Options(id, t(f"tui.field_{id}"), options, value, more or (), self.signs.marker)

    def first(self) -> Options | Field:
        """The role."""
        return self.query_one("#role", Options)

    def said(self, name: str, value: object) -> str:
        """A value in words."""
        if name == "role":
            return f"{letter(str(value))} ({t(f'status.role_{value}_name')})"
        if name == "certainty":
            return t(f"tui.certainty_{value}")
        if value is None:
            return t("tui.from_start" if name == "from_quarter" else "tui.to_end")
        return quarters.label(int(str(value)))

    def wrong(self) -> str:
        """Quarters the wrong way round, or a role that the organisation has there already."""
        first, last = self.line("from_quarter").value, self.line("to_quarter").value
        if isinstance(first, int) and isinstance(last, int) and first > last:
            return t("tui.wrong_quarters")
        if any(line.role == self.line("role").value and line.id != self.row for line in self.cell.roles):
            return t("tui.wrong_twice")
        return ""

    @on(Options.Changed)
    def _other_row(self, event: Options.Changed) -> None:
        if event.options.id != "which":
            return
        self.row = int(str(event.options.value))
        self.base = base_of(self._line_of(self.row), self.cell.epoch)
        self.told, self.clashes = (), {}
        for old in self.query(f"#{KEEP}"):
            old.remove()
        for name, value in (self.base.values if self.base is not None else {}).items():
            self.line(name).choose(value)
        self.refresh_bindings()
        self.look()

    def _line_of(self, row: int) -> RoleLine | None:
        return next((line for line in self.cell.roles if line.id == row), None)

    def save(self) -> None:
        """Save the role as it stands."""
        desk, base, row = self.app.desk, self.base, self.row
        wanted = self.values({"role": "", "certainty": "", "from_quarter": None, "to_quarter": None})
        if base is None:
            package, organisation = self.cell.package[0], self.cell.page.id
            first, last = wanted["from_quarter"], wanted["to_quarter"]
            self.app.write(
                lambda: desk.add_role(
                    package, organisation, str(wanted["role"]), str(wanted["certainty"]),
                    first if isinstance(first, int) else None, last if isinstance(last, int) else None,
                ),
                lambda _: self._saved(None),
            )  # fmt: skip
            return
        self.app.write(lambda: desk.change_role(row, base, wanted), self._saved, self.refused(self._reread))

    def _saved(self, saved: Saved | None) -> None:
        if saved is None or saved.written:
            self._tell("tui.role_saved")
        if saved is not None:
            told_merged(self.app, saved)
        self.dismiss()

    def _tell(self, code: str) -> None:
        role = t(f"status.role_{self.line('role').value}_name")
        self.app.tell(t(code, organisation=self.cell.page.short, package=self.cell.package[1], role=role))

    def _reread(self) -> Base | None:
        desk = self.app.desk
        page = desk.page(self.cell.page.id)
        line = next((line for line in page.roles if line.id == self.row), None) if page is not None else None
        return base_of(line, desk.epoch())

    def gone(self) -> None:
        """Somebody removed the role meanwhile: saving makes it anew."""
        self.row = NEW
        self.told = (content(t("tui.stale_gone"), "bold $warning"),)
        self.refresh_bindings()
        self.look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - the base's shape
        """Only what is there can be removed."""
        return action != "remove" or self.base is not None

    def action_remove(self) -> None:
        """Take the role away."""
        desk, base, row = self.app.desk, self.base, self.row
        if base is not None:
            self.line("role").choose(base.values["role"])
            self.app.write(lambda: desk.remove_role(row, base), lambda _: self._removed(), self.refused(self._reread))

    def _removed(self) -> None:
        self._tell("tui.role_removed")
        self.dismiss()
