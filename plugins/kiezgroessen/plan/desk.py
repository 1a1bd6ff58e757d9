"""What every page planner has at hand: the Kiez, one language, addresses, type, and the list of media to be made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from ..dates import Day
from ..languages import LANGUAGES, PLAIN, SOURCE, Language, Text
from ..link.kiez import KINDS, AllowedPhoto, Kiez
from ..model.parts import Photo as PhotoRecord
from ..read.letters import alike, without
from ..words import Words
from . import sizes, urls, views
from .fit import Broken, FittedName, Measure, broken, script_of
from .media import ENCODING, Encoding, MediaPlan, PicturePlan, plan_picture, window
from .urls import Urls
from .window import WRITTEN, Looks, Note, Noted

CARD_HEIGHT = 660.0
"""Greatest height of a name on a portrait sheet, per 1000 of its width."""
BARE_HEIGHT = 900.0
"""The same where no portrait shares the sheet: the name is the picture then."""
WIDE_HEIGHT = 300.0
"""The same on the head of a page on a broad screen."""
PORTRAIT_ASPECT = 4 / 5
SCENE_ASPECT = 4 / 3
PORTRAIT_WIDTHS = (420, 660, 780, 960, 1200)
SCENE_WIDTHS = (200, 300, 420, 660, 780, 1200)
"""In pixels: what `sizes` asks for on common screens at one and two pixels per point, a tenth less to a half more.

One ladder for scenes wherever they stand: a picture that is shown whole and in a list is then one and the same file.
"""
DRAWING = Encoding(avif_speed=8)
"""At speed 9 the encoder takes no notice of flat areas: drawings get twice as heavy, photos 4 % (measured)."""


T = TypeVar("T")

_MOST_FITTED = 4_000
"""Names that one process has fitted for other tasks: a name stands on its page, on the wall, and where it is linked."""
_MOST_BROKEN = 40
"""Names that are remembered with all ways to break them and lines they were tried in: some 50 KB each."""


@dataclass
class Workshop:
    """Shared by all pages of a build: fitted names are made once, media plans are collected here.

    ``known`` are names that an earlier build has fitted, ``shades`` the average colours of photos by their digests.
    """

    measure: Measure
    known: Mapping[tuple[str, float], FittedName] = field(default_factory=dict)
    shades: Mapping[str, str] = field(default_factory=dict)
    fitted: dict[tuple[str, float], FittedName] = field(default_factory=dict)
    media: dict[str, MediaPlan] = field(default_factory=dict)
    _before: OrderedDict[tuple[str, float], FittedName] = field(default_factory=OrderedDict)
    _on_paper: dict[str, str] = field(default_factory=dict)
    _broken: dict[str, Broken] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict)

    def fit(self, text: str, max_height: float) -> FittedName:
        """A name as wide as its sheet."""
        key = (text, max_height)
        if key not in self.fitted:
            found = self.known.get(key) or self._before.get(key) or self._broken_up(text).fitted(max_height)
            self.fitted[key] = self._before[key] = found
            self._before.move_to_end(key)
            if len(self._before) > _MOST_FITTED:
                self._before.popitem(last=False)
        return self.fitted[key]

    def emptied(self) -> Workshop:
        """The same with nothing made yet: what one task asks for can then be told from what others do.

        What is remembered of names follows from the names alone, and goes along.
        """
        return Workshop(
            self.measure, self.known, self.shades, _before=self._before, _on_paper=self._on_paper, _broken=self._broken
        )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What one task asks for several times; ``key`` says all it is of."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def _broken_up(self, text: str) -> Broken:
        """A name stands on half a dozen sheets of different heights, most of them on pages that are made together."""
        if text not in self._broken:
            if len(self._broken) >= _MOST_BROKEN:
                self._broken.clear()
            self._broken[text] = broken(text, self.measure, script=script_of(text))
        return self._broken[text]

    def on_paper(self, text: str) -> str:
        """A name without what its fonts lack: on paper nothing of the reader's device stands in for it."""
        shown = self._on_paper.get(text)
        if shown is None:
            script = script_of(text)
            looking = alike(text, self.measure.missing(text, script))
            shown = self._on_paper[text] = without(looking, self.measure.missing(looking, script))
        return shown

    def fit_on_paper(self, text: str, max_height: float) -> FittedName:
        """What is `on_paper`, as wide as its sheet."""
        return self.fit(self.on_paper(text), max_height)


