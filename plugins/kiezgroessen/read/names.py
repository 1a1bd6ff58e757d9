"""Which names files and folders may have, and what to say about one that is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from kiezgroessen.problems import nearest
from kiezgroessen.read.slugs import LONGEST, is_day_slug, is_device, is_long, is_month_slug, is_slug, slugify

LONGEST_NAME = 100
"""Characters of a file's name. Phones give 30; some drives end at 143 bytes, all at 255."""
PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")

_OTHER_PICTURES = (".gif", ".tif", ".tiff", ".bmp", ".svg", ".avif", ".raw", ".cr2", ".nef", ".dng", ".psd", ".jxl")
_OTHER_TEXTS = (".doc", ".docx", ".odt", ".rtf", ".pages")
_PAPERS = (".pdf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".eml", ".msg", ".vcf", ".zip")
# Parts of names that papers with signatures have; they stay out whatever program wrote them.
_SIGNED = (
    "einwillig",
    "einverst",
    "freigabe",
    "zustimm",
    "unterschr",
    "vertrag",
    "vereinbarung",
    "formular",
    "consent",
)
TOMBSTONES = "content/entfernt.yaml"
"""Not a text of an editor: who was taken down, written by the program and read by `read.tombstones`."""
_SILENT = frozenset({"README.md", ".gitkeep", ".DS_Store", "Thumbs.db"})
# Files that text programs and systems put beside the one being edited, for seconds; an error would interrupt writing.
_SILENT_STARTS = (".#", "._", "~$")
_SILENT_ENDS = ("~", ".swp", ".swx", ".swo")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document and where it lies: as ``file`` in a folder of its own, or (``file`` empty) as ``<slug>.md``.

    ``pattern`` is ``slug``, ``month`` (``jjjj-mm-slug``), ``day`` (``jjjj-mm-tt-slug``), or "" where nothing is named.
    """

    name: str
    folder: str
    file: str
    ending: str
    pattern: str

    @property
    def main(self) -> str:
        """The German file: ``profil.md``; for kinds without a fixed name the form it has."""
        return f"{self.file or _FORMS[self.pattern]}{self.ending}"


KINDS = (
    Kind("kiez", "content", "kiez", ".yaml", ""),
    Kind("campaign", "content/kampagnen", "kampagne", ".md", "slug"),
    Kind("news", "content/meldungen", "", ".md", "day"),
    Kind("page", "content/seiten", "", ".md", "slug"),
    Kind("action", "profiles/aktionen", "aktion", ".md", "month"),
    Kind("business", "profiles/betriebe", "profil", ".md", "slug"),
    Kind("institution", "profiles/einrichtungen", "einrichtung", ".md", "slug"),
)
_FORMS = {"slug": "name", "month": "jjjj-mm-name", "day": "jjjj-mm-tt-name", "": ""}
_PATTERNS = {"slug": is_slug, "month": is_month_slug, "day": is_day_slug}


def is_silent(name: str) -> bool:
    """Whether a file is passed over without a word: read-me files and what systems and text programs leave behind."""
    return name in _SILENT or name.startswith(_SILENT_STARTS) or name.endswith(_SILENT_ENDS)


def is_lock(name: str) -> bool:
    """Whether it is the sign of a text program that somebody edits a file: a link that leads nowhere (Emacs)."""
    return name.startswith(".#")


def bad_slug(name: str, kind: Kind, taken: Collection[str] = ()) -> tuple[str, str] | None:
    """Message and way out if ``name`` may not name a document of this kind; ``taken`` are the names beside it."""
    if _PATTERNS[kind.pattern](name):
        return None
    form = _FORMS[kind.pattern]
    better = slugify(name)
    if is_device(name):
        message = f"»{name}« geht nicht als Name: Unter Windows kann so kein Ordner heißen und keine Datei."
    elif is_long(name):
        message = f"»{name}« ist zu lang: ohne Datum höchstens {LONGEST} Zeichen."
    elif kind.pattern == "slug":
        message = f"»{name}« geht nicht als Name: erlaubt sind a bis z, Ziffern und einzelne Bindestriche."
    else:
        example = {"month": "2026-05-hoffest", "day": "2026-05-17-hoffest"}[kind.pattern]
        message = f"»{name}« geht nicht als Name: erlaubt ist die Form {form}, zum Beispiel {example}."
    if better and not _PATTERNS[kind.pattern](better):
        better = "" if better[0].isdigit() else form.removesuffix("name") + better
    if not better:
        return message, "Bitte von Hand umbenennen."
    if better in taken:
        return message, f"Richtig wäre »{better}«, aber den Namen gibt es schon: bitte einen anderen wählen."
    return message, f"Bitte umbenennen in »{better}«."


def is_paper(name: str) -> bool:
    """Whether a file seems to be a document that is nobody's business: a signed form, a table, a letter."""
    ending = PurePath(name).suffix.lower()
    signed = any(word in name.lower() for word in _SIGNED)
    return ending in _PAPERS or (signed and ending in (*_OTHER_TEXTS, *_OTHER_PICTURES, ".txt"))


def paper(main: str) -> tuple[str, str]:
    """Message and way out for such a document beside ``main``, the name of the text that belongs there."""
    message = (
        "Unterschriebene Papiere und andere Dokumente gehören nicht in diesen Ordner: Aus ihm entsteht die Website."
    )
    return message, f"Bitte an einem sicheren Ort ablegen und hier löschen. Hierher gehören {main} und Fotos."


def bad_file(name: str, kind: Kind, languages: Collection[str]) -> tuple[str, str]:
    """Message and way out for a file that is neither photo nor text of a document of this kind."""
    stem, _, lang = name.removesuffix(kind.ending).partition(".")
    if name.endswith(kind.ending) and stem and stem == (kind.file or stem):
        if lang == "de":
            return f"Deutsch steht in {stem}{kind.ending}.", f"Die Datei umbenennen in »{stem}{kind.ending}«."
        known = ", ".join(sorted(set(languages) - {"de"}))
        guess = nearest(lang, set(languages) - {"de"})
        hint = f"Meinten Sie »{stem}.{guess}{kind.ending}«?" if guess else f"Möglich sind: {known}."
        return f"Die Sprache »{lang}« gibt es nicht.", hint
    ending = PurePath(name).suffix.lower()
    if is_paper(name):
        return paper(kind.main)
    if ending in _OTHER_PICTURES:
        return f"Bilder mit der Endung {ending} werden nicht gelesen.", "Bitte als JPEG (.jpg) oder PNG speichern."
    other = next((one for one in KINDS if one.file and one != kind and stem == one.file), None)
    if other is not None:
        return f"Eine {other.main} gehört nicht hierher.", f"Ihr Platz ist {other.folder}/."
    if kind.file:
        known_names = [kind.main, *(f"{kind.file}.{lang}{kind.ending}" for lang in languages if lang != "de")]
        plain = name.lower().removesuffix(".txt")
        guess = plain if plain in known_names else nearest(name, known_names)
        # "profil.md" is near to every "profile.docx": such a file needs another word than a new name.
        if guess and ending not in _OTHER_TEXTS:
            return f"»{name}« gehört nicht hierher.", f"Meinten Sie »{guess}«?"
    elif ending in (".txt", ".markdown", ".mdown", ".yaml", ".yml") or name.endswith((".MD", ".Md")):
        return f"»{name}« gehört nicht hierher.", f"Meinten Sie »{slugify(stem) or _FORMS[kind.pattern]}.md«?"
    if ending in _OTHER_TEXTS:
        return f"Texte mit der Endung {ending} werden nicht gelesen.", f"Den Text in {kind.main} kopieren."
    return f"»{name}« gehört nicht hierher.", f"Erlaubt sind {kind.main}, ihre Übersetzungen und Fotos."
