"""Is anything left of somebody? Every byte of the folders given is looked at once, in every way it may be written.

Words are found as whole words in any spelling (`haystack`), in names of files too; pictures by their bytes. What others
say of themselves in the same words is left to them.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import pool
from .haystack import digits_of, haystacks, looks_wide, unpacked, words_of

_FILES_PER_JOB = 150
_LIMITS = pool.Limits(processor=300.0, wall=600.0, memory=2_000_000_000)
_CODES = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1254")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
_FEWEST_DIGITS = 7
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

    def needles(self, *, with_names: bool = False) -> dict[bytes, str]:
        """The words as they stand in a haystack, and what was typed."""
        theirs = {words_of(one) for one in self.allowed}
        found: dict[bytes, str] = {}
        for word in (*self.words, *(self.names if with_names else ())):
            for spelled in (word, _without_umlauts(word)):
                needle = words_of(spelled)
                if len(needle.decode("utf-8", "ignore")) - 2 >= _SHORTEST and needle not in theirs:
                    found.setdefault(needle, word)
        return found

    def numbers(self) -> dict[bytes, str]:
        """Telephone numbers by their digits without what comes before the area code."""
        theirs = {_digits(one) for one in self.allowed}
        numbers = {digits: word for word in self.words if len(digits := _digits(word)) >= _FEWEST_DIGITS}
        return {digits.encode(): word for digits, word in numbers.items() if digits not in theirs}


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that is left: where (``inside`` an archive or a sheet, if so), and which word; "" for a picture."""

    path: str
    inside: str
    word: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search came to. ``pictures`` are those nobody has vouched for, as (path, inside, bytes)."""

    traces: tuple[Trace, ...]
    pictures: tuple[tuple[str, str, bytes], ...]


def search(paths: Iterable[Path], wanted: Wanted, *, known: Collection[str], workers: int) -> Seen:
    """Looks through files and, for each, the names on its way; files that are one on the disk are read once.

    ``known`` are digests of pictures that are certainly somebody else's. What cannot be read counts as left.
    """
    files: dict[tuple[int, int], list[str]] = {}
    traces: list[Trace] = []
    needles, allowed = wanted.needles(with_names=True), [words_of(one) for one in wanted.allowed]
    for path in paths:
        for name, stat in _all(path):
            word = _found(words_of(_spelled(Path(name).name)), needles, {}, allowed)
            if word:
                traces.append(Trace(name, "Name", word))
            if stat is not None:
                files.setdefault((stat.st_dev, stat.st_ino), []).append(name)
    groups = list(files.values())
    jobs = [[group[0] for group in groups[at : at + _FILES_PER_JOB]] for at in range(0, len(groups), _FILES_PER_JOB)]
    names = {group[0]: group for group in groups}
    task = partial(look, wanted=wanted, known=frozenset(known))
    results: Sequence[Seen | pool.Lost]
    if len(jobs) < 2 or workers < 2:
        results = [task(job) for job in jobs]
    else:
        results = pool.run(task, jobs, workers=workers, limits=_LIMITS)
    pictures = []
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, pool.Lost):
            traces += [Trace(name, "nicht durchsucht", "") for name in job]
            continue
        traces += [Trace(name, one.inside, one.word) for one in result.traces for name in names[one.path]]
        pictures += [(name, inside, data) for path, inside, data in result.pictures for name in names[path]]
    return Seen(tuple(dict.fromkeys(traces)), tuple(pictures))


def look(paths: Sequence[str], *, wanted: Wanted, known: frozenset[str]) -> Seen:
    """One after the other, in any process."""
    needles, numbers, in_names = wanted.needles(), wanted.numbers(), wanted.needles(with_names=True)
    allowed = [words_of(one) for one in wanted.allowed]
    raw = _raw([*needles.values(), *numbers.values()])
    traces: list[Trace] = []
    pictures: list[tuple[str, str, bytes]] = []
    for path in paths:
        try:
            data = Path(path).read_bytes()
        except OSError:
            traces.append(Trace(path, "nicht lesbar", ""))
            continue
        vouched = False
        for inside, piece in unpacked(data, path):
            digest = hashlib.sha256(piece).hexdigest()
            # What is in a file that is known whole is known as well.
            vouched = vouched or (not inside and digest in known)
            if digest in wanted.digests:
                traces.append(Trace(path, inside, ""))
            elif not vouched and digest not in known and _is_picture(piece):
                pictures.append((path, inside, piece))
            word = _word(piece, raw, needles, numbers, allowed) or (
                _found(words_of(inside), in_names, {}, allowed) if inside else ""
            )
            if word:
                traces.append(Trace(path, inside, word))
    return Seen(tuple(traces), tuple(pictures))


def _word(
    piece: bytes,
    raw: re.Pattern[bytes] | None,
    needles: dict[bytes, str],
    numbers: dict[bytes, str],
    allowed: Sequence[bytes],
) -> str:
    """The first word found in some bytes."""
    if raw and b"\0" in piece and not looks_wide(piece) and (match := raw.search(piece)):
        return _typed(match[0], [*needles.values(), *numbers.values()])
    return next((word for one in haystacks(piece) if (word := _found(one, needles, numbers, allowed))), "")


def find_in(text: str, wanted: Wanted) -> str:
    """The first word that stands in a line of text, as typed; "" where there is none."""
    allowed = [words_of(one) for one in wanted.allowed]
    return _found(words_of(text), wanted.needles(), wanted.numbers(), allowed)


def _found(haystack: bytes, needles: dict[bytes, str], numbers: dict[bytes, str], allowed: Sequence[bytes]) -> str:
    word = _first(haystack, needles, numbers)
    if not word or not allowed:
        return word
    # Only now, as it seldom happens: what others say of themselves is taken out, and looked again.
    for one in allowed:
        if len(one) > 2:
            haystack = haystack.replace(one, b"  ")
    return _first(haystack, needles, numbers)


def _first(haystack: bytes, needles: dict[bytes, str], numbers: dict[bytes, str]) -> str:
    for needle, word in needles.items():
        if needle in haystack:
            return word
    if numbers:
        digits = digits_of(haystack)
        return next((word for number, word in numbers.items() if number in digits), "")
    return ""


def _raw(words: Iterable[str]) -> re.Pattern[bytes] | None:
    """The words as they may stand in a picture's notes or a font: in several codes, forms and cases."""
    found: set[bytes] = set()
    for word in words:
        for form in {unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word), _without_umlauts(word)}:
            for cased in {form, form.lower(), form.upper(), form.title()}:
                for code in _CODES:
                    try:
                        coded = cased.encode(code)
                    except UnicodeError:
                        continue
                    # Three or four letters stand in every hundred megabytes of noise.
                    if len(coded) >= (10 if code.startswith("utf-16") else 6):
                        found.add(coded)
    return re.compile(b"|".join(map(re.escape, sorted(found, key=len, reverse=True)))) if found else None


