"""The gate every photo passes: shown only where everyone agreed, for the channel, on that day."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import TODAY, good_site, kiez_of, put_file, read_site, replace_in

from kiezgroessen.model.parts import Channel
from kiezgroessen.problems import Severity

MAVI = "profiles/betriebe/mavi/profil.md"
GIVEN = "    am: 2026-01-15\n"
CHANNELS = "    kanaele: [web, social, presse, druck]\n"
ALL = frozenset(Channel)


def channels(root: Path, day: str) -> frozenset[Channel] | None:
    """Where Mavi's photo may be used on a day; ``None``: nowhere."""
    photos = kiez_of(root, day).businesses["mavi"].photos
    return photos[0].channels if photos else None


@pytest.mark.parametrize(
    ("until", "withdrawn", "day", "shown"),
    [
        ("", "", "2026-01-14", False),  # not begun
        ("", "", "2026-01-15", True),  # first day
        ("", "", "2099-12-31", True),  # no end
        ("2026-06-30", "", "2026-06-29", True),
        ("2026-06-30", "", "2026-06-30", True),  # last day
        ("2026-06-30", "", "2026-07-01", False),  # day after
        ("30.06.2026", "", "2026-07-01", False),
        ("", "2026-06-30", "2026-07-01", False),
        ("", "2026-06-30", "2026-06-30", False),
        ("", "2026-12-31", "2026-06-30", False),  # whoever said no has said no, whatever the date
        ("2027-12-31", "2026-06-30", "2026-07-01", False),
    ],
)
def test_a_photo_is_shown_only_while_consent_lasts(
    tmp_path: Path, until: str, withdrawn: str, day: str, shown: bool
) -> None:
    root = good_site(tmp_path)
    more = (f"    bis: {until}\n" if until else "") + (f"    widerrufen: {withdrawn}\n" if withdrawn else "")
    replace_in(root, MAVI, CHANNELS, CHANNELS + more)
    replace_in(root, MAVI, "seit: 2017-05", "seit: 2017")
    assert (channels(root, day) is not None) is shown


def warnings(root: Path, day: str) -> list[tuple[int | None, str, str | None]]:
    """What is said about Mavi's file on a day: line, message, the way out. All of them only warn."""
    problems = [problem for problem in read_site(root, day).problems if problem.path == MAVI]
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    return [(problem.line, problem.message, problem.hint) for problem in problems]


def line_of(root: Path, text: str) -> int:
    """The number of the only line that has this text."""
    (number,) = [n for n, line in enumerate((root / MAVI).read_text("utf-8").splitlines(), 1) if text in line]
    return number


@pytest.mark.parametrize(
    ("more", "day", "reason", "way_out"),
    [
        ("bis: 2026-06-30", "2026-07-01", "ist am 30.06.2026 abgelaufen: »bild.png« erscheint nicht.", "»bis« neu"),
        ("widerrufen: 2026-06-30", "2026-07-01", "ist zurückgenommen (30.06.2026): »bild.png«", "kann gelöscht"),
        ("widerrufen: 2026-12-31", "2026-07-01", "ist zurückgenommen (31.12.2026): »bild.png«", "kann gelöscht"),
        ("bis: 2026-06-30\n    widerrufen: 2026-05-01", "2026-07-01", "ist zurückgenommen (01.05.2026)", "gelöscht"),
        ("", "2026-01-14", "gilt erst ab 15.01.2026: »bild.png« erscheint noch nicht.", "»am«"),
    ],
)
def test_who_is_kept_back_is_told_why_and_what_can_be_done(
    tmp_path: Path, more: str, day: str, reason: str, way_out: str
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "seit: 2017-05", "seit: 2017")
    replace_in(root, MAVI, CHANNELS, CHANNELS + (f"    {more}\n" if more else ""))
    ((line, message, hint),) = warnings(root, day)
    assert line == line_of(root, "freigabe: derya")
    assert f"Die Freigabe »derya« {reason}" in message
    assert hint is not None
    assert way_out in hint


def test_a_consent_for_other_channels_names_them(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, "    kanaele: [social, druck]\n")
    ((_, message, _),) = warnings(root, TODAY)
    assert "Die Freigabe »derya« gilt nicht für das Web, nur für social, druck: »bild.png« erscheint nicht." in message


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-30", None),  # 31 days
        ("2026-05-31", "endet in 30 Tagen, am 30.06.2026."),
        ("2026-06-22", "endet in 8 Tagen, am 30.06.2026."),
        ("2026-06-23", "endet in nur noch 7 Tagen, am 30.06.2026."),
        ("2026-06-29", "endet morgen, am 30.06.2026."),
        ("2026-06-30", "endet heute."),
    ],
)
def test_the_end_of_a_consent_is_announced(tmp_path: Path, day: str, said: str | None) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    bis: 2026-06-30\n")
    replace_in(root, MAVI, "geprueft: 2026-10-01\n", "")
    told = warnings(root, day)
    if said is None:
        assert told == []
        return
    ((line, message, hint),) = told
    assert line == line_of(root, "bis: 2026-06-30")
    assert f"Die Freigabe »derya« {said} Danach verschwindet »bild.png« von der Website." in message
    assert hint is not None
    assert "noch einmal fragen" in hint


