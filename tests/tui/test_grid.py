"""The list: which columns are shown, what is asked for, and what a key does."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region

from tests.tui.boards import HOSTILE
from tui.gate import ControlGate
from tui.text import cell, fit
from tui.widgets.columns import Column, places
from tui.widgets.grid import BLOCK, Grid, Listed, Row

COLUMNS = [Column("Nimi", 10, stretch=True), Column("Määrä", 5, right=True), Column("Lisä", 8, order=1)]


class Counted:
    """A hundred thousand rows that are made when they are asked for; remembers what was."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.asked: list[tuple[int, int]] = []

    def count(self) -> int:
        return self._count

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        self.asked.append((start, stop))
        return [(cell(f"rivi {number}"), cell(str(number)), cell("x")) for number in range(start, stop)]

    def key(self, number: int) -> int:
        return number


class GridApp(App[None]):
    """A grid alone on a screen; keeps what it posts."""

    CSS = "Grid { scrollbar-size: 0 0; } Grid > .grid--cursor { text-style: reverse; }"

    def __init__(self, source: Counted, sums: Sequence[Row] = ()) -> None:
        super().__init__()
        self.source = source
        self.sums = sums
        self.selected: list[int] = []
        self.edges: list[bool] = []

    def compose(self) -> ComposeResult:
        yield Grid("grid")

    def on_mount(self) -> None:
        self.fill()

    def fill(self) -> None:
        self.grid.show(COLUMNS, self.source, sums=self.sums)

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def on_grid_selected(self, event: Grid.Selected) -> None:
        self.selected.append(event.row)

    def on_grid_edge(self, event: Grid.Edge) -> None:
        self.edges.append(event.down)

    def line(self, y: int) -> str:
        return self.grid.render_line(y).text.rstrip()


def test_columns_come_in_their_order_when_there_is_room() -> None:
    assert [place.number for place in places(COLUMNS, 20)] == [0, 1]
    assert [place.number for place in places(COLUMNS, 26)] == [0, 1, 2]
    later = [*COLUMNS, Column("Pieni", 1, order=2)]
    assert [place.number for place in places(later, 24)] == [0, 1], "a later column must not overtake an earlier one"


def test_a_stretching_column_gets_its_wish_before_others_come() -> None:
    wishing = [Column("Nimi", 10, stretch=True, wish=20), *COLUMNS[1:]]
    assert [place.number for place in places(wishing, 30)] == [0, 1]
    assert [place.number for place in places(wishing, 36)] == [0, 1, 2]
    assert places(wishing, 30)[0].width == 30 - 1 - 6


SOME_COLUMN = st.builds(Column, st.just("T"), st.integers(1, 30), stretch=st.booleans(), order=st.integers(0, 4))


@given(st.lists(SOME_COLUMN, min_size=1), st.integers(1, 200))
def test_columns_never_overlap_and_fill_the_line_where_one_stretches(columns: list[Column], width: int) -> None:
    found = places(columns, width)
    for left, right in pairwise(found):
        assert left.start + left.width < right.start
    fixed = 1 + sum(column.width + 1 for column in columns if not column.order) - 1
    stretches = any(columns[place.number].stretch for place in found)
    if stretches and any(not column.order for column in columns) and fixed <= width:
        assert found[-1].start + found[-1].width == width


@given(st.text(), st.integers(0, 40), st.booleans())
def test_fit_gives_exactly_the_columns(text: str, columns: int, right: bool) -> None:
    assert cell_len(fit(cell(text).plain, columns, right)) == columns


@pytest.mark.parametrize("name", HOSTILE)
def test_fit_holds_for_hostile_names(name: str) -> None:
    assert cell_len(fit(cell(name).plain, 20)) == 20


def test_fit_keeps_the_beginning() -> None:
    assert fit("Sampo (Etelä-Karjalan kky)", 12) == "Sampo (Etel…"
    assert fit("Omnia", 7, right=True) == "  Omnia"


