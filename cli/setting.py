"""`etappi set`: one thing at a time about an item, a work package or an indicator."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.context import Context
from cli.output import put, put_json
from cli.status import read_quarter
from core import quarter as quarters
from core.colour import STATUS_OF_COLOUR
from core.dates import read_date
from core.display import safe
from core.errors import EtappiError
from locales import t
from locales.formats import date, decimal, percent
from store.clock import today as today_of
from store.status import ProjectRow

if TYPE_CHECKING:  # the writer's libraries are taken in when something is written
    from store.writing import Writer

STATES = ("started", "accepted", "cancelled", "reopened")
CLEAR = "-"
"""What takes a value away: an empty cell says nothing, a dash clears (rules.md 12)."""

THOUSANDS = re.compile(r"-?\d{1,3}[.,]\d{3}$")

# form -> (options that make it this form, further options that go with it); the first that is given wins
FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "add": (("add",), ("title", "from", "due", "owner", "weight", "units", "effective", "decision")),
    "indicator": (("indicator",), ("value", "level", "quarter", "note")),
    "state": (("state",), ("on", "note", "decision")),
    "units": (("units",), ("on", "note")),
    "step": (("step",), ("on", "note")),
    "due": (("due",), ("from", "effective", "decision")),
    "deviation": (("reason", "remedy", "responsible", "new_quarter"), ("decision",)),
    "edit": (("title", "owner", "weight"), ()),
    "reported": (("reported",), ("quarter", "note")),
    "colour": (("colour",), ("why", "until", "decision")),
    "record": (("link", "edition", "keeper", "review"), ()),
}


@dataclass(frozen=True)
class Asked:
    """What was asked: the code of an item or package, and the options that were given."""

    code: str
    given: Mapping[str, Any]
    project: ProjectRow
    today: str

    @property
    def span(self) -> tuple[str, str]:
        """The project's first and last day."""
        return self.project.start, self.project.end

    @property
    def shown(self) -> int:
        """The quarter of today, within the project."""
        return quarters.clip(quarters.of_date(self.today), *self.span)

    def text(self, name: str) -> str | None:
        """An option's text, None where it is not given."""
        value = self.given.get(name)
        return None if value is None else str(value)

    def quarter(self, name: str) -> int | None:
        """An option that is a quarter, None where it is not given; EtappiError where it is none."""
        return read_quarter(self.text(name), *self.span)

    def day(self) -> str:
        """The day of --on, or today."""
        on = self.text("on")
        return read_date(on, self.today, self.span) if on else self.today


