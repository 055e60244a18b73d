"""A draft plan file from what a plan document says, with comments where it is not sure."""

from pathlib import PurePath
from textwrap import wrap

import tomlkit
from tomlkit.items import AoT, Item, Table

from core import quarter
from core.display import safe
from core.findings import Place
from core.text import NAME_LIMIT, TEXT_LIMIT, clean, clean_lines
from importers.places import text as place_text
from importers.planblocks import Entry
from importers.plandocument import DocumentPlan, Doubt, DraftPackage, dates_of
from locales import t

_COMMENT = 110


def draft(plan: DocumentPlan) -> str:
    """The plan file as TOML; comments in the chosen language."""
    document = tomlkit.document()
    for line in (t("draft.head", file=PurePath(plan.file).name), t("draft.head_check"), t("draft.head_then")):
        _comment(document, line)
    document.add("project", _project(plan))
    packages = tomlkit.aot()
    for package in plan.packages:
        packages.append(_package(package))
    document.add("workpackage", packages)
    return tomlkit.dumps(document)


def _project(plan: DocumentPlan) -> Table:
    table = tomlkit.table()
    year = f"{quarter.split(plan.window[0])[0] % 100:02d}" if plan.window else ""
    table.add("code", _beside(f"PLAN{year}", "own_code"))
    name = clean(plan.name, NAME_LIMIT) or PurePath(plan.file).stem or "?"
    table.add("name", _beside(name, "name_unsure" if plan.name else "name_of_file"))
    if plan.window:
        start, end = dates_of(plan.window)
        _comment(table, t("draft.dates_inferred"))
        table.add("start", tomlkit.date(start))
        table.add("end", tomlkit.date(end))
    else:
        _comment(table, t("draft.no_dates"))
        _comment(table, "start = ")
        _comment(table, "end = ")
    for key, value in (("coordinator", plan.coordinator), ("funder", plan.funder)):
        _doubts(table, plan.doubts.get(key, ()))
        if value:
            table.add(key, clean(value, NAME_LIMIT))
        else:
            _comment(table, f'{key} = ""  # {t("draft.not_found")}')
    if plan.claims:
        (number, place), *others = plan.claims
        _comment(table, t("draft.claimed", place=_where(place)))
        for other, where in others:
            _comment(table, t("draft.claimed_too", number=other, place=_where(where)))
        table.add("expected_organisations", number)
    else:
        _comment(table, f"expected_organisations =   # {t('draft.not_found')}")
    table.add("language", plan.language)
    return table


def _package(package: DraftPackage) -> Table:
    table = tomlkit.table()
    _comment(table, t("draft.from_place", place=_where(package.place)))
    table.add("code", package.code)
    _doubts(table, package.doubts.get("title", ()))
    table.add("title", clean(package.title, NAME_LIMIT))
    _doubts(table, package.doubts.get("parent", ()))
    if package.parent:
        table.add("parent", package.parent)
    _doubts(table, package.doubts.get("goal", ()))
    if package.goal:
        goal = clean_lines(package.goal, TEXT_LIMIT)
        if len(goal) < len(package.goal):
            _comment(table, t("draft.cut", limit=TEXT_LIMIT))
        table.add("goal", tomlkit.string(goal, multiline="\n" in goal))
    _doubts(table, package.doubts.get("from", ()))
    if package.window:
        table.add("from", quarter.code(package.window[0]))
        table.add("to", quarter.code(package.window[1]))
    _doubts(table, package.doubts.get("lead", ()))
    for key, names in (("lead", package.lead), ("assist", package.assist)):
        if names:
            table.add(key, [clean(name, NAME_LIMIT) for name in names])
    if package.results:
        _comment(table, t("draft.results"))
        for line in package.results.split("\n"):
            _comment(table, f"  {line}")
    if package.unread:
        _comment(table, t("draft.unread"))
        for place, text in package.unread:
            _comment(table, f"  {_where(place)}: {text}")
    for kind, entries in (("action", package.actions), ("output", package.outputs), ("indicator", package.indicators)):
        _doubts(table, package.doubts.get(kind, ()))
        if entries:
            table.add(kind, _parts(kind, entries))
    return table


def _parts(kind: str, entries: tuple[Entry, ...]) -> AoT:
    parts = tomlkit.aot()
    for entry in entries:
        part = tomlkit.table()
        part.add("title", clean(entry.text, NAME_LIMIT))
        if len(entry.text) > NAME_LIMIT:
            _comment(part, t("draft.whole_title"))
            _comment(part, f"  {entry.text}")
        if entry.sub:
            _comment(part, t("draft.below"))
            for sub in entry.sub:
                _comment(part, f"  - {sub}")
        if kind == "output":
            _comment(part, f'to = ""  # {t("draft.no_due")}')
        if kind == "indicator" and entry.kind:
            part.add("kind", entry.kind)
        parts.append(part)
    return parts


def _beside(value: str, code: str) -> Item:
    """A value with a comment on its line."""
    item: Item = tomlkit.item(value)
    return item.comment(safe(t(f"draft.{code}")))


def _doubts(table: Table, doubts: tuple[Doubt, ...]) -> None:
    for doubt in doubts:
        values = dict(doubt.values)
        if "row" in values:
            values["place"] = place_text(Place(row=int(str(values.pop("row")))))
        _comment(table, t(f"draft.{doubt.code}", **values))


def _where(place: Place) -> str:
    return place_text(Place(page=place.page, row=place.row))


def _comment(table: "Table | tomlkit.TOMLDocument", text: str) -> None:
    """A comment, in as many lines as it needs."""
    text = safe(text)
    indent = text[: len(text) - len(text.lstrip())]
    for line in wrap(text.strip(), _COMMENT, initial_indent=indent, subsequent_indent=indent + "  ",
                     break_long_words=False, break_on_hyphens=False):  # fmt: skip
        table.add(tomlkit.comment(line))
