"""The site is swapped while people read it: nobody gets an error, half a page, or a page without its style sheet."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.debian import Programs, programs
from tests.support.hosts import Server, free_port, nginx_command, room, running
from tests.support.published import SITE, published
from tests.support.sites import contents

from kiezgroessen.write.earlier import keep_earlier
from kiezgroessen.write.swap import staging

SWAPS = 20
SCRIPT = Path(__file__).parent / "support/load.lua"
STYLE = re.compile(rb'href="(/stil\.[0-9a-f]{8}\.css)"')


@dataclass
class Live:
    """A site that nginx serves, and its next versions."""

    template: Path
    output: Path
    server: Server
    tools: Programs
    version: int = 0
    complaints: list[str] = field(default_factory=list)

    def swap(self) -> None:
        """The next version takes the place of the one that is out, as a build would do it."""
        self.version += 1
        with staging(self.output) as fresh:
            write_version(self.template, fresh, self.version)
            keep_earlier(self.output, fresh)

    def follow(self, over: threading.Event) -> None:
        """What a browser does: the page, then the style sheet that it names."""
        while not over.is_set():
            page = self.server.get("/")
            style = STYLE.search(page.body)
            if page.status != 200 or style is None:
                self.complaints.append(f"page: {page.status}")
                continue
            answer = self.server.get(style[1].decode())
            if answer.status != 200 or answer.body != sheet(int(style[1][6:14], 16)):
                self.complaints.append(f"{style[1].decode()}: {answer.status}")


def sheet(version: int) -> bytes:
    return f"/* Stand {version} */".encode()


def write_version(template: Path, fresh: Path, version: int) -> None:
    """The site with its version at both ends of every page, and in the name of its style sheet."""
    mark = f"<!-- Stand {version} -->".encode()
    style = f"stil.{version:08x}.css"
    shutil.copytree(template, fresh, copy_function=os.link, dirs_exist_ok=True)
    for name, data in contents(template).items():
        file = fresh / name
        if name.endswith((".html", "feed.xml")):
            file.unlink()
            file.write_bytes(mark + re.sub(rb"stil\.[0-9a-f]{8}\.css", style.encode(), data) + mark)
        elif name.startswith("stil.") or name.endswith((".br", ".gz")):
            file.unlink()
    (fresh / style).write_bytes(sheet(version))


@pytest.fixture
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    tools, site = programs(), published(tmp_path_factory.getbasetemp())
    with room() as folder:
        template, output, port = folder / "vorlage", folder / "output", free_port()
        shutil.copytree(site, template)
        with running(nginx_command(tools, folder, output, SITE, port), port, tools.environment) as server:
            found = Live(template, output, server, tools)
            found.swap()
            yield found


def test_twenty_swaps_under_load_are_noticed_by_nobody(live: Live) -> None:
    wrk = [
        str(live.tools.path("usr/bin/wrk")),
        "-t2",
        "-c8",
        "-d20s",
        "-s",
        str(SCRIPT),
        f"http://127.0.0.1:{live.server.port}/",
    ]
    over = threading.Event()
    reader = threading.Thread(target=live.follow, args=(over,))
    with subprocess.Popen(wrk, env=live.tools.environment, stdout=subprocess.PIPE, encoding="utf-8") as load:
        reader.start()
        for _ in range(SWAPS):
            live.swap()
        over.set()
        reader.join()
        load.send_signal(signal.SIGINT)
        said, _ = load.communicate()
    counted = {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", said)}
    assert live.version == SWAPS + 1
    assert counted["seen"] > SWAPS, said
    assert live.complaints == []
    assert (counted["bad"], counted["mixed"], counted["broken"]) == (0, 0, 0), said


def test_a_page_from_before_the_swap_finds_its_style_sheet_after_it(live: Live) -> None:
    page = live.server.get("/")
    style = STYLE.search(page.body)
    assert style is not None
    live.swap()
    assert live.server.get(style[1].decode()).body == sheet(1)
    live.swap()
    assert live.server.get(style[1].decode()).status == 404, "kept for one release, not for ever"
