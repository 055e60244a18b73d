"""The network as the app reads it: orders, what is unconfirmed, labels of many, and one form for an organisation."""

import pytest

from core.errors import EtappiError
from core.network import NetworkFilter
from store.database import reading
from store.desk import Desk
from store.editing import Base, StaleEdit


@pytest.fixture
def desk(open_demo: str) -> Desk:
    """A desk at a copy of the demo with no quarter locked."""
    return Desk(open_demo)


def form(desk: Desk, number: int) -> Base:
    """What a form of an organisation holds."""
    page = desk.page(number)
    assert page is not None
    return Base(page.version, desk.epoch(), {"name": page.name, "short": page.short, "network": page.network})


def first(desk: Desk) -> int:
    return desk.network(NetworkFilter()).ids[0]


def test_orders_put_most_first_and_then_names(desk: Desk) -> None:
    everything = desk.network(NetworkFilter())
    rows = {row.id: row for row in everything.rows(0, everything.length) if row is not None}
    for order, roles in (("packages", None), ("load", ("lead", "assist"))):
        found = desk.network(NetworkFilter(), order=order).ids
        amounts = [sum(1 for one in rows[id].cells if one and (roles is None or one.role in roles)) for id in found]
        if order == "packages":
            assert amounts == sorted(amounts, reverse=True)
        assert sorted(found) == sorted(everything.ids)
        ties = [id for id, amount in zip(found, amounts, strict=True) if amount == amounts[-1]]
        assert ties == [id for id in everything.ids if id in ties], "equal ones stand by name"
    assert rows[desk.network(NetworkFilter(), order="load").ids[0]].short == "YA"


def test_a_window_is_the_same_rows_wherever_it_begins(desk: Desk) -> None:
    listing = desk.network(NetworkFilter())
    assert listing.rows(10, 20) == listing.rows(0, listing.length)[10:20]
    assert [row.id for row in listing.rows(10, 20) if row] == list(listing.ids[10:20])
    assert listing.place_of(listing.ids[7]) == 7
    assert listing.place_of(-1) is None


def test_one_that_was_merged_leaves_its_row_empty(desk: Desk) -> None:
    listing = desk.network(NetworkFilter())
    rows = listing.rows(0, 2)
    assert rows[0] is not None
    assert rows[1] is not None
    desk.merge(rows[1].name, rows[0].name)
    assert listing.rows(0, 2)[0] is None


def test_unconfirmed_counts_what_confirm_confirms(desk: Desk) -> None:
    ids = desk.network(NetworkFilter()).ids[:20]
    package = desk.network(NetworkFilter()).packages[2][0]
    count = desk.unconfirmed(ids, package)
    assert 0 < count < desk.unconfirmed(ids)
    assert desk.confirm([(id, package) for id in ids]) == count
    assert desk.unconfirmed(ids, package) == 0


def test_the_filter_for_unconfirmed_roles_follows_role_and_package(desk: Desk) -> None:
    package = desk.network(NetworkFilter()).packages[2][0]
    leads = desk.network(NetworkFilter(unconfirmed=True))
    experts = desk.network(NetworkFilter(unconfirmed=True, role="expert", package=package))
    assert 0 < leads.length < experts.length
    desk.confirm([(id, package) for id in experts.ids])
    assert desk.network(NetworkFilter(unconfirmed=True, role="expert", package=package)).length == 0


def test_labels_are_added_and_taken_and_others_stay(desk: Desk) -> None:
    ids = desk.network(NetworkFilter()).ids[:2]
    desk.set_labels(ids[:1], ["a", "b"])
    assert desk.labels_of(ids) == ((), ("a", "b"))
    assert desk.change_labels(ids, ["c"], ["b"]) == 3
    assert desk.labels_of(ids) == (("c",), ("a",))
    assert desk.labels_of(ids[:1]) == (("a", "c"), ())


def test_one_form_for_an_organisation_is_one_act(desk: Desk) -> None:
    number = first(desk)
    base = form(desk, number)
    saved = desk.edit_organisation(number, base, {"name": "  Uusi\u200b nimi ", "short": "UN", "network": False})
    assert saved.written == ("name", "short", "network")
    page = desk.page(number)
    assert page is not None
    assert (page.name, page.short, page.network) == ("Uusi nimi", "UN", False)
    assert {base.values["name"], "Uusi nimi"} <= set(page.spellings)
    assert desk.network(NetworkFilter(text="uusi nimi")).ids == (number,), "found and sorted under the new name"
    desk.undo(desk.undo_offer().number)
    assert form(desk, number).values == base.values


