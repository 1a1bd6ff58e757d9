"""`tasks.py build`: the site is made beside the output, the result is checked, and takes the output's place."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import os
import sys
import sysconfig
import time
from collections.abc import Mapping
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import forks
from ..check.expected import expected_of
from ..check.output import looked_through
from ..dates import ZONE
from ..make.kept import code_key
from ..make.notebook import Notebook
from ..make.packed import pack
from ..make.store import Store, key_of
from ..memory import Memory
from ..problems import ContentError, Problem, Severity, as_text, has_errors
from ..read.opened import read_regular
from ..read.tree import TEXT_BYTES
from ..site import Last
from ..subjects import Subjects
from ..write.draft import drafting
from ..write.earlier import keep_earlier
from ..write.lock import BusyError, held
from ..write.manifest import MANIFEST, manifest_of
from ..write.preview import TABLE
from ..write.second import double
from ..write.source import COPY, keep_source
from ..write.swap import spare_of
from ..write.trees import Trees
from .exits import CONTENT, FAILED, OK, date_complaint
from .failures import hindrance
from .helpers import HelpError, hired
from .making import ONLY_USED, Prepared, make_all, prepared_from
from .pelican_part import PelicanPart
from .settings import HOUSE, core_settings
from .stamp import Looked, looked_at, stamp

_PLAIN = "pelicanconf.py"
_PACKAGES = ("requirements", ".venv/pyvenv.cfg", ".venv/kiezgroessen-base.stamp", ".venv/kiezgroessen-test.stamp")
"""What says which packages are there."""
_KEPT = "Die Website bleibt, wie sie war."

PACKED = "gepackt"
"""The store of packed files, below the cache."""

PAGES = "seiten"
"""Where below the cache stands what pages were made from, and what was written."""

LOOKED = "geprueft"
"""Where below the cache stands what is known of files that were looked at."""


def main(
    *,
    date: str | None = None,
    conf: str = _PLAIN,
    root: Path | None = None,
    output: Path | None = None,
    site_url: str | None = None,
    workers: str = "",
) -> int:
    """Builds the site of ``root`` (default: where one stands) into ``output`` (default: ``root/output``).

    Nobody else may be at ``output`` meanwhile. ``date`` is the day the site is built for, any spelling of
    `dates.parse_day`; ``site_url`` replaces the one in ``conf``; ``workers`` as for `hired`. Returns an exit code;
    after anything but 0 the old output is untouched.
    """
    root = (root or Path.cwd()).resolve()
    target = output or root / "output"
    try:
        with held(target, "gebaut"):
            return built(root, target, date=date, conf=conf, site_url=site_url, workers=workers)
    except (OSError, BusyError) as reason:
        if (said := hindrance(reason, root)) is None:
            raise
        print(f"{said} {_KEPT}", file=sys.stderr)
        return FAILED


def built(root: Path, target: Path, *, date: str | None, conf: str, site_url: str | None, workers: str = "") -> int:
    """As `main`, for whoever holds the lock of ``target`` already, and goes on with it. Raises `OSError`."""
    started, since = time.perf_counter(), time.time_ns()
    if date and (complaint := date_complaint(date)):
        print(complaint, file=sys.stderr)
        return FAILED
    try:
        wanted = {"KIEZ_DATE": date, "SITEURL": site_url, "FEED_DOMAIN": site_url}
        problems = build(root, target, conf, {key: value for key, value in wanted.items() if value}, workers)
    except HelpError as reason:
        print(f"{reason}\n{_KEPT}", file=sys.stderr)
        return FAILED
    except ContentError as exc:
        print(as_text(exc.problems), file=sys.stderr)
        print(f"\n{_count(exc.problems)}. {_KEPT}", file=sys.stderr)
        return CONTENT
    plain = target == root / "output" and conf == _PLAIN and site_url is None
    with forks.beside(lambda: keep_source(root, root / COPY, since=since)) as kept:
        looked = _looked_at(root, target) if plain else None
        try:
            kept()
        except OSError as reason:
            # The new site is out already: what goes wrong now is no reason to say that it is not.
            if (why := hindrance(reason, root)) is None:
                raise
            print(f"Warnung: Die Texte dieses Stands sind nicht gesichert. {why}", file=sys.stderr)
    said = as_text(problems) if problems else ""
    if said:
        print(said, file=sys.stderr)
    pages = (target / MANIFEST).read_text("utf-8").count(".html\n")
    shown = target.relative_to(root) if target.is_relative_to(root) else target
    if looked:
        # Only now: who is interrupted while the texts are copied copies them the next time.
        _note(root, date or "", since, looked, (said, f"{pages} Seiten in {shown}/, nichts hat sich geändert."))
    print(f"{pages} Seiten in {time.perf_counter() - started:.1f} Sekunden, in {shown}/.")
    return OK


def _looked_at(root: Path, output: Path) -> Looked | None:
    """For `_note`; ``None`` where something cannot be looked at: the new site is out, whatever goes wrong now."""
    read = [root / name for name in ("content", "profiles", "bewerbungen", _PLAIN)]
    read += [HOUSE / name for name in ("plugins", _PLAIN, "tasks.py", *_PACKAGES)]
    read.append(Path(core_settings(root, _PLAIN, {})["THEME"]))
    # Whoever installs something changes what is in there by name.
    beside = [sysconfig.get_path("purelib"), os.path.realpath(sys.executable)]
    with contextlib.suppress(OSError):
        return looked_at([str(path) for path in dict.fromkeys(read)], str(output), beside)
    return None


def _note(root: Path, date: str, began: int, looked: Looked, told: tuple[str, str]) -> None:
    """So that the next build need not begin, if nothing changes until then."""
    day = dt.datetime.fromtimestamp(began / 1e9, ZONE).date()
    begin, end = (dt.datetime.combine(one, dt.time(), ZONE).timestamp() for one in (day, day + dt.timedelta(days=1)))
    with contextlib.suppress(OSError):
        stamp(
            str(root),
            (date,),
            looked=looked,
            began=began,
            day=(-math.inf, math.inf) if date else (begin, end),
            told=told,
        )


def build(root: Path, output: Path, conf: str, overrides: dict[str, Any], workers: str = "") -> list[Problem]:
    """Builds and swaps; gives the warnings. Raises `ContentError`, `HelpError`, and whatever Pelican does.

    Whoever calls holds the lock of ``output``.
    """
    settings = core_settings(root, conf, {"KIEZ_ROOT": str(root)} | overrides)
    settings.setdefault("KIEZ_CACHE", str(root / "cache"))
    cache = Path(settings["KIEZ_CACHE"])
    with closing(notebook_of(output, cache)) as book:
        code = code_key()
        memory, trees, subjects, writer = Memory(book), Trees(book), Subjects(book, code), PelicanPart(book)
        spare, sure = not settings.get(ONLY_USED), bool(settings.get("KIEZ_SURE", False))
        with drafting(output, trees.known(), spare=spare, sure=sure) as draft:
            last, folder = Last(draft, memory, subjects, code), Path(draft.folder)
            with hired(workers, settings) as crew:
                with forks.uncollected():
                    prepared = prepared_from(settings, last, crew)
                problems = [*prepared.problems, *make_all(prepared, settings, folder, last, crew)]
            problems += writer.write(root, conf, overrides, prepared, draft)
            draft.finish()
            digests: Mapping[str, str] = {}
            if settings.get("KIEZ_PICTURES", True):
                found, digests = looked_over(folder, prepared, settings)
                problems += [at_source(problem, prepared.site.sources, root) for problem in found]
            if has_errors(problems):
                raise ContentError(problems)
            if settings.get("KIEZ_HOSTED", False):
                _for_servers(output, folder, cache)
            # The last thing before the swap: whatever comes later is not in it.
            draft.take_in(digests, others=bool(settings.get("KIEZ_HOSTED", False)))
            draft.put(MANIFEST, manifest_of({name: row.digest for name, row in draft.rows.items()}))
        # The new site is out; what cannot be remembered is made again.
        first = spare and not (draft.known.spare or draft.known.output or spare_of(output).exists())
        with forks.beside(lambda: double(output)) if first else nullcontext(lambda: None) as doubled:
            with contextlib.suppress(OSError):
                trees.keep(draft.rows, both=first)
                memory.keep()
                subjects.keep()
                writer.keep()
            doubled()
    return problems


def notebook_of(output: Path, cache: Path) -> Notebook:
    """What the last build of this output has left; the preview and the published site have one each."""
    name = key_of(str(output.resolve()))[:16]
    return Notebook(cache / PAGES / f"{name}.sqlite", ("state", TABLE, *Memory.TABLES, *Trees.TABLES, *Subjects.TABLES))


def _for_servers(old: Path, fresh: Path, cache: Path) -> None:
    """What only visitors of a published site need: the last release's style sheets, and everything packed."""
    keep_earlier(old, fresh)
    pack(fresh, Store(cache / PACKED))


