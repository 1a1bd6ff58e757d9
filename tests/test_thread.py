"""One wish from card to story: files are edited, days go by, and the pages of all partners tell the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from tests.support.sites import build_site, good_site, kiez_of, put_file, replace_in

from kiezgroessen.link.kiez import ActionState, OfferState, WishState

CLUB = "profiles/einrichtungen/jugendclub/einrichtung.md"
MAVI = "profiles/betriebe/mavi/profil.md"
DEAL = "profiles/aktionen/2026-12-laptops/aktion.md"
WISH, BOARD = "wunschbrett/jugendclub--laptops", "wunschbrett"
HOUSE, SHOP, ACTION = "einrichtungen/jugendclub", "betriebe/mavi", "aktionen/2026-12-laptops"

Look = Callable[..., dict[str, str]]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """``look(root, day)`` builds the site for a day and gives what can be read on the pages, by path."""
    built = iter(range(100))

    def build(root: Path, day: str) -> dict[str, str]:
        output = build_site(root, tmp_path / f"output-{next(built)}", day=day, KIEZ_PICTURES=False)
        return {
            page.parent.relative_to(output).as_posix(): page.read_text("utf-8") for page in output.rglob("index.html")
        }

    return build


def text(html: str) -> str:
    """What a visitor reads in the main part."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    # What keeps names apart is neither seen nor heard.
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).translate(dict.fromkeys((0x2068, 0x2069))).split())


def section(html: str, title: str) -> str:
    """What stands below a heading, up to the end of its section; nothing where there is no such heading."""
    _, found, rest = html.partition(f"<h2>{title}</h2>")
    return rest.split("</section>", 1)[0] if found else ""


def card(html: str) -> str:
    """The card of the laptops on a page; nothing where it does not hang."""
    cards = re.findall(r"<article class=\"wish.*?</article>", html, re.DOTALL)
    return next((one for one in cards if "Zehn gebrauchte Laptops" in one), "")


def steps(html: str) -> list[tuple[str, str]]:
    """The thread of a page: each step and its state in words."""
    found = re.findall(r"<li class=\"(\w+)\"[^>]*>\s*<h3>([^<]+)</h3>\s*<p class=\"told\">([^<]+)</p>", html)
    return [(name, told) for _, name, told in found]


def deal(root: Path, status: str, *, more: str = "", prose: str = "") -> None:
    """The action that is to bring the laptops, as an editor writes it down."""
    text_of = (
        f"---\ntitel: Laptops für Luke\ndatum: 2026-12-01\nstatus: {status}\nbetriebe: [mavi]\n"
        f"einrichtungen: [jugendclub]\nangebot: [mavi/laptops]\nbedarf: [jugendclub/laptops]\n{more}---\n{prose}"
    )
    put_file(root, DEAL, text_of)


@pytest.fixture
def kiez(tmp_path: Path) -> Path:
    """The good site, in which a café has laptops to give."""
    root = good_site(tmp_path)
    offer = "  - kennung: laptops\n    art: sachspende\n    text: Laptops aus dem alten Büro\n"
    replace_in(root, MAVI, "seit: 2017-05", f"{offer}seit: 2017-05")
    return root


