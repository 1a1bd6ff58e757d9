"""Who or what is taken down: what was typed, the folder it means, and the words and pictures it is known by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..check.traces import Wanted
from ..problems import nearest
from ..read.document import Document, Value
from ..read.load import load
from ..read.names import PHOTO_ENDINGS
from .takedown_job import CONSENT, PHOTO

PLACES: Mapping[str, str] = MappingProxyType(
    {"betrieb": "profiles/betriebe", "aktion": "profiles/aktionen", "einrichtung": "profiles/einrichtungen"}
)
_SITES = ("betriebe", "aktionen", "einrichtungen", "wunschbrett", "bilder", "teilen", "druck", "presse", "kits")
_ENOUGH = 12
"""Characters of a sentence that nobody else is likely to have written."""
_OWN = ("name", "inhaber", "kontakt", "adresse", "traeger", "zitat", "fotos")


class UnknownError(Exception):
    """What was typed is nobody; the text says so in German."""


def subject_of(what: str, root: Path, copy: Path, documents: Sequence[Document]) -> tuple[str, str, str, str]:
    """Kind, slug, folder and part of what was typed. Raises `UnknownError`.

    A folder that is missing, or has become a link, may still be in the ``copy`` of the last good sources: then it is
    shown to everybody until it is taken down.

    »mavi«, »betriebe/mavi«, »profiles/betriebe/mavi/«, »mavi/portrait.jpg«, »mavi/f1«, with or without what is before.
    """
    words = [word for word in unicodedata.normalize("NFC", what).replace("\\", "/").split("/") if word not in ("", ".")]
    if ".." in words or not words:
        raise UnknownError(f"»{what}« ist kein Ordner, kein Foto und keine Freigabe.")
    words = words[1:] if words[0] == "profiles" else words
    kinds = {place.rpartition("/")[2]: kind for kind, place in PLACES.items()}
    among = [kinds[words[0]]] if words[0] in kinds and len(words) > 1 else list(PLACES)
    slug, *rest = words[1:] if words[0] in kinds and len(words) > 1 else words
    there = [kind for kind in among if any(_is_folder(one, f"{PLACES[kind]}/{slug}") for one in (root, copy))]
    found = there or [kind for kind in among if (root / PLACES[kind] / slug).is_symlink()]
    if not found or len(rest) > 1:
        raise UnknownError(_unknown(slug, documents))
    if len(found) > 1:
        ways = " oder ".join(f"{PLACES[kind].rpartition('/')[2]}/{slug}" for kind in found)
        raise UnknownError(f"»{slug}« gibt es mehrmals. Gemeint ist {ways}?")
    folder = f"{PLACES[found[0]]}/{slug}"
    if not there or any((root / place).is_symlink() for place in (PLACES[found[0]], "profiles")):
        raise UnknownError(f"{folder} ist eine Verknüpfung und führt woandershin: bitte von Hand löschen.")
    if not rest:
        return found[0], slug, folder, ""
    part, own = rest[0], [one for one in documents if one.folder == folder]
    if part.lower().endswith(PHOTO_ENDINGS):
        names = {*_names_in(root / folder), *_names_in(copy / folder), *_each(own, "fotos", "datei")}
        if part in names:
            return PHOTO, slug, folder, part
        known = [name for name in sorted(names) if name.lower().endswith(PHOTO_ENDINGS)]
        raise UnknownError(f"Ein Foto »{part}« gibt es in {folder}/ nicht.{_there(part, known)}")
    known = list(_each(own, "freigaben", "kennung"))
    if part in known:
        return CONSENT, slug, folder, part
    raise UnknownError(f"Eine Freigabe »{part}« gibt es in {folder}/ nicht.{_there(part, known)}")


def _is_folder(root: Path, folder: str) -> bool:
    return (root / folder).is_dir() and not (root / folder).is_symlink()


def _names_in(folder: Path) -> set[str]:
    try:
        files = [] if folder.is_symlink() else list(folder.iterdir())
    except OSError:
        return set()
    return {unicodedata.normalize("NFC", file.name) for file in files}


def wanted_for(subject: tuple[str, str, str, str], documents: Sequence[Document]) -> Wanted:
    """The words somebody is known by in any language, and the words of all others; no pictures yet."""
    kind, slug, folder, part = subject
    own = [one for one in documents if one.folder == folder]
    others = [one for one in documents if one.folder != folder]
    allowed = [word for one in others for word in _public(one)]
    if kind in (PHOTO, CONSENT):
        photos = photos_of(own, kind, part)
        alts = [alt for one in own for index in photos for alt in _texts(_entry(one, "fotos", index).get("alt"))]
        stay = [
            alt
            for one in own
            for index, entry in enumerate(one.header.values.get("fotos") or ())
            if index not in photos
            for alt in _texts(_entry(one, "fotos", index).get("alt"))
        ]
        return Wanted(tuple(alt for alt in dict.fromkeys(alts) if len(alt) >= _ENOUGH), (), tuple(dict.fromkeys(stay)))
    words = [word for one in own for word in _known_by(one)]
    words += [f"{place} {slug}" for place in _SITES]
    allowed += [one.slug for one in others if one.kind in ("business", "institution")]
    return Wanted(tuple(dict.fromkeys(words)), (slug,), tuple(dict.fromkeys(allowed)))


def photos_of(own: Iterable[Document], kind: str, part: str) -> dict[int, str]:
    """Of a record's photos those that go, by their place in the list: all of a folder, one, or those of a consent."""
    german = next((one for one in own if one.lang == "de"), None)
    found = {}
    for index, _ in enumerate((german.header.values.get("fotos") or ()) if german else ()):
        entry = _entry(german, "fotos", index)
        file = next(_texts(entry.get("datei")), "")
        named = kind == CONSENT and part in list(_texts(entry.get("freigabe")))
        if file and (
            kind not in (PHOTO, CONSENT) or named or (kind == PHOTO and unicodedata.normalize("NFC", file) == part)
        ):
            found[index] = unicodedata.normalize("NFC", file)
    return found


