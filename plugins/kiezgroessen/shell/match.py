"""`tasks.py match`: which open offer might suit which open wish, with the reasons in sentences.

For the editors' own eyes: it is only printed, never written below ``output/``. The rules are in `link.matching`.
"""

from __future__ import annotations

import datetime as dt
import gettext
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..dates import parse_day, today
from ..languages import LANGUAGES, SOURCE
from ..link.kiez import ActionNode, Kiez
from ..link.matching import match
from ..link.pairs import Matching, Offered, Pair, Suggestion
from ..model.records import Offer, Wish
from ..problems import nearest
from ..reading import read
from ..words import Words
from .exits import CONTENT, FAILED, OK, date_complaint

_WIDTH = 110
_FEW = 3
"""Offers shown for a wish when none of them names the same thing and nobody asked for anyone by name."""
_RULES = (
    "Die Wünsche mit der nächsten Frist stehen zuerst. Unter jedem Wunsch stehen offene Angebote derselben Art: zuerst "
    "die, bei denen nichts dagegen spricht, dann die mit den meisten gemeinsamen Wörtern, dann die für dieselben "
    "Leute, dann die mit genug Menge, mit einer gemeinsamen Sprache, mit dem kürzeren Weg. Was dann noch gleich ist, "
    "steht nach dem Alphabet."
)


def main(names: Sequence[str] = (), *, date: str | None = None, root: Path | None = None) -> int:
    """Prints what might suit whom, of all or of the businesses and institutions named by their folders.

    2 when the contents have errors, 1 when the day is none or a name is nobody's, 0 otherwise.
    """
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    day = parse_day(date).first if date else today()
    kiez = read((root or Path.cwd()).resolve(), day).kiez
    if kiez is None:
        print("Die Texte haben Fehler. Welche es sind, sagt: python3 tasks.py check")
        return CONTENT
    unknown = [_unknown(kiez, name) for name in names if not _known(kiez, name)]
    if unknown:
        print("\n".join(unknown))
        return FAILED
    print(report(match(kiez, frozenset(names)), kiez, day, whole=bool(names)))
    return OK


def _known(kiez: Kiez, name: str) -> bool:
    return name in kiez.institutions or any(node.slug == name for node in kiez.active)


def _unknown(kiez: Kiez, name: str) -> str:
    guess = nearest(name, [*kiez.institutions, *(node.slug for node in kiez.active)])
    ask = f" Meinten Sie »{guess}«?" if guess else ""
    return f"»{name}« ist weder ein Betrieb, der dabei ist, noch eine Einrichtung.{ask}"


def report(found: Matching, kiez: Kiez, day: dt.date, *, whole: bool = False) -> str:
    """The whole answer: every wish with its offers, then the offers that nobody asks for.

    ``whole``: with every offer that has anything to be said for it, not only the best few.
    """
    words = Words(LANGUAGES[SOURCE], gettext.NullTranslations())
    parts = [f"Wer passt zu wem? Stand {day:%d.%m.%Y}. Nur für die Redaktion.", _filled(_RULES)]
    parts += ["\n".join(_wish(one, kiez, words, day, whole=whole)) for one in found.suggestions]
    if found.unwanted_kinds:
        head = "Offene Angebote einer Art, die gerade niemand sucht:"
        parts.append("\n".join([head, *(_line(one, kiez) for one in found.unwanted_kinds)]))
    if found.unmatched:
        head = "Offene Angebote, zu denen gerade kein Wunsch erkennbar passt:"
        parts.append("\n".join([head, *(_line(one, kiez) for one in found.unmatched)]))
    if any(pair.way is None for one in found.suggestions for pair in one.pairs):
        parts.append(_filled("Wo keine Entfernung steht, fehlt »lage« beim Betrieb oder bei der Einrichtung."))
    return "\n\n".join([*parts, _count(found)])


def _count(found: Matching) -> str:
    total = len(found.suggestions)
    planned = sum(bool(one.planned) for one in found.suggestions)
    same = sum(any(pair.common for pair in one.pairs) for one in found.suggestions)
    without = sum(not one.pairs and not one.planned for one in found.suggestions)
    said = [
        f"{same} mit einem Angebot, das dieselbe Sache nennt",
        f"{planned} schon geplant",
        f"{without} ohne Angebot",
    ]
    return ("1 offener Wunsch: " if total == 1 else f"{total} offene Wünsche: ") + ", ".join(said) + "."


def _wish(one: Suggestion, kiez: Kiez, words: Words, day: dt.date, *, whole: bool) -> Iterator[str]:
    house, record = one.wanted.institution.text.record, one.wanted.record
    yield f"»{record.text.value}«"
    known = [house.name.value, _kind(kiez, record), *_told(record)]
    if record.until:
        left = (record.until.last - day).days
        when = {0: "heute", 1: "morgen"}.get(left, f"noch {left} Tage")
        known.append(f"bis {record.until.last:%d.%m.%Y}, {when}")
    yield _filled(" · ".join(known), "  ", "  ")
    for action in one.planned:
        yield _filled(f"Dafür ist schon etwas geplant: {_action(action, words)}.", "  ")
    if not one.planned:
        yield from _offers(one, words, whole=whole)