async def test_a_hundred_thousand_rows_ask_for_what_is_seen() -> None:
    app = GridApp(Counted(100_000))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.source.asked == [(0, BLOCK)]
        assert app.line(0).startswith(" Nimi")
        assert "1–23/100000" in app.line(0)
        assert app.line(1).startswith("▸rivi 0 ")
        await pilot.press("end")
        assert app.grid.cursor == 99_999
        assert app.line(23).startswith("▸rivi 99999")
        assert len(app.source.asked) == 2
        await pilot.press("home")
        assert app.grid.cursor == 0
        assert len(app.source.asked) == 2, "a block that was seen is kept"


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down"], 1), (["j", "j"], 2), (["j", "k"], 0), (["down", "up"], 0), (["G"], 99), (["end"], 99),
        (["G", "g"], 0), (["end", "home"], 0), (["pagedown"], 22), (["pagedown", "pageup"], 0), (["G", "j"], 99),
    ],
)  # fmt: skip
async def test_keys_move_the_cursor(keys: list[str], row: int) -> None:
    app = GridApp(Counted(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        assert app.grid.cursor == row
        first, stop = app.grid.window
        assert first <= row < stop


async def test_open_and_edges_are_posted() -> None:
    app = GridApp(Counted(2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "down", "enter", "down")
        assert app.selected == [1]
        assert app.edges == [False, True]
        await pilot.click(Grid, offset=(5, 1))
        assert app.grid.cursor == 0
        await pilot.click(Grid, offset=(5, 1))
        assert app.selected == [1, 0]


async def test_an_empty_list_says_so_and_opens_nothing() -> None:
    app = GridApp(Counted(0))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.show(COLUMNS, Listed(()), calm="Ei mitään")
        await pilot.press("enter", "down", "G", "g")
        assert app.selected == []
        assert app.line(1) == " Ei mitään"


async def test_sums_stay_at_the_foot() -> None:
    app = GridApp(Counted(100), sums=((cell("Yhteensä"), cell("4950"), cell("")),))
    async with app.run_test(size=(80, 10)) as pilot:
        assert app.line(9).startswith(" Yhteensä")
        await pilot.press("end")
        assert app.line(9).startswith(" Yhteensä")
        assert app.line(8).startswith("▸rivi 99")


async def test_a_cursor_move_repaints_two_lines_up_to_what_stays() -> None:
    still = [Column("Nimi", 10), Column("Tila", 5, still=True)]
    app = GridApp(Counted(5))
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.show(still, Listed([(cell(f"nimi {n}"), cell("● ok", "good")) for n in range(5)]))
        await pilot.pause()
        regions: list[Region] = []
        plain = app.grid.refresh

        def refresh(*parts: Region) -> Grid:
            regions.extend(parts)
            return plain(*parts)

        app.grid.refresh = refresh  # type: ignore[assignment]
        app.grid.move_to(1)
        assert regions == [Region(0, 1, 11, 1), Region(0, 2, 11, 1)]
        segments = list(app.grid.render_line(2))
        assert segments[0].text == "▸nimi 1    "
        assert segments[0].style is not None
        assert segments[0].style.reverse
        assert not any(segment.style and segment.style.reverse for segment in segments[1:])


async def test_a_source_that_shrank_leaves_lines_empty() -> None:
    app = GridApp(Counted(50))
    async with app.run_test(size=(80, 24)):
        app.grid.show(COLUMNS, Counted(3))
        assert app.line(3).startswith(" rivi 2")
        assert app.line(4) == ""


def test_the_gate_takes_out_what_a_terminal_obeys_and_keeps_the_width() -> None:
    from rich.segment import ControlType, Segment
    from textual.color import Color

    gate = ControlGate()
    given_ = [
        Segment("a\x1b[31mb\x9bc\u202ed\xade\tf"),
        Segment("\x1b[2J", None, [(ControlType.CLEAR,)]),
        Segment("[WP3] ä漢"),
    ]
    out = gate.apply(given_, Color(0, 0, 0))
    assert out[0].text == "a[31mbcd ef"
    assert cell_len(out[0].text) == cell_len(given_[0].text)
    assert out[1] is given_[1]
    assert out[2].text == "[WP3] ä漢"


CELLS = [
    Column("Nimi", 10, stretch=True, tail="TP"),
    *(Column(str(number), 3, right=True, cell=True) for number in range(1, 10)),
]


class Matrix(Counted):
    """Rows with nine cells, known by numbers of their own."""

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        self.asked.append((start, stop))
        return [(cell(f"rivi {row}"), *(cell("as") for _ in range(9))) for row in range(start, stop)]

    def key(self, number: int) -> int:
        return number + 1000


class MatrixApp(GridApp):
    """A list with cells and marks."""

    def __init__(self, count: int = 50) -> None:
        super().__init__(Matrix(count))
        self.moves = 0

    def compose(self) -> ComposeResult:
        yield Grid("grid", marking=True)

    def fill(self) -> None:
        sums = [(cell("Yhteensä"), *(cell("9") for _ in range(9)))] * 3
        self.grid.show(CELLS, self.source, sums=sums, sums_heading="Kaikki", counted=False)

    def on_grid_moved(self) -> None:
        self.moves += 1


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["right"], (0, 1)), (["l", "l", "h"], (0, 1)), (["left"], (0, 0)), (["l"] * 12, (0, 9)),
        (["l", "down", "k", "j"], (1, 1)), (["l", "G"], (49, 1)),
    ],
)  # fmt: skip
async def test_the_cursor_has_a_column_where_there_are_cells(keys: list[str], place: tuple[int, int]) -> None:
    app = MatrixApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert (app.grid.cursor, app.grid.column) == place
        assert bool(app.moves) == (place != (0, 0))
        line = app.grid.render_line(1 + place[0] - app.grid.window[0])
        reversed_ = [segment.text for segment in line if segment.style and segment.style.reverse]
        assert len(reversed_) == 1
        assert line.text.startswith(f"▸rivi {place[0]}")
        assert app.line(0).startswith(" Nimi")
        assert " TP   1   2" in app.line(0)


