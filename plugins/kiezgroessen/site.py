"""The Kiez → a finished site but for its pictures: the stages plan and render, and the fonts and styles they need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .languages import SOURCE
from .link.kiez import Kiez
from .make.archive import as_file
from .make.colours import shades
from .make.fonts import FontFile, font_css, licences, subset_fonts
from .make.kept import Templates, keep_names, load_names, names_key
from .make.store import Store
from .plan import urls
from .plan.fit import Script
from .plan.headers import hosting
from .plan.kit.kit import KitPlan
from .plan.material_check import material_problems, sheet_problems
from .plan.media import MediaPlan
from .plan.plan import photos_in_colour, plan
from .plan.press import PressPlan
from .plan.prints import ArchivePlan, PrintPlan
from .plan.surround import APPLYING, COPYING, Assets
from .plan.urls import Urls
from .plan.views import NewsPage, PlainPage
from .problems import Problem
from .read.document import Document, Value
from .read.fonts import load_fonts
from .read.letters import load_letters
from .render.calendar import calendar
from .render.environment import environment, render
from .render.examples import apart, examples
from .render.feeds import feed
from .render.files import MANIFEST, ROBOTS, empty_feed, manifest, robots, row_of, security, sitemap
from .render.hosts.apache import HTACCESS, htaccess
from .render.hosts.pages import HEADERS, headers_file
from .render.looked import load_looked
from .render.prose import Prose
from .render.styles import bundles
from .render.trial import trial
from .words import Words, load_words

FONTS = urls.FONTS
NAMES = "namen"
SHADES = "farben"
TEMPLATES = "vorlagen"
_SCRIPTS = "static/script"
_ICON = "icon.svg"
_TOUCH_ICON = "icon-180.png"
_BIG_ICON = "icon-512.png"


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site but for its pictures: pages by output path, other files by name, media to be made.

    ``texts`` maps the source path of a news item or plain page to its page and HTML; Pelican writes those. ``sources``
    maps a page to the file its text was typed in. ``kits``, ``press`` and ``cards`` are to be made, too.
    """

    pages: Mapping[str, str]
    files: Mapping[str, bytes]
    media: Sequence[MediaPlan]
    texts: Mapping[str, tuple[NewsPage | PlainPage, str]]
    sources: Mapping[str, str]
    kits: Sequence[KitPlan]
    press: Sequence[PressPlan]
    cards: Sequence[PrintPlan]

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


def prepare(
    kiez: Kiez,
    documents: Sequence[Document],
    *,
    theme: Path,
    site_url: str,
    cache: Path,
    full_kits: bool = False,
    with_pages: bool = True,
    gone: tuple[str, ...] = (),
    workers: int | None = None,
) -> tuple[Site | None, list[Problem]]:
    """Plans and renders the site; what was made before comes from the stores in ``cache``.

    ``full_kits``: with everything for paper, as when it is published, and with what would look wrong on it. Without
    ``with_pages`` nothing is rendered, for whoever only wants what is planned beside them. ``gone``: somebody was taken
    down. At most ``workers`` processes look at new photos (default: one per processor).
    """
    words, problems = _words(kiez, theme)
    problems += trial(documents, workers=workers)
    if problems:
        return None, problems
    releases = theme / "static/fonts"
    # Cutting them takes 6 seconds once, and only pages load them.
    fonts = subset_fonts(releases, _characters(documents, theme), Store(cache / FONTS)) if with_pages else ()
    site = Urls(site_url)
    seen = shades(photos_in_colour(kiez), Store(cache / SHADES), workers=workers)
    assets, files = _assets(theme, fonts, site, kiez.programme.record.name.value, seen.values())
    prepared = Templates(Store(cache / TEMPLATES))
    environments = {lang: environment(theme, words[lang].language, words[lang], prepared) for lang in words}
    names, key = Store(cache / NAMES), names_key(releases)
    known = load_names(names, key)
    measure = load_fonts(releases)
    shown_examples, drawings = apart(
        examples(environments[SOURCE], theme, measure) if with_pages else (), site.href(urls.STYLE)
    )
    planned = plan(
        kiez,
        urls_of_site=site,
        words=words,
        measure=measure,
        prose=Prose(),
        assets=assets,
        examples=shown_examples,
        fitted=known,
        shades=seen,
        looked=load_looked(theme),
        full_kits=full_kits,
    )
    if planned.fitted != known:
        keep_names(names, key, planned.fitted)
    shown = planned.pages if with_pages else ()
    html = {page.output: render(environments[page.lang], page) for page in shown}
    texts = {path: (page, html[page.output]) for path, page in planned.from_text.items() if with_pages}
    pelicans = {page.output for page in planned.from_text.values()}
    pages = {output: text for output, text in html.items() if output not in pelicans}
    files |= sitemap([row for page in planned.pages if (row := row_of(page))], site)
    files[ROBOTS] = robots(site)
    files |= {f"{urls.STYLE}{name}": drawing for name, drawing in drawings.items()}
    files |= _for_hosts(kiez, site, pages=[page.output for page in planned.pages], gone=gone)
    files |= {file.output: calendar(file) for file in planned.calendars}
    files |= {file.output: feed(file) for file in planned.feeds}
    files |= {name: as_file(text) for kit in planned.kits for name, text in kit.files}
    files |= {name: as_file(text) for press in planned.press for name, text in press.files}
    if not kiez.news:
        files[urls.FEED] = empty_feed(kiez.programme.record.name.value, site, kiez.date)
    sources, made = planned.sources, (planned.kits, planned.press, planned.cards)
    finished = Site(pages, files, planned.media, texts, sources, *made)
    if not full_kits:
        return finished, []
    # Previews are not printed; `check` says most of it at any time.
    return finished, [*material_problems(kiez, load_letters(releases)), *sheet_problems(finished.prints)]


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


def _characters(documents: Sequence[Document], theme: Path) -> dict[Script, str]:
    """Every character that can appear: those of the interface and of all texts but drafts, paused ones and consents."""
    used: set[str] = set()
    for document in documents:
        values = dict(document.header.values)
        if values.get("status") in ("entwurf", "ruht"):
            continue
        values.pop("freigaben", None)
        used.update(document.body, *_texts(values))
    for catalogue in sorted((theme / "strings").glob("*.po")):
        used.update(catalogue.read_text("utf-8"))
    return {"latin": "".join(sorted(used))}


def _texts(value: Value | Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


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
