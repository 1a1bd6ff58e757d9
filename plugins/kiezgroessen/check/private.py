"""What nobody may read on the site, and what everybody may: both as editors typed it.

**When a word counts.** Everything that is typed and not shown is private: consents, drafts, what rests or is not yet
due, photos that may not appear, letters of application. A private text counts only where it cannot be anything else:

1. It does not count when it stands, as whole words, in something that is shown. Derya Aksoy has signed a consent, and
   she is the owner of the café: her name is public. Nor when all its parts do: a page may join »Schulen« and »Kitas«.
2. A name (of people, folders, files, places, receipts) counts when it has two words of three letters or more:
   »Mehmet Yılmaz«, »ordner-hinten«. Words of chance do not stand beside each other twice.
3. Any other text counts when it has four such words: »Für Kinder« may be said by anybody.
4. With fewer words it counts when one of them, of four letters or more, is known neither to the contents that are
   shown nor to the program itself: »Zahnfee«, but not »Blatt 1«.
5. Numbers and days never count: there are too few of them. Neither do fields that only choose (``status``, ``art``).

So a consent by »Mavi« whose shop is called Mavi stops nothing, nor does a »beleg: Blatt 1«.

Letters of application are written by strangers, who can call themselves whatever they like, also what a page says that
is put together by the program. What they write is looked for like everything else, and never stops a build.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ..link.kiez import ActionNode, BusinessNode, CampaignNode, InstitutionNode, Kiez, NewsNode, PageNode
from ..make.store import Store
from ..read.document import Document, Loc
from .haystack import Haystack, folded, words_of
from .memory import SECRETS, kept
from .public import said_by_program, said_by_theme, typed_for_all
from .unfinished import values_in

_Node: TypeAlias = BusinessNode | InstitutionNode | ActionNode | CampaignNode | NewsNode | PageNode

_NAMES = frozenset(
    [
        *("name", "titel", "inhaber", "wer", "woher", "strasse", "email", "web", "instagram", "mastodon", "telefon"),
        *("urheber", "datei", "von", "beleg", "kennung", "sorgeberechtigt", "traeger"),
    ]
)
_SENTENCES = frozenset(
    [
        *("zitat", "text", "kurz", "zielgruppen", "wirkung", "gegeben", "zurueckgegeben", "alt", "gibt_zurueck"),
        *("frage", "antwort", "braucht", "bringt", "fuer", "ort"),
    ]
)
"""Keys of fields that say something; all others choose, count or date."""
_RUN = re.compile(r"[^.!?:;,»«„“”\"()\[\]{}<>*_`#|\n\\]+")
_WORDS = 6
"""Of a hidden text, every part between two marks is looked for, by so many of its first words."""
_DATED = re.compile(r"^\d{4}(?:-\d{2}){0,2}-")
_PEOPLE = frozenset({"von", "sorgeberechtigt", "inhaber", "wer", "urheber"})
_BETWEEN = re.compile(r"\s*[,;/&+|·•]\s*|\s+(?:[-–—]|und|and|ve|sowie|mit)\s+")
"""Between several people in one field, and in titles: on the page somebody else may have put them together."""
_SHORT, _ALONE = 3, 4
"""Letters that make a word, and of one that stands for itself."""
_NAME, _SENTENCE = 2, 4
"""How many words make a name, and how many make a text that nobody else would write."""


@dataclass(frozen=True, slots=True)
class Private:
    """A text that must not appear: folded, and where it was typed; for the last two see the module."""

    text: str
    path: str
    line: int | None
    field: str
    is_name: bool
    by_stranger: bool = False


@dataclass(frozen=True, slots=True)
class Secrets:
    """All that must not appear, what this computer is called, and what editors have typed for everybody.

    ``values`` are those of `unfinished.values_in` among that.
    """

    private: tuple[Private, ...]
    machine: tuple[str, ...]
    typed: Haystack
    values: frozenset[str]


def secrets_of(
    kiez: Kiez,
    documents: Iterable[Document],
    theme: Path,
    store: Store,
    site_url: str,
    *,
    letters: Mapping[str, str],
    machine: Iterable[str],
) -> Secrets:
    """``theme`` is the folder of the theme, ``letters`` are the texts of applications by their paths.

    ``store`` keeps for each ``site_url`` which of them counted, by their places: with other words all are asked again.
    ``machine`` are names and paths of the computer that builds; those that might be anything are left out.
    """
    nodes: Mapping[str, Mapping[str, _Node]] = {
        "business": kiez.businesses,
        "institution": kiez.institutions,
        "action": kiez.actions,
        "campaign": kiez.campaigns,
        "news": kiez.news,
        "page": kiez.pages,
    }
    texts = tuple(typed_for_all(kiez))
    typed = Haystack.of(texts)
    said, program = tuple(said_by_theme(theme)), tuple(said_by_program())
    known = set(typed.text.split("\n"))
    found = [one for document in documents for one in _hidden(document, nodes.get(document.kind))]
    found += [one for path, text in letters.items() for one in _of_letter(path, text)]
    fresh = tuple({one.text: one for one in reversed(found) if one.text not in known}.values())
    names = tuple(map(folded, machine))

    def counting() -> list[list[int]]:
        public = typed.with_texts(said)
        house = {*public.words, *Haystack.of(program).words}
        return [
            [at for at, one in enumerate(fresh) if counts(one.text, public, house, is_name=one.is_name)],
            # A template that tells of this computer makes nothing of it public.
            [at for at, name in enumerate(names) if counts(name, typed, house, is_name=True)],
        ]

    asked = (f"{one.is_name} {one.text}" for one in fresh)
    private, told = kept(store, (SECRETS, site_url), (typed.text, *said, *program, *names, "", *asked), counting)
    return Secrets(
        tuple(fresh[at] for at in private), tuple(names[at] for at in told), typed, values_in(texts, typed.words)
    )


def counts(text: str, public: Haystack, house: Collection[str], *, is_name: bool) -> bool:
    """The rule of this module. ``text`` is folded, ``house`` are the words that the program and the contents use."""
    words = [word for word in words_of(text) if sum(map(str.isalpha, word)) >= _SHORT]
    if not words or public.holds(text) or all(public.holds(part) for part in _BETWEEN.split(text)):
        return False
    unknown = (word for word in words if sum(map(str.isalpha, word)) >= _ALONE and word not in house)
    return len(words) >= (_NAME if is_name else _SENTENCE) or any(unknown)


def _hidden(document: Document, shown: Mapping[str, _Node] | None) -> Iterator[Private]:
    """What of a document is not shown. The Kiez itself always is."""
    if shown is None:
        return
    node = shown.get(document.slug)
    if node is None:
        # The day in front is nobody's.
        yield from _private(_DATED.sub("", document.slug), document, (), "Name des Ordners")
        yield from _leaves(document, document.header.values, ())
        yield from _body(document)
        return
    values = document.header.values
    yield from _leaves(document, values.get("freigaben"), ("freigaben",))
    photos = {photo.index for photo in getattr(node, "photos", ())}
    for index, photo in enumerate(values.get("fotos") or ()):
        if index not in photos:
            yield from _leaves(document, photo, ("fotos", index))
    if isinstance(node, ActionNode):
        # What came of an action is not told before its day.
        told = {key: value for key, value in values.items() if key not in ("fotos", "freigaben")}
        yield from _leaves(document, told, ())
        if not node.text.entry(document.lang).body.value:
            yield from _body(document)


def _leaves(document: Document, value: object, loc: Loc) -> Iterator[Private]:
    if isinstance(value, str):
        keys = [part for part in loc if isinstance(part, str)]
        if keys[-1] in _NAMES | _SENTENCES and (keys[-1] not in ("von", "kennung") or keys[0] == "freigaben"):
            text = value.rpartition(".")[0] if keys[-1] == "datei" else value
            yield from _private(text, document, loc, ".".join(keys))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(document, inner, (*loc, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(document, inner, (*loc, index))


def _body(document: Document) -> Iterator[Private]:
    for run in _RUN.findall(document.body):
        words = folded(run).split(" ")[:_WORDS]
        yield Private(" ".join(words), document.path, document.body_line, "Text", is_name=False)


def _private(text: str, document: Document, loc: Loc, field: str) -> Iterator[Private]:
    mark, key = document.header.marks.get(loc), field.rpartition(".")[2]
    line = mark.value_line if mark and loc else None
    for one in _BETWEEN.split(text) if key in _PEOPLE else (text,):
        if wanted := folded(one):
            yield Private(wanted, document.path, line, field, is_name=key not in _SENTENCES)


_FIELD = re.compile(r"^[^\w\n]{0,9}(Name|E-Mail|Straße|Betrieb)[ \t]{0,9}:[ \t]{0,9}(\S.*)$", re.MULTILINE)
"""Of bounded length before the colon: a letter of blank lines would take hours otherwise."""


def _of_letter(path: str, text: str) -> Iterator[Private]:
    """Who wrote it, and how to reach them; what they offer may well be what somebody else offers."""
    for key, value in _FIELD.findall(text):
        yield Private(folded(value), path, None, key, is_name=True, by_stranger=True)
