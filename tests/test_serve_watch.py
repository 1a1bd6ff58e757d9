"""What changes is noticed, also when the whole place is exchanged. With the system's own watcher."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from tests.support.sites import good_site, own_store, put_file

from kiezgroessen.shell.serve_watch import Watcher

PATIENCE = 30
"""Seconds; only a deaf watcher needs them."""
Noticed = Callable[[str], None]


@contextmanager
def watching(watcher: Watcher) -> Iterator[queue.SimpleQueue[set[str]]]:
    told: queue.SimpleQueue[set[str]] = queue.SimpleQueue()

    def listen() -> None:
        for paths in watcher.changes():
            told.put(paths)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        watcher.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def notice(told: queue.SimpleQueue[set[str]], path: Path, change: Callable[[], object]) -> None:
    """Makes the change until it is noticed: nobody says when the watcher has taken its place."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        change()
        patience = time.monotonic() + 1.5
        with suppress(queue.Empty):
            while (left := patience - time.monotonic()) > 0:
                if str(path) in told.get(timeout=left):
                    return
    pytest.fail(f"{path} was not noticed")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = good_site(tmp_path)
    own_store(root)
    return root


def test_settings_that_are_saved_under_another_name_first_are_noticed_every_time(root: Path) -> None:
    conf = root / "pelicanconf.py"
    text = conf.read_text("utf-8")

    def save() -> None:
        put_file(root, "pelicanconf.py.neu", text + f"# {time.monotonic()}\n").replace(conf)

    watcher = Watcher(root)
    with watching(watcher) as told:
        for _ in range(2):
            notice(told, conf, save)
        notice(told, conf, lambda: conf.write_text(f"{text}# {time.monotonic()}\n", "utf-8"))
    assert watcher.replaces(str(conf))


def test_a_folder_that_goes_and_comes_back_is_watched_again(root: Path) -> None:
    watcher, content, news = Watcher(root), root / "content", root / "content/neu.md"
    with watching(watcher) as told:
        notice(told, news, lambda: news.write_text(f"{time.monotonic()}\n", "utf-8"))
        content.rename(root / "weg")
        notice(told, content, lambda: None)
        shutil.copytree(root / "weg", content)
        notice(told, news, lambda: news.write_text(f"{time.monotonic()}\n", "utf-8"))
    assert watcher.replaces(str(content))
    assert not watcher.replaces(str(news))


def test_a_theme_that_lies_elsewhere_is_watched_as_soon_as_it_is_known(root: Path, tmp_path: Path) -> None:
    theme = tmp_path / "thema"
    (theme / "css").mkdir(parents=True)
    rule = theme / "css/a.css"
    watcher = Watcher(root)
    with watching(watcher) as told:
        news = root / "content/neu.md"
        notice(told, news, lambda: news.write_text("x", "utf-8"))
        watcher.theme = theme
        assert told.get(timeout=PATIENCE) == set(), "nobody knows what has changed until now"
        notice(told, rule, lambda: rule.write_text(f"/* {time.monotonic()} */", "utf-8"))
        assert not watcher.replaces(str(rule))
        shutil.rmtree(theme)
        notice(told, theme, lambda: None)
        assert watcher.replaces(str(theme))


def test_new_rights_of_a_folder_make_no_other_folder_of_it(root: Path) -> None:
    """Whoever copies or unpacks something into it gives it new ones, or a new time."""
    watcher, news, seen = Watcher(root), root / "content/neu.md", list[set[str]]()
    with watching(watcher) as told:
        notice(told, news, lambda: news.write_text("x", "utf-8"))
        for _ in range(3):
            (root / "content").chmod(0o700)
            (root / "content").chmod(0o755)
            seen.append(told.get(timeout=PATIENCE))
    assert not any(watcher.replaces(path) for paths in seen for path in paths)


def test_what_may_not_be_watched_is_watched_when_it_may(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, tried = watchfiles.watch, list[object]()

    def refused_once(*places: str, **options: Any) -> Iterator[Any]:
        tried.append(places)
        if len(tried) == 1:
            raise PermissionError(13, "Permission denied", places[0])
        return watch(*places, **options)

    monkeypatch.setattr(watchfiles, "watch", refused_once)
    watcher, news = Watcher(root), root / "content/neu.md"
    with watching(watcher) as told:
        assert told.get(timeout=PATIENCE) == set(), "nobody knows what has changed meanwhile"
        notice(told, news, lambda: news.write_text(f"{time.monotonic()}\n", "utf-8"))
