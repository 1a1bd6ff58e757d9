"""The Kiez → a finished site but for its pictures: the stages plan and render, and the fonts and styles they need."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .languages import SOURCE
from .link.kiez import Kiez
from .make.colours import shades
from .make.crew import Told, silent
from .make.fonts import FontFile, font_css, licences, subset_fonts
from .make.kept import Fitted, Templates, keep_names, kept_examples, load_names, names_key, theme_key
from .make.store import Store, key_of
from .pages import Finished, Memory, Parts, Workplace, finished
from .plan import urls
from .plan.desk import Workshop
from .plan.fingerprints import Fingerprints, of_text
from .plan.fit import Script
from .plan.headers import hosting
from .plan.kit.kit import KitPlan
from .plan.material_check import material_problems, sheet_problems
from .plan.media import MediaPlan
from .plan.plan import desks_of, other_desks, photos_in_colour, sheets_of, sources_of
from .plan.press import PressPlan
from .plan.prints import ArchivePlan, PrintPlan
from .plan.share import SharePlan
from .plan.surround import APPLYING, COPYING, Assets
from .plan.tasks import Common, Task, tasks_of
from .plan.urls import Urls
from .plan.views import NewsPage
from .problems import Problem
from .read.fonts import load_fonts
from .read.letters import load_letters
from .reading import Typed
from .render.environment import environment
from .render.examples import apart, examples
from .render.files import MANIFEST, ROBOTS, empty_feed, manifest, robots, security, sitemap
from .render.hosts.apache import HTACCESS, htaccess
from .render.hosts.pages import HEADERS, headers_file
from .render.looked import load_looked
from .render.prose import Prose
from .render.styles import bundles
from .render.trial import trial
from .subjects import Subjects
from .words import Words, load_words
from .write.draft import Draft

FONTS = urls.FONTS
NAMES = "namen"
EXAMPLES = "beispiele"
SHADES = "farben"
TEMPLATES = "vorlagen"
_SCRIPTS = "static/script"
_ICON = "icon.svg"
_TOUCH_ICON = "icon-180.png"
_BIG_ICON = "icon-512.png"


@dataclass(frozen=True)
class Site:
    """A finished site but for its pictures: pages by output path, other files by name, media to be made.

    What a draft has taken is in ``names`` only. ``sources`` maps a page to the file its text was typed in. ``tasks``
    are the names of all, ``typed`` of those with `texts`, which change with ``texts_key``.
    """

    pages: Mapping[str, str]
    files: Mapping[str, bytes]
    names: frozenset[str]
    sources: Mapping[str, str]
    cards: Sequence[PrintPlan]
    tasks: Sequence[str]
    typed: Sequence[str]
    texts_key: str
    memory: Memory

    @cached_property
    def texts(self) -> Mapping[str, tuple[NewsPage, str]]:
        """News items with their HTML, by the file they were typed in; Pelican writes those."""
        return {source: text for name in self.typed for source, text in self.memory.texts(name).items()}

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


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build has left: the tree it wrote, as a draft of the new one, and what it remembers.

    ``code`` is the fingerprint of our own code.
    """

    draft: Draft
    memory: Memory
    subjects: Subjects
    code: str


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
    ``last`` all is written into its draft, and only what is not there. ``told`` hears how far it is.
    """
    words, problems = _words(kiez, theme)
    problems += trial(typed.fresh, workers=workers)
    if problems:
        return None, problems
    releases = theme / "static/fonts"
    # Only pages load them.
    fonts = subset_fonts(releases, _characters(typed, theme), Store(cache / FONTS)) if with_pages else ()
    site = Urls(site_url)
    seen = shades(photos_in_colour(kiez), Store(cache / SHADES), workers=workers)
    assets, files = _assets(theme, fonts, site, kiez.programme.record.name.value, seen.values())
    prepared = Templates(Store(cache / TEMPLATES))
    environments = {lang: environment(theme, words[lang].language, words[lang], prepared) for lang in words}
    names, key = Store(cache / NAMES), names_key(releases)
    known = load_names(names, key)
    measure = load_fonts(releases)
    shown, drawings = apart(
        kept_examples(Store(cache / EXAMPLES), theme, lambda: examples(environments[SOURCE], theme, measure))
        if with_pages
        else (),
        site.href(urls.STYLE),
    )
    desks = desks_of(kiez, words, site, Prose(), Workshop(measure, known, seen))
    common = Common(assets, shown, load_looked(theme), full=full_kits)
    tasks: list[Task] = []
    cards: list[PrintPlan] = []
    for desk in desks.values():
        sheets = sheets_of(desk) if full_kits else {}
        cards += [sheet for some in sheets.values() for sheet in some]
        tasks += tasks_of(desk, common, other_desks(desks), sheets)
    memory = last.memory if last else Memory()
    made = finished(
        tasks,
        Workplace(desks, environments if with_pages else {}, last.draft if last else None),
        memory=memory,
        by=key_of(last.code, theme_key(theme), kiez.date, of_text(kiez.programme), site, common) if last else "",
        prints=Fingerprints(kiez, desks[SOURCE].written),
        workers=workers or os.cpu_count() or 1,
        told=told,
    )
    _keep_names(names, key, known, made)
    every_page = [page for one in made.kept.values() for page in one.found]
    files |= sitemap([page for page in every_page if page.shown], site)
    files[ROBOTS] = robots(site)
    files |= {f"{urls.STYLE}{name}": drawing for name, drawing in drawings.items()}
    files |= _for_hosts(kiez, site, pages=[page.output for page in every_page], gone=gone)
    if not kiez.news:
        files[urls.FEED] = empty_feed(kiez.programme.record.name.value, site, kiez.date)
    if last:
        for name, data in files.items():
            last.draft.put(name, data)
    pages = {name: data.decode() for name, data in made.data.items() if name.endswith(".html")}
    every = frozenset(name for one in made.kept.values() for name, _ in one.files) | files.keys() | made.data.keys()
    files |= {name: data for name, data in made.data.items() if name not in pages}
    typed_here = [(name, one) for name, one in made.kept.items() if one.has_texts]
    texts_key = key_of(memory.by, [(name, one.given, one.notes) for name, one in typed_here]) if last else ""
    held = ({}, {}) if last else (pages, files)
    finished_site = Site(
        *held,
        every,
        sources_of(kiez, site, words),
        cards,
        [*made.kept],
        [name for name, _ in typed_here],
        texts_key,
        memory,
    )
    if not full_kits:
        return finished_site, []
    # Previews are not printed; `check` says most of it at any time.
    return finished_site, [*material_problems(kiez, load_letters(releases)), *sheet_problems(finished_site.prints)]


def _keep_names(store: Store, key: str, known: Fitted, made: Finished) -> None:
    """Keeps the names that some page shows for the next build, and forgets all others."""
    shown = {name for one in made.kept.values() for name in one.names}
    # What a remembered page shows and nobody has kept is fitted again when that page is.
    there = shown & (set(known) | made.fitted.keys())
    if there != set(known):
        keep_names(store, key, {name: made.fitted.get(name) or known[name] for name in there})


def _for_hosts(kiez: Kiez, site: Urls, *, pages: Sequence[str], gone: tuple[str, ...]) -> dict[str, bytes]:
    """What lies beside the pages for the server, and for whoever finds a hole in it."""
    server = hosting(kiez, site, gone=gone)
    files = {HTACCESS: htaccess(server).encode(), HEADERS: headers_file(server, pages).encode()}
    # The file has its place below the host itself, which is somebody else's where the site has a path.
    found = None if server.base else security(kiez, site)
    return files | ({urls.SECURITY: found} if found else {})


def _script(theme: Path, stem: str) -> tuple[str, bytes]:
    """A script of the theme, under a name that changes with it."""
    data = (theme / _SCRIPTS / f"{stem}.js").read_bytes()
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.js", data


def _words(kiez: Kiez, theme: Path) -> tuple[dict[str, Words], list[Problem]]:
    languages = kiez.programme.record.languages
    origin = kiez.programme.source.origin
    if SOURCE not in languages:
        return {}, [origin.problem(("sprachen",), "Deutsch (de) muss dabei sein.")]
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    for lang in sorted(languages, key=lambda lang: lang != SOURCE):
        try:
            words[lang] = load_words(theme / "strings", lang)
        except OSError:
            message = f"Für »{lang}« gibt es noch keine Wörter der Oberfläche (theme/strings/{lang}.po)."
            problems.append(origin.problem(("sprachen",), message))
    return words, problems


def _characters(typed: Typed, theme: Path) -> dict[Script, str]:
    """Every character that can appear: those of the interface and of the texts."""
    used = set(typed.characters)
    for catalogue in sorted((theme / "strings").glob("*.po")):
        used.update(catalogue.read_text("utf-8"))
    return {"latin": "".join(sorted(used))}


def _assets(
    theme: Path, fonts: Sequence[FontFile], site: Urls, name: str, seen: Iterable[str]
) -> tuple[Assets, dict[str, bytes]]:
    """Style sheets, scripts, fonts and icons with the names under which pages load them."""
    styles = bundles(theme, font_css(fonts, f"{site.href('')}{FONTS}/"), shades=seen)
    files = {f"{FONTS}/{font.name}": font.data for font in fonts}
    files |= {f"{FONTS}/{name}": text for name, text in licences(theme / "static/fonts")}
    files |= dict(styles)
    for icon in (_ICON, _TOUCH_ICON, _BIG_ICON):
        files[icon] = (theme / "static/icons" / icon).read_bytes()
    scripts = {stem: _script(theme, stem) for stem in (COPYING, APPLYING)}
    files |= dict(scripts.values())
    icons = ((_ICON, "any", "image/svg+xml"), (_BIG_ICON, "512x512", "image/png"))
    files[MANIFEST] = manifest(name, site, icons)
    by_stem = {font.task.stem: f"{FONTS}/{font.name}" for font in fonts}
    preload = {
        "latin": tuple(by_stem[stem] for stem in ("archivo", "text") if stem in by_stem),
        "arabic": tuple(by_stem[stem] for stem in ("arabisch",) if stem in by_stem),
    }
    names = {stem: name for stem, (name, _) in scripts.items()}
    return Assets(styles[0][0], styles[1][0], preload, _ICON, _TOUCH_ICON, MANIFEST, names), files
