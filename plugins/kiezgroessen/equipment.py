"""What all pages share and no text changes: words, templates, fonts, styles, examples.

A build makes it once. A process that goes on (`shell.serve`) hands it from build to build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import PoFileError
from jinja2 import Environment

from . import forks
from .languages import SOURCE
from .link.kiez import Kiez
from .make.fonts import FontFile, font_css, font_tasks, licences, make_font, subset_fonts
from .make.kept import Templates, kept_examples, theme_key
from .make.names import names_key
from .make.store import Store, key_of
from .plan import urls
from .plan.fit import Measure, Script
from .plan.surround import APPLYING, COPYING, Assets
from .plan.tasks import Common
from .plan.urls import Urls
from .plan.views import Example
from .problems import Problem, error
from .read.fonts import load_fonts
from .render.environment import environment
from .render.examples import apart, examples
from .render.files import MANIFEST, manifest
from .render.looked import load_looked
from .render.styles import bundles
from .words import Words, load_words

EXAMPLES = "beispiele"
FONTS = urls.FONTS
TEMPLATES = "vorlagen"
_SCRIPTS = "static/script"
_ICON = "icon.svg"
_TOUCH_ICON = "icon-180.png"
_BIG_ICON = "icon-512.png"


class Given(NamedTuple):
    """All that the equipment depends on beside the theme."""

    theme: Path
    site: Urls
    cache: Path
    full: bool
    with_pages: bool
    languages: tuple[str, ...]
    name: str
    characters: str
    shades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equipment:
    """What it takes to plan and render any page of a site.

    ``environments`` are empty where nothing is rendered. ``files`` are those that pages load, by name. ``key`` is the
    fingerprint of all of this, ``names_key`` of what names are fitted with. ``given`` is what it was made from, and
    ``looks`` the fingerprint of the theme as it was before the first file of it was read.
    """

    words: Mapping[str, Words]
    environments: Mapping[str, Environment]
    measure: Measure
    common: Common
    files: Mapping[str, bytes]
    key: str
    names_key: str
    given: Given
    looks: str


def equipped(
    given: Given, kiez: Kiez, last: Equipment | None = None, *, workers: int = 1
) -> tuple[Equipment | None, list[Problem]]:
    """The equipment for a Kiez; ``last`` where that is right: whoever hands it over knows that the theme is the same.

    What no build has made yet is made by at most ``workers`` processes. Raises `jinja2`'s errors when a template is
    broken, `OSError` where something of the theme cannot be read.
    """
    if last is not None and last.given == given:
        return last, []
    theme = given.theme
    # Before anything is read of it: what is saved meanwhile makes another one.
    looks = theme_key(theme)
    words, problems = _words(kiez, theme)
    if problems:
        return None, problems
    releases = theme / "static/fonts"
    # Only pages load them.
    cut = _characters(given.characters, theme) if given.with_pages else None
    prepared = Templates(Store(given.cache / TEMPLATES))
    environments = {lang: environment(theme, words[lang].language, words[lang], prepared) for lang in words}
    measure = load_fonts(releases)
    font_store, store = Store(given.cache / FONTS), Store(given.cache / EXAMPLES)

    def all_examples() -> tuple[Example, ...]:
        return tuple(kept_examples(store, theme, lambda: examples(environments[SOURCE], theme, measure)))

    if cut and not all((given.cache / name).is_dir() for name in (FONTS, TEMPLATES, EXAMPLES)):
        _make_ready(environments[SOURCE], releases, cut, font_store, all_examples, workers)
    fonts = subset_fonts(releases, cut, font_store) if cut else ()
    assets, files = _assets(theme, fonts, given.site, given.name, given.shades)
    cases = all_examples() if given.with_pages else ()
    shown, drawings = apart(cases, given.site.href(urls.STYLE))
    files |= {f"{urls.STYLE}{name}": drawing for name, drawing in drawings.items()}
    common = Common(assets, shown, load_looked(theme), full=given.full)
    key = key_of(looks, given.site, common)
    rendering = environments if given.with_pages else {}
    return Equipment(words, rendering, measure, common, files, key, names_key(releases), given, looks), []


def _make_ready(
    environment_: Environment,
    releases: Path,
    cut: Mapping[Script, str],
    store: Store,
    all_examples: Callable[[], object],
    workers: int,
) -> None:
    """Fonts, templates and examples go into their stores side by side: one after the other they take over a second."""

    def templates() -> None:
        for name in environment_.list_templates(extensions=["html"]):
            environment_.get_template(name)
        all_examples()

    jobs: list[Callable[[], object]] = [templates]
    jobs += [partial(make_font, releases, task, store) for task in font_tasks(cut)]

    def work(job: Callable[[], object]) -> None:
        job()

    for _ in forks.run(work, jobs, workers=workers):
        pass


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
        except PoFileError as fault:
            message = "Diese Zeile ist kein Eintrag einer Liste von Wörtern."
            problems.append(error(f"theme/strings/{lang}.po", fault.lineno + 1, message, shown=fault.line.rstrip()))
        except OSError:
            message = f"Für »{lang}« gibt es noch keine Wörter der Oberfläche (theme/strings/{lang}.po)."
            problems.append(origin.problem(("sprachen",), message))
    return words, problems


def _characters(typed: str, theme: Path) -> dict[Script, str]:
    """Every character that can appear: those of the interface and of the texts."""
    used = set(typed)
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
