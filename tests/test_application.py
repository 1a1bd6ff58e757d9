"""The form of the open call: what it asks, where it sends, and what remains for whoever has no script."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from tests.support.sites import good_site, kiez_of, replace_in, report

from kiezgroessen.languages import LANGUAGES
from kiezgroessen.link.kiez import WishState
from kiezgroessen.plan.application import application_form, questions
from kiezgroessen.plan.application_letter import LONGEST_LETTER
from kiezgroessen.plan.application_views import ApplicationForm, Field
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.surround import APPLYING, COPYING, Assets
from kiezgroessen.plan.urls import Urls
from kiezgroessen.plan.views import Link
from kiezgroessen.read.applications import END, KEYS, MARK, applications
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.read.mails import read_letter
from kiezgroessen.render.environment import environment
from kiezgroessen.words import load_words

HOUSE = Path(__file__).parent.parent
THEME = HOUSE / "theme"
KIEZ = "content/kiez.yaml"
ASSETS = Assets("", "", {}, "", "", "", {APPLYING: "bewerben.js", COPYING: "kopieren.js"})
POST = "https://formulare.verein.example/f/kiez"
SPEAKING = [code for code in LANGUAGES if code != "leicht"]


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(load_fonts(THEME / "static/fonts"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return good_site(tmp_path)


def desk_of(root: Path, workshop: Workshop, lang: str = "de") -> Desk:
    kiez = kiez_of(root)
    words = {code: load_words(THEME / "strings", code) for code in dict.fromkeys(("de", lang))}
    return Desk(kiez, words[lang], Urls("https://kiez.example"), str, workshop, written_pages(kiez, words))


def form_of(root: Path, workshop: Workshop, lang: str = "de") -> ApplicationForm:
    desk = desk_of(root, workshop, lang)
    wishes = [wish for wish in desk.kiez.wishes if wish.state is WishState.OPEN]
    return application_form(desk, ASSETS, wishes)


def fields(form: ApplicationForm) -> Iterator[Field]:
    for group in form.groups:
        yield from group.fields


class Tags(HTMLParser):
    """All elements with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def shown(form: ApplicationForm, lang: str = "de") -> Tags:
    env = environment(THEME, LANGUAGES[lang], load_words(THEME / "strings", lang))
    module: Any = env.get_template("application/application.html").module
    return Tags(str(module.application(form)))


def ways(form: ApplicationForm) -> dict[str, Any]:
    return {row.label: row.values[0] for row in form.ways}


@pytest.mark.parametrize("lang", SPEAKING)
def test_every_key_is_asked_under_its_german_name_in_every_language(root: Path, workshop: Workshop, lang: str) -> None:
    form = form_of(root, workshop, lang)
    assert sorted(field.name for field in fields(form)) == sorted(KEYS)
    names = [one["name"] for one in shown(form, lang).of("input", "select", "textarea")]
    assert set(names) == set(KEYS)


def test_every_question_has_a_label_and_every_reference_leads_somewhere(root: Path, workshop: Workshop) -> None:
    tags = shown(form_of(root, workshop))
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {one["for"] for one in tags.of("label") if "for" in one}
    typed = [one for one in tags.of("input", "select", "textarea") if one.get("type") != "checkbox"]
    assert labelled == {one["id"] for one in typed}
    pointed = {one[key] for _, one in tags.found for key in ("aria-describedby", "list", "for") if key in one}
    assert pointed <= set(ids)


def test_it_helps_phones_to_fill_in(root: Path, workshop: Workshop) -> None:
    inputs = {one["name"]: one for one in shown(form_of(root, workshop)).of("input")}
    assert [inputs[key].get("autocomplete") for key in ("Betrieb", "Straße", "Name", "Telefon", "E-Mail")] == [
        *("organization", "address-line1", "name", "tel", "email")
    ]
    assert [(inputs[key]["type"], inputs[key]["dir"]) for key in ("Telefon", "E-Mail")] == [
        *(("tel", "ltr"), ("email", "ltr"))
    ]
    assert all(inputs[key]["dir"] == "auto" for key in ("Betrieb", "Straße", "Name", "Angebot"))
    assert [key for key, one in inputs.items() if "required" in one] == ["Betrieb", "Name"]


