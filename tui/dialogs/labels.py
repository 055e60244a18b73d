"""The labels of one organisation or of several: words apart by commas."""

from collections.abc import Iterator, Sequence

from locales import t
from tui.dialogs.form import Form
from tui.text import content
from tui.widgets.options import Typed

LONGEST = 40  # signs of a label, as the store takes them


class LabelsForm(Form):
    """What all of the organisations have stands in the line; what only some have is told, and stays as it is."""

    FOOT = (("save",), ("close",))

    def __init__(
        self, about: str, ids: Sequence[int], common: Sequence[str], some: Sequence[str], known: Sequence[str]
    ) -> None:
        super().__init__(t("tui.labels_title", organisations=about))
        self.ids = tuple(ids)
        self.common = tuple(common)
        self.told = (
            content(t("tui.labels_hint"), "$muted"),
            *([content(t("tui.labels_some", labels=", ".join(some)))] if some else []),
            *([content(t("tui.labels_known", labels=", ".join(known)), "$muted")] if known else []),
        )

    def lines_of(self) -> Iterator[Typed]:
        """One line."""
        yield Typed("labels", t("tui.field_labels"), ", ".join(self.common))

    def wanted(self) -> tuple[str, ...]:
        """The labels as typed."""
        parts = (" ".join(part.split()) for part in str(self.line("labels").value).split(","))
        return tuple(dict.fromkeys(part.lstrip("#") for part in parts if part.lstrip("#")))

    def wrong(self) -> str:
        """A label that is too long."""
        return t("tui.wrong_long", n=LONGEST) if any(len(label) > LONGEST for label in self.wanted()) else ""

    def save(self) -> None:
        """Add what is new, take away what was struck out; other labels stay."""
        desk, ids, wanted = self.app.desk, self.ids, self.wanted()
        more = tuple(label for label in wanted if label not in self.common)
        fewer = tuple(label for label in self.common if label not in wanted)
        if more or fewer:
            self.app.write(lambda: desk.change_labels(ids, more, fewer), self._saved)
        else:
            self.dismiss()

    def _saved(self, count: int) -> None:
        self.app.tell(t("tui.labels_saved", n=count))
        self.dismiss()
