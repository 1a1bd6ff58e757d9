"""The style guide's examples: each component's `examples.yaml` turned into views and rendered by its macro.

    takes: {card: Card}            parameter: type of `plan.views`, `Text`, `str`, `int`; with `*` for several
    examples:
      - title: Mit Bild            the rest are the arguments, as plain data
        card: {slug: mavi, ...}

A text may be written as a string or, in another language, as `{value: ..., lang: ar}`; a `Name` is fitted here. What is
left out is nothing: `None`, `()` or `False`.
"""

from __future__ import annotations

import hashlib
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import unquote

import yaml
from jinja2 import Environment

from ..languages import LANGUAGES, Text
from ..plan import application_views, campaign_views, material_views, programme_views, views
from ..plan.fit import Measure, fit

ROOMS = (application_views, campaign_views, material_views, programme_views, views)
"""Where the types of `takes` are looked for."""
PORTRAIT, WIDE = 620.0, 300.0
"""Greatest heights of a name on a sheet 1000 units wide."""
_DRAWING = re.compile(r"data:image/svg\+xml,([A-Za-z0-9%._~/=:;,&#+-]+)")


@dataclass(frozen=True, slots=True)
class Case:
    """One example before it is rendered: component, title, arguments of the macro.

    `framed` ones are part of every page and would stand on the style guide twice.
    """

    component: str
    title: str
    arguments: Mapping[str, object]
    framed: bool


def examples(env: Environment, theme: Path, measure: Measure) -> tuple[views.Example, ...]:
    """What the style guide shows: every example that is not already part of the page around it."""
    return tuple(
        views.Example(case.component, case.title, show(env, case)) for case in cases(theme, measure) if not case.framed
    )


def apart(shown: Iterable[views.Example], folder: str) -> tuple[tuple[views.Example, ...], dict[str, bytes]]:
    """The examples with the drawings that are written into them taken out, and these as files by their names.

    ``folder`` is where they will be found, as an address: the policy of the site lets no page bring its own pictures.
    """
    files: dict[str, bytes] = {}

    def taken(found: re.Match[str]) -> str:
        drawing = unquote(found[1]).encode()
        name = f"beispiel-{hashlib.sha256(drawing).hexdigest()[:8]}.svg"
        files[name] = drawing
        return f"{folder}{name}"

    changed = tuple(replace(example, html=_DRAWING.sub(taken, example.html)) for example in shown)
    return changed, files


def cases(theme: Path, measure: Measure) -> Iterator[Case]:
    """All examples, by component. Raises `ValueError` with the file's name when one does not fit its type."""
    for path in sorted((theme / "components").glob("*/examples.yaml")):
        sheet = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        takes = sheet["takes"]
        for example in sheet["examples"]:
            try:
                arguments = {key: build(kind(name), example.get(key), measure) for key, name in takes.items()}
            except (TypeError, KeyError) as error:
                raise ValueError(f"{path.parent.name}, {example['title']}: {error}") from error
            yield Case(path.parent.name, example["title"], arguments, sheet.get("framed", False))


def show(env: Environment, case: Case) -> str:
    """The HTML of one example."""
    module = env.get_template(f"{case.component}/{case.component}.html").module
    return str(getattr(module, case.component)(**case.arguments))


def kind(name: str) -> Any:
    """The type that `takes` names; `Card*` is a tuple of cards."""
    if name.endswith("*"):
        return types.GenericAlias(tuple, (kind(name[:-1]), ...))
    room = next((room for room in ROOMS if hasattr(room, name)), views)
    return {"Text": Text, "str": str, "int": int}.get(name) or getattr(room, name)


def build(wanted: Any, data: Any, measure: Measure) -> Any:
    """`data` as a value of the type `wanted`. Raises `TypeError` when a part is missing."""
    if get_origin(wanted) is tuple:
        return tuple(build(get_args(wanted)[0], item, measure) for item in data or ())
    if get_origin(wanted) in (types.UnionType, Union):
        return None if data is None else build(_alternative(get_args(wanted), data), data, measure)
    if wanted is Text:
        return Text(**data) if isinstance(data, dict) else Text(data)
    if wanted in (views.Name, views.SheetName):
        text = build(Text, data, measure)
        script: Any = LANGUAGES[text.lang].script
        limits = (PORTRAIT, WIDE) if wanted is views.Name else (PORTRAIT,)
        return wanted(text, *(fit(text.value, measure, script=script, max_height=most) for most in limits))
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        unknown = data.keys() - hints.keys()
        if unknown:
            raise TypeError(f"{wanted.__name__} has no {', '.join(sorted(unknown))}")
        return wanted(
            **{field.name: build(hints[field.name], data.get(field.name), measure) for field in fields(wanted)}
        )
    if wanted is bool:
        return bool(data)
    if not isinstance(data, wanted):
        raise TypeError(f"{data!r} is no {wanted.__name__}")
    return data


def _alternative(options: tuple[Any, ...], data: Any) -> Any:
    """Of a union, the member that fits the shape of `data`: a text for a string, else the one that has all its keys."""
    if not isinstance(data, dict):
        return Text if Text in options and isinstance(data, str) else next(o for o in options if o is not type(None))
    shapes = [option for option in options if is_dataclass(option)]
    for shape in shapes:
        if data.keys() <= {field.name for field in fields(shape)}:
            return shape
    raise TypeError(f"nothing has {', '.join(data)}")
