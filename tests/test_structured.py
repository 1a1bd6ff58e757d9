"""What machines read of a page: its address, its languages, its picture, its structured data, the site map."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from tests.support.sample import PAGES, ROOT, build_sample
from tests.support.sites import kiez_of

from kiezgroessen.link.kiez import Kiez
from kiezgroessen.plan.structured import as_json

SITE = "http://localhost:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@dataclass
class Head(HTMLParser):
    """What stands in the head of a page."""

    title: str = ""
    root: dict[str, str] = field(default_factory=dict)
    metas: dict[str, str] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    _within: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._within = "json" if values.get("type") == "application/ld+json" else tag
        if tag == "meta" and (name := values.get("name") or values.get("property")):
            assert name not in self.metas, f"{name} twice"
            self.metas[name] = values["content"]
        elif tag == "link":
            self.links.append(values)
        elif tag == "html":
            self.root = values

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "json" and data.strip():
            self.data.append(json.loads(data))

    def handle_endtag(self, _tag: str) -> None:
        self._within = ""

    def rel(self, kind: str) -> list[dict[str, str]]:
        return [link for link in self.links if link.get("rel") == kind]

    def languages(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.rel("alternate") if "hreflang" in link}

    def of_type(self, kind: str) -> dict[str, Any]:
        found = [data for data in self.data if data["@type"] == kind]
        assert len(found) == 1, [data["@type"] for data in self.data]
        return found[0]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, Head]:
    """Every page's head by its address."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        head = Head()
        head.feed(file.read_text("utf-8"))
        found[f"{SITE}/{file.relative_to(site).as_posix().removesuffix('index.html')}"] = head
    return found


@cache
def the_kiez() -> Kiez:
    return kiez_of(ROOT)


def at(heads: dict[str, Head], name: str) -> Head:
    return heads[f"{SITE}/{PAGES[name]}"]


def values(data: object) -> Iterator[object]:
    yield data
    if isinstance(data, dict):
        for one in data.values():
            yield from values(one)
    elif isinstance(data, list):
        for one in data:
            yield from values(one)


def test_every_title_is_there_once(heads: dict[str, Head]) -> None:
    titles = Counter((head.title, head.root["lang"]) for head in heads.values())
    assert all(title.strip() for title, _ in titles)
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_says_in_a_sentence_what_it_is(heads: dict[str, Head]) -> None:
    for address, head in heads.items():
        assert 15 <= len(head.metas["description"]) <= 320, (address, head.metas["description"])


def test_a_page_names_its_own_address_unless_it_is_not_to_be_found(heads: dict[str, Head]) -> None:
    hidden = {address for address, head in heads.items() if "noindex" in head.metas.get("robots", "")}
    material = {address for address in heads if address.endswith("/material/")}
    assert material
    lapsed = {address for address in heads if address.endswith("/wunschbrett/kita-kraehennest--laternen/")}
    german = {address for address in hidden if heads[address].root["lang"] == "de"}
    assert german == {f"{SITE}/404.html", f"{SITE}/410.html", f"{SITE}/stil/", *material, *lapsed} & german
    # What only its frame translates is there for people who come by, and for nobody else.
    for address in hidden - german - material - lapsed:
        _, lang, path = address.removeprefix(SITE).split("/", 2)
        assert heads[f"{SITE}/{path}"].languages().get(heads[address].root["lang"]) is None, lang
    for address, head in heads.items():
        assert [link["href"] for link in head.rel("canonical")] == ([] if address in hidden else [address])
        assert head.metas["og:url"] == address


def test_translations_know_each_other(heads: dict[str, Head]) -> None:
    translated = {address: head.languages() for address, head in heads.items() if head.languages()}
    assert f"{SITE}/ar/" in translated
    for address, languages in translated.items():
        assert languages[heads[address].root["lang"]] == address
        assert languages["x-default"] == languages["de"]
        for code, other in languages.items():
            assert translated[other] == languages
            assert code == "x-default" or heads[other].root["lang"] == code


def test_every_page_has_a_picture_to_share(site: Path, heads: dict[str, Head]) -> None:
    looked_at = set()
    for address, head in heads.items():
        image = head.metas["og:image"]
        assert image.startswith(f"{SITE}/"), address
        assert (head.metas["og:image:width"], head.metas["og:image:height"]) == ("1200", "630")
        assert head.metas["og:image:alt"].strip()
        data = (site / urlsplit(image).path.lstrip("/")).read_bytes()
        assert len(data) < 300_000, image
        if image not in looked_at:
            looked_at.add(image)
            with Image.open(io.BytesIO(data)) as picture:
                assert (picture.format, picture.size) == ("JPEG", (1200, 630)), image
    assert len(looked_at) > 100


