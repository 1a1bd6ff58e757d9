"""Who is there: somebody comes, leaves, is called otherwise, is seen on photos and says yes or no to that."""

from __future__ import annotations

import copy
import random
from typing import Any

from .edit import Edit, any_of, entries, texts_of
from .place import Place
from .start import jpeg, say, translation
from .world import Text, folder_of, path_of, subject

_KINDS = ("business", "institution", "action", "campaign", "news", "page")
_PREFIX = {"action": "2026-11-", "news": "2026-11-15-"}
_KEPT = ("impressum", "datenschutz", "barrierefreiheit")
"""Pages that every site must have."""
_NAMING = (
    ("business", "betriebe", "action", "news", "campaign"),
    ("institution", "einrichtungen", "action", "news"),
    ("action", "aktionen", "news", "campaign"),
)
"""Who is named, in which field, and by whom."""
_CHANNELS = (["web"], ["web", "social"], ["web", "social", "presse", "druck"], ["druck"])
_WITH_PHOTOS = ("business", "institution", "action")


def added(chance: random.Random, place: Place) -> str:
    """Somebody like somebody else."""
    world, kind = place.world, chance.choice(_KINDS)
    model = any_of(chance, texts_of(world, kind))
    if model is None:
        return ""
    header = copy.deepcopy(model[1].header)
    name = world.fresh_name()
    header["titel" if "titel" in header else "name"] = f"{say(chance, 'de', 3)} {name}"
    for entry in (*header.get("angebote", ()), *header.get("bedarfe", ())):
        if isinstance(entry, dict):
            entry.pop("status", None)
    for key in ("fotos", "freigaben", "bedarf", "angebot"):
        header.pop(key, None)
    path = path_of(kind, f"{_PREFIX.get(kind, '')}{name}")
    world.texts[path] = Text(header, model[1].body)
    for lang in world.languages:
        if chance.random() < 0.4:
            slug = subject(path)[1]
            world.texts[path_of(kind, slug, lang)] = translation(chance, world, kind, slug, lang)
    return f"{path} ist neu"


def gone(chance: random.Random, place: Place) -> str:
    """Somebody leaves; mostly whoever named them is told."""
    world, kind = place.world, chance.choice(_KINDS)
    slug = any_of(chance, [slug for slug in world.slugs(kind) if slug not in _KEPT])
    if slug is None:
        return ""
    world.forget(kind, slug)
    if chance.random() < 0.15:
        return f"{kind} {slug} ist weg und wird noch genannt"
    world.unmention(kind, slug)
    for text in world.texts.values():
        for start in ("betriebe", "einrichtungen", "aktionen", "kampagnen", "neues"):
            text.body = text.body.replace(f"](/{start}/{slug}/)", "](/)")
    return f"{kind} {slug} ist weg"


def renamed(chance: random.Random, place: Place) -> str:
    """A folder is called otherwise."""
    world, kind = place.world, chance.choice(_KINDS)
    slug = any_of(chance, [slug for slug in world.slugs(kind) if slug not in _KEPT])
    if slug is None:
        return ""
    new = f"{_PREFIX.get(kind, '')}{world.fresh_name()}"
    world.rename(kind, slug, new)
    return f"{kind} {slug} heißt {new}"


def swapped(chance: random.Random, place: Place) -> str:
    """Two of a kind take each other's place: the same texts below other names."""
    world, kind = place.world, chance.choice(("business", "institution", "page"))
    slugs = [slug for slug in world.slugs(kind) if slug not in _KEPT]
    if len(slugs) < 2:
        return ""
    one, other = chance.sample(slugs, 2)
    first, second = world.texts[path_of(kind, one)], world.texts[path_of(kind, other)]
    if any(text.header.get("fotos") for text in (first, second)):
        return ""
    world.texts[path_of(kind, one)], world.texts[path_of(kind, other)] = second, first
    return f"{kind} {one} und {other} sind vertauscht"


def named(chance: random.Random, place: Place) -> str:
    """A text names somebody more, or less."""
    kind, key, *takers = chance.choice(_NAMING)
    found = any_of(chance, texts_of(place.world, *takers))
    slug = any_of(chance, place.world.slugs(kind))
    if found is None or slug is None:
        return ""
    path, text = found
    known = text.header.setdefault(key, [])
    if slug in known:
        known.remove(slug)
        return f"{path}: nennt {slug} nicht mehr"
    known.insert(chance.randint(0, len(known)), slug)
    return f"{path}: nennt {slug}"


