"""What a visit may weigh. All budgets stand in one table, each with its reason.

An editor can cause most of what is too heavy, and a slow page is better than an old one: those are warnings. What only
the program makes, it has to make right: those are errors.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..languages import LANGUAGES
from ..plan.share import SHARED as FOLDER
from ..problems import Problem, Severity
from .addresses import Base, candidates, of_css
from .tags import Page, page_of, suffix_of, tag_of
from .tree import Tree

_KB = 1000
_PHONE, _DENSITY, _EM = 360, 2, 16
"""The phone that is reckoned with: pixels of CSS, pixels of the screen for each of them, and one em."""
_PACKED = frozenset({".html", ".css", ".js", ".svg", ".webmanifest"})
_PICTURE = re.compile(r"<picture>(.*?)</picture>", re.DOTALL)
_TAG = re.compile(r"<(?:source|img)[^>]*>")
_FACE = re.compile(r"@font-face\{([^}]*)\}")
_RANGE = re.compile(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?")
_TERM = re.compile(r"([+-]?)\s*([\d.]+)(vw|em|rem|px)")
_CONDITION = re.compile(r"\(min-width:\s*([^)]+)\)\s*(.*)")


@dataclass(frozen=True, slots=True)
class Budget:
    """``most`` is in bytes; ``why`` is for whoever changes it; ``hint`` is for whoever has to get below it."""

    most: int
    why: str
    severity: Severity
    message: str
    hint: str


FIRST_VIEW = Budget(
    14_336,
    "ten packets of 1,460 bytes less their heads: what a server may send before the first answer (RFC 6928)",
    Severity.WARNING,
    "Text und Stil der Startseite sind {} KB groß; mit {} KB kämen sie in einem Zug an",
    "Es hilft, »kurz« und »leitsatz« in content/kiez.yaml zu kürzen, oder in der Datei dieser Sprache daneben.",
)
START_PAGE = Budget(
    250 * _KB,
    "two seconds on a slow 3G phone (1.6 Mbit/s and 300 ms), with everything",
    Severity.WARNING,
    "Die Startseite wiegt auf dem Telefon {} KB; {} KB sind das Ziel",
    "Es helfen ruhigere Fotos bei den Betrieben und Aktionen, die auf ihr stehen: Laub und Kies wiegen viel.",
)
SECOND_SCRIPT = 25 * _KB
"""More for languages in another script: their pages name German businesses, so they need the letters of both."""
PAGE = Budget(
    250 * _KB,
    "unpacked; browsers of old phones take a tenth of a second for every 100 KB of HTML before they show anything",
    Severity.WARNING,
    "Die Seite ist {} KB lang, ohne Bilder; über {} KB werden alte Telefone langsam",
    "Lange Texte lassen sich auf mehrere Seiten verteilen.",
)
SHARED = Budget(
    300 * _KB,
    "WhatsApp shows no picture above that (docs/decisions/share.md); our encoder falls back until it fits",
    Severity.ERROR,
    "Das Bild zum Teilen ist {} KB groß; über {} KB zeigt WhatsApp es nicht",
    "Das ist ein Fehler im Programm: bitte melden.",
)


def check_weight(tree: Tree, site_url: str, sizes: Mapping[str, int]) -> list[Problem]:
    """``sizes`` are those of all files in bytes, by name."""
    base = Base.of(site_url)
    problems: list[Problem | None] = [_over(name, sizes[name], PAGE) for name in tree.pages]
    problems += [_over(name, size, SHARED) for name, size in sizes.items() if name.startswith(f"{FOLDER}/")]
    packed: dict[str, int] = {}
    for lang in LANGUAGES.values():
        name = f"{lang.code}/index.html" if lang.code != "de" else "index.html"
        if name in tree.pages:
            problems += _start(tree, base, name, packed, extra=SECOND_SCRIPT if lang.script != "latin" else 0)
    return [problem for problem in problems if problem]


def _start(tree: Tree, base: Base, name: str, packed: dict[str, int], *, extra: int) -> Iterator[Problem | None]:
    text = tree.text(name)
    page = page_of(text, {})
    linked = [_name(base, tag["href"]) for tag in page.the("link", rel="stylesheet")]
    sheets = [one for one in linked if one and one in tree.names]
    first = sum(_packed(tree, one, packed) for one in (name, *sheets))
    yield _over(name, first, FIRST_VIEW)
    files = {one for one in _fetched(tree, base, page, text, sheets) if one and one in tree.names}
    yield _over(name, first + sum(_packed(tree, one, packed) for one in files), START_PAGE, extra)


def _fetched(tree: Tree, base: Base, page: Page, text: str, sheets: list[str]) -> Iterator[str | None]:
    """The scripts, pictures and fonts of a page on a phone."""
    yield from (_name(base, tag["src"]) for tag in page.the("script") if tag["src"])
    for picture in _PICTURE.findall(text):
        tags = [tag_of(one) for one in _TAG.findall(picture)]
        first = tags[0]
        yield _name(base, _chosen(first["srcset"], first["sizes"]) if first["srcset"] else first["src"])
    for picture in _TAG.findall(_PICTURE.sub("", text)):
        yield _name(base, tag_of(picture)["src"])
    letters = {ord(letter) for letter in set(text)}
    for sheet in sheets:
        for face in _FACE.findall(tree.text(sheet)):
            spans = [(int(low, 16), int(high or low, 16)) for low, high in _RANGE.findall(face)]
            if "font-style:italic" not in face and any(low <= one <= high for one in letters for low, high in spans):
                yield from (_name(base, address.text) for address in of_css(face))


def _chosen(srcset: str, sizes: str) -> str:
    """What a browser takes: the narrowest that is wide enough for the phone."""
    widths = [int(one.split()[1].removesuffix("w")) for one in srcset.split(",") if len(one.split()) > 1]
    wanted = _width(sizes) * _DENSITY
    pairs = sorted(zip(widths, candidates(srcset), strict=False))
    return next((address for width, address in pairs if width >= wanted), pairs[-1][1] if pairs else srcset)


def _width(sizes: str) -> float:
    """The width of a picture on the phone in pixels of CSS, by its ``sizes``."""
    for size in sizes.split(","):
        condition = _CONDITION.fullmatch(size.strip())
        if condition is None:
            return _length(size)
        if _length(condition[1]) <= _PHONE:
            return _length(condition[2])
    return _PHONE


def _length(text: str) -> float:
    units = {"vw": _PHONE / 100, "em": _EM, "rem": _EM, "px": 1}
    return sum(float(f"{sign}{number}") * units[unit] for sign, number, unit in _TERM.findall(text))


def _packed(tree: Tree, name: str, known: dict[str, int]) -> int:
    """Bytes as a host sends them: texts are packed."""
    if name not in known:
        data = (tree.folder / name).read_bytes()
        known[name] = len(gzip.compress(data, 9, mtime=0)) if suffix_of(name) in _PACKED else len(data)
    return known[name]


def _name(base: Base, address: str) -> str | None:
    parts = re.sub(r"^https?://[^/]+", "", address)
    return base.file("", parts) if parts else None


def _over(name: str, size: int, budget: Budget, extra: int = 0) -> Problem | None:
    if size <= budget.most + extra:
        return None
    figures = (f"{bytes_ / _KB:.1f}".replace(".", ",") for bytes_ in (size, budget.most + extra))
    return Problem(budget.severity, name, None, None, budget.message.format(*figures) + ".", budget.hint)
