"""The fonts as browsers get them: cut down to the letters the site needs, named by their content.

`font_tasks` says which files there are, `make_font` makes one (they are independent, so a pool of processes may),
`subset_fonts` all of them, `font_css` declares them. What Germans and their neighbours write is always in the same
files of each family, so that a new profile neither makes everybody load fonts again nor changes all pages, which name
the style sheet that names the fonts. Other letters and Arabic come in files of their own, which a browser fetches only
for pages that need them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import uharfbuzz as hb

from ..read.fonts import ARCHIVO, READEX_ARABIC, READEX_COMMON, is_common
from ..read.releases import unpacked
from .store import Store, key_of

Script = Literal["latin", "arabic"]
Limits = tuple[tuple[str, float, float], ...]
"""What is left of each axis: tag, lowest, highest; equal ends take the axis out."""

ATKINSON = "atkinson-hyperlegible-next/atkinson-hyperlegible-next-{part}.woff2"

_SIGNS = "–—‘’‚“”„‹›•…€−→←↑↓"
# German and Turkish letters that the text font keeps in its file for the rest of Latin; its ı is in the first one.
_BEYOND = "ẞĞğİŞş"
_LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "ı" + _BEYOND + _SIGNS
# Polish, Czech, Slovak, Bosnian, Croatian, Hungarian, Romanian: 9 KB of Archivo; all of Latin beyond would be 40.
_NEIGHBOURS = "ąĄćĆęĘłŁńŃśŚźŹżŻčČďĎěĚňŇřŘšŠťŤůŮžŽĺĹľĽŕŔđĐőŐűŰăĂșȘțȚ"
_ARABIC = "".join(map(chr, range(0x600, 0x700)))
_FEATURES = ("calt", "ccmp", "fina", "init", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig", "rvrn", "tnum")


@dataclass(frozen=True, slots=True)
class FontTask:
    """One file to make: which released font, which characters of it, which part of its axes.

    `stem` is the first part of its name: `archivo`, `text`, `text-mehr`, `text-kursiv`, `archivo-nachbarn`,
    `text-nachbarn`, `archivo-weitere`, `text-weitere`, `text-andere`, `arabisch` or `arabisch-zeichen`. `weight` and
    `stretch` are what `@font-face` says of it.
    """

    stem: str
    source: str
    family: str
    characters: str
    limits: Limits
    weight: str
    stretch: str = ""
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FontFile:
    """A made font: its name with the hash of its content, its WOFF2 bytes, and the characters that are really in it."""

    name: str
    data: bytes
    task: FontTask
    characters: str


def font_tasks(texts: Mapping[Script, str]) -> tuple[FontTask, ...]:
    """The files for a site that sets the characters of `texts`; the Arabic ones only if there is Arabic."""
    used = {char for characters in texts.values() for char in characters if char.isprintable()}
    arabic = {char for char in used if _is_arabic(char)}
    more = "".join(sorted(used - arabic - set(_LATIN) - set(_NEIGHBOURS)))
    display: Limits = (("wdth", 62, 125), ("wght", 800, 800))
    text: Limits = (("wght", 400, 700),)
    one: Limits = (("wght", 400, 400),)
    names, beyond = ("800", "62% 125%"), ATKINSON.format(part="latin-ext-wght-normal")
    tasks = [
        FontTask("archivo", ARCHIVO, "Archivo", _LATIN, display, *names),
        FontTask("archivo-nachbarn", ARCHIVO, "Archivo", _NEIGHBOURS, display, *names),
        FontTask("text", ATKINSON.format(part="latin-wght-normal"), _TEXT, _LATIN, text, "400 700"),
        FontTask("text-mehr", beyond, _TEXT, _BEYOND, text, "400 700"),
        FontTask("text-nachbarn", beyond, _TEXT, _NEIGHBOURS, text, "400 700"),
        # Emphasis is rare: one weight, a third less bytes.
        FontTask("text-kursiv", ATKINSON.format(part="latin-wght-italic"), _TEXT, _LATIN, one, "400", italic=True),
    ]
    if more:
        tasks.append(FontTask("archivo-weitere", ARCHIVO, "Archivo", more, display, *names))
        tasks.append(FontTask("text-weitere", beyond, _TEXT, more, text, "400 700"))
    if arabic:
        common = "".join(char for char in _LATIN if is_common(char))
        tasks += [
            FontTask("arabisch", READEX_ARABIC, _READEX, _ARABIC, text, "400 700"),
            FontTask("arabisch-zeichen", READEX_COMMON, _READEX, common, text, "400 700"),
        ]
    return tuple(tasks)


def subset_fonts(folder: Path, texts: Mapping[Script, str], store: Store | None = None) -> tuple[FontFile, ...]:
    """The fonts for `texts`, from the releases in `folder`; none for a task of which the release has no character.

    With a `store`, only what is new is made. Raises `FileNotFoundError` where a release is missing.
    """
    tools = _tools()
    made = [make_font(folder, task, store, tools) for task in font_tasks(texts)]
    files = {file.task.stem: file for file in made if file is not None}
    if task := _instead(files):
        instead = make_font(folder, task, store, tools)
        files |= {task.stem: instead} if instead else {}
    return tuple(files.values())


def _instead(files: Mapping[str, FontFile]) -> FontTask | None:
    """Letters that the font of names has and that of texts lacks: Vietnamese, Maltese, Esperanto."""
    names, text = files.get("archivo-weitere"), files.get("text-weitere")
    known = text.characters if text else ""
    lacking = "".join(sorted(set(names.characters) - set(known))) if names else ""
    limits: Limits = (("wdth", 100, 100), ("wght", 400, 700))
    return FontTask("text-andere", ARCHIVO, _TEXT, lacking, limits, "400 700") if lacking else None


def _tools() -> tuple[str, ...]:
    """What the bytes of fonts depend on beside the releases: this code, and libraries (a millisecond each)."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return (*map(version, ("uharfbuzz", "fonttools", "brotli")), code)


