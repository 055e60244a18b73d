"""The form of an organisation's names, and the list in which another one is found."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual import on

from core.business_id import BusinessIdError, business_id
from core.network import OrganisationPage
from importers.places import language
from locales import t
from store.editing import Base, Saved
from tui.dialogs.choice import Entry, Search
from tui.dialogs.form import Form, told_merged
from tui.signs import Signs
from tui.widgets.field import Field
from tui.widgets.options import Options, Typed

if TYPE_CHECKING:
    from store.desk import Hit

SHORT_LONGEST = 40  # signs, as the store takes them
HITS = 40
LANGUAGES = ("fi", "sv", "en")


class NamesForm(Form):
    """Name, short name, whether the organisation is in the network, business id, region and language."""

    FOOT = (("save",), ("next_field",), ("close",))

    def __init__(self, page: OrganisationPage, epoch: str) -> None:
        super().__init__(t("tui.edit_title", organisation=page.short), _base(page, epoch))
        self.page = page

    def lines_of(self) -> Iterator[Options | Typed]:
        """All of them."""
        yield Typed("name", t("tui.field_name"), self.page.name)
        yield Typed("short", t("tui.field_short"), self.page.short)
        options = [(True, self.said("network", True)), (False, self.said("network", False))]
        yield Options("network", t("tui.field_network"), options, self.page.network)
        yield Typed("business_id", t("tui.field_business_id"), self.page.business_id or "")
        yield Typed("region", t("tui.field_region"), self.page.region or "")
        codes = dict.fromkeys(("", *LANGUAGES, self.page.language or ""))
        languages: list[tuple[object, str]] = [(code, self.said("language", code)) for code in codes]
        yield Options("language", t("tui.field_language"), languages, self.page.language or "")

    def said(self, name: str, value: object) -> str:
        """A value in words."""
        if name == "network":
            return t("tui.in_network" if value else "tui.out_of_network")
        if name == "language":
            return language(str(value)) if value else t("tui.no_language")
        return str(value)

    def wrong(self) -> str:
        """An empty name, one that is too long, a business id whose check digit does not fit."""
        name, short = str(self.line("name").value), str(self.line("short").value)
        if not name or not short:
            return t("tui.wrong_empty")
        if len(short) > SHORT_LONGEST:
            return t("tui.wrong_long", n=SHORT_LONGEST)
        number = str(self.line("business_id").value)
        try:
            if number:
                business_id(number)
        except BusinessIdError as error:
            return t(f"tui.wrong_business_id_{error.reason}")
        return ""

    def save(self) -> None:
        """Save all of them as one act."""
        desk, id, base = self.app.desk, self.page.id, self.base
        if base is None:
            self.dismiss()
            return
        wanted = self.values(base.values)
        self.app.write(lambda: desk.edit_organisation(id, base, wanted), self._saved, self.refused(self._reread))

    def _saved(self, saved: Saved) -> None:
        if saved.written:
            self.app.tell(t("tui.organisation_saved", organisation=str(self.line("short").value)))
        told_merged(self.app, saved)
        self.dismiss()

    def _reread(self) -> Base | None:
        desk = self.app.desk
        page = desk.page(self.page.id)
        return _base(page, desk.epoch()) if page is not None else None

    def gone(self) -> None:
        """Nothing is left to be named."""
        self.dismiss()


def _base(page: OrganisationPage, epoch: str) -> Base:
    values: dict[str, object] = {
        "name": page.name, "short": page.short, "network": page.network, "business_id": page.business_id or "",
        "region": page.region or "", "language": page.language or "",
    }  # fmt: skip
    return Base(page.version, epoch, values)


class Finding(Search):
    """Another organisation than *but*, found by typing; *act* gets it when it is chosen."""

    def __init__(self, title: str, but: int, act: "Callable[[Hit], object]", signs: Signs) -> None:
        super().__init__(title, signs)
        self.but = but
        self.act = act

    def on_mount(self) -> None:
        """What to do."""
        self.fill((), calm=t("tui.merge_hint"))

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        text, desk = self.query_one(Field).text, self.app.desk
        if text:
            self.app.read(lambda: desk.find(text, HITS), lambda hits: self._found(text, hits), "find")
        else:
            self.fill((), calm=t("tui.merge_hint"))

    def _found(self, text: str, hits: "tuple[Hit, ...]") -> None:
        if self.is_attached and text == self.query_one(Field).text:
            others = [hit for hit in hits if hit.kind == "organisation" and hit.id != self.but]
            self.fill([self._entry(hit) for hit in others], calm=t("tui.no_such_organisation"))

    def _entry(self, hit: "Hit") -> Entry:
        return Entry("", hit.name, "" if hit.more == hit.name else hit.more, lambda: self.act(hit))