async def test_a_step_over_cells_repaints_only_them() -> None:
    app = MatrixApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "l")
        regions: list[Region] = []
        plain = app.grid.refresh

        def refresh(*parts: Region) -> Grid:
            regions.extend(parts)
            return plain(*parts)

        app.grid.refresh = refresh  # type: ignore[assignment]
        app.grid.move_to_column(3)
        assert {(region.y, region.width) for region in regions} == {(1, 3)}
        assert len(regions) == 2
        regions.clear()
        app.grid.move_to(1)
        assert sorted({region.y for region in regions}) == [1, 2]
        assert sum(region.width for region in regions) < 2 * 60


async def test_marks_belong_to_keys_not_to_places() -> None:
    app = MatrixApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space", "down", "space")
        assert app.grid.marked == {1000, 1001, 1003}
        assert app.grid.cursor == 4
        assert ["*" in app.line(row + 1) for row in range(5)] == [True, True, False, True, False]
        await pilot.press("up", "space")
        assert app.grid.marked == {1000, 1001}
        app.grid.show(CELLS, app.source)
        assert "*" in app.line(1), "marks outlive another reading"
        app.grid.unmark()
        assert "*" not in app.line(1)


async def test_several_sums_stay_under_their_heading() -> None:
    app = MatrixApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("home", "end"):
            await pilot.press(key)
            assert app.line(20).startswith("── Kaikki ──")
            assert all(app.line(row).startswith(" Yhteensä") for row in (21, 22, 23))
        assert app.line(19).startswith("▸rivi 49")
        app.grid.show(CELLS, Matrix(2), sums=[(cell("Yhteensä"),) * 10])
        assert app.line(23).startswith(" Yhteensä"), "they stand at the foot of a short list too"
        assert app.line(4) == ""


async def test_more_cells_than_room_are_turned_like_pages() -> None:
    many = [CELLS[0], *(Column(str(number), 3, right=True, cell=True) for number in range(1, 41))]
    app = MatrixApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = Listed([(cell("rivi"), *(cell(str(number)) for number in range(1, 41)))])
        app.grid.show(many, rows)
        assert app.grid.cells_seen == (1, 17, 40)
        assert "TP 1–17/40" in app.line(0)
        await pilot.press(*["l"] * 18)
        assert app.grid.cells_seen[0] == 18
        assert [s.text.strip() for s in app.grid.render_line(1) if s.style and s.style.reverse] == ["18"]
        await pilot.press(*["l"] * 30)
        assert app.grid.cells_seen == (24, 40, 40)
        assert all(cell_len(app.line(row)) <= 80 for row in range(3))


async def test_keys_for_cells_and_marks_are_there_only_with_them() -> None:
    app = GridApp(Counted(5))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "space")
        assert (app.grid.column, app.grid.cursor, app.grid.marked) == (0, 0, set())
        assert not app.grid.check_action("sideways", (1,))
        assert not app.grid.check_action("mark", ())
