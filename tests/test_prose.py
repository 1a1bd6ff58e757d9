"""Markdown becomes clean HTML, and nothing that an editor pastes is ever armed: not in a text, not in any field."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.support.sites import build_site, built, good_site, put_file

from kiezgroessen.read.text import forbidden_in
from kiezgroessen.render.prose import Prose, with_absolute_links

CORPUS = Path(__file__).parent.parent.parent / "shared/corpora/text/xss.json"
with_corpus = pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus of attacks is not beside the project")

TAGS = frozenset(
    {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li"}
    | {"a", "table", "thead", "tbody", "tr", "th", "td", "del", "dl", "dt", "dd"}
)
ATTRIBUTES = frozenset({("a", "href"), ("ol", "start"), ("th", "scope")})
SCHEMES = frozenset({"", "https", "http", "mailto", "tel"})


@dataclass
class Seen(HTMLParser):
    """What a browser would find in a piece of HTML."""

    tags: Counter[str] = field(default_factory=Counter)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.open.append(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name in ("href", "src", "action", "formaction", "poster", "data", "xlink:href"):
                self.addresses.append(value or "")
        if tag == "script":
            self.scripts.append(dict(attrs).get("type") or dict(attrs).get("src") or "")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.code.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_comment(self, data: str) -> None:
        self.odd.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.odd.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.odd.append(f"<![{data}]>")


def look(html: str) -> Seen:
    seen = Seen()
    seen.feed(html)
    seen.close()
    return seen


def scheme(address: str) -> str:
    """The scheme as a browser reads it: leading blanks and controls do not count, nor do line breaks within."""
    address = re.sub(r"[\t\n\r]", "", address.lstrip("".join(map(chr, range(33)))))
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    return match[1].lower() if match else ""


def armed(html: str) -> list[str]:
    """Everything in the HTML of a text that is not plain prose."""
    seen = look(html)
    return [
        *sorted(seen.tags.keys() - TAGS),
        *(f"{tag} {name}" for tag, name in sorted(seen.attributes - ATTRIBUTES)),
        *(address for address in seen.addresses if scheme(address) not in SCHEMES),
        *seen.odd,
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick='x'>a</p>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href='\x01 java\nscript:alert(1)'>a</a>",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<p style='x'>a</p>",
        "<!-- x -->",
        "<svg/onload=alert(1)>",
    ],
)
def test_the_search_for_arms_finds_them(html: str) -> None:
    assert armed(html)


def attacks() -> list[str]:
    return [text for text in json.loads(CORPUS.read_text("utf-8")) if isinstance(text, str)]


@with_corpus
def test_no_attack_is_armed_as_text() -> None:
    prose = Prose()
    strings = attacks()
    assert len(strings) > 1500
    forms = ("{0}", "# {0}", "- {0}", "[{0}](/x)", "[x]({0})", "[x](<{0}>)", "<{0}>", "> {0}", "[x]: {0}\n\n[x]")
    found = {text: arms for one in strings for form in forms if (arms := armed(prose(text := form.format(one))))}
    assert found == {}


@with_corpus
def test_no_attack_is_armed_in_any_field_of_a_page(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every string as name, quote, offer, alt text or body of some business, through a whole build."""
    usable = [text for text in attacks() if text.strip() and not any(map(forbidden_in, text)) and len(text) <= 120]
    usable = usable[::3]  # one in three: every kind of attack comes in many variants
    assert len(usable) > 350
    root = good_site(tmp_path)
    share = 24  # as many offers as there may be
    names = [text for text in usable if len(text) <= 80]
    for number, start in enumerate(range(0, len(usable), share)):
        mine = usable[start : start + share]
        header: dict[str, object] = {"name": names[number * 29 % len(names)], "gewerbe": "cafe"}
        header |= {"zitat": mine[0], "inhaber": mine[1:3]}
        header |= {"angebote": [{"art": "praktikum", "text": text, "fuer": text} for text in mine]}
        put_file(root, f"profiles/betriebe/x{number}/profil.md", f"---\n{in_yaml(header)}---\n" + "\n\n".join(mine))
    output = build_site(root, KIEZ_PICTURES=False)

    harmless = [look(page.read_text("utf-8")) for page in built(tmp_path_factory).rglob("*.html")]
    own = {kind for seen in harmless for kind in seen.scripts if re.fullmatch(r"/kopieren\.[0-9a-f]{8}\.js", kind)}
    assert len(own) == 1, "material pages have the one script there is"
    known_tags = set().union(*(seen.tags for seen in harmless)) | TAGS
    known = set().union(*(seen.attributes for seen in harmless)) | ATTRIBUTES
    assert len(list(output.glob("betriebe/x*/index.html"))) == number + 1
    for page in output.glob("betriebe/**/*.html"):
        seen = look(page.read_text("utf-8"))
        assert seen.tags.keys() <= known_tags, page
        assert seen.attributes <= known, page
        assert set(map(scheme, seen.addresses)) <= SCHEMES, page
        assert set(seen.scripts) <= {"application/ld+json"} | own, page
        assert all(json.loads(block)["@context"] == "https://schema.org" for block in seen.code), page
        assert seen.odd == [], page
        assert seen.tags["html"] == seen.tags["main"] == seen.tags["title"] == 1, page


