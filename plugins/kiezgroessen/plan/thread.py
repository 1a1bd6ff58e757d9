"""One thread: wish, offer, agreement, action, story, as the pages of all partners tell it."""

from __future__ import annotations

from collections.abc import Iterator

from ..link.kiez import ActionNode, ActionState, OfferNode, WishNode, WishState
from ..model.records import ActionStatus
from . import cards, urls, views
from .desk import Desk
from .parts import SOME

STORY = "geschichte"
"""The place on an action's page where its text begins."""


def thread_of(desk: Desk, node: ActionNode, seen_from: WishNode | None = None) -> views.Thread | None:
    """An action's thread, where it names a wish or an offer; ``seen_from`` a wish's page, else from its own."""
    if not node.wishes and not node.offers:
        return None
    record = node.text.in_language(desk.lang)
    steps = (
        _wish(desk, node, seen_from),
        _offer(desk, node),
        _agreement(desk, node),
        _action(desk, node, linked=seen_from is not None),
        _story(desk, node, linked=seen_from is not None),
    )
    return views.Thread(steps, record.given, record.returned, record.effect)


def went_to(desk: Desk, offer: OfferNode) -> tuple[views.Row, ...]:
    """For which wishes an offer is planned, promised or was given: ``Ging an: Heft raus – Zehn Laptops``.

    Of many the latest; the others are told by the actions.
    """
    _ = desk.words.gettext
    labels = {
        ActionState.PLANNED: _("Geplant für"),
        ActionState.AGREED: _("Geht an"),
        ActionState.UNCLEAR: _("Geht an"),
        ActionState.DONE: _("Ging an"),
    }
    found: dict[str, dict[tuple[str, str], views.Link]] = {label: {} for label in labels.values()}
    for slug in offer.actions:
        action = desk.kiez.actions[slug]
        for owner, name in action.wishes if action.state in labels else ():
            whose = cards.institution_link(desk, owner).label
            text = _wish_link(desk, owner, name)
            # Each apart, or a number at the end of one is drawn before a name in other letters.
            label = desk.word(f"\u2068{whose.value}\u2069 – \u2068{text.label.value}\u2069")
            found[labels[action.state]].setdefault((owner, name), views.Link(label, text.href, lang=text.lang))
    return tuple(views.Row(label, tuple(links.values())[:SOME]) for label, links in found.items() if links)


def _wish(desk: Desk, node: ActionNode, seen_from: WishNode | None) -> views.ThreadStep:
    _ = desk.words.gettext
    here = (seen_from.institution, seen_from.id) if seen_from else None
    found = {key: wish for key in dict.fromkeys(node.wishes) if (wish := desk.kiez.wish(*key))}
    told = {key: _wish_state(desk, wish) for key, wish in found.items()}
    alike = len(set(told.values())) == 1
    items = []
    for owner, name in found:
        link = _wish_link(desk, owner, name)
        what = link.label if (owner, name) == here else link
        said = None if alike else told[owner, name]
        items.append(views.ThreadItem(what, cards.institution_link(desk, owner), said))
    if not items:
        houses = tuple(views.ThreadItem(cards.institution_link(desk, slug), None) for slug in node.institutions)
        return views.ThreadStep(_("Wunsch"), "past", _("Ohne Wunschkarte"), houses)
    state = next(iter(told.values())) if alike else None
    return views.ThreadStep(_("Wunsch"), "past", state, tuple(items))


def _wish_state(desk: Desk, wish: WishNode) -> str:
    _ = desk.words.gettext
    if wish.state is WishState.OPEN:
        return _("Wieder offen") if wish.fallen else _("Noch offen")
    if wish.state is WishState.LAPSED:
        return _("Abgelaufen")
    return _("Erfüllt") if wish.state is WishState.FULFILLED else _("Vergeben")


def _wish_link(desk: Desk, owner: str, name: str) -> views.Link:
    wish = desk.kiez.wish(owner, name)
    record = desk.kiez.institutions[owner].text.in_language(desk.lang)
    text = record.wishes[wish.index if wish else 0].text
    return desk.link(text, urls.wish(owner, name))


def _offer(desk: Desk, node: ActionNode) -> views.ThreadStep:
    _ = desk.words.gettext
    told = _("Angenommen")
    if node.state is ActionState.FALLEN_THROUGH:
        told = _("Lag vor")
    elif node.text.record.status is ActionStatus.PLANNED:
        told = _("Im Gespräch")
    return views.ThreadStep(_("Angebot"), "past", told, tuple(_offers(desk, node)))


def _offers(desk: Desk, node: ActionNode) -> Iterator[views.ThreadItem]:
    named = {slug for slug, _ in node.offers}
    for slug, name in node.offers:
        offer, business = desk.kiez.offer(slug, name), cards.business_link(desk, slug)
        if offer is not None:
            text = desk.kiez.businesses[slug].text.in_language(desk.lang).offers[offer.index].text
            yield views.ThreadItem(views.Link(text, f"{business.href}#{name}", lang=business.lang), business)
    for slug in node.businesses:
        if slug not in named:
            yield views.ThreadItem(cards.business_link(desk, slug), None)


def _agreement(desk: Desk, node: ActionNode) -> views.ThreadStep:
    _ = desk.words.gettext
    label = _("Vereinbarung")
    if node.state is ActionState.DONE:
        return views.ThreadStep(label, "past", _("Zugesagt und gehalten"))
    if node.state is ActionState.FALLEN_THROUGH:
        return views.ThreadStep(label, "past", _("War vorgesehen"))
    if node.text.record.status is ActionStatus.AGREED:
        running = node.state is ActionState.UNCLEAR or node.first.first <= desk.kiez.date
        return views.ThreadStep(label, "past" if running else "now", _("Zugesagt"))
    return views.ThreadStep(label, "now" if node.state is ActionState.PLANNED else "past", _("Noch nicht zugesagt"))


def _action(desk: Desk, node: ActionNode, *, linked: bool) -> views.ThreadStep:
    _ = desk.words.gettext
    state, told = {
        ActionState.PLANNED: ("coming", _("Geplant")),
        ActionState.AGREED: ("coming", _("Steht bevor")),
        ActionState.UNCLEAR: ("now", _("Termin vorbei, Ergebnis folgt")),
        ActionState.DONE: ("past", _("Gelungen")),
        ActionState.FALLEN_THROUGH: ("lost", _("Nicht zustande gekommen")),
    }[node.state]
    if node.state is ActionState.AGREED and node.first.first <= desk.kiez.date:
        state, told = "now", _("Läuft")
    items = (views.ThreadItem(cards.action_link(desk, node), None),) if linked else ()
    return views.ThreadStep(_("Aktion"), state, told, items, desk.time(node.first, node.last))


def _story(desk: Desk, node: ActionNode, *, linked: bool) -> views.ThreadStep:
    _ = desk.words.gettext
    label, over = _("Geschichte"), node.state in (ActionState.DONE, ActionState.FALLEN_THROUGH)
    if not over:
        return views.ThreadStep(label, "coming", _("Kommt danach"))
    if not node.text.entry(desk.lang).body.value:
        return views.ThreadStep(label, "coming", _("Noch nicht erzählt"))
    action = cards.action_link(desk, node)
    place = f"{action.href if linked else ''}#{STORY}"
    read = views.Link(desk.word(_("Geschichte lesen")), place, lang=action.lang if linked else None)
    return views.ThreadStep(label, "past", _("Erzählt"), (views.ThreadItem(read, None),))
