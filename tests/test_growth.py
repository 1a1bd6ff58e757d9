"""However much there is, every page stays light, nothing is lost between two pages, and small sites see none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from tests.support.large import ACTIONS, BUSINESSES, BUSY, INSTITUTIONS, NOTHING, URL, desk_of, large_kiez
from tests.support.sites import GOOD

from kiezgroessen.check.heads import check_heads
from kiezgroessen.check.tree import read_tree
from kiezgroessen.link.kiez import WishState
from kiezgroessen.plan import stamps, urls
from kiezgroessen.plan.calendar import BACK, whole_calendar
from kiezgroessen.plan.collation import sort_key
from kiezgroessen.plan.desk import Desk
from kiezgroessen.plan.feeds import MOST as MOST_NEWS
from kiezgroessen.plan.feeds import feeds
from kiezgroessen.plan.headers import hosting
from kiezgroessen.plan.pages.actions import action_list_page, action_parts
from kiezgroessen.plan.pages.board import board_parts, wish_board_page
from kiezgroessen.plan.pages.campaigns import call_without_campaign
from kiezgroessen.plan.pages.institutions import institution_list_page, institution_page, institution_parts
from kiezgroessen.plan.pages.programme import programme_page
from kiezgroessen.plan.pages.wall import wall_page, wall_parts
from kiezgroessen.plan.pages.wishes import wish_page
from kiezgroessen.plan.pagination import pagination
from kiezgroessen.plan.parts import MOST, SOME, Group, Part, split
from kiezgroessen.plan.press import press_kit
from kiezgroessen.plan.urls import Urls
from kiezgroessen.render.files import LISTED, Found, sitemap
from kiezgroessen.render.hosts.pages import headers_file

V = TypeVar("V")


class OnlyByKey(dict[str, V]):
    """A mapping that can be asked for what one knows the key of, and not be searched."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("looked through, where one entry was asked for")

    keys = values = items = __iter__  # type: ignore[assignment]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_kiez(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def desk(root: Path) -> Desk:
    return desk_of(root)


@pytest.mark.parametrize(("entries", "pages"), [(0, 1), (1, 1), (60, 1), (61, 2), (120, 2), (121, 3)])
def test_no_entry_is_lost_between_two_pages(entries: int, pages: int) -> None:
    slugs = tuple(f"eintrag-{number}" for number in range(entries))
    found = split(Part(path="liste/", groups=(Group("a", slugs[:50]), Group("b", slugs[50:]))))
    assert [part.number for part in found] == list(range(1, pages + 1))
    assert {part.pages for part in found} == {pages}
    assert sum((part.slugs for part in found), ()) == slugs
    assert all(len(part.slugs) <= MOST for part in found)
    assert {slug: group.key for part in found for group in part.groups for slug in group.slugs} == {
        slug: "a" if number < 50 else "b" for number, slug in enumerate(slugs)
    }


def test_the_first_page_keeps_its_address_and_the_others_know_whose_they_are() -> None:
    assert urls.part(urls.WALL, 1) == "betriebe/"
    assert urls.part(urls.wall_by_trade("cafe"), 3) == "betriebe/gewerbe/cafe/seite/3/"
    assert urls.whole("betriebe/gewerbe/cafe/seite/3/") == "betriebe/gewerbe/cafe/"
    assert urls.whole("betriebe/seite/") == "betriebe/seite/", "a business may be called like that"


def test_a_small_kiez_has_no_pages_to_turn() -> None:
    small = desk_of(GOOD)
    assert all(wall_page(small, NOTHING, part).pages is None for part in wall_parts(small))
    (board,) = board_parts(small)
    assert wish_board_page(small, NOTHING, board).pages is None


