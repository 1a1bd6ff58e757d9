"""Sheets are made in jobs: what is one job, and what is said when a job comes to nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.support.paper import desks
from tests.support.sites import contents, good_site, kiez_of, put_file

from kiezgroessen import pool
from kiezgroessen.make.codes import perform_codes
from kiezgroessen.make.crew import Crew
from kiezgroessen.make.jobs import Answer, Work
from kiezgroessen.make.kits import perform_prints, work
from kiezgroessen.make.shop import Shop, keys_of_print
from kiezgroessen.make.store import Store
from kiezgroessen.plan import urls
from kiezgroessen.plan.desk import Desk
from kiezgroessen.plan.kit.needs import need_cards
from kiezgroessen.plan.kit.small import QrPlan
from kiezgroessen.plan.media import plan_cut
from kiezgroessen.plan.prints import PrintFile, PrintPicture, PrintPlan
from kiezgroessen.read.photos import LOST, probe

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
Sheets: TypeAlias = Sequence[tuple[PrintPlan, tuple[tuple[str, PrintFile], ...], str]]
THEME = Path(__file__).parents[1] / "theme"
FAR = f"https://kiez.example/{'weit/' * 400}"


def german(root: Path) -> Desk:
    return next(desk for desk in desks(kiez_of(root)) if desk.lang == "de")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """With a store, and neither layouts nor fonts."""
    return Shop(tmp_path / "print", tmp_path / "fonts", Store(tmp_path / "store"), "digest")


@pytest.fixture
def cards(tmp_path: Path) -> list[PrintPlan]:
    """All wish cards of a small Kiez."""
    return [sheet for sheets in need_cards(german(good_site(tmp_path))).values() for sheet in sheets]


def given(monkeypatch: pytest.MonkeyPatch, answer: object = None) -> list[tuple[Sequence[Sheets], pool.Limits]]:
    """Nothing is set; what would have been set together, with the limits."""
    seen: list[tuple[Sequence[Sheets], pool.Limits]] = []

    def stream(
        _task: object, jobs: Sequence[Work], *, limits: Sequence[pool.Limits], **_more: object
    ) -> Iterator[tuple[int, object]]:
        (same,) = set(limits)
        seen.append(([what for _, what, _ in jobs], same))
        yield from enumerate([answer or Answer()] * len(jobs))

    monkeypatch.setattr(pool, "stream", stream)
    return seen


def test_cards_for_a_board_are_a_job_of_their_own_in_each_look(
    cards: list[PrintPlan], shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = given(monkeypatch)
    perform_prints(cards, shop=shop, folder_out=tmp_path / "out", crew=Crew(2))
    ((jobs, _),) = seen
    assert len(jobs) == len({plan.kit for plan in cards}) == 5
    for sheets in jobs:
        assert len({plan.look for plan, _, _ in sheets}) == 1
        assert len({"druck/kiez-" in plan.files[0].name for plan, _, _ in sheets}) == 1


def test_cards_have_no_preview_that_nobody_looks_at(cards: list[PrintPlan]) -> None:
    assert {file.format for plan in cards for file in plan.files} == {"pdf"}


@pytest.mark.parametrize("cause", ["time", "memory", "death"])
def test_a_job_that_was_given_up_names_the_sheets_and_blames_no_photo(
    cause: pool.Cause, cards: list[PrintPlan], shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, pool.Lost(cause))
    wanted = [plan for plan in cards if plan.kit == "bedarfskarten-de-schwarz"]
    (said,) = perform_prints(wanted, shop=shop, folder_out=tmp_path / "out")
    assert said.message.startswith("Die Blätter ließen sich nicht setzen: ")
    assert said.message.endswith(" (bedarfskarten-de-schwarz).")
    assert "Foto" not in said.message
    assert LOST[cause] not in said.message


def test_sheets_may_take_longer_and_more_memory_than_a_photo(
    cards: list[PrintPlan], shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = given(monkeypatch)
    perform_prints(cards, shop=shop, folder_out=tmp_path / "out")
    limits = seen[0][1]
    assert (limits.processor, limits.wall, limits.memory) == (120, 900, 2_000_000_000)


def test_many_kits_with_the_same_photo_are_not_one_job_without_end(
    cards: list[PrintPlan], shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, _ = probe(good_site(tmp_path / "other") / "profiles/betriebe/mavi/bild.png")
    assert photo is not None
    picture = PrintPicture(plan_cut(photo, tone="ink", aspect=None, focus=(50.0, 50.0)), 100, 100)
    many = [replace(cards[0], kit=f"laden-{number}-de", picture=picture, data=f"{number}") for number in range(20)]
    seen = given(monkeypatch)
    perform_prints(many, shop=shop, folder_out=tmp_path / "out", crew=Crew(2))
    sizes = [len(sheets) for sheets in seen[0][0]]
    assert sum(sizes) == 20
    assert 1 < max(sizes) <= 8, "they share the photo, but not the patience"


def test_an_institution_called_like_the_kiez_gets_its_own_wishes_and_not_everybodys(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, "profiles/einrichtungen/kiez/einrichtung.md", (root / CLUB).read_text("utf-8"))
    sheets = need_cards(german(root))
    own, board = sheets[urls.institution("kiez")], sheets[urls.WISHES]
    assert all("/wunschbrett/kiez--" in line for plan in own for line in (plan.address or "").split("\n"))
    assert any("/wunschbrett/jugendclub--" in (plan.address or "") for plan in board)
    names = [file.name for plan in (*own, *board) for file in plan.files]
    assert len(set(names)) == len(names)
    assert {plan.kit for plan in own}.isdisjoint({plan.kit for plan in board})


def test_an_address_too_long_for_a_code_is_one_problem(shop: Shop, tmp_path: Path) -> None:
    codes = [
        QrPlan(slug, f"{FAR}betriebe/{slug}/", 60.0, slug, (PrintFile("png", f"druck/{slug}.png", 400),))
        for slug in ("mavi", "rad-und-tat")
    ]
    said = perform_codes(codes, shop=shop, folder_out=tmp_path / "out")
    assert {one.message for one in said} == {f"Die Adresse {FAR[:60]}… ist zu lang für einen QR-Code."}
    assert len(set(said)) == 1
    assert "SITEURL" in (said[0].hint or "")
    assert contents(tmp_path / "out") == {}


def test_on_paper_it_is_the_same_problem(cards: list[PrintPlan], tmp_path: Path) -> None:
    shop = Shop.here(THEME, tmp_path / "cache", Store(tmp_path / "store"))
    plan = replace(cards[0], address=FAR)
    (said,) = work(all_of(plan, shop), shop.room, {}).problems
    assert said.message == f"Die Adresse {FAR[:60]}… ist zu lang für einen QR-Code."


def test_a_full_disk_is_not_blamed_on_the_sheets(
    shop: Shop, cards: list[PrintPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __init__(self, *_any: Any) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kiezgroessen.make.prints.Press", Full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        work(all_of(cards[0], shop), shop.room, {})


def all_of(plan: PrintPlan, shop: Shop) -> Sheets:
    """All of a sheet to be made."""
    files, note = keys_of_print(plan, shop.digest)
    return ((plan, tuple((key, file) for file, key in files), note),)
