"""One text of the sources without what refers to who is taken down: text in, text out.

Every file is changed where it has to be and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..check.traces import Finder
from ..languages import LANGUAGES
from ..read.document import Loc
from ..read.yamlcut import Plain, plain, with_value, without
from .takedown_job import CONSENT, PHOTO, Job

_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"betrieb": ("betriebe", "angebot"), "aktion": ("aktionen",), "einrichtung": ("einrichtungen", "bedarf", "bedarfe")}
)
"""Where other files name a folder: as it is, or before a slash."""
_MOST = 50
"""Places in one text that are changed; who names somebody more often means no good, and each takes its time."""
_FENCE = re.compile(r"\ufeff?---\s*")
_URLS: Mapping[str, str] = MappingProxyType(
    {"betrieb": "betriebe", "aktion": "aktionen", "einrichtung": "einrichtungen"}
)


def without_them(path: str, text: str, job: Job, texts: Mapping[str, str], finder: Finder) -> str:
    """The text at ``path`` as it may stay; ``texts`` are all there are: a translation follows the German one."""
    own = path.startswith(f"{job.folder}/")
    if job.kind == PHOTO:
        return _dropped(text, _photo(path, job, texts)) if own else text
    if job.kind == CONSENT:
        return _taken_back(path, text, job) if own else text
    if job.slug in text:
        values = plain(text)
        named = _in_lines(text, job) if values is None else _dropped(text, _references(values, job))
        text = _unlinked(named, job)
    return _dropped(text, _quotes(path, texts, finder))


def _dropped(text: str, locs: Sequence[Loc]) -> str:
    if len(locs) > _MOST:
        return text
    for loc in sorted(locs, key=lambda loc: (str(loc[0]), loc[1]), reverse=True):
        try:
            text = without(text, loc)
        except KeyError:
            continue  # a translation may have fewer entries
    return text


def _photo(path: str, job: Job, texts: Mapping[str, str]) -> list[Loc]:
    """The place of a photo in a text or its translation, where it is named by its file or by its place in the list."""
    own, original = (entries_of(texts.get(one, ""), "fotos") for one in (path, german(path)))
    files = [_file(entry) for entry in original]
    named = [("fotos", index) for index, entry in enumerate(own) if _file(entry) == job.part]
    by_place = [
        ("fotos", at) for at, file in enumerate(files) if file == job.part and at < len(own) and not _file(own[at])
    ]
    return [*named, *by_place]


def _taken_back(path: str, text: str, job: Job) -> str:
    if path != german(path):
        return text
    for index, entry in enumerate(entries_of(text, "freigaben")):
        if isinstance(entry, dict) and entry.get("kennung") == job.part:
            text = with_value(text, ("freigaben", index), "widerrufen", job.day)
    return text


def still_given(text: str, job: Job) -> str:
    """What to do by hand where the file cannot be read and so not be changed: once mended, the photo would be back."""
    for entry in entries_of(text, "freigaben"):
        if isinstance(entry, dict) and entry.get("kennung") == job.part and entry.get("widerrufen"):
            return ""
    return f"Bei der Freigabe »{job.part}« muss noch stehen: widerrufen: {job.day}"


def still_named(text: str, job: Job) -> list[tuple[int, str]]:
    """Lines of a header in which a folder is still named, with their numbers: it cannot be read, or is too much.

    The words of somebody do not tell these: in a text, »mavi« is also a colour.
    """
    if job.slug not in text:
        return []
    values = plain(text)
    if values is not None and not _references(values, job):
        return []
    lines = text.splitlines()
    if not lines or not (values or _FENCE.fullmatch(lines[0])):
        return []
    name = re.compile(rf"(?<![\w-]){re.escape(job.slug)}(?![\w-])")
    ends = (at for at, line in enumerate(lines) if at and _FENCE.fullmatch(line))
    return [(at, line.strip()) for at, line in enumerate(lines[: next(ends, len(lines))], 1) if name.search(line)]


def _references(values: Plain, job: Job) -> list[Loc]:
    found: list[Loc] = []
    for key in _LISTS[job.kind]:
        names = values.get(key) if isinstance(values, dict) else None
        for index, name in enumerate(names if isinstance(names, list) else [names]):
            if isinstance(name, str) and name.partition("/")[0] == job.slug:
                found.append((key, index))
    return found


def _in_lines(text: str, job: Job) -> str:
    """The same in a header that cannot be read as a whole: lists that stand on one line, and entries on their own."""
    out = []
    for line in text.splitlines(keepends=True):
        if line.startswith(_LISTS[job.kind]) and isinstance(values := plain(line), dict):
            out.append(_dropped(line, _references(values, job)))
        elif not re.fullmatch(rf"\s*-\s+{re.escape(job.slug)}(?:/\S+)?\s*", line):
            out.append(line)
    return "".join(out)


def _quotes(path: str, texts: Mapping[str, str], finder: Finder) -> list[Loc]:
    """Quotes of somebody who is taken down; a translation has them in the same places as the German text."""
    original = texts.get(german(path), "")
    quotes = entries_of(original, "zitate") if "zitate" in original else []
    said = [str(entry.get("wer") or "") if isinstance(entry, dict) else "" for entry in quotes]
    return [("zitate", at) for at, who in enumerate(said) if finder.in_text(who)]


def _unlinked(text: str, job: Job) -> str:
    """Links to the page as the words they have: the page will not be there."""
    langs = "|".join(map(re.escape, LANGUAGES))
    address = rf"(?:https?://[^\s/()<>]+)?/(?:(?:{langs})/)?{_URLS[job.kind]}/{re.escape(job.slug)}(?:[/#?][^\s()<>]*)?"
    return re.sub(rf"\[([^\[\]]*)\]\(\s*<?{address}>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)", r"\1", text)


def entries_of(text: str, key: str) -> list[Plain]:
    """The entries of a list in the header; none where there is no such list."""
    values = plain(text)
    found = values.get(key) if isinstance(values, dict) else None
    return found if isinstance(found, list) else []


def _file(entry: Plain) -> str:
    name = entry.get("datei") if isinstance(entry, dict) else None
    return unicodedata.normalize("NFC", name) if isinstance(name, str) else ""


def names_in(value: Plain) -> list[str]:
    """The names in a list, or the one that stands for a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def german(path: str) -> str:
    """The German text that a translation lies beside: ``profil.tr.md`` → ``profil.md``."""
    folder, _, name = path.rpartition("/")
    stem, *_, ending = name.split(".")
    return f"{folder}/{stem}.{ending}"