def test_open_wishes_can_be_ticked_by_kind_and_no_others(root: Path, workshop: Workshop) -> None:
    luke = next(
        path for path in (root / "profiles/einrichtungen").glob("*/einrichtung.md") if "Luke" in path.read_text()
    )
    where = luke.parent.name
    boxes = [one["value"] for one in shown(form_of(root, workshop)).of("input") if one["name"] == "Wunschkarten"]
    assert f"Zehn gebrauchte Laptops ({where}/laptops)" in boxes
    replace_in(root, luke.relative_to(root).as_posix(), "bis: 2027-01-31", "bis: 2026-01-31")
    boxes = [one["value"] for one in shown(form_of(root, workshop)).of("input") if one["name"] == "Wunschkarten"]
    assert boxes
    assert not [one for one in boxes if f"{where}/laptops" in one]


def test_without_open_wishes_there_is_no_empty_question(root: Path, workshop: Workshop) -> None:
    desk = desk_of(root, workshop)
    asked = [field.name for group in questions(desk, []) for field in group.fields]
    assert "Wunschkarten" not in asked
    assert len(asked) == len(KEYS) - 1


def test_a_trade_typed_in_another_language_arrives_in_german(root: Path, workshop: Workshop) -> None:
    options = shown(form_of(root, workshop, "ar"), "ar").of("option")
    assert {"value": "مقهى", "data-word": "Café"} in options


def test_without_an_address_to_post_to_it_waits_for_the_script_and_posts_nothing(
    root: Path, workshop: Workshop
) -> None:
    tags = shown(form_of(root, workshop))
    (form,) = tags.of("form")
    assert "hidden" in form
    assert "action" not in form
    assert form["method"] == "dialog"
    assert form["data-to"] == "redaktion@probe.example"
    assert "_gotcha" not in {one.get("name") for one in tags.of("input")}


def test_without_an_e_mail_there_is_no_form_but_phone_and_address(root: Path, workshop: Workshop) -> None:
    replace_in(root, KIEZ, "  email: redaktion@probe.example\n", "")
    form = form_of(root, workshop)
    assert shown(form).of("form", "input", "button") == []
    assert ways(form)["Anrufen"].href == "tel:+493023125100"
    assert "Probestraße 1" in ways(form)["Adresse"].value


def test_with_an_address_it_is_posted_there_with_one_field_that_stays_empty(root: Path, workshop: Workshop) -> None:
    replace_in(root, KIEZ, "gewerbe:\n", f"bewerbung: {{adresse: {POST}}}\ngewerbe:\n")
    form = form_of(root, workshop)
    tags = shown(form)
    (posted,) = tags.of("form")
    assert (posted["method"], posted["action"]) == ("post", POST)
    assert "hidden" not in posted
    assert "data-to" not in posted
    (trap,) = [one for one in tags.of("input") if one.get("name") == "_gotcha"]
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert "formulare.verein.example" in form.notice
    assert "Schreiben" in ways(form)


def test_the_trap_can_have_the_name_that_a_service_knows(root: Path, workshop: Workshop) -> None:
    replace_in(root, KIEZ, "gewerbe:\n", f"bewerbung:\n  adresse: {POST}\n  falle: _t_email\ngewerbe:\n")
    assert "_t_email" in {one.get("name") for one in shown(form_of(root, workshop)).of("input")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("adresse: http://formulare.verein.example/f", "nicht verschlüsselt"),
        ("adresse: javascript:alert(1)", "keine Web-Adresse"),
        ("adresse: mailto:a@b.example", "keine Web-Adresse"),
        ("adresse: https://wer:geheim@formulare.example/f", "Was vor dem @ steht"),
        ("adresse: https://formulare.example/f#x", "keine Adresse, an die ein Formular geht"),
        (f"adresse: {POST}\n  falle: Name", "kann kein Feld heißen"),
        (f"adresse: {POST}\n  falle: 'a b'", "kann kein Feld heißen"),
        ("falle: _gotcha", "adresse"),
    ],
)
def test_an_address_that_cannot_be_is_said_with_its_line(root: Path, typed: str, said: str) -> None:
    replace_in(root, KIEZ, "gewerbe:\n", f"bewerbung:\n  {typed}\ngewerbe:\n")
    told = report(root)
    assert said in told
    assert "content/kiez.yaml:" in told


