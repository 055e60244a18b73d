"""The demo's answers to surveys, taken in as a user would: files of a form through the importer."""

from dataclasses import dataclass
from importlib.resources import files

from importers.kinds import make_plan
from importers.surveys.planning import SurveyWishes
from store import queries
from store.commands import participation
from store.commands import plan as plan_commands
from store.commands.surveys import tag
from store.status import ProjectRow
from store.writing import Writer, writing


@dataclass(frozen=True)
class Answered:
    """A file of answers to a wave, taken in on an ISO date. *tags*: open answers that begin so are about that."""

    on: str
    wave: str
    file: str
    tags: dict[str, str]


FILES: tuple[Answered, ...] = (
    Answered("2024-03-15", "network/start", "start_survey.csv", {
        "Aineistoja on paljon": "aineistot", "Yksi paikka": "aineistot", "Työpajat voisivat": "tilaisuudet",
        "Tallenteet": "tilaisuudet", "Webinaarit": "tilaisuudet", "Kaksi työpajaa": "tilaisuudet",
        "Toivomme yhteisiä": "mallit", "Pieni oppilaitos": "mallit", "Toivomme esimerkkejä": "mallit",
        "Johdon tuki": "resurssit", "Järjestelmätoimittajien": "resurssit", "Meillä ei ole nimettyä": "resurssit",
        "Vertaistuki": "kiitos", "Kiitos": "kiitos", "Material också": "kieli",
    }),
    Answered("2024-09-16", "feedback/SEM1", "seminar_feedback.csv", {}),
)  # fmt: skip
"""In order of time."""


def take_in(path: str, project: ProjectRow, answered: Answered) -> None:
    """Import a file on its day into the store at *path*; the import is an action of its own, so that it can be taken
    back alone."""
    with writing(path, f"demo {answered.on}", project_id=project.id) as writer:
        plan_commands.set_fixed_today(writer, project.id, answered.on)
    content = files("demo").joinpath(answered.file).read_bytes()
    with writing(path, f"import {answered.file}", project_id=project.id) as writer:
        known = queries.known(writer.connection, project.id)
        # nobody's key: whoever answered is not known by name or e-mail, so no secret is made
        plan = make_plan(content, answered.file, known, for_survey=True, of_survey=lambda: SurveyWishes(answered.wave))
        participation.apply_import(writer, project.id, plan)
    if answered.tags:
        with writing(path, "survey open --tag", project_id=project.id) as writer:
            _tag(writer, project, answered)


def _tag(writer: Writer, project: ProjectRow, answered: Answered) -> None:
    rows = writer.connection.execute("SELECT id, text FROM answer WHERE project_id = ? AND text IS NOT NULL",
                                     (project.id,)).fetchall()  # fmt: skip
    tag(writer, project, {
        number: name for number, text in rows for begins, name in answered.tags.items() if text.startswith(begins)
    })  # fmt: skip
