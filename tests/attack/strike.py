"""One site of attacks: read until everything refused is withdrawn, built, and every file it gave looked at."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tests.support.sites import TODAY, read_site

from kiezgroessen.dates import parse_day
from kiezgroessen.model.validate import build as records_of
from kiezgroessen.problems import ContentError, as_text
from kiezgroessen.reading import Reading
from kiezgroessen.shell.due import report as calls_report
from kiezgroessen.shell.due_calls import calls
from kiezgroessen.shell.due_files import _HEADINGS, as_csv, as_ics

from .fields import Field, Loc, at, put
from .files import ics, table
from .looked import PAGES, SLUG, Known, Looked, look_through
from .refused import refusals
from .seen import Seen, plain
from .site import BODY, SLUGS, Paper, Shot, aim_at_kiez, papers, write
from .terminal import printed, reports
from .verdict import Tally

_ALONG: Mapping[Loc, Loc] = MappingProxyType({("angebote", 0, "fuer"): ("angebote", 0, "text")})
"""What is only said together with another value, in the same language."""
ROUNDS = 8
"""How often a site is read at most: what is refused may hide what would be refused next."""
_ITS_OWN = "its own"


def lists(reading: Reading) -> list[Seen]:
    """What is written for the editors alone: the list of calls, as a table, as a calendar, and on the screen."""
    day = parse_day(TODAY).first
    model, _ = records_of(reading.documents)
    found = calls(model, reading.kiez, day)
    shown = Seen("terminal")
    shown.armed += printed(calls_report(found, day), by_service=False)
    diary = ics(as_ics(found, day))
    diary.sink = "iCalendar, calls"
    return [table(as_csv(found), len(_HEADINGS)), diary, shown]


def learn(root: Path, lang: str, build: Callable[[Path], Path]) -> Known:
    """Builds a site whose every field holds a word of its own, and remembers what it looks like."""
    made = papers(["Wort"], range(6), lang)
    aim_at_kiez(made[0], ["Wort"], 0)
    words: dict[tuple[str, Loc, bool, int], str] = {}
    for count, paper in enumerate(made):
        for nth, (loc, shot) in enumerate(sorted(paper.shots.items(), key=str)):
            if shot.field.limit:
                number = _number(paper, loc)
                word = words[paper.kind, _general(loc), paper.lang != "de", number] = f"Q{count}z{nth}x"
                # What is left out where there is no room for it need not be there.
                long = f"{word} {'Wort ' * shot.field.limit}"[: shot.field.limit - 1] if number % 2 else word
                put(paper.values, loc, long.rstrip())
            elif loc == BODY:
                paper.shots[loc] = Shot(shot.field, shot.lang, f"https://wort.example/{count}")
            else:
                paper.withdraw(loc)
    write(root, made)
    reading = read_site(root)
    assert reading.kiez is not None, reports(reading.problems)
    looked = look_through(build(root))
    for seen in lists(reading):
        looked.take("", seen)
    places: dict[tuple[str, Loc, bool], frozenset[tuple[str, str]]] = {}
    for (kind, loc, is_other, number), word in words.items():
        found = frozenset(_where(looked, kind, number, lang if is_other else "de", word))
        places[kind, loc, is_other] = places.get((kind, loc, is_other), found) & found
    assert not looked.armed, looked.armed[:5]
    return Known({key: frozenset(shape) for key, shape in looked.shapes.items()}, places)


def _general(loc: Loc) -> Loc:
    """The place without the number of the record it belongs to."""
    return tuple(re.sub(r"-\d{4}$", "-N", part) if isinstance(part, str) else part for part in loc)


def _number(paper: Paper, loc: Loc) -> int:
    if paper.kind != "kiez":
        return paper.number
    return next((int(part[-4:]) for part in loc if isinstance(part, str) and re.search(r"-\d{4}$", part)), 0)


def _where(looked: Looked, kind: str, number: int, lang: str, word: str) -> Iterator[tuple[str, str]]:
    owner = f"{SLUGS[kind]}{number:04}" if kind in SLUGS else None
    for (whose, tongue, sink), texts in looked.texts.items():
        if tongue == lang and any(word in text for text in texts):
            if whose == owner:
                yield _ITS_OWN, sink
            # Lists show some of many: of a record's words none need stand there, of the Kiez's own all.
            elif not SLUG.fullmatch(whose) and (whose or owner is None):
                yield whose, sink


def strike(root: Path, made: list[Paper], known: Known, build: Callable[[Path], Path]) -> Tally:
    """Reads, builds and looks; everything that was refused, unchanged, armed or wrong."""
    tally = Tally()
    for paper in made:
        for shot in paper.shots.values():
            tally.fired(_group(shot.field), shot.lang)
    reading = _settled(root, made, tally)
    if reading is None:
        return tally
    looked = look_through(build(root))
    for seen in lists(reading):
        looked.take("", seen)
    for sink, count in looked.counted.items():
        tally.looked(sink, count)
    for sink, name, what in (*looked.armed, *known.strange(looked)):
        tally.armed(sink, name, [what])
    _compare(made, looked, known, tally)
    return tally


def _settled(root: Path, made: list[Paper], tally: Tally) -> Reading | None:
    """Reads until everything that is refused is withdrawn; ``None`` where something else is wrong."""
    for number in range(ROUNDS):
        write(root, made)
        reading = read_site(root)
        for seen in reports(reading.problems):
            tally.looked(seen.sink, len(reading.problems))
            tally.armed(seen.sink, f"round {number}", seen.armed)
        if reading.kiez is not None:
            return reading
        refused, stray = refusals(reading.problems, made)
        for shot, problem in refused:
            tally.refused(_group(shot.field), shot.lang)
            if problem.line is None or not problem.message:
                tally.wrong(_group(shot.field), shot.field.name, f"refused without a line: {problem.message}")
        if not refused:
            for problem in stray[:10]:
                tally.wrong("read", problem.path, f"{problem.line}: {problem.message}")
            return None
    tally.wrong("read", root.name, "is refused again and again")
    return None


def _group(place: Field) -> str:
    if place.loc == BODY:
        return "Markdown"
    return "photo names" if place.loc[-1] == "datei" else "texts" if place.limit else "values"


def _compare(made: Sequence[Paper], looked: Looked, known: Known, tally: Tally) -> None:
    """Whether every string is to be read, as it was typed, wherever the words of its field are."""
    joined = {place: "\n".join(texts) for place, texts in looked.texts.items()}
    for sink in PAGES:
        # The Kiez's own words stand on pages of whoever uses them.
        for lang in {lang for _, lang, _ in looked.texts}:
            found = [text for (_, tongue, one), text in joined.items() if (tongue, one) == (lang, sink)]
            joined["", lang, sink] = "\n".join(found)
    for paper in made:
        for loc, shot in paper.shots.items():
            if not shot.field.limit or (loc in _ALONG and at(paper.values, _ALONG[loc]) is None):
                continue
            text = plain(shot.text)
            number = _number(paper, loc)
            owner = f"{SLUGS[paper.kind]}{number:04}" if paper.kind in SLUGS else ""
            for whose, sink in known.places.get((paper.kind, _general(loc), paper.lang != "de"), ()):
                there = joined.get((owner if whose == _ITS_OWN else whose, paper.lang, sink), "")
                if is_there(text, there):
                    tally.unchanged(sink)
                else:
                    tally.wrong(sink, f"{paper.path} {shot.field.name}", f"changed: {text!r}")


def is_there(text: str, there: str) -> bool:
    """Whether a text can be read, whole or shortened."""
    if text in there or (text.rstrip(" .") in there and text.rstrip(" .")):
        return True
    # At a word or, where a word is longer than the room, within it.
    ends = [at for at in range(1, len(text) + 1) if at > 20 or text[at : at + 1] in (" ", "")]
    return any(f"{text[:at]}…" in there for at in ends)


def guarded(
    make: Callable[[Sequence[int]], list[Paper]], numbers: Sequence[int], strike_: Callable[[list[Paper]], Tally]
) -> Tally:
    """A strike; where it breaks down, halves of it until the records are found that break it."""
    try:
        return strike_(make(numbers))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
        if len(numbers) == 1:
            said = as_text(fault.problems) if isinstance(fault, ContentError) else traceback.format_exc()[-600:]
            tally = Tally()
            tally.wrong("build", f"record {numbers[0]}", said)
            return tally
    half = len(numbers) // 2
    first, second = (guarded(make, part, strike_) for part in (numbers[:half], numbers[half:]))
    return first + second
