"""Pages of the Snapshots screen: what a snapshot holds, everything that differs in a package, a paragraph in full."""

from textual.content import Content

from core import quarter as quarters
from core.snapshotview import codes_of
from core.telling import Clause, PackageTold
from locales import t
from locales.formats import date, number, percent
from locales.snapshotwords import (
    UNTOLD,
    change_text,
    figure_name,
    figure_told,
    has_name,
    line_text,
    table_text,
)
from store.snapshotdesk import Comparison, SnapshotPage
from tui import words
from tui.dialogs.box import Dialog
from tui.screens.snapshots_rows import Changed, changed_rows
from tui.screens.snapshots_words import Group, Listing, named, signed
from tui.signs import Signs, tone
from tui.text import content, fit, hanging, joined, measure, wrapped

TEXT = 72  # columns of a page's text
TITLE = 26
COLOURS = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted"}


def snapshot_page(page: SnapshotPage, view: Listing, signs: Signs) -> Dialog:
    """A snapshot, or the present: when it was taken, its figures by package, what it holds, what was corrected."""
    side = page.side
    lines = [content(t("snapshotscreen.as_of", quarter=quarters.label(side.quarter), date=date(side.as_of)))]
    if side.row is not None:
        taken = words.instant(side.row.at, view.board.today)
        lines.append(content(t("snapshot.shown_taken", at=taken, by=side.row.actor), "$muted"))
    locked = ", ".join(quarters.label(quarters.parse(code)) for code in side.content["locked"])
    lines.append(content(t("snapshot.shown_locked", quarters=locked) if locked else t("snapshot.shown_open")))
    if side.name in view.damaged:
        lines.append(content(f"! {t('snapshotscreen.damaged')}", "$error"))
    lines += [content(""), *_figures(page, signs), content("")]
    counts = sorted(((table, len(side.view.rows(table))) for table in side.content["facts"]), key=lambda one: -one[1])
    held = ", ".join(f"{table_text(table)} {number(n)}" for table, n in counts if n)
    lines += [content(part, "$muted") for part in wrapped(t("snapshot.shown_facts", tables=held), TEXT)]
    lines += [content(part, "$muted") for part in wrapped(t("snapshotscreen.whole_hash", hash=side.sha256), TEXT)]
    return Dialog(named(side.name), *lines, *_restated(page))


def _figures(page: SnapshotPage, signs: Signs) -> list[Content]:
    """A line a package: sign, code, title, done, planned, late items."""
    view = page.side.view
    codes = view.packages()
    code = max((measure(one) + 2 * view.depth(one) for one in codes), default=4)
    heads = [t(f"snapshot.head_{name}") for name in ("done", "planned", "late")]
    sizes = [max(6, measure(head)) for head in heads]

    def line(sign: Content, first: str, title: str, figures: list[str], look: str = "") -> Content:
        cells = "  ".join(fit(one, size, right=True) for one, size in zip(figures, sizes, strict=True))
        text = f" {fit(first, code)}  {fit(title, TITLE, ellipsis=signs.ellipsis)}  {cells}"
        return joined(sign, content(text, look))

    out = [line(content(" "), t("snapshot.head_package"), t("snapshot.head_title"), heads, "bold")]
    for one in codes:
        figures = view.figures("packages", one)
        status = str(figures.get("status") or "")
        shares = [view.done(one, figure) for figure in ("earned", "planned")]
        late = len(codes_of(figures.get("late") or ()))
        out.append(line(
            _sign(status, signs), "  " * view.depth(one) + one, str(view.fact("work_package", one).get("title") or ""),
            [*(percent(None if share is None else float(share)) for share in shares), number(late)],
        ))  # fmt: skip
    return out


def _sign(status: str, signs: Signs) -> Content:
    return content(signs.status(status), COLOURS.get(tone(status), "")) if status else content(" ")


def _restated(page: SnapshotPage) -> list[Content]:
    """Figures of locked quarters that two freezes have otherwise, those that people have a name for."""
    out = []
    for one in page.restated:
        values = [figure_told(one.figure, value) for value in (one.old, one.new)]
        if has_name(one.figure) and UNTOLD not in values:
            text = (f"{quarters.label(one.quarter)} {one.package or t('diff.whole_project')}: "
                    f"{figure_name(one.figure)} {values[0]} → {values[1]} "
                    f"({named(one.old_snapshot)} → {named(one.new_snapshot)})")  # fmt: skip
            out += hanging(content("! ", "$warning"), text, TEXT)
    rest = len(page.restated) - len(out)
    if not page.restated:
        return []
    head = content(t("snapshot.restated_head", n=len(page.restated)), "bold")
    more = [content(t("snapshotscreen.more_restated", n=rest), "$muted")] if rest > 0 else []
    return [content(""), head, *out, *more]


def package_page(found: Comparison, one: PackageTold, signs: Signs) -> Dialog:
    """A package: its share and status then and now, what is told of it, and the rows of it that differ."""
    then, now = one.status
    states = [f"{signs.status(status)} {t(f'status.{status}')}" for status in (then, now) if status]
    lines = [content(one.title, "bold"),
             content(f"{change_text(one)}   {' → '.join(dict.fromkeys(states))}"), content("")]  # fmt: skip
    for clause in (*one.first, *one.more):
        lines += hanging(content(f"{signs.dot} "), _begun(clause), TEXT)
    rows = changed_rows(found, one.code, signs)
    if rows:
        lines += [content(""), content(t("snapshotscreen.rows", n=len(rows)), "bold")]
        for table in dict.fromkeys(row.table for row in rows):
            lines.append(content(table, "$muted"))
            lines += [line for row in rows if row.table == table for line in _row(row)]
    return Dialog(f"{one.code}: {named(found.old.name)} → {named(found.new.name)}", *lines)


def _begun(clause: Clause) -> str:
    """A clause on a line of its own."""
    text = line_text(clause)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _row(row: Changed) -> list[Content]:
    lines = hanging(content(f" {row.sign} ", "bold"), row.what, TEXT)
    return [*lines, *(line for text in row.fields for line in hanging(content("    "), text, TEXT))]


def group_page(found: Comparison, group: Group, signs: Signs) -> Dialog:
    """A paragraph, a sentence a line, and how many things of each kind differ."""
    telling = found.telling
    clauses = telling.lines.get(group.name, ())
    texts = [line_text(one) for one in clauses] if not group.sign and clauses else [group.text]
    lines = [line for text in texts for line in hanging(content(f"{signs.dot} "), text, TEXT)]
    if telling.counts.things:
        lines += [content(""), content(t("snapshotscreen.by_kind"), "bold")]
        for table, *parts in telling.counts.things:
            lines.append(content(f"  {table_text(table)} {signed(parts, signs)}"))
    return Dialog(f"{named(found.old.name)} → {named(found.new.name)}", *lines)
