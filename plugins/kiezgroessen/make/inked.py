"""What of a sheet's data has ink: characters that no font for paper has are left out, or nothing would be printed.

At which field that happens is said before, by `plan.material_check`.
"""

from __future__ import annotations

import json
from typing import TypeAlias

from ..read.letters import Letters, all_plain, printable

_Json: TypeAlias = "str | int | float | bool | dict[str, _Json] | list[_Json] | None"


def inked(data: str, letters: Letters) -> str:
    """The JSON of a sheet with all its texts as they can be printed; byte for byte the same where they all can."""
    # Control characters are written as escapes.
    if all_plain(data, letters) and "\\u00" not in data:
        return data
    whole: _Json = json.loads(data)
    return json.dumps(_inked(whole, letters), ensure_ascii=False, sort_keys=True)


def _inked(value: _Json, letters: Letters) -> _Json:
    if isinstance(value, str):
        return printable(value, letters)
    if isinstance(value, list):
        return [_inked(one, letters) for one in value]
    if isinstance(value, dict):
        return {key: _inked(one, letters) for key, one in value.items()}
    return value