def test_one_wish_from_card_to_story(kiez: Path, look: Look) -> None:
    """Seven days of one wish; on each the pages of the institution, the business and the board agree."""
    # Nobody has answered yet: the card hangs and asks.
    pages = look(kiez, "2026-11-01")
    assert f'href="/{WISH}/#antworten"' in card(pages[BOARD])
    assert 'id="antworten"' in pages[WISH]
    assert "mailto:luke@probe.example" in pages[WISH]
    assert 'href="/mitmachen/?karte=jugendclub/laptops#bewerben"' in pages[WISH]
    assert card(section(pages[HOUSE], "Das wird hier gebraucht"))
    assert ACTION not in pages

    # Somebody is planning: the card stays, and says so.
    deal(kiez, "geplant")
    pages = look(kiez, "2026-11-08")
    assert "Das kann ich" in card(pages[BOARD])
    assert "Geplant: Laptops für Luke" in text(f"<main>{card(pages[BOARD])}</main>")
    assert "Geplant für: Jugendclub Luke – Zehn gebrauchte Laptops" in text(pages[SHOP])
    assert steps(pages[ACTION]) == [
        ("Wunsch", "Noch offen"),
        ("Angebot", "Im Gespräch"),
        ("Vereinbarung", "Noch nicht zugesagt"),
        ("Aktion", "Geplant"),
        ("Geschichte", "Kommt danach"),
    ]

    # Agreed: the card is taken down, and names who took it.
    deal(kiez, "vereinbart")
    pages = look(kiez, "2026-11-15")
    assert not card("".join(section(pages[HOUSE], title) for title in ("Das wird hier gebraucht", "Schon erfüllt")))
    for taken in (card(section(pages[BOARD], "Schon vereinbart")), card(section(pages[HOUSE], "Schon vereinbart"))):
        assert 'href="/aktionen/2026-12-laptops/"' in taken
        assert 'Zugesagt von <a href="/betriebe/mavi/">' in taken
        assert "antworten" not in taken
    assert "mailto:luke" not in pages[WISH]
    assert "Geht an: Jugendclub Luke – Zehn gebrauchte Laptops" in text(pages[SHOP])
    offer = pages[SHOP].split('id="laptops"', 1)[1].split("</article>", 1)[0]
    assert '<p class="state">Vereinbart</p>' in offer
    assert [told for _, told in steps(pages[WISH])] == [
        "Vergeben",
        "Angenommen",
        "Zugesagt",
        "Steht bevor",
        "Kommt danach",
    ]
    for target in (f"/{WISH}/", f"/{SHOP}/#laptops", f"/{SHOP}/", f"/{HOUSE}/"):
        assert f'href="{target}"' in pages[ACTION], "each step leads to its page"

    # The day has gone by, nobody wrote what came of it: still nobody else is asked.
    pages = look(kiez, "2026-12-02")
    assert card(section(pages[BOARD], "Schon vereinbart"))
    assert steps(pages[ACTION])[3] == ("Aktion", "Termin vorbei, Ergebnis folgt")
    assert "state" not in pages[SHOP].split('id="laptops"', 1)[1].split("</article>", 1)[0], "it can be asked for again"

    # Done, in two words.
    deal(kiez, "erledigt", more="gegeben: Derya Aksoy brachte zehn Laptops.\n")
    pages = look(kiez, "2026-12-03")
    for honoured in (card(section(pages[BOARD], "Schon erfüllt")), card(section(pages[HOUSE], "Schon erfüllt"))):
        assert 'Danke an <a href="/betriebe/mavi/">' in honoured
    assert '<p class="state">Erfüllt: <a href="/aktionen/2026-12-laptops/">' in pages[WISH]
    assert "Derya Aksoy brachte zehn Laptops." in text(pages[WISH])
    assert "Ging an: Jugendclub Luke – Zehn gebrauchte Laptops" in text(pages[SHOP])
    assert steps(pages[ACTION])[3:] == [("Aktion", "Gelungen"), ("Geschichte", "Noch nicht erzählt")]

    # Told: from both sides, with a way to the story from everywhere.
    more = "gegeben: Derya gab zehn Laptops.\nzurueckgegeben: Ein Konzert im Hof.\nwirkung: Elf Kinder rechnen.\n"
    deal(kiez, "erledigt", more=more, prose="Der elfte blieb im Café.\n")
    pages = look(kiez, "2026-12-10")
    assert [told for _, told in steps(pages[ACTION])] == [
        "Erfüllt",
        "Angenommen",
        "Zugesagt und gehalten",
        "Gelungen",
        "Erzählt",
    ]
    assert 'href="#geschichte"' in pages[ACTION]
    assert 'id="geschichte"' in pages[ACTION]
    assert f'href="/{ACTION}/#geschichte"' in pages[WISH]
    for told in ("Derya gab zehn Laptops.", "Ein Konzert im Hof.", "Elf Kinder rechnen."):
        assert text(pages[ACTION]).count(told) == 1
        assert text(pages[WISH]).count(told) == 1

    # With a day that is still ahead it cannot be over: the places stay taken, nothing is told yet.
    pages = look(kiez, "2026-11-01")
    assert card(section(pages[BOARD], "Schon vereinbart"))
    assert [told for _, told in steps(pages[ACTION])][2:] == ["Zugesagt", "Steht bevor", "Kommt danach"]
    assert not any(told in text(pages[ACTION]) for told in ("Derya gab", "Ein Konzert", "Elf Kinder", "Der elfte"))


