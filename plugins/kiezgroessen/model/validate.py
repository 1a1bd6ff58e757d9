"""Documents → records. All problems of all files are collected; a record with an error is left out of the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar, cast, get_origin

from pydantic import ValidationError

from ..languages import SOURCE, Text
from ..problems import Problem, error, has_errors
from ..read.document import Document, Value
from .body import body_problems
from .declare import Record
from .entry import Entry, Origin, Translated, origin_of
from .merge import inner_record, merge
from .messages import explain, fields_of
from .parts import Visibility
from .records import Action, Business, Campaign, Institution, News, PlainPage, Programme
from .sections import sections
from .unfinished import left_over, unfinished

R = TypeVar("R", bound=Record)

RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "kiez": Programme,
        "business": Business,
        "institution": Institution,
        "action": Action,
        "campaign": Campaign,
        "news": News,
        "page": PlainPage,
    }
)
"""Which record a kind of document becomes."""


@dataclass(frozen=True, slots=True)
class Model:
    """All records, by slug in the order of their folders; ``programme`` is ``None`` when kiez.yaml cannot be used.

    ``folders`` names every folder or file there is per kind, also those with errors, so that a reference to
    one of them is not reported a second time.
    """

    programme: Translated[Programme] | None
    businesses: Mapping[str, Translated[Business]] = field(default_factory=dict)
    institutions: Mapping[str, Translated[Institution]] = field(default_factory=dict)
    actions: Mapping[str, Translated[Action]] = field(default_factory=dict)
    campaigns: Mapping[str, Translated[Campaign]] = field(default_factory=dict)
    news: Mapping[str, Translated[News]] = field(default_factory=dict)
    pages: Mapping[str, Translated[PlainPage]] = field(default_factory=dict)
    folders: Mapping[str, frozenset[str]] = field(default_factory=dict)


def build(documents: Iterable[Document], mentioned: Iterable[tuple[str, str]] = ()) -> tuple[Model, list[Problem]]:
    """Validates all documents; the Kiez first, because it holds the vocabulary.

    ``mentioned`` are (kind, slug) of files that could not be read; they count as there, see `Model.folders`.
    """
    by_kind: dict[str, dict[str, list[Document]]] = {kind: {} for kind in RECORDS}
    for document in documents:
        by_kind[document.kind].setdefault(document.slug, []).append(document)
    problems: list[Problem] = []
    found: dict[str, dict[str, Translated[Any]]] = {}
    context = Context()
    for kind, groups in by_kind.items():
        subjects = {slug: subject(kind, slug, group, context) for slug, group in groups.items()}
        problems += [problem for _, some in subjects.values() for problem in some]
        found[kind] = {slug: text for slug, (text, _) in subjects.items() if text is not None}
        if kind == "kiez":
            context = context_of(found["kiez"].get(""))
    every = {(kind, slug) for kind, groups in by_kind.items() for slug in groups} | set(mentioned)
    model, more = model_of(found, every)
    return model, problems + more


@dataclass(frozen=True, slots=True)
class Context:
    """What the records of a Kiez depend on beside their own files: its vocabulary.

    ``sample``: it is the invented one, or nobody knows yet, and nothing need be found in it that was left over.
    """

    vocabulary: Mapping[str, object] = field(default_factory=dict)
    sample: bool = True


def context_of(kiez: Translated[Programme] | None) -> Context:
    """What the Kiez says about the records in it."""
    if kiez is None:
        return Context()
    return Context({"gewerbe": kiez.record.trades, "arten": kiez.record.kinds}, kiez.record.sample)


def subject(
    kind: str, slug: str, group: Sequence[Document], context: Context
) -> tuple[Translated[Any] | None, list[Problem]]:
    """One record in all its languages, and everything that is wrong with its files; ``None`` with any error."""
    translated, problems = _subject(slug, group, RECORDS[kind], context.vocabulary)
    own = context_of(cast("Translated[Programme] | None", translated)) if kind == "kiez" else context
    if not own.sample:
        problems += [problem for one in group if not _is_draft(one) for problem in left_over(one)]
    return translated, problems


def model_of(
    found: Mapping[str, Mapping[str, Translated[Any]]], every: AbstractSet[tuple[str, str]]
) -> tuple[Model, list[Problem]]:
    """All records by kind and slug as a model; ``every`` names all that there is, readable or not."""
    problems = []
    if ("kiez", "") not in every:
        problems.append(error("content/kiez.yaml", None, "Die Datei fehlt; sie beschreibt den Kiez.", hint=_KIEZ))
    folders: dict[str, set[str]] = {kind: set() for kind in RECORDS}
    for kind, slug in every:
        folders[kind].add(slug)
    kinds: dict[str, Mapping[str, Translated[Any]]] = {kind: found.get(kind, {}) for kind in RECORDS}
    model = Model(
        kinds["kiez"].get(""),
        kinds["business"],
        kinds["institution"],
        kinds["action"],
        kinds["campaign"],
        kinds["news"],
        kinds["page"],
        {kind: frozenset(slugs) for kind, slugs in folders.items()},
    )
    return model, problems


LONGEST_BODY = 60_000
"""Characters: twenty pages of a book, far more than anybody reads on a phone."""

_KIEZ = "Eine Vorlage steht im Handbuch unter »Ein neuer Kiez«."


def _subject(
    slug: str, group: Sequence[Document], model: type[R], context: Mapping[str, object]
) -> tuple[Translated[R] | None, list[Problem]]:
    original = next((document for document in group if document.lang == SOURCE), None)
    if original is None:  # the tree scan has reported that the main file is missing
        return None, []
    entry, problems = _entry(original, origin_of(original), model, context)
    if entry is None:
        return None, problems
    entries = {SOURCE: entry}
    for document in group:
        if document is original:
            continue
        origin, more = merge(original, document, model)
        inherited = document if document.body.strip() else original
        translation, errors = _entry(document, origin, model, context, inherited)
        problems += more + errors
        if translation is not None:
            entries[document.lang] = translation
    return (None if has_errors(problems) else Translated(slug, entries)), problems


def _entry(
    document: Document,
    origin: Origin,
    model: type[R],
    context: Mapping[str, object],
    text_from: Document | None = None,
) -> tuple[Entry[R] | None, list[Problem]]:
    text_from = text_from or document
    problems: list[Problem] = []
    record: R | None = None
    try:
        record = model.model_validate(_given(origin.header.values, model), context=dict(context))
    except ValidationError as exc:
        problems = explain(cast("list[dict[str, Any]]", exc.errors(include_url=False)), origin, model)
    if isinstance(record, Business) and record.spoken:
        record = record.model_copy(update={"owners": tuple(_spoken(name, record.spoken) for name in record.owners)})
    body = Text(text_from.body.strip(), text_from.lang)
    parts: Mapping[str, Text] = {}
    if model is Campaign:
        parts, more = sections(text_from)
        problems += more
    if len(document.body) > LONGEST_BODY:
        message = f"Der Text ist {len(document.body) - LONGEST_BODY} Zeichen zu lang (höchstens {LONGEST_BODY})."
        problems.append(error(document.path, document.body_line, message, hint="Auf mehrere Seiten verteilen."))
    problems += body_problems(document)
    if not _is_draft(document):
        problems += unfinished(document)
    if record is None or has_errors(problems):
        return None, problems
    return Entry(document.slug, document.lang, record, body, origin, parts), problems


def _spoken(name: Text, lang: str) -> Text:
    """A name in the language it is pronounced in; one that a translation writes in its own way is left alone."""
    return Text(name.value, lang) if name.lang == SOURCE else name


def _is_draft(document: Document) -> bool:
    return document.header.values.get("status") == Visibility.DRAFT.value


def _given(values: Mapping[str, Value], model: type[Record]) -> dict[str, Value]:
    """Without the fields that stand there empty: an empty field is a field not filled in.

    An empty key that is no field stays, so that it is reported: ``{stunden: 3,5}`` has a key ``5``.
    """
    fields = fields_of(model)
    return {
        key: _pruned(value, fields[key].annotation if key in fields else None)
        for key, value in values.items()
        if value is not None or key not in fields
    }


def _pruned(value: Value, annotation: object) -> Value:
    if not isinstance(value, list | dict):
        return value
    inner = inner_record(annotation)
    if inner is None:
        return value
    if isinstance(value, list):
        return [_given(entry, inner) if isinstance(entry, dict) else entry for entry in value]
    if get_origin(annotation) is dict:
        return {word: _given(group, inner) if isinstance(group, dict) else group for word, group in value.items()}
    return _given(value, inner)