def looked_over(
    fresh: Path, prepared: Prepared, settings: Mapping[str, Any]
) -> tuple[list[Problem], Mapping[str, str]]:
    """What is wrong with the finished tree, and the digests of its files."""
    store = Store(prepared.cache / LOOKED)
    with forks.uncollected():
        expected = expected_of(
            prepared.site,
            prepared.kiez,
            prepared.documents,
            store,
            site_url=settings["SITEURL"],
            root=prepared.root,
            theme=Path(settings["THEME"]),
        )
        return looked_through(fresh, expected, store, only_used=bool(settings.get(ONLY_USED)))


def at_source(problem: Problem, sources: Mapping[str, str], root: Path) -> Problem:
    """A problem of a finished page, shown in the file it was typed in, at the line where the address stands."""
    source = sources.get(problem.path)
    # What shows its own place was not typed there: the page is to blame, not its text.
    if source is None or problem.shown is not None:
        return problem
    try:
        # It may be something else by now.
        text = read_regular(root / source, TEXT_BYTES, steps=source.count("/") + 1).decode("utf-8-sig", "replace")
    except OSError:
        return replace(problem, path=source)
    lines = text.splitlines()
    words = [word for word in problem.message.split() if len(word) > 3 and ("/" in word or "#" in word)]
    line = next((n for n, text in enumerate(lines, 1) for word in words if word in text), None)
    shown = lines[line - 1] if line else None
    return replace(problem, path=source, line=line, shown=shown)


def _count(problems: tuple[Problem, ...]) -> str:
    number = sum(problem.severity is Severity.ERROR for problem in problems)
    return "1 Fehler" if number == 1 else f"{number} Fehler"