def _offers(one: Suggestion, words: Words, *, whole: bool) -> Iterator[str]:
    """What might suit a wish. Where some name the same thing, the others are only counted."""
    if not one.pairs:
        yield _filled(_missing(one), "  ")
        return
    same = sum(bool(pair.common) for pair in one.pairs)
    shown = len(one.pairs) if whole else same or min(_FEW, len(one.pairs))
    if not same:
        yield "  Kein Angebot nennt dieselbe Sache. Zu fragen wäre:"
    for pair in one.pairs[:shown]:
        offer = pair.offered
        yield _filled(f"{offer.business.text.record.name.value}: »{offer.record.text.value}«", "  → ")
        for sentence in (*_fitting(one, pair, words), *_past(pair, words)):
            yield _filled(sentence, "    – ")
    if more := len(one.pairs) - shown:
        yield f"  Dazu {'1 weiteres Angebot' if more == 1 else f'{more} weitere Angebote'} für dieselben Leute."


def _missing(one: Suggestion) -> str:
    if not one.same_kind:
        return "Es fehlt: Kein Betrieb hat ein offenes Angebot dieser Art."
    if one.same_kind == 1:
        return "Es fehlt: Das eine offene Angebot dieser Art nennt weder dieselbe Sache noch dieselben Leute."
    return f"Es fehlt: Keins der {one.same_kind} offenen Angebote dieser Art nennt dieselbe Sache oder dieselben Leute."


def _fitting(one: Suggestion, pair: Pair, words: Words) -> Iterator[str]:
    """What speaks for it and against it, a sentence each."""
    wish, offer = one.wanted.record, pair.offered.record
    if pair.common:
        yield f"Beide nennen: {words.enumerate(pair.common)}."
    if offer.audience:
        yield f"Angeboten für »{offer.audience.value}«. {_for_whom(one, pair, words)}".rstrip()
    if pair.ages is not None:
        yield "Das Alter passt." if pair.ages else "Das Alter passt nicht."
    if wish.amount and offer.amount:
        verdict = {True: "Das reicht.", False: "Das reicht nicht ganz.", None: "Das lässt sich nicht vergleichen."}
        yield f"Gebraucht »{wish.amount.value}«, angeboten »{offer.amount.value}«. {verdict[pair.enough]}"
    if pair.languages:
        names = words.enumerate([words.language_name(code) for code in pair.languages])
        yield f"Beide sprechen außer Deutsch: {names}."
    if pair.way is not None:
        yield f"Entfernung: rund {distance(pair.way)} Luftlinie."


def _for_whom(one: Suggestion, pair: Pair, words: Words) -> str:
    house = one.wanted.institution.text.record.name.value
    if pair.audience:
        return f"Zu {house} passt: {words.enumerate(pair.audience)}."
    if pair.everybody:
        return f"Das gilt auch für {house}."
    return "Ob das passt, ist zu fragen." if pair.ages is None else ""


def _past(pair: Pair, words: Words) -> Iterator[str]:
    """What the two have done together, what came to nothing, and what the offer is already needed for."""
    more = len(pair.together) - 1
    again = {-1: "", 0: "", 1: ", und ein weiteres Mal"}.get(more, f", und {more} weitere Male")
    if pair.together:
        yield f"Schon zusammen: {_action(pair.together[0], words)}{again}."
    elif not pair.fallen:
        yield "Noch nie zusammen."
    for action in pair.fallen:
        yield f"Nicht zustande gekommen: {_action(action, words)}. Vorher fragen, woran es lag."
    for action in pair.booked:
        yield f"Das Angebot ist schon eingeplant: {_action(action, words)}."


def distance(way: float) -> str:
    """Rounded as positions are typed: tens of metres, from one kilometre on tenths, from ten on whole ones."""
    if way < 995:
        return f"{max(10, round(way, -1)):.0f} m"
    return f"{way / 1000:.1f} km".replace(".", ",") if way < 9_950 else f"{way / 1000:.0f} km"


def _action(action: ActionNode, words: Words) -> str:
    return f"»{action.text.record.name.value}«, {words.period(action.first, action.last)}".replace("\u00a0", " ")


def _kind(kiez: Kiez, record: Wish | Offer) -> str:
    return kiez.programme.record.kinds[record.kind].name.value


def _told(record: Wish | Offer) -> list[str]:
    audience = [f"für {record.audience.value}"] if record.audience else []
    return audience + ([record.amount.value] if record.amount else [])


def _line(one: Offered, kiez: Kiez) -> str:
    known = [_kind(kiez, one.record), *_told(one.record)]
    return _filled(f"{one.business.text.record.name.value}: »{one.record.text.value}« · {' · '.join(known)}", "  ")


def _filled(text: str, first: str = "", rest: str | None = None) -> str:
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
