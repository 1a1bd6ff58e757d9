"""What pydantic found, said in German: where, what is the case, and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from ..problems import Problem, nearest
from ..read.document import Loc
from .declare import Record
from .entry import Origin
from .merge import inner_record


def fields_of(model: type[Record]) -> dict[str, FieldInfo]:
    """The fields of a group by their German keys."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def field_at(model: type[Record], loc: Sequence[str | int]) -> tuple[type[Record] | None, FieldInfo | None]:
    """The group and the declaration that a way leads to."""
    group: type[Record] | None = model
    info: FieldInfo | None = None
    skip = False
    for part in loc:
        if isinstance(part, int) or group is None:
            continue
        if skip:
            skip = False
            continue
        info = fields_of(group).get(part)
        if info is None:
            return group, None
        inner = inner_record(info.annotation)
        if inner:
            group, skip = inner, get_origin(info.annotation) is dict
    return group, info


def example_line(key: str, info: FieldInfo | None) -> str | None:
    """A line as an editor would type it."""
    example = info.examples[0] if info is not None and info.examples else None
    return f"{key}: {example}" if example else None


def explain(errors: Sequence[Mapping[str, Any]], origin: Origin, model: type[Record]) -> list[Problem]:
    """Pydantic's errors as problems, each at its line. What is only mistyped is not missing as well."""
    meant = {_meant(_loc(error), model) for error in errors if error["type"] == "extra_forbidden"}
    wrong = [error for error in errors if error["type"] != "missing" or _loc(error) not in meant]
    return [_explain(error, origin, model) for error in wrong]


def _loc(error: Mapping[str, Any]) -> Loc:
    return tuple(part for part in error["loc"] if part != "[key]")


def _meant(loc: Loc, model: type[Record]) -> Loc:
    """The field that a key which is none surely is: one letter more, less or elsewhere."""
    key, (group, _) = str(loc[-1]), field_at(model, loc)
    guess = nearest(key, fields_of(group or model), cutoff=0.75) or ""
    return (*loc[:-1], guess if abs(len(guess) - len(key)) <= 1 else "")


def _explain(error: Mapping[str, Any], origin: Origin, model: type[Record]) -> Problem:
    loc = _loc(error)
    kind, context = error["type"], error.get("ctx", {})
    group, info = field_at(model, loc)
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    example = example_line(key, info)
    hint = f"Zum Beispiel: {example}" if example else (info.description if info else None)
    match kind:
        case "german":
            return origin.problem(loc, context["message"], hint=context["hint"], fix=context["fix"])
        case "missing":
            return origin.problem(loc, "fehlt.", hint=hint)
        case "extra_forbidden":
            return _unknown_key(loc, origin, group or model)
        case "model_type" | "dict_type" | "model_attributes_type":
            inner = inner_record(info.annotation) if info else None
            keys = ", ".join(fields_of(inner)) if inner else ""
            more = f"Möglich sind: {keys}." if keys else None
            return origin.problem(loc, "hier werden Unterpunkte erwartet, eingerückt in eigenen Zeilen.", hint=more)
        case "tuple_type" | "list_type":
            return origin.problem(loc, "hier wird eine Liste erwartet, jede Zeile beginnt mit »- «.", hint=hint)
        case "too_short":
            return origin.problem(loc, "mindestens ein Eintrag wird gebraucht.", hint=hint)
        case "too_long":
            message = f"höchstens {context['max_length']} Einträge sind möglich."
            return origin.problem(loc, message, hint="Zusammenfassen, oder streichen, was doppelt ist.")
        case _:
            return origin.problem(loc, f"der Wert passt nicht ({error['msg']}).", hint=hint)


def _has(info: FieldInfo, key: str) -> bool:
    inner = inner_record(info.annotation)
    return inner is not None and key in fields_of(inner)


def _unknown_key(loc: Loc, origin: Origin, model: type[Record]) -> Problem:
    key = str(loc[-1])
    known = fields_of(model)
    guess = nearest(key, known)
    ask = f" – meinten Sie »{guess}«?" if guess else "."
    problem = origin.problem(loc[:-1], f"Das Feld »{key}« gibt es nicht{ask}")
    place = origin.mark(loc)
    lines = origin.lines.get(place.path, ())
    shown = lines[place.line - 1] if 0 < place.line <= len(lines) else None
    fix = shown.replace(key, guess, 1) if guess and shown else None
    home = next((group for group, info in known.items() if _has(info, key)), None)
    hint = f"Es gehört eingerückt unter »{home}:«." if home else f"Möglich sind: {', '.join(known)}."
    if guess:
        hint = ""
    return Problem(
        problem.severity,
        place.path,
        place.line,
        ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc),
        problem.message,
        hint or None,
        shown,
        fix,
        place.column,
    )
