"""The tag of one open answer or of several."""

from collections.abc import Callable, Iterator, Sequence

from core.surveys.figures import OpenAnswer
from locales import t
from tui.dialogs.form import Form
from tui.text import content
from tui.widgets.options import Typed

LONGEST = 60  # signs of a tag, as the store takes them


class TagForm(Form):
    """One line, with the tags that are there already told below it; *tagged* is called when it is saved."""

    FOOT = (("save",), ("close",))

    def __init__(self, answers: Sequence[OpenAnswer], known: Sequence[str], tagged: Callable[[], object]) -> None:
        super().__init__(t("surveyscreen.tag_title", n=len(answers)))
        self.answers = tuple(answers)
        self.tagged = tagged
        self.told = (
            content(t("surveyscreen.tag_hint"), "$muted"),
            *([content(t("surveyscreen.tags_known", tags=", ".join(known)))] if known else []),
        )

    def lines_of(self) -> Iterator[Typed]:
        """One line."""
        tags = {one.tag or "" for one in self.answers}
        yield Typed("tag", t("surveyscreen.head_tag"), tags.pop() if len(tags) == 1 else "", LONGEST)

    def save(self) -> None:
        """Tag them; an empty line takes the tag away."""
        desk, text = self.app.desk.surveys, str(self.line("tag").value)
        tags = {one.id: text for one in self.answers}
        if all((one.tag or "") == text for one in self.answers):
            self.dismiss()
            return
        self.app.write(lambda: desk.tag(tags), self._saved)

    def _saved(self, _: None) -> None:
        self.tagged()
        self.app.tell(t("survey.told_tagged", n=len(self.answers)))
        self.dismiss()
