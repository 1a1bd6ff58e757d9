"""A wish as a poster: on which pages it is given, and what can be read and scanned on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.once import once
from tests.support.paper import SITE, Sheet, bare, codes, desks, over, pressed, sheets
from tests.support.sites import build_site, good_site, kiez_of

from kiezgroessen.link.kiez import WishState
from kiezgroessen.plan import urls
from kiezgroessen.plan.desk import Desk
from kiezgroessen.plan.kit.wishsheet import wish_posters
from kiezgroessen.plan.papers import PAPERS
from kiezgroessen.plan.prints import PrintPlan

SET = ("laptops", "regale", "bewerbung")
"""A card with many facts, one that is not translated, one with long words."""


def desk_in(lang: str) -> Desk:
    return next(desk for desk in desks(kiez_of(SITE)) if desk.lang == lang)


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Sheet]:
    """Three cards in two languages and both looks, set once per run."""
    plans: list[PrintPlan] = []
    for lang in ("de", "ar"):
        posters = wish_posters(desk_in(lang))
        plans += [plan for one in SET for plan in posters[urls.wish("jugendclub", one)]]

    def make(folder: Path) -> None:
        _, problems = pressed(plans, folder)
        assert not problems

    return sheets(plans, once(tmp_path_factory.getbasetemp(), "aushang", make))


def test_every_open_wish_has_its_poster_and_no_other() -> None:
    desk = desk_in("de")
    wanted = {urls.wish(w.institution, w.id) for w in desk.kiez.wishes if w.state is WishState.OPEN}
    assert len(wanted) < len(desk.kiez.wishes), "there are wishes that may not hang"
    assert set(wish_posters(desk)) == wanted


def test_a_poster_is_one_sheet_of_a5_that_can_be_scanned(paper: Sequence[Sheet]) -> None:
    assert len(paper) == 2 * 2 * len(SET)
    for sheet in paper:
        assert len(sheet.pdf) == 1
        assert sheet.boxes(0)["trim"] == (0.0, 0.0, 148.0, 210.0)
        seen = over(sheet.drawn(0, 200), PAPERS["gelb"]) if sheet.plan.look == "schwarz" else sheet.drawn(0, 200)
        assert codes(seen) == [sheet.plan.address]


def test_a_poster_says_what_for_whom_until_when_and_how_to_answer(paper: Sequence[Sheet]) -> None:
    for sheet in paper:
        read, data = sheet.words(0), sheet.data
        assert sheet.lang == data["lang"]
        ways = [data["institution"], *data["contact"]]
        for said in (*(row["text"] for row in data["rows"]), *ways):
            # On an Arabic sheet a reader copies German words one after the other from the right.
            parts = [said["text"]] if sheet.lang == "de" else re.findall(r"\w+", said["text"])
            if said["dir"] == "ltr":
                assert all(bare(part) in read for part in parts)
        if sheet.lang == "de":
            assert bare(data["shown"]) in read
            assert bare(data["responsible"]["text"]) in read


def test_nothing_touches_the_edge_or_the_next_text(paper: Sequence[Sheet]) -> None:
    for sheet in paper:
        for left, top, right, bottom in sheet.places(0):
            assert left > 7
            assert right < 148 - 7
            assert top > 5
            assert bottom < 210 - 7


def test_the_page_of_a_card_gives_its_poster(tmp_path: Path) -> None:
    output = build_site(good_site(tmp_path), KIEZ_PICTURES=False, KIEZ_KITS=True)

    def given(page: str) -> list[str]:
        html = (output / page / "index.html").read_text("utf-8")
        return re.findall(r'href="/(druck/[^"]+wunschkarte[^"]+\.pdf)"', html)

    posters = given("wunschbrett/jugendclub--laptops")
    assert ["farbe" in posters[0], "schwarz" in posters[1]] == [True, True]
    assert given("wunschbrett/jugendclub--hoffest") == [], "nobody looks for glasses any more"
