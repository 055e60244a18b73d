"""`etappi status`: where does the project stand? On the fast path: no parser, no third party, no datetime."""

import os
import sys

from cli.output import BOLD, COLOURS, PLAIN, can_show_signs, in_colour, put, put_json, terminal_width
from cli.table import Column, draw, wrapped
from core import quarter as quarters
from core.board import Attention, Board, PackageStatus
from core.colour import STATUSES, reported_differs
from core.coming import for_a_line
from core.display import fit, safe, width
from core.errors import EtappiError
from core.places import config_folder
from core.roles import ROLES
from locales import choose, preferred, t
from locales.formats import coming, date, percent, sentence, weekday_date
from store.database import reading
from store.status import ProjectRow, project_named, projects, read_board

SHOWN_ATTENTION = 3
DASH = "–"


def run(options: dict[str, str]) -> int:
    """Print the status as *options* (names without dashes) ask; returns the exit code. EtappiError otherwise."""
    path = options.get("db") or os.environ.get("ETAPPI_DB") or _default_path()
    wish = options.get("project") or os.environ.get("ETAPPI_PROJECT")
    choose_language(options.get("lang"), None)
    with reading(path) as connection:
        found = projects(connection)
        choose_language(options.get("lang"), found[0].language if found else None)
        quarter = read_quarter(options.get("quarter"), found[0].start, found[0].end) if found else None
        if wish is None and len(found) > 1:
            boards = [read_board(connection, project, _within(project, quarter)) for project in found]
            _print_projects(boards, options)
            return 0
        project = project_named(connection, wish)
        choose_language(options.get("lang"), project.language)
        board = read_board(connection, project, quarter)
    if "json" in options:
        put_json(board_json(board))
    elif "line" in options:
        put([status_line(board)])
    else:
        put(status_lines(board, None if "plain" in options else terminal_width()))
    return 0


def read_quarter(text: str | None, start: str, end: str) -> int | None:
    """A quarter as people write it; ``Q3`` alone is the one of a project from *start* to *end* (ISO dates).

    EtappiError for anything else, also where a longer project has several; None stays None.
    """
    if text is None:
        return None
    try:
        return quarters.parse(text)
    except ValueError:
        alike = [one for one in quarters.all_between(start, end) if quarters.short(one) == text.strip().upper()]
        if len(alike) == 1:
            return alike[0]
        raise EtappiError("cli.bad_quarter", value=text) from None


def choose_language(flag: str | None, project: str | None) -> None:
    """Speak the language of --lang, ETAPPI_LANG, the user's setting, the project, or the environment."""
    choose(preferred(flag, os.environ.get("ETAPPI_LANG"), _setting(), project))


