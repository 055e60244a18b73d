"""The lines of the Overview around its two lists."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from core import quarter as quarters
from core.board import Board
from core.coming import for_a_line
from core.roles import ROLES
from locales import t
from locales.formats import date as dated
from locales.formats import number, percent, weekday_date
from tui import words
from tui.screens.events_words import bounds
from tui.screens.overview_table import done_title
from tui.signs import Signs, tone
from tui.text import content, fit, joined, measure
from tui.widgets.lines import heading

if TYPE_CHECKING:  # what reads attendance and answers comes after the first paint
    from core.surveys.records import SurveyRow
    from store.reach import Reached

TONES = {"good": "$success", "watch": "$warning", "bad": "$error", "muted": "$muted", "": ""}
OBLIGATIONS = 5  # lines of them
BAR = 22
COUNT = 5  # columns of a count in the table of roles


def moment_line(board: Board, width: int, signs: Signs) -> Content:
    """The quarter and its place in time, and at the right how many packages have each status; between them, where there
    is room, what is locked and how many reports have come.

    Where that is too long, the grey ones are counted together.
    """
    left = words.moment(board)
    shown = [(status, f"{signs.status(status)} {text}") for status, text in words.counts(board)]
    greys = [entry for entry in shown if tone(entry[0]) in ("muted", "")]
    if greys and measure(left) + sum(measure(text) + 2 for _, text in shown) > width:
        found = board.counts()
        rest = sum(found[status] for status, _ in greys)
        shown = [entry for entry in shown if entry not in greys] + [("", t("tui.count_others", n=rest))]
    taken = max(0, sum(measure(text) + 2 for _, text in shown) - 2)
    for more in _closing(board):
        longer = f"{left} {signs.dot} {more}"
        left = longer if measure(longer) + 2 + taken <= width else left
    style = "bold" if words.running(board) else "bold $warning"
    parts = [content(fit(left, max(measure(left), width - taken)), style)]
    for place, (status, text) in enumerate(shown):
        parts.append(content("  " * bool(place) + text, TONES[tone(status)] if status else "$muted"))
    return joined(*parts)


def _closing(board: Board) -> list[str]:
    """The newest locked quarter and its day, the reports of the quarter shown; nothing where there is none."""
    out = []
    if board.locked is not None:
        quarter, on = board.locked
        year = on[:4] != board.today[:4]
        out.append(t("closing.line", quarter=quarters.short(quarter), date=dated(on, year=year)))
    if board.reports is not None:
        came, of = board.reports
        out.append(t("report.line", quarter=quarters.short(board.quarter), n=came, of=of))
    return out


def below(
    board: Board, width: int, signs: Signs, tall: bool, found: "Reached | None" = None,
    surveys: "Sequence[SurveyRow]" = (),
) -> list[Content]:  # fmt: skip
    """A rule; the project in one line, or what its events reached, who answered its surveys and what is to come; what
    the columns mean. *found* None is not read yet, *surveys* are empty then."""
    quarter = quarters.short(board.quarter)
    legend = t("tui.legend", done=done_title(board), quarter=quarter, due=t("status.head_due"))
    middle = [_project(board)] if tall else _brief(board, width, signs, found, surveys)
    return [heading("", width, signs), *middle, content(legend, "$muted")]


def panels(
    board: Board, width: int, signs: Signs, found: "Reached | None" = None, surveys: "Sequence[SurveyRow]" = ()
) -> list[Content]:
    """What is followed up beside the plan, how far organisations are with what they owe, what is known of the
    network, whom the events reached (*found* None: not read yet), who answered the *surveys* (empty till then)."""
    own = ("reached",) if board.obligations else ("own_plans", "reached")
    known = {} if found is None or not found.reach.counted else {"reached": _reached_in_panel(found, signs)}
    if surveys:
        from tui.screens.surveys_words import by_wave

        known |= by_wave(surveys, signs)
    follow = [(t(f"tui.{name}"), known.get(name, signs.dash)) for name in (*own, "start_survey", "end_survey")]
    network = [
        (t("tui.known"), number(board.known)),
        (t("tui.expected"), signs.dash if board.expected is None else number(board.expected)),
        (t("tui.waiting"), number(board.waiting)),
        (t("tui.people"), bounds(found.reach.persons, signs) if found is not None and known else signs.dash),
    ]
    wide = max(measure(label) for label, _ in follow + network) + 2
    if board.obligations:
        follow, network = [], [*network[:3], *follow[:1]]
    out = _obligations(board, width, signs)
    for title, entries in ((t("tui.follow"), follow), (t("tui.key_network"), network)):
        if entries:
            out += [content(""), heading(title, width, signs)]
        out += [content(" " + fit(label, wide) + fit(value, max(5, measure(value)), right=True))
                for label, value in entries]  # fmt: skip
    return out


def _obligations(board: Board, width: int, signs: Signs) -> list[Content]:
    """A line an obligation: done of those expected, as a bar and as a share."""
    if not board.obligations:
        return []
    out = [content(""), heading(t("tui.obligations"), width, signs)]
    shown = board.obligations[:OBLIGATIONS]
    room = width - BAR - 18
    for _, title, done, expected in shown:
        share = done / expected if expected else None
        figures = fit(f"{done}/{expected}" if expected else signs.dash, 8, right=True)
        bar = signs.bar(share, None, BAR) or " " * BAR
        line = f" {fit(title, room, ellipsis=signs.ellipsis)}{figures}  {bar}{fit(percent(share), 6, right=True)}"
        out.append(content(line))
    return out


def aside_lines(board: Board, width: int, signs: Signs, room: int) -> list[Content]:
    """What is to come and, where *room* lines hold all of it, the roles by work package."""
    coming = [(weekday_date(date, year=date[:4] != board.today[:4]), time, text)
              for date, time, text in words.upcoming(board.coming)]  # fmt: skip
    wide = max((measure(date) for date, _, _ in coming), default=0) + 1
    out = [heading(t("tui.upcoming"), width, signs)]
    out += [content(fit(f" {fit(date, wide)}{fit(time, 5, right=True)}  {text}", width, ellipsis=signs.ellipsis))
            for date, time, text in coming]  # fmt: skip
    if board.since is not None:
        return out + _news(board, width, signs, room - len(out))
    roles = _roles_table(board, width, signs)
    if board.packages and len(out) + len(roles) + 2 <= room:
        out += [content(""), heading(t("tui.roles"), width, signs), *roles]
    return out


def _news(board: Board, width: int, signs: Signs, room: int) -> list[Content]:
    """What was done since the user last looked, and by whom, the newest first, on at most *room* lines."""
    if room < 3 or board.since is None:
        return []
    out = [content(""), heading(t("tui.news", date=words.day(board.since, board.today)), width, signs)]
    if not board.news:
        return [*out, content(" " + t("tui.no_news"))]
    shown = board.news if len(board.news) <= room - 2 else board.news[: max(0, room - 3)]
    for who, what in shown:
        line = f" {who}: {words.command(what)}"
        out.append(content(fit(line, min(width, measure(line)), ellipsis=signs.ellipsis)))
    if len(shown) < len(board.news):
        out.append(content(" " + t("tui.more_news", n=len(board.news) - len(shown))))
    return out


def _roles_table(board: Board, width: int, signs: Signs) -> list[Content]:
    """A line per package: organisations, and how many of them have each role as their highest."""
    heads = [t("status.head_organisations"), *(t("status.role_" + role) for role in ROLES)]
    room = width - len(heads) * COUNT - 2
    code = min(max((measure(package.code) for package in board.packages), default=0), room) + 1
    titles = "".join(fit(head, COUNT, right=True) for head in heads)
    out = [content(" " + fit(t("status.head_package"), code) + titles, "$muted")]
    for package in board.packages:
        figures = [number(count) for count in (package.organisations, *package.roles)]
        shown = "".join(fit(figure if package.organisations else signs.dash, COUNT, right=True) for figure in figures)
        out.append(content(" " + fit(package.code, code, ellipsis=signs.ellipsis) + shown))
    return out


def _reached_in_panel(found: "Reached", signs: Signs) -> str:
    return f"{len(found.reach.network)}/{found.of} {signs.dot} {_people(found, signs)}"


def _reached(found: "Reached", signs: Signs) -> tuple[str, str]:
    """Whom the events reached, and the same in fewer letters."""
    network, people = len(found.reach.network), _people(found, signs)
    return (t("eventscreen.reached", known=network, of=found.of, people=people),
            t("eventscreen.reached_short", known=network, of=found.of, people=people))  # fmt: skip


def _people(found: "Reached", signs: Signs) -> str:
    people = found.reach.persons
    return t("eventscreen.people", n=2 if people.high != 1 else 1, count=bounds(people, signs))


def _brief(
    board: Board, width: int, signs: Signs, found: "Reached | None", surveys: "Sequence[SurveyRow]"
) -> list[Content]:  # fmt: skip
    """Own plans and reach, the surveys of the network, and what is to come, on three lines."""
    line = t("tui.upcoming") + ": "
    for place, (date, _, text) in enumerate(words.upcoming(for_a_line(board.coming))):
        entry = f" {signs.dot} " * bool(place) + f"{weekday_date(date, year=False)} {text}"
        if measure(line + entry) > width:
            break
        line += entry
    rows = (("own_plans", "reached", "people"), ("start_survey", "end_survey"))
    told = [[_own_plans(board, signs) if name == "own_plans" else f"{t('tui.' + name)} {signs.dash}" for name in row]
            for row in rows]  # fmt: skip
    if found is not None and found.reach.counted:
        for reached in _reached(found, signs):
            told[0] = [told[0][0], reached]
            if measure(f" {signs.dot} ".join(told[0])) <= width:
                break
    if surveys:
        from tui.screens.surveys_words import in_brief

        told[1] = in_brief(surveys, board.today, signs) or told[1]
    return [*(content(f" {signs.dot} ".join(row)) for row in told), content(line)]


def _own_plans(board: Board, signs: Signs) -> str:
    """The first obligation with its count; own plans are one."""
    if not board.obligations:
        return f"{t('tui.own_plans')} {signs.dash}"
    _, title, done, expected = board.obligations[0]
    return f"{title} {done}/{expected}" if expected else f"{title} {signs.dash}"


def _project(board: Board) -> Content:
    line = t(
        "tui.project", done=percent(board.sums.done), planned=percent(board.sums.plan),
        quarter=quarters.short(board.quarter), n=board.items,
    )  # fmt: skip
    if board.last_change:
        at, who, what = board.last_change
        line += " " + t("tui.last_change", date=words.instant(at, board.today), who=who, what=words.command(what))
    return content(line)
