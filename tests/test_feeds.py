"""The feed of the news, as a feed reader sees it. What it must hold: RFC 4287."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support.sites import GOOD, TODAY, build_site, good_site, put_file

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEWS = """---
titel: {title}
datum: {day}
kurz: In einem Satz.
---
Mehr im [Wunschbrett](/wunschbrett/) und bei [Mavi](/betriebe/mavi/).
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small good site with three more news items, one of them for tomorrow."""
    root = good_site(tmp_path_factory.mktemp("feed"))
    for day, title in (("2026-11-23", "Von morgen"), ("2026-11-22", "Tee & <Kuchen>"), ("2025-02-03", "Lange her")):
        slug = title.split()[0].lower()
        put_file(root, f"content/meldungen/{day}-{slug}.md", NEWS.format(title=f'"{title}"', day=day))
    return build_site(root)


@pytest.fixture(scope="module")
def feed(output: Path) -> ET.Element:
    return ET.fromstring((output / "neues/feed.xml").read_bytes())  # noqa: S314 - our own


def text(element: ET.Element, path: str) -> str:
    found = element.findall(path, ATOM)
    assert len(found) == 1, path
    return (found[0].text or "").strip()


def moment(stamp: str) -> dt.datetime:
    read = dt.datetime.fromisoformat(stamp)
    assert read.tzinfo is not None, stamp
    return read


def test_the_feed_has_what_every_feed_must_have(feed: ET.Element) -> None:
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text(feed, "a:title") == "Kiezgrößen"
    assert urlsplit(text(feed, "a:id")).scheme
    assert moment(text(feed, "a:updated")).date() == dt.date.fromisoformat(TODAY)
    (own,) = feed.findall("a:link[@rel='self']", ATOM)
    assert own.attrib["href"] == "http://localhost:8000/neues/feed.xml"


def test_every_entry_has_what_every_entry_must_have(feed: ET.Element) -> None:
    entries = feed.findall("a:entry", ATOM)
    identities = [text(entry, "a:id") for entry in entries]
    assert len(set(identities)) == len(identities)
    for entry in entries:
        assert text(entry, "a:title")
        assert text(entry, "a:author/a:name")
        assert moment(text(entry, "a:updated")) >= moment(text(entry, "a:published"))
        assert urlsplit(text(entry, "a:id")).scheme


def test_the_newest_comes_first_and_nothing_from_tomorrow(feed: ET.Element) -> None:
    entries = feed.findall("a:entry", ATOM)
    titles = [text(entry, "a:title") for entry in entries]
    written = len(list((GOOD / "content/meldungen").iterdir()))
    assert titles[0] == "Tee & <Kuchen>"
    assert titles[-1] == "Lange her"
    assert len(titles) == written + 2
    days = [text(entry, "a:published")[:10] for entry in entries]
    assert days == sorted(days, reverse=True)
    assert days[0] == TODAY
    assert text(feed, "a:updated")[:10] == TODAY


def test_links_lead_to_pages_from_wherever_one_reads(feed: ET.Element, output: Path) -> None:
    for entry in feed.findall("a:entry", ATOM):
        (link,) = entry.findall("a:link[@rel='alternate']", ATOM)
        address = urlsplit(link.attrib["href"])
        assert (address.scheme, address.netloc) == ("http", "localhost:8000")
        assert (output / address.path.lstrip("/") / "index.html").is_file()
        content = text(entry, "a:content")
        assert 'href="/' not in content
    newest = text(feed.findall("a:entry", ATOM)[0], "a:content")
    assert 'href="http://localhost:8000/wunschbrett/"' in newest


def test_pages_tell_of_the_feed(output: Path) -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/neues/feed.xml" title="Kiezgrößen">'
    assert all(link in file.read_text("utf-8") for file in output.rglob("*.html"))
