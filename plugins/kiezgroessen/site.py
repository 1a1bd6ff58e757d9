"""The Kiez → a finished site but for its pictures: the stages plan and render, and the fonts and styles they need."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from .equipment import Equipment, Given, equipped
from .languages import SOURCE
from .link.kiez import Kiez
from .make.colours import shades
from .make.crew import Told, silent
from .make.kept import theme_key
from .make.names import Names, keep_names, load_names
from .make.store import Store, key_of
from .memory import Kept, Memory, Parts
from .pages import Finished, Urgent, Workplace, finished
from .plan import urls
from .plan.desk import Workshop
from .plan.fingerprints import Fingerprints, of_text
from .plan.headers import hosting
from .plan.kit.kit import KitPlan
from .plan.material_check import material_problems, sheet_problems
from .plan.media import MediaPlan
from .plan.plan import desks_of, other_desks, photos_in_colour, sheets_of, sources_of
from .plan.press import PressPlan
from .plan.prints import ArchivePlan, PrintPlan
from .plan.share import SharePlan
from .plan.tasks import Task, tasks_of
from .plan.urls import Urls
from .plan.views import NewsPage
from .problems import Problem
from .read.letters import load_letters
from .reading import Typed
from .render.files import ROBOTS, empty_feed, robots, security, sitemap
from .render.hosts.apache import HTACCESS, htaccess
from .render.hosts.pages import HEADERS, headers_file
from .render.prose import Prose
from .render.trial import trial
from .subjects import Subjects
from .write.target import Target

NAMES = "namen"
SHADES = "farben"


@dataclass(frozen=True)
class Site:
    """A finished site but for its pictures: pages by output path, other files by name, media to be made.

    What a draft has taken is in ``names`` only. ``tasks`` are all of them, ``anew`` those that were not remembered as
    they are. ``sources`` maps a page to the file its text was typed in.
    """

    pages: Mapping[str, str]
    files: Mapping[str, bytes]
    names: frozenset[str]
    cards: Sequence[PrintPlan]
    tasks: Mapping[str, Kept]
    anew: frozenset[str]
    memory: Memory
    equipment: Equipment
    fitted: Names
    kiez: Kiez

    @cached_property
    def texts(self) -> Mapping[str, tuple[NewsPage, str]]:
        """News items with their HTML, by the file they were typed in; Pelican is handed those."""
        return {source: text for name in self.typed for source, text in self.memory.texts(name).items()}

    @property
    def typed(self) -> tuple[str, ...]:
        """The tasks that have `texts`."""
        return tuple(name for name, one in self.tasks.items() if one.has_texts)

    @property
    def texts_key(self) -> str:
        """Changes with `texts`, where something is remembered."""
        seen = [(name, self.tasks[name].given, self.tasks[name].notes) for name in self.typed]
        return key_of(self.memory.by, seen)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The file in which the text of each page was typed."""
        return sources_of(self.kiez, self.equipment.given.site, self.equipment.words)

    @cached_property
    def parts(self) -> tuple[Parts, ...]:
        """What is to be made, by the task that asks for it."""
        return tuple(self.memory.parts(name) for name in self.tasks)

    @cached_property
    def media(self) -> tuple[MediaPlan, ...]:
        """All pictures, each once."""
        plans = [plan for one in self.parts for plan in one.media]
        return tuple(
            {plan.name if isinstance(plan, SharePlan) else plan.variants[0].name: plan for plan in plans}.values()
        )

    @property
    def kits(self) -> tuple[KitPlan, ...]:
        """Those of all businesses, in each language in which there is one."""
        return tuple(kit for one in self.parts for kit in one.kits)

    @property
    def press(self) -> tuple[PressPlan, ...]:
        """That of the press, in each language of its page."""
        return tuple(kit for one in self.parts for kit in one.press)

    @property
    def prints(self) -> tuple[PrintPlan, ...]:
        """All that the typesetter has to do."""
        kits = [plan for kit in self.kits for plan in kit.prints]
        return (*kits, *(plan for kit in self.press for plan in kit.prints), *self.cards)

    @property
    def archives(self) -> tuple[ArchivePlan, ...]:
        """All archives that are made."""
        kits = [kit.archive for kit in self.kits if kit.archive]
        return (*kits, *(kit.archive for kit in self.press if kit.archive))

    def only(self, tasks: Collection[str]) -> Site:
        """The same with what these tasks ask for and no other media."""
        return replace(self, tasks={name: one for name, one in self.tasks.items() if name in tasks}, cards=())


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build has left: the tree it wrote, as a draft of the new one, and what it remembers.

    ``code`` is the fingerprint of our own code. A process that goes on has also the ``site`` it made last, where the
    theme is as it was then, and what is ``urgent``.
    """

    draft: Target
    memory: Memory
    subjects: Subjects
    code: str
    site: Site | None = None
    urgent: Urgent | None = None


def prepare(
    kiez: Kiez,
    typed: Typed,
    *,
    theme: Path,
    site_url: str,
    cache: Path,
    full_kits: bool = False,
    with_pages: bool = True,
    gone: tuple[str, ...] = (),
    workers: int | None = None,
    last: Last | None = None,
    told: Told = silent,
) -> tuple[Site | None, list[Problem]]:
    """Plans and renders the site; what was made before comes from the stores in ``cache`` and from ``last``.

    ``full_kits``: with everything for paper, as when it is published, and with what would look wrong on it. Without
    ``with_pages`` no fonts are cut and no examples shown, for whoever only wants what is planned beside the pages.
    ``gone``: somebody was taken down. At most ``workers`` processes work at once (default: one per processor). With
    ``last`` all is written into its draft, and only what is not there. ``told`` hears how far it is. Raises
    `forks.Interrupted` where something more urgent has come.
    """
    crew = workers or os.cpu_count() or 1
    problems = trial(typed.doubtful, workers=workers)
    if problems:
        return None, problems
    site, before = Urls(site_url), last.site if last else None
    seen = shades(photos_in_colour(kiez), Store(cache / SHADES), workers=workers)
    given = _given(kiez, typed, theme, site, cache, seen.values(), full=full_kits, with_pages=with_pages)
    tools, problems = equipped(given, kiez, before.equipment if before else None, workers=crew)
    if tools is None:
        return None, problems
    # Of the others the style sheet has the colour, and so its name, which all pages know.
    lacking = sorted({photo.digest for photo in photos_in_colour(kiez)} - seen.keys())
    known = before.fitted if before else load_names(Store(cache / NAMES), tools.names_key)
    desks = desks_of(kiez, tools.words, site, Prose(), Workshop(tools.measure, known, seen))
    tasks: list[Task] = []
    cards: list[PrintPlan] = []
    for desk in desks.values():
        sheets = sheets_of(desk) if full_kits else {}
        cards += [sheet for some in sheets.values() for sheet in some]
        tasks += tasks_of(desk, tools.common, other_desks(desks), sheets)
    memory = last.memory if last else Memory()
    if last:
        last.draft.ready()
    # Before the pages that load them: somebody may be looking at those.
    _put(last, tools.files)
    made = finished(
        tasks,
        Workplace(desks, tools.environments, last.draft if last else None, apart=last is None or last.urgent is None),
        memory=memory,
        by=key_of(last.code, tools.key, kiez.date, of_text(kiez.programme), lacking) if last else "",
        prints=Fingerprints(kiez, desks[SOURCE].written),
        workers=crew,
        urgent=last.urgent if last else None,
        told=told,
    )
    if last and last.urgent is None and theme_key(theme) != tools.looks:
        # Something of it was saved meanwhile: nobody knows which page has seen what of that.
        memory.by = ""
    fitted = _fitted(known, made)
    files = {} if last else dict(tools.files)
    every_page = [page for one in made.kept.values() for page in one.found]
    files |= sitemap([page for page in every_page if page.shown], site)
    files[ROBOTS] = robots(site)
    files |= _for_hosts(kiez, site, pages=[page.output for page in every_page], gone=gone)
    if not kiez.news:
        files[urls.FEED] = empty_feed(kiez.programme.record.name.value, site, kiez.date)
    _put(last, files)
    pages = {name: data.decode() for name, data in made.data.items() if name.endswith(".html")}
    every = (
        frozenset(name for one in made.kept.values() for name, _ in one.files)
        | tools.files.keys()
        | files.keys()
        | made.data.keys()
    )
    files |= {name: data for name, data in made.data.items() if name not in pages}
    held = ({}, {}) if last else (pages, files)
    result = Site(*held, every, cards, made.kept, made.anew, memory, tools, fitted, kiez)
    if fitted is not known:
        keep_names(Store(cache / NAMES), tools.names_key, fitted)
    if not full_kits:
        return result, []
    # Previews are not printed; `check` says most of it at any time.
    return result, [*material_problems(kiez, load_letters(theme / "static/fonts")), *sheet_problems(result.prints)]


def _put(last: Last | None, files: Mapping[str, bytes]) -> None:
    if last:
        for name, data in files.items():
            last.draft.put(name, data)


def _fitted(known: Names, made: Finished) -> Names:
    """The names that some page shows: ``known`` itself where that is all of them and no more."""
    shown = {name for one in made.kept.values() for name in one.names}
    # What a remembered page shows and nobody has kept is fitted again when that page is.
    there = shown & (set(known) | made.fitted.keys())
    return known if there == set(known) else Names({name: made.fitted.get(name) or known.rows[name] for name in there})


def _given(
    kiez: Kiez,
    typed: Typed,
    theme: Path,
    site: Urls,
    cache: Path,
    seen: Iterable[str],
    *,
    full: bool,
    with_pages: bool,
) -> Given:
    """What the equipment depends on."""
    record = kiez.programme.record
    languages, shown = tuple(record.languages), tuple(sorted(set(seen)))
    return Given(theme, site, cache, full, with_pages, languages, record.name.value, typed.characters, shown)


def _for_hosts(kiez: Kiez, site: Urls, *, pages: Sequence[str], gone: tuple[str, ...]) -> dict[str, bytes]:
    """What lies beside the pages for the server, and for whoever finds a hole in it."""
    server = hosting(kiez, site, gone=gone)
    files = {HTACCESS: htaccess(server).encode(), HEADERS: headers_file(server, pages).encode()}
    # The file has its place below the host itself, which is somebody else's where the site has a path.
    found = None if server.base else security(kiez, site)
    return files | ({urls.SECURITY: found} if found else {})
