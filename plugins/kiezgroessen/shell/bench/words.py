"""The words that invented contents are made of: trades, kinds, parts of names, sentences."""

from __future__ import annotations

from types import MappingProxyType

TRADES = MappingProxyType(
    {
        "baeckerei": ("Bäckerei", "Bakery"),
        "cafe": ("Café", "CafeOrCoffeeShop"),
        "apotheke": ("Apotheke", "Pharmacy"),
        "blumenladen": ("Blumenladen", "Florist"),
        "buchhandlung": ("Buchhandlung", "BookStore"),
        "fahrradwerkstatt": ("Fahrradwerkstatt", "BikeStore"),
        "friseursalon": ("Friseursalon", "HairSalon"),
        "imbiss": ("Imbiss", "Restaurant"),
        "schneiderei": ("Änderungsschneiderei", "DryCleaningOrLaundry"),
        "tischlerei": ("Tischlerei", "HomeAndConstructionBusiness"),
        "optik": ("Optik", "Optician"),
        "eisdiele": ("Eisdiele", "IceCreamShop"),
    }
)
KINDS = MappingProxyType(
    {
        "sachspende": ("Sachspende", "Sachspenden"),
        "fachvortrag": ("Fachvortrag", "Fachvorträge"),
        "beratung": ("Beratung", "Beratungen"),
        "praktikum": ("Praktikum", "Praktika"),
        "raum": ("Raum", "Räume"),
    }
)
# fmt: off
FIRST = (
    "Ayşe", "Mara", "Hüseyin", "Jo", "Nermin", "Sofia", "Emre", "Lena", "Karim", "Ottilie", "Piotr", "Duc", "Selin",
    "Bruno", "Ilić", "Amal", "Greta", "Tarek",
)
STARTS = (
    "Ber", "Lin", "Sonn", "Krä", "Hol", "Stein", "Wei", "Gold", "Ost", "Kai", "Mühl", "Fär", "Lot", "Pump", "Web",
    "Grün", "Alt", "Neu", "Krumm", "Breit", "Schu", "Han", "Dör", "Silber", "Kupfer", "Eich", "Buch", "Tann",
    "Wasser", "Nord", "Süd", "West", "Ried", "Moor", "Sand", "Lich", "Korn", "Apfel", "Birn", "Hasel", "Marz",
    "Frei", "Hell", "Schön", "Rot", "Zier", "Ross", "Vogel", "Fisch", "Wolf",
)
ENDS = (
    "mann", "er", "ert", "stedt", "au", "hoff", "dorf", "sen", "lein", "burg", "ling", "kamp", "beck", "thal",
    "wald", "feld", "bach", "horst", "berg", "brück", "rode", "hagen", "stein", "hain", "grund", "garten", "furt",
    "born", "see", "moos", "weiler", "mühle", "hütte", "kirch", "lohe", "wiese", "brunn", "büttel", "gau", "inger",
    "isch", "atz", "ulat", "owski", "enko", "ova", "idis", "aya", "icz", "ünlü",
)
# fmt: on
"""With `STARTS` and `TRADES` enough for 30,000 businesses, no two of the same name."""
STREETS = ("Krähenufer", "Lotsenstraße", "Färbergang", "Pumpenplatz", "Weberwinkel")
GIFTS = ("zwei Kisten Brot", "einen Nachmittag Zeit", "einen Praktikumsplatz", "zehn Stühle", "eine Stunde Beratung")
FOR = ("den Jugendclub", "die Kita nebenan", "die Schule am Platz", "den Seniorentreff", "die Unterkunft am Kanal")
SENTENCES = (
    "{first} {last} steht seit {year} hinter der Theke in der Straße {street}.",
    "Jeden {weekday} gehen {gift} an {whom}, ohne Rechnung und ohne viele Worte.",
    "Angefangen hat es mit einem Gespräch an der Ladentür, das eigentlich nur fünf Minuten dauern sollte.",
    "Die Kinder von nebenan wissen inzwischen, welche Maschine **laut** ist und welche nicht.",
    "»Platz haben wir nicht, aber wir rücken eben zusammen«, sagt {first} {last} und rückt einen Stuhl zur Seite.",
    "Im Sommer {year} kamen {count} Leute, im Winter darauf waren es schon doppelt so viele.",
    "Wer fragt, bekommt eine Antwort; wer am {weekday} fragt, bekommt auch einen Tee.",
    "Für {whom} hat der Laden {gift} bereitgestellt und beim Tragen gleich mit angefasst.",
    "Zurück kam eine Einladung zum Sommerfest, an der jetzt *alle* Unterschriften der Gruppe hängen.",
    "Das Werkzeug dafür lag zwanzig Jahre im Keller, bis jemand aus der Nachbarschaft danach fragte.",
    "Abgerechnet wird nicht, aufgeschrieben schon: {count} Termine stehen in einem karierten Heft.",
    "Am Ende des Jahres hängt das Heft im Schaufenster, und die Leute bleiben davor stehen.",
)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag")
PAGES = ("impressum", "datenschutz", "barrierefreiheit", "ueber-uns", "presse", "leichte-sprache")
KIEZ = """name: Kiezgrößen
ort: Kiez zum Messen
leitsatz: Wer ist groß im Kiez?
kurz: Erfundene Betriebe, damit gemessen werden kann.
beispiel: ja
sprachen: [de]
herausgeber: {name: Messverein e. V., strasse: Pumpenplatz 1, plz: "10000", ort: Berlin, verantwortlich: Jo Mess}
kontakt: {name: Redaktion, telefon: 030 23125 100, email: redaktion@kiez.example, sprachen: [de]}
"""