def test_the_end_names_every_photo_that_goes_with_it(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    for name in ("zwei.png", "drei.png"):
        put_file(root, f"profiles/betriebe/mavi/{name}", (root / "profiles/betriebe/mavi/bild.png").read_bytes())
    another = "  - {{datei: {0}, alt: Theke, urheber: Probe, personen: {1}}}\n"
    more = another.format("zwei.png", "ja, freigabe: derya") + another.format("drei.png", "nein")
    replace_in(root, MAVI, "freigaben:\n", f"{more}freigaben:\n")
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    bis: 2026-12-01\n")
    ((_, message, _),) = warnings(root, TODAY)
    assert "Danach verschwinden »bild.png« und »zwei.png« von der Website." in message


def test_the_end_of_a_consent_that_no_photo_needs_is_not_announced(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, CHANNELS + SECOND.replace("2026-06-30", "2026-12-01"))
    assert warnings(root, TODAY) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("[web]", frozenset({Channel.WEB})),
        ("[web, druck]", frozenset({Channel.WEB, Channel.PRINT})),
        ("[web, social, presse, druck]", ALL),
        ("[social, presse, druck]", None),
        ("[druck]", None),
    ],
)
def test_a_photo_is_used_only_in_the_channels_of_its_consent(
    tmp_path: Path, typed: str, expected: frozenset[Channel] | None
) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, CHANNELS, f"    kanaele: {typed}\n")
    assert channels(root, "2026-11-22") == expected


SECOND = """  - kennung: ida
    von: Ida Pohlenz
    beleg: Ordner 1, Blatt 2
    am: 2026-02-01
    kanaele: [web, druck]
    bis: 2026-06-30
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-31", None),  # one has agreed, the other has not yet
        ("2026-02-01", frozenset({Channel.WEB, Channel.PRINT})),  # what both allow
        ("2026-06-30", frozenset({Channel.WEB, Channel.PRINT})),
        ("2026-07-01", None),
    ],
)
def test_everyone_in_a_photo_has_to_agree(tmp_path: Path, day: str, expected: frozenset[Channel] | None) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "freigabe: derya", "freigabe: [derya, ida]")
    replace_in(root, MAVI, CHANNELS, CHANNELS + SECOND)
    assert channels(root, day) == expected
    said = [message.split("»")[1].split("«")[0] for _, message, _ in warnings(root, day) if "erscheint" in message]
    assert said == {"2026-01-31": ["ida"], "2026-07-01": ["ida"]}.get(day, [])


def test_people_without_a_consent_are_not_shown(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "    freigabe: derya\n", "")
    assert channels(root, "2026-11-22") is None
    ((line, message, hint),) = warnings(root, TODAY)
    assert line == line_of(root, "personen: ja")
    assert message.endswith("Auf dem Foto sind Menschen, aber es nennt keine Freigabe: Es erscheint nicht.")
    assert hint == "Es gibt: derya."


@pytest.mark.parametrize("named", ["dery", "[derya, ida]"])
def test_a_consent_that_is_not_there_is_an_error_said_once(tmp_path: Path, named: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "freigabe: derya", f"freigabe: {named}")
    reading = read_site(root)
    assert reading.kiez is None
    assert [problem.message.split(":")[1][:14] for problem in reading.problems] == [" Eine Freigabe"]


def test_a_photo_without_people_needs_no_consent(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "    personen: ja\n    freigabe: derya\n", "    personen: nein\n")
    assert channels(root, "2026-11-22") == ALL


def test_a_consent_that_is_named_counts_even_where_nobody_is_said_to_be_seen(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "personen: ja", "personen: nein")
    assert channels(root, TODAY) == ALL
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n")
    assert channels(root, TODAY) is None


@pytest.mark.parametrize("people", ["nein", "ja, freigabe: ida"])
def test_the_same_picture_twice_follows_the_stricter_answer(tmp_path: Path, people: str) -> None:
    """A copy under another name, said to show nobody, or somebody else: it is the same picture."""
    root = good_site(tmp_path)
    put_file(root, "profiles/betriebe/mavi/kopie.png", (root / "profiles/betriebe/mavi/bild.png").read_bytes())
    more = f"  - {{datei: kopie.png, alt: Theke, urheber: Probe, personen: {people}}}\n"
    replace_in(root, MAVI, "freigaben:\n", f"{more}freigaben:\n")
    replace_in(root, MAVI, CHANNELS, CHANNELS + SECOND.replace("    bis: 2026-06-30\n", ""))
    assert len(kiez_of(root).businesses["mavi"].photos) == 2
    replace_in(root, MAVI, CHANNELS + SECOND[:10], f"{CHANNELS}    widerrufen: 2026-11-01\n" + SECOND[:10])
    assert kiez_of(root).businesses["mavi"].photos == ()
    assert any("Dasselbe Bild steht noch einmal" in message for _, message, _ in warnings(root, TODAY))


LOTSE = "profiles/betriebe/backwerk-lotse"


def with_copy(tmp_path: Path, entry: str) -> Path:
    """The good site, with Mavi's photo in another folder under another name, as if another editor had put it there."""
    root = good_site(tmp_path)
    put_file(root, f"{LOTSE}/kopie.png", (root / "profiles/betriebe/mavi/bild.png").read_bytes())
    photo = f"fotos: [{{datei: kopie.png, alt: Theke, urheber: Probe, {entry}}}]\n"
    replace_in(root, f"{LOTSE}/profil.md", "seit: 2018\n", f"seit: 2018\n{photo}")
    return root


