"""The form of the open call: what is asked, declared once, and the letter that becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ..languages import PLAIN, Text
from ..link.kiez import WishNode
from ..model.parts import Person
from ..model.places import LONGEST_EMAIL, LONGEST_PHONE
from ..model.records import Programme
from ..read.applications import KEYS, chosen
from . import cards, urls, views
from .application_letter import begun_letter, german_words, letter_of_answers
from .application_views import ApplicationForm, Choice, Choices, Field, FieldGroup
from .desk import Desk
from .parts import MOST
from .surround import APPLYING, COPYING, Assets
from .wish_order import by_kind, some

PLACE = "bewerben"
"""Where the form stands on its page."""
LONGEST_NAME, LONGEST_LINE, LONGEST_MESSAGE = 80, 120, 2000
_BUSINESS, _TRADE, _STREET, _NAME, _PHONE, _EMAIL, _LANGUAGES, _WISHES, _KIND, _OFFER, _AMOUNT, _MESSAGE = KEYS
_PRIVACY = "datenschutz"


def form_with(desk: Desk, wish: WishNode) -> str:
    """Where one says »Das kann ich« to a wish: the form of the open call, with its card chosen."""
    return f"{desk.href(urls.CALL)}?karte={wish.institution}/{wish.id}#{PLACE}"


def application_form(
    desk: Desk,
    assets: Assets,
    open_wishes: Sequence[WishNode],
    contact: Person | None = None,
    printable: views.Link | None = None,
) -> ApplicationForm:
    """The form in the desk's language; ``contact`` gets the letters, ``printable`` is the same questions on paper."""
    record = desk.kiez.programme.in_language(desk.lang)
    person = contact or record.contact
    to = person.email or record.contact.email
    post = record.applications
    groups = questions(desk, some(desk, open_wishes, MOST), part=len(open_wishes) > MOST)
    begun = views.Link(Text(to), begun_letter(desk, to, groups)) if to else None
    privacy = desk.kiez.pages.get(_PRIVACY)
    return ApplicationForm(
        id=PLACE,
        action=post.address if post else None,
        trap=post.trap if post else "",
        letter=letter_of_answers(desk, to) if to and not post else None,
        groups=groups,
        ways=tuple(_ways(desk, record, cards.person(desk, person), begun, printable)),
        notice=_notice(desk, record),
        privacy=desk.link(privacy.text.in_language(desk.lang).name, urls.page(_PRIVACY)) if privacy else None,
        scripts=tuple(desk.urls.href(assets.scripts[name]) for name in (APPLYING, COPYING)),
    )


def _ways(
    desk: Desk, record: Programme, person: views.Person, begun: views.Link | None, printable: views.Link | None
) -> Iterator[views.Row]:
    """How one joins without the form; the publisher has an address in any case."""
    _ = desk.words.gettext
    if person.phone:
        spoken = _("Spricht %(languages)s") % {"languages": person.languages}
        yield views.Row(_("Anrufen"), (person.phone, *([desk.word(spoken)] if person.languages else ())))
    if begun:
        yield views.Row(_("Schreiben"), (begun, desk.word(_("Die Fragen stehen schon im Brief."))))
    if printable:
        yield views.Row(_("Auf Papier"), (printable,))
    publisher = record.publisher
    address = f"{publisher.name}, {publisher.street}, {publisher.postcode} {publisher.town}"
    yield views.Row(_("Adresse"), (Text(address),))


def questions(desk: Desk, open_wishes: Sequence[WishNode], *, part: bool = False) -> tuple[FieldGroup, ...]:
    """What is asked, on the page as on paper; ``part``: there are other open wishes beside these."""
    record = desk.kiez.programme.in_language(desk.lang)
    return _shop(desk, record), _person(desk, record), _matter(desk, record, open_wishes, part=part)


def _id(name: str) -> str:
    return f"{PLACE}-{KEYS.index(name) + 1}"


def _shop(desk: Desk, record: Programme) -> FieldGroup:
    _ = desk.words.gettext
    german = desk.kiez.programme.record.trades
    name = Field(
        _id(_BUSINESS),
        _BUSINESS,
        "text",
        _("Name des Betriebs"),
        LONGEST_NAME,
        autocomplete="organization",
        required=True,
        missing=_("Der Name des Betriebs fehlt noch."),
    )
    trade = Field(
        _id(_TRADE),
        _TRADE,
        "text",
        _("Was für ein Laden ist es?"),
        LONGEST_NAME,
        hint=_("Zum Beispiel: Bäckerei"),
        choices=tuple(Choice(german[slug].name.value, word.name) for slug, word in record.trades.items()),
    )
    street = Field(
        _id(_STREET), _STREET, "text", _("Straße und Hausnummer"), LONGEST_LINE, autocomplete="address-line1"
    )
    return FieldGroup(_("Der Betrieb"), (name, trade, street))


