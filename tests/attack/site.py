"""A site that carries attacks: a record of every kind for each number, every field of it holding another string.

Which string stands where is a Latin square: after as many numbers as there are strings, each has stood in every field.
"""

from __future__ import annotations

import contextlib
import copy
import json
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiezgroessen.read.names import KINDS

from .fields import Field, Loc, at, fields, header, put

PICTURE = Path(__file__).parents[1] / "sites/gut-klein/profiles/betriebe/mavi/bild.png"
STRINGS = Path(__file__).parents[2] / "theme/strings"
SLUGS: Mapping[str, str] = MappingProxyType(
    {
        "business": "b-",
        "institution": "e-",
        "action": "2026-05-a-",
        "campaign": "k-",
        "news": "2026-05-18-m-",
        "page": "s-",
    }
)
"""How folders and files of a kind are called, before the number."""
WORDS = (("gewerbe", "g-"), ("arten", "a-"))
BODY: Loc = ("body",)
SECTIONS = ("vorher", "jetzt", "danach")
STEP = 37
"""By how many strings one field is ahead of the one before it; prime to every number of strings that is no multiple."""
PROSE = """{0}

* {0}
* Wort

[Wort]({0}) [Wort][eins] <{0}>

### {0}

| {0} | Wort |
|---|---|
| Wort | {0} |

[eins]: {0}
"""
"""All places in a running text; the string stands alone, in a list, as an address, in a heading, in a table."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A string at a place; ``lang`` is the language of the file."""

    field: Field
    lang: str
    text: str


@dataclass(slots=True)
class Paper:
    """A file: its header, the text below, and what of it is an attack, by place."""

    kind: str
    number: int
    lang: str
    path: str
    values: dict[str, Any]
    good: dict[str, Any]
    shots: dict[Loc, Shot] = field(default_factory=dict)
    lines: dict[int, Loc] = field(default_factory=dict)

    def withdraw(self, loc: Loc) -> Shot | None:
        """Takes an attack back: what stands there is right again."""
        shot = self.shots.pop(loc, None)
        if shot is not None and loc != BODY:
            # A list is put right as a whole: the attack stood for all of it.
            loc = loc[:-1] if isinstance(loc[-1], int) else loc
            good = at(self.good, loc)
            if good is None:
                _remove(self.values, loc)
            else:
                put(self.values, loc, copy.deepcopy(good))
        return shot


def _remove(values: Any, loc: Loc) -> None:
    """Takes a value out, and the groups that are empty or lack what they need without it."""
    for length in range(len(loc) - 1, 0, -1):
        holder = at(values, loc[:length])
        if isinstance(holder, dict) and loc[length] in holder:
            del holder[loc[length]]
        if holder and not isinstance(holder, list):
            return
    values.pop(loc[0], None)


def papers(
    texts: Sequence[str], numbers: Iterable[int], lang: str, *, kinds: Sequence[str] = tuple(SLUGS)
) -> list[Paper]:
    """The files of a site with these records, in German and in one other language."""
    numbers = list(numbers)
    made = [_kiez(texts, numbers, lang), kiez_in(lang, texts, numbers[0])]
    count = 0
    for kind in kinds:
        places = [*fields(kind), Field(kind, BODY, 0, translated=True, private=False)]
        for tongue in ("de", lang):
            wanted = [(count + n, one) for n, one in enumerate(places) if tongue == "de" or one.translated]
            count += len(places)
            made += [_paper(kind, number, tongue, texts, wanted) for number in numbers]
    return made


def _paper(kind: str, number: int, lang: str, texts: Sequence[str], wanted: Sequence[tuple[int, Field]]) -> Paper:
    name, own = f"{number:04}", next(one for one in KINDS if one.name == kind)
    slug, ending = f"{SLUGS[kind]}{name}", own.ending if lang == "de" else f".{lang}{own.ending}"
    path = f"{own.folder}/{slug}/{own.file}{ending}" if own.file else f"{own.folder}/{slug}{ending}"
    good = header(kind, name) if lang == "de" else {}
    paper = Paper(kind, number, lang, path, copy.deepcopy(good), good)
    for ahead, one in wanted:
        _aim(paper, one, texts[(number + ahead * STEP) % len(texts)])
    return paper


def _kiez(texts: Sequence[str], numbers: Sequence[int], lang: str) -> Paper:
    """The Kiez's own file: the words for trades and kinds are attacked here, one for each record."""
    # Where the interface has no words in a language, there are texts in it and no pages.
    spoken = ["de", lang] if (STRINGS / f"{lang}.po").is_file() else ["de"]
    good = header("kiez", "0000") | {"sprachen": spoken}
    inner = {key: good.pop(key)["0000"] for key, _ in WORDS}
    for key, prefix in WORDS:
        good[key] = {f"{prefix}{number:04}": copy.deepcopy(inner[key]) for number in numbers}
    paper = Paper("kiez", 0, "de", "content/kiez.yaml", copy.deepcopy(good), good)
    for ahead, one in enumerate(fields("kiez")):
        if one.loc[0] in dict(WORDS):
            for number in numbers:
                word = f"{dict(WORDS)[str(one.loc[0])]}{number:04}"
                here = Field("kiez", (one.loc[0], word, *one.loc[2:]), one.limit, one.translated, private=False)
                _aim(paper, here, texts[(number + ahead * STEP) % len(texts)])
    return paper


