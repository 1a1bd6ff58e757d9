"""Ready texts of a business, to be copied: made by patterns from its profile, with nothing invented.

Names, offers and addresses stand where they need no case, so that a pattern is right for every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...dates import Day
from ...languages import LANGUAGES, Text
from ...model.parts import Channel
from ...model.records import Offer, OfferStatus
from .. import cards, urls
from ..desk import Desk
from ..pages.businesses import address_text
from .facts import Facts
from .hashtags import directions, hashtag_lines, spelled_out

SMS = 160
"""Characters as phones count them, in UTF-16 units."""
CAPTION = 2_200
"""Characters of a caption on Instagram. Source: Meta, "Instagram Graph API, media", field ``caption``."""
MOST_OFFERS = 3
"""More than that nobody reads on a phone, and the longest three fit a caption; the page has them all."""
IN_A_SENTENCE = 2
"""As many as one sentence carries."""
BESIDES = "\u2068%s\u2069"
"""First strong isolate: what is inside cannot turn its neighbours round (Unicode UAX #9)."""


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text to be copied. ``limit`` is the greatest `length` it may have where it goes, None: any."""

    id: str
    title: str
    text: str
    filename: str
    limit: int | None = None


def texts_of(desk: Desk, facts: Facts) -> tuple[ReadyText, ...]:
    """All ready texts of a business in the desk's language. A line of its own that is an address stays bare."""
    _ = desk.words.gettext
    pen = _Pen(desk, facts)
    return (
        ReadyText("kurz", _("Kurz, höchstens 160 Zeichen"), pen.short(), "kurz.txt", SMS),
        ReadyText("whatsapp", "WhatsApp", pen.whatsapp(), "whatsapp.txt"),
        ReadyText("signatur", _("Unter E-Mails"), pen.signature(), "e-mail-signatur.txt"),
        ReadyText("instagram", "Instagram", pen.caption(), "instagram.txt", CAPTION),
        ReadyText("bildtext", _("Bildbeschreibung"), pen.picture_text(), "bildbeschreibung.txt"),
        ReadyText("presse", _("Ein Satz für die Presse"), pen.press(), "presse.txt"),
    )


def length(text: str) -> int:
    """Characters as phones and platforms count them: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class _Pen:
    """Writes about one business in one language."""

    desk: Desk
    facts: Facts

    def short(self) -> str:
        """The first offer with as much around it as fits, else its kind; nothing is cut in the middle."""
        _ = self.desk.words.gettext
        name, day = self._inline(self.facts.record.name), self.facts.record.since
        since = [self._since, _("seit %(year)s") % {"year": day.year}, None] if day else [None]
        heads = [self._headline(name, one) for one in since]
        given = [_("Für den Kiez: %(offer)s.") % {"offer": offer} for offer in [*self._offers(), *self._kinds()]]
        tried = [f"{start}. {offer}" for offer in given for start in (*heads, name)]
        close = [self._shown(), *self._sample()]
        for sentence in (*tried, *(f"{head}." for head in heads), name):
            if length(text := "\n".join([sentence, *close])) <= SMS:
                return text
        return next((text for text in (self._shown(), self.facts.record.name.value) if length(text) <= SMS), "")

    def whatsapp(self) -> str:
        """With the name in bold, as WhatsApp marks it."""
        _ = self.desk.words.gettext
        name = self._inline(self.facts.record.name)
        bold = name if "*" in name else f"*{name}*"
        lines = [f"{self._headline(bold, self._since)}.", "", _("Das gibt es hier für den Kiez") + ":"]
        lines += [f"• {offer}" for offer in self._offers(audience=True)]
        return _lines([*lines, "", *self._where(), self._address(), *self._sample()])

    def signature(self) -> str:
        """Name, place and how to reach it, then since when and the page."""
        _ = self.desk.words.gettext
        record = self.facts.record
        since = self._since
        trade = cards.trade_word(self.desk, record.trade)
        names = [self._inline(record.name)] + ([self._inline(trade)] if self._spoken(trade) else [])
        contact = record.contact
        # With fixed spaces a number stays in order on a line that runs from right to left, too (UAX #9, rule W4).
        phone = contact.phone.replace(" ", "\u00a0") if contact and contact.phone else None
        ways = [phone, contact.web if contact and record.link else None]
        mine = _("Kiezgröße %(since)s") % {"since": since} if since else _("Kiezgröße")
        address = [self._address()]
        return _lines([" · ".join(names), *self._where(), *(way for way in ways if way), mine, *address])

    def caption(self) -> str:
        """What is given, a word of one's own, where to find it, and the hashtags on lines of one direction each."""
        _ = self.desk.words.gettext
        record = self.facts.record
        head = f"{self._headline(self._inline(record.name), self._since)}."
        quote = (
            [_("»%(quote)s«") % {"quote": record.quote.value}] if record.quote and self._spoken(record.quote) else []
        )
        offers = [_("Das gibt es hier für den Kiez") + ":", *(f"• {offer}" for offer in self._offers(audience=True))]
        body = ["", *quote, ""] if quote else [""]
        return _lines([head, *body, *offers, "", *self._where(), self._shown(), *self._sample(), "", *self._hashtags()])

    def picture_text(self) -> str:
        """What can be seen on the share image."""
        _ = self.desk.words.gettext
        record = self.facts.record
        name, offers = self._inline(record.name), self._offers()
        seen = _("Ein Blatt Papier mit dem Namen in großen Buchstaben: %(name)s.") % {"name": name}
        said = _("Darunter steht: %(text)s.") % {"text": offers[0]}
        first = next((photo for photo in self.facts.node.photos if photo.index == 0), None)
        portrait = []
        if first and Channel.SOCIAL in first.channels:
            alt = record.photos[first.index].alt
            portrait = [_sentence(alt.value) if self._spoken(alt) else _("Daneben ein Porträt.")]
        return " ".join([seen, said, *portrait, *(f"{word}." for word in self._sample())])

    def press(self) -> str:
        """One complete sentence in the third person: who, what, for whom, where, since when."""
        _ = self.desk.words.gettext
        record, words = self.facts.record, self.desk.words
        trade = cards.trade_word(self.desk, record.trade)
        about = [self._inline(trade)] if self._spoken(trade) else []
        if record.owners:
            owners = words.enumerate([self._inline(owner) for owner in record.owners])
            about = [_("%(trade)s von %(owners)s") % {"trade": about[0], "owners": owners} if about else owners]
        place = self.desk.kiez.programme.in_language(self.desk.lang).place
        about += [self._inline(address_text(record.address) if record.address else place)]
        parts = {
            "name": self._inline(record.name),
            "about": self._comma().join(about),
            "programme": self._inline(self.desk.kiez.programme.record.name),
            "offers": self._semicolon().join(self._offers(audience=True)[:IN_A_SENTENCE]),
        }
        if since := self._since:
            pattern = _("»%(name)s« (%(about)s) macht %(since)s bei »%(programme)s« mit und gibt: %(offers)s.")
            parts["since"] = since
        else:
            pattern = _("»%(name)s« (%(about)s) macht bei »%(programme)s« mit und gibt: %(offers)s.")
        return " ".join([pattern % parts, *(f"({word}.)" for word in self._sample())])

    def _headline(self, name: str, since: str | None) -> str:
        _ = self.desk.words.gettext
        if since is None:
            return _("%(name)s ist eine Kiezgröße") % {"name": name}
        return _("%(name)s ist Kiezgröße %(since)s") % {"name": name, "since": since}

    @cached_property
    def _since(self) -> str | None:
        """``seit Juli 2017``; a day is not needed to say it."""
        _ = self.desk.words.gettext
        day = self.facts.record.since
        if day is None:
            return None
        if not day.month:
            return _("seit %(year)s") % {"year": day.year}
        return _("seit %(month)s") % {"month": self.desk.words.day(Day(day.year, day.month))}

    def _offers(self, *, audience: bool = False) -> list[str]:
        """What is given now; where it is not translated the kind of it, and only at last the German words."""
        return list(dict.fromkeys(self._offer(offer, audience=audience) for offer in self._chosen))

    @cached_property
    def _chosen(self) -> list[Offer]:
        """The first that are not paused."""
        record = self.facts.record
        given = [offer for offer in record.offers if offer.status is not OfferStatus.PAUSED]
        return given[:MOST_OFFERS] or [cards.main_offer(record)]

    def _offer(self, offer: Offer, *, audience: bool) -> str:
        _ = self.desk.words.gettext
        kind = cards.kind_word(self.desk, offer.kind)
        if not self._spoken(offer.text):
            return self._inline(kind if self._spoken(kind) else offer.text)
        text = self._inline(offer.text)
        if audience and offer.audience and self._spoken(offer.audience):
            return _("%(offer)s (für: %(audience)s)") % {"offer": text, "audience": self._inline(offer.audience)}
        return text

    def _kinds(self) -> list[str]:
        kinds = [cards.kind_word(self.desk, offer.kind) for offer in self._chosen]
        return [self._inline(kind) for kind in kinds if self._spoken(kind)]

    def _where(self) -> list[str]:
        address = self.facts.record.address
        return [address_text(address).value] if address else []

    def _address(self) -> str:
        """To be clicked; without the last slash, which would stand on the wrong side of an Arabic line."""
        return self.facts.address.rstrip("/")

    def _shown(self) -> str:
        return self.desk.urls.shown(urls.business(self.facts.node.slug), self.desk.lang)

    def _sample(self) -> list[str]:
        record = self.desk.kiez.programme.record
        return [self.desk.words.gettext("Erfundenes Beispiel")] if record.sample else []

    def _hashtags(self) -> Iterator[str]:
        programme = self.desk.kiez.programme.in_language(self.desk.lang)
        trade = cards.trade_word(self.desk, self.facts.record.trade)
        words = [Text(programme.name.value, programme.name.lang), Text(spelled_out(programme.name.value))]
        words += [Text(part, programme.place.lang) for part in re.split(r"[,،]", programme.place.value)]
        yield from hashtag_lines([*words, trade])

    def _spoken(self, text: Text) -> bool:
        """Whether a text is in the language of the desk, easy German counting as German."""
        return LANGUAGES[text.lang].tag.split("-")[0] == self.desk.language.tag.split("-")[0]

    def _inline(self, text: Text) -> str:
        """A text as part of a sentence: without its own full stop, and apart where it runs the other way."""
        value = text.value.rstrip(" .") or text.value
        return value if directions(value) <= {self.desk.language.direction} else BESIDES % value

    def _comma(self) -> str:
        return "، " if self.desk.lang == "ar" else ", "

    def _semicolon(self) -> str:
        return "؛ " if self.desk.lang == "ar" else "; "


def _lines(lines: Sequence[str]) -> str:
    """Lines, never two empty ones in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "؟", "…")) else f"{text}."