def test_a_wish_that_came_to_nothing_once_hangs_again(kiez: Path, look: Look) -> None:
    deal(kiez, "nicht-zustande-gekommen", prose="Der Lieferwagen sprang nicht an.\n")
    pages = look(kiez, "2026-12-03")
    assert "Das kann ich" in card(pages[BOARD])
    assert "Einmal hat es schon nicht geklappt. Die Karte hängt wieder." in text(pages[WISH])
    assert "mailto:luke@probe.example" in pages[WISH]
    assert steps(pages[WISH]) == steps(pages[ACTION])
    assert steps(pages[ACTION]) == [
        ("Wunsch", "Wieder offen"),
        ("Angebot", "Lag vor"),
        ("Vereinbarung", "War vorgesehen"),
        ("Aktion", "Nicht zustande gekommen"),
        ("Geschichte", "Erzählt"),
    ]
    assert "Jugendclub Luke – Zehn gebrauchte Laptops" not in text(pages[SHOP]), "nothing went there"


def test_a_wish_that_nobody_took_is_taken_down_after_its_day(kiez: Path, look: Look) -> None:
    pages = look(kiez, "2027-02-01")
    assert not card(pages[BOARD])
    assert not card(pages[HOUSE])
    assert "Diese Karte hängt nicht mehr" in text(pages[WISH])
    assert "mailto:luke" not in pages[WISH]
    assert "Vom Wunsch zur Geschichte" not in pages[WISH]


def test_a_wish_page_leads_on_without_a_card_that_was_asked_for(kiez: Path, look: Look) -> None:
    """A business may give what nobody had pinned to the board, and an institution may be helped without an offer."""
    deal(kiez, "vereinbart")
    replace_in(kiez, DEAL, "bedarf: [jugendclub/laptops]\n", "")
    pages = look(kiez, "2026-11-15")
    assert steps(pages[ACTION])[0] == ("Wunsch", "Ohne Wunschkarte")
    assert f'href="/{HOUSE}/"' in pages[ACTION]
    assert 'href="/aktionen/2026-12-laptops/"' in pages[SHOP].split('id="laptops"', 1)[1].split("</article>", 1)[0]


# The states in one place: status and day of the action, the card's own word, day of the visit.
STATES = [
    ("geplant", "", "2026-11-30", WishState.OPEN, OfferState.OPEN),
    ("geplant", "", "2026-12-02", WishState.OPEN, OfferState.OPEN),
    ("geplant", "", "2027-02-01", WishState.LAPSED, OfferState.OPEN),
    ("geplant", "vereinbart", "2026-11-30", WishState.AGREED, OfferState.OPEN),
    ("vereinbart", "", "2026-11-30", WishState.AGREED, OfferState.AGREED),
    ("vereinbart", "", "2026-12-01", WishState.AGREED, OfferState.AGREED),
    ("vereinbart", "", "2026-12-02", WishState.AGREED, OfferState.OPEN),
    ("vereinbart", "", "2027-02-01", WishState.AGREED, OfferState.OPEN),
    ("erledigt", "", "2026-11-30", WishState.AGREED, OfferState.AGREED),
    ("erledigt", "", "2026-12-01", WishState.FULFILLED, OfferState.OPEN),
    ("erledigt", "", "2027-02-01", WishState.FULFILLED, OfferState.OPEN),
    ("nicht-zustande-gekommen", "", "2026-11-30", WishState.OPEN, OfferState.OPEN),
    ("nicht-zustande-gekommen", "", "2026-12-01", WishState.OPEN, OfferState.OPEN),
    ("nicht-zustande-gekommen", "vereinbart", "2026-12-01", WishState.AGREED, OfferState.OPEN),
    ("nicht-zustande-gekommen", "", "2027-02-01", WishState.LAPSED, OfferState.OPEN),
    ("entwurf", "", "2026-12-01", WishState.OPEN, OfferState.OPEN),
]


