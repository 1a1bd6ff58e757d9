"""Visit sheets: two pages for the talk at the shop door, one business each, or blank ones.

The first page is what is needed and what could be given, to be ticked and filled in; the second is the consent to
photos, whose words are in `plan.visit_texts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..dates import Day
from ..languages import PLAIN, SOURCE, Text
from ..link.kiez import ActionState, BusinessNode, OfferNode, OfferState, WishNode
from ..link.matching import match
from ..model.records import Business
from ..model.unfinished import FILL_IN
from . import cards, urls
from .desk import Desk
from .kit.facts import facts_of
from .pages.businesses import address_text
from .prints import PrintPlan, plan_print, said, set_name
from .visit_texts import CONSENTS, consent_words

LANGS = tuple(CONSENTS)
"""The languages there is a consent form in."""
_NAME = 190.0
"""Greatest height of a business's name, per 1000 of its width: the room below it is for writing."""
_MOST_WISHES = 40
_MOST_GIVEN = 4
_MOST_AHEAD = 2
_MOST_OFFERS = 4
_MOST_LANGUAGES = 9
_LAYOUT = "besuch"
_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """Sheets in one file: a name for it without an ending, and how it is made."""

    name: str
    plan: PrintPlan


def visit_sheet(desk: Desk, name: str, nodes: Sequence[BusinessNode | None], number: int = 0) -> VisitSheet:
    """The sheets of some businesses in the desk's language, one after the other; ``None`` is a blank one.

    ``number`` tells which of many it is, so that work is shared out evenly.
    """
    _ = desk.words.gettext
    programme = desk.kiez.programme.in_language(desk.lang)
    open_wishes = desk.kiez.open_wishes
    shown = _soonest(open_wishes, desk)
    board = desk.urls.absolute(urls.WISHES, desk.lang)
    call = desk.urls.absolute(urls.CALL, desk.lang)
    title = nodes[0].text.in_language(desk.lang).name.value if len(nodes) == 1 and nodes[0] else programme.place.value
    data: dict[str, Any] = {
        "lang": desk.language.tag.split("-")[0],
        "dir": desk.language.direction,
        "publisher": programme.publisher.name.value,
        "title": _("Besuchsbogen: %(name)s") % {"name": title},
        "width": 210,
        "height": 297,
        "programme": said(programme.name),
        "place": said(programme.place),
        "funders": [said(funder.line) for funder in programme.funders],
        "responsible": said(Text(f"V.i.S.d.P.: {programme.publisher.responsible.value}")),
        "credit": None,
        "sample": _said(desk, _("Erfundenes Beispiel")) if programme.sample else None,
        "words": _words(desk),
        "board": {"shown": desk.urls.shown(urls.WISHES, desk.lang), "alt": _alt(desk, board)},
        "call": {"shown": desk.urls.shown(urls.CALL, desk.lang), "alt": _alt(desk, call)},
        "kinds": [said(kind.name) for kind in programme.kinds.values()],
        "wishes": [_wish(desk, wish) for wish in shown],
        "more": [_more(desk, len(open_wishes) - count) for count in range(min(len(open_wishes), _MOST_WISHES) + 1)],
        "visits": [_visit(desk, node, shown) for node in nodes],
        "consent": consent_words(desk.lang, programme),
        "german": consent_words(SOURCE, programme) if desk.lang != SOURCE else None,
    }
    plan = plan_print(
        source=(nodes[0].text if nodes[0] else desk.kiez.programme).entry(desk.lang).origin.path,
        slug=f"besuch-{name}",
        layout=_LAYOUT,
        sheet="besuch-a4",
        look="schwarz",
        paper="#ffffff",
        data=data,
        address=f"{board}\n{call}",
        picture=None,
        kit=f"besuche-{desk.lang}-{number // _TOGETHER}",
        formats=("pdf",),
    )
    return VisitSheet(name, plan)


def _visit(desk: Desk, node: BusinessNode | None, shown: Sequence[WishNode]) -> dict[str, Any]:
    """What is known of a business, and the places of the wishes in ``shown``: those that fit first, then the others."""
    record = node.text.in_language(desk.lang) if node else None
    fitting = _fitting(desk, node, shown) if node else []
    others = [at for at in range(len(shown)) if at not in fitting]
    visit: dict[str, Any] = {
        "name": None,
        "facts": [],
        "phone": None,
        "email": None,
        "given": [],
        "offers": [],
        "fitting": fitting,
        "others": others,
        "spoken": _spoken(desk, record),
    }
    if node is None or record is None:
        return visit
    contact = record.contact
    return visit | {
        "name": set_name(desk.workshop.fit_on_paper(record.name.value, _NAME)),
        "plain": said(record.name),
        "facts": list(_facts(desk, record)),
        "phone": said(Text(contact.phone)) if contact and contact.phone else None,
        "email": said(Text(contact.email)) if contact and contact.email else None,
        "given": list(_given(desk, node)),
        "offers": [_offer(desk, record, offer) for offer in node.offers][:_MOST_OFFERS],
    }


def _facts(desk: Desk, record: Business) -> Iterator[dict[str, str]]:
    _ = desk.words.gettext
    if record.address:
        yield said(address_text(record.address))
    if record.trade != FILL_IN:
        yield said(cards.trade_word(desk, record.trade))
    if record.since:
        yield _said(desk, _("seit %(year)s") % {"year": record.since.year})


