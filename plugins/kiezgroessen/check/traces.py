"""Is anything left of somebody? Every byte of the folders given is looked at once, in every way it may be written.

Words are found as whole words in any spelling (`plainwords`), in names of files too; pictures by their bytes. What
others say of themselves in the same words is left to them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from .. import pool
from ..read.opened import read_regular
from .plainwords import haystacks, looks_wide, unpacked, words_of
from .rawwords import pattern_of, typed, without_umlauts

_FILES_PER_JOB = 150
_LIMITS = pool.Limits(processor=300.0, wall=600.0, memory=2_000_000_000)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
_FEWEST_DIGITS = 7
_MOST_BYTES = 500_000_000
"""What is larger is not looked at, and counts as left: it may be larger than the memory."""
_UNREAD = "nicht lesbar"
_LOST = "nicht durchsucht"
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may not be left: ``words`` as typed, ``names`` in names of files, ``digests`` (SHA-256, hex) of pictures.

    ``allowed`` are words of others in which the same words stand: »Mavi Schneiderei« when »Mavi« has gone. A word that
    is exactly one of them, or too short to mean anybody, is not looked for.
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    digests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finder:
    """What is wanted, ready to be looked for: needles in haystacks, numbers with their digits in any groups.

    ``names`` are looked for in the names of files.

    ``theirs`` are only those words of others in which a needle stands: what is taken out for them hides nothing else.
    """

    needles: Mapping[bytes, str]
    names: Mapping[bytes, str]
    numbers: Mapping[re.Pattern[bytes], str]
    theirs: tuple[bytes, ...]
    raw: re.Pattern[bytes] | None

    @classmethod
    def of(cls, wanted: Wanted) -> Finder:
        """Made once for many texts."""
        theirs = {words_of(one) for one in wanted.allowed}
        needles = _needles(wanted.words, theirs)
        names = needles | _needles(wanted.names, theirs)
        digits = {_digits(one) for one in wanted.allowed}
        found = {
            one: word for word in wanted.words if len(one := _digits(word)) >= _FEWEST_DIGITS and one not in digits
        }
        numbers = {re.compile(" ?".join(one).encode() + rb"(?![0-9])"): word for one, word in found.items()}
        around = [one for one in theirs if any(needle in one for needle in names)]
        raw = pattern_of([*needles.values(), *numbers.values()])
        return cls(needles, names, numbers, tuple(sorted(around, key=len, reverse=True)), raw)

    def in_text(self, text: str) -> str:
        """The first word that stands in a text, as typed; "" where there is none."""
        return self._first(words_of(text), self.needles, self.numbers)

    def in_name(self, name: str) -> str:
        """The same for the name of a file."""
        return self._first(words_of(unquote(name)), self.names, {})

    def in_bytes(self, piece: bytes) -> str:
        """The same for bytes that are not packed, whatever they are."""
        if self.raw and b"\0" in piece and not looks_wide(piece) and (match := self.raw.search(piece)):
            return typed(match[0], [*self.needles.values(), *self.numbers.values()])
        for haystack in haystacks(piece):
            if word := self._first(haystack, self.needles, self.numbers):
                return word
        return ""

    def _first(self, haystack: bytes, needles: Mapping[bytes, str], numbers: Mapping[re.Pattern[bytes], str]) -> str:
        word = _first(haystack, needles, numbers)
        if not word or not self.theirs:
            return word
        for one in self.theirs:
            haystack = haystack.replace(one, b"  ")
        return _first(haystack, needles, numbers)


def _needles(words: Iterable[str], theirs: Collection[bytes]) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for word in words:
        for spelled in (word, without_umlauts(word)):
            needle = words_of(spelled)
            if len(needle.decode("utf-8", "ignore")) - 2 >= _SHORTEST and needle not in theirs:
                found.setdefault(needle, word)
    return found


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that is left: where (``inside`` an archive or a sheet, if so), and which word; "" for a picture."""

    path: str
    inside: str
    word: str

    @property
    def unread(self) -> bool:
        """Whether nobody knows what is in it: it could not be read, or was too much."""
        return not self.word and self.inside in (_UNREAD, _LOST)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search came to. ``pictures`` are those nobody has vouched for, as (path, inside, bytes)."""

    traces: tuple[Trace, ...]
    pictures: tuple[tuple[str, str, bytes], ...]


def search(
    paths: Iterable[Path], wanted: Wanted, *, known: Collection[str], workers: int, strange: bool = False
) -> Seen:
    """Looks through files and, for each, the names on its way; files that are one on the disk are read once.

    ``known`` are digests of pictures that are certainly somebody else's. What cannot be read counts as left.
    ``strange`` files may be packed so that they fill all memory: they are looked at within limits, however few.
    """
    files: dict[tuple[int, int], list[str]] = {}
    traces: list[Trace] = []
    finder = Finder.of(wanted)
    unread: list[str] = []
    for path in paths:
        for name, stat in _all(path, unread):
            if word := finder.in_name(Path(name).name):
                traces.append(Trace(name, "Name", word))
            if stat is not None:
                files.setdefault((stat.st_dev, stat.st_ino), []).append(name)
    groups = list(files.values())
    jobs = [[group[0] for group in groups[at : at + _FILES_PER_JOB]] for at in range(0, len(groups), _FILES_PER_JOB)]
    names = {group[0]: group for group in groups}
    task = partial(look, finder=finder, digests=wanted.digests, known=frozenset(known))
    results: Sequence[Seen | pool.Lost]
    if not strange and (len(jobs) < 2 or workers < 2):
        results = [task(job) for job in jobs]
    else:
        results = pool.run(task, jobs, workers=workers, limits=_LIMITS)
    traces += [Trace(name, _UNREAD, "") for name in unread]
    pictures = []
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, pool.Lost):
            traces += [Trace(name, _LOST, "") for name in job]
            continue
        traces += [Trace(name, one.inside, one.word) for one in result.traces for name in names[one.path]]
        pictures += [(name, inside, data) for path, inside, data in result.pictures for name in names[path]]
    return Seen(tuple(sorted(set(traces), key=lambda one: (one.path, one.inside, one.word))), tuple(pictures))


def look(paths: Sequence[str], *, finder: Finder, digests: frozenset[str], known: frozenset[str]) -> Seen:
    """One after the other, in any process; what is the same byte for byte, as packed twins are, is searched once."""
    words: dict[str, str] = {}
    traces: list[Trace] = []
    pictures: list[tuple[str, str, bytes]] = []
    for path in paths:
        try:
            # Whoever opens a pipe waits; the last name is no link, the search has seen to that.
            data = read_regular(Path(path), _MOST_BYTES + 1)
        except OSError:
            traces.append(Trace(path, _UNREAD, ""))
            continue
        if len(data) > _MOST_BYTES:
            traces.append(Trace(path, _LOST, ""))
            continue
        vouched = False
        for inside, piece in unpacked(data, path):
            digest = hashlib.sha256(piece).hexdigest()
            # What is in a file that is known whole is known as well.
            vouched = vouched or (not inside and digest in known)
            if digest in digests:
                traces.append(Trace(path, inside, ""))
            elif not vouched and digest not in known and _is_picture(piece):
                pictures.append((path, inside, piece))
            if digest not in words:
                words[digest] = finder.in_bytes(piece)
            if word := words[digest] or (finder.in_name(inside) if inside else ""):
                traces.append(Trace(path, inside, word))
    return Seen(tuple(traces), tuple(pictures))


def _first(haystack: bytes, needles: Mapping[bytes, str], numbers: Mapping[re.Pattern[bytes], str]) -> str:
    for needle, word in needles.items():
        if needle in haystack:
            return word
    return next((word for number, word in numbers.items() if number.search(haystack)), "")


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or data[4:12] in (b"ftypavif", b"ftypheic", b"ftypmif1")


def _all(path: Path, unread: list[str]) -> Iterator[tuple[str, os.stat_result | None]]:
    """A file, or a folder with all there is in it; links are named, not followed.

    Folders that cannot be read, and what is in those that cannot be entered, are put into ``unread``.
    """
    try:
        stat = path.lstat()
    except FileNotFoundError:
        return
    except OSError:
        unread.append(str(path))
        return
    if not path.is_dir() or path.is_symlink():
        yield str(path), None if path.is_symlink() else stat
        return
    yield str(path), None
    for here, folders, files in os.walk(path, onerror=lambda fault: unread.append(os.fsdecode(fault.filename))):
        for name in folders:
            yield os.path.join(here, name), None  # noqa: PTH118 - a hundred thousand names
        for name in files:
            whole = os.path.join(here, name)  # noqa: PTH118
            try:
                yield whole, os.lstat(whole)
            except OSError:
                unread.append(whole)


def _digits(word: str) -> str:
    digits = "".join(sign for sign in word if sign.isdigit())
    if len([sign for sign in word if sign.isalpha()]) > 0:
        return ""
    digits = digits.removeprefix("0049") if digits.startswith("0049") else digits
    digits = digits.removeprefix("49") if word.lstrip().startswith("+49") else digits
    return digits.lstrip("0")
