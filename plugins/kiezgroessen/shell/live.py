"""`tasks.py verify-live`: is online what was built? Every page and file is fetched and compared; nothing is changed."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from ..check.manifest import ManifestError, read_manifest
from ..plan.headers import TWINS
from ..write.manifest import MANIFEST
from .asking import Asker, RefusedError, said
from .exits import FAILED, OK
from .fetching import Fetched, Reader
from .kit import settings_of
from .live_host import host_report
from .live_report import GIVE_UP, Judged, report
from .manifest import BEFORE, Manifest, address_of, digest_of, forget_gone, manifest_of, pages

STATE = "live.json"
"""In the cache: what the server calls the version of each file that was right (its ETag)."""
AT_ONCE = 4
SAMPLE = 50
"""Files besides the pages that a quick look is content with."""
_NOT_SERVED = frozenset({"404.html", "410.html", "_headers", "_redirects", ".htaccess", ".nojekyll"})
"""What hosts read themselves, and show under other addresses or not at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is asked for. ``digest`` is empty where it must not be there; ``old`` is the one from before."""

    name: str
    digest: str = ""
    old: str = ""
    size: int = 0


@dataclass(slots=True)
class _Patience:
    """Whether it is worth while to go on asking; shared by the threads."""

    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_over(self) -> bool:
        return self.failed >= GIVE_UP

    def note(self, *, answered: bool) -> None:
        with self.lock:
            self.failed = 0 if answered else self.failed + 1


def main(*, quick: bool = False, root: Path | None = None, asker: Asker | None = None, seconds: float = 20.0) -> int:
    """Compares the site at ``SITEURL`` with ``root/output`` and prints what is different; 1 where something is.

    ``quick``: all pages, but only some of the other files. ``asker`` and ``seconds`` per file are only others in tests.
    """
    root = (root or Path.cwd()).resolve()
    output = root / "output"
    if not (output / "index.html").is_file():
        print("In output/ liegt keine Website. Bitte zuerst: python3 tasks.py publish")
        return FAILED
    address, _, cache = settings_of(root)
    # The address is the editors' own, wherever it leads.
    asker = asker or Asker(f"Kiezgroessen-Live/1 (+{address})", allowed=lambda _address: True)
    try:
        text = manifest_of(output)
        now = read_manifest(text)
    except ManifestError as reason:
        print(reason)
        return FAILED
    wanted = wanted_of(now, _before(cache), output, digest_of(text), quick=quick)
    # What a server calls a version may be no more than size and time: good enough for a quick look.
    known = _known(cache / STATE) if quick else {}
    base = urlsplit(address)
    found = _asked(wanted, known, asker, base, seconds)
    _keep(cache / STATE, wanted, found)
    with contextlib.closing(Reader(asker, base, seconds)) as reader:
        remarks = host_report(reader, asker, base, seconds)
    print(report(address, found, len(wanted) - len(found), quick=quick))
    print("\n".join(["", *remarks]) if remarks else "")
    if any(one.verdict != "good" for one in found) or len(found) != len(wanted):
        return FAILED
    if not quick:
        # What is gone need not be asked for again, and its name may be somebody's.
        forget_gone(cache, now)
    return OK


def wanted_of(now: Manifest, before: Manifest, output: Path, digest: str, *, quick: bool) -> list[Wanted]:
    """What to ask for, the manifest first: it says at once whether it is the right release."""
    # Packed twins are sent in the place of their files, and not handed out themselves.
    twins = {f"{name}{end}" for name in now for end, _ in TWINS}
    served = [name for name in now if name not in _NOT_SERVED and name not in twins]
    others = sorted((name for name in served if not name.endswith(".html")), key=lambda name: now[name])
    shown = [*pages(served), *(others[:SAMPLE] if quick else others)]
    present = [Wanted(name, now[name], before.get(name, ""), (output / name).stat().st_size) for name in sorted(shown)]
    packed = {f"{name}{end}" for name in before for end, _ in TWINS}
    hidden = _NOT_SERVED | packed
    gone = sorted((name for name in before if name not in now and name not in hidden), key=lambda n: before[n])
    gone = [*pages(gone), *[name for name in gone if not name.endswith(".html")][: SAMPLE if quick else None]]
    manifest = Wanted(MANIFEST, digest, size=(output / MANIFEST).stat().st_size)
    return [manifest, *present, *(Wanted(name, old=before[name]) for name in gone)]


def _asked(
    wanted: Sequence[Wanted], known: Mapping[str, str], asker: Asker, base: SplitResult, seconds: float
) -> list[Judged]:
    """What became of each, as long as somebody answered."""
    patience = _Patience()

    def one_after_the_other(part: Sequence[Wanted]) -> list[Judged]:
        done = []
        with contextlib.closing(Reader(asker, base, seconds)) as reader:
            for one in part:
                if patience.is_over():
                    break
                try:
                    done.append(judged(one, reader.get(address_of(one.name), one.size, known.get(_key(one), ""))))
                    patience.note(answered=True)
                except (OSError, http.client.HTTPException, ValueError, RefusedError) as fault:
                    done.append(Judged(one.name, "silent", said(fault)))
                    patience.note(answered=False)
        return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = pool.map(one_after_the_other, [wanted[n::AT_ONCE] for n in range(AT_ONCE)])
        return [one for part in parts for one in part]


def judged(wanted: Wanted, got: Fetched) -> Judged:
    """What an answer says about a file."""
    name, status = wanted.name, got.status
    if not wanted.digest:
        gone = status in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE)
        return Judged(name, "good") if gone else Judged(name, "there", f"antwortet mit {status} statt 404 oder 410")
    etag = got.headers.get("etag", "")
    if status == http.HTTPStatus.NOT_MODIFIED or (status == http.HTTPStatus.OK and got.digest == wanted.digest):
        return Judged(name, "good", etag=etag)
    if status != http.HTTPStatus.OK:
        to = got.headers.get("location", "")
        return Judged(name, "missing", _led_away(to, name) if to else f"antwortet mit {status}")
    return Judged(name, "stale" if got.digest == wanted.old else "other")


def _led_away(to: str, name: str) -> str:
    """Where to, without what is different for every file: a site that has moved as a whole is one thing to say."""
    address = quote(address_of(name), safe="/~")
    place = f"{to.removesuffix(address)[:200]}…" if address and to.endswith(address) else to[:200]
    return f"leitet weiter nach {place!r}"


def _before(cache: Path) -> Manifest:
    """What was online before the last publishing; nothing where that is not known."""
    try:
        return read_manifest((cache / BEFORE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _key(one: Wanted) -> str:
    """A version of a file: what the server calls it is only good for this one."""
    return f"{one.name} {one.digest}"


def _known(file: Path) -> dict[str, str]:
    """What was remembered; nothing where the file is missing or not as this program writes it."""
    try:
        return {str(key): str(etag) for key, etag in json.loads(file.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _keep(file: Path, wanted: Sequence[Wanted], found: Sequence[Judged]) -> None:
    keys = {one.name: _key(one) for one in wanted}
    file.parent.mkdir(parents=True, exist_ok=True)
    etags = {keys[one.name]: one.etag for one in found if one.etag and one.verdict == "good"}
    file.write_text(json.dumps(etags, indent=1, sort_keys=True), "utf-8")
