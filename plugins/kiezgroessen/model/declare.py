"""How a field is declared: once, with its German key, help and example.

From the declarations come the reader, the messages, the JSON Schema for editors' programs, the template of `new`
and the reference in the handbook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

REQUIRED: Any = PydanticUndefined


class Record(BaseModel):
    """A frozen group of fields. Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: ClassVar[str] = ""
    """What the group is, in German, for the handbook."""
    not_known: ClassVar[set[str]] = set()
    """Which fields were typed, of all that were packed up. Nobody adds to it: they are frozen, a copy has its own."""

    def __reduce__(self) -> tuple[Callable[..., Record], tuple[Any, ...]]:
        return _record, (type(self), *(self.__dict__[name] for name in type(self).model_fields))


def _record(kind: type[Record], *values: object) -> Record:
    """One that was packed up. To know which of its fields were typed would take a third of its memory."""
    record = kind.__new__(kind)
    put = object.__setattr__
    put(record, "__pydantic_fields_set__", Record.not_known)
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    # One by one, so that all of a kind share their keys.
    for name, value in zip(kind.model_fields, values, strict=True):
        put(record, name, value)
    return record


def item(
    key: str,
    text: str,
    default: Any = REQUIRED,
    *,
    example: str = "",
    translated: bool = False,
    private: bool = False,
) -> Any:
    """Declares a field: German key, help text, default (none: required), example as an editor would type it.

    ``translated`` fields may stand in translations beside the German file; ``private`` ones never reach the output.
    """
    extra: dict[str, JsonValue] = {"x-uebersetzbar": translated, "x-privat": private}
    return Field(default, alias=key, description=text, examples=[example] if example else None, json_schema_extra=extra)


def is_translated(info: FieldInfo) -> bool:
    """Whether a translation may name this field."""
    return bool(isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("x-uebersetzbar"))


def is_private(info: FieldInfo) -> bool:
    """Whether this field stays out of everything that is published."""
    return bool(isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("x-privat"))