def _given(desk: Desk, node: BusinessNode) -> Iterator[dict[str, Any]]:
    """What is arranged, the next first, and what was given, the latest first."""
    arranged = [desk.kiez.actions[slug] for slug in node.actions]
    ahead = [one for one in arranged if one.state in (ActionState.PLANNED, ActionState.AGREED)]
    rows = [
        {"when": _said(desk, desk.words.day(one.first)), "text": said(one.text.in_language(desk.lang).name)}
        for one in sorted(ahead, key=lambda one: (one.first, one.slug))
    ]
    done = [{"when": said(Text(str(one.year))), "text": said(one.text)} for one in facts_of(desk, node).given]
    yield from (*rows[:_MOST_AHEAD], *done)[:_MOST_GIVEN]


def _offer(desk: Desk, record: Business, node: OfferNode) -> dict[str, Any]:
    _ = desk.words.gettext
    states = {OfferState.AGREED: _("verabredet"), OfferState.PAUSED: _("ruht")}
    state = _said(desk, states[node.state]) if node.state in states else None
    offer = record.offers[node.index]
    kind = Text(FILL_IN) if offer.kind == FILL_IN else cards.kind_word(desk, offer.kind)
    return {"kind": said(kind), "text": said(offer.text), "state": state}


def _soonest(wishes: Sequence[WishNode], desk: Desk) -> list[WishNode]:
    """Of all that are open those that run out first, then those without a day."""

    def until(wish: WishNode) -> tuple[bool, str, str, int]:
        day: Day | None = desk.kiez.institutions[wish.institution].text.record.wishes[wish.index].until
        return day is None, str(day or ""), wish.institution, wish.index

    return sorted(wishes, key=until)[:_MOST_WISHES]


def _fitting(desk: Desk, node: BusinessNode, shown: Sequence[WishNode]) -> list[int]:
    """The places of the wishes for which more than the kind speaks, and nothing against it."""
    found = {
        (suggestion.wanted.institution.slug, suggestion.wanted.node.id)
        for suggestion in match(desk.kiez, {node.slug}).suggestions
        for pair in suggestion.pairs
        if pair.offered.business.slug == node.slug and (pair.common or pair.audience) and pair.ages is not False
    }
    return [at for at, card in enumerate(shown) if (card.institution, card.id) in found]


def _wish(desk: Desk, node: WishNode) -> dict[str, Any]:
    _ = desk.words.gettext
    record = desk.kiez.institutions[node.institution].text.in_language(desk.lang)
    wish = record.wishes[node.index]
    about = [said(cards.kind_word(desk, wish.kind)), said(record.name)]
    if wish.until:
        about.append(_said(desk, _("bis %(day)s") % {"day": desk.words.day(wish.until)}))
    return {"text": said(wish.text), "about": about}


def _more(desk: Desk, rest: int) -> dict[str, str] | None:
    text = desk.words.ngettext("und noch %(count)s offener Wunsch", "und noch %(count)s offene Wünsche", rest)
    return _said(desk, text % {"count": desk.words.number(rest)}) if rest else None


def _spoken(desk: Desk, record: Business | None) -> list[dict[str, Any]]:
    """Languages to be ticked: those of this shop, which are, those of the site, and those most shops speak."""
    own = list(record.languages) if record else []
    most = max(_MOST_LANGUAGES, len(own))
    often = Counter(code for node in desk.kiez.active for code in node.text.record.languages)
    common = [*desk.kiez.programme.record.languages, *(code for code, _ in sorted(often.items(), key=_first))]
    codes = list(dict.fromkeys((*own, *(code for code in common if code != PLAIN))))
    return [{"name": _said(desk, desk.words.language_name(code)), "ticked": code in own} for code in codes[:most]]


def _first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _said(desk: Desk, text: str) -> dict[str, str]:
    return said(desk.word(text))


def _alt(desk: Desk, address: str) -> str:
    return desk.words.gettext("QR-Code: %(address)s") % {"address": address}


def _words(desk: Desk) -> dict[str, dict[str, str]]:
    _ = desk.words.gettext
    words = {
        "head": _("Besuchsbogen"),
        "visited": _("Besucht am"),
        "visitor": _("Wer besucht"),
        "met": _("Gesprochen mit"),
        "business": _("Name des Betriebs"),
        "trade": _("Gewerbe"),
        "street": _("Straße und Hausnummer"),
        "given": _("Gegeben und verabredet"),
        "offers": _("Bisher angeboten"),
        "true": _("stimmt noch"),
        "fitting": _("Das passt zu Ihnen"),
        "others": _("Das wird auch gebraucht"),
        "wishes": _("Das wird gebraucht"),
        "none": _("Zurzeit ist kein Wunsch offen."),
        "notes": _("Notizen"),
        "can": _("Das kann ich geben"),
        "much": _("Wie viel?"),
        "often": _("Wie oft?"),
        "other": _("Etwas anderes"),
        "spoken": _("Sprachen im Laden"),
        "more_spoken": _("andere:"),
        "phone": _("Telefon"),
        "email": _("E-Mail"),
        "next": _("So geht es weiter"),
        "board": _("Alle Wünsche:"),
    }
    return {key: _said(desk, text) for key, text in words.items()}