@pytest.mark.parametrize("lang", ["de", "ar"])
def test_everybody_is_on_the_wall_once_and_by_name(root: Path, lang: str) -> None:
    desk = desk_of(root, lang)
    pages = [wall_page(desk, NOTHING, part) for part in wall_parts(desk) if part.path == urls.WALL]
    assert [len(page.cards) for page in pages] == [60, 60, BUSINESSES - 120]
    names = [card.name.text.value for page in pages for card in page.cards]
    assert names == sorted(names, key=lambda name: sort_key(name, lang))
    assert len(set(names)) == BUSINESSES == pages[2].count


def test_pages_of_a_list_are_told_apart(desk: Desk) -> None:
    first, second, _third = (wall_page(desk, NOTHING, part) for part in wall_parts(desk) if part.path == urls.WALL)
    assert first.head.canonical == f"{URL}/betriebe/"
    assert second.head.canonical == f"{URL}/betriebe/seite/2/"
    assert second.output == "betriebe/seite/2/index.html"
    assert second.head.title.startswith("Wer macht mit? – Seite 2 von 3 – ")
    assert first.head.description != second.head.description
    assert [crumb.label.value for crumb in second.crumbs] == ["Start", "Kiezgrößen", "Seite 2"]
    assert [alternate.href for alternate in second.head.alternates[:2]] == [
        f"{URL}/betriebe/seite/2/",
        f"{URL}/ar/betriebe/seite/2/",
    ]
    assert first.head.image == second.head.image, "one picture is enough for all pages of a list"
    assert second.pages is not None
    assert second.pages.before is not None
    assert second.pages.before.href == "/betriebe/", "the list itself, not a second address of it"
    assert [step.link.current for step in second.pages.steps] == [False, True, False]


def test_of_hundreds_of_pages_few_are_named(desk: Desk) -> None:
    part = Part(path=urls.NEWS, groups=(), number=209, pages=417)
    found = pagination(desk, part)
    assert found is not None
    assert [(step.link.label.value, step.gap) for step in found.steps] == [
        ("1", False),
        ("208", True),
        ("209", False),
        ("210", False),
        ("417", True),
    ]


def test_a_page_of_a_list_is_planned_from_its_part_alone(desk: Desk) -> None:
    """So it need not be planned anew when something else changes."""
    kiez = desk.kiez
    for part in wall_parts(desk):
        those = OnlyByKey({slug: kiez.businesses[slug] for slug in part.slugs})
        alone = replace(desk, kiez=replace(kiez, businesses=those, institutions=OnlyByKey(), actions=OnlyByKey()))
        assert wall_page(alone, NOTHING, part) == wall_page(desk, NOTHING, part)
        assert eval(repr(part), vars(__import__("kiezgroessen.plan.pages.wall", fromlist=["wall"]))) == part  # noqa: S307 - ours
    for actions in action_parts(desk):
        some = OnlyByKey({slug: kiez.actions[slug] for slug in actions.slugs})
        alone = replace(desk, kiez=replace(kiez, actions=some, institutions=OnlyByKey(kiez.institutions)))
        assert action_list_page(alone, NOTHING, actions) == action_list_page(desk, NOTHING, actions)
    for houses in institution_parts(desk):
        named = OnlyByKey({slug: kiez.institutions[slug] for slug in houses.slugs})
        alone = replace(desk, kiez=replace(kiez, institutions=named, businesses=OnlyByKey(), actions=OnlyByKey()))
        assert institution_list_page(alone, NOTHING, houses) == institution_list_page(desk, NOTHING, houses)
    for board in board_parts(desk):
        owners = OnlyByKey({name.split("/")[0]: kiez.institutions[name.split("/")[0]] for name in board.slugs})
        alone = replace(desk, kiez=replace(kiez, institutions=owners, businesses=OnlyByKey()))
        assert wish_board_page(alone, NOTHING, board) == wish_board_page(desk, NOTHING, board)


