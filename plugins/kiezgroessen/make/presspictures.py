"""Pictures for the press: as photographed, sharp enough for print, and saying nothing but whose they are.

The only metadata are the credit and the copyright notice, as XMP (IPTC Photo Metadata Standard, "Credit Line" and
"Copyright Notice"), so that a picture keeps its credit when it travels without its caption.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from PIL import Image
from PIL import __version__ as pillow

from .. import pool
from ..plan.press import DENSITY, PressPicture
from ..problems import Problem, error, in_order
from ..read.photos import LOST, UnusablePhotoError
from .pictures import develop
from .run import unworked
from .store import Store, key_of

_QUALITY = 90
_PREVIEW_QUALITY = 80
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Credit={credit}>\
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>\
</rdf:Description></rdf:RDF></x:xmpmeta>"""

_Failure: TypeAlias = tuple[str, str]
"""The file that a picture is declared in and what is wrong with it, in German."""


@dataclass(frozen=True, slots=True)
class _Job:
    picture: PressPicture
    key: str
    preview_key: str


def made(picture: PressPicture) -> tuple[bytes, bytes]:
    """The picture and the small one for the page, as JPEG. Raises `UnusablePhotoError`."""
    whole = develop(picture.cut, (picture.width, picture.height))
    small = whole.resize(picture.preview_size, Image.Resampling.LANCZOS)
    return _for_print(whole, picture.credit), _for_page(small)


def keys_of_press(pictures: Iterable[PressPicture]) -> dict[str, str]:
    """The keys of all that `perform_press` makes, by their names below the output folder.

    As with other pictures a key begins with the photo that can be seen, and whereon.
    """
    tools = _tools()
    found: dict[str, str] = {}
    for picture in pictures:
        base, start = key_of("press", picture.shows, tools), f"{picture.cut.digest[:16]}-presse"
        found[picture.name] = f"{start}-{key_of(base, 'print')}"
        found[picture.preview] = f"{start}-{key_of(base, 'preview')}"
    return found


def perform_press(
    pictures: Iterable[PressPicture], *, store: Store, folder_out: Path, workers: int = 1
) -> list[Problem]:
    """Let every picture appear below ``folder_out``, the small ones with them.

    What is missing in the store is made in at most ``workers`` processes, within limits; one that dies costs its
    picture and nothing else.
    """
    wanted = {picture.name: picture for picture in pictures}
    keys = keys_of_press(wanted.values())
    present = {name for name, key in keys.items() if store.has(key)}
    jobs = [
        _Job(one, keys[one.name], keys[one.preview])
        for one in wanted.values()
        if not {one.name, one.preview} <= present
    ]
    failures: list[_Failure] = []
    for job, result in zip(
        jobs, pool.run(partial(work, store=store), jobs, workers=workers, limits=pool.LIMITS), strict=True
    ):
        lost = isinstance(result, pool.Lost)
        failures += [(job.picture.source, LOST[result.cause])] if isinstance(result, pool.Lost) else result
        if not lost and not result:
            present |= {job.picture.name, job.picture.preview}
    for name, key in keys.items():
        if name in present:
            store.place(key, folder_out / name)
    return in_order(error(path, None, f"Das Foto {reason}.") for path, reason in dict.fromkeys(failures))


def work(job: _Job, store: Store) -> list[_Failure]:
    """Make a picture and put it into the store. Runs in any process; says what is wrong with the photo.

    Raises `OSError` where it is not the photo's fault.
    """
    try:
        large, small = made(job.picture)
    except UnusablePhotoError as reason:
        return [(job.picture.source, str(reason))]
    except OSError as reason:
        return [(job.picture.source, unworked(reason))]
    store.put(job.key, large)
    store.put(job.preview_key, small)
    return []


def _for_print(picture: Image.Image, credit: str) -> bytes:
    out = io.BytesIO()
    xmp = _XMP.format(credit=quoteattr(credit), rights=escape(credit)).encode()
    # Full colour resolution: newspapers convert it once more.
    picture.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, dpi=(DENSITY, DENSITY), xmp=xmp)
    return out.getvalue()


def _for_page(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_PREVIEW_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _tools() -> str:
    """What the bytes depend on beside the plan: Pillow, and the code."""
    room = Path(__file__).parent
    total = hashlib.sha256(pillow.encode())
    for name in ("pictures.py", "presspictures.py"):
        total.update((room / name).read_bytes())
    return total.hexdigest()