def _typed(raw: bytes, words: Sequence[str]) -> str:
    texts = [words_of(raw.decode(code, "ignore")) for code in _CODES]
    return next((word for word in words if words_of(word) in texts), words[0])


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or data[4:12] in (b"ftypavif", b"ftypheic", b"ftypmif1")


def _all(path: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """A file, or a folder with all there is in it; links are named, not followed."""
    try:
        stat = path.lstat()
    except FileNotFoundError:
        return
    if not path.is_dir() or path.is_symlink():
        yield str(path), None if path.is_symlink() else stat
        return
    yield str(path), None
    for here, folders, files in os.walk(path):
        for name in folders:
            yield os.path.join(here, name), None  # noqa: PTH118 - a hundred thousand names
        for name in files:
            whole = os.path.join(here, name)  # noqa: PTH118
            yield whole, os.lstat(whole)


def _spelled(name: str) -> str:
    """A name without what was put before and behind it, as it may have been written for an address."""
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), name)


def _digits(word: str) -> str:
    digits = "".join(sign for sign in word if sign.isdigit())
    if len([sign for sign in word if sign.isalpha()]) > 0:
        return ""
    digits = digits.removeprefix("0049") if digits.startswith("0049") else digits
    digits = digits.removeprefix("49") if word.lstrip().startswith("+49") else digits
    return digits.lstrip("0")


def _without_umlauts(word: str) -> str:
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        word = unicodedata.normalize("NFC", word).replace(sign, letters)
    return word