def test_open_wishes_come_before_all_others_whatever_the_page(desk: Desk) -> None:
    pages = [wish_board_page(desk, NOTHING, part) for part in board_parts(desk)]
    states = [card.state for page in pages for group in page.groups for card in group.wishes]
    assert states == ["open"] * len(desk.kiez.open_wishes)
    last = [index for index, page in enumerate(pages) if page.groups][-1]
    assert all(not page.agreed and not page.fulfilled for page in pages[:last])
    assert [card.anchor for page in pages for card in page.fulfilled] == [f"{BUSY}--wunsch-0"]


def test_the_ways_to_a_kind_lead_to_the_page_where_it_begins(desk: Desk) -> None:
    pages = {
        page.head.canonical.removeprefix(URL): page
        for page in (wish_board_page(desk, NOTHING, part) for part in board_parts(desk))
    }
    first = pages["/wunschbrett/"]
    assert sum(first.jumps.counts) == len(desk.kiez.open_wishes)
    table = programme_page(desk, NOTHING).kinds
    places = [cell.href for row in table.rows for cell in row.cells[:1] if hasattr(cell, "href")]
    for href in [*(link.href for link in first.jumps.links), *places]:
        path, _, kind = href.partition("#")
        group = next(group for group in pages[path or "/wunschbrett/"].groups if group.slug == kind)
        earlier = [page for place, page in pages.items() if place < (path or "/wunschbrett/")]
        assert group.wishes
        assert not any(one.slug == kind for page in earlier for one in page.groups)


def test_very_many_actions_of_one_institution_are_not_all_on_its_page(desk: Desk) -> None:
    page = institution_page(desk, NOTHING, desk.kiez.institutions[BUSY])
    assert len(page.actions) == SOME < ACTIONS
    assert page.all_actions is not None
    assert page.all_actions.href == "/aktionen/"
    latest = max((node.first, node.slug) for node in desk.kiez.actions.values())[1]
    assert page.actions[0].href == f"/aktionen/{latest}/"
    wish = desk.kiez.wish(BUSY, "wunsch-0")
    assert wish is not None
    assert wish.state is WishState.FULFILLED
    assert len(wish_page(desk, NOTHING, wish).threads) == 12


def test_the_form_of_the_call_has_cards_of_every_kind_and_not_all_of_them(desk: Desk) -> None:
    page = call_without_campaign(desk, NOTHING)
    assert page.form is not None
    (asked,) = (field for group in page.form.groups for field in group.fields if field.kind == "cards")
    assert sum(len(group.choices) for group in asked.groups) == MOST < len(desk.kiez.open_wishes)
    assert asked.part
    assert len(asked.groups) == len({card.kind_slug for group in page.sought for card in group.wishes})
    pinned = {card.answer or "" for group in page.sought for card in group.wishes}
    choices = [choice.value for group in asked.groups for choice in group.choices]
    assert {href.split("karte=")[1].split("#")[0] for href in pinned} == {
        value.rpartition("(")[2].rstrip(")") for value in choices
    }
    assert page.all_wishes is not None


def test_who_wishes_for_what_is_told_of_some_and_all_are_a_click_away(desk: Desk) -> None:
    page = programme_page(desk, NOTHING)
    assert INSTITUTIONS > SOME
    assert [len(matrix.rows) for matrix in page.matrices] == [SOME] * len(page.matrices)
    assert page.institutions is not None


def test_the_press_gets_some_pictures_and_learns_that_there_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(GOOD)
    whole = press_kit(desk, full=False)
    assert whole.captions
    assert not whole.more
    monkeypatch.setattr("kiezgroessen.plan.press.SOME", 0)
    some = press_kit(desk, full=False)
    assert not some.captions
    assert some.more


def test_feeds_end_with_what_is_old(desk: Desk) -> None:
    actions, wishes = feeds(desk)
    assert len(actions.items) == len(wishes.items) == MOST_NEWS
    days = sorted((node.last.last for node in desk.kiez.actions.values()), reverse=True)
    assert [item.updated for item in actions.items] == days[:MOST_NEWS]


