"""`tasks.py publish` and `rollback`: build, say what would be different, bring it online; and back again."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..check.manifest import ManifestError, differences, read_manifest
from ..problems import ContentError, as_text
from ..read.tombstones import latest
from ..write.lock import BusyError, held
from . import build, kit, own_server
from .connection import PublishError
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .manifest import (
    BEFORE,
    KEPT,
    Change,
    Manifest,
    address_of,
    compare,
    lines_of,
    manifest_of,
    pages,
)
from .settings import values_of
from .takedown_build import forget_output, ready_since
from .takedown_job import JOBS
from .targets import CONF, SETTING, OwnServer, Target, target_of
from .way import Host, Way

_MOST_LOST = 0.1
"""Share of the pages online that may go without a question."""
_SHOWN = 20
_UNFINISHED = """Warnung: Ein Herausnehmen ist noch nicht fertig. Was davon noch in Texten steht, geht mit hinaus.
Bitte mit demselben takedown-Befehl zu Ende bringen und dann noch einmal veröffentlichen."""
_NOT_BUILT = "Darum wurde nichts gebaut und nichts veröffentlicht."
_WITHOUT_THEM = """
Seit dem letzten guten Stand wurde etwas herausgenommen. Veröffentlicht wird deshalb dieser Stand, ohne es; die Fehler
bitte trotzdem beheben."""
_NO_TARGET = "Fertig. Hochzuladen ist der ganze Inhalt dieses Ordners: {output}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `publishconf.py` says about publishing."""

    target: Target | None
    site_url: str
    cache: Path


def main(
    *,
    date: str | None = None,
    probe: bool = False,
    fewer: bool = False,
    root: Path | None = None,
    workers: str = "",
) -> int:
    """Builds the site of ``root`` into its ``output`` and brings it where ``PUBLISH`` says; an exit code.

    Nobody else may be at ``output`` meanwhile. Where the way is barred nothing is built. ``probe`` only says what would
    change. ``fewer``: more than a tenth of the pages may go. ``workers`` as for `hired`.
    """
    root = (root or Path.cwd()).resolve()
    if date and (complaint := date_complaint(date)):
        print(complaint, file=sys.stderr)
        return FAILED
    try:
        settings = settings_of(root)
        with held(root / "output", "veröffentlicht"):
            if settings.target is not None:
                Way(settings.target, root, settings.cache, latest(root)).tried()
            started = dt.datetime.now(dt.UTC)
            if code := build.built(root, root / "output", date=date, conf=CONF, site_url=None, workers=workers):
                return code if code != CONTENT else _as_taken_down(root, settings, probe=probe, fewer=fewer)
            _warn_of_unfinished(root)
            return send(root, settings, started, probe=probe, fewer=fewer, not_before=latest(root))
    except ContentError as exc:
        print(as_text(exc.problems), file=sys.stderr)
        return CONTENT
    except (PublishError, ManifestError) as exc:
        print(f"{exc}\n{_NOT_BUILT}", file=sys.stderr)
        return FAILED
    except (OSError, BusyError) as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(f"{said} Es wurde nichts veröffentlicht.", file=sys.stderr)
        return FAILED


def _as_taken_down(root: Path, settings: Settings, *, probe: bool, fewer: bool) -> int:
    """Nobody stays online because others have errors in their texts: what was built without them goes out as it is.

    The exit code says in any case that the texts have errors.
    """
    not_before = latest(root)
    since = ready_since(root / "output", settings.cache, not_before)
    if since is None:
        return CONTENT
    print(_WITHOUT_THEM, file=sys.stderr)
    _warn_of_unfinished(root)
    code = send(root, settings, since, probe=probe, fewer=fewer, not_before=not_before)
    if code == OK and settings.target is not None and not probe:
        forget_output(settings.cache)
    return code or CONTENT


def _warn_of_unfinished(root: Path) -> None:
    if any((root / JOBS).glob("*.json")):
        print(_UNFINISHED, file=sys.stderr)


def send(
    root: Path,
    settings: Settings,
    started: dt.datetime,
    *,
    probe: bool = False,
    fewer: bool = False,
    not_before: dt.datetime | None = None,
) -> int:
    """Brings the finished ``root/output`` online, whose build began at ``started``; otherwise as `main`.

    ``not_before`` is the time of the newest takedown: nothing older stays on the server.
    """
    output = root / "output"
    if settings.target is None:
        print(_NO_TARGET.format(output=output))
        return OK
    try:
        with Way(settings.target, root, settings.cache, not_before).opened(look=probe) as host:
            return _publish(host, output, settings.cache, started, probe=probe, fewer=fewer)
    except (PublishError, ManifestError) as exc:
        print(exc, file=sys.stderr)
        return FAILED


