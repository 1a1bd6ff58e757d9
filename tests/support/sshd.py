"""A real sshd on a free port of this computer, for this user alone, with keys that live as long as the test."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = "127.0.0.1"


@dataclass(frozen=True)
class OwnServer:
    """``bin`` must come first in PATH: its ssh has a configuration of its own and is the real one otherwise."""

    port: int
    bin: Path
    log: Path

    def target(self, folder: Path) -> str:
        return f"ssh://{getpass.getuser()}@{HERE}:{self.port}{folder}"


@contextlib.contextmanager
def running(folder: Path, sshd: Path, ssh: Path) -> Iterator[OwnServer]:
    """``folder`` takes the keys, the settings and the log."""
    folder.mkdir()
    for name in ("host", "user", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_bytes((folder / "user.pub").read_bytes())
    port = _free_port()
    (folder / "known").write_text(f"[{HERE}]:{port} {(folder / 'host.pub').read_text('utf-8')}", "utf-8")
    (folder / "sshd_config").write_text(_server(folder, port), "utf-8")
    (folder / "ssh_config").write_text(
        f"IdentityFile {folder}/user\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {folder}/known\n"
        # As somebody may have it who was tired of being asked.
        "GlobalKnownHostsFile /dev/null\nStrictHostKeyChecking no\n",
        "utf-8",
    )
    (folder / "bin").mkdir()
    wrapper = folder / "bin/ssh"
    wrapper.write_text(f'#!/bin/sh\nexec "{ssh}" -F "{folder}/ssh_config" "$@"\n', "utf-8")
    wrapper.chmod(0o755)
    if os.geteuid() == 0:  # it parts with its rights in a folder that Debian makes when the system starts
        Path("/run/sshd").mkdir(exist_ok=True)
    log = folder / "log"
    process = subprocess.Popen([str(sshd), "-D", "-f", str(folder / "sshd_config"), "-E", str(log)])
    try:
        _wait(port, process, log)
        yield OwnServer(port, folder / "bin", log)
    finally:
        process.terminate()
        process.wait()


def _server(folder: Path, port: int) -> str:
    return (
        f"ListenAddress {HERE}:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile {folder}/pid\nUsePAM no\nStrictModes no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nMaxStartups 100\nLogLevel VERBOSE\n"
    )


def _free_port() -> int:
    with socket.create_server((HERE, 0)) as one:
        return int(one.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection((HERE, port), 1):
            return
        assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    raise AssertionError(f"sshd does not answer: {log.read_text('utf-8')}")
