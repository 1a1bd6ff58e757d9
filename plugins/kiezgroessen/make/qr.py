"""QR codes: always black on white, with the quiet zone and the error correction that paper in a window needs."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""Modules of white on each side, as the standard asks for (ISO/IEC 18004)."""
_ERROR = "q"
"""A quarter of the code may be scratched, wet or pasted over. Nothing is ever laid into it on purpose."""


def qr_svg(address: str) -> bytes:
    """The code as a picture without a size of its own. Raises `ValueError` where the address is too long for one."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return out.getvalue()


def qr_png(address: str, width: int) -> bytes:
    """The code in whole pixels per module, at least ``width`` pixels wide."""
    code = _code(address)
    scale = -(-width // (code.symbol_size(border=QUIET)[0]))
    out = io.BytesIO()
    code.save(out, kind="png", border=QUIET, scale=scale)
    return out.getvalue()


def _code(address: str) -> segno.QRCode:
    # The level stays what it is: segno would raise it where there is room, and two codes would look unlike.
    return segno.make_qr(address, error=_ERROR, boost_error=False)