def rollback(name: str = "", *, root: Path | None = None, not_before: dt.datetime | None = None) -> int:
    """Puts an older release of the own server online, ``name`` or the one before; an exit code.

    None from before ``not_before``, by default the newest takedown.
    """
    root = (root or Path.cwd()).resolve()
    try:
        target = settings_of(root).target
        if not isinstance(target, OwnServer):
            print(
                "Einen früheren Stand hat nur der eigene Server (ssh://…). Sonst: den früheren Stand der Texte holen"
                " und neu veröffentlichen.",
                file=sys.stderr,
            )
            return FAILED
        with own_server.opened(target, not_before or latest(root)) as server:
            print(f"Online ist jetzt der Stand {server.back(name)}.")
    except ContentError as exc:
        print(as_text(exc.problems), file=sys.stderr)
        return CONTENT
    except PublishError as exc:
        print(exc, file=sys.stderr)
        return FAILED
    print("Das nächste Veröffentlichen, auch das tägliche, bringt wieder den neuesten Stand.")
    return OK


def settings_of(root: Path) -> Settings:
    """Raises `ContentError` for a ``PUBLISH`` that names no target."""
    address, _, cache = kit.settings_of(root)
    value = values_of(root, CONF).get(SETTING) if (root / CONF).exists() else None
    return Settings(target_of(root, value), address, cache)


def _publish(host: Host, output: Path, cache: Path, started: dt.datetime, *, probe: bool, fewer: bool) -> int:
    text = manifest_of(output)
    before, now = host.online(), read_manifest(text)
    if differences(output):
        raise PublishError("In output/ liegt nicht mehr, was gebaut wurde. Bitte noch einmal.")
    change = compare(before or {}, now)
    print(told(change, before, output))
    if probe:
        print(_listed(change))
        print("Das war nur die Probe: Es wurde nichts hochgeladen.")
        return OK
    lost, total = pages(change.gone), len(pages(before or ()))
    if len(lost) > _MOST_LOST * total and not fewer and not _agreed(lost, total):
        return FAILED
    print(host.bring(output, text, started))
    _keep(cache, before, text)
    return OK


def told(change: Change, before: Manifest | None, output: Path) -> str:
    """What is different from what is online, in a line."""
    parts = (change.new, change.changed, change.gone)
    shown, others = [pages(names) for names in parts], [_others(names) for names in parts]
    size = sum((output / name).stat().st_size for name in (*change.new, *change.changed)) / 1_000_000
    where = "Gegenüber dem, was online ist" if before is not None else "Von hier wurde noch nichts veröffentlicht"
    said = f"{_counted(shown, ('Seite', 'Seiten'))}; {_counted(others, ('andere Datei', 'andere Dateien'))}"
    return f"{where}: {said}. Neu und geändert: {f'{size:.1f}'.replace('.', ',')} MB."


def _others(names: Sequence[str]) -> list[str]:
    return sorted(set(names).difference(pages(names)))


def _counted(parts: Sequence[Sequence[str]], name: tuple[str, str]) -> str:
    new, changed, gone = map(len, parts)
    return f"{new} {name[new != 1]} neu, {changed} geändert, {gone} weg"


def _listed(change: Change) -> str:
    """The pages by address; of the many only the first."""
    lines = []
    for word, names in (("neu", change.new), ("geändert", change.changed), ("weg", change.gone)):
        found = pages(names)
        lines += [f"  {word}: /{address_of(name)}" for name in found[:_SHOWN]]
        lines += [f"  {word}: … und {len(found) - _SHOWN} weitere"] if len(found) > _SHOWN else []
    return "\n".join(lines)


def _agreed(lost: Sequence[str], total: int) -> bool:
    """Whether somebody who is there wants it so. Where nobody is, nobody does."""
    print(f"Es würden {len(lost)} von {total} Seiten verschwinden:")
    print("\n".join(f"  /{address_of(name)}" for name in lost))
    if sys.stdin.isatty():
        with contextlib.suppress(EOFError):
            if input("Ist das so gewollt? (ja/nein) ").strip().casefold() in ("ja", "j"):
                return True
    print("Es wurde nichts veröffentlicht. Wenn es so gewollt ist: python3 tasks.py publish --weniger")
    return False


def _keep(cache: Path, before: Manifest | None, text: str) -> None:
    """Notes what is online now, and what was: `verify-live` asks whether what is gone is really gone."""
    cache.mkdir(parents=True, exist_ok=True)
    if before is not None:
        (cache / BEFORE).write_text(lines_of(before), "utf-8")
    (cache / KEPT).write_text(text, "utf-8")