@pytest.mark.parametrize(("status", "word", "day", "wish", "offer"), STATES)
def test_states_are_derived(kiez: Path, status: str, word: str, day: str, wish: WishState, offer: OfferState) -> None:
    deal(kiez, status)
    if word:
        replace_in(kiez, CLUB, "    bis: 2027-01-31", f"    bis: 2027-01-31\n    status: {word}")
    found = kiez_of(kiez, day)
    card_of, offer_of = found.wish("jugendclub", "laptops"), found.offer("mavi", "laptops")
    assert card_of is not None
    assert offer_of is not None
    assert (card_of.state, offer_of.state) == (wish, offer)


def test_of_several_actions_the_one_that_was_done_counts(kiez: Path) -> None:
    deal(kiez, "nicht-zustande-gekommen")
    again = (
        (kiez / DEAL).read_text("utf-8").replace("2026-12-01", "2026-12-20").replace("nicht-zustande-gekommen", "{}")
    )
    for status, state in (("vereinbart", WishState.AGREED), ("erledigt", WishState.FULFILLED)):
        put_file(kiez, "profiles/aktionen/2026-12-noch-einmal/aktion.md", again.format(status))
        found = kiez_of(kiez, "2026-12-20")
        wish = found.wish("jugendclub", "laptops")
        assert wish is not None
        assert (wish.state, wish.by, wish.fallen) == (state, "2026-12-noch-einmal", ("2026-12-laptops",))


def test_each_of_several_cards_has_its_own_word(kiez: Path, look: Look) -> None:
    """Laptops are promised together with glasses that an earlier action has already brought."""
    deal(kiez, "vereinbart")
    replace_in(kiez, DEAL, "bedarf: [jugendclub/laptops]", "bedarf: [jugendclub/laptops, jugendclub/hoffest]")
    pages = look(kiez, "2026-11-15")
    for page in (ACTION, WISH, "wunschbrett/jugendclub--hoffest"):
        assert (
            "Wunsch Vergeben Zehn gebrauchte Laptops Jugendclub Luke Erfüllt Gläser für das Hoffest Jugendclub Luke"
        ) in text(pages[page]), page


def test_an_offer_that_pauses_pauses_until_its_line_is_taken_out(kiez: Path) -> None:
    replace_in(
        kiez, MAVI, "    text: Laptops aus dem alten Büro", "    text: Laptops aus dem alten Büro\n    status: ruht"
    )
    deal(kiez, "erledigt")
    offer = kiez_of(kiez, "2026-12-02").offer("mavi", "laptops")
    assert offer is not None
    assert offer.state is OfferState.PAUSED


def test_the_sample_shows_every_state() -> None:
    found = kiez_of(Path(__file__).parents[1], "2026-11-23")
    assert {wish.state for wish in found.wishes} == set(WishState)
    assert any(wish.fallen for wish in found.wishes if wish.state is WishState.OPEN), "one that failed hangs again"
    assert {offer.state for node in found.active for offer in node.offers} == set(OfferState)
    # A day gone by without a word is a warning, and the sample has none that could be avoided.
    assert {node.state for node in found.actions.values()} == set(ActionState) - {ActionState.UNCLEAR}
    typed = [wish.status for node in found.institutions.values() for wish in node.text.record.wishes]
    assert not any(typed), "what the actions say is not typed again"