def test_a_calendar_has_what_is_next_and_ends_where_phones_have_enough(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 2021 half of the actions lie ahead."""
    desk = desk_of(root, day="2021-06-01")
    days = sorted(node.first.first for node in desk.kiez.actions.values())
    ahead = [day for day in days if day >= desk.kiez.date]
    lately = [day for day in days if desk.kiez.date > day >= desk.kiez.date - BACK]

    def shown(most: int) -> list[object]:
        monkeypatch.setattr("kiezgroessen.plan.calendar.MOST", most)
        return [entry.start for entry in whole_calendar(desk).entries]

    assert lately
    assert shown(3) == ahead[:3]
    assert shown(len(ahead) + 2) == [*lately[-2:], *ahead]
    assert shown(1000) == [*lately, *ahead]


def test_the_day_of_an_entry_is_looked_up_and_not_searched_for(desk: Desk) -> None:
    kiez = desk.kiez
    action, wish = next(iter(kiez.actions.values())), kiez.wish(BUSY, "wunsch-0")
    assert wish is not None
    alone = replace(kiez, news=OnlyByKey(kiez.news), campaigns=OnlyByKey(kiez.campaigns))
    assert stamps.of_action(alone, action) == stamps.of_action(kiez, action)
    assert stamps.of_wish(alone, wish) == stamps.of_wish(kiez, wish)


@pytest.mark.parametrize("rows", [LISTED, LISTED + 1, 3 * LISTED])
def test_a_site_map_is_one_file_as_long_as_it_may(rows: int, tmp_path: Path) -> None:
    pages = [Found(f"{number}/index.html", f"{URL}/{number}/", ()) for number in range(rows)]
    files = sitemap(pages, Urls(URL))
    parts = [name for name in files if name != "sitemap.xml"]
    assert len(parts) == (0 if rows == LISTED else -(-rows // LISTED))
    listed = [place for name in parts or files for place in re.findall(r"<url><loc>(.*?)</loc>", files[name].decode())]
    assert listed == [row.canonical for row in pages]
    assert re.findall(r"<sitemap><loc>(.*?)</loc>", files["sitemap.xml"].decode()) == [
        f"{URL}/{name}" for name in parts
    ]
    assert all(len(data) < 50_000_000 for data in files.values())


def test_what_a_part_of_the_site_map_lacks_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiezgroessen.render.files.LISTED", 2)
    places = ["", "a/", "b/", "c/", "d/"]
    for place in places:
        head = f'<head><title>{place}</title><link rel="canonical" href="{URL}/{place}"></head>'
        page = f'<!DOCTYPE html><html lang="de">{head}'
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / "index.html").write_text(f"{page}<body></body></html>", "utf-8")
    files = sitemap([Found(f"{place}index.html", f"{URL}/{place}", ()) for place in places], Urls(URL))
    assert len(files) == 4
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert check_heads(read_tree(tmp_path), URL) == []
    (tmp_path / "sitemap-2.xml").write_bytes(files["sitemap-2.xml"].replace(b"/b/", b"/x/"))
    assert [problem.message for problem in check_heads(read_tree(tmp_path), URL)] == [
        f"{URL}/b/ fehlt darin.",
        f"{URL}/x/ steht darin, ist aber keine Seite.",
    ]
    (tmp_path / "sitemap-2.xml").unlink()
    assert [(one.path, one.message) for one in check_heads(read_tree(tmp_path), URL)] == [
        ("sitemap-2.xml", "Die Datei fehlt.")
    ]


def test_hosts_get_no_more_rules_than_they_read(desk: Desk) -> None:
    lists = [f"{folder}/{number}/index.html" for folder in ("betriebe", "ar", "wunschbrett") for number in range(3)]
    plain = [f"a-seite-{number}/index.html" for number in range(300)]
    text = headers_file(hosting(desk.kiez, desk.urls), ["index.html", *plain, *lists])
    rules = [line for line in text.splitlines() if line.startswith("/")]
    assert len(rules) == 100
    assert {"/betriebe/*", "/ar/*", "/wunschbrett/*", "/404.html"} <= set(rules)
