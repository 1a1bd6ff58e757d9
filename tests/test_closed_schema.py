"""Headers say what is declared and nothing else: every group is closed, and YAML does nothing clever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args, get_origin

import pytest

from kiezgroessen.model.declare import Record
from kiezgroessen.model.merge import inner_record
from kiezgroessen.model.messages import fields_of
from kiezgroessen.model.validate import RECORDS, build
from kiezgroessen.problems import Problem
from kiezgroessen.read.document import Document
from kiezgroessen.read.yamltree import parse

PATH = "datei.md"
Way = tuple[tuple[str, str], ...]
"""Keys that lead to a group, each with how it holds it: ``group``, ``list`` or ``words``."""


def is_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple or any(map(is_list, get_args(annotation)))


def groups(model: type[Record], way: Way = ()) -> Iterator[tuple[Way, type[Record]]]:
    """A record and all groups within it."""
    yield way, model
    for key, info in fields_of(model).items():
        inner = inner_record(info.annotation)
        if inner is not None:
            how = "words" if get_origin(info.annotation) is dict else "list" if is_list(info.annotation) else "group"
            yield from groups(inner, (*way, (key, how)))


ALL = [(kind, way, model) for kind, record in RECORDS.items() for way, model in groups(record)]


def header(way: Way, lines: list[str]) -> str:
    """A header in which the lines stand in the group at the end of the way."""
    out, indent = [], ""
    dash = ""
    for key, how in way:
        out.append(f"{indent}{dash}{key}:")
        indent += "  " * (1 + bool(dash))
        dash = "- " if how == "list" else ""
        if how == "words":
            out.append(f"{indent}wort:")
            indent += "  "
    rest = [*lines]
    out.append(f"{indent}{dash}{rest[0]}")
    out += [f"{indent}{'  ' if dash else ''}{line}" for line in rest[1:]]
    return "\n".join(out) + "\n"


def problems_of(kind: str, text: str) -> list[Problem]:
    """What reading and validating say about one header."""
    values, problems = parse(text, path=PATH, first_line=2, lang="de")
    if values is None:
        return problems
    lines = ["---", *text.split("\n")]
    return problems + build([Document(kind, "x", "de", PATH, values, "", 99, lines)])[1]


def test_all_groups_are_looked_at() -> None:
    assert len(ALL) > 30
    assert {model for _, _, model in ALL} == set(all_records(Record)), "a group that no record has, or one not found"


def all_records(model: type[Record]) -> Iterator[type[Record]]:
    for one in model.__subclasses__():
        yield one
        yield from all_records(one)


@pytest.mark.parametrize(("kind", "way", "model"), ALL)
def test_an_unknown_key_is_refused_wherever_it_stands(kind: str, way: Way, model: type[Record]) -> None:
    text = header(way, [f"{next(iter(fields_of(model)))}: x", "lieblingsfarbe: blau"])
    line = 1 + text.count("\n")
    found = [one for one in problems_of(kind, text) if "»lieblingsfarbe« gibt es nicht" in one.message]
    assert [(one.path, one.line) for one in found] == [(PATH, line)]
    assert (found[0].shown or "").strip() == "lieblingsfarbe: blau"


@pytest.mark.parametrize(("kind", "way", "model"), ALL)
def test_a_slip_of_the_finger_gets_the_right_key(kind: str, way: Way, model: type[Record]) -> None:
    keys = list(fields_of(model))
    key = max(keys, key=len)
    other = next(one for one in keys if one != key)
    text = header(way, [f"{other}: x", f"{key}{key[-1]}: y"])
    (found,) = [one for one in problems_of(kind, text) if f"»{key}{key[-1]}« gibt es nicht" in one.message]
    assert f"meinten Sie »{key}«?" in found.message
    assert (found.fix or "").strip() == f"{key}: y"


def test_a_mistyped_key_is_not_missing_as_well() -> None:
    found = problems_of("business", "name: Mavi\ngewrbe: cafe\n")
    about = [one.message for one in found if "gewerbe" in one.message or "gewrbe" in one.message]
    assert about == ["Das Feld »gewrbe« gibt es nicht – meinten Sie »gewerbe«?"]


def test_what_is_missing_is_said_where_another_key_is_only_a_little_like_it() -> None:
    found = problems_of("business", "name: Mavi\nangebote:\n  - start: 10 Uhr\n    text: Brot\n")
    assert [one.field for one in found if one.message.endswith("art: fehlt.")] == ["angebote.1.art"]


@pytest.mark.parametrize(("kind", "way", "model"), ALL)
def test_a_key_that_stands_twice_is_refused_wherever_it_stands(kind: str, way: Way, model: type[Record]) -> None:
    key = next(iter(fields_of(model)))
    text = header(way, [f"{key}: x", f"{key}: y"])
    found = [one for one in problems_of(kind, text) if f"»{key}« steht zweimal da" in one.message]
    assert [one.line for one in found] == [1 + text.count("\n")]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: !!python/object/apply:os.system [ls]\n", "!"),
        ("name: !!str x\n", "!"),
        ("name: !eigen x\n", "!"),
        ("name: !!binary aGFsbG8=\n", "!"),
        ("name: &a Mavi\nzitat: *a\n", "&"),
        ("name: *nie\n", "*"),
        (BOMB, "&"),
        ("adresse: &a {ort: Berlin}\nlage:\n  <<: *a\n", "<<"),
        ("adresse:\n  <<: {ort: Berlin}\n", "<<"),
        ("name: Mavi\n--- \nname: Zwei\n", "zweites Dokument"),
        ("name: Mavi\n...\nname: Zwei\n", "steht zweimal da"),
        ("%YAML 1.1\n---\nname: Mavi\n", "%"),
        ("%TAG ! tag:x,2000:\n---\nname: Mavi\n", "%"),
        ("? name\n: Mavi\n? [a, b]\n: c\n", "kein einfaches Wort"),
        ("name: " + "[" * 40 + "]" * 40 + "\n", "Ebenen"),
    ],
)
def test_yaml_does_nothing_clever(text: str, said: str) -> None:
    values, problems = parse(text, path=PATH, first_line=2, lang="de")
    assert problems
    assert all(one.line is not None and one.path == PATH for one in problems)
    assert any(said in one.message for one in problems), [one.message for one in problems]
    assert values is None or len(repr(values.values)) < 10_000
