"""Words of the interface: finds them in code and templates, and brings the catalogues in `theme/strings` up to date."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from ..languages import LANGUAGES, SOURCE

_METHODS = [("**/plan/**.py", "python"), ("**.html", "jinja2")]
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "n_": (1, 2)}


def collect(root: Path) -> Catalog:
    """All words of the interface, German as the message id, with the places where they stand."""
    catalogue = Catalog(project="Kiezgrößen", charset="utf-8", fuzzy=False)
    for folder in ("plugins/kiezgroessen", "theme/templates", "theme/components"):
        found = extract_from_dir(root / folder, _METHODS, {"**.html": {"newstyle_gettext": "true"}}, _KEYWORDS)
        for name, _line, message, comments, context in found:
            # Without line numbers, so that a catalogue only changes when the words do.
            catalogue.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def missing(root: Path, lang: str) -> list[str]:
    """The words that a language's catalogue has not translated yet, in German."""
    with (root / "theme/strings" / f"{lang}.po").open("rb") as file:
        catalogue = read_po(file)
    words = []
    for message in collect(root):
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        done = (
            known is not None
            and not known.fuzzy
            and all(known.string if isinstance(known.string, list | tuple) else [known.string])
        )
        if not done:
            words.append(message.id if isinstance(message.id, str) else message.id[0])
    return words


def main(root: Path | None = None) -> int:
    """Updates every catalogue, keeps all translations, and says what is missing; 0."""
    root = root or Path.cwd()
    template = collect(root)
    for lang in LANGUAGES:
        path = root / "theme/strings" / f"{lang}.po"
        if lang == SOURCE or not path.exists():
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LANGUAGES[lang].locale)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, no_location=True, omit_header=False, sort_output=True)
        words = missing(root, lang)
        print(f"{path.relative_to(root)}: " + (f"{len(words)} Wörter fehlen" if words else "vollständig"))
        for word in words:
            print(f"    {word}")
    return 0