def in_yaml(header: dict[str, object]) -> str:
    """A JSON value is a YAML value, and a key a line."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in header.items())


# What editors see of their Markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Ein *Satz* mit **Kraft**.", "<p>Ein <em>Satz</em> mit <strong>Kraft</strong>.</p>"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"),
        ("[Mavi](/betriebe/mavi/)", '<p><a href="/betriebe/mavi/">Mavi</a></p>'),
        ("[Anruf](tel:+4930)", '<p><a href="tel:+4930">Anruf</a></p>'),
        ("Ein <b>Wort</b>", "<p>Ein &lt;b&gt;Wort&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("3 < 5 & 7 > 2", "<p>3 &lt; 5 &amp; 7 &gt; 2</p>"),
        ("&copy; 2026", "<p>© 2026</p>"),
    ],
)
def test_markdown_becomes_html_and_html_stays_text(text: str, html: str) -> None:
    assert Prose()(text) == html


def test_a_picture_in_a_text_is_none() -> None:
    """Photos belong into the header, where alt text and consent are asked for."""
    assert look(Prose()("![Alt](bild.jpg)\n\n![Alt][1]\n\n[1]: bild.jpg")).tags["img"] == 0


@pytest.mark.parametrize("text", ["# Titel", "Titel\n====="])
def test_a_text_never_has_a_second_main_heading(text: str) -> None:
    tags = look(Prose()(text)).tags
    assert tags["h1"] == 0
    assert sum(tags[f"h{rank}"] for rank in range(2, 7)) == 1


@pytest.mark.parametrize(
    ("text", "attributes", "addresses"),
    [
        ("[Mavi](https://mavi.example/)", {("a", "href")}, ["https://mavi.example/"]),
        ('[Mavi](/betriebe/ "Titel")', {("a", "href")}, ["/betriebe/"]),
        ("[x](javascript:alert(1))", set(), []),
        ("[x](<java\nscript:alert(1)>)", set(), []),
        ("[x](&#106;avascript:alert(1))", set(), []),
        ("[x](data:text/html,x)", set(), []),
        ("[x](file:///etc/passwd)", set(), []),
        ("<javascript:alert(1)>", set(), []),
        ("[x]: vbscript:x\n\n[x]", set(), []),
    ],
)
def test_a_link_in_a_text_leads_where_links_may_and_says_nothing_more(
    text: str, attributes: set[tuple[str, str]], addresses: list[str]
) -> None:
    seen = look(Prose()(text))
    assert (seen.attributes, seen.addresses) == (attributes, addresses)


@pytest.mark.parametrize("typed", ["&#0;", "&#x1b;", "&#8;", "&#xFFFF;"])
def test_a_reference_to_what_no_document_may_hold_gives_none(typed: str) -> None:
    html = Prose()(f"vorher {typed} nachher")
    ET.fromstring(html)  # noqa: S314 - our own; a feed must be able to carry it
    assert forbidden_in(html.replace("\ufffd", "")) is None


def test_a_text_nested_without_end_is_shown_as_typed() -> None:
    text = "".join(f"{'    ' * depth}- <b>\n" for depth in range(300))
    html = Prose()(text)
    assert "&lt;b&gt;" in html
    assert armed(html) == []


def test_texts_do_not_influence_each_other() -> None:
    prose = Prose()
    assert "href" in prose("[x]\n\n[x]: /a")
    assert "href" not in prose("[x]")


def test_feeds_get_whole_addresses() -> None:
    html = with_absolute_links(
        '<a href="/a/">a</a><a href="https://b.example/">b</a><a href="#c">c</a>', "https://kiez.example"
    )
    assert html == '<a href="https://kiez.example/a/">a</a><a href="https://b.example/">b</a><a href="#c">c</a>'


@pytest.mark.parametrize(
    "text", ["[x](&#1;y)", "[x](https://kiez.example/&#x1f;)", "[x][eins]\n\n[eins]: &#xfffe;", "&#2;", "<&#8;>"]
)
def test_references_to_what_no_document_may_hold_are_not_followed(text: str) -> None:
    assert forbidden_in(Prose()(text).replace("\ufffd", "")) is None


def test_a_reference_to_a_control_character_does_not_stop_the_feed(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    news = "content/meldungen/2026-06-01-so-war-das-hoffest.md"
    put_file(root, news, (root / news).read_text("utf-8") + "\n[Bericht](&#1;bericht) &#x1;\n")
    feed = build_site(root, KIEZ_PICTURES=False) / "neues/feed.xml"
    assert "Bericht" in feed.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "nur Wörter, zwei  \nZeilen\t\nund noch eine",
        "*fett*",
        "_kursiv_, snake_case_word",
        "`code`",
        "\\#Raute\\!",
        "[Link](https://a.example/) und [so][1] und [1]\n\n[1]: https://b.example/",
        "<https://a.example/> <a@b.example> <b>roh</b>",
        "&amp; &#65; &nichts;",
        "&amp; & &#65; **a [b](/c/) `d`** \\_",
    ],
)
def test_patterns_that_are_passed_over_would_have_found_nothing(text: str) -> None:
    prose, whole = Prose(), Prose()
    whole._inline = dict.fromkeys(subsets("`\\[<&*_"), whole._markdown.inlinePatterns)
    assert prose(text) == whole(text)


def subsets(signs: str) -> list[str]:
    found = [""]
    for sign in signs:
        found += [some + sign for some in found]
    return found
