"""The feeds of the news, of actions and of wishes, as a feed reader sees them. What they must hold: RFC 4287."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support.sites import GOOD, TODAY, build_site, good_site, kiez_of, put_file, replace_in

from kiezgroessen.languages import Text
from kiezgroessen.plan.desk import Desk, Workshop
from kiezgroessen.plan.feeds import feeds
from kiezgroessen.plan.follow_views import FeedFile, Item
from kiezgroessen.plan.plan import written_pages
from kiezgroessen.plan.urls import Urls
from kiezgroessen.read.fonts import load_fonts
from kiezgroessen.render.feeds import feed as render
from kiezgroessen.words import load_words

THEME = Path(__file__).parent.parent / "theme"

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


# --- actions and wishes

LISTS = {"aktionen/feed.xml": "aktionen/", "wunschbrett/feed.xml": "wunschbrett/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module", params=sorted(LISTS))
def listed(request: pytest.FixtureRequest, output: Path) -> tuple[str, ET.Element]:
    """Both feeds that follow a list, with the address of the list."""
    return LISTS[request.param], ET.fromstring((output / request.param).read_bytes())  # noqa: S314 - our own


def desk_of(root: Path, day: str = TODAY) -> Desk:
    kiez = kiez_of(root, day)
    words = {code: load_words(THEME / "strings", code) for code in kiez.programme.record.languages}
    workshop = Workshop(load_fonts(THEME / "static/fonts"))
    return Desk(kiez, words["de"], Urls("https://kiez.example"), str, workshop, written_pages(kiez, words))


def feeds_of(root: Path, day: str = TODAY) -> dict[str, ET.Element]:
    """Both feeds by path."""
    made = {file.output: render(file) for file in feeds(desk_of(root, day))}
    return {path: ET.fromstring(data) for path, data in made.items()}  # noqa: S314 - our own


def test_a_list_has_a_feed_with_all_that_a_feed_must_have(listed: tuple[str, ET.Element]) -> None:
    path, feed = listed
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.attrib[LANG] == "de"
    assert text(feed, "a:title")
    assert text(feed, "a:author/a:name") == "Kiezgrößen"
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall("a:link", ATOM)}
    assert links == {"self": f"http://localhost:8000/{path}feed.xml", "alternate": f"http://localhost:8000/{path}"}
    entries = feed.findall("a:entry", ATOM)
    assert entries
    ids = [text(feed, "a:id"), *(text(entry, "a:id") for entry in entries)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"tag:localhost,\d{4}:/[a-z0-9/-]+", one) for one in ids)
    for entry in entries:
        assert text(entry, "a:title")
        assert text(entry, "a:summary")
        assert entry.findall("a:category", ATOM)
        assert moment(text(entry, "a:updated")).date() <= dt.date.fromisoformat(TODAY)


def test_the_entries_lead_to_their_pages_the_newest_first(listed: tuple[str, ET.Element], output: Path) -> None:
    _, feed = listed
    entries = feed.findall("a:entry", ATOM)
    stamps = [moment(text(entry, "a:updated")) for entry in entries]
    assert stamps == sorted(stamps, reverse=True)
    assert moment(text(feed, "a:updated")) == stamps[0]
    for entry in entries:
        (link,) = entry.findall("a:link", ATOM)
        address = urlsplit(link.attrib["href"])
        assert (output / address.path.lstrip("/") / "index.html").is_file()


def test_lists_offer_their_feed_to_programs_and_people(listed: tuple[str, ET.Element], output: Path) -> None:
    path, _ = listed
    html = (output / path / "index.html").read_text("utf-8")
    assert f'<link rel="alternate" type="application/atom+xml" href="/{path}feed.xml"' in html
    assert f'<a class="button" href="/{path}feed.xml"' in html


def test_the_board_s_feed_has_the_open_wishes_alone() -> None:
    feed = feeds_of(GOOD)["wunschbrett/feed.xml"]
    assert {text(entry, "a:title") for entry in feed.findall("a:entry", ATOM)} == {
        "Zehn gebrauchte Laptops",
        "Jemand, der zeigt, wie man Zähne putzt",
    }
    summary = next(text(e, "a:summary") for e in feed.findall("a:entry", ATOM) if "Laptops" in text(e, "a:title"))
    assert summary == "Jugendclub Luke. Wie viel: 10 Stück. Noch bis 31. Januar 2027.".replace("31. J", "31.\u00a0J")


def test_the_feed_of_actions_says_what_became_of_them() -> None:
    feed = feeds_of(GOOD)["aktionen/feed.xml"]
    said = {text(e, "a:title"): text(e, "a:summary") for e in feed.findall("a:entry", ATOM)}
    assert "Nicht zustande gekommen." in said["Lesestunde"]
    assert "Vereinbart." in said["Plätzchen backen"]
    assert "14:00–18:00 Uhr · Hof des Jugendclubs · Gelungen. Vierzig Teegläser" in said["Hoffest"]


def test_a_feed_is_the_same_on_every_day_until_something_happens() -> None:
    def both(day: str) -> list[bytes]:
        return [ET.tostring(feed) for feed in feeds_of(GOOD, day).values()]

    assert both("2026-11-24") == both("2026-11-30")
    assert both("2026-12-04") != both("2026-12-06"), "the biscuits were baked"


def test_a_feed_is_short_however_long_the_list_is(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    wishes = "".join(f"  - {{kennung: w{n}, art: sachspende, text: Wunsch {n}}}\n" for n in range(70))
    replace_in(root, "profiles/einrichtungen/kita-krabbe/einrichtung.md", "bedarfe:\n", f"bedarfe:\n{wishes}")
    feed = feeds_of(root)["wunschbrett/feed.xml"]
    assert len(feed.findall("a:entry", ATOM)) == 50


def test_whatever_is_typed_stays_text_in_the_feed() -> None:
    day = dt.date(2026, 11, 22)
    known = (
        "<b>&amp;</b>]]>",
        '"><x y="',
        "'\"",
        "ä\u2028\u0085",
        "خبز",
        "👩\u200d👧",
        "\x00\x1b\ufffe\ud800",
        "x" * 10_000,
    )
    for typed in known:
        item = Item("tag:a,2026:/b", Text(typed), Text(typed, "ar"), "https://b/", day, typed, typed)
        file = FeedFile("f.xml", "tag:a,2026:/", typed, typed, typed, "de", "https://b/f", "https://b/", day, (item,))
        feed = ET.fromstring(render(file))  # noqa: S314 - our own
        shown = re.sub("[\x00\x1b\ufffe\ud800]", "\ufffd", typed)
        assert (feed.findtext("a:title", "", ATOM), feed.findtext("a:entry/a:summary", "", ATOM)) == (shown, shown)
        (category,) = feed.findall("a:entry/a:category", ATOM)
        assert category.attrib == {"term": shown, "label": shown}
        (summary,) = feed.findall("a:entry/a:summary", ATOM)
        assert summary.attrib[LANG] == "ar"
