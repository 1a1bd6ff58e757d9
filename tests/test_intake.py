"""`tasks.py intake`: whatever arrives becomes a draft that says what was meant, or a clear sentence."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sites import TODAY, build_site, contents, good_site, read_site, replace_in, report, untouched

from kiezgroessen.dates import parse_day
from kiezgroessen.model.records import Business
from kiezgroessen.model.unfinished import FILL_IN
from kiezgroessen.model.validate import Model, build
from kiezgroessen.problems import as_text, has_errors
from kiezgroessen.read.applications import END, KEYS, MARK, Application, applications
from kiezgroessen.read.document import Document
from kiezgroessen.read.header import split
from kiezgroessen.read.mails import APART_BYTES, UnreadableError, read_letter
from kiezgroessen.read.text import decode
from kiezgroessen.read.yamltree import parse
from kiezgroessen.shell import intake
from kiezgroessen.shell.drafts import Draft, draft_of
from kiezgroessen.shell.new import template, vocabulary_of

HOUSE = Path(__file__).parent.parent
CORPORA = HOUSE.parent / "shared/corpora/text"
DAY = parse_day(TODAY).first
SLUG = "baeckerei-nour"
PROFILE = f"profiles/betriebe/{SLUG}/profil.md"
VALUES = {
    "Betrieb": "Bäckerei Nour",
    "Gewerbe": "Bäckerei",
    "Straße": "Probestraße 9, 10000 Berlin",
    "Name": "Amal Haddad",
    "Telefon": "030 23125 777",
    "E-Mail": "amal@nour.example",
    "Sprachen": "de, ar",
    "Wunschkarten": "jugendclub/laptops, jugendclub/hoffest",
    "Art": "sachspende",
    "Angebot": "Zwei Kisten Brot",
    "Menge": "jeden Freitag",
    "Nachricht": "Bitte nach 14 Uhr anrufen.\n\nName: steht an der Klingel.",
}
PRIVATE = ("Amal", "Haddad", "23125 777", "amal@nour", "14 Uhr", "Klingel")
Send = Callable[..., tuple[int, str]]


def typed(values: dict[str, str] = VALUES, greeting: str = "Guten Tag,\nich möchte mitmachen.\n\n") -> str:
    return greeting + "\n".join([MARK, *(f"{key}: {values.get(key, '')}" for key in KEYS), END, ""])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return good_site(tmp_path)


@pytest.fixture
def send(site: Path, capsys: pytest.CaptureFixture[str]) -> Send:
    def run(what: str | bytes, *, folder: str = "", name: str = "-") -> tuple[int, str]:
        capsys.readouterr()
        data = what.encode() if isinstance(what, str) else what
        code = intake.main(name, folder=folder, date=TODAY, root=site, start=site, pasted=io.BytesIO(data))
        return code, capsys.readouterr().out

    return run


def draft(site: Path, slug: str = SLUG) -> Business:
    model, _ = build(read_site(site).documents)
    return model.businesses[slug].record


def test_an_application_becomes_a_draft_that_is_right_as_it_stands(site: Path, send: Send) -> None:
    before = report(site)
    code, said = send(typed())
    assert code == 0
    assert f"Angelegt: {PROFILE}" in said
    made = draft(site)
    assert (made.name.value, made.trade, made.languages, made.status) == (
        "Bäckerei Nour",
        "baeckerei",
        ("de", "ar"),
        "entwurf",
    )
    assert made.address is not None
    assert (made.address.street.value, made.address.postcode) == ("Probestraße 9", "10000")
    (offer,) = made.offers
    assert (offer.kind, offer.text.value) == ("sachspende", "Zwei Kisten Brot")
    assert offer.amount is not None
    assert offer.amount.value == "jeden Freitag"
    assert report(site) == before, "the draft itself is no reason to complain"


def test_who_wrote_is_told_and_kept_but_never_in_the_profile(site: Path, send: Send) -> None:
    _, said = send(typed())
    profile = (site / PROFILE).read_text("utf-8")
    kept = site / f"bewerbungen/{TODAY}-{SLUG}.txt"
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600, "nobody else on this computer reads it"
    notes = kept.read_text("utf-8")
    for word in PRIVATE:
        assert word in said
        assert word in notes
        assert word not in profile
    assert "bewerbungen/" in (HOUSE / ".gitignore").read_text("utf-8").splitlines()
    made = draft(site)
    assert (made.contact, made.owners, made.photos, made.consents) == (None, (), (), ())
    for word in ("Freigabe", "Foto", "inhaber", "gelesen"):
        assert word in said.partition("Noch zu fragen")[2], "consent and the like are still open"


def test_nothing_is_published_by_it(site: Path, send: Send, tmp_path: Path) -> None:
    before = contents(build_site(site, tmp_path / "vorher"))
    assert send(typed(VALUES | {"Betrieb": "Bäckerei Nour ☕ مخبز"}), folder="nour")[0] == 0
    assert contents(build_site(site, tmp_path / "nachher")) == before


def test_chosen_wish_cards_are_named_with_whom_to_call(site: Path, send: Send) -> None:
    replace_in(site, "profiles/einrichtungen/jugendclub/einrichtung.md", "bis: 2027-01-31", "bis: 2026-01-31")
    _, said = send(typed(VALUES | {"Wunschkarten": "jugendclub/laptops, jugendclub/hoffest, kita/gibt-es-nicht"}))
    said = " ".join(said.split())
    assert (
        "Zehn gebrauchte Laptops – Jugendclub Luke, 030 23125 301, luke@probe.example (jugendclub/laptops; Frist"
        in said
    )
    assert "Gläser für das Hoffest – Jugendclub Luke" in said
    assert "»kita/gibt-es-nicht«: Diese Karte gibt es nicht" in said


def test_what_is_missing_is_said_and_left_open_in_the_draft(site: Path, send: Send) -> None:
    code, said = send(typed({"Betrieb": "Bäckerei Nour", "Name": "Amal", "Wunschkarten": "jugendclub/laptops"}))
    assert code == 0
    for word in ("Weder Telefon noch E-Mail", "Angebot: fehlt", "Gewerbe: fehlt", "Straße und Hausnummer fehlen"):
        assert word in said
    made = draft(site)
    assert (made.trade, made.offers[0].kind, made.offers[0].text.value) == (FILL_IN, "sachspende", FILL_IN)
    replace_in(site, PROFILE, "\nstatus: entwurf", "")
    assert "gewerbe: ist noch nicht ausgefüllt" in report(site), "nobody publishes it by accident"


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("Straße", "Weg\x00 1", "Straße: enthält ein unsichtbares Zeichen, U+0000 (Nullbyte)."),
        ("Straße", "Weg \u202e1", "Straße: enthält ein Zeichen, das die Schreibrichtung umdreht."),
        ("Straße", "x" * 121, "Straße: ist 1 Zeichen zu lang (höchstens 120)."),
        ("Angebot", "B" * 5000, "Angebot: ist 4880 Zeichen zu lang"),
        ("Angebot", "Z" + "\u0301" * 40, "Angebot: hat mehr als 3 Zeichen über oder unter einem Buchstaben."),
        ("Telefon", "ruf an", "Telefon: »ruf an« ist keine Telefonnummer."),
        ("E-Mail", "amal(at)nour", "E-Mail: »amal(at)nour« ist keine E-Mail-Adresse."),
        ("Sprachen", "de, klingonisch!", "Sprachen: »klingonisch!« ist kein Sprachkürzel"),
        ("Gewerbe", "Weltraumbahnhof", "Gewerbe: »Weltraumbahnhof« steht nicht in kiez.yaml."),
    ],
)
def test_what_does_not_fit_is_named_and_stays_out(site: Path, send: Send, key: str, value: str, complaint: str) -> None:
    code, said = send(typed(VALUES | {key: value}))
    assert code == 0
    assert complaint in " ".join(said.partition("Was fehlt oder nicht stimmt")[2].split())
    assert value not in (site / PROFILE).read_text("utf-8")
    assert not has_errors(read_site(site).problems)


def test_a_letter_with_questions_in_another_language_is_understood(send: Send, site: Path) -> None:
    code, said = send(
        "Merhaba, işletmem katılmak istiyor.\nGuten Tag, mein Betrieb möchte mitmachen.\n\n"
        "Betrieb / İşletmenin adı: Bäckerei Nour\nStraße / Sokak ve numara: \n\n Probestraße 9\n"
        "\u200fTelefon / الهاتف: 030 23125 777\nSprachen / İşletmede konuşulan diller: Türkçe, العربية ve\n"
        "Wunschkarten / Hangi dilek kartları uygun?: Zehn gebrauchte Laptop\nAngebot / Ne verebilir?: Ekmek\n"
        "Nachricht / Başka ne önemli?: Betrieb: ist egal\nMenge / Ne sıklıkta?:\n-- \nTelefonumdan gönderildi\n"
    )
    assert code == 0
    made = draft(site)
    assert made.address is not None
    assert (made.name.value, made.address.street.value) == ("Bäckerei Nour", "Probestraße 9")
    assert (made.languages, made.offers[0].text.value) == (("tr",), "Ekmek")
    assert made.offers[0].amount is None
    said = " ".join(said.split())
    assert "Vielleicht gemeint: Zehn gebrauchte Laptops (jugendclub/laptops)" in said
    assert "Telefon: 030 23125 777" in said


def test_the_mark_above_questions_in_two_languages_hides_nothing(send: Send, site: Path) -> None:
    code, said = send(f"{MARK}\nBetrieb / İşletmenin adı: Bäckerei Nour\nAngebot / Ne verebilir?: Ekmek\n{END}\n")
    assert (code, draft(site).offers[0].text.value) == (0, "Ekmek"), said


@pytest.mark.parametrize("marked", [True, False])
def test_a_telephone_and_an_address_as_keyboards_and_mail_programs_write_them(send: Send, *, marked: bool) -> None:
    ways = {"Telefon": "٠٣٠ ٢٣١٢٥ ۷۷۷", "E-Mail": "<mailto:amal@nour.example>"}
    text = typed(VALUES | ways)
    _, said = send(text if marked else text.replace(MARK, ""))
    assert "Telefon: 030 23125 777" in said
    assert "E-Mail: amal@nour.example" in said
    assert "keine Telefonnummer" not in said
    assert "keine E-Mail-Adresse" not in said


def test_the_nearest_card_is_named_and_nothing_is_said_twice(send: Send) -> None:
    wrong = {"Wunschkarten": "jugendclub/laptop", "Straße": "Weg \x00 1, 10000 Be\x00rlin"}
    _, said = send(typed(VALUES | wrong))
    assert "(jugendclub/laptops)" in said
    assert said.count("Straße: enthält ein unsichtbares Zeichen") == 1


def test_languages_and_trades_may_be_said_in_german(site: Path, send: Send) -> None:
    send(typed(VALUES | {"Sprachen": "Deutsch, Türkisch und arabisch", "Gewerbe": "fahrradwerkstatt"}))
    assert (draft(site).languages, draft(site).trade) == (("de", "tr", "ar"), "fahrradwerkstatt")


@pytest.mark.parametrize("values", [{}, {"Betrieb": " "}, {"Betrieb": "B\x00ad"}, {"Betrieb": "N" * 81}])
def test_without_a_usable_name_nothing_is_written(send: Send, site: Path, values: dict[str, str]) -> None:
    with untouched(site):
        code, said = send(typed(VALUES | {"Betrieb": ""} | values))
    assert code == 1
    assert "Es wurde nichts angelegt." in said
    assert "Betrieb" in said


def test_a_name_in_other_letters_needs_a_folder_of_somebodys_choice(send: Send, site: Path) -> None:
    arabic = typed(VALUES | {"Betrieb": "مخبز النور"})
    with untouched(site):
        code, said = send(arabic)
    assert (code, "--folder" in said) == (1, True)
    assert send(arabic, folder="nour")[0] == 0
    assert draft(site, "nour").name.value == "مخبز النور"
    for bad in ("../nour", "Nour", "a/b", "con"):
        with untouched(site):
            assert send(arabic, folder=bad)[0] == 1


def test_a_folder_that_exists_is_never_touched(send: Send, site: Path) -> None:
    mavi = site / "profiles/betriebe/mavi"
    with untouched(mavi):
        code, said = send(typed(VALUES | {"Betrieb": "Mavi"}))
    assert code == 1
    assert "profiles/betriebe/mavi/ gibt es schon" in said
    assert "--folder mavi-2" in said
    assert "Angebot: Zwei Kisten Brot" in said
    assert "Noch zu fragen" not in said, "the profile tells it already"
    assert "Zwei Kisten Brot" in (site / f"bewerbungen/{TODAY}-mavi.txt").read_text("utf-8"), "nothing is lost"
    assert send(typed(VALUES | {"Betrieb": "Mavi"}), folder="mavi-2")[0] == 0
    assert draft(site, "mavi-2").name.value == "Mavi"


def test_without_a_name_all_that_was_written_is_shown(send: Send) -> None:
    code, said = send(typed({key: value for key, value in VALUES.items() if key != "Betrieb"}))
    assert (code, "Zwei Kisten Brot" in said) == (1, True)


def test_names_that_the_house_needs_itself_get_a_word_more(send: Send, site: Path) -> None:
    assert send(typed(VALUES | {"Betrieb": "Gewerbe"}))[0] == 0
    assert draft(site, "gewerbe-kiez").name.value == "Gewerbe"
    assert not has_errors(read_site(site).problems)


def test_of_very_many_in_one_mail_the_first_become_drafts_and_the_rest_is_told(send: Send, site: Path) -> None:
    before = set(contents(site))
    code, said = send("\n\n".join(typed(VALUES | {"Betrieb": f"Laden {number}"}) for number in range(50)))
    assert code == 1
    assert "höchstens 3 Entwürfe" in said
    made = {name for name in contents(site) if name not in before and name.startswith("profiles/")}
    assert made == {f"profiles/betriebe/laden-{number}/profil.md" for number in range(3)}
    assert len({name for name in contents(site) if name.startswith("bewerbungen/")}) == 3


def test_three_in_one_mail_are_taken_without_a_word_about_it(send: Send) -> None:
    code, said = send("\n\n".join(typed(VALUES | {"Betrieb": f"Laden {number}"}) for number in range(3)))
    assert (code, "höchstens" in said) == (0, False)


def test_several_in_one_file_each_become_a_draft_once(send: Send, site: Path) -> None:
    two = typed() + "\n\n" + typed(VALUES | {"Betrieb": "Café Zwei"})
    assert send(two + two)[0] == 0
    assert draft(site).name.value == "Bäckerei Nour"
    assert draft(site, "cafe-zwei").name.value == "Café Zwei"
    assert len(list((site / "bewerbungen").iterdir())) == 2


def test_the_same_again_keeps_one_note_and_another_one_beside_it(send: Send, site: Path) -> None:
    send(typed())
    send(typed())
    assert len(list((site / "bewerbungen").iterdir())) == 1
    send(typed(VALUES | {"Menge": "täglich"}))
    assert len(list((site / "bewerbungen").iterdir())) == 2


def test_free_text_gives_what_can_be_recognised_and_shows_the_rest(send: Send, site: Path) -> None:
    code, said = send(
        "Hallo,\nLADEN: Bäckerei Nour\nStrasse: Probestraße 9\nSie erreichen mich unter 0176 / 2312 5777 "
        "oder amal@nour.example.\nWir haben abends Brot übrig."
    )
    assert code == 0
    assert "Der Text kommt nicht aus dem Formular" in said
    assert "  - Telefon: 0176 / 2312 5777\n  - E-Mail: amal@nour.example\n" in said
    assert "  | Wir haben abends Brot übrig.\n" in said
    address = draft(site).address
    assert address is not None
    assert address.street.value == "Probestraße 9"
    with untouched(site):
        code, said = send("Hallo, wir machen gern mit! 030 23125 777")
    assert code == 1
    assert "Es fehlt, wie der Betrieb heißt." in said
    assert "Telefon: 030 23125 777" in said


# How the same application arrives.


def plain(text: str, charset: str, cte: str, **more: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Amal Haddad <amal@nour.example>"
    mail["Subject"] = "Bewerbung: Bäckerei Nour " + "mit einem langen Betreff " * 9
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail.set_content(text, charset=charset, cte=cte, params=more or None)
    return mail.as_bytes()


def lying(text: str, told: str, true: str) -> bytes:
    return (
        f"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;\r\n\tcharset={told}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + text.replace("\n", "\r\n").encode(true)


def html_only(text: str) -> bytes:
    mail = EmailMessage()
    lines = "</div>\n<div>".join(line.replace("&", "&amp;").replace("ü", "&uuml;") for line in text.split("\n"))
    mail.set_content(f"<html><head><style>p {{}}</style></head><body><div>{lines}</div></body></html>", subtype="html")
    mail["From"] = "a@b.example"
    return mail.as_bytes()


def with_file(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content(typed(VALUES | {"Betrieb": "Falsch", "Angebot": "Antworten hängen an"}))
    mail.add_attachment(b"\xff\xd8\xff\x00" * 99, maintype="image", subtype="jpeg", filename="../../laden.jpg")
    mail.add_attachment(text.encode(), maintype="application", subtype="octet-stream", filename="bewerbung-nour.TXT")
    return mail.as_bytes()


def nested(text: str) -> bytes:
    inner = MIMEMultipart("alternative")
    inner.attach(MIMEText(text, "plain", "iso-8859-15"))
    inner.attach(MIMEText("<p>Siehe Text</p>", "html"))
    for _ in range(8):
        outer = MIMEMultipart("mixed")
        outer.attach(inner)
        inner = outer
    inner["From"] = "a@b.example"
    return inner.as_bytes()


def wrapped(text: str) -> str:
    return text.replace("Zwei Kisten Brot", "Zwei\n  Kisten\nBrot").replace(
        "jugendclub/hoffest", "\njugendclub/hoffest"
    )


def answered(text: str) -> str:
    return "Am Montag schrieb A.:\n" + "\n".join(f"> > {line}".rstrip() for line in text.split("\n")) + "\n> Danke!\n"


ARRIVALS = {
    "file": typed().encode(),
    "crlf": typed().replace("\n", "\r\n").encode("utf-8-sig"),
    "mac": typed().replace("\n", "\r").encode(),
    "utf-16": typed().encode("utf-16"),
    "windows-1252": typed().encode("cp1252"),
    "two signs for one letter": unicodedata.normalize("NFD", typed()).encode(),
    "mark in capitals": typed().replace(MARK, "Kiezgroessen-Bewerbung 1 ").replace("Straße:", "STRASSE :").encode(),
    "quoted-printable": plain(typed(), "utf-8", "quoted-printable"),
    "base64": plain(typed(), "utf-8", "base64"),
    "latin-1": plain(typed(), "iso-8859-1", "quoted-printable"),
    "says latin-1, is utf-8": lying(typed(), "iso-8859-1", "utf-8"),
    "says utf-8, is windows-1252": lying(typed(), "utf-8", "cp1252"),
    "says nonsense": lying(typed(), "x-nichts", "cp1252"),
    "says it is no text": lying(typed(), "zlib", "utf-8"),
    "html only": html_only(typed()),
    "attached": with_file(typed()),
    "nested": nested(typed()),
    "wrapped": plain(wrapped(typed()), "utf-8", "8bit"),
    "answered": plain(answered(typed()), "utf-8", "8bit"),
}


@pytest.mark.parametrize("way", ARRIVALS)
def test_however_it_arrives_the_same_is_understood(way: str) -> None:
    (found,) = applications(read_letter(ARRIVALS[way]))
    expected = {key: unicodedata.normalize("NFC", value) for key, value in VALUES.items()}
    values = {key: unicodedata.normalize("NFC", value) for key, value in found.values.items()}
    if way == "wrapped":
        values["Angebot"] = " ".join(values["Angebot"].split())
    assert values == expected


def test_a_flowed_message_gets_its_lines_back() -> None:
    text = typed(VALUES | {"Nachricht": "Dies ist eine lange \nZeile, die weitergeht.\n\n Noch eine.\n"})
    (found,) = applications(read_letter(plain(text, "utf-8", "8bit", format="flowed")))
    assert found.values["Nachricht"] == "Dies ist eine lange Zeile, die weitergeht.\n\nNoch eine."
    assert "Telefon" in found.values


def test_the_sender_and_the_folded_subject_are_told(send: Send) -> None:
    _, said = send(ARRIVALS["base64"])
    assert "Absender: Amal Haddad <amal@nour.example>" in said
    assert "Betreff: Bewerbung: Bäckerei Nour mit einem langen Betreff" in said
    _, said = send(ARRIVALS["attached"], folder="zwei")
    assert "Angehängt: ../../laden.jpg, bewerbung-nour.TXT." in said


def test_what_a_mail_program_signs_with_is_no_message(send: Send) -> None:
    text = typed(VALUES | {"Nachricht": "Bis bald!"}).removesuffix(f"{END}\n")
    _, said = send(f"{text}-- \nGesendet mit der Mail-App\n")
    assert ("Bis bald!" in said, "Mail-App" in said) == (True, False)


def test_the_last_line_of_the_format_ends_it() -> None:
    text = typed(VALUES | {"Nachricht": f"Am\n{END}\nwird alles gut."}) + "-- \nGesendet vom Telefon\n"
    (found,) = applications(read_letter(text.encode()))
    assert found.values["Nachricht"] == f"Am\n{END}\nwird alles gut."


def test_what_was_cut_off_is_still_read() -> None:
    (found,) = applications(read_letter(typed().partition("Sprachen")[0].encode()))
    assert list(found.values) == ["Betrieb", "Gewerbe", "Straße", "Name", "Telefon", "E-Mail"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x" * 10_000_000, "Der Text ist 10 MB lang, gelesen wird höchstens 1 MB."),
        (plain("x" * 10_000_000, "utf-8", "base64"), "Der Text ist 10 MB lang"),
        (b"x" * 30_000_001, "gelesen werden höchstens 30 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "Outlook"),
        (b"%PDF-1.7", "ein PDF"),
        (b"", "Darin steht kein Text"),
        (b"From: a@b.example\n\n", "Darin steht kein Text"),
        (b"From: a@b.example\nContent-Type: image/png\n\n....", "Darin steht kein Text"),
    ],
    ids=["10 MB", "10 MB in base64", "30 MB", "msg", "pdf", "empty", "no body", "picture"],
)
def test_what_cannot_be_read_is_said_with_the_way_out(send: Send, site: Path, data: bytes, reason: str) -> None:
    with untouched(site):
        code, said = send(data)
    assert code == 1
    assert reason in said
    assert "Es wurde nichts angelegt." in said


def test_files_that_are_not_there_are_said(send: Send, site: Path) -> None:
    with untouched(site):
        assert "»nichts.eml« gibt es nicht." in send(b"", name="nichts.eml")[1]
        assert "ist ein Ordner" in send(b"", name="content")[1]


def test_hostile_mails_are_answered(send: Send, site: Path) -> None:
    deep = b"From: a@b.example\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    many = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5000
    keys = (MARK + "\n" + "".join(f"Schluessel{n}: x\n" for n in range(50_000)) + END).encode()
    header = b"From: " + b"=?utf-8?b?" + b"(" * 50_000 + b"\nSubject: =?nichts?q?=FF?=\n\nx"
    for data in (deep, many, keys, header, b"From: a\n\n" + b"<!" * 400_000, ARRIVALS["nested"][:-400]):
        send(data)
    assert not has_errors(read_site(site).problems)


def test_a_mail_of_very_many_parts_is_refused(send: Send) -> None:
    """Small enough to be read at once, and yet nobody wrote it by hand."""
    many = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 300
    assert len(many) < APART_BYTES
    code, said = send(many)
    assert code == 1
    assert "mehr als 200 Teile" in " ".join(said.split())


START = b"From: a@b.example\nMIME-Version: 1.0\n"
HTML = START + b"Content-Type: text/html\n\n"
# Whoever reads one of these as it comes is at it for minutes.
LONG_WORK = {
    "parameters": START + b'Content-Type: text/plain; a="' + b";" * 1_000_000 + b'"\n\n' + typed().encode(),
    "boundary": START + b'Content-Type: multipart/mixed; boundary="' + b";" * 1_000_000 + b"\n\n" + typed().encode(),
    "charset": START
    + b"Content-Type: text/plain; charset=punycode\n\nKIEZGROESSEN-BEWERBUNG 1\nBetrieb: Laden\nENDE\n-"
    + b"b" * 900_000,
    "comments": HTML + b"<!--" * 240_000,
    "tags": HTML + b"<a " * 320_000,
    "end tags": HTML + b"</a" * 320_000,
    "declarations": HTML + b"<![CDATA[" * 100_000,
    "never closed": HTML + b"".join(b"<b a=%d>" % n for n in range(40_000)) + b"<p>x" * 40_000,
    "nested": START
    + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(150))
    + b"\n"
    + b"x\n" * 3_000_000,
    "empty lines": START + b"\n" * 29_000_000,
}
_READ_IT = """
import resource, sys
from pathlib import Path

