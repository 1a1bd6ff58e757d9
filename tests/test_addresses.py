"""An address leads where it seems to: in fields, in texts, and in the finished HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import good_site, put_file, read_site, replace_in, report

from kiezgroessen.render.prose import Prose

MAVI = "profiles/betriebe/mavi/profil.md"
PAGE = "content/seiten/links.md"
HEADER = "---\ntitel: Links\nkurz: Links.\n---\n\n"

BAD_WEB = [
    "https://bank.de@evil.example/",
    "https://bank.de:443@evil.example/",
    "https://аррӏе.example",
    "https://xn--80ak6aa92e.example/",
    "https://mаvi.example/",
    "https://xn--mvi-7cd.example/",
    "https://xn--zzzzzzzz999.example/",
    "https://ｍavi.example/",
    "https://بيتa.example/",
    "https://mavi.example/\u200b",
    "http://127.0.0.1/",
    "http://0x7f.1/",
    "https://mavi..example/",
    "https:mavi.example",
    "https:///mavi.example",
]
BAD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#10;script:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://mavi.example/",
    "//evil.example/x",
    "&#47;/evil.example",
    "/\\evil.example",
    "\\\\\\evil.example",
    "https:\\\\evil.example",
    "{static}/bild.png",
    "{filename}/seiten/impressum.md",
    "{attach}bild.png",
    "|filename|x.md",
]
GOOD_WEB = [
    "https://mavi.example/",
    "http://mavi.example:8080/a?b=c#d",
    "https://müller.example/",
    "https://xn--mller-kva.example/",
    "https://кафе.рф/",
    "https://بيت.example/",
    "https://mavi.example/tür/٣?ü=%20",
]


@pytest.mark.parametrize("address", BAD_WEB)
def test_an_address_of_a_field_that_deceives_is_refused(tmp_path: Path, address: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "  web: https://mavi.example/", f'  web: "{address}"')
    (problem,) = read_site(root).problems
    assert (problem.line, problem.field) == (9, "kontakt.web")


def test_who_stands_before_the_at_sign_is_shown_without_it(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "  web: https://mavi.example/", "  web: https://bank.de@mavi.example/x")
    (problem,) = read_site(root).problems
    assert "führt zu »mavi.example«" in problem.message
    assert problem.fix == "  web: https://mavi.example/x"


@pytest.mark.parametrize("address", GOOD_WEB)
def test_addresses_of_all_languages_are_taken(tmp_path: Path, address: str) -> None:
    root = good_site(tmp_path)
    replace_in(root, MAVI, "  web: https://mavi.example/", f'  web: "{address}"')
    put_file(root, PAGE, HEADER + f"[hier]({address}) und <{address}>")
    assert report(root) == ""
    assert "href" in Prose()(f"[hier]({address})")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("email", "hallo@mаvi.example"),
        ("email", "hаllo@mavi.example"),
        ("email", "hallo@xn--80ak6aa92e.example"),
        ("instagram", "mаvi"),
        ("mastodon", "mavi@mаvi.example"),
        ("mastodon", "mаvi@mavi.example"),
    ],
)
def test_other_ways_to_reach_somebody_do_not_deceive_either(tmp_path: Path, key: str, value: str) -> None:
    root = good_site(tmp_path)
    contact = "  telefon: 030 23125 201\n  email: hallo@mavi.example\n  web: https://mavi.example/"
    replace_in(root, MAVI, contact, f'  {key}: "{value}"')
    (problem,) = read_site(root).problems
    assert problem.field == f"kontakt.{key}"


@pytest.mark.parametrize("address", [*BAD_WEB, *BAD_LINKS])
@pytest.mark.parametrize("form", ["[x]({0})", "[x](<{0}>)", "[x][1]\n\n[1]: {0}", '[x]({0} "Titel")'])
def test_a_link_in_a_text_that_leads_elsewhere_is_none(address: str, form: str) -> None:
    assert "href" not in Prose()(form.format(address))


@pytest.mark.parametrize("address", [one for one in (*BAD_WEB, *BAD_LINKS) if one.isprintable()])
@pytest.mark.parametrize("form", ["[x]({0})", "[x](<{0}>)", "[1]: {0}\n\n[x][1]"])
def test_and_the_check_says_so_with_its_line(tmp_path: Path, address: str, form: str) -> None:
    root = good_site(tmp_path)
    put_file(root, PAGE, HEADER + "Ein Satz.\n\n" + form.format(address))
    (problem,) = read_site(root).problems
    assert (problem.path, problem.line) == (PAGE, HEADER.count("\n") + 3)
    assert problem.message.startswith("Dieser Link geht nicht: ")


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("//mavi.example steht [hier](//mavi.example).", "//mavi.example steht [hier](https://mavi.example)."),
        ("[//mavi.example](//mavi.example)", "[//mavi.example](https://mavi.example)"),
        ("[a](https://mavi.example) [b](//mavi.example)", "[a](https://mavi.example) [b](https://mavi.example)"),
        ("![//m.example/x](<//m.example/x>)", "![//m.example/x](<https://m.example/x>)"),
        ("[//m.example]: //m.example", "[//m.example]: https://m.example"),
    ],
)
def test_the_corrected_line_corrects_the_link_and_nothing_else(tmp_path: Path, line: str, fix: str) -> None:
    root = good_site(tmp_path)
    put_file(root, PAGE, HEADER + line)
    (problem,) = read_site(root).problems
    assert (problem.shown, problem.fix) == (line, fix)


def test_a_text_may_not_turn_the_direction_of_reading(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, PAGE, HEADER + "Ein \u202eztaS\u202c.")
    (problem,) = read_site(root).problems
    assert (problem.line, problem.fix) == (HEADER.count("\n") + 1, "Ein ztaS\u202c.")


def test_what_the_local_pages_are_called_is_no_scheme(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, PAGE, HEADER + "[a](/impressum/) [b](#unten) [c](../x/) [d](mailto:a@b.example) [e](tel:+4930)")
    assert report(root) == ""


def test_a_link_without_end_is_none(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    put_file(root, PAGE, HEADER + "[x](mailto:" + "a\u200b" * 20_000 + "@b.example)")
    (problem,) = read_site(root).problems
    assert "mehr als 2000 Zeichen" in problem.message
    assert "href" not in Prose()("[x](mailto:" + "a\u200b" * 20_000 + "@b.example)")