def test_structured_data_has_no_empty_values(heads: dict[str, Head]) -> None:
    for address, head in heads.items():
        for data in head.data:
            assert data["@context"] == "https://schema.org"
            assert [value for value in values(data) if value in (None, "", [], {})] == [], address


def test_a_business_is_called_what_it_is(heads: dict[str, Head]) -> None:
    trades = the_kiez().programme.record.trades
    for slug, node in the_kiez().businesses.items():
        record = node.text.record
        data = heads[f"{SITE}/betriebe/{slug}/"].of_type(trades[record.trade].schema_type)
        assert data["name"] == record.name.value
        assert ("address" in data) == (record.address is not None and not node.archived), slug
        assert not (node.archived and {"telephone", "email", "sameAs"} & data.keys()), slug
        assert record.link or "sameAs" not in data, slug
    assert heads[f"{SITE}/betriebe/backwerk-lotse/"].of_type("Bakery")


def test_an_action_is_an_event_with_time_and_place(heads: dict[str, Head]) -> None:
    for slug, node in the_kiez().actions.items():
        data = heads[f"{SITE}/aktionen/{slug}/"].of_type("Event")
        assert data["startDate"].startswith(str(node.first)), slug
        assert data["location"]["@type"] == "Place"
        assert data["location"]["name"].strip()
    assert at(heads, "action, fallen through").of_type("Event")["eventStatus"] == "https://schema.org/EventCancelled"
    assert at(heads, "action, done").of_type("Event")["eventStatus"] == "https://schema.org/EventScheduled"


def test_institutions_news_and_the_site_have_their_types(heads: dict[str, Head]) -> None:
    assert at(heads, "institution").of_type("NGO")["name"] == "Jugendclub Luke 7"
    assert at(heads, "news item").of_type("NewsArticle")["datePublished"] == "2026-06-01"
    assert at(heads, "start").of_type("WebSite")["inLanguage"] == "de"
    assert at(heads, "start in Arabic").of_type("WebSite")["inLanguage"] == "ar"


def test_the_way_to_a_page_is_counted_from_one_and_ends_there(heads: dict[str, Head]) -> None:
    way = [address for address, head in heads.items() if any(data["@type"] == "BreadcrumbList" for data in head.data)]
    assert len(way) > 100
    for address in way:
        items = heads[address].of_type("BreadcrumbList")["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert items[-1]["item"] == address
        assert all(item["item"] in heads for item in items), address


def test_structured_data_cannot_end_their_script() -> None:
    typed = "</script><script>alert(1)</script><!-- & \u2028\u2029"
    block = as_json({"name": typed})
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block)["name"] == typed


def test_the_site_map_lists_every_page_that_may_be_found_once(site: Path, heads: dict[str, Head]) -> None:
    root = ET.fromstring((site / "sitemap.xml").read_bytes())  # noqa: S314 - our own
    assert root.tag == f"{{{NAMES['s']}}}urlset"
    places = Counter(loc.text or "" for loc in root.findall("s:url/s:loc", NAMES))
    assert places == Counter(address for address, head in heads.items() if "robots" not in head.metas)
    for entry in root.findall("s:url", NAMES):
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", NAMES)}
        address = entry.findtext("s:loc", "", NAMES)
        assert links == heads[address].languages()
        assert all(link.attrib["rel"] == "alternate" for link in entry.findall("x:link", NAMES))


def test_robots_may_read_everything_and_are_told_of_the_site_map(site: Path) -> None:
    lines = (site / "robots.txt").read_text("utf-8").splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow: /")]


def test_icons_and_manifest_are_what_they_say(site: Path, heads: dict[str, Head]) -> None:
    for head in heads.values():
        for kind in ("icon", "apple-touch-icon", "manifest"):
            (link,) = head.rel(kind)
            assert (site / link["href"].lstrip("/")).is_file(), link
        assert head.rel("stylesheet")
        assert all((site / link["href"].lstrip("/")).is_file() for link in head.rel("stylesheet"))
    manifest = json.loads((site / "site.webmanifest").read_bytes())
    assert manifest["name"] == the_kiez().programme.record.name.value
    assert (site / manifest["start_url"].lstrip("/") / "index.html").is_file()
    for icon in manifest["icons"]:
        file = site / icon["src"].lstrip("/")
        if icon["type"] == "image/png":
            with Image.open(file) as picture:
                assert "x".join(map(str, picture.size)) == icon["sizes"]
        else:
            drawing = ET.fromstring(file.read_bytes())  # noqa: S314 - our own
            assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