OTHERS = "freigaben: [{kennung: ida, von: Ida, beleg: Ordner 1, am: 2026-01-15, kanaele: [web, social, druck]}]\n"


@pytest.mark.parametrize("entry", ["personen: nein", "personen: ja, freigabe: ida"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n"),
        (CHANNELS, f"{CHANNELS}    bis: 2026-06-30\n"),
        (CHANNELS, "    kanaele: [social, presse]\n"),
        ("    freigabe: derya\n", ""),
    ],
)
def test_who_said_no_in_one_folder_is_not_shown_from_another(tmp_path: Path, entry: str, old: str, new: str) -> None:
    root = with_copy(tmp_path, entry)
    if "ida" in entry:
        replace_in(root, f"{LOTSE}/profil.md", "seit: 2018\n", f"seit: 2018\n{OTHERS}")
    kiez = kiez_of(root)
    assert [len(kiez.businesses[slug].photos) for slug in ("mavi", "backwerk-lotse")] == [1, 1]
    replace_in(root, MAVI, old, new)
    reading = read_site(root)
    assert reading.kiez is not None
    assert [reading.kiez.businesses[slug].photos for slug in ("mavi", "backwerk-lotse")] == [(), ()]
    (said,) = [one for one in reading.problems if one.path == f"{LOTSE}/profil.md"]
    assert said.severity is Severity.WARNING
    assert said.message.endswith(
        "Dasselbe Bild ist auch profiles/betriebe/mavi/bild.png und darf dort nicht erscheinen: Es erscheint nirgends."
    )
    assert "datei: kopie.png" in (said.shown or "")


@pytest.mark.parametrize("status", ["entwurf", "ruht"])
def test_a_no_counts_from_the_day_it_stands_in_a_draft(tmp_path: Path, status: str) -> None:
    root = with_copy(tmp_path, "personen: nein")
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n")
    replace_in(root, MAVI, "\ngewerbe:", f"\nstatus: {status}\ngewerbe:")
    assert kiez_of(root).businesses["backwerk-lotse"].photos == ()


def test_a_copy_is_used_for_no_more_than_the_picture_is(tmp_path: Path) -> None:
    root = with_copy(tmp_path, "personen: nein")
    replace_in(root, MAVI, CHANNELS, "    kanaele: [web, druck]\n")
    (photo,) = kiez_of(root).businesses["backwerk-lotse"].photos
    assert photo.channels == {Channel.WEB, Channel.PRINT}
    (said,) = [one for one in read_site(root).problems if one.path == f"{LOTSE}/profil.md"]
    assert said.message.endswith(
        "Dasselbe Bild ist auch profiles/betriebe/mavi/bild.png, dort nicht für presse, social: Das gilt auch hier."
    )


def test_another_picture_of_the_same_name_is_another_picture(tmp_path: Path) -> None:
    root = with_copy(tmp_path, "personen: nein")
    put_file(root, f"{LOTSE}/kopie.png", (root / f"{LOTSE}/kopie.png").read_bytes() + b"another")
    replace_in(root, MAVI, CHANNELS, f"{CHANNELS}    widerrufen: 2026-11-01\n")
    assert len(kiez_of(root).businesses["backwerk-lotse"].photos) == 1


def test_without_its_photo_the_business_is_still_there(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, GIVEN, "    am: 2026-12-24\n")
    kiez = kiez_of(root)
    assert kiez.businesses["mavi"].photos == ()
    assert "mavi" in [node.slug for node in kiez.active]