def test_the_letter_without_a_script_is_read_like_the_forms_own(root: Path, workshop: Workshop) -> None:
    begun = urlsplit(ways(form_of(root, workshop))["Schreiben"].href)
    assert (begun.scheme, begun.path) == ("mailto", "redaktion@probe.example")
    query = parse_qs(begun.query)
    assert query["subject"] == ["Bewerbung"]
    body = query["body"][0]
    assert [line.partition(":")[0] for line in body.split("\r\n")[3:-1]] == list(KEYS)
    answered = body.replace("Betrieb: ", "Betrieb: Bäckerei Nour").replace("Telefon: ", "Telefon: 030 23125 777")
    (found,) = applications(read_letter(answered.encode()))
    assert found.format == 1
    assert found.values == {"Betrieb": "Bäckerei Nour", "Telefon": "030 23125 777"}


@pytest.mark.parametrize(
    ("key", "typed", "understood"),
    [
        ("Wunschkarten", "Zwölf Rahmen, 40 × 50 (haus/rahmen), Tisch (rund) (haus/tisch)", "haus/rahmen, haus/tisch"),
        ("Wunschkarten", "haus/rahmen, haus/tisch", "haus/rahmen, haus/tisch"),
        ("Wunschkarten", "haus/rahmen, Zwölf Stühle (haus/stuhl)", "haus/rahmen, haus/stuhl"),
        ("Wunschkarten", "Zwölf Rahmen (groß)", "Zwölf Rahmen (groß)"),
        ("Sprachen", "Deutsch (de), Kurdisch", "de, Kurdisch"),
        ("Sprachen", "Kurdisch, Deutsch (de)", "Kurdisch, de"),
        ("Sprachen", "Deutsch, Arabisch", "Deutsch, Arabisch"),
        ("Art", "Sachspende (sachspende)", "sachspende"),
        ("Angebot", "Brot (frisch)", "Brot (frisch)"),
    ],
)
def test_choices_are_understood_in_words_and_as_files_know_them(key: str, typed: str, understood: str) -> None:
    for text in (f"{MARK}\nBetrieb: Nour\n{key}: {typed}\n{END}\n", f"Betrieb: Nour\n{key}: {typed}\n"):
        (found,) = applications(read_letter(text.encode()))
        assert found.values[key] == understood


@pytest.mark.parametrize("lang", [code for code in SPEAKING if code != "de"])
def test_in_other_languages_the_letter_says_both_words_and_is_understood(
    root: Path, workshop: Workshop, lang: str
) -> None:
    form = form_of(root, workshop, lang)
    labels = {field.name: field.label for field in fields(form)}
    letter = next(
        str(row.values[0].href)
        for row in form.ways
        if isinstance(row.values[0], Link) and "body=" in row.values[0].href
    )
    body = parse_qs(urlsplit(letter).query)["body"][0]
    assert "Guten Tag, mein Betrieb möchte mitmachen." in body
    line = f"Betrieb / {labels['Betrieb']}: "
    assert line in body
    (found,) = applications(read_letter(body.replace(line, f"{line}Fırın Işık").encode()))
    assert found.values["Betrieb"] == "Fırın Işık"


@pytest.mark.parametrize("lang", SPEAKING)
def test_letters_are_short_enough_for_every_mail_program(root: Path, workshop: Workshop, lang: str) -> None:
    form = form_of(root, workshop, lang)
    hrefs = [value.href for row in form.ways for value in row.values if isinstance(value, Link)]
    begun = [href for href in hrefs if href.startswith("mailto:")]
    assert begun
    assert all(len(href) <= LONGEST_LETTER for href in begun)
    assert form.letter
    # What the script writes around the answers leaves them half of the room.
    letter = "\r\n".join([form.letter.intro, "", MARK, *(f"{key}:" for key in KEYS), END])
    assert len(quote(letter, safe="")) < LONGEST_LETTER / 2


def test_paper_is_offered_where_there_is_any(root: Path, workshop: Workshop) -> None:
    desk = desk_of(root, workshop)
    paper = Link(desk.word("Formular zum Ausdrucken"), "/druck/bewerbung.pdf")
    assert ways(application_form(desk, ASSETS, [], printable=paper))["Auf Papier"] == paper
    assert "Auf Papier" not in ways(application_form(desk, ASSETS, []))