def _setting() -> str | None:
    """The line ``language = "fi"`` of settings.toml, without a TOML parser."""
    try:
        with open(f"{config_folder(os.environ)}/settings.toml", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            for line in file:
                if line.startswith("["):
                    return None
                key, _, value = line.partition("=")
                if key.strip() == "language":
                    return value.partition("#")[0].strip().strip("\"'")
    except OSError:
        pass
    return None


def _default_path() -> str:
    from core.places import data_folder

    return f"{data_folder(os.environ)}/etappi.db"


def _within(project: ProjectRow, quarter: int | None) -> int | None:
    """*quarter* for a project that it touches, else the project's own."""
    return quarter if quarter in quarters.all_between(project.start, project.end) else None


def status_line(board: Board) -> str:
    """One line for a prompt, a log-in message or a status bar."""
    counts = ", ".join(_counts(board)) or t("status.no_data")
    left = f"; {t('status.days_left_short', n=board.days_left)}" if board.days_left is not None else ""
    mark = f" [{t('status.demo')}]" if board.demo else ""
    return safe(f"{board.code}{mark} {quarters.label(board.quarter)}: {counts}{left}")


def status_lines(board: Board, columns: int | None) -> list[str]:
    """The whole picture as lines; *columns* is the terminal's width, None for no limit and no colour."""
    colour = columns is not None and in_colour()
    lines = [_heading(board, columns), ""]
    if not board.packages:
        return [*lines, t("status.no_packages")]
    lines += _table(board, columns, colour)
    lines += ["", *wrapped(", ".join(_counts(board)) + ". " + _attention_heading(board), columns or 200, "")]
    lines += _attention(board, columns, colour)
    lines += _coming(board, columns or 200)
    if board.demo:
        lines += ["", *wrapped(t("status.demo_note"), columns or 200, "")]
    return lines


def _heading(board: Board, columns: int | None) -> str:
    middle = f"{quarters.label(board.quarter)}: {days_text(board)}"
    right = weekday_date(board.today)
    mark = f"  {t('status.demo')}" if board.demo else ""
    name = safe(f"{board.code} {board.name}")
    if columns is not None:
        name = fit(name, max(12, columns - width(middle) - width(right) - width(mark) - 6))
    return f"{name}{mark}   {middle}   {right}"


def days_text(board: Board) -> str:
    """How long the quarter shown still runs, that it has ended, or that it is to come."""
    if board.days_left is None:
        return t(
            "status.ended" if board.today > quarters.dates(board.quarter, board.start, board.end)[1] else "status.ahead"
        )
    return t("status.last_day") if board.days_left == 0 else t("status.days_left", n=board.days_left)


def _table(board: Board, columns: int | None, colour: bool) -> list[str]:
    unknown = any(package.roles[4] for package in board.packages)
    roles = ROLES if unknown else ROLES[:4]
    with_reason = columns is None or columns >= 110
    head = [
        Column(t("status.head_package")), Column(t("status.head_lead"), gives_way=True),
        Column(t("status.head_organisations"), right=True),
        *(Column(t(f"status.role_{role}"), right=True) for role in roles),
        Column(t("status.head_now"), right=True), Column(quarters.short(board.quarter), right=True),
        Column(t("status.head_due"), right=True), Column(t("status.head_status")),
    ]  # fmt: skip
    if with_reason:
        head.append(Column(t("status.head_reason"), gives_way=True))
    rows = [_row(package, len(roles), with_reason) for package in board.packages]
    lines = draw(head, rows, columns)
    if not colour:
        return lines
    painted = [f"{BOLD}{lines[0]}{PLAIN}"]
    for line, package in zip(lines[1:], board.packages, strict=True):
        word = status_text(package.status)
        before, found, after = line.rpartition(word) if not with_reason else line.partition(word)
        painted.append(f"{before}{COLOURS[package.colour]}{found}{PLAIN}{after}" if found else line)
    return painted


def _row(package: PackageStatus, roles: int, with_reason: bool) -> list[str]:
    lead = ", ".join(package.lead_short) or DASH
    counts = [str(count) for count in (package.organisations, *package.roles[:roles])]
    cells = [
        package.code, lead if package.confirmed or not package.leads else f"({lead})",
        *(counts if package.organisations else [DASH] * len(counts)),
        percent(package.sums.done), percent(package.sums.plan),
        f"{package.due_done}/{package.due_of}" if package.due_of else DASH, status_text(package.status),
    ]  # fmt: skip
    if with_reason:
        cells.append(reason_text(package))
    return cells


def status_text(word: str) -> str:
    """Symbol and word of a status."""
    return f"{STATUSES[word][1 if can_show_signs() else 2]} {t(f'status.{word}')}"


def reason_text(package: PackageStatus) -> str:
    """Why a package has its status, in a sentence."""
    return sentence(f"status.reason_{package.reason.code}", package.reason.values)


def attention_text(line: Attention) -> str:
    """A line of what needs attention, in a sentence."""
    return sentence(f"status.attention_{line.text.code}", line.text.values)


def attention_place(line: Attention) -> str:
    """Where an attention line belongs: a package's code, the day of an event, or a word for names and network."""
    if line.rule == "event.no_count":
        return date(str(line.text.values["date"]), year=False)
    return t(f"status.place_{line.target}") if line.target in ("names", "network") else safe(line.target)


def _counts(board: Board) -> list[str]:
    counts = board.counts()
    return [t(f"status.count_{word}", n=counts[word]) for word in STATUSES if word in counts]


def _attention_heading(board: Board) -> str:
    return t("status.attention_head", n=len(board.attention)) if board.attention else t("status.attention_none")


def _attention(board: Board, columns: int | None, colour: bool) -> list[str]:
    most = SHOWN_ATTENTION + (len(board.attention) == SHOWN_ATTENTION + 1)  # one more takes no more room than its count
    shown = board.attention if columns is None else board.attention[:most]
    places = [attention_place(line) for line in board.attention]
    room = max((width(place) for place in places), default=0)
    lines = []
    for line, place in zip(shown, places, strict=False):
        sign = STATUSES[line.symbol][1 if can_show_signs() else 2]
        painted = f"{COLOURS[STATUSES[line.symbol][0]]}{sign}{PLAIN}" if colour else sign
        text = wrapped(attention_text(line), (columns or 10_000) - room - 4, " " * (room + 4))
        lines += [f"{painted} {fit(place, room)}  {text[0]}", *text[1:]]
    if len(board.attention) > len(shown):
        lines.append(" " * (room + 4) + t("status.attention_more", n=len(board.attention) - len(shown)))
    return lines


def _coming(board: Board, columns: int) -> list[str]:
    """What is to come, on one line as far as it goes."""
    line = ""
    for one in for_a_line(board.coming):
        longer = f"{line} · " * bool(line) + f"{weekday_date(one.on, year=one.on[:4] != board.today[:4])} {coming(one)}"
        if width(t("status.coming", list=longer)) > columns and line:
            break
        line = longer
    return [fit(t("status.coming", list=line), min(columns, width(t("status.coming", list=line))))] if line else []


def _print_projects(boards: list[Board], options: dict[str, str]) -> None:
    if "json" in options:
        put_json({"projects": [_project_json(board) for board in boards]})
    elif "line" in options:
        put([status_line(board) for board in boards])
    else:
        head = [Column(t("status.head_project")), Column("", gives_way=True), Column(t("status.head_quarter")),
                Column(t("status.head_now"), right=True), Column(t("status.head_planned"), right=True),
                Column(t("status.head_status")), Column(t("status.head_reason"), gives_way=True)]  # fmt: skip
        rows = []
        for board in boards:
            word, why = _worst(board)
            rows.append([board.code, board.name, quarters.label(board.quarter), percent(board.sums.done),
                         percent(board.sums.plan), status_text(word), why])  # fmt: skip
        put(draw(head, rows, None if "plain" in options else terminal_width()))


def _worst(board: Board) -> tuple[str, str]:
    """The most serious status among a project's packages, with the package and its reason."""
    for word in ("action_needed", "watch", "no_data", "on_schedule", "continuous", "not_started"):
        for package in board.packages:
            if package.status == word:
                return word, f"{safe(package.code)}: {reason_text(package)}" if word != "on_schedule" else ""
    return "no_data", t("status.reason_no_items")


def _project_json(board: Board) -> dict[str, object]:
    word, why = _worst(board)
    return {
        "code": board.code, "name": board.name, "quarter": quarters.code(board.quarter), "planned": board.sums.plan,
        "done": board.sums.done, "spi": board.sums.spi, "colour": STATUSES[word][0], "reason": why or None,
    }  # fmt: skip


def board_json(board: Board) -> dict[str, object]:
    """The object of contract.md for one project."""
    return {
        "project": {"code": board.code, "name": board.name},
        "quarter": quarters.code(board.quarter),
        "as_of": board.as_of,
        "demo": board.demo,
        "done": board.sums.done,
        "planned": board.sums.plan,
        "spi": board.sums.spi,
        "workpackages": [_package_json(package) for package in board.packages],
        "findings": [
            {"rule": line.rule, "severity": line.severity,
             "text": f"{attention_place(line)}: {attention_text(line)}"} for line in board.attention
        ],
        "coming": [{"date": one.on, "time": one.at, "kind": one.kind, "text": coming(one)} for one in board.coming],
    }  # fmt: skip


def _package_json(package: PackageStatus) -> dict[str, object]:
    return {
        "code": package.code, "title": package.title, "parent": package.parent,
        "from": None if package.from_quarter is None else quarters.code(package.from_quarter),
        "to": None if package.to_quarter is None else quarters.code(package.to_quarter),
        "lead": list(package.leads), "organisations": package.organisations,
        "roles": dict(zip(ROLES, package.roles, strict=True)), "planned": package.sums.plan,
        "done": package.sums.done, "due_now": [package.due_done, package.due_of], "spi": package.sums.spi,
        "reported": package.reported, "reported_differs": reported_differs(package.reported, package.sums.done),
        "colour": package.colour, "status": package.status, "reason": reason_text(package),
    }  # fmt: skip


def parse(arguments: list[str]) -> dict[str, str] | None:
    """Read ``etappi [global options] status [options]``; None for everything that the full parser should judge."""
    options: dict[str, str] = {}
    verb = False
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "status" and not verb:
            verb = True
        elif name in ("--db", "--project", "--lang", "--quarter"):
            given = value if equals else next(rest, None)
            if not given or given.startswith("-") or (name == "--lang" and given not in ("fi", "sv", "en")):
                return None
            options[name[2:]] = given
        elif word in ("--plain", "--json", "--line"):
            options[word[2:]] = "yes"
        else:
            return None
    if not verb or len({"plain", "json", "line"} & options.keys()) > 1:
        return None
    return options


def fast(arguments: list[str]) -> int | None:
    """The exit code of a plain `etappi status`, or None where the full command line must take over."""
    options = parse(arguments)
    if options is None:
        return None
    try:
        return run(options)
    except EtappiError as error:
        if error.code == "store.older":
            return None  # the full command line migrates it
        from cli.output import complain

        sys.stdout.flush()
        return complain(error)