sys.path.insert(0, "plugins")
from kiezgroessen.read.applications import applications
from kiezgroessen.read.mails import UnreadableError, read_letter

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    try:
        letter = read_letter(Path(sys.argv[1]).read_bytes())
        print([one.values["Betrieb"] for one in applications(letter) if one.values.get("Betrieb")])
    except UnreadableError as fault:
        print(fault)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processor time are those of POSIX")
@pytest.mark.parametrize("what", LONG_WORK)
def test_no_mail_makes_work_without_end(what: str, tmp_path: Path) -> None:
    """The process that reads it, and each one it starts, would be ended after 20 seconds of processor time."""
    (tmp_path / "mail.eml").write_bytes(LONG_WORK[what])
    (tmp_path / "read.py").write_text(_READ_IT, "utf-8")
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, tmp_path / "read.py", tmp_path / "mail.eml"], cwd=root, capture_output=True, check=False
    )
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    if what in ("parameters", "charset"):
        assert said == f"[{VALUES['Betrieb'] if what == 'parameters' else 'Laden'!r}]\n"
    elif what in ("nested", "never closed", "empty lines"):
        assert "nicht sicher zu lesen" in said
        assert "kopieren und einfügen" in said
    else:
        assert said


def test_html_is_read_as_a_mail_program_shows_it() -> None:
    body = (
        "<html><head><title>T</title><style>p{}</style></head><body>Caf&eacute; &amp; Bar<br>1 &lt; 2<p>drei\nvier</p>"
        "<!-- <p>nie --><script>nie()</script><noscript>nie</noscript><table><tr><td>a<tr><td>b</table>ende</body>"
    )
    (part,) = read_letter(HTML + body.encode()).parts
    assert [line for line in part.text.split("\n") if line] == ["Café & Bar", "1 < 2", "drei vier", "a", "b", "ende"]


