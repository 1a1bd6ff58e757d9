"""No kit advertises with a seal: what is typed is warned of at its field, what the house says itself is free of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.support.sites import good_site, kiez_of, put_file, replace_in

from kiezgroessen.languages import LANGUAGES
from kiezgroessen.plan.wording import forbidden, wording_problems
from kiezgroessen.problems import Problem, Severity, as_text
from kiezgroessen.shell.strings import collect, missing

HOUSE = Path(__file__).parent.parent
CORPUS = HOUSE.parent / "shared/corpora/text"
CATALOGUES = ("ar", "en", "tr")
MAVI = "profiles/betriebe/mavi/profil.md"
OFFER = "text: Vierzig Teegläser zum Leihen"


def problems(root: Path) -> list[Problem]:
    return wording_problems(kiez_of(root))


@pytest.mark.parametrize(
    ("text", "lang", "word"),
    [
        ("Mit dem Siegel der Nachbarschaft", "de", "Siegel"),
        ("Träger des Gütesiegels", "de", "Gütesiegels"),
        ("Ein ZERTIFIZIERTER Betrieb", "de", "ZERTIFIZIERTER"),
        ("bio-zertifizierte Brote", "de", "zertifizierte"),
        ("Nur **geprüfte Qualität**", "de", "geprüfte Qualität"),
        ("Unabhängig geprüft", "de", "Unabhängig geprüft"),
        ("Nachhaltigkeit ist uns wichtig", "de", "Nachhaltigkeit"),
        ("Nach\u00adhaltiger Kaffee", "de", "Nach\u00adhaltiger"),
        ("CO₂-neutrale Lieferung", "de", "CO₂-neutrale"),
        ("ausgezeichnet von der Stiftung", "de", "ausgezeichnet von"),
        ("Fair certified coffee", "de", "Fair certified"),
        ("Our sustainable bakery", "en", "sustainable"),
        ("A quality seal", "en", "quality seal"),
        ("Sertifikalı fırın", "tr", "Sertifikalı"),
        ("SERTİFİKALI", "tr", "SERTİFİKALI"),
        ("Sürdürülebilir kahve", "tr", "Sürdürülebilir"),
        ("محلّ مُعتمَد", "ar", "مُعتمَد"),
        ("القهوة المستدامة", "ar", "المستدامة"),
        ("شهادة جودة", "ar", "شهادة جودة"),
        ("Geprüfte Qualität", "leicht", "Geprüfte Qualität"),
    ],
)
def test_words_that_advertise_are_found_as_they_stand(text: str, lang: str, word: str) -> None:
    assert word in [found for found, _ in forbidden(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Das wurde mit Handschlag besiegelt.", "de"),
        ("Wir versiegeln Parkett und gravieren Siegelringe.", "de"),
        ("Ein Spiegel, ein Ziegel, ein Riegel", "de"),
        ("Alle Räder werden vor dem Verleih geprüft.", "de"),
        ("Das hat mich nachhaltig beeindruckt.", "de"),
        ("Der Kuchen war ausgezeichnet.", "de"),
        ("They sealed the deal and sustained a bruise.", "en"),
        ("Mühürlü mektup", "tr"),
        ("معتمدًا على نفسه", "ar"),
        ("يعتمد الجيران على المحل", "ar"),
    ],
)
def test_words_that_only_sound_alike_are_left_alone(text: str, lang: str) -> None:
    assert list(forbidden(text, lang)) == []


def test_the_field_is_named_with_the_reason_and_the_way_out(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, OFFER, "text: Zertifizierte Beratung zum Leihen")
    (problem,) = problems(root)
    assert (problem.severity, problem.path, problem.field) == (Severity.WARNING, MAVI, "angebote.1.text")
    assert problem.shown is not None
    assert "Zertifizierte Beratung" in problem.shown
    report = as_text([problem])
    assert "»Zertifizierte« wirbt wie ein Siegel" in report
    assert "27. September 2026" in report
    assert "Besser sagen, wer wann was für wen getan hat" in report


def test_the_line_of_a_text_is_named(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "- Kuchen", "- Kuchen\n- Nachhaltiger Kaffee")
    (problem,) = problems(root)
    lines = (root / MAVI).read_text("utf-8").splitlines()
    assert problem.line is not None
    assert lines[problem.line - 1] == "- Nachhaltiger Kaffee"
    assert "großes Wort" in problem.message


def test_what_was_given_is_read_as_well(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    path = "profiles/aktionen/2026-05-hoffest/aktion.md"
    replace_in(root, path, "wirkung: Drei Nachbarn", "wirkung: Klimaneutral und mit Siegel. Drei Nachbarn")
    assert [(problem.path, problem.field) for problem in problems(root)] == [(path, "wirkung")] * 2


def test_a_translation_is_read_in_its_own_language_and_the_german_text_only_once(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "fuer: Feste im Kiez", "fuer: zertifizierte Feste")
    assert [problem.path for problem in problems(root)] == [MAVI], "the Arabic file has not translated it"
    replace_in(root, "profiles/betriebe/mavi/profil.ar.md", "أربعون كأس شاي للإعارة", "محل معتمد")
    assert [problem.path for problem in problems(root)] == [MAVI, "profiles/betriebe/mavi/profil.ar.md"]


def test_who_has_left_or_is_not_shown_gets_no_kit_and_no_warning(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, OFFER, "text: Beratung mit Zertifikat")
    text = (root / MAVI).read_text("utf-8")
    for line in ("ende: 2026-01-01", "status: ruht"):
        put_file(root, MAVI, text.replace("gewerbe:", f"{line}\ngewerbe:"))
        assert problems(root) == []


def test_the_words_of_funders_are_theirs(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, "content/kiez.yaml", "durch die Stiftung Beispiel", "aus »Nachhaltige Erneuerung«")
    assert problems(root) == []


def test_the_sample_says_nothing_of_the_kind() -> None:
    assert as_text(problems(HOUSE)) == ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside the project")
def test_hostile_lines_are_only_read() -> None:
    for corpus in sorted(CORPUS.glob("*.json")):
        for line in _strings(json.loads(corpus.read_text("utf-8"))):
            for lang in LANGUAGES:
                assert all(word for word, _ in forbidden(line, lang))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def test_the_words_of_the_house_are_free_of_it_in_every_language() -> None:
    german = [message.id for message in collect(HOUSE) if message.id]
    said = [("de", one) for ids in german for one in ([ids] if isinstance(ids, str) else ids)]
    for lang in CATALOGUES:
        said += [(lang, one) for _, translations in _translations(lang) for one in translations]
    assert len(said) > 400
    assert [(lang, text) for lang, text in said if list(forbidden(text, lang))] == []


@pytest.mark.parametrize("lang", CATALOGUES)
def test_every_word_of_the_house_is_translated(lang: str) -> None:
    assert missing(HOUSE, lang) == []


@pytest.mark.parametrize("lang", CATALOGUES)
def test_translations_take_the_same_values_as_the_german_words(lang: str) -> None:
    """A misspelt %(name)s would stop the build of that language."""
    for ids, translations in _translations(lang):
        wanted = _values(ids[-1])
        for text in translations:
            # »One shop« needs no number.
            assert _values(text) <= wanted, text
            assert len(ids) > 1 or _values(text) == wanted, text
            if wanted:
                assert text % dict.fromkeys(wanted, 1), text


def _translations(lang: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    with (HOUSE / f"theme/strings/{lang}.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                yield ids, tuple(one for one in strings if one)


def _values(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))
