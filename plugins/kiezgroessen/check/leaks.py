"""Nothing private, hidden or unfinished is in any file, nor a trace of the computer that made it.

What is looked at is text as people and programs read it: without the escapes of HTML, JSON and addresses, with the
lines of calendars put together again, the texts in archives and drawings, the words on paper and in pictures, and the
names of the files themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..make.store import Store, key_of
from ..problems import Problem, error, warning
from .haystack import Phrases, folded, stands, words_of
from .memory import ASIDE, PAPER, clear, cleared, joined, kept, parted
from .pieces import pieces_of, plain
from .private import Private, Secrets
from .tags import suffix_of
from .texts import said_in
from .tree import Tree
from .unfinished import HERE, LOCAL, Mark, is_said, may_be_marked

_PRIVATE = (
    "Soll es dort stehen, gehört es auch in ein Feld, das gezeigt wird. Sonst zeigt die Seite, was sie nicht darf: "
    "Wer zuletzt theme/ oder das Programm geändert hat, muss es wissen; bis dahin bleibt die alte Website."
)
_STRANGER = (
    "Fremde haben das geschrieben, deshalb ist es nur eine Warnung. Bitte auf der Seite nachsehen, ob jemand genannt "
    "wird, der dort nicht stehen will; ist die Bewerbung erledigt, kann die Datei gelöscht werden."
)
_WORK = (
    "In keinem Text der Redaktion steht das so: Es kommt aus theme/ oder aus dem Programm. "
    "Wer dort zuletzt etwas geändert hat, sucht nach diesen Zeichen."
)
_HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class _Aside:
    """Texts that are in no text file: names, and what stands in pixels and on paper. Each once, with its files."""

    files: Mapping[str, tuple[str, ...]]
    digest: str

    @classmethod
    def of(cls, tree: Tree, said: Mapping[str, Iterable[str]]) -> _Aside:
        """``said`` by the names of files."""
        files: dict[str, list[str]] = {}
        for name in tree.files:
            for text in (name, *said.get(name, ())):
                files.setdefault(text, []).append(name)
        return cls({text: tuple(names) for text, names in files.items()}, key_of(*files))

    def said(self) -> tuple[str, list[tuple[str, tuple[Mark, ...]]]]:
        """All words, folded, as they are kept, and for each text with marks those."""
        # In one go: there are tens of thousands of texts, and hardly ever a mark.
        words = {word for one in plain("\n".join(self.files)) for word in words_of(folded(one))}
        marked = self.files if may_be_marked(self.files) else ()
        return joined(sorted(words)), [(text, marks) for text in marked if (marks := said_in(text)[1])]


def check_leaks(
    tree: Tree, secrets: Secrets, store: Store, site_url: str, *, said: Mapping[str, Iterable[str]], published: bool
) -> list[Problem]:
    """``said`` are texts in files that are no text, by name. ``published``: the site is not for this computer alone.

    ``store`` keeps what those texts said the last time, and in which files nothing private was.
    """
    aside = _Aside.of(tree, said)
    words, marked = kept(store, (ASIDE, site_url), (aside.digest,), aside.said)
    here = () if not published or HERE in secrets.typed.words else (HERE,)
    wanted = [*(one.text for one in secrets.private), *secrets.machine, *here]
    places = _places(tree, aside, parted(words), wanted, store, site_url)
    problems = [_told(one, places[one.text]) for one in secrets.private if one.text in places]
    for one in secrets.machine:
        for name, line in places.get(one, {}).items():
            shown = _without(line, secrets.machine)
            problems.append(error(name, None, "Darin steht, wo oder von wem gebaut wurde.", shown=shown, hint=_WORK))
    found = [(Mark(LOCAL, HERE, line), name) for name, line in places.get(HERE, {}).items() if here]
    found += [(mark, name) for name, text in tree.texts.items() for mark in text.marks]
    found += [(Mark(*one), name) for text, marks in marked for one in marks for name in aside.files[text]]
    for mark, name in found:
        if (published or mark.what != LOCAL) and not is_said(mark, secrets.typed, secrets.values):
            problems.append(error(name, None, f"Darin steht {mark.what}.", shown=mark.shown, hint=_WORK))
    return problems


def _told(one: Private, places: Collection[str]) -> Problem:
    # Not what it is: whoever reads this need not be one of those who may know.
    message = f"»{one.field}« ist nicht öffentlich und steht in {_shown(sorted(places))}."
    if one.by_stranger:
        return warning(one.path, one.line, message, hint=_STRANGER)
    return error(one.path, one.line, message, hint=_PRIVATE)


def _places(
    tree: Tree, aside: _Aside, words: Iterable[str], wanted: Sequence[str], store: Store, site_url: str
) -> dict[str, dict[str, str]]:
    """For each of these folded phrases that stands somewhere the files, and the first piece of each that holds it.

    ``words`` are all in ``aside``. What ``store`` keeps is where nothing was found: no phrase is written down.
    """
    found: dict[str, dict[str, str]] = {}
    clean = cleared(store, site_url, wanted)
    marks = {name: f"{text.digest}{suffix_of(name)}" for name, text in tree.texts.items()}
    still = set(marks.values())

    def looked_for() -> Phrases:
        return Phrases.of(wanted, set(words).union(*(text.words for text in tree.texts.values())))

    if not still <= clean:
        phrases = looked_for()
        for name in (name for name, mark in marks.items() if mark not in clean):
            # Only where all words are is it worth the while to read the file once more.
            possible = phrases.among(tree.texts[name].words)
            for phrase, line in _standing(phrases, pieces_of(name, tree.text(name))) if possible else ():
                found.setdefault(phrase, {}).setdefault(name, line)
                still.discard(marks[name])
    clear(store, site_url, wanted, still, before=clean)
    pieces = [*aside.files]
    holding = kept(store, (PAPER, site_url), (aside.digest, *wanted), lambda: _holding(pieces, looked_for()))
    phrases = looked_for() if holding else Phrases({})
    for at in holding:
        for phrase, line in _standing(phrases, (pieces[at],)):
            found.setdefault(phrase, {}).update((name, line) for name in aside.files[pieces[at]])
    return found


def _holding(pieces: Sequence[str], phrases: Phrases) -> list[int]:
    """The places of those pieces that hold one of the phrases."""
    return [at for at, piece in enumerate(pieces) if any(_standing(phrases, (piece,)))] if phrases.by_word else []


def _standing(phrases: Phrases, pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in sorted({folded(one) for piece in pieces for one in plain(piece)}):
        yield from ((phrase, line) for phrase in phrases.among(set(words_of(line))) if stands(phrase, line))


def _without(line: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        line = line.replace(word, _HIDDEN)
    return line


def _shown(names: list[str]) -> str:
    more = len(names) - 1
    if more > 1:
        return f"{names[0]} und in {more} weiteren Dateien"
    return f"{names[0]} und in {names[1]}" if more else names[0]