def test_a_long_name_of_a_file_is_read_whole() -> None:
    name = "ا" * 200 + ".txt"
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content("anbei")
    mail.add_attachment(typed(), filename=name)
    letter = read_letter(mail.as_bytes())
    assert letter.attached == (name,)


def test_strangers_words_command_no_terminal(send: Send, site: Path) -> None:
    evil = VALUES | {
        "Nachricht": "\x1b[2J\x1b]0;weg\x07 \u202eumgedreht\u2028",
        "Name": "\x9b31mRot",
        "Menge": "\x08\x08",
    }
    _, said = send(typed(evil))
    notes = (site / f"bewerbungen/{TODAY}-{SLUG}.txt").read_text("utf-8")
    for text in (said, notes):
        assert not {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Zl")} - {"\n"}
        assert "<U+001B>[2J" in text


# Strings that nobody here wrote, in every field.


def read_back(text: str) -> Business:
    """The record the house makes of a profile; fails where it complains of anything."""
    decoded, problems = decode(text.encode(), "profil.md")
    assert decoded is not None, as_text(problems)
    parts, problems = split(decoded, "profil.md")
    assert parts is not None, as_text(problems)
    header, problems = parse(parts.header, path="profil.md", first_line=parts.header_line, lang="de")
    assert header is not None, as_text(problems)
    assert not has_errors(problems), as_text(problems)
    lines = decoded.split("\n")
    document = Document("business", "x", "de", "profil.md", header, parts.body, parts.body_line, lines)
    model, problems = build([document])
    found = [problem for problem in problems if "kiez.yaml" not in problem.path]
    assert not has_errors(found), as_text(found)
    return model.businesses["x"].record


@pytest.fixture(scope="module")
def desk() -> tuple[dict[str, dict[str, str]], Model]:
    root = HOUSE / "tests/sites/gut-klein"
    model, _ = build(read_site(root).documents)
    return vocabulary_of(root), model


def the_draft_says_what_was_accepted(made: Draft, words: dict[str, dict[str, str]]) -> None:
    if not made.name:
        assert made.complaints
        return
    text = template("betrieb", made.name, DAY, words, made.given)
    record = read_back(text)
    (offer,) = record.offers
    said = {"art": offer.kind, "text": offer.text.value} | ({"menge": offer.amount.value} if offer.amount else {})
    address = record.address
    street = {} if address is None else {"strasse": address.street.value}
    street |= {} if address is None or address.postcode is None else {"plz": address.postcode}
    street |= {} if address is None or address.town is None else {"ort": address.town.value}
    found = {"gewerbe": record.trade, "angebote": said, "adresse": street, "sprachen": list(record.languages)}
    assert record.name.value == made.name
    assert {key: value for key, value in found.items() if value} == made.given
    assert (record.status, record.contact, record.owners, record.photos) == ("entwurf", None, (), ())
    assert (record.consents, record.quote, record.link, record.end) == ((), None, True, None)


def corpus() -> Iterator[str]:
    for name in ("naughty", "xss"):
        yield from json.loads((CORPORA / f"{name}.json").read_text("utf-8"))
    yield from (
        "../../etc/passwd",
        "C:\\con",
        "name: x\nstatus: veroeffentlicht",
        "---",
        '#import "/x": *',
        "$x$ @a <b>",
    )
    yield from ("!!python/object:os.system x", "&a [*a, *a]", "{{ config }}", "{% raw %}", '"\n#', "'", '\\"', "\ufeff")
    yield from (
        f"{MARK}\nBetrieb: Zwei",
        f"{END}\nBetrieb: Zwei",
        "Betrieb: Zwei",
        "a\u2028status: ja",
        "\\u000astatus: x",
    )


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")
def test_foreign_strings_in_every_field_give_inert_drafts_or_clear_errors(
    desk: tuple[dict[str, dict[str, str]], Model],
) -> None:
    words, model = desk
    drafts = 0
    for string in corpus():
        everywhere = dict.fromkeys(KEYS, string)
        for values in (everywhere, everywhere | {"Betrieb": "Bäckerei Nour"}):
            found = applications(read_letter(typed(values).encode("utf-8", "replace")))
            made = [draft_of(one, words, model, None) for one in found]
            for one in made:
                the_draft_says_what_was_accepted(one, words)
            drafts += 1
            if made[0].name:
                break  # a name that cannot be used says nothing of the other fields
    assert drafts > 2000


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=200)), st.text(min_size=1, max_size=90))
def test_any_text_in_any_field(values: dict[str, str], name: str) -> None:
    words = {"gewerbe": {"cafe": "Café"}, "arten": {"raum": "Raum"}}
    typed_values = values | {"Betrieb": name}
    made = draft_of(Application(typed_values, 1, "", ""), words, Model(None), None)
    the_draft_says_what_was_accepted(made, words)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=2000) | st.text(max_size=500).map(lambda text: b"From: x\n" + text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = applications(read_letter(data))
    except UnreadableError:
        return
    for one in found:
        "".join(one.values.values()).encode("utf-8")
        one.text.encode("utf-8")


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")
def test_names_that_nobody_gave_make_no_file_elsewhere(site: Path, send: Send) -> None:
    before = {file.relative_to(site).as_posix() for file in site.rglob("*")}
    for string in [*corpus()][::60]:
        send(typed(VALUES | {"Betrieb": string}))
    made = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()} - before
    assert len(made) > 15
    for name in made:
        assert name.startswith("bewerbungen/") or (
            name.startswith("profiles/betriebe/") and name.endswith("/profil.md")
        )
    assert not has_errors(read_site(site).problems), report(site)
