"""``/programm/``: who wishes for what, what is missing, what is idle, and what became of all agreements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...dates import Day
from ...languages import Text
from ...link.kiez import WishNode, WishState
from .. import cards, plots, urls, views
from ..collation import sort_key
from ..desk import Desk
from ..parts import SOME
from ..programme import Balance, Outcome, Overview, overview
from ..programme_views import Look, Matrix, MatrixRow, Plot, ProgrammePage, Table, TableRow, Tally
from ..surround import Assets, Share, around
from .board import places_of_kinds

_LOOKS = {WishState.OPEN: "empty", WishState.AGREED: "half", WishState.FULFILLED: "full"}
_BESIDE = 8
"""Kinds that fit beside each other on a broad screen."""


def programme_page(desk: Desk, assets: Assets) -> ProgrammePage:
    """Nobody is ranked: kinds in the order of the vocabulary, institutions by name, no business is named."""
    _ = desk.words.gettext
    found, board = overview(desk.kiez), places_of_kinds(desk)
    title = desk.word(_("Das Programm"))
    facts = tuple(_facts(desk, found))
    gaps = tuple(_gaps(desk, found, board))
    today = desk.kiez.date
    said = f"{facts[0].number} {facts[0].label}, {facts[1].number} {facts[1].label}"
    return ProgrammePage(
        **around(
            desk,
            assets,
            urls.PROGRAMME,
            "programme.html",
            title=title.value,
            description=_("Was gebraucht wird, was angeboten wird, und was aus allen Verabredungen wurde."),
            share=Share("programm", title, said, "tuerkis"),
            crumbs=[desk.link(title, urls.PROGRAMME, current=True)],
        ),
        title=desk.name(title),
        date=desk.time(Day(today.year, today.month, today.day)),
        facts=facts,
        balance=_balance_plot(desk, found),
        kinds=_balance_table(desk, found, board),
        gaps=gaps,
        balanced=None if gaps else _balanced(desk, found),
        matrices=tuple(_matrices(desk, found)),
        outcome=tuple(_outcome(desk, found)),
        years=_years_plot(desk, found) if found.years else None,
        yearly=_years_table(desk, found) if found.years else None,
        board=desk.link(desk.word(_("Zum Wunschbrett")), urls.WISHES),
        actions=cards.all_actions(desk),
        institutions=_all_institutions(desk, found),
    )


def _facts(desk: Desk, found: Overview) -> Iterator[views.Fact]:
    _, n_, number = desk.words.gettext, desk.words.ngettext, desk.words.number
    wishes, offers = (sum(numbers) for numbers in zip(*((b.wishes, b.offers) for b in found.balances), strict=True))
    yield views.Fact(number(wishes), n_("Wunsch offen", "Wünsche offen", wishes))
    yield views.Fact(number(offers), n_("Angebot offen", "Angebote offen", offers))
    yield views.Fact(number(found.outcome.total), n_("Verabredung", "Verabredungen", found.outcome.total))
    yield views.Fact(number(found.outcome.kept), _("davon gehalten"))


def _wishes(desk: Desk, number: int) -> str:
    n_ = desk.words.ngettext
    return n_("%(num)s Wunsch", "%(num)s Wünsche", number) % {"num": desk.words.number(number)}


def _offers(desk: Desk, number: int) -> str:
    n_ = desk.words.ngettext
    return n_("%(num)s Angebot", "%(num)s Angebote", number) % {"num": desk.words.number(number)}


def _plural(desk: Desk, kind: str) -> Text:
    return desk.kiez.programme.in_language(desk.lang).kinds[kind].plural


def _used(found: Overview) -> list[Balance]:
    """Kinds that somebody wishes for or has on offer; the vocabulary may hold more."""
    wished = {kind for _, kind in found.wishes}
    return [one for one in found.balances if one.kind in wished or one.businesses or one.wishes]


def _balance_plot(desk: Desk, found: Overview) -> Plot:
    _ = desk.words.gettext
    groups = {
        _plural(desk, one.kind).value: (
            plots.Bar(((one.wishes, "empty"),), _wishes(desk, one.wishes)),
            plots.Bar(((one.offers, "full"),), _offers(desk, one.offers)),
        )
        for one in _used(found)
    }
    texts = _("Offene Wünsche und offene Angebote nach Art"), _("Alle Zahlen stehen auch in der Tabelle.")
    looks = {"empty": _("offene Wünsche"), "full": _("offene Angebote")}
    return plots.grouped("arten", texts, looks, groups, desk.language.direction)


def _balance_table(desk: Desk, found: Overview, board: Mapping[str, str]) -> Table:
    _ = desk.words.gettext
    rows = []
    for one in _used(found):
        kind = _plural(desk, one.kind)
        wishes, offers = (desk.word(desk.words.number(number)) for number in (one.wishes, one.offers))
        said = desk.word(f"{_('Wünsche')}: {kind.value}")
        to_wishes = views.Link(wishes, board[one.kind], about=said) if one.wishes else wishes
        to_offers = replace(
            desk.link(offers, urls.wall_by_kind(one.kind)), about=desk.word(f"{_('Angebote')}: {kind.value}")
        )
        rows.append(TableRow(kind, (to_wishes, to_offers if one.businesses else offers)))
    return Table(_("Offene Wünsche und Angebote in Zahlen"), (_("Art"), _("Wünsche"), _("Angebote")), tuple(rows))


def _gaps(desk: Desk, found: Overview, board: Mapping[str, str]) -> Iterator[views.Row]:
    _ = desk.words.gettext
    missing, idle = (
        [(one, desk.word(f"{_plural(desk, one.kind).value}: {said}")) for one, said in some]
        for some in (
            [(one, _wishes(desk, one.wishes)) for one in found.balances if one.missing],
            [(one, _offers(desk, one.offers)) for one in found.balances if one.idle],
        )
    )
    if missing:
        yield views.Row(
            _("Das fehlt: gewünscht, aber von niemandem angeboten"),
            tuple(views.Link(label, board[one.kind]) for one, label in missing),
        )
    if idle:
        yield views.Row(
            _("Das wartet: angeboten, aber von niemandem gewünscht"),
            tuple(desk.link(label, urls.wall_by_kind(one.kind)) for one, label in idle),
        )


def _balanced(desk: Desk, found: Overview) -> str:
    _ = desk.words.gettext
    if not any(one.wishes or one.offers for one in found.balances):
        return _("Gerade ist kein Wunsch und kein Angebot offen.")
    return _("Zu jeder Art, die gewünscht wird, ist ein Angebot offen. Ob beides zusammenpasst, klärt ein Gespräch.")


def _matrices(desk: Desk, found: Overview) -> Iterator[Matrix]:
    """One table, or several where the vocabulary has more kinds than fit beside each other."""
    wished = {kind for _, kind in found.wishes}
    kinds = [one.kind for one in found.balances if one.kind in wished]
    for first in range(0, len(kinds), _BESIDE):
        yield _matrix(desk, found, kinds[first : first + _BESIDE])


def _all_institutions(desk: Desk, found: Overview) -> views.Link | None:
    if len({slug for slug, _kind in found.wishes}) <= SOME:
        return None
    return desk.link(desk.word(desk.words.gettext("Alle Einrichtungen")), urls.INSTITUTIONS)


def _matrix(desk: Desk, found: Overview, kinds: list[str]) -> Matrix:
    _ = desk.words.gettext
    slugs = _some(found, kinds)
    labels = {WishState.OPEN: _("offen"), WishState.AGREED: _("vereinbart"), WishState.FULFILLED: _("erfüllt")}
    return Matrix(
        _("Wünsche nach Einrichtung und Art"),
        _("Einrichtung"),
        tuple(_plural(desk, kind) for kind in kinds),
        tuple(Look(_LOOKS[state], label) for state, label in labels.items()),
        tuple(
            MatrixRow(
                desk.link(_institution(desk, slug), urls.institution(slug)),
                tuple(tuple(_tallies(desk, found.wishes.get((slug, kind), ()), labels)) for kind in kinds),
            )
            for slug in sorted(slugs, key=lambda slug: sort_key(_institution(desk, slug).value, desk.lang))
        ),
    )


def _some(found: Overview, kinds: list[str]) -> list[str]:
    """Those who wish for one of the kinds; of many those who still do."""
    still: dict[str, bool] = {}
    for (slug, kind), wishes in found.wishes.items():
        if kind in kinds:
            still[slug] = still.get(slug, False) or any(wish.state is WishState.OPEN for wish in wishes)
    return sorted(still, key=lambda slug: not still[slug])[:SOME]


def _institution(desk: Desk, slug: str) -> Text:
    return desk.kiez.institutions[slug].text.in_language(desk.lang).name


def _tallies(desk: Desk, wishes: tuple[WishNode, ...], labels: dict[WishState, str]) -> Iterator[Tally]:
    """A single card is linked itself, several by the first of them on the page of their institution."""
    for state, word in labels.items():
        of_state = [wish for wish in wishes if wish.state is state]
        if of_state:
            label = desk.word(f"{desk.words.number(len(of_state))} {word}")
            yield Tally(_LOOKS[state], _to_cards(desk, label, of_state))


def _to_cards(desk: Desk, label: Text, wishes: list[WishNode]) -> views.Link:
    first = cards.wish_card(desk, wishes[0])
    # The page of an institution that has very many wishes does not show all of them.
    if len(wishes) == 1 or len(desk.kiez.institutions[wishes[0].institution].wishes) > SOME:
        return replace(desk.link(label, urls.wish(wishes[0].institution, wishes[0].id)), about=first.text)
    home = desk.link(label, urls.institution(wishes[0].institution))
    about = f"{_institution(desk, wishes[0].institution).value}: {_plural(desk, first.kind_slug).value}"
    return replace(home, href=f"{home.href}#{first.anchor}", about=desk.word(about))


def _outcome(desk: Desk, found: Overview) -> Iterator[str]:
    """What became of the agreements, then of the wishes that nobody took, a sentence each."""
    _, n_, number = desk.words.gettext, desk.words.ngettext, desk.words.number
    all_of = found.outcome
    if all_of.decided:
        yield n_(
            "%(kept)s von %(all)s Verabredungen wurde gehalten.",
            "%(kept)s von %(all)s Verabredungen wurden gehalten.",
            all_of.kept,
        ) % {"kept": number(all_of.kept), "all": number(all_of.decided)}
    else:
        yield _("Noch ist keine Verabredung so alt, dass sie gehalten sein könnte.")
    if all_of.fallen:
        said = n_("%(num)s ist nicht zustande gekommen.", "%(num)s sind nicht zustande gekommen.", all_of.fallen)
        yield said % {"num": number(all_of.fallen)}
    if all_of.unclear:
        said = _("Bei %(num)s ist der Termin vorbei, das Ergebnis steht noch nicht fest.")
        yield said % {"num": number(all_of.unclear)}
    if all_of.coming:
        yield n_("%(num)s kommt noch.", "%(num)s kommen noch.", all_of.coming) % {"num": number(all_of.coming)}
    if found.lapsed:
        said = n_(
            "%(num)s Wunsch ist abgelaufen, ohne dass ihn jemand erfüllt hat.",
            "%(num)s Wünsche sind abgelaufen, ohne dass sie jemand erfüllt hat.",
            found.lapsed,
        )
        yield said % {"num": number(found.lapsed)}


def _years_plot(desk: Desk, found: Overview) -> Plot:
    _ = desk.words.gettext
    looks = {
        "full": _("gehalten"),
        "crossed": _("nicht zustande gekommen"),
        "dashed": _("Ergebnis unklar"),
        "empty": _("kommt noch"),
    }
    bars = {
        str(year): plots.Bar(tuple(zip(_in_order(one), looks, strict=True)), desk.words.number(one.total))
        for year, one in found.years.items()
    }
    texts = _("Verabredungen nach Jahren"), _("Alle Zahlen stehen auch in der Tabelle.")
    return plots.lined("jahre", texts, looks, bars, desk.language.direction)


def _in_order(one: Outcome) -> tuple[int, int, int, int]:
    return one.kept, one.fallen, one.unclear, one.coming


def _years_table(desk: Desk, found: Overview) -> Table:
    """A column that would hold nothing but zeros is left out."""
    _ = desk.words.gettext
    names = (_("gehalten"), _("geplatzt"), _("unklar"), _("kommt noch"))
    shown = [index for index, total in enumerate(_in_order(found.outcome)) if total]
    rows = [
        TableRow(Text(str(year)), tuple(desk.word(desk.words.number(_in_order(one)[index])) for index in shown))
        for year, one in found.years.items()
    ]
    return Table(_("Verabredungen in Zahlen"), (_("Jahr"), *(names[index] for index in shown)), tuple(rows))
