"""The field list of the handbook and the schemas: current, and true to what the reader accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiezgroessen.model.declare import Record, is_private
from kiezgroessen.model.messages import example_line, fields_of
from kiezgroessen.model.validate import RECORDS
from kiezgroessen.read.yamltree import parse
from kiezgroessen.shell import reference

ROOT = Path(__file__).resolve().parent.parent
# The words of the sample that the examples in the declarations use.
VOCABULARY = {"gewerbe": {"baeckerei": None}, "arten": {"praktikum": None, "sachspende": None}}


def declared() -> Iterator[tuple[type[Record], str]]:
    for record in (*RECORDS.values(), *reference.groups()):
        for key, info in fields_of(record).items():
            if info.examples:
                yield record, key


@pytest.mark.parametrize("name", reference.files())
def test_what_is_committed_is_what_the_declarations_say(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == reference.files()[name], "python3 tasks.py reference"


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / reference.SCHEMAS).iterdir()}
    assert there <= set(reference.files())


@pytest.mark.parametrize(
    ("record", "key"), list(declared()), ids=lambda part: part if isinstance(part, str) else part.title
)
def test_an_example_can_be_typed_as_it_stands(record: type[Record], key: str) -> None:
    line = example_line(key, fields_of(record)[key])
    header, problems = parse(str(line), path="example", first_line=1, lang="de")
    assert header is not None
    assert problems == []
    with pytest.raises(ValidationError) as caught:  # the key that no record has is there so that something is wrong
        record.model_validate({**header.values, "gibt-es-nicht": "x"}, context=VOCABULARY)
    assert [error for error in caught.value.errors() if error["loc"][0] == key] == []


@pytest.mark.parametrize("kind", RECORDS)
def test_there_is_an_end_to_every_list(kind: str) -> None:
    schema = reference.schema(kind)
    for group in (schema, *schema.get("$defs", {}).values()):
        for key, field in group["properties"].items():
            shapes = (field, *field.get("anyOf", ()))
            lists = [one for one in shapes if one.get("type") == "array"]
            assert all(0 < one["maxItems"] <= 500 for one in lists), key
            words = [one for one in shapes if one.get("type") == "object" and "additionalProperties" in one]
            assert all(0 < one["maxProperties"] <= 500 for one in words if one["additionalProperties"]), key


def test_every_field_has_its_row() -> None:
    text = reference.handbook()
    for record in (*RECORDS.values(), *reference.groups()):
        table = re.search(rf"^##+ {record.title}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
        assert table is not None, record.title
        rows = re.findall(r"^\| `([a-z_]+)` \|.*\| (ja|) \|$", table[1], re.MULTILINE)
        assert dict(rows) == {key: "ja" if is_private(info) else "" for key, info in fields_of(record).items()}


def test_links_in_the_field_list_lead_to_a_heading() -> None:
    text = reference.handbook()
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= {heading.lower() for heading in headings}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_schema_speaks_german_and_points_to_what_it_holds(kind: str) -> None:
    text = json.dumps(reference.schema(kind), ensure_ascii=False)
    schema = json.loads(text)
    assert set(re.findall(r'"#/\$defs/([^"]+)"', text)) == set(schema.get("$defs", {}))
    for group in (schema, *schema.get("$defs", {}).values()):
        assert group["additionalProperties"] is False
        assert set(group.get("required", ())) <= set(group["properties"])
        for key, field in group["properties"].items():
            assert re.fullmatch(r"[a-z_]+", key)
            assert field["description"]
