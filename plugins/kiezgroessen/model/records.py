"""The records: what a folder says, typed and frozen. Every field is declared here and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from annotated_types import MinLen

from .declare import Record, item
from .fields import (
    ClockField,
    DateField,
    ExactDate,
    Few,
    Kind,
    Line,
    ListOf,
    Many,
    NameText,
    Reference,
    SchemaType,
    Short,
    SiteLanguage,
    Slug,
    Some,
    SpokenLanguage,
    Trade,
    Whole,
    YesNo,
    choice,
)
from .parts import (
    Address,
    ConsentList,
    Contact,
    Person,
    PhotoList,
    VisibilityField,
    consents,
    photos,
    visibility,
)
from .places import Position, PostAddress, Postcode, TrapName, WebAddress

PAPERS = ("gelb", "blau", "rosa", "gruen", "orange", "flieder", "lachs", "tuerkis")
"""Names of the paper colours; `plan.papers` says what they look like."""


class OfferStatus(StrEnum):
    """State of an offer as it is typed; what was agreed is derived from the actions (`link.thread`)."""

    OPEN = "offen"
    AGREED = "vereinbart"
    PAUSED = "ruht"


class WishStatus(StrEnum):
    """State of a wish as it is typed, where no action says it (`link.thread`)."""

    OPEN = "offen"
    AGREED = "vereinbart"
    FULFILLED = "erfuellt"


class ActionStatus(StrEnum):
    """State of an action. A draft is not shown at all."""

    DRAFT = "entwurf"
    PLANNED = "geplant"
    AGREED = "vereinbart"
    DONE = "erledigt"
    FALLEN_THROUGH = "nicht-zustande-gekommen"


class CampaignType(StrEnum):
    """What a campaign is."""

    CALL = "aufruf"
    ACTION = "aktion"
    BALANCE = "bilanz"


class Counted(StrEnum):
    """What is counted for the goal of a campaign."""

    BUSINESSES = "betriebe"
    ACTIONS = "aktionen"
    WISHES = "bedarfe"
    PARTICIPANTS = "teilnehmende"
    HOURS = "stunden"
    PLACES = "plaetze"
    PIECES = "stueck"
    EUROS = "euro"


class Offer(Record):
    """What a business gives."""

    title: ClassVar[str] = "Angebot"
    id: Slug | None = item("kennung", "Kurzer Name, wenn eine Aktion darauf verweist", None, example="praktikum")
    kind: Kind = item("art", "Art des Angebots", example="praktikum")
    text: Short = item("text", "Was genau?", example="Zwei Praktikumsplätze im Jahr", translated=True)
    audience: Short | None = item("fuer", "Für wen?", None, example="Jugendliche ab 14", translated=True)
    amount: Short | None = item("menge", "Wie viel, wie oft?", None, example="2 Plätze im Jahr", translated=True)
    status: Annotated[OfferStatus, *choice({s.value: s for s in OfferStatus}, "Den Status")] | None = item(
        "status", "ruht, wenn der Betrieb gerade nicht kann; vereinbart sagt die Aktion", None, example="ruht"
    )


class Business(Record):
    """An engaged business: a Kiezgröße."""

    title: ClassVar[str] = "Betrieb"
    name: NameText = item("name", "Name, wie er über der Tür steht", example="Bäckerei Sonnenkorn", translated=True)
    owners: Annotated[tuple[Short, ...], Few, ListOf] = item(
        "inhaber", "Menschen, die mit Namen genannt werden", (), example="[Ayşe Demir]", translated=True
    )
    spoken: SpokenLanguage | None = item(
        "aussprache", "Sprache, in der Vorleseprogramme diese Menschen aussprechen", None, example="tr"
    )
    trade: Trade = item("gewerbe", "Gewerbe, ein Wort aus kiez.yaml", example="baeckerei")
    address: Address | None = item("adresse", "Wo ist der Laden?", None)
    position: Position | None = item("lage", "Breite, Länge (WGS 84)", None, example="52.48990, 13.41800")
    contact: Contact | None = item("kontakt", "Wird veröffentlicht", None)
    link: YesNo = item("link", "nein: den Betrieb ohne Link nennen", default=True, example="nein")
    languages: Annotated[tuple[SpokenLanguage, ...], Few, ListOf] = item(
        "sprachen", "Sprachen im Laden", (), example="[de, tr]"
    )
    quote: Line | None = item(
        "zitat", "Ein Satz, selbst gesagt", None, example="Brot backe ich sowieso.", translated=True
    )
    offers: Annotated[tuple[Offer, ...], MinLen(1), Few, ListOf] = item(
        "angebote", "Was der Betrieb gibt, mindestens eins", translated=True
    )
    since: DateField | None = item("seit", "Dabei seit", None, example="2017-05")
    checked: DateField | None = item("geprueft", "Zuletzt beim Betrieb nachgefragt", None, example="2026-05")
    end: ExactDate | None = item("ende", "Ab diesem Tag nur noch Dank und Archiv", None)
    paper: Annotated[str, *choice({p: p for p in PAPERS}, "Die Papierfarbe")] | None = item(
        "papier", "Papierfarbe, sonst wird sie verteilt", None, example="gelb"
    )
    photos: PhotoList = photos()
    consents: ConsentList = consents()
    status: VisibilityField = visibility()


class Wish(Record):
    """A wish card of an institution."""

    title: ClassVar[str] = "Bedarf"
    id: Slug = item("kennung", "Kurzer Name, auf den Aktionen verweisen", example="laptops")
    kind: Kind = item("art", "Art des Bedarfs", example="sachspende")
    text: Short = item("text", "Was genau?", example="Zehn gebrauchte Laptops", translated=True)
    audience: Short | None = item("fuer", "Für wen?", None, example="die Hausaufgabenhilfe", translated=True)
    amount: Short | None = item("menge", "Wie viel, wie oft?", None, example="10 Stück", translated=True)
    until: ExactDate | None = item("bis", "Bis wann?", None, example="15.07.2026")
    status: Annotated[WishStatus, *choice({s.value: s for s in WishStatus}, "Den Status")] | None = item(
        "status", "Nur nötig, solange keine Aktion es sagt: vereinbart", None, example="vereinbart"
    )
    gives_back: Line | None = item(
        "gibt_zurueck", "Was der Betrieb zurückbekommt", None, example="Kuchen beim Hoffest", translated=True
    )


class Institution(Record):
    """A social institution with its wishes."""

    title: ClassVar[str] = "Einrichtung"
    name: NameText = item("name", "Name der Einrichtung", example="Jugendclub Kanalhaus", translated=True)
    carrier: Short | None = item("traeger", "Träger", None, example="Kanalhaus e. V.", translated=True)
    address: Address | None = item("adresse", "Wo ist sie?", None)
    position: Position | None = item("lage", "Breite, Länge (WGS 84)", None, example="52.48990, 13.41800")
    contact: Contact | None = item("kontakt", "Wird veröffentlicht", None)
    languages: Annotated[tuple[SpokenLanguage, ...], Few, ListOf] = item(
        "sprachen", "Sprachen im Haus", (), example="[de, tr, ar]"
    )
    audiences: Annotated[tuple[Short, ...], Few, ListOf] = item(
        "zielgruppen", "Für wen ist sie da?", (), example="[Jugendliche ab 12]", translated=True
    )
    wishes: Annotated[tuple[Wish, ...], Some, ListOf] = item("bedarfe", "Wunschkarten", (), translated=True)
    photos: PhotoList = photos()
    consents: ConsentList = consents()
    status: VisibilityField = visibility()


class Numbers(Record):
    """What can be counted."""

    title: ClassVar[str] = "Zahlen"
    participants: Whole | None = item("teilnehmende", "Wie viele Menschen waren dabei?", None, example="12")
    hours: Whole | None = item("stunden", "Wie viele Stunden?", None, example="6")
    places: Whole | None = item("plaetze", "Wie viele Plätze?", None, example="2")
    pieces: Whole | None = item("stueck", "Wie viele Stück?", None, example="10")
    euros: Whole | None = item("euro", "Wie viele Euro?", None, example="250")


class Quote(Record):
    """Something somebody said."""

    title: ClassVar[str] = "Zitat"
    text: Line = item("text", "Was wurde gesagt?", example="So ein Brot gibt es sonst nicht.", translated=True)
    who: Short | None = item("wer", "Wer hat es gesagt?", None, example="Mila, 14", translated=True)
    origin: Short | None = item("woher", "Woher kommt sie oder er?", None, example="Jugendclub", translated=True)


class Action(Record):
    """An action: agreed, done, or fallen through."""

    title: ClassVar[str] = "Aktion"
    name: Short = item("titel", "Was passiert?", example="Brot backen mit dem Jugendclub", translated=True)
    day: DateField | None = item("datum", "Tag der Aktion; bei mehreren Tagen von und bis", None, example="2026-05-18")
    start: ExactDate | None = item("von", "Erster Tag", None, example="2026-05-18")
    stop: ExactDate | None = item("bis", "Letzter Tag", None, example="2026-05-22")
    clock: ClockField | None = item("uhrzeit", "Uhrzeit", None, example="15:00–18:00")
    place: Short | None = item("ort", "Wo?", None, example="Backstube, Krähenufer 12", translated=True)
    status: Annotated[ActionStatus, *choice({s.value: s for s in ActionStatus}, "Den Status")] = item(
        "status", "entwurf, geplant, vereinbart, erledigt oder nicht-zustande-gekommen", example="entwurf"
    )
    businesses: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "betriebe", "Ordner der Betriebe", (), example="[baeckerei-sonnenkorn]"
    )
    institutions: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "einrichtungen", "Ordner der Einrichtungen", (), example="[jugendclub]"
    )
    offers: Annotated[tuple[Reference, ...], Many, ListOf] = item(
        "angebot", "Angebot: betrieb/kennung", (), example="baeckerei-sonnenkorn/praktikum"
    )
    wishes: Annotated[tuple[Reference, ...], Many, ListOf] = item(
        "bedarf", "Bedarf: einrichtung/kennung", (), example="jugendclub/praktikum"
    )
    given: Line | None = item("gegeben", "Wer hat was gegeben?", None, translated=True)
    returned: Line | None = item("zurueckgegeben", "Was kam zurück?", None, translated=True)
    effect: Line | None = item("wirkung", "Was ist daraus geworden?", None, translated=True)
    numbers: Numbers | None = item("zahlen", "Was sich zählen lässt", None)
    quotes: Annotated[tuple[Quote, ...], Some, ListOf] = item("zitate", "Was Leute gesagt haben", (), translated=True)
    photos: PhotoList = photos()
    consents: ConsentList = consents()


class Phase(Record):
    """A step of a campaign."""

    title: ClassVar[str] = "Phase"
    name: Short = item("titel", "Was passiert in dieser Zeit?", example="Von Laden zu Laden", translated=True)
    start: ExactDate = item("von", "Erster Tag", example="2026-10-01")
    stop: ExactDate = item("bis", "Letzter Tag", example="2026-12-15")
    text: Line | None = item("text", "Ein Satz dazu", None, translated=True)


class Goal(Record):
    """What a campaign wants to reach."""

    title: ClassVar[str] = "Ziel"
    number: Whole = item("zahl", "Wie viele?", example="12")
    unit: Short = item("einheit", "Wovon?", example="neue Betriebe", translated=True)
    counted: Annotated[Counted, *choice({c.value: c for c in Counted}, "Was gezählt wird")] | None = item(
        "zaehlt",
        "Was gezählt wird: betriebe, aktionen, bedarfe oder eine der zahlen der Aktionen."
        " Ohne Angabe beim Aufruf betriebe, sonst aktionen",
        None,
        example="betriebe",
    )


class Step(Record):
    """One of the steps by which somebody joins."""

    title: ClassVar[str] = "Schritt"
    name: Short = item("titel", "Was tut man?", example="Karte aussuchen", translated=True)
    text: Line | None = item("text", "Ein Satz dazu", None, example="Ein Anruf genügt.", translated=True)


class Question(Record):
    """A question that many ask, and the answer."""

    title: ClassVar[str] = "Frage"
    question: Short = item("frage", "Was fragen viele?", example="Was kostet das?", translated=True)
    answer: Line = item("antwort", "Die Antwort, ein oder zwei Sätze", example="Nichts.", translated=True)


class Campaign(Record):
    """A campaign page; the open call is one. The body has the sections ``vorher``, ``jetzt``, ``danach``."""

    title: ClassVar[str] = "Kampagne"
    name: Short = item("titel", "Überschrift", example="Mitmachen!", translated=True)
    type: Annotated[CampaignType, *choice({t.value: t for t in CampaignType}, "Die Art")] = item(
        "art", "aufruf, aktion oder bilanz", example="aufruf"
    )
    lead: Line | None = item("kurz", "Ein Satz, der alles sagt; er steht da, solange sie läuft", None, translated=True)
    start: ExactDate | None = item("von", "Erster Tag", None, example="2026-10-01")
    stop: ExactDate | None = item("bis", "Letzter Tag, einschließlich", None, example="2027-03-31")
    phases: Annotated[tuple[Phase, ...], Few, ListOf] = item("phasen", "Zeitplan", (), translated=True)
    sought: Annotated[tuple[Slug, ...], Few, ListOf] = item(
        "gesucht", "Arten von Angeboten, oder bedarfe: aus den offenen Bedarfen", (), example="bedarfe"
    )
    wishes: Annotated[tuple[Reference, ...], Many, ListOf] = item(
        "bedarfe", "Um welche Bedarfe es geht: einrichtung/kennung", (), example="[jugendclub/laptops]"
    )
    goal: Goal | None = item("ziel", "Zahl und Einheit", None, translated=True)
    takes: Annotated[tuple[Line, ...], Few, ListOf] = item(
        "braucht", "Was es braucht, ein Satz je Zeile", (), example="[Eine Stunde Zeit.]", translated=True
    )
    brings: Annotated[tuple[Line, ...], Few, ListOf] = item(
        "bringt", "Was man davon hat, ein Satz je Zeile", (), example="[Ein Dank mit Datum.]", translated=True
    )
    steps: Annotated[tuple[Step, ...], Few, ListOf] = item("schritte", "So macht man mit", (), translated=True)
    questions: Annotated[tuple[Question, ...], Some, ListOf] = item(
        "fragen", "Fragen und Antworten", (), translated=True
    )
    contact: Person | None = item("kontakt", "Wer hilft weiter? Sonst der Kontakt aus kiez.yaml", None)
    businesses: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "betriebe", "Ordner der Betriebe", (), example="[mavi]"
    )
    actions: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "aktionen", "Ordner der Aktionen", (), example="[2026-05-hoffest]"
    )
    status: VisibilityField = visibility()


class News(Record):
    """A news item."""

    title: ClassVar[str] = "Meldung"
    name: Short = item("titel", "Überschrift", example="Zwölf Laptops für den Kindertreff", translated=True)
    day: ExactDate = item("datum", "Erscheint an diesem Tag", example="2026-05-18")
    summary: Line = item("kurz", "Ein Satz für Listen und Suchmaschinen", translated=True)
    businesses: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "betriebe", "Ordner der Betriebe", (), example="[mavi]"
    )
    institutions: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "einrichtungen", "Ordner der Einrichtungen", (), example="[jugendclub]"
    )
    actions: Annotated[tuple[Slug, ...], Many, ListOf] = item(
        "aktionen", "Ordner der Aktionen", (), example="[2026-05-hoffest]"
    )
    status: VisibilityField = visibility()


class PlainPage(Record):
    """A page like the imprint."""

    title: ClassVar[str] = "Seite"
    name: NameText = item("titel", "Überschrift", example="Impressum", translated=True)
    summary: Line = item("kurz", "Ein Satz für Suchmaschinen", translated=True)
    status: VisibilityField = visibility()


class Publisher(Record):
    """Who is responsible (§ 5 DDG, § 18 (2) MStV)."""

    title: ClassVar[str] = "Herausgeber"
    name: Short = item("name", "Verein oder Person", example="Nachbarschaft am Krähenufer e. V.")
    street: Short = item("strasse", "Straße und Hausnummer", example="Krähenufer 1")
    postcode: Postcode = item("plz", "Postleitzahl", example="10000")
    town: Short = item("ort", "Ort", example="Berlin")
    represented_by: Short | None = item("vertreten_durch", "Vertreten durch", None, example="Mara Ilić")
    responsible: Short = item("verantwortlich", "Verantwortlich für den Inhalt (V.i.S.d.P.)", example="Mara Ilić")


class Funder(Record):
    """Who pays, with the wording that is prescribed."""

    title: ClassVar[str] = "Förderer"
    name: Short = item("name", "Name", example="Stiftung Beispiel")
    line: Line = item(
        "zeile", "Vorgeschriebener Wortlaut", example="Gefördert durch die Stiftung Beispiel", translated=True
    )
    web: WebAddress | None = item("web", "Web-Adresse", None, example="https://stiftung.example")


class TradeWord(Record):
    """A word for a trade."""

    title: ClassVar[str] = "Gewerbe"
    name: Short = item("name", "Wie es heißt", example="Bäckerei", translated=True)
    schema_type: SchemaType = item("schema", "Typ bei schema.org", "LocalBusiness", example="Bakery")


class KindWord(Record):
    """A word for a kind of offers and wishes."""

    title: ClassVar[str] = "Art"
    name: Short = item("name", "Wie sie heißt", example="Sachspende", translated=True)
    plural: Short = item("mehrzahl", "Mehrzahl", example="Sachspenden", translated=True)
    explanation: Line | None = item("erklaerung", "Was damit gemeint ist", None, translated=True)


class Applications(Record):
    """Where the form of the open call is posted to. Without it the form makes a letter."""

    title: ClassVar[str] = "Bewerbung"
    address: PostAddress = item(
        "adresse", "Wohin das Formular geht, mit https://", example="https://formulare.verein.example/kiez"
    )
    trap: TrapName = item("falle", "Name des Feldes, das nur Maschinen ausfüllen", "_gotcha", example="_gotcha")


class Programme(Record):
    """The Kiez: `content/kiez.yaml`."""

    title: ClassVar[str] = "Kiez"
    name: Short = item("name", "Name des Programms", example="Kiezgrößen")
    place: Short = item("ort", "Name des Kiezes", example="Kiez am Krähenufer, Berlin", translated=True)
    motto: NameText = item("leitsatz", "Überschrift der Startseite", example="Wer ist groß im Kiez?", translated=True)
    lead: Line = item("kurz", "Ein oder zwei Sätze für die Startseite", translated=True)
    sample: YesNo = item("beispiel", "ja: überall steht, dass alles erfunden ist", default=False, example="nein")
    languages: Annotated[tuple[SiteLanguage, ...], Few, ListOf] = item(
        "sprachen", "Sprachen der Website", ("de",), example="[de, tr, ar]"
    )
    publisher: Publisher = item("herausgeber", "Wer verantwortlich ist")
    contact: Person = item("kontakt", "Wer weiterhilft")
    funders: Annotated[tuple[Funder, ...], Some, ListOf] = item("foerderer", "Wer bezahlt", (), translated=True)
    trades: Annotated[dict[Slug, TradeWord], Many] = item("gewerbe", "Wörter für Gewerbe", translated=True)
    kinds: Annotated[dict[Slug, KindWord], Some] = item(
        "arten", "Wörter für Arten von Angeboten und Bedarfen", translated=True
    )
    applications: Applications | None = item(
        "bewerbung", "Wohin das Formular geht; ohne Angabe wird es ein Brief", None
    )
