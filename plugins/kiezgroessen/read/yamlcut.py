"""One value out of a header, or one into it, and every other byte of the file as it was: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from yaml import CSafeLoader, MappingNode, ScalarNode, SequenceNode, YAMLError, compose

from kiezgroessen.read.document import Loc
from kiezgroessen.read.yamlfault import is_deep

_FENCE = re.compile(r"---[ \t]*\r?\n")
_LONGEST = 100_000
Node: TypeAlias = Any
Plain: TypeAlias = "str | dict[str, Plain] | list[Plain] | None"


def plain(text: str) -> Plain:
    """The values of a file's header as typed, ``None`` where it cannot be read. Line ends and byte marks may be any."""
    found = _header(text)
    return None if found is None else _value(found[0])


def without(text: str, loc: Loc) -> str:
    """The file without an entry of a list, or without a key of the header; a list that is empty then goes, too.

    A single value where a list may be counts as a list of one: ``("betriebe", 0)`` of ``betriebe: mavi``. Raises
    `KeyError` where there is no such value.
    """
    header, offset = _found(text)
    key, index_in = loc[0], loc[1] if len(loc) > 1 else None
    index = next((at for at, (name, _) in enumerate(header.value) if name.value == key), None)
    if index is None:
        raise KeyError(loc)
    value = header.value[index][1]
    items = value.value if isinstance(value, SequenceNode) else [value]
    if index_in is not None and not (isinstance(index_in, int) and index_in < len(items)):
        raise KeyError(loc)
    if isinstance(index_in, int) and len(items) > 1:
        start, end = _span(text, value, [(item, item) for item in items], index_in, offset)
    else:
        start, end = _span(text, header, header.value, index, offset)
    return text[:start] + text[end:]


def with_value(text: str, loc: Loc, key: str, value: str) -> str:
    """The file with ``key: value`` in the group at ``loc``; an empty one is filled in, any other stays.

    Raises `KeyError` where there is no such group.
    """
    node, offset = _found(text)
    for part in loc:
        node = _inner(node, part)
    if not isinstance(node, MappingNode) or not node.value:
        raise KeyError(loc)
    for name, old in node.value:
        if name.value == key:
            if not isinstance(old, ScalarNode) or old.value:
                return text
            at = text.index(":", name.end_mark.index + offset) + 1
            return f"{text[:at]} {value}{text[at:]}"
    if node.flow_style:
        at = node.end_mark.index + offset - 1
        before = text[:at].rstrip()
        comma = "" if before.endswith(",") else ","
        return f"{before}{comma} {key}: {value}{text[len(before) :]}"
    at = _line_end(text, _last(node, text[offset:]) + offset)
    line_end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:at]}{' ' * node.value[0][0].start_mark.column}{key}: {value}{line_end}{text[at:]}"


def _found(text: str) -> tuple[Node, int]:
    found = _header(text)
    if found is None:
        raise KeyError(())
    return found


def _header(text: str) -> tuple[Node, int] | None:
    """The header as nodes with their places, and where in the file it begins. Files without ``---`` are all header."""
    first = re.match(r"\ufeff?(?:[ \t]*\r?\n)*", text)
    start = first.end() if first else 0
    end = len(text)
    if opened := _FENCE.match(text, start):
        start = opened.end()
        closed = re.compile(r"^---[ \t]*\r?$", re.MULTILINE).search(text, start)
        if closed is None:
            return None
        end = closed.start()
    if end - start > _LONGEST:
        return None
    try:
        # What is too deep would end the process: it is read in calls within calls, and nobody counts those.
        node = None if is_deep(text[start:end]) else compose(text[start:end], Loader=CSafeLoader)
    except (YAMLError, ValueError):
        return None
    return (node, start) if isinstance(node, MappingNode) else None


def _value(node: Node) -> Plain:
    if isinstance(node, MappingNode):
        return {str(name.value): _value(value) for name, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    return str(node.value) or None


def _inner(node: Node, part: str | int) -> Node:
    if isinstance(node, MappingNode):
        return {name.value: value for name, value in node.value}[part]
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if part == 0 and isinstance(node, ScalarNode):
        return node
    raise KeyError(part)


def _span(text: str, group: Node, entries: Sequence[tuple[Node, Node]], index: int, offset: int) -> tuple[int, int]:
    """Where an entry of a group begins and ends, with the comma or the line that belongs to it."""
    starts = [first.start_mark.index + offset for first, _ in entries]
    source = text[offset:]
    ends = [max(_last(first, source), _last(second, source)) + offset for first, second in entries]
    if not group.flow_style:
        start = starts[index]
        if isinstance(group, SequenceNode):
            start = text.rindex("-", 0, start)
        return text.rfind("\n", 0, start) + 1, _line_end(text, ends[index])
    if index + 1 < len(entries):
        return starts[index], starts[index + 1]
    return ends[index - 1] if index else starts[index], ends[index]


def _last(node: Node, source: str) -> int:
    """Where the last sign of a node ends in the header; a block itself reaches to the next key, over blank lines."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(source[: node.end_mark.index].rstrip())
    if isinstance(node, ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    if isinstance(node, SequenceNode):
        return _last(node.value[-1], source)
    return max(_last(node.value[-1][0], source), _last(node.value[-1][1], source))


def _line_end(text: str, at: int) -> int:
    """Behind the line that ``at`` is in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
