"""What the store may keep: nobody who is no longer shown, and nothing that nobody asks for."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from ..link.kiez import ActionNode, AllowedPhoto, BusinessNode, InstitutionNode, Kiez
from ..model.parts import Channel
from ..plan.media import MediaPlan
from ..read.document import Document
from .archive import may_archive_stay
from .run import Tools, keys_of
from .store import Store

if TYPE_CHECKING:
    from .shared import Shared

_Node: TypeAlias = BusinessNode | InstitutionNode | ActionNode

_ARCHIVE = "zip"
_PLACES: Mapping[Channel, str] = MappingProxyType(
    {Channel.WEB: "bild", Channel.SOCIAL: "teilen", Channel.PRINT: "druck", Channel.PRESS: "presse"}
)
"""What the beginning of a key says for each channel."""


def forget(
    plans: Iterable[MediaPlan],
    *,
    store: Store,
    fonts: Path,
    also: Collection[str] = (),
    allowed: Collection[str] = (),
    refused: Collection[str] = (),
    only_used: bool = False,
    shared: Shared | None = None,
    now: float | None = None,
) -> int:
    """Forget every entry with a photo that is not shown there any more, and what was not used for a month.

    It may be somebody who has said no, so it goes at once: a photo that is on no page any more, share images with a
    photo that stands on a page only, an archive with one of them. What differs in other ways stays for a while,
    because the preview and the published site take turns and have other addresses on their share images. So does what
    only the published site has, where it is ``allowed`` (`allowed_photos`). Neither stays where anybody who gave the
    photo has ``refused`` it (`refused_photos`): an entry does not say whose it was. Nor does it say whose name was set
    in it: where somebody was taken down, ``only_used`` entries stay.

    ``plans`` and ``fonts`` as in `perform`; ``also`` are the keys of all else that the build has asked for; ``now`` is
    in seconds since 1970. The same goes for what is ``shared`` with others. Says how many entries of ours went.
    """
    tools = Tools.here(fonts)
    used = {key for plan in plans for _, key in keys_of(plan, tools)} | set(also)
    shown = ({photo_of(key) for key in used} | set(allowed)) - set(refused)
    now = time.time() if now is None else now

    def stays(key: str) -> bool:
        return not only_used and may_stay(key, shown)

    if shared is not None:
        shared.prune(used, may_stay=stays, now=now)
    return store.prune(used, may_stay=stays, now=now)


def allowed_photos(kiez: Kiez) -> set[str]:
    """The beginnings of keys of all that may be made for paper and press, whether this build makes it or not."""
    portraits = [photo for node in kiez.active for photo in node.photos if photo.index == 0]
    found = {f"{one.source.digest[:16]}-druck" for one in portraits if Channel.PRINT in one.channels}
    for nodes in (kiez.businesses, kiez.institutions, kiez.actions):
        for node in nodes.values():
            found |= {f"{one.source.digest[:16]}-presse" for one in node.photos if Channel.PRESS in one.channels}
    return found


def allowed_in_kits(kiez: Kiez) -> dict[str, set[str]]:
    """For each business that may have a kit, the beginnings of keys of all that may be in it."""
    return {node.slug: {start for photo in node.photos for start in _allowed(node, photo)} for node in kiez.active}


def refused_photos(kiez: Kiez, documents: Iterable[Document], root: Path) -> set[str]:
    """The beginnings of keys of all that may not be made of a photo for somebody who has it in their text.

    Somebody else who has the same photo may still allow it. ``documents`` are those that the Kiez was read from.
    """
    nodes: Mapping[str, Mapping[str, _Node]] = {
        "business": kiez.businesses,
        "institution": kiez.institutions,
        "action": kiez.actions,
    }
    found: set[str] = set()
    for document in documents:
        node = nodes.get(document.kind, {}).get(document.slug)
        shown = {photo.index: photo for photo in node.photos} if node else {}
        for index, entry in enumerate(document.header.values.get("fotos") or ()):
            if (photo := shown.get(index)) is not None and node is not None:
                allowed, digest = _allowed(node, photo), photo.source.digest
            else:
                allowed, digest = set(), _digest(root / document.folder, entry)
            found |= {f"{digest[:16]}-{place}" for place in _PLACES.values()} - allowed if digest else set()
    return found


def _allowed(node: _Node, photo: AllowedPhoto) -> set[str]:
    """What may be made of a photo; nothing new is made for businesses that have left."""
    left = isinstance(node, BusinessNode) and node.archived
    channels = photo.channels & {Channel.WEB} if left else photo.channels
    return {f"{photo.source.digest[:16]}-{_PLACES[channel]}" for channel in channels}


def _digest(folder: Path, entry: object) -> str:
    """Of a photo that is kept back: nobody has read it. "" where there is none."""
    typed = entry.get("datei") if isinstance(entry, dict) else None
    if not isinstance(typed, str) or "/" in typed or not folder.is_dir():
        return ""
    name = unicodedata.normalize("NFC", typed)
    # Names from a Mac may be spelled in another way and look the same.
    files = (file for file in folder.iterdir() if unicodedata.normalize("NFC", file.name) == name and file.is_file())
    file = next(files, None)
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""


def may_stay(key: str, shown: Collection[str]) -> bool:
    """Whether nobody can be seen in an entry who is not shown there."""
    start = photo_of(key)
    if start.split(".")[0] == _ARCHIVE:
        return may_archive_stay(key, shown)
    return start.endswith("-text") or start in shown


def photo_of(key: str) -> str:
    """The beginning of a key: which photo, and whereon."""
    return key.rpartition("-")[0]