def test_an_organisations_form_merges_other_fields_and_refuses_the_same(desk: Desk) -> None:
    number = first(desk)
    base = form(desk, number)
    desk.set_short(number, Base(base.version, base.epoch, {"short": base.values["short"]}), "Heidän")
    saved = desk.edit_organisation(number, base, {**base.values, "name": "Oma"})
    assert (saved.written, saved.merged) == (("name",), ("short",))
    with pytest.raises(StaleEdit) as caught:
        desk.edit_organisation(number, base, {**base.values, "short": "Minun"})
    assert [(clash.theirs, clash.mine) for clash in caught.value.clashes] == [("Heidän", "Minun")]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({"name": " "}, "empty_name"), ({"short": "\u200b"}, "empty_name"), ({"short": "Omnia"}, "short_taken"),
     ({"name": "Optima"}, "name_taken")],
)  # fmt: skip
def test_names_that_cannot_be_are_refused_and_nothing_is_written(
    desk: Desk, wanted: dict[str, object], code: str
) -> None:
    number = first(desk)
    base = form(desk, number)
    with pytest.raises(EtappiError, match=f"store.{code}"):
        desk.edit_organisation(number, base, {**base.values, **wanted, "network": False})
    assert form(desk, number) == base


@pytest.mark.parametrize(
    "wanted",
    [NetworkFilter(role="lead"), NetworkFilter(package=3), NetworkFilter(no_mark=True), NetworkFilter(unconfirmed=True),
     NetworkFilter(label="x")],
)  # fmt: skip
def test_no_filter_asks_again_for_each_organisation(desk: Desk, wanted: NetworkFilter) -> None:
    """With a hundred thousand organisations that took minutes."""
    queries: list[str] = []
    with reading(desk.path) as connection:
        connection.set_trace_callback(queries.append)
        desk.network(wanted).reader.ids(connection)
        connection.set_trace_callback(None)
        plan = [row[3] for query in queries for row in connection.execute("EXPLAIN QUERY PLAN " + query).fetchall()]
    assert plan
    assert not any("CORRELATED" in step for step in plan)


def test_the_log_says_what_an_act_was_about(desk: Desk) -> None:
    """Undo shows it before it takes anything back."""
    listing = desk.network(NetworkFilter(unconfirmed=True))
    package, code, _ = listing.packages[1]
    few, many = listing.ids[:2], listing.ids[:5]
    assert len(many) > 3
    short = [row.short for row in listing.rows(0, 5) if row is not None]
    desk.confirm([(id, package) for id in few])
    assert desk.undo_offer().command == f"role confirm {short[0]}, {short[1]}, {code}"
    desk.confirm([(id, None) for id in many])
    assert desk.undo_offer().command == f"role confirm {short[0]}, {short[1]}, {short[2]} +{len(many) - 3}"
    page = desk.page(many[1])
    assert page is not None
    line = page.roles[0]
    base = Base(line.version, desk.epoch(), {"from_quarter": line.from_quarter})
    desk.change_role(line.id, base, {"from_quarter": 4 * 2024 + 1})
    assert desk.undo_offer().command == f"role edit {short[1]}, {line.package}"
    desk.change_labels(few, ("x",), ())
    assert desk.undo_offer().command == f"label {short[0]}, {short[1]}"


def test_a_role_and_its_certainty_are_one_thing_to_a_form(desk: Desk) -> None:
    """Confirming a role that somebody changed meanwhile would confirm what nobody chose."""
    listing = desk.network(NetworkFilter())
    page = desk.page(listing.ids[0])
    assert page is not None
    line = next(line for line in page.roles if line.certainty == "interest")
    values: dict[str, object] = {
        "role": line.role, "certainty": line.certainty, "from_quarter": None, "to_quarter": None,
    }  # fmt: skip
    base = Base(line.version, desk.epoch(), values)
    desk.change_role(line.id, base, {"role": "assist"})
    with pytest.raises(StaleEdit) as caught:
        desk.change_role(line.id, base, {**values, "certainty": "confirmed"})
    assert [(clash.column, clash.theirs, clash.mine) for clash in caught.value.clashes] == [
        ("certainty", "interest", "confirmed")
    ]
    saved = desk.change_role(line.id, base, {**values, "from_quarter": 8098})
    assert saved.merged == ("role",), "quarters go together with any role"


def test_a_label_is_found_by_its_word(desk: Desk) -> None:
    ids = desk.network(NetworkFilter()).ids[:2]
    desk.set_labels(ids, ["ruotsinkielinen"])
    assert set(desk.network(NetworkFilter(text="ruotsinkiel")).ids) >= set(ids)