def font_keys(folder: Path, task: FontTask, tools: tuple[str, ...] | None = None) -> tuple[str, str]:
    """Under what the store keeps a font: its bytes, its characters."""
    release = hashlib.sha256((folder / task.source).read_bytes()).hexdigest()
    key = key_of("font", _FEATURES, task, release, tools or _tools())
    return key, key_of(key, "characters")


def make_font(
    folder: Path, task: FontTask, store: Store | None = None, tools: tuple[str, ...] | None = None
) -> FontFile | None:
    """One font, out of the store if it is there; `None` if the release has none of its characters."""
    key, kept = font_keys(folder, task, tools)
    known, data = (store.get(kept), store.get(key)) if store else (None, None)
    if known is None or data is None:
        characters, data = _subset((folder / task.source).read_bytes(), task)
        if store:
            store.put(key, data)
            store.put(kept, characters.encode())
    else:
        characters = known.decode()
    if not characters:
        return None
    return FontFile(f"{task.stem}.{hashlib.sha256(data).hexdigest()[:8]}.woff2", data, task, characters)


def licences(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of the licences, to lie beside the made fonts: the OFL wants them to travel together."""
    return tuple((f"{path.parent.name}-OFL.txt", path.read_bytes()) for path in sorted(folder.glob("*/OFL.txt")))


def _subset(release: bytes, task: FontTask) -> tuple[str, bytes]:
    """(characters found, WOFF2). Nothing of the day or the machine gets in: same release, same bytes.

    HarfBuzz cuts in 4 ms what fontTools cuts in 300; three quarters of the rest is Brotli.
    """
    face = hb.Face(unpacked(release))
    characters = "".join(sorted(char for char in set(task.characters) if ord(char) in set(face.unicodes)))
    wanted = hb.SubsetInput()
    # Names, and whose work it is under which licence, as far as the release says so.
    kept = ((wanted.unicode_set, map(ord, characters)), (wanted.name_id_set, (0, 1, 2, 13, 14)))
    for chosen, members in (*kept, (wanted.layout_feature_tag_set, map(_tag, _FEATURES))):
        chosen.clear()  # of what HarfBuzz would keep without being asked
        chosen.update(members)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.OPTIMIZE_IUP_DELTAS
    for axis, low, high in task.limits:
        if not (
            wanted.pin_axis_location(face, axis, low) if low == high else wanted.set_axis_range(face, axis, low, high)
        ):
            raise ValueError(f"{task.source} has no axis {axis}")
    return characters, _packed(wanted.subset(face).blob.data)


def _packed(plain: bytes) -> bytes:
    """As WOFF2."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # for the rare build that has to make a font

    font = TTFont(io.BytesIO(plain), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _tag(name: str) -> int:
    """As HarfBuzz counts features: their four letters are a number."""
    return int.from_bytes(name.encode("ascii"))


def _is_arabic(char: str) -> bool:
    return "\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u077f" or "\ufb50" <= char <= "\ufefc"


_TEXT, _READEX = "Atkinson Hyperlegible Next", "Readex Pro"

SAMPLE = (
    "Nachbarschaft lebt davon, dass Menschen einander kennen: Die Bäckerin legt Brot für das Frühstück zurück, der "
    "Tischler zeigt Jugendlichen seine Werkstatt, und im Kiosk hängt, wer gerade Hilfe sucht. Größe heißt hier, etwas "
    "zu geben."
)
"""German as it stands on the pages, for the mean width of a letter."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """A face of the reader's own machine that takes the room of ours until ours is there.

    `advance` and `own` are mean advances of `SAMPLE` in em, of our face and of the machine's; Archivo is measured
    once per `stretch`, near its middle (74, 86, 100, 118 %). `ascent` and `descent` are our line's, in em. Readex Pro
    is not compared: what stands in for Arabic differs too much from machine to machine.
    """

    family: str
    weight: str
    local: tuple[str, ...]
    advance: float
    own: float
    ascent: float
    descent: float
    stretch: str = ""


# Arial's widths are those of Liberation Sans, which was made to be metrically the same. Regular 0.4519, bold 0.4848 em.
_ARIAL = ("Arial", "ArialMT", "Liberation Sans")
_ARIAL_BOLD = ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold")
FALLBACKS = (
    Fallback("Archivo", "800", _ARIAL_BOLD, 0.3873, 0.4848, 0.878, 0.210, "62% 81%"),
    Fallback("Archivo", "800", _ARIAL_BOLD, 0.4394, 0.4848, 0.878, 0.210, "82% 95%"),
    Fallback("Archivo", "800", _ARIAL_BOLD, 0.5003, 0.4848, 0.878, 0.210, "96% 107%"),
    Fallback("Archivo", "800", _ARIAL_BOLD, 0.5884, 0.4848, 0.878, 0.210, "108% 125%"),
    Fallback(_TEXT, "400", _ARIAL, 0.4445, 0.4519, 0.984, 0.316),
    Fallback(_TEXT, "700", _ARIAL_BOLD, 0.4780, 0.4848, 0.984, 0.316),
    Fallback(_READEX, "400", _ARIAL, 1.0, 1.0, 1.0, 0.25),
    Fallback(_READEX, "700", _ARIAL_BOLD, 1.0, 1.0, 1.0, 0.25),
)


def font_css(files: Iterable[FontFile], base: str = "/schrift/") -> str:
    """The `@font-face` rules of `files`, found below the URL `base`, and of the fallbacks of their families."""
    files = sorted(files, key=lambda file: file.name)
    families = {file.task.family for file in files}
    return "".join([_face(file, base) for file in files] + [_fallback(f) for f in FALLBACKS if f.family in families])


def _face(file: FontFile, base: str) -> str:
    task = file.task
    rules = [
        f'font-family:"{task.family}"',
        f'src:url("{base}{file.name}")format("woff2")',
        f"font-weight:{task.weight}",
        *([f"font-stretch:{task.stretch}"] if task.stretch else []),
        *(["font-style:italic"] if task.italic else []),
        "font-display:swap",
        f"unicode-range:{unicode_range(file.characters)}",
    ]
    return "@font-face{" + ";".join(rules) + "}"


def _fallback(face: Fallback) -> str:
    adjust = face.advance / face.own
    rules = [
        f'font-family:"{face.family} Fallback"',
        "src:" + ",".join(f'local("{name}")' for name in face.local),
        f"font-weight:{face.weight}",
        *([f"font-stretch:{face.stretch}"] if face.stretch else []),
        *([f"size-adjust:{adjust:.2%}"] if adjust != 1 else []),
        f"ascent-override:{face.ascent / adjust:.2%}",
        f"descent-override:{face.descent / adjust:.2%}",
        "line-gap-override:0%",
        *(["unicode-range:U+600-6FF"] if face.family == _READEX else []),
    ]
    return "@font-face{" + ";".join(rules) + "}"


@cache
def unicode_range(characters: str) -> str:
    """The CSS for a set of characters: `U+20-7E,U+DF`."""
    points = sorted(set(map(ord, characters)))
    parts: list[list[int]] = []
    for point in points:
        if parts and point == parts[-1][1] + 1:
            parts[-1][1] = point
        else:
            parts.append([point, point])
    return ",".join(f"U+{low:X}" + (f"-{high:X}" if high > low else "") for low, high in parts)
