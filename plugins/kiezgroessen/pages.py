"""Tasks → pages. What is remembered and still true stays as it is; the rest is planned and rendered.

Why that cannot be wrong: a task sees the contents through a window that notes every look (`plan.window`), and nothing
else. What is remembered of it says what it saw, as fingerprints (`plan.fingerprints`), beside the fingerprint of all
that no window shows because every page depends on it (`Memory.by`). All the same: the same page. Anything else: made
anew. Nobody lists what a page depends on, so nobody can forget something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import NamedTuple

from jinja2 import Environment

from . import forks
from .make.archive import as_file
from .make.crew import Told, silent
from .make.names import packed_name
from .make.store import key_of
from .memory import Kept, Memory, Parts, packed
from .plan.desk import Desk
from .plan.fingerprints import Fingerprints
from .plan.kit.kit import KitPlan
from .plan.tasks import Made, Task
from .plan.views import Page
from .plan.window import Looks, Note
from .render.calendar import calendar
from .render.environment import render
from .render.feeds import feed
from .render.files import Found
from .write.target import Row, Target

_CHUNK = 6
"""Subjects per job: few enough that no process is busy alone at the end, enough that telling costs nothing."""
_FEW = 24
"""Tasks below which a second process costs more than it brings."""


@dataclass(frozen=True, slots=True)
class Finished:
    """All that the tasks have made: ``kept`` in their order; ``data`` by name, where there is no draft to hold it.

    ``fitted`` are the names that were fitted anew, packed; ``anew`` are the tasks that were done.
    """

    kept: Mapping[str, Kept]
    data: Mapping[str, bytes]
    fitted: Mapping[tuple[str, float], bytes]
    anew: frozenset[str]


@dataclass(frozen=True, slots=True)
class Urgent:
    """Somebody is waiting: ``open`` are the pages they look at, by name, which are made before all others.

    ``told`` is called as soon as those are there. ``line`` brings something more urgent still: the rest is put off.
    """

    open: frozenset[str]
    told: Callable[[], None]
    line: Connection


@dataclass(frozen=True, slots=True)
class Workplace:
    """What it takes to do a task: a desk and templates for each language (none: plan only), and where files go.

    ``apart``: news are not among the files, because Pelican writes them.
    """

    desks: Mapping[str, Desk]
    environments: Mapping[str, Environment]
    draft: Target | None = None
    apart: bool = False


class _Done(NamedTuple):
    notes: frozenset[Note]
    rows: tuple[tuple[str, Row], ...]
    data: Mapping[str, bytes]
    found: tuple[Found, ...]
    fitted: Mapping[tuple[str, float], bytes]
    parts: bytes
    texts: bytes


@dataclass(slots=True)
class _Round:
    """What has been found out and done so far, by the numbers of the tasks."""

    tasks: Sequence[Task]
    place: Workplace
    prints: Fingerprints
    known: Mapping[str, Kept]
    given: Sequence[str]
    found: dict[int, Kept] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    fitted: dict[tuple[str, float], bytes] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)

    def holds(self, number: int) -> bool:
        """Whether the task would make the same as when it was done last; notes it."""
        kept = self.known.get(self.tasks[number].key)
        if kept is None or kept.given != self.given[number] or not _holds(kept, self.prints, self.place.draft):
            return False
        self.found[number] = kept
        return True

    def take(self, number: int, done: _Done) -> None:
        """Takes what a task has made. Raises `OSError`."""
        notes = sorted(self.prints.row(kind, key) for kind, key in done.notes)
        rows = self._written(done)
        names = tuple(sorted(done.fitted))
        key = self.tasks[number].key
        self.found[number] = Kept(self.given[number], tuple(notes), rows, done.found, names, bool(done.texts))
        self.parts[key] = done.parts
        if done.texts:
            self.texts[key] = done.texts
        self.fitted |= done.fitted

    def _written(self, done: _Done) -> tuple[tuple[str, str], ...]:
        draft = self.place.draft
        if draft is None:
            self.data |= done.data
            return tuple((name, "") for name in done.data)
        if not done.rows:
            return tuple((name, draft.put(name, data).digest) for name, data in done.data.items())
        draft.rows.update(done.rows)
        return tuple((name, row.digest) for name, row in done.rows)


def finished(
    tasks: Sequence[Task],
    place: Workplace,
    *,
    memory: Memory,
    by: str,
    prints: Fingerprints,
    workers: int,
    urgent: Urgent | None = None,
    told: Told = silent,
) -> Finished:
    """Does all tasks that are not remembered as they would be done now, in at most ``workers`` processes.

    ``told`` hears how far it is. ``memory`` holds afterwards what these tasks have made, and nothing else. Raises
    `forks.Interrupted` where something more ``urgent`` comes; its arguments are the tasks that were done until then:
    those are remembered.
    """
    known = memory.tasks if memory.by == by else {}
    at_work = _Round(tasks, place, prints, known, [key_of(task.given) if task.given else "" for task in tasks])
    try:
        if urgent is not None:
            _first(at_work, urgent, memory.tasks)
        wanted = [n for n in range(len(tasks)) if n not in at_work.found and not at_work.holds(n)]
        for count, (number, done) in enumerate(_all_done(tasks, wanted, place, workers, urgent), 1):
            told("Seiten", count, len(wanted))
            at_work.take(number, done)
    except forks.Interrupted:
        so_far = known | {tasks[number].key: kept for number, kept in at_work.found.items()}
        memory.replace(by, so_far, at_work.parts, at_work.texts)
        raise forks.Interrupted(*at_work.parts) from None
    kept_now = {task.key: at_work.found[number] for number, task in enumerate(tasks)}
    memory.replace(by, kept_now, at_work.parts, at_work.texts)
    return Finished(kept_now, at_work.data, at_work.fitted, frozenset(at_work.parts))


def _first(at_work: _Round, urgent: Urgent, before: Mapping[str, Kept]) -> None:
    """What somebody looks at, as far as it is known whose work that is."""
    for number, task in enumerate(at_work.tasks):
        kept = before.get(task.key)
        if kept is None or urgent.open.isdisjoint(name for name, _ in kept.files) or at_work.holds(number):
            continue
        at_work.take(number, _done(task, at_work.place))
    urgent.told()


def _holds(kept: Kept, prints: Fingerprints, draft: Target | None) -> bool:
    """Whether everything that was seen is still the same, and everything that was written still there."""
    return all(prints.of(kind, key) == seen for kind, key, seen in kept.notes) and (
        draft is not None and all(draft.keep(name, digest) for name, digest in kept.files)
    )


def _all_done(
    tasks: Sequence[Task], wanted: Sequence[int], place: Workplace, workers: int, urgent: Urgent | None
) -> Iterator[tuple[int, _Done]]:
    # A subject in all languages together: what is written only in German is converted once.
    by_name: dict[str, list[int]] = {}
    for number in wanted:
        by_name.setdefault(tasks[number].name, []).append(number)
    groups = list(by_name.values())
    size = 1 if urgent and len(groups) < _FEW else _CHUNK
    jobs = [[n for group in groups[at : at + size] for n in group] for at in range(0, len(groups), size)]
    # Forks that may be ended at any moment write nothing: whoever ends them knows what is there.
    there = replace(place, draft=None) if urgent else place

    def work(numbers: Sequence[int]) -> list[tuple[int, _Done]]:
        return [(number, _done(tasks[number], there)) for number in numbers]

    most = workers if urgent or len(wanted) >= _FEW else 1
    for _, results in forks.run(work, jobs, workers=most, urgent=urgent.line if urgent else None):
        yield from results


def _done(task: Task, place: Workplace) -> _Done:
    looks = Looks()
    desk = place.desks[task.lang].at_window(looks)
    made = task.make(desk)
    shown = made.pages if place.environments else ()
    html = {page.output: render(place.environments[task.lang], page) for page in shown}
    files = _files(made, html, apart=place.apart)
    rows = tuple((name, place.draft.put(name, data)) for name, data in files.items()) if place.draft else ()
    return _Done(
        frozenset(looks.notes),
        rows,
        {} if place.draft else files,
        tuple(_found(page) for page in made.pages),
        {(str(text), limit): packed_name(name) for (text, limit), name in desk.workshop.fitted.items()},
        packed(Parts(tuple(desk.workshop.media.values()), tuple(map(_slim, made.kits)), made.press)),
        _texts(made, html),
    )


def _found(page: Page) -> Found:
    head = page.head
    return Found(page.output, head.canonical, tuple((one.tag, one.href) for one in head.alternates), head.index)


def _files(made: Made, html: Mapping[str, str], *, apart: bool) -> dict[str, bytes]:
    pelicans = {output for _, output in made.texts} if apart else ()
    files = {output: text.encode() for output, text in html.items() if output not in pelicans}
    files |= {file.output: calendar(file) for file in made.calendars}
    files |= {file.output: feed(file) for file in made.feeds}
    texts = [text for kit in made.kits for text in kit.files] + [text for kit in made.press for text in kit.files]
    return files | {name: as_file(text) for name, text in texts}


def _slim(kit: KitPlan) -> KitPlan:
    """Without what is written already, which is most of it."""
    return replace(kit, texts=(), snippet="", files=())


def _texts(made: Made, html: Mapping[str, str]) -> bytes:
    if not (made.texts and html):
        return b""
    pages: dict[str, Page] = {page.output: page for page in made.pages}
    return packed({source: (pages[output], html[output]) for source, output in made.texts})
