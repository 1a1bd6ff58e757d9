"""The Kiez on one day: who is shown, what belongs together, what state everything is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, kiez_of, put_file, read_site, replace_in

from kiezgroessen.link.kiez import ActionState, CampaignState, WishState

MAVI = "profiles/betriebe/mavi/profil.md"
LOTSE = "profiles/betriebe/backwerk-lotse/profil.md"
FEST = "profiles/aktionen/2026-05-hoffest/aktion.md"
COOKIES = "profiles/aktionen/2026-12-plaetzchen/aktion.md"
CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
CALL = "content/kampagnen/mitmachen/kampagne.md"
NEWS = "content/meldungen/2026-06-01-so-war-das-hoffest.md"


# Back-links


def test_partners_know_of_each_other(tmp_path: Path) -> None:
    kiez = kiez_of(good_site(tmp_path))
    mavi, club, fest = kiez.businesses["mavi"], kiez.institutions["jugendclub"], kiez.actions["2026-05-hoffest"]
    assert mavi.actions == ("2026-05-hoffest",)
    assert mavi.campaigns == ("mitmachen",)
    assert mavi.news == ("2026-06-01-so-war-das-hoffest",)
    assert club.actions == ("2026-05-hoffest",)
    assert fest.businesses == ("mavi", "backwerk-lotse")
    assert fest.institutions == ("jugendclub",)
    assert fest.offers == (("mavi", "teeglaeser"),)
    assert fest.wishes == (("jugendclub", "hoffest"),)
    assert {wish.id: wish.actions for wish in club.wishes} == {"laptops": (), "hoffest": ("2026-05-hoffest",)}


def test_the_latest_action_comes_first(tmp_path: Path) -> None:
    actions = kiez_of(good_site(tmp_path)).businesses["backwerk-lotse"].actions
    assert actions == ("2026-12-plaetzchen", "2026-05-hoffest")


def test_whoever_is_named_twice_is_linked_once(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, FEST, "betriebe: [mavi, backwerk-lotse]", "betriebe: [mavi, mavi, backwerk-lotse, mavi]")
    kiez = kiez_of(root)
    assert kiez.actions["2026-05-hoffest"].businesses == ("mavi", "backwerk-lotse")
    assert kiez.businesses["mavi"].actions == ("2026-05-hoffest",)


# What shows on a date


@pytest.mark.parametrize(
    ("typed", "day", "shown", "active"),
    [
        ("status: entwurf", "2026-11-22", False, False),
        ("status: ruht", "2026-11-22", False, False),
        ("status: veroeffentlicht", "2026-11-22", True, True),
        ("seit: 2026-11-23", "2026-11-22", False, False),
        ("seit: 2026-11-22", "2026-11-22", True, True),
        ("seit: 2026-12", "2026-11-30", False, False),
        ("seit: 2026-12", "2026-12-01", True, True),
        ("ende: 2026-11-23", "2026-11-22", True, True),
        ("ende: 2026-11-22", "2026-11-22", True, False),
        ("ende: 2026-11-21", "2026-11-22", True, False),
    ],
)
def test_when_a_business_shows(tmp_path: Path, typed: str, day: str, shown: bool, active: bool) -> None:
    root = good_site(tmp_path)
    replace_in(root, LOTSE, "seit: 2018", typed)
    kiez = kiez_of(root, day)
    assert ("backwerk-lotse" in kiez.businesses) is shown
    assert ("backwerk-lotse" in [node.slug for node in kiez.active]) is active
    assert ("backwerk-lotse" in kiez.actions["2026-05-hoffest"].businesses) is shown


def test_nobody_links_to_a_hidden_business(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "seit: 2017-05", "status: ruht")
    kiez = kiez_of(root)
    fest = kiez.actions["2026-05-hoffest"]
    assert "mavi" not in kiez.businesses
    assert fest.businesses == ("backwerk-lotse",)
    assert fest.offers == ()
    assert kiez.campaigns["mitmachen"].businesses == ()
    assert all(node.businesses == () for node in kiez.news.values())


def test_nobody_links_to_a_hidden_institution(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, "traeger:", "status: entwurf\ntraeger:")
    kiez = kiez_of(root)
    assert list(kiez.institutions) == ["kita-krabbe"]
    assert kiez.actions["2026-05-hoffest"].institutions == ()
    assert kiez.actions["2026-05-hoffest"].wishes == ()
    assert [wish.id for wish in kiez.wishes] == ["zaehne"]
    assert kiez.wish("jugendclub", "laptops") is None


@pytest.mark.parametrize(
    ("typed", "day", "shown"),
    [
        ("datum: 2026-06-01", "2026-05-31", False),
        ("datum: 2026-06-01", "2026-06-01", True),
        ("datum: 2026-06-01\nstatus: entwurf", "2026-11-22", False),
        ("datum: 2026-06-01\nstatus: ruht", "2026-11-22", False),
    ],
)
def test_when_news_shows(tmp_path: Path, typed: str, day: str, shown: bool) -> None:
    root = good_site(tmp_path)
    replace_in(root, NEWS, "datum: 2026-06-01", typed)
    kiez = kiez_of(root, day)
    assert bool(kiez.news) is shown
    assert bool(kiez.businesses["mavi"].news) is shown


def test_the_newest_news_comes_first(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    for day in ("2026-07-01", "2026-05-01", "2026-11-22"):
        text = f"---\ntitel: Neues\ndatum: {day}\nkurz: Ein Satz.\n---\nText.\n"
        put_file(root, f"content/meldungen/{day}-neues.md", text)
    assert [slug[:10] for slug in kiez_of(root).news] == ["2026-11-22", "2026-07-01", "2026-06-01", "2026-05-01"]


@pytest.mark.parametrize("status", ["entwurf", "ruht"])
def test_pages_and_campaigns_can_be_drafts(tmp_path: Path, status: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/seiten/barrierefreiheit.md", "kurz:", f"status: {status}\nkurz:")
    replace_in(root, CALL, "art: aufruf", f"art: aufruf\nstatus: {status}")
    kiez = kiez_of(root)
    assert set(kiez.pages) == {"impressum", "datenschutz"}
    assert dict(kiez.campaigns) == {}
    assert kiez.call is None
    assert kiez.businesses["mavi"].campaigns == ()


def test_a_draft_of_an_action_is_nowhere(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, COOKIES, "status: vereinbart", "status: entwurf")
    kiez = kiez_of(root)
    assert "2026-12-plaetzchen" not in kiez.actions
    assert kiez.businesses["backwerk-lotse"].actions == ("2026-05-hoffest",)
    assert kiez.institutions["kita-krabbe"].actions == ("2026-10-lesestunde",)


# States


@pytest.mark.parametrize(
    ("status", "until", "day", "state"),
    [
        ("", "2027-01-31", "2027-01-30", WishState.OPEN),
        ("", "2027-01-31", "2027-01-31", WishState.OPEN),
        ("", "2027-01-31", "2027-02-01", WishState.LAPSED),
        ("status: vereinbart", "2027-01-31", "2027-02-01", WishState.AGREED),
        ("status: offen", "2027-01-31", "2027-02-01", WishState.LAPSED),
    ],
)
def test_the_state_of_a_wish(tmp_path: Path, status: str, until: str, day: str, state: WishState) -> None:
    root = good_site(tmp_path)
    replace_in(root, CLUB, "    bis: 2027-01-31", f"    bis: {until}" + (f"\n    {status}" if status else ""))
    wish = kiez_of(root, day).wish("jugendclub", "laptops")
    assert wish is not None
    assert wish.state is state


def test_a_wish_without_end_does_not_lapse(tmp_path: Path) -> None:
    wish = kiez_of(good_site(tmp_path), "2099-01-01").wish("kita-krabbe", "zaehne")
    assert wish is not None
    assert wish.state is WishState.OPEN


OVERDUE = "status: Der Termin ist vorbei: erledigt oder nicht-zustande-gekommen?"


@pytest.mark.parametrize(
    ("status", "day", "state", "said"),
    [
        ("geplant", "2026-12-06", ActionState.PLANNED, []),
        ("vereinbart", "2026-12-06", ActionState.AGREED, []),
        ("vereinbart", "2026-12-07", ActionState.UNCLEAR, [OVERDUE]),
        ("geplant", "2026-12-07", ActionState.UNCLEAR, [OVERDUE]),
        ("erledigt", "2026-12-07", ActionState.DONE, []),
        ("nicht-zustande-gekommen", "2026-12-07", ActionState.FALLEN_THROUGH, []),
    ],
)
def test_the_state_of_an_action(tmp_path: Path, status: str, day: str, state: ActionState, said: list[str]) -> None:
    root = good_site(tmp_path)
    replace_in(root, COOKIES, "status: vereinbart", f"status: {status}")
    reading = read_site(root, day)
    assert reading.kiez is not None
    node = reading.kiez.actions["2026-12-plaetzchen"]
    assert node.state is state
    assert (str(node.first), str(node.last)) == ("2026-12-05", "2026-12-06")
    assert [problem.message for problem in reading.problems if problem.path == COOKIES] == said


@pytest.mark.parametrize(("day", "done"), [("2026-12-04", False), ("2026-12-05", True)])
def test_what_is_done_on_a_day_ahead_is_agreed_until_then(tmp_path: Path, day: str, done: bool) -> None:
    root = good_site(tmp_path)
    told = "gegeben: Hundert Plätzchen.\nzahlen: {stueck: 100}\nzitate: [{text: Lecker.}]"
    replace_in(root, COOKIES, "status: vereinbart", f"status: erledigt\n{told}")
    reading = read_site(root, day)
    assert reading.kiez is not None
    node = reading.kiez.actions["2026-12-plaetzchen"]
    assert node.state is (ActionState.DONE if done else ActionState.AGREED)
    assert node.slug in reading.kiez.businesses["backwerk-lotse"].actions
    record, body = node.text.record, node.text.source.body.value
    assert [bool(one) for one in (record.given, record.numbers, record.quotes, body)] == [done] * 4
    said = [f"{problem.message} {problem.hint}" for problem in reading.problems if problem.path == COOKIES]
    early = "status: Die Aktion liegt in der Zukunft. Bis dahin gilt sie als vereinbart, ihr Ergebnis fehlt."
    assert said == ([] if done else [f"{early} Stimmt das Datum?"])


def test_what_will_not_happen_is_known_before_its_day(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, COOKIES, "status: vereinbart", "status: nicht-zustande-gekommen")
    reading = read_site(root, "2026-11-22")
    assert reading.kiez is not None
    assert reading.kiez.actions["2026-12-plaetzchen"].state is ActionState.FALLEN_THROUGH
    assert not reading.problems


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-09-30", CampaignState.BEFORE),
        ("2026-10-01", CampaignState.DURING),
        ("2027-03-31", CampaignState.DURING),
        ("2027-04-01", CampaignState.AFTER),
    ],
)
def test_a_campaign_switches_by_itself(tmp_path: Path, day: str, state: CampaignState) -> None:
    root = good_site(tmp_path)
    replace_in(root, COOKIES, "status: vereinbart", "status: erledigt")
    assert kiez_of(root, day).campaigns["mitmachen"].state is state


@pytest.mark.parametrize(
    ("day", "call"), [("2026-09-30", "herbst"), ("2026-10-01", "mitmachen"), ("2027-05-01", "fruehling")]
)
def test_the_open_call_is_the_running_one_else_the_next(tmp_path: Path, day: str, call: str) -> None:
    root = good_site(tmp_path)
    text = (root / CALL).read_text("utf-8")
    for slug, first, last in (("herbst", "2026-09-01", "2026-09-30"), ("fruehling", "2027-05-10", "2027-06-01")):
        more = text.replace("von: 2026-10-01\nbis: 2027-03-31\n", f"von: {first}\nbis: {last}\n", 1)
        put_file(root, f"content/kampagnen/{slug}/kampagne.md", more)
    found = kiez_of(root, day).call
    assert found is not None
    assert found.slug == call


def test_two_days_of_the_same_site_do_not_disturb_each_other(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    before = kiez_of(root, "2026-11-22")
    kiez_of(root, "2030-01-01")
    assert kiez_of(root, "2026-11-22") == before