@dataclass(frozen=True)
class Desk:
    """One language's desk. ``prose`` turns Markdown into clean HTML."""

    kiez: Kiez
    words: Words
    urls: Urls
    prose: Callable[[str], str]
    workshop: Workshop
    written: Mapping[str, frozenset[str]]
    """Languages by path: ``{"betriebe/mavi/": {"de", "ar"}}``.

    Every page is there in every language; where its own text is not, that stands on it in German.
    """
    looks: Looks = field(default_factory=Looks, repr=False, compare=False)
    _shared: dict[Hashable, tuple[Any, frozenset[Note]]] = field(default_factory=dict, repr=False, compare=False)

    def at_window(self, looks: Looks) -> Desk:
        """A desk from which the same is seen, and every look at the contents is noted; what it makes is its own.

        The day and what the programme says of itself are not noted: every page depends on them.
        """
        seen: dict[str, Noted[object]] = {kind: Noted(kind, getattr(self.kiez, kind), looks) for kind in KINDS}
        kiez: Kiez = replace(self.kiez, **seen)  # type: ignore[arg-type]
        written = Noted(WRITTEN, self.written, looks)
        return replace(self, kiez=kiez, written=written, workshop=self.workshop.emptied(), looks=looks)

    def shared(self, key: Hashable, make: Callable[[Desk], T]) -> T:
        """What is the same for many pages of this language, made for the first of them; ``key`` says all it is of.

        Whoever uses it has seen what was looked at when it was made, at a window of its own.
        """
        if key not in self._shared:
            looks = Looks()
            value = make(self.at_window(looks))
            self._shared[key] = value, frozenset(looks.notes)
        found, notes = self._shared[key]
        self.looks.notes |= notes
        made: T = found
        return made

    @cached_property
    def language(self) -> Language:
        """The language of the pages planned at this desk."""
        return self.words.language

    @cached_property
    def lang(self) -> str:
        """Its code."""
        return self.language.code

    def word(self, text: str) -> Text:
        """A word of the interface, already translated, as a text."""
        return Text(text, self.lang)

    def languages_of(self, path: str) -> frozenset[str]:
        """The languages in which what is particular to a page is written; of a list, all its pages are in the same."""
        return self.written.get(urls.whole(path), frozenset())

    def is_written(self, path: str) -> bool:
        """Whether what is particular to a page is written in this language, and not only what surrounds it."""
        return self.lang in self.languages_of(path)

    def printed(self, path: str) -> frozenset[str]:
        """The languages in which there is something for paper: in which the page is written, but plain German."""
        return self.languages_of(path) - {PLAIN}

    def is_printed(self, path: str) -> bool:
        """Whether there is something for paper in this language."""
        return self.lang in self.printed(path)

    def lang_of(self, path: str) -> str:
        """The language a link from here leads to: this one, but for kits, of which there may be only a German one."""
        return self.lang if not urls.is_material(path) or self.is_printed(path) else SOURCE

    def href(self, path: str) -> str:
        """The address of a page, in this language if there is one."""
        return self.urls.href(path, self.lang_of(path))

    def other_lang(self, path: str) -> str | None:
        """The language tag of a link's target where it differs from the page's."""
        lang = self.lang_of(path)
        return None if lang == self.lang else LANGUAGES[lang].tag

    def link(self, label: Text, path: str, *, current: bool = False) -> views.Link:
        """A link to a page of the site."""
        return views.Link(label, self.href(path), current, self.other_lang(path))

    def name(self, text: Text) -> views.Name:
        """A name for the head of a page, on sheets of both kinds."""
        fitted = (self.workshop.fit(text.value, most) for most in (CARD_HEIGHT, WIDE_HEIGHT))
        return views.Name(text, *fitted)

    def sheet_name(self, text: Text, *, bare: bool) -> views.SheetName:
        """A name for a card; ``bare``: one that has no picture."""
        return views.SheetName(text, self.workshop.fit(text.value, BARE_HEIGHT if bare else CARD_HEIGHT))

    def time(self, first: Day, last: Day | None = None) -> views.Time:
        """A day or a period, for people and machines."""
        end = None if last is None or last == first else str(last)
        return views.Time(self.words.period(first, last or first), str(first), end)

    def html(self, text: Text) -> views.Prose:
        """Markdown as clean HTML with its language."""
        return views.Prose(self.prose(text.value), text.tag, text.direction)

    def picture(
        self,
        slug: str,
        photo: AllowedPhoto,
        record: PhotoRecord,
        *,
        portrait: bool,
        width: str,
        whole: bool = False,
        first: bool = False,
        shape: float | None = None,
    ) -> views.Picture:
        """Plans a photo's files and says how a page shows them.

        ``width`` says how wide it stands (`sizes`); ``whole``: uncut; ``first``: seen before anyone has scrolled;
        ``shape``: the aspect of its place, where that shows only a part of the picture.
        """
        aspect = None if whole else PORTRAIT_ASPECT if portrait else SCENE_ASPECT
        plan = plan_picture(
            photo.source,
            slug=f"{slug}-{photo.index + 1}",
            tone="ink" if portrait else "colour",
            widths=PORTRAIT_WIDTHS if portrait else SCENE_WIDTHS,
            aspect=aspect,
            focus=record.focus or (50, 50),
            # Cameras do not write PNG.
            encoding=DRAWING if photo.source.format == "png" else ENCODING,
        )
        self.workshop.media.setdefault(plan.variants[0].name, plan)
        return self._view(plan, record, width, first=first, shape=shape)

    def gallery(
        self, slug: str, photos: Sequence[AllowedPhoto], records: Sequence[PhotoRecord], *, beside_text: bool
    ) -> tuple[views.Picture, ...]:
        """Some photos of ``records`` beside each other, uncut; ``beside_text``: the page has running text as well."""
        width = sizes.gallery(len(photos), beside_text=beside_text)
        return tuple(
            self.picture(slug, photo, records[photo.index], portrait=False, width=width, whole=True) for photo in photos
        )

    def _view(
        self, plan: PicturePlan, record: PhotoRecord, width: str, *, first: bool, shape: float | None
    ) -> views.Picture:
        cut = plan.cut
        srcset = ", ".join(f"{self.urls.href(v.name)} {v.width}w" for v in plan.of("avif"))
        fallback = plan.of("jpg")[-1]
        return views.Picture(
            (views.Source("image/avif", srcset),),
            self.urls.href(fallback.name),
            fallback.width,
            fallback.height,
            width,
            record.alt,
            record.credit,
            cut.tone,
            first,
            self.workshop.shades.get(cut.digest) if cut.tone == "colour" else None,
            window(cut, record.focus, shape) if shape and record.focus else None,
        )


def shorten(texts: Sequence[str], limit: int = 155) -> str:
    """Joins sentences as far as they fit; search engines cut a description at about 155 characters."""
    out = ""
    for text in texts:
        joined = f"{out} {text}".strip()
        if len(joined) > limit:
            break
        out = joined
    return out or (texts[0][: limit - 1].rsplit(" ", 1)[0] + "…" if texts else "")