def _known_by(document: Document) -> Iterator[str]:
    values = document.header.values
    if document.kind == "action":
        yield from (title for title in _texts(values.get("titel")) if len(title.split()) > 1)
        return
    for key in ("name", "inhaber"):
        yield from _texts(values.get(key))
    contact, address = values.get("kontakt"), values.get("adresse")
    for key, value in contact.items() if isinstance(contact, dict) else ():
        yield from (_bare(text) if key == "web" else text for text in _texts(value))
    if isinstance(address, dict):
        yield from _texts(address.get("strasse"))
    for index, _ in enumerate(values.get("freigaben") or ()):
        consent = _entry(document, "freigaben", index)
        yield from (name for key in ("von", "sorgeberechtigt") for name in _texts(consent.get(key)))
    told = [*_texts(values.get("zitat")), *_each([document], "fotos", "alt")]
    yield from (sentence for sentence in told if len(sentence) >= _ENOUGH)


def _public(document: Document) -> Iterator[str]:
    """What others say of themselves, in the fields for it; the Kiez with all its words."""
    values = document.header.values
    if document.kind == "kiez":
        yield from _texts(dict(values))
        yield from (str(key) for group in values.values() if isinstance(group, dict) for key in group)
    elif document.kind in ("business", "institution"):
        for key in _OWN:
            yield from _texts(values.get(key))
            yield from (_bare(text) for text in _texts(values.get(key)) if "://" in text)


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address


def _each(documents: Iterable[Document], group: str, key: str) -> Iterator[str]:
    for document in documents:
        for index, _ in enumerate(document.header.values.get(group) or ()):
            yield from (unicodedata.normalize("NFC", text) for text in _texts(_entry(document, group, index).get(key)))


def _entry(document: Document | None, group: str, index: int) -> Mapping[str, Value]:
    entries = document.header.values.get(group) if document else None
    entry = entries[index] if isinstance(entries, list) and index < len(entries) else None
    return entry if isinstance(entry, dict) else {}


def _texts(value: Value | Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield str(value)
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def _unknown(slug: str, documents: Sequence[Document]) -> str:
    names = {
        one.slug: one.slug for one in documents if one.folder in {f"{place}/{one.slug}" for place in PLACES.values()}
    }
    names |= {
        name: one.slug for one in documents if one.slug in names for name in _texts(one.header.values.get("name"))
    }
    guess = nearest(slug, names)
    return f"»{slug}« gibt es nicht{f' – meinten Sie »{names[guess]}«?' if guess else '.'}"


def _there(part: str, known: Sequence[str]) -> str:
    guess = nearest(part, known)
    if guess:
        return f" Meinten Sie »{guess}«?"
    return f" Es gibt: {', '.join(known)}." if known else " Es gibt dort keine."


def documents_of(root: Path, copy: Path, typed: str = "") -> list[Document]:
    """The documents of a site, and from the last good source those of files that cannot be read now, or are missing.

    ``typed`` is who is looked for.
    """
    documents, problems = load(root)
    words = set(unicodedata.normalize("NFC", typed).replace("\\", "/").split("/"))
    if (problems or not words & {one.slug for one in documents}) and copy.is_dir():
        there = {one.path for one in documents}
        documents += [one for one in load(copy)[0] if one.path not in there]
    return documents
