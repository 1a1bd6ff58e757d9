"""QR codes: always black on white, with the quiet zone and the error correction that paper in a window needs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, TypeAlias

import segno

if TYPE_CHECKING:
    from ..plan.kit.small import QrPlan

QUIET = 4
"""Modules of white on each side, as the standard asks for (ISO/IEC 18004)."""
_ERROR = "q"
"""A quarter of the code may be scratched, wet or pasted over. Nothing is ever laid into it on purpose."""

_LEGIBLE = 60
"""Characters of an address that are enough to know which one is meant."""

_Point: TypeAlias = tuple[int, int]


class TooLongError(ValueError):
    """An address that no code can hold: German, a sentence."""


def qr_svg(addresses: str) -> bytes:
    """The code as a picture without a size of its own: SVG in one line.

    Sheets with many codes take addresses line by line, and get a line for each. Raises `TooLongError` where an address
    is too long for a code.
    """
    return "\n".join(_drawn(address) for address in addresses.split("\n")).encode()


def qr_png(address: str, width: int) -> bytes:
    """The code in whole pixels per module, at least ``width`` pixels wide. Raises `TooLongError` as `qr_svg` does."""
    code = _code(address)
    scale = -(-width // (code.symbol_size(border=QUIET)[0]))
    out = io.BytesIO()
    code.save(out, kind="png", border=QUIET, scale=scale)
    return out.getvalue()


def made_code(plan: QrPlan) -> list[bytes]:
    """The bytes of a plan's files, in their order, the same every time. Raises `TooLongError` as `qr_svg`."""
    return [
        qr_png(plan.address, file.width) if file.format == "png" else _drawn(plan.address, plan.side).encode()
        for file in plan.files
    ]


def _code(address: str) -> segno.QRCode:
    # The level stays what it is: segno would raise it where there is room, and two codes would look unlike.
    try:
        return segno.make_qr(address, error=_ERROR, boost_error=False)
    except segno.DataOverflowError:
        raise TooLongError(f"Die Adresse {address[:_LEGIBLE]}… ist zu lang für einen QR-Code.") from None


def _drawn(address: str, side: float | None = None) -> str:
    """The code as SVG; with ``side``, in millimetres, as a file that stands for itself and says what it is."""
    rows = [[bool(module) for module in row] for row in _code(address).matrix]
    whole = len(rows) + 2 * QUIET
    size = f' width="{side:g}mm" height="{side:g}mm"' if side else ""
    title = f"<title>{escape(address, quote=False)}</title>" if side else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
        f'{title}<path fill="#fff" d="M0 0h{whole}v{whole}H0z"/><path d="{"".join(_outlines(rows))}"/></svg>'
    )


def _outlines(rows: Sequence[Sequence[bool]]) -> Iterator[str]:
    """Closed paths around all that is black, clockwise, with what is white inside it counter-clockwise.

    Modules drawn one by one, or line by line, show hairlines of paper between them on screens and in some printers.
    """
    ways = _edges(rows)
    while ways:
        start = here = next(iter(ways))
        before: _Point | None = None
        path = f"M{start[0] + QUIET} {start[1] + QUIET}"
        run = (0, 0)
        while before is None or here != start:
            nexts = ways[here]
            there = nexts.pop()
            if not nexts:
                del ways[here]
            step = (there[0] - here[0], there[1] - here[1])
            if (run[0] and step[0]) or (run[1] and step[1]):
                run = (run[0] + step[0], run[1] + step[1])
            else:
                path += _stroke(run)
                run = step
            before, here = here, there
        yield f"{path}{_stroke(run)}z"


def _edges(rows: Sequence[Sequence[bool]]) -> dict[_Point, list[_Point]]:
    """Where black meets white: from each corner to the next one, black to the right."""
    size = len(rows)

    def black(x: int, y: int) -> bool:
        return 0 <= x < size and 0 <= y < size and rows[y][x]

    found: dict[_Point, list[_Point]] = {}
    for y in range(size):
        for x in range(size):
            if not rows[y][x]:
                continue
            corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
            beside = (black(x, y - 1), black(x + 1, y), black(x, y + 1), black(x - 1, y))
            for number, hidden in enumerate(beside):
                if not hidden:
                    found.setdefault(corners[number], []).append(corners[(number + 1) % 4])
    return found


def _stroke(run: _Point) -> str:
    return f"h{run[0]}" if run[0] else f"v{run[1]}" if run[1] else ""
