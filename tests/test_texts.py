"""Ready texts: they fit where they go, say what the profile says and nothing else, and read well in each language."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from tests.support.sites import GOOD, good_site, kiez_of, replace_in

from kiezgroessen.languages import SOURCE
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.fit import Measure
from kiezgroessen.plan.kit.facts import facts_of
from kiezgroessen.plan.kit.hashtags import hashtag
from kiezgroessen.plan.kit.texts import CAPTION, SMS, ReadyText, length, texts_of
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.urls import Urls
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.words import load_words

HOUSE = Path(__file__).parent.parent
MAVI = "profiles/betriebe/mavi/profil.md"
WHEEL = "profiles/betriebe/rad-und-tat/profil.md"
OFFER = "text: Vierzig Teegläser zum Leihen"
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


@pytest.fixture(scope="module")
def measure() -> Measure:
    return load_fonts(HOUSE / "theme/static/fonts")


def desk_of(root: Path, lang: str, measure: Measure) -> Desk:
    kiez = kiez_of(root)
    words = {code: load_words(HOUSE / "theme/strings", code) for code in dict.fromkeys((SOURCE, lang))}
    urls = Urls("https://kiez.example")
    return Desk(kiez, words[lang], urls, str, Workshop(measure), written_pages(kiez, words))


def made_at(desk: Desk, slug: str) -> dict[str, ReadyText]:
    return {text.id: text for text in texts_of(desk, facts_of(desk, desk.kiez.businesses[slug]))}


def texts(root: Path, slug: str, lang: str, measure: Measure) -> dict[str, ReadyText]:
    return made_at(desk_of(root, lang, measure), slug)


def test_each_text_has_a_file_of_its_own(measure: Measure) -> None:
    made = texts(GOOD, "mavi", "de", measure)
    assert set(made) == {"kurz", "whatsapp", "signatur", "instagram", "bildtext", "presse"}
    assert len({text.filename for text in made.values()}) == len(made)
    for text in made.values():
        assert re.fullmatch(r"[a-z-]+\.txt", text.filename)
        assert text.text
        assert text.text == text.text.strip()
        assert "\n\n\n" not in text.text


def test_the_press_gets_one_complete_sentence(measure: Measure) -> None:
    assert texts(GOOD, "mavi", "de", measure)["presse"].text == (
        "»Café Mavi« (Café von Derya Aksoy, Probestraße 2, 10000 Berlin) macht seit Mai 2017 bei »Kiezgrößen« mit "
        "und gibt: Vierzig Teegläser zum Leihen (für: Feste im Kiez); Ein Praktikum hinter der Theke. "
        "(Erfundenes Beispiel.)"
    )


def test_what_a_profile_does_not_say_leaves_no_gap(measure: Measure) -> None:
    made = texts(GOOD, "rad-und-tat", "de", measure)
    assert made["presse"].text == (
        "»Rad und Tat« (Fahrradwerkstatt, Kiez an der Probe, Berlin) macht bei »Kiezgrößen« mit und gibt: "
        "Wie man einen Reifen flickt. (Erfundenes Beispiel.)"
    )
    assert made["signatur"].text.splitlines() == [
        "Rad und Tat · Fahrradwerkstatt",
        "Kiezgröße",
        "https://kiez.example/betriebe/rad-und-tat",
    ]
    assert made["kurz"].text.startswith("Rad und Tat ist eine Kiezgröße. Für den Kiez: Wie man einen Reifen flickt.\n")
    assert "»" not in made["instagram"].text, "no quotation marks around nothing"


@pytest.mark.parametrize(
    ("typed", "said"), [("2017-05-18", "seit Mai 2017"), ("2017-05", "seit Mai 2017"), ("2017", "seit 2017")]
)
def test_since_when_is_said_as_people_say_it(tmp_path: Path, measure: Measure, typed: str, said: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "seit: 2017-05", f"seit: {typed}")
    assert f" {said} " in texts(root, "mavi", "de", measure)["presse"].text


def test_the_address_is_a_line_of_its_own_and_nobody_is_followed(measure: Measure) -> None:
    lines = texts(GOOD, "mavi", "ar", measure)["whatsapp"].text.splitlines()
    assert "https://kiez.example/ar/betriebe/mavi" in lines, "a slash at its end would jump to the front"
    assert not re.search(r"[?#]|utm_", "".join(line for line in lines if "://" in line))


@pytest.mark.parametrize("lang", ["de", "tr", "ar", "en"])
def test_everyone_in_the_sample_fits_a_short_message(measure: Measure, lang: str) -> None:
    desk = desk_of(HOUSE, lang, measure)
    for node in desk.kiez.active:
        made = made_at(desk, node.slug)
        assert length(made["kurz"].text) <= SMS, made["kurz"].text
        assert f"/betriebe/{node.slug}" in made["kurz"].text
        assert length(made["instagram"].text) <= CAPTION


def test_the_longest_profile_fits_as_well(tmp_path: Path, measure: Measure) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", f"name: {'Wort ' * 15}Ende!")
    replace_in(root, MAVI, OFFER, f"text: {'Glas ' * 23}Tee")
    replace_in(root, MAVI, "fuer: Feste im Kiez", f"fuer: {'Leute ' * 19}alle")
    replace_in(root, MAVI, "text: Ein Praktikum hinter der Theke", f"text: {'Platz ' * 19}frei")
    replace_in(root, MAVI, "zitat: Der zweite Tee geht aufs Haus.", f"zitat: {'Tee, ' * 59}Tee.")
    made = texts(root, "mavi", "de", measure)
    assert length(made["kurz"].text) <= SMS
    assert length(made["instagram"].text) <= CAPTION
    assert "Wort Ende!" in made["kurz"].text
    assert "kiez.example/betriebe/mavi" in made["kurz"].text.splitlines()


def test_emoji_count_as_phones_count_them(tmp_path: Path, measure: Measure) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, OFFER, f"text: {'☕🫖' * 40}")
    assert length("🫖") == 2
    assert length(texts(root, "mavi", "de", measure)["kurz"].text) <= SMS


def test_an_offer_that_is_paused_is_not_promised(tmp_path: Path, measure: Measure) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, OFFER, f"{OFFER}\n    status: ruht")
    for text in texts(root, "mavi", "de", measure).values():
        assert "Teegläser" not in text.text
    assert "Praktikum" in texts(root, "mavi", "de", measure)["kurz"].text


def test_what_is_not_translated_is_said_by_its_kind_or_not_at_all(tmp_path: Path, measure: Measure) -> None:
    root = good_site(tmp_path)
    replace_in(root, "profiles/betriebe/mavi/profil.ar.md", "    text: أربعون كأس شاي للإعارة\n", "")
    for text in texts(root, "mavi", "ar", measure).values():
        assert "Teegläser" not in text.text
        assert "Feste im Kiez" not in text.text
    assert "• تبرّع عيني" in texts(root, "mavi", "ar", measure)["whatsapp"].text.splitlines()


def test_in_arabic_german_names_cannot_turn_their_neighbours_round(measure: Measure) -> None:
    for text in texts(GOOD, "mavi", "ar", measure).values():
        for line in text.text.splitlines():
            outside = {unicodedata.bidirectional(char) for char in ISOLATED.sub("", line)}
            assert not ({"L"} <= outside and {"R", "AL"} & outside), f"{text.id}: {line}"
            assert line.count("\u2068") == line.count("\u2069")


def test_a_phone_number_stays_in_order_from_right_to_left(measure: Measure) -> None:
    for lang in ("de", "ar"):
        (number,) = [
            line for line in texts(GOOD, "mavi", lang, measure)["signatur"].text.splitlines() if line[0] == "0"
        ]
        assert number == "030\u00a023125\u00a0201", "ordinary spaces would turn its parts round"


def test_an_address_on_its_own_line_is_copied_without_invisible_signs(measure: Measure) -> None:
    for slug in ("mavi", "rad-und-tat"):
        for text in texts(GOOD, slug, "ar", measure).values():
            for line in text.text.splitlines():
                if "kiez.example" in line or line.startswith("#"):
                    assert not any(unicodedata.category(char) == "Cf" for char in line), repr(line)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("tr", "Mavi (Kafe, işleten: Derya Aksoy, Krähenufer 12, 10000 Berlin), Temmuz 2017 tarihinden beri "),
        ("en", "Mavi (Café run by Derya Aksoy, Krähenufer 12, 10000 Berlin) has been part of “Kiezgrößen” since July "),
        ("ar", "«\u2068Mavi\u2069» (مقهى بإدارة ديريا أكسوي، \u2068Krähenufer 12, 10000 Berlin\u2069) من "),
    ],
)
def test_each_language_has_a_sentence_of_its_own(measure: Measure, lang: str, sentence: str) -> None:
    assert texts(HOUSE, "mavi", lang, measure)["presse"].text.startswith(sentence)


@pytest.mark.parametrize("channels", ["[web, druck]", "[web, social, presse, druck]"])
def test_a_portrait_is_described_only_where_it_may_be_shared(tmp_path: Path, measure: Measure, channels: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "kanaele: [web, social, presse, druck]", f"kanaele: {channels}")
    described = "Eine Frau steht hinter einer Theke." in texts(root, "mavi", "de", measure)["bildtext"].text
    assert described == ("social" in channels)


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        ("Kiez am Krähenufer", "de", "#KiezAmKrähenufer"),
        ("Kita-Verpflegung", "de", "#KitaVerpflegung"),
        ("Sanitär und Heizung", "de", "#SanitärUndHeizung"),
        ("internet kafe", "tr", "#İnternetKafe"),
        ("internet kafe", "de", "#InternetKafe"),
        ("O\u0308ko & Co.", "de", "#ÖkoCo"),
        ("صالون حلّاقة", "ar", "#صالون_حلاقة"),
        ("24/7", "de", None),
        ("!?", "de", None),
    ],
)
def test_hashtags_hold_together(words: str, lang: str, expected: str | None) -> None:
    assert hashtag(words, lang) == expected


def test_the_programme_has_a_hashtag_for_every_keyboard(measure: Measure) -> None:
    tags = texts(GOOD, "mavi", "de", measure)["instagram"].text.splitlines()[-1].split()
    assert tags == ["#Kiezgrößen", "#Kiezgroessen", "#KiezAnDerProbe", "#Berlin", "#Café"]


def test_a_name_with_a_star_keeps_it_and_stays_plain(tmp_path: Path, measure: Measure) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "name: Café Mavi", 'name: "Café *Mavi"')
    assert texts(root, "mavi", "de", measure)["whatsapp"].text.startswith("Café *Mavi ist Kiezgröße")
    assert texts(GOOD, "mavi", "de", measure)["whatsapp"].text.startswith("*Café Mavi* ist Kiezgröße")
