"""Who helps to make media: processes of this computer, a Dask cluster by its address, a store shared with others."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from ..make.away import PATIENCE, Away
from ..make.crew import Crew
from ..make.hands import Here, differences, here
from ..make.shared import Shared
from .progress import telling

DASK = "dask://"
STORE = "KIEZ_STORE"
SECRET = "KIEZ_STORE_SECRET"  # noqa: S105 - the name of a variable
_EXTRA = "pip install --require-hashes -r requirements/cluster.txt"
_SHORTEST = 16
"""Characters of the secret: whoever gets at the bucket could try all shorter ones."""
_CONNECTING = 15.0
"""Seconds until a cluster that does not answer counts as not there."""
_ASKED_EVERY = 2.0


class HelpError(Exception):
    """Why nobody can help as was asked for: German, whole sentences."""


def number_of(typed: str, default: int) -> int:
    """How many processes of this computer may work, of what was typed for ``--workers``. Raises `HelpError`."""
    if not typed or typed.startswith(DASK):
        return default
    if typed.isdecimal() and 1 <= int(typed) <= 1000:
        return int(typed)
    raise HelpError(f"»{typed}« ist weder eine Zahl noch eine Adresse wie dask://rechner:8786 (--workers).")


@contextmanager
def hired(typed: str, settings: Mapping[str, Any]) -> Iterator[Crew]:
    """Whoever makes media, as typed for ``--workers`` and set in ``KIEZ_WORKERS`` and ``KIEZ_STORE``.

    A store that cannot be used costs a warning. Raises `HelpError` for a cluster that cannot be used as it is.
    """
    workers = number_of(typed, int(settings["KIEZ_WORKERS"]))
    shared = shared_of(settings)
    with telling() as told:
        if not typed.startswith(DASK):
            yield Crew(workers, told, shared=shared)
            return
        with connected(typed, Path(settings["THEME"])) as away:
            yield Crew(workers, told, away, shared)


def shared_of(settings: Mapping[str, Any]) -> Shared | None:
    """The store that is shared with others; ``None`` where the settings name none."""
    url = str(settings.get(STORE) or "")
    if not url:
        return None
    secret = os.environ.get(SECRET, "")
    if len(secret) < _SHORTEST:
        return Shared.without(url, f"in der Umgebung fehlt {SECRET} (mindestens {_SHORTEST} Zeichen)")
    try:
        system, folder = _opened(url)
    except HelpError as reason:
        return Shared.without(url, str(reason))
    return Shared(system, folder, secret.encode(), url)


def _opened(url: str) -> tuple[Any, str]:
    """The file system of an address, and the folder in it. Raises `HelpError`."""
    scheme, _, rest = url.partition("://")
    try:
        if scheme != "s3":
            system, folder = import_module("fsspec").url_to_fs(url)
            return system, str(folder)
        # Nobody waits three minutes for a bucket, which is how long it would try.
        retry = {"max_retries": 2, "retry_timeout": dt.timedelta(seconds=20)}
        patience = {"connect_timeout": "5s", "timeout": "60s"}
        if os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"):
            patience["allow_http"] = "true"
        store = import_module("obstore.fsspec").FsspecStore
        return store("s3", client_options=patience, retry_config=retry, skip_instance_cache=True), rest
    except ImportError:
        raise HelpError(f"es fehlen Pakete ({_EXTRA})") from None
    except Exception as reason:  # noqa: BLE001 - every file system has errors of its own
        raise HelpError(f"{type(reason).__name__}: {reason}") from None


@contextmanager
def connected(address: str, theme: Path | None = None) -> Iterator[Away]:
    """A Dask cluster all of whose workers have what we have, ``theme`` included. Raises `HelpError`."""
    try:
        # Optional, and a second to import.
        dask, distributed = import_module("dask"), import_module("distributed")
    except ImportError:
        raise HelpError(f"Für {DASK} fehlen Pakete. Bitte einmal: .venv/bin/python -m {_EXTRA}") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is said here, in German
    scheme = "tls" if dask.config.get("distributed.comm.tls.client.cert", None) else "tcp"
    try:
        client = distributed.Client(
            f"{scheme}://{address.removeprefix(DASK)}", timeout=_CONNECTING, set_as_default=False
        )
    except (OSError, ValueError, TypeError) as reason:
        raise HelpError(f"{address} ist nicht zu erreichen ({type(reason).__name__}).") from None
    try:
        ours = here(theme)
        _compared(client, address, ours)
        # Tasks are looked at by us: whatever fails there is done here.
        yield Away(client.get_executor(pure=False), _room_of(client), ours, address, PATIENCE)
    finally:
        client.close(timeout=2)


def _compared(client: Any, address: str, ours: Here) -> None:
    """Raises `HelpError` unless every worker would make the same bytes as we do."""
    answers = client.run(here, on_error="return")
    if not answers:
        raise HelpError(f"{address} hat keine Worker.")
    complaints = []
    for worker, theirs in sorted(answers.items()):
        if not isinstance(theirs, Mapping):
            complaints.append(f"  {worker}: kennt dieses Programm nicht ({type(theirs).__name__})")
        elif differs := differences(ours, theirs):
            parts = [f"{name} (hier {ours.get(name)}, dort {theirs.get(name)})" for name in sorted(differs)]
            complaints.append(f"  {worker}: anders ist {'; '.join(parts)}")
    if complaints:
        raise HelpError("\n".join([f"{address} würde andere Bilder machen als dieser Rechner:", *complaints]))


def _room_of(client: Any) -> Callable[[], int]:
    """How many threads the workers have, asked now and then; 0 while there is no connection."""
    last = [float("-inf"), 0.0]

    def room() -> int:
        if time.monotonic() - last[0] > _ASKED_EVERY:
            try:
                threads = sum(client.nthreads().values()) if client.status == "running" else 0
            except Exception:  # noqa: BLE001 - a connection breaks in many ways
                threads = 0
            last[:] = [time.monotonic(), threads]
        return int(last[1])

    return room
