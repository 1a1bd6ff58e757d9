"""A QR code is good when somebody else can read it: the finished picture is given to a reader that did not draw it."""

from __future__ import annotations

import io

from PIL import Image


def read_back(picture: bytes) -> str | None:
    """What a scanner reads from a code's PNG, or ``None`` where it sees no code, or more than one."""
    import zxingcpp  # noqa: PLC0415 - only a build that has made codes pays for it

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    with Image.open(io.BytesIO(picture), formats=["PNG"]) as opened:
        found = zxingcpp.read_barcodes(opened.convert("L"), formats=kinds)
    return found[0].text if len(found) == 1 else None
