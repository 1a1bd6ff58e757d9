"""What is true of the whole site: the Kiez's own file, the day, the settings, the theme and its words."""

from __future__ import annotations

import random
import re

from .edit import Edit, any_of, other
from .place import Place
from .start import jpeg, say
from .world import KIEZ

DAYS = (
    *("2026-05-29", "2026-05-30", "2026-05-31", "2026-09-30", "2026-10-01", "2026-11-15", "2026-11-16", "2026-11-21"),
    *("2026-11-22", "2026-11-23", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-05", "2026-12-06", "2026-12-07"),
    *("2027-01-01", "2027-02-01", "2027-02-02", "2027-03-31", "2027-04-01", "2027-05-29", "2027-05-30", "2028-02-29"),
)
"""On one of them something begins or ends, and on the next."""
ADDRESSES = ("http://localhost:8000", "https://kiez.example", "https://probe.example/kiez")


def kiez(chance: random.Random, place: Place) -> str:
    """Who it is and whom to ask."""
    known = place.world.kiez
    match chance.randrange(4):
        case 0:
            known["name"] = other(chance, ("Kiezgrößen", "Große Leute", "Kiezköpfe"), known["name"])
            return f"name ist {known['name']}"
        case 1:
            known["kontakt"]["telefon"] = f"030 23125 {chance.randint(101, 199)}"
            return f"Telefon ist {known['kontakt']['telefon']}"
        case 2:
            if known.pop("foerderer", None) is None:
                known["foerderer"] = [{"name": "Amt", "zeile": say(chance, "de"), "web": "https://amt.example/"}]
            return "Förderer"
        case _:
            if known.pop("bewerbung", None) is None:
                known["bewerbung"] = {"adresse": "https://formulare.example/kiez"}
            return "Bewerbung"


def vocabulary(chance: random.Random, place: Place) -> str:
    """The words for trades and kinds."""
    known = place.world.kiez
    match chance.randrange(4):
        case 0:
            word = chance.choice(sorted(known["gewerbe"]))
            known["gewerbe"][word]["name"] = say(chance, "de", 2)
            return f"Gewerbe {word} heißt {known['gewerbe'][word]['name']}"
        case 1:
            word = chance.choice(sorted(known["arten"]))
            known["arten"][word]["mehrzahl"] = say(chance, "de", 2)
            return f"Art {word} heißt {known['arten'][word]['mehrzahl']}"
        case 2:
            word = place.world.fresh_name()
            known["arten"][word] = {"name": f"Art {word}", "mehrzahl": f"Arten {word}"}
            return f"Art {word} ist neu"
        case _:
            for key in ("gewerbe", "arten"):
                pairs = list(known[key].items())
                chance.shuffle(pairs)
                known[key] = dict(pairs)
            return "Gewerbe und Arten in anderer Folge"


def languages(chance: random.Random, place: Place) -> str:
    """A language more, less, or in another order."""
    known = place.world.kiez["sprachen"]
    lang = chance.choice(("tr", "ar", "en", "leicht"))
    if lang in known and len(known) > 1:
        known.remove(lang)
    else:
        known.insert(chance.randint(0, len(known)), lang)
    return f"{KIEZ}: Sprachen {known}"


def day(chance: random.Random, place: Place) -> str:
    """Time goes on, or back."""
    place.world.day = other(chance, DAYS, place.world.day)
    return f"der Tag ist {place.world.day}"


def settings(chance: random.Random, place: Place) -> str:
    """Another address; a preview, or as it is published."""
    known = place.world.settings
    if chance.random() < 0.3:
        known["SITEURL"] = other(chance, ADDRESSES, known["SITEURL"])
        return f"SITEURL ist {known['SITEURL']}"
    if known.get("KIEZ_HOSTED"):
        for name in ("KIEZ_HOSTED", "KIEZ_SURE", "KIEZ_KITS"):
            known.pop(name, None)
        known["SITEURL"] = ADDRESSES[0]
        return "Vorschau"
    known |= {"KIEZ_HOSTED": True, "KIEZ_SURE": True, "KIEZ_KITS": True, "SITEURL": ADDRESSES[1]}
    return "wie veröffentlicht"


def setting(chance: random.Random, place: Place) -> str:
    """One setting."""
    name = chance.choice(("KIEZ_HOSTED", "KIEZ_SURE", "KIEZ_KITS"))
    place.world.settings[name] = not place.world.settings.get(name, False)
    return f"{name} = {place.world.settings[name]}"


def target(_chance: random.Random, place: Place) -> str:
    """Built to another folder, in turn."""
    place.world.output = "output" if place.world.output != "output" else "output.anders"
    return f"nach {place.world.output}"


def template(chance: random.Random, place: Place) -> str:
    """A word or a remark in a template or a component."""
    files = sorted(path for path in place.world.files if path.startswith(("theme/templates/", "theme/components/")))
    path = chance.choice([path for path in files if path.endswith(".html")])
    text = place.world.files[path].decode()
    tags = list(re.finditer(r"<(p|h2|ul|li|section|nav|div)(?=[ >])", text))
    match chance.randrange(3):
        case 0:
            text = f"{{# {say(chance, 'de')} #}}\n{text}"
        case 1 if tags:
            tag = chance.choice(tags)
            text = f'{text[: tag.end()]} data-neu="{chance.randint(1, 99)}"{text[tag.end() :]}'
        case _:
            # Words that stand where nothing is translated.
            ends = list(re.finditer(r"</(p|li|h2)>", text))
            if not ends:
                return ""
            end = chance.choice(ends)
            text = f"{text[: end.start()]} {say(chance, 'de', 2)}{text[end.start() :]}"
    place.world.files[path] = text.encode()
    return f"{path} ist anders"


def style(chance: random.Random, place: Place) -> str:
    """A property or a remark in a style sheet, or a script, an icon."""
    files = sorted(path for path in place.world.files if path.startswith("theme/"))
    path = chance.choice([path for path in files if path.endswith((".css", ".js", ".svg"))])
    text = place.world.files[path].decode()
    if path.endswith(".svg"):
        text = text.replace("</svg>", f"<desc>{chance.randint(1, 99)}</desc></svg>")
    elif path.endswith(".js"):
        text += f"\nvoid {chance.randint(1, 99)};\n"
    elif chance.random() < 0.3:
        text = f"/* {say(chance, 'de')} */\n{text}"
    else:
        text = re.sub(r"\b(\d)(px|rem)\b", lambda found: f"{chance.randint(1, 9)}{found[2]}", text, count=1)
    place.world.files[path] = text.encode()
    return f"{path} ist anders"


def words(chance: random.Random, place: Place) -> str:
    """A word of the interface, in another language."""
    path = any_of(chance, sorted(path for path in place.world.files if path.endswith(".po")))
    if path is None:
        return ""
    text = place.world.files[path].decode()
    found = chance.choice(list(re.finditer(r'^msgstr "([^"%{<]+)"$', text, re.MULTILINE)))
    new = f"{found[1]} {chance.randint(1, 9)}"
    place.world.files[path] = f"{text[: found.start(1)]}{new}{text[found.end(1) :]}".encode()
    return f"{path}: {found[1]!r} heißt {new!r}"


def paper(chance: random.Random, place: Place) -> str:
    """A layout for paper."""
    files = sorted(path for path in place.world.files if path.startswith("theme/print/") and path.endswith(".typ"))
    if (path := any_of(chance, files)) is None:
        return ""
    place.world.files[path] += f"\n// {chance.randint(1, 99)}\n".encode()
    return f"{path} ist anders"


def beside(chance: random.Random, place: Place) -> str:
    """A file that is nobody's photo, or that no build reads."""
    folder = chance.choice(("profiles/betriebe/mavi", "content", "profiles/einrichtungen/jugendclub"))
    name = chance.choice(("README.md", "uebrig.jpg", "text.md~"))
    path = f"{folder}/{name}"
    if place.world.files.pop(path, None) is None:
        place.world.files[path] = jpeg(chance.randrange(1000)) if name.endswith(".jpg") else b"Nichts."
        return f"{path} liegt da"
    return f"{path} ist weg"


EDITS = (
    Edit("kiez", 3, kiez),
    Edit("vocabulary", 3, vocabulary),
    Edit("languages", 3, languages),
    Edit("day", 7, day),
    Edit("settings", 3, settings),
    Edit("setting", 2, setting),
    Edit("target", 3, target),
    Edit("template", 4, template),
    Edit("style", 3, style),
    Edit("words", 3, words),
    Edit("paper", 1, paper),
    Edit("beside", 2, beside),
)