def taken(chance: random.Random, place: Place) -> str:
    """An action takes an offer or a wish, or no longer."""
    kind, key, field, those = chance.choice(
        (("business", "angebote", "angebot", "betriebe"), ("institution", "bedarfe", "bedarf", "einrichtungen"))
    )
    found, whose = any_of(chance, texts_of(place.world, "action")), any_of(chance, texts_of(place.world, kind))
    if found is None or whose is None:
        return ""
    one = any_of(chance, [entry["kennung"] for entry in entries(whose[1], key) if entry.get("kennung")])
    slug = subject(whose[0])[1]
    if one is None:
        return ""
    known = found[1].header.setdefault(field, [])
    if f"{slug}/{one}" in known:
        known.remove(f"{slug}/{one}")
        return f"{found[0]}: ohne {slug}/{one}"
    known.append(f"{slug}/{one}")
    if slug not in found[1].header.setdefault(those, []):
        found[1].header[those].append(slug)
    return f"{found[0]}: {field} {slug}/{one}"


def photo(chance: random.Random, place: Place) -> str:
    """A photo more, another, less, or in another order."""
    world = place.world
    if (found := any_of(chance, texts_of(world, *_WITH_PHOTOS))) is None:
        return ""
    path, text = found
    kind, slug, _ = subject(path)
    folder, known = folder_of(kind, slug), entries(text, "fotos")
    match chance.randrange(4):
        case 0 if known:
            one = chance.choice(known)
            if (file := f"{folder}/{one['datei']}").endswith(".jpg"):
                world.files[file] = jpeg(chance.randrange(1000))
                return f"{file} ist ein anderes Bild"
            return ""
        case 1 if known:
            one = chance.choice(known)
            text.header["fotos"].remove(one)
            world.files.pop(f"{folder}/{one['datei']}", None)
            return f"{path}: ohne {one['datei']}"
        case 2 if len(known) > 1:
            text.header["fotos"].reverse()
            return f"{path}: fotos rückwärts"
        case _:
            name = f"{world.fresh_name()}.jpg"
            world.files[f"{folder}/{name}"] = jpeg(chance.randrange(1000))
            new: dict[str, Any] = {
                "datei": name,
                "alt": say(chance, "de"),
                "urheber": "Foto: Verein",
                "personen": "nein",
            }
            if (consent := any_of(chance, entries(text, "freigaben"))) is not None:
                new |= {"personen": "ja", "freigabe": [consent["kennung"]]}
            text.header.setdefault("fotos", []).insert(0, new)
            return f"{path}: neues Foto {name}"


def cropped(chance: random.Random, place: Place) -> str:
    """What matters on a photo, and whether somebody is on it."""
    path, text = chance.choice(texts_of(place.world, *_WITH_PHOTOS))
    if (one := any_of(chance, entries(text, "fotos"))) is None:
        return ""
    if chance.random() < 0.5:
        one["ausschnitt"] = chance.choice(("10% 10%", "80% 40%", "50% 50%"))
    else:
        one["personen"] = "nein" if one["personen"] == "ja" else "ja"
    return f"{path}: {one['datei']} {one.get('ausschnitt')} personen {one['personen']}"


def consent(chance: random.Random, place: Place) -> str:
    """A consent is given, widened, narrowed, taken back, ends."""
    path, text = chance.choice(texts_of(place.world, *_WITH_PHOTOS))
    if (one := any_of(chance, entries(text, "freigaben"))) is None:
        who = {"kennung": "neu", "von": "Jo Neu", "beleg": "Ordner 9", "am": "2026-10-01", "kanaele": ["web", "druck"]}
        text.header["freigaben"] = [who]
        return f"{path}: neue Freigabe"
    match chance.randrange(4):
        case 0:
            one["kanaele"] = chance.choice(_CHANNELS)
        case 1:
            one["bis"] = chance.choice(("2026-11-21", "2026-12-05", "2028-01-01"))
        case 2 if "widerrufen" not in one:
            one["widerrufen"] = chance.choice(("2026-11-01", "2026-12-01"))
        case _:
            one.pop("widerrufen", None)
            one.pop("bis", None)
    return f"{path}: Freigabe {one['kennung']} {one['kanaele']} bis {one.get('bis')} widerrufen {one.get('widerrufen')}"


EDITS = (
    Edit("added", 6, added),
    Edit("gone", 5, gone),
    Edit("renamed", 6, renamed),
    Edit("swapped", 2, swapped),
    Edit("named", 5, named),
    Edit("taken", 4, taken),
    Edit("photo", 6, photo),
    Edit("cropped", 2, cropped),
    Edit("consent", 5, consent),
)