def _person(desk: Desk, record: Programme) -> FieldGroup:
    _ = desk.words.gettext
    either = _("Telefon oder E-Mail: Eins von beiden genügt.")
    neither = _("Telefon oder E-Mail fehlt noch, sonst kommt keine Antwort an.")
    name = Field(
        _id(_NAME),
        _NAME,
        "text",
        _("Name der Person"),
        LONGEST_NAME,
        autocomplete="name",
        required=True,
        missing=_("Der Name der Person fehlt noch."),
    )
    phone = Field(
        _id(_PHONE),
        _PHONE,
        "tel",
        _("Telefon"),
        LONGEST_PHONE,
        hint=either,
        autocomplete="tel",
        needs=_EMAIL,
        missing=neither,
        odd=_("Diese Telefonnummer ist zu kurz."),
    )
    email = Field(
        _id(_EMAIL),
        _EMAIL,
        "email",
        _("E-Mail"),
        LONGEST_EMAIL,
        hint=either,
        autocomplete="email",
        needs=_PHONE,
        missing=neither,
        odd=_("Das ist noch keine E-Mail-Adresse. Sie sieht so aus: name@laden.example"),
    )
    codes = [code for code in record.languages if code != PLAIN]
    german = german_words()
    languages = Field(
        _id(_LANGUAGES),
        _LANGUAGES,
        "boxes",
        _("Sprachen im Betrieb"),
        LONGEST_LINE,
        choices=tuple(Choice(german.language_name(code), desk.word(desk.words.language_name(code))) for code in codes),
        other=_("Andere Sprachen"),
    )
    return FieldGroup(_("Wer meldet sich?"), (name, phone, email, languages))


def _matter(desk: Desk, record: Programme, open_wishes: Sequence[WishNode], *, part: bool) -> FieldGroup:
    _ = desk.words.gettext
    wishes = Field(
        _id(_WISHES),
        _WISHES,
        "cards",
        _("Welche Wunschkarten passen?"),
        hint=_("Keine, eine oder mehrere."),
        groups=tuple(_wishes(desk, record, open_wishes)),
        part=_("Das sind nicht alle Karten. Die anderen hängen am Wunschbrett.") if part else None,
    )
    offer = Field(
        _id(_OFFER),
        _OFFER,
        "text",
        _("Was kann der Betrieb geben?"),
        LONGEST_LINE,
        hint=_("Zum Beispiel: zwei Praktikumsplätze"),
    )
    amount = Field(
        _id(_AMOUNT), _AMOUNT, "text", _("Wie oft, wie viel?"), LONGEST_LINE, hint=_("Zum Beispiel: einmal im Monat")
    )
    german = desk.kiez.programme.record.kinds
    kind = Field(
        _id(_KIND),
        _KIND,
        "select",
        _("Was davon ist es?"),
        choices=tuple(Choice(german[slug].name.value, word.name) for slug, word in record.kinds.items()),
    )
    message = Field(_id(_MESSAGE), _MESSAGE, "area", _("Was ist noch wichtig?"), LONGEST_MESSAGE)
    asked = (offer, amount, kind, message)
    return FieldGroup(_("Was passt?"), (wishes, *asked) if wishes.groups else asked)


def _wishes(desk: Desk, record: Programme, open_wishes: Sequence[WishNode]) -> Iterator[Choices]:
    """The open wishes by kind, in the order of the vocabulary, as `chosen`."""
    for slug, wishes in by_kind(desk, open_wishes).items():
        yield Choices(record.kinds[slug].plural, tuple(_choice(desk, wish) for wish in wishes))


def _choice(desk: Desk, wish: WishNode) -> Choice:
    house = desk.kiez.institutions[wish.institution].text
    text, german = (one.wishes[wish.index] for one in (house.in_language(desk.lang), house.record))
    value = chosen(german.text.value, f"{wish.institution}/{wish.id}")
    return Choice(value, text.text, house.in_language(desk.lang).name)


def _notice(desk: Desk, record: Programme) -> str:
    _ = desk.words.gettext
    who = {"publisher": record.publisher.name.value.removesuffix(".")}  # The sentence has a full stop for »e. V.«
    if record.applications is None:
        return _("Die Antworten gehen nur an: %(publisher)s. Diese Website speichert nichts.") % who
    via = who | {"host": urlsplit(record.applications.address).hostname}
    return _("Die Antworten gehen über %(host)s an: %(publisher)s. Diese Website speichert nichts.") % via
