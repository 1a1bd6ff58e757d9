"""Do all the names that files use for each other exist? Nearest names are offered where they do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from ..languages import LANGUAGES
from ..model.entry import Entry
from ..model.parts import Consent, Photo, Visibility
from ..model.records import Business
from ..model.validate import Model
from ..problems import MOST_GUESSES, Problem, Severity, error, nearest
from ..read.document import Loc

RESERVED_PAGES = frozenset(
    [
        "betriebe",
        "aktionen",
        "einrichtungen",
        "wunschbrett",
        "kampagnen",
        "mitmachen",
        "programm",
        "neues",
        "stil",
        "bilder",
        "druck",
        "schrift",
        "teilen",
    ]
) | frozenset(LANGUAGES)
"""First parts of addresses that a plain page cannot have."""
RESERVED_BUSINESSES = frozenset({"angebot", "gewerbe"})
"""Below /betriebe/ these hold the pre-built lists."""
MOST_WRONG = 100
"""References of one list that are told; all that there is of each is compared with."""
RESERVED_IDS = re.compile(r"inhalt|angebot-\d+")
"""Places that a page of a business or the board of wishes has of its own; offers and kinds are such places, too."""
REQUIRED_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "impressum": "Das Impressum ist Pflicht (§ 5 DDG).",
        "datenschutz": "Die Datenschutzerklärung ist Pflicht (Art. 13 DSGVO).",
    }
)

_WHAT = {"business": "Betrieb", "institution": "Einrichtung", "action": "Aktion", "campaign": "Kampagne"}


def check_references(model: Model) -> list[Problem]:
    """All dangling references, duplicate ids and reserved names of all German files."""
    problems: list[Problem] = []
    for business in model.businesses.values():
        problems += _own(business.source, business.record.photos, business.record.consents)
        problems += _twice(business.source, "angebote", [offer.id for offer in business.record.offers])
        problems += _reserved(business.source)
        if business.slug in RESERVED_BUSINESSES:
            problems.append(business.source.origin.problem((), f"Ein Betrieb kann nicht »{business.slug}« heißen."))
    for institution in model.institutions.values():
        problems += _own(institution.source, institution.record.photos, institution.record.consents)
        problems += _twice(institution.source, "bedarfe", [wish.id for wish in institution.record.wishes])
    offers = {slug: [offer.id for offer in b.record.offers if offer.id] for slug, b in model.businesses.items()}
    wishes = {slug: [wish.id for wish in i.record.wishes] for slug, i in model.institutions.items()}
    for action in model.actions.values():
        entry, record = action.source, action.record
        problems += _own(entry, record.photos, record.consents)
        problems += _slugs(entry, "betriebe", record.businesses, "business", model)
        problems += _slugs(entry, "einrichtungen", record.institutions, "institution", model)
        problems += _parts(entry, "angebot", record.offers, "business", offers, model)
        problems += _parts(entry, "bedarf", record.wishes, "institution", wishes, model)
        problems += _dates(entry)
    for campaign in model.campaigns.values():
        problems += _slugs(campaign.source, "betriebe", campaign.record.businesses, "business", model)
        problems += _slugs(campaign.source, "aktionen", campaign.record.actions, "action", model)
        problems += _parts(campaign.source, "bedarfe", campaign.record.wishes, "institution", wishes, model)
        problems += _sought(campaign.source, campaign.record.sought, model)
    for news in model.news.values():
        problems += _slugs(news.source, "betriebe", news.record.businesses, "business", model)
        problems += _slugs(news.source, "einrichtungen", news.record.institutions, "institution", model)
        problems += _slugs(news.source, "aktionen", news.record.actions, "action", model)
    return [*problems, *_kinds(model), *_pages(model)]


def _kinds(model: Model) -> list[Problem]:
    programme = model.programme
    return [
        programme.source.origin.problem(("arten", kind), f"Eine Art kann nicht »{kind}« heißen.")
        for kind in (programme.record.kinds if programme else ())
        if programme and RESERVED_IDS.fullmatch(kind)
    ]


def _own(entry: Entry[Any], photos: Iterable[Photo], consents: Iterable[Consent]) -> list[Problem]:
    """The photos beside the text and the consents they name."""
    origin = entry.origin
    problems: list[Problem] = []
    ids = [consent.id for consent in consents]
    known = dict.fromkeys(ids)
    for index, photo in enumerate(photos):
        if photo.file not in origin.beside:
            guess = nearest(photo.file, origin.beside) if len(problems) < MOST_GUESSES else None
            ask = f" – meinten Sie »{guess}«?" if guess else " Das Foto gehört in denselben Ordner wie der Text."
            message = f"Die Datei »{photo.file}« gibt es nicht{ask if guess else '.' + ask}"
            problems.append(origin.problem(("fotos", index, "datei"), message, fix=guess))
        loc = ("fotos", index, "freigabe")
        missing = [name for name in photo.consents if name not in known]
        problems += [
            _missing(entry, loc, "Eine Freigabe", name, known, nearest(name, known) if number < MOST_GUESSES else None)
            for number, name in enumerate(missing)
        ]
    used = {photo.file for photo in photos}
    for name in origin.beside:
        if name not in used:
            message = f"Das Foto »{name}« liegt im Ordner, steht aber nicht unter »fotos« und erscheint nicht."
            problems.append(origin.problem((), message, severity=Severity.WARNING))
    return problems + _twice(entry, "freigaben", ids)


def _reserved(entry: Entry[Business]) -> list[Problem]:
    return [
        entry.origin.problem(
            ("angebote", index, "kennung"),
            f"So kann ein Angebot nicht heißen: »{offer.id}« heißt schon eine Stelle der Seite.",
            hint="Eine andere Kennung wählen, zum Beispiel nach dem, was es gibt.",
        )
        for index, offer in enumerate(entry.record.offers)
        if offer.id and RESERVED_IDS.fullmatch(offer.id)
    ]


def _twice(entry: Entry[Any], key: str, ids: Iterable[str | None]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for index, name in enumerate(ids):
        if name is not None and name in seen:
            message = f"Die Kennung »{name}« gibt es in dieser Datei schon."
            problems.append(entry.origin.problem((key, index, "kennung"), message))
        seen.add(name or "")
    return problems


def _missing(entry: Entry[Any], loc: Loc, what: str, name: str, known: Collection[str], guess: str | None) -> Problem:
    ask = f" – meinten Sie »{guess}«?" if guess else "."
    hint = (
        None
        if guess or not known
        else f"Es gibt: {', '.join(sorted(set(known))[:12])}{' …' if len(known) > 12 else ''}."
    )
    return entry.origin.problem(loc, f"{what} »{name}« gibt es nicht{ask}", hint=hint, fix=guess)


def _at(entry: Entry[Any], key: str, index: int) -> Loc:
    """A single value stands at the key itself, one of a list at its position."""
    return (key, index) if (key, index) in entry.origin.header.marks else (key,)


def _slugs(entry: Entry[Any], key: str, slugs: Iterable[str], kind: str, model: Model) -> list[Problem]:
    known = model.folders.get(kind, frozenset())
    what = ("Einen " if kind == "business" else "Eine ") + _WHAT[kind]
    missing = [(index, slug) for index, slug in enumerate(slugs) if slug not in known]
    return [
        _missing(
            entry, _at(entry, key, index), what, slug, known, nearest(slug, known) if number < MOST_GUESSES else None
        )
        for number, (index, slug) in enumerate(missing)
    ]


def _parts(
    entry: Entry[Any],
    key: str,
    references: Iterable[tuple[str, str]],
    kind: str,
    ids: Mapping[str, Collection[str]],
    model: Model,
) -> list[Problem]:
    problems: list[Problem] = []
    known = model.folders.get(kind, frozenset())
    for index, (owner, part) in enumerate(references):
        loc = _at(entry, key, index)
        if len(problems) == MOST_WRONG:
            break
        if not owner:
            problems.append(_without_folder(entry, loc, part, ids))
        elif owner not in known:
            guess = nearest(owner, known) if len(problems) < MOST_GUESSES else None
            problem_name = f"{owner}/{part}"
            options = [f"{guess}/{name}" for name in ids.get(guess, ())] if guess else []
            what = "Ein Angebot" if kind == "business" else "Einen Bedarf"
            options = options or ([f"{guess}/{part}"] if guess else [])
            problems.append(_missing(entry, loc, what, problem_name, options, nearest(problem_name, options)))
        elif owner in ids and part not in ids[owner]:
            what = "Ein Angebot" if kind == "business" else "Einen Bedarf"
            # Only the part after the slash is compared: the same owner makes any two references look alike.
            guess = nearest(part, ids[owner]) if len(problems) < MOST_GUESSES else None
            options = [f"{owner}/{name}" for name in ids[owner]]
            meant = f"{owner}/{guess}" if guess else None
            problems.append(_missing(entry, loc, what, f"{owner}/{part}", options, meant))
    return problems


def _without_folder(entry: Entry[Any], loc: Loc, part: str, ids: Mapping[str, Collection[str]]) -> Problem:
    """Only the id was written, or only the folder; where but one can be meant it is offered."""
    name = part if part in ids else nearest(part, dict.fromkeys(chain.from_iterable(ids.values())))
    options = [f"{owner}/{one}" for owner, names in ids.items() for one in names if name in (owner, one)]
    message = f"»{part}« ist kein Verweis"
    if len(options) == 1:
        return entry.origin.problem(loc, f"{message} – meinten Sie »{options[0]}«?", fix=options[0])
    meant = f" Es gibt: {', '.join(options)}." if options else " Zum Beispiel: jugendclub/laptops."
    return entry.origin.problem(loc, f"{message}.", hint=f"Er hat die Form ordner/kennung.{meant}")


def _dates(entry: Entry[Any]) -> list[Problem]:
    record = entry.record
    if record.day is None and record.start is None:
        return [entry.origin.problem((), "datum: fehlt.", hint="Zum Beispiel: datum: 2026-05-18")]
    if record.day is not None and record.start is not None:
        return [entry.origin.problem(("von",), "»datum« und »von« zugleich geht nicht.", hint="Eins davon kann weg.")]
    if record.stop is not None and (record.start is None or record.stop.first < record.start.first):
        return [entry.origin.problem(("bis",), "liegt vor dem ersten Tag, oder »von« fehlt.")]
    return []


def _sought(entry: Entry[Any], sought: Iterable[str], model: Model) -> list[Problem]:
    known = {"bedarfe", *(model.programme.record.kinds if model.programme else ())}
    return [
        _missing(entry, _at(entry, "gesucht", index), "Eine Art", kind, known, nearest(kind, known))
        for index, kind in enumerate(sought)
        if model.programme and kind not in known
    ]


def _pages(model: Model) -> list[Problem]:
    problems = []
    for slug, page in model.pages.items():
        if slug in RESERVED_PAGES:
            message = f"Eine Seite kann nicht »{slug}« heißen, so heißt schon ein Bereich der Website."
            problems.append(page.source.origin.problem((), message))
    for slug, why in REQUIRED_PAGES.items():
        if slug not in model.folders.get("page", frozenset()):
            path = f"content/seiten/{slug}.md"
            problems.append(error(path, None, f"Die Seite fehlt. {why}"))
        elif slug in model.pages and model.pages[slug].record.status is not Visibility.PUBLISHED:
            message = f"Die Seite erscheint so nicht. {why}"
            problems.append(model.pages[slug].source.origin.problem(("status",), message))
    return problems