@click.command("set", help=t("cli.help_set"))
@click.argument("code", metavar="ITEM|WP")
@click.argument("state", type=click.Choice(STATES), metavar="[STATE]", required=False)
@click.option("--units", type=int, metavar="N", help=t("cli.option_units"))
@click.option("--step", type=int, metavar="N", help=t("cli.option_step"))
@click.option("--on", metavar="DATE", help=t("cli.option_on"))
@click.option("--evidence", "--note", "note", metavar="TEXT", help=t("cli.option_evidence"))
@click.option("--due", metavar="Q", help=t("progress.option_due"))
@click.option("--from", "from_", metavar="Q", help=t("progress.option_from"))
@click.option("--effective", metavar="Q", help=t("progress.option_effective"))
@click.option("--decision", metavar='"26.9.2024 § 5"', help=t("progress.option_decision"))
@click.option("--reason", metavar="TEXT", help=t("cli.option_reason"))
@click.option("--remedy", metavar="TEXT", help=t("progress.option_remedy"))
@click.option("--responsible", metavar="TEXT", help=t("progress.option_responsible"))
@click.option("--new-quarter", metavar="Q", help=t("progress.option_new_quarter"))
@click.option("--title", metavar="TEXT", help=t("progress.option_title"))
@click.option("--owner", metavar="NAME", help=t("progress.option_owner"))
@click.option("--weight", metavar="N", help=t("progress.option_weight"))
@click.option("--add", type=click.Choice(["action", "output"]), help=t("progress.option_add"))
@click.option("--reported", metavar="60%", help=t("cli.option_reported"))
@click.option("--quarter", metavar="Q", help=t("progress.option_quarter"))
@click.option("--indicator", metavar="N|TITLE", help=t("progress.option_indicator"))
@click.option("--value", metavar="N", help=t("progress.option_value"))
@click.option("--level", metavar="TEXT", help=t("progress.option_level"))
@click.option("--colour", type=click.Choice(["green", "amber", "red", "none"]), help=t("cli.option_colour"))
@click.option("--why", metavar="TEXT", help=t("cli.option_why"))
@click.option("--until", metavar="Q", help=t("cli.option_until"))
@click.option("--link", metavar="URL", help=t("obligation.option_link"))
@click.option("--edition", metavar="TEXT", help=t("obligation.option_edition"))
@click.option("--keeper", metavar="NAME", help=t("obligation.option_keeper"))
@click.option("--review", metavar="DATE", help=t("obligation.option_review"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def set_command(context: Context, /, code: str, json: bool, **options: Any) -> None:
    """Record one thing about an item, a work package or an indicator."""
    from store.writing import writing

    given = {name.rstrip("_"): value for name, value in options.items() if value is not None}
    form = _form(given)
    with context.project_reading() as (_, project):
        asked = Asked(code, given, project, today_of(project.fixed_today))
    with writing(context.prepared(), _command_text(code, given), project_id=project.id) as writer:
        was = _units_before(writer, asked) if form == "units" else None
        found, told = ACTS[form](writer, asked)
    action = writer.action if writer.saved else None
    fewer = _fewer(found, was, given.get("units"), action)
    if json:
        more = {"was": was, "units": given["units"], "note": fewer or None} if form == "units" else {}
        put_json({"action": action, "code": found, **more})
    elif action is not None:
        put([safe(told), *([safe(fewer)] if fewer else []), t("cli.how_to_undo", batch=action)])
    else:
        put([t("cli.was_so_already")])


def _form(given: Mapping[str, object]) -> str:
    """The one form that the options make; EtappiError for none, several, or options that do not go together."""
    chosen = [form for form, (own, _) in FORMS.items() if any(name in given for name in own)]
    if chosen[:1] == ["add"]:
        chosen = ["add"]
    if len(chosen) != 1:
        raise EtappiError("cli.set_one_thing")
    own, more = FORMS[chosen[0]]
    for name in given:
        if name not in own and name not in more:
            raise EtappiError("cli.set_stranger", option=f"--{name.replace('_', '-')}")
    return chosen[0]


def _command_text(code: str, given: Mapping[str, object]) -> str:
    left_out = ("note", "why", "decision", "remedy", "responsible", "level")
    parts = [f"{value}" if name == "state" else f"--{name.replace('_', '-')} {value}"
             for name, value in given.items() if name not in left_out]  # fmt: skip
    return safe(" ".join(["set", code, *parts]))[:200]


def _evidence(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import progress

    units, step, day = asked.given.get("units"), asked.given.get("step"), asked.day()
    kind = asked.text("state") or ("units" if units is not None else "step")
    code, title = progress.add_evidence(
        writer, asked.project, asked.code, kind, day, asked.today, step=step, units=units, note=asked.text("note"),
        decision=asked.text("decision"),
    )  # fmt: skip
    return code, t(f"cli.told_{kind}", code=code, title=title, day=date(day), units=units, step=step)


def _units_before(writer: "Writer", asked: Asked) -> int | None:
    """The running total of an item on the day that is asked about, as it stands; None where none is told."""
    from store.commands import progress
    from store.itemplan import state_of

    item = progress.item_named(writer, asked.project.id, asked.code)
    return state_of(writer.connection, item.id or 0, asked.day())[1].units


def _fewer(code: str, was: int | None, units: int | None, action: int | None) -> str:
    """A sentence where a running total became smaller: it may be an increase that was taken for a total."""
    if was is None or units is None or action is None or units >= was:
        return ""
    return t("progress.fewer_units", code=code, was=was, units=units, action=action)


def _due(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import items, progress

    item = progress.item_named(writer, asked.project.id, asked.code)
    made = items.replan(
        writer, asked.project, item.id or 0, asked.quarter("from"), asked.quarter("due") or 0, asked.today,
        decision=asked.text("decision"), effective=asked.quarter("effective"),
    )  # fmt: skip
    told = "progress.told_due" if made.effective is not None else "progress.told_due_plan"
    return item.code, t(told, code=item.code, title=item.title, due=quarters.label(made.last),
                        effective=quarters.label(made.effective or made.first))  # fmt: skip


def _deviation(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import deviations

    given: dict[str, object] = {name: asked.text(name) for name in ("reason", "remedy", "responsible", "decision")
                                if name in asked.given}  # fmt: skip
    if "new_quarter" in asked.given:
        given["new_quarter"] = asked.quarter("new_quarter")
    code, title = deviations.set_deviation(writer, asked.project, asked.code, given, asked.today)
    cleared = given.get("reason") is not None and not str(given["reason"]).strip()
    return code, t("progress.told_no_reason" if cleared else "cli.told_reason", code=code, title=title)


def _edit(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store import forms
    from store.commands import itemform, progress

    item = progress.item_named(writer, asked.project.id, asked.code)
    base = forms.item_base(writer.connection, item.id or 0, asked.today)
    wanted: dict[str, object] = {}
    if "title" in asked.given:
        wanted["title"] = asked.text("title")
    if "owner" in asked.given:
        wanted["owner_id"] = _owner(writer, asked)
    if "weight" in asked.given:
        wanted["weight"] = _number(asked.text("weight") or "")
    itemform.edit_item(writer, asked.project, item.id or 0, base, wanted, asked.today)
    return item.code, t("progress.told_edited", code=item.code, title=item.title)


def _add(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import items

    due = asked.quarter("due")
    title = asked.text("title")
    if due is None or title is None:
        raise EtappiError("progress.add_what")
    units = asked.given.get("units")
    new = items.NewItem(
        kind=str(asked.given["add"]), title=title, first=asked.quarter("from") or due, last=due,
        technique="units" if units is not None else None, units=units, owner_id=_owner(writer, asked),
        weight=_number(asked.text("weight") or "1"), scope_from=asked.quarter("effective"),
        decision=asked.text("decision"),
    )  # fmt: skip
    _, code = items.add_item(writer, asked.project, asked.code, new, asked.today)
    return code, t("progress.told_added", code=code, title=title)


def _owner(writer: "Writer", asked: Asked) -> int | None:
    from store.commands import organisations

    name = asked.text("owner")
    return None if name is None or name == CLEAR else organisations.find(writer, name).id


def _reported(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store import forms
    from store.commands import progress

    of = asked.quarter("quarter") or asked.shown
    package = progress.package_named(writer, asked.project, asked.code, of)
    said = asked.text("reported") or ""
    share = None if said == CLEAR else _percent(said)
    base = forms.reported_base(writer.connection, package.id or 0, of)
    progress.save_reported(writer, asked.project, asked.code, of, base,
                           {"percent": share, "note": asked.text("note")})  # fmt: skip
    if share is None:
        return package.code, t("progress.told_not_reported", code=package.code, quarter=quarters.label(of))
    return package.code, t("cli.told_reported", code=package.code, share=percent(share / 100, int(share % 1 > 0)),
                           quarter=quarters.label(of))  # fmt: skip


def _colour(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import decisions, progress

    colour = str(asked.given["colour"])
    if colour == "none":
        code, _ = progress.end_colour(writer, asked.project, asked.code, asked.shown)
        return code, t("progress.told_no_colour", code=code, quarter=quarters.label(asked.shown))
    if not asked.text("why"):
        raise EtappiError("progress.no_why")
    last = asked.quarter("until") or asked.shown
    decided = decisions.find_or_make(writer, asked.project, asked.text("decision"), asked.today)
    code = progress.set_colour(writer, asked.project, asked.code, colour, asked.text("why") or "", asked.shown, last,
                               decided)  # fmt: skip
    return code, t("cli.told_colour", code=code, status=t(f"status.{STATUS_OF_COLOUR[colour]}"),
                   until=quarters.label(last))  # fmt: skip


def _indicator(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import indicators

    of = asked.quarter("quarter") or asked.shown
    given: dict[str, object] = {}
    if "value" in asked.given:
        said = asked.text("value") or ""
        given["value"] = None if said == CLEAR else _number(said)
    if "level" in asked.given:
        level = asked.text("level")
        given["level"] = None if level == CLEAR else level
    if not given:
        raise EtappiError("progress.value_wanted")
    if "note" in asked.given:
        given["note"] = asked.text("note")
    code, title = indicators.set_value(writer, asked.project, asked.code, str(asked.given["indicator"]), of, given,
                                       asked.today)  # fmt: skip
    value, words = given.get("value"), given.get("level")
    told = _plain(value) if isinstance(value, float) else str(words) if words else t("progress.taken_away")
    return code, t("progress.told_value", code=code, title=title, value=told, quarter=quarters.label(of))


def _record(writer: "Writer", asked: Asked) -> tuple[str, str]:
    from store.commands import agreements

    given = {name: asked.text(name) for name in ("link", "edition", "keeper") if name in asked.given}
    values = {name: None if text == CLEAR else text for name, text in given.items()}
    review = asked.text("review")
    if review is not None:
        values["review_on"] = None if review == CLEAR else read_date(review, asked.today, asked.span)
    code = agreements.set_record(writer, asked.project, asked.code, values)
    return code, t("obligation.told_record", code=code)


def _percent(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise EtappiError("progress.bad_percent", value=text) from None
    # 0.6 may mean 60 % or 0.6 %: only the sign tells
    if not 0 <= value <= 100 or (0 < value <= 1 and "%" not in text):
        raise EtappiError("progress.bad_percent", value=text)
    return value


def _number(text: str) -> float:
    """A number as people write it: a comma or a point before the decimals, spaces between thousands. EtappiError for
    1,486 and 1.486, which are one thing in Finnish and another in English."""
    plain = "".join(text.split()).replace("\u2212", "-")
    try:
        value = float("" if THOUSANDS.match(plain) else plain.replace(",", "."))
    except ValueError:
        raise EtappiError("progress.bad_number", value=text) from None
    if not abs(value) < float("inf"):
        raise EtappiError("progress.bad_number", value=text)
    return value


def _plain(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 2)


ACTS: dict[str, Callable[["Writer", Asked], tuple[str, str]]] = {
    "add": _add, "indicator": _indicator, "state": _evidence, "units": _evidence, "step": _evidence, "due": _due,
    "deviation": _deviation, "edit": _edit, "reported": _reported, "colour": _colour,
    "record": _record,
}  # fmt: skip
"""Form -> what it writes; each returns the code that it was about and a sentence."""