def kiez_papers(texts: Sequence[str], number: int, lang: str) -> list[Paper]:
    """A site of one record of each kind, whose Kiez is attacked in every field at once, and its translation."""
    made = papers(["Wort"], [1], lang)
    for paper in made:
        for loc in list(paper.shots):
            paper.withdraw(loc)
    aim_at_kiez(made[0], texts, number)
    for loc, shot in kiez_in(lang, texts, number, word=1).shots.items():
        put(made[1].values, loc, shot.text)
        made[1].shots[loc] = shot
    return made


def kiez_in(lang: str, texts: Sequence[str], number: int, *, word: int | None = None) -> Paper:
    """The Kiez's file in another language, attacked in every field it may have; of the words one each."""
    good = {"ort": "Wort", "kurz": "Wort"}
    paper = Paper("kiez", 0, lang, f"content/kiez.{lang}.yaml", dict(good), good)
    last = f"{number if word is None else word:04}"
    for ahead, one in enumerate(fields("kiez"), 50):
        if one.translated:
            loc = (
                (one.loc[0], f"{dict(WORDS)[str(one.loc[0])]}{last}", *one.loc[2:])
                if one.loc[0] in dict(WORDS)
                else one.loc
            )
            here = Field("kiez", loc, one.limit, translated=True, private=False)
            _aim(paper, here, texts[(number + ahead * STEP) % len(texts)])
    return paper


def aim_at_kiez(paper: Paper, texts: Sequence[str], number: int) -> None:
    """Attacks every field of ``kiez.yaml`` but the words for trades and kinds."""
    for ahead, one in enumerate(fields("kiez")):
        if one.loc[0] not in dict(WORDS):
            _aim(paper, one, texts[(number + ahead * STEP) % len(texts)])


def _aim(paper: Paper, place: Field, text: str) -> None:
    """Puts the string, or as much of it as the field takes, at a place. One that is too long is told of elsewhere."""
    loc = place.loc
    if loc == BODY:
        paper.shots[BODY] = Shot(place, paper.lang, text)
        return
    if place.limit:
        text = text[: place.limit]
    if loc[-1] == "datei":
        text = f"{text.replace('/', '').replace(chr(0), '')[:60]}.png"
    put(paper.values, loc, text)
    paper.shots[loc] = Shot(place, paper.lang, text)


def write(root: Path, made: Sequence[Paper]) -> None:
    """Writes the site anew, with a photo beside every text that names one."""
    shutil.rmtree(root, ignore_errors=True)
    for own in KINDS:
        (root / own.folder).mkdir(parents=True, exist_ok=True)
    for paper in made:
        file = root / paper.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_text(paper).encode("utf-8", "surrogatepass"))
        name = at(paper.values, ("fotos", 0, "datei"))
        if isinstance(name, str) and paper.lang == "de":
            # Names that no disk takes are refused like any that is not there.
            with contextlib.suppress(OSError, ValueError):
                shutil.copyfile(PICTURE, file.parent / unicodedata.normalize("NFC", name))
    for name in ("impressum", "datenschutz", "barrierefreiheit"):
        (root / f"content/seiten/{name}.md").write_text(
            f"---\ntitel: {name.title()}\nkurz: Wort.\n---\nWort.\n", "utf-8"
        )


def _text(paper: Paper) -> str:
    paper.lines.clear()
    lines = list(_yaml(paper.values, 0, (), paper.lines, 1 if paper.kind == "kiez" else 2)) or ["{}"]
    if paper.kind == "kiez":
        return "\n".join(lines) + "\n"
    shot = paper.shots.get(BODY)
    prose = PROSE.format(shot.text) if shot else "Wort."
    if paper.kind == "campaign":
        prose = "\n".join(f"## {name}\n\n{prose}\n" for name in SECTIONS)
    return "\n".join(["---", *lines, "---", prose])


def _yaml(values: Any, depth: int, at_: Loc, where: dict[int, Loc], line: int) -> Iterator[str]:
    """Block style, every value on a line of its own and in quotes; ``where`` learns which line holds which place."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in pairs:
        head = "  " * depth + (f"{key}:" if isinstance(values, dict) else "-")
        loc = (*at_, key)
        where[line] = loc
        if isinstance(value, str):
            yield f"{head} {json.dumps(value, ensure_ascii=False)}"
            line += 1
            continue
        yield head
        line += 1
        for one in _yaml(value, depth + 1, loc, where, line):
            yield one
            line += 1
