"""`tasks.py translations`: what is missing in each language, and what is older than its German original."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..dates import today
from ..languages import LANGUAGES, PLAIN, SOURCE
from ..model.translation import called, changed, lacking
from ..problems import as_text, has_errors
from ..read.document import Document, Loc
from ..read.load import load
from ..reading import read
from .exits import CONTENT, OK
from .history import NoHistoryError, at, last_commits
from .settings import HOUSE
from .strings import missing

_FOLDERS = ("content", "profiles")
_MOST = 6
"""Places of one text that are named: whoever opens it sees the others."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A German text and what of it is not in a language: nothing at all (``path`` is ``None``), or some ``places``."""

    german: str
    path: str | None
    places: tuple[Loc, ...]
    old: bool = False


def main(root: Path | None = None) -> int:
    """Prints every language of the site; 0, or 2 where the texts have errors."""
    root = (root or Path.cwd()).resolve()
    reading = read(root, today())
    if has_errors(reading.problems) or reading.kiez is None:
        print(as_text([problem for problem in reading.problems if has_errors([problem])]))
        return CONTENT
    for lang in reading.kiez.programme.record.languages:
        if lang != SOURCE:
            print("\n".join(_told(lang, gaps(root, reading.documents, lang), missing(HOUSE, lang))))
    return OK


def gaps(root: Path, documents: Sequence[Document], lang: str) -> list[Gap]:
    """What of these documents is not in a language, or has changed in German since it was."""
    pairs = list(_pairs(documents, lang))
    found = [Gap(german.path, None, ()) for german, there in pairs if there is None]
    both = [(german, there) for german, there in pairs if there is not None]
    for german, there in both:
        # What is easy in German already need not be written a second time.
        if (places := lacking(german, there)) and lang != PLAIN:
            found.append(Gap(german.path, there.path, tuple(places)))
    then = _then(root, both)
    for german, there in both:
        if german.path in then and (places := changed(then[german.path], german)):
            found.append(Gap(german.path, there.path, tuple(places), old=True))
    return found


def _pairs(documents: Sequence[Document], lang: str) -> Iterator[tuple[Document, Document | None]]:
    translations = {(one.kind, one.slug): one for one in documents if one.lang == lang}
    for one in documents:
        if one.lang == SOURCE and one.header.values.get("status") not in ("entwurf", "ruht"):
            yield one, translations.get((one.kind, one.slug))


def _then(root: Path, pairs: Sequence[tuple[Document, Document]]) -> Mapping[str, Document]:
    """The German documents, by path, as they were when their translations were written last; without git none."""
    try:
        commits = last_commits(root, _FOLDERS)
        wanted = [(commits[there.path], german.path) for german, there in pairs if there.path in commits]
        files = at(root, wanted)
    except NoHistoryError:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        documents, _ = load(Path(folder))
    return {document.path: document for document in documents}


def _told(lang: str, found: Sequence[Gap], words: Sequence[str]) -> Iterator[str]:
    language = LANGUAGES[lang]
    none = [gap for gap in found if gap.path is None]
    some = [gap for gap in found if gap.path is not None and not gap.old]
    old = [gap for gap in found if gap.old]
    yield f"── {language.name} ({lang}) ──"
    if not (found or words):
        yield "Alles übersetzt."
    if words:
        yield f"Wörter der Oberfläche, die fehlen (theme/strings/{lang}.po): {len(words)}"
        yield from (f"    {word}" for word in words)
    if old:
        yield "Älter als das Original:"
        yield from (f"    {gap.path}: seitdem geändert: {_places(gap)}" for gap in old)
    if some:
        yield "Teile fehlen:"
        yield from (f"    {gap.path}: {_places(gap)}" for gap in some)
    if none:
        # Plain language is written for what most needs it; it is nobody's duty to have it everywhere.
        yield "Noch nicht übersetzt:" if lang != PLAIN else "Noch nicht in Leichter Sprache:"
        yield from (f"    {gap.german}" for gap in none)
    yield ""


def _places(gap: Gap) -> str:
    shown = [called(loc) for loc in gap.places[:_MOST]]
    more = len(gap.places) - len(shown)
    return "; ".join(shown) + (f" und {more} weitere" if more else "")
