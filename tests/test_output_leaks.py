"""A site full of secrets is finished; one secret after the other is put into it, as it would be written there."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from tests.support.finished import SITE, THEME, Finished, expected_for, good_tree
from tests.support.sites import GOOD, TODAY, build_site, good_site, put_file, read_site, replace_in
from tests.test_leak import LOTSE, SECRETS, secretive

from kiezgroessen.check import private
from kiezgroessen.check.haystack import Haystack, Phrases, folded, stands
from kiezgroessen.check.private import Private, counts, secrets_of
from kiezgroessen.make.store import Store
from kiezgroessen.problems import ContentError, Severity, as_text
from kiezgroessen.shell.build import build

MAVI = "betriebe/mavi/index.html"
PROFILE = "profiles/betriebe/mavi/profil.md"
APPLICATION = (
    "Betrieb: Zqxladen am Ufer\nName: Zoe Zqxbewerberin\nE-Mail: zoe@zqxpost.example\nSprachen: Deutsch, Türkisch\n"
)


def secret_site(tmp_path: Path) -> Path:
    """Beside the secrets of others: an application, people who signed together, and names that are public anyway."""
    root = secretive(tmp_path, "    widerrufen: 2019-04-23\n")
    put_file(root, "bewerbungen/2026-11-22.txt", APPLICATION)
    text = (root / "profiles/betriebe/rad-und-tat/profil.md").read_text("utf-8")
    people = (
        '  - {kennung: team, von: "Mehmet Yılmaz und Zoë O\'Hara", beleg: "Blatt 1", am: 2026-01-15, kanaele: [web]}\n'
        "  - {kennung: laden, von: Rad und Tat, beleg: Mavi, am: 2026-01-15, kanaele: [web]}\n"
    )
    head, mark, body = text.partition("\n---\n")
    put_file(root, "profiles/betriebe/rad-und-tat/profil.md", f"{head}\nfreigaben:\n{people.rstrip()}{mark}{body}")
    return root


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Finished:
    return good_tree(tmp_path_factory, tmp_path, "verschwiegen", secret_site)


def test_what_is_public_or_short_or_common_stops_nothing(site: Finished) -> None:
    """A consent by the owner who is named, one by the shop itself, »Blatt 1«, a receipt called like another shop."""
    assert site.said() == []
    assert {folded(one) for one in ("Blatt 1", "Mavi", "Rad und Tat", "team")}.isdisjoint(
        one.text for one in site.expected.secrets.private
    )


WRITTEN = {
    "in a text": (MAVI, "</main>", "<p>Danke, {}!</p></main>"),
    "in a value": (MAVI, "</main>", '<p title="Von {}">x</p></main>'),
    "in a comment": (MAVI, "</main>", "<!-- {} --></main>"),
    "with escapes": (MAVI, "</main>", "<p>{entities}</p></main>"),
    "in an address": (MAVI, "</main>", '<a href="mailto:a@b.example?body={percent}">x</a></main>'),
    "in structured data": (MAVI, '{"@context"', '{"name":"{json}","@context"'),
    "with a soft hyphen": (MAVI, "</main>", "<p>{soft}</p></main>"),
    "on two lines": (MAVI, "</main>", "<p>{lines}</p></main>"),
    "in capitals": (MAVI, "</main>", "<p>{capitals}</p></main>"),
    "in a feed": ("neues/feed.xml", "</feed>", "<!-- &lt;p&gt;{}&lt;/p&gt; --></feed>"),
    "in a calendar": ("kalender.ics", "END:VCALENDAR", "X-VON:{folds}\r\nEND:VCALENDAR"),
    "in structured data on two lines": (MAVI, '{"@context"', '{"name":"{escaped}","@context"'),
    "in a text file": ("robots.txt", "User-agent", "# {}\nUser-agent"),
    "in a script": ("{script}", "'use strict';", "'use strict'; // {}"),
    "in a manifest": ("site.webmanifest", '"name"', '"x": "{json}", "name"'),
}


def put(site: Finished, how: str, secret: str) -> str:
    """Writes a secret into the tree; gives the file."""
    name, before, after = WRITTEN[how]
    name = next(site.output.glob("kopieren.*.js")).name if name == "{script}" else name
    forms = {
        "{entities}": "".join(f"&#{ord(char)};" for char in secret),
        "{percent}": "".join(f"%{byte:02X}" for byte in secret.encode()),
        "{json}": "".join(f"\\u{ord(char):04x}" for char in secret),
        "{soft}": "\u00ad".join(secret),
        "{lines}": secret.replace(" ", "\n   "),
        "{capitals}": secret.upper(),
        "{escaped}": secret.replace(" ", "\\n"),
        "{folds}": "\r\n ".join(secret),
        "{}": secret,
    }
    for form, text in forms.items():
        after = after.replace(form, text)
    site.change(name, before, after)
    return name


@pytest.mark.parametrize("how", WRITTEN)
def test_a_private_name_is_found_however_it_is_written(site: Finished, how: str) -> None:
    name = put(site, how, "Mehmet Yilmaz" if how == "in capitals" else "Mehmet Yılmaz")
    if how == "in capitals":
        assert site.said() == [], "another spelling is another name"
        name = put(site, "in a text", "MEHMET YıLMAZ")
    found = [problem for problem in site.problems() if "nicht öffentlich" in problem.message]
    assert [(problem.path, problem.message) for problem in found] == [
        ("profiles/betriebe/rad-und-tat/profil.md", f"»freigaben.von« ist nicht öffentlich und steht in {name}.")
    ]
    assert found[0].line is not None


def test_the_message_does_not_say_what_nobody_may_know(site: Finished) -> None:
    put(site, "in a text", "Mehmet Yılmaz")
    (found,) = site.problems()
    assert "Mehmet" not in f"{found.message}{found.hint}{found.shown}"


NO_TEXT = ("19", "20", "freigaben", "Zqxexif")
"""Every day is also the day of something else; and what stands in a photo is found there (test_output_metadata.py)."""


@pytest.mark.parametrize("secret", [one for one in SECRETS if not any(part in one for part in NO_TEXT)])
def test_every_kind_of_secret_is_found(site: Finished, secret: str) -> None:
    put(site, "in a text", secret)
    assert [message for _, message in site.said() if "nicht öffentlich" in message]


@pytest.mark.parametrize(("said", "field"), [("Zoe Zqxbewerberin", "Name"), ("zoe@zqxpost.example", "E-Mail")])
def test_applications_stay_where_they_are(site: Finished, said: str, field: str) -> None:
    put(site, "in a text", said)
    (found,) = site.problems()
    message = f"»{field}« ist nicht öffentlich und steht in {MAVI}."
    assert (found.path, found.message) == ("bewerbungen/2026-11-22.txt", message)


def test_no_letter_of_a_stranger_stops_a_build(tmp_path: Path) -> None:
    """People call themselves what they like, also what a page says that is put together; a mail may hold anything."""
    root = good_site(tmp_path)
    pages = [file.read_text("utf-8") for file in sorted(build_site(root).rglob("*.html"))]
    called = {
        html.unescape(one)
        for page in pages
        for one in re.findall(r'<title>(.*?)</|"description" content="(.*?)"', page)[0]
    }
    called |= {"Café Mavi – Kiezgrößen", "Café Mavi · Probestraße 2, 10000 Berlin"}
    letter = "".join(f"Name: {name}\nBetrieb: {name}\nStraße: {name}\n" for name in sorted(called))
    put_file(root, "bewerbungen/viele.txt", letter)
    put_file(root, "bewerbungen/post.EML", f"Subject: Hallo\n\n{letter}")
    put_file(root, "bewerbungen/wirr.txt", bytes(range(256)) * 100)
    (root / "bewerbungen/weg.txt").symlink_to(root / "nirgends")
    settings = {"KIEZ_DATE": TODAY, "KIEZ_WORKERS": 1, "KIEZ_CACHE": str(tmp_path / "cache")}
    told = [one for one in build(root, tmp_path / "output", "pelicanconf.py", settings) if "öffentlich" in one.message]
    assert told, "somebody called like a description of a page is told of"
    assert {(one.severity, one.path.startswith("bewerbungen/")) for one in told} == {(Severity.WARNING, True)}
    assert "Café Mavi – Kiezgrößen" in called


def test_a_name_put_together_of_public_ones_is_not_even_told(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, "bewerbungen/a.txt", "Name: Café Mavi – Kiezgrößen\nBetrieb: Derya Aksoy | Café Mavi\n")
    assert [one.text for one in expected_for(root, tmp_path / "cache").secrets.private if one.by_stranger] == []


def test_what_an_application_and_a_consent_both_say_is_still_an_error(site: Finished) -> None:
    put_file(site.root, "bewerbungen/zwei.txt", "Name: Mehmet Yılmaz\n")
    expected = expected_for(site.root, site.root.parent / "cache")
    put(site, "in a text", "Mehmet Yılmaz")
    (found,) = Finished(site.root, site.output, expected).problems()
    assert (found.severity, found.path) == (Severity.ERROR, "profiles/betriebe/rad-und-tat/profil.md")


def test_a_list_of_languages_in_an_application_is_no_secret(site: Finished) -> None:
    put(site, "in a text", "Deutsch, Türkisch")
    assert site.said() == []


def test_the_name_of_a_file_tells_too(site: Finished) -> None:
    site.put("bilder/zqx-draft-1.txt", "x")
    message = "»Name des Ordners« ist nicht öffentlich und steht in bilder/zqx-draft-1.txt."
    assert message in [message for _, message in site.said()]


def test_what_is_set_on_paper_is_read_where_it_was_written(tmp_path: Path) -> None:
    """The letters of a sheet are shapes: its data is what is looked at."""
    expected = expected_for(good_site(tmp_path), tmp_path / "cache", full_kits=True)
    sheet = next(name for name in expected.said if name.startswith("druck/mavi-de-plakat-a3") and name.endswith(".pdf"))
    assert any("Café Mavi" in text for text in expected.said[sheet])
    shared = next(name for name in expected.said if name.startswith("teilen/mavi-de-"))
    assert "Café Mavi" in expected.said[shared][0].replace("\n", " ")
    assert {sheet, shared} <= expected.names


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("<p>{{ page.title }}</p>", "Darin steht der Rest einer Vorlage."),
        ("<p>{% if x %}</p>", "Darin steht der Rest einer Vorlage."),
        ('<p title="{static}/bild.png">x</p>', "Darin steht ein Befehl."),
        ("<pre>Traceback (most recent call last):</pre>", "Darin steht eine Meldung des Programms."),
        ("<p>&lt;Text object at 0x7f00&gt;</p>", "Darin steht eine Meldung des Programms."),
        ("<p>None</p>", "Darin steht ein leerer Wert."),
        ('<p title="None">x</p>', "Darin steht ein leerer Wert."),
        ("<p>undefined</p>", "Darin steht ein leerer Wert."),
        ("<p>&lt;function f at 0x7f00&gt;</p>", "Darin steht eine Meldung des Programms."),
        ("<p>&lt;class 'str'&gt;</p>", "Darin steht eine Meldung des Programms."),
        ("<p>profiles/betriebe/mavi/profil.md</p>", "Darin steht der Name einer Datei der Redaktion."),
        ("<p>kiez.tr.yaml</p>", "Darin steht der Name einer Datei der Redaktion."),
    ],
)
def test_nothing_unfinished_is_published(site: Finished, written: str, message: str) -> None:
    site.change(MAVI, "</main>", f"{written}</main>")
    assert site.said() == [(MAVI, message)]


def test_what_an_editor_has_typed_just_so_may_stand_there(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    def telling(folder: Path) -> Path:
        root = good_site(folder)
        replace_in(root, PROFILE, "- Kuchen", "- Kuchen nach profil.md, mit {{ Sahne }}\n- None")
        return root

    assert good_tree(tmp_path_factory, tmp_path, "erzaehlt", telling).said() == []


NAMED = ("None", "NaN", "undefined", "Traceback (most recent call last)", "Localhost", "{% raw %} – Tee & mehr")


def test_shops_may_be_called_whatever_they_are_called(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    """In titles, addresses, values, sheets and feeds, with something before and behind."""

    def named(folder: Path) -> Path:
        root = good_site(folder)
        replace_in(root, PROFILE, "name: Café Mavi", "name: '{{ Mustache }}'")
        text = (GOOD / PROFILE).read_text("utf-8").partition("fotos:")[0]
        for number, name in enumerate(NAMED):
            own = text.replace("Café Mavi", f"'{name}'").replace("mavi.example", f"laden-{number}.example")
            slug = "undefined" if name == "undefined" else f"laden-{number}"
            put_file(
                root,
                f"profiles/betriebe/{slug}/profil.md",
                f"{own}---\nHier gibt es **{name}** und \\{{\\{{ Tee }}}}.\n",
            )
        return root

    site = good_tree(tmp_path_factory, tmp_path, "benannt", named)
    assert [(problem.path, problem.message) for problem in site.problems() if problem.severity is Severity.ERROR] == []
    site.change(MAVI, "</main>", "<p>{{ page.title }} und {{ Mustache }}</p></main>")
    assert site.said() == [(MAVI, "Darin steht der Rest einer Vorlage.")], "what nobody said is still found"


def test_what_is_public_on_two_lines_is_public(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    def broken(folder: Path) -> Path:
        root = secret_site(folder)
        text = (root / PROFILE).read_text("utf-8")
        put_file(root, PROFILE, f"{text}\n\nDanke an Mehmet\nYılmaz, der hier\ngestern den Ofen mitgebracht hat.\n")
        draft = text.partition("fotos:")[0].replace("seit:", "status: entwurf\nseit:")
        said = "der hier gestern den\nOfen mitgebracht hat"
        put_file(root, "profiles/betriebe/entwurf-ofen/profil.md", f"{draft}---\n{said}\n")
        return root

    site = good_tree(tmp_path_factory, tmp_path, "zeilen", broken)
    assert "mehmet\xa0yılmaz" not in (site.output / MAVI).read_text("utf-8")
    assert [message for _, message in site.said() if "nicht öffentlich" in message] == []


def test_what_is_wrong_is_shown_where_it_stands_and_blamed_on_nobody_else(tmp_path: Path) -> None:
    theme = tmp_path / "thema"
    shutil.copytree(THEME, theme)
    main = '{% block main %}\n<div class="hero">\n'
    replace_in(theme, "templates/business.html", main, main + "{{ '{{ page.title }}' }}")
    root = good_site(tmp_path)
    with pytest.raises(ContentError) as raised:
        build_site(root, THEME=str(theme))
    said = as_text(raised.value.problems)
    assert "profil.md" not in said
    assert "betriebe/backwerk-lotse/index.html" in said
    assert "{{ page.title }}" in said
    assert "theme/" in said
    assert "melden" not in said


def test_the_computer_that_builds_is_not_told_of(site: Finished) -> None:
    site.change(MAVI, "</main>", f"<p>{site.root}/content</p></main>")
    assert site.said() == [(MAVI, "Darin steht, wo oder von wem gebaut wurde.")]


def test_a_published_site_does_not_speak_of_this_computer(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    here = good_tree(tmp_path_factory, tmp_path, "gut-klein", good_site)
    out = expected_for(here.root, here.root.parent / "cache", "https://kiez.example")
    published = Finished(here.root, here.output, out)
    assert [path for path, message in published.said() if "Adresse dieses Computers" in message]
    assert not [path for path, message in here.said() if "Adresse dieses Computers" in message]


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("Mehmet Yılmaz", True, True),
        ("Derya Aksoy", False, False),  # public
        ("Derya Söhne", True, False),  # each of them is, together they are not
        ("Derya Aksoy und Yılmaz", False, False),  # a page may have put them together
        ("Zqxname", True, True),
        ("hier den Tee", True, False),  # anybody may say so
        ("den Kocht hier Tee", True, True),  # nobody did
        ("Jo", False, False),  # too short to be anybody's
        ("Blatt 1", False, False),  # the house knows the word
        ("Fach 12", True, True),  # nobody knows this one
        ("p585", False, False),
        ("2026-01-15", False, False),
        ("", False, False),
    ],
)
def test_the_rule_of_what_counts(text: str, *, name: bool, sentence: bool) -> None:
    public = Haystack.of(["Hier kocht Derya Aksoy den Tee.", "Yılmaz & Söhne"])
    house = {*public.words, "blatt"}
    assert counts(folded(text), public, house, is_name=True) == name
    assert counts(folded(text), public, house, is_name=False) == sentence


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("ali veli", "ali veli kam"), ("ali vel", None), ("veli kam an", None), ("o'hara", "zoë o'hara"), ("", None)],
)
def test_phrases_are_found_as_whole_words(phrase: str, expected: str | None) -> None:
    stack = Haystack.of(["Ali  Veli\nkam", "AN", "Zoë O'Hara"])
    possible = Phrases.of([phrase], stack.words).among(stack.words)
    found = [line for line in stack.text.split("\n") for one in possible if stands(one, line)]
    assert found == ([expected] if expected else [])
    assert stack.holds(phrase) == (expected is not None)


def test_secrets_say_where_they_were_typed(tmp_path: Path) -> None:
    root = secret_site(tmp_path)
    reading = read_site(root)
    assert reading.kiez
    found = secrets_of(
        reading.kiez, reading.documents, THEME, Store(tmp_path), SITE, letters={}, machine=["/srv/erika/kiez", "root"]
    )
    assert found.machine == ("/srv/erika/kiez",)
    (one,) = [one for one in found.private if one.text == "zqxvon"]
    lines = (root / f"{LOTSE}/profil.md").read_text("utf-8").splitlines()
    assert one == Private(
        "zqxvon", f"{LOTSE}/profil.md", 1 + lines.index("    von: Zqxvon"), "freigaben.von", is_name=True
    )


def test_a_letter_of_blank_lines_keeps_nobody_busy() -> None:
    letter = "Nachricht: x" + 200_000 * "\n" + "* Name: Erika Beispiel\n"
    assert [one.text for one in private._of_letter("bewerbungen/a.txt", letter)] == ["erika beispiel"]
