"""Pictures for the press: as photographed, sharp enough for print, and saying nothing but whose they are.

The only metadata are the credit and the copyright notice, as XMP (IPTC Photo Metadata Standard, "Credit Line" and
"Copyright Notice"), so that a picture keeps its credit when it travels without its caption.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image
from PIL import __version__ as pillow

from .. import pool
from ..plan.press import DENSITY, PressPicture
from ..problems import Problem, error
from ..read.photos import LOST, UnusablePhotoError
from .crew import Crew, Order, fulfil
from .jobs import Answer, Expected, Job, Photos, Room
from .pictures import develop
from .run import unworked
from .store import Store, installed, key_of

_QUALITY = 90
_PREVIEW_QUALITY = 80
_MEGAPIXEL = 0.02
"""Roughly the seconds it takes, to begin with the biggest."""
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Credit="{credit}">\
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>\
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@dataclass(frozen=True, slots=True)
class _Pair:
    picture: PressPicture
    key: str
    preview_key: str


def made(picture: PressPicture, photos: Photos | None = None) -> tuple[bytes, bytes]:
    """The picture and the small one for the page, as JPEG. Raises `UnusablePhotoError`."""
    whole = develop(picture.cut, (picture.width, picture.height), photos)
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
    pictures: Iterable[PressPicture], *, store: Store, folder_out: Path, crew: Crew | None = None
) -> list[Problem]:
    """Let every picture appear below ``folder_out``, the small ones with them."""
    return fulfil([order_press(pictures)], store=store, folder_out=folder_out, crew=crew or Crew())


def order_press(pictures: Iterable[PressPicture]) -> Order:
    """The order for pictures for the press, each with a small one."""
    wanted = {picture.name: picture for picture in pictures}
    keys = keys_of_press(wanted.values())
    pairs = [_Pair(one, keys[one.name], keys[one.preview]) for one in wanted.values()]

    def jobs(missing: Collection[str], _workers: int) -> list[Job]:
        return [_job_of(one) for one in pairs if {one.key, one.preview_key} & set(missing)]

    return Order(
        files=list(keys.items()),
        expected={key: one for pair in pairs for key, one in _expected(pair).items()},
        jobs=jobs,
        told=lambda found: list(dict.fromkeys(found)),
    )


def _expected(pair: _Pair) -> dict[str, Expected]:
    picture = pair.picture
    return {
        pair.key: Expected("jpg", picture.width, picture.height),
        pair.preview_key: Expected("jpg", *picture.preview_size),
    }


def _job_of(pair: _Pair) -> Job:
    cut = pair.picture.cut
    seconds = _MEGAPIXEL * (cut.size[0] * cut.size[1] + pair.picture.width * pair.picture.height) / 1e6
    return Job(work, pair, Room(), _expected(pair), (cut,), seconds, pool.LIMITS, lost)


def work(pair: _Pair, _room: Room, photos: Photos) -> Answer:
    """Makes a picture. Runs in any process; says what is wrong with the photo.

    Raises `OSError` where it is not the photo's fault.
    """
    try:
        large, small = made(pair.picture, photos)
    except UnusablePhotoError as reason:
        return Answer(problems=(_complaint(pair, str(reason)),))
    except OSError as reason:
        return Answer(problems=(_complaint(pair, unworked(reason)),))
    return Answer(((pair.key, large), (pair.preview_key, small)))


def lost(pair: _Pair, cause: pool.Cause) -> tuple[Problem, ...]:
    """What is said where a process has died of it."""
    return (_complaint(pair, LOST[cause]),)


def _complaint(pair: _Pair, why: str) -> Problem:
    return error(pair.picture.source, None, f"Das Foto {why}.")


def _for_print(picture: Image.Image, credit: str) -> bytes:
    out = io.BytesIO()
    xmp = _XMP.format(credit=escape(credit), rights=escape(credit)).encode()
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
    total = hashlib.sha256(f"{pillow} {installed('pillow-heif')} {DENSITY}".encode())
    for name in ("pictures.py", "presspictures.py", "../read/photos.py"):
        total.update((room / name).read_bytes())
    return total.hexdigest()
