"""Real web servers on this computer, with the settings that the site brings along, as ordinary processes."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.debian import Programs

from kiezgroessen.plan.headers import Hosting
from kiezgroessen.render.hosts import nginx as for_nginx
from kiezgroessen.render.hosts.apache import vhost
from kiezgroessen.render.hosts.caddy import caddyfile

_APACHE_MODULES = (
    "mpm_prefork",
    "authz_core",
    "dir",
    "mime",
    "headers",
    "rewrite",
    "alias",
    "autoindex",
    "deflate",
    "filter",
)


@dataclass(frozen=True)
class Answer:
    """What a server said; ``headers`` by their names in small letters, each with all its values."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The only value of a header; ``""`` when there is none. A header said twice is an error."""
        (value,) = self.headers.get(name, [""])
        return value


@dataclass(frozen=True)
class Server:
    """A running server, at a port of this computer."""

    port: int

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Asks for exactly this path, which no library straightens; ``accept_encoding="br"`` for headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            reply = connection.getresponse()
            said: dict[str, list[str]] = {}
            for name, value in reply.getheaders():
                said.setdefault(name.lower(), []).append(value)
            return Answer(reply.status, said, reply.read())
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """A folder that servers can read whoever they run as; those of pytest are for one user only."""
    with tempfile.TemporaryDirectory(prefix="kiez-server-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    """The server while the block runs; what it complained of is the error when it does not start."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            for _ in range(500):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                if process.poll() is not None:
                    break
                time.sleep(0.02)
            if process.poll() is not None:
                said.seek(0)
                raise RuntimeError(f"{command[0]} does not start: {said.read().decode()}")
            yield Server(port)
        finally:
            process.terminate()
            process.wait(30)


def nginx_command(tools: Programs, folder: Path, tree: Path, site: Hosting, port: int, *, tls: str = "") -> list[str]:
    """Writes all that nginx needs below ``folder``; gives its command. ``tls`` is added to the server's block."""
    modules = tools.path("usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    for name, text in for_nginx.nginx(site, root=str(tree)).items():
        here = text.replace(for_nginx.FOLDER, str(folder)).replace("# include", "include")
        here = here.replace("    listen [::]:80;\n", "").replace("listen 80;", tls or f"listen 127.0.0.1:{port};")
        (folder / name).write_text(here, "utf-8")
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in places)
    main = (
        f"load_module {modules};\ndaemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    (folder / "nginx.conf").write_text(main, "utf-8")
    program = str(tools.path("usr/sbin/nginx"))
    return [program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def apache_command(tools: Programs, folder: Path, tree: Path, site: Hosting, port: int, *, own: bool) -> list[str]:
    """The same for Apache; ``own``: with the settings for a server of one's own, else with ``.htaccess`` alone."""
    modules = tools.path("usr/lib/apache2/modules")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in _APACHE_MODULES]
    lines += [f"ServerRoot {folder}", f"Listen 127.0.0.1:{port}", "ServerName kiez.test", f"PidFile {folder}/pid"]
    lines += ["ErrorLog /dev/stderr", f"Mutex file:{folder} default"]
    lines += ["User nobody", "Group nogroup"] if os.geteuid() == 0 else []
    # What hosts have by default, and what must not get in the way.
    lines += ["DirectoryIndex index.html", "AddLanguage br .br", "AddType application/gzip .gz"]
    lines += ["AddOutputFilterByType DEFLATE text/html text/css", "TypesConfig /dev/null"]
    if own:
        lines.append(vhost(site, root=str(tree)))
    else:
        allowed = "AllowOverride FileInfo\nOptions Indexes FollowSymLinks\nRequire all granted"
        lines.append(f"DocumentRoot {tree}\n<Directory {tree}>\n{allowed}\n</Directory>")
    (folder / "apache.conf").write_text("\n".join(lines) + "\n", "utf-8")
    return [str(tools.path("usr/sbin/apache2")), "-X", "-f", str(folder / "apache.conf")]


def caddy_command(tools: Programs, folder: Path, tree: Path, site: Hosting, port: int) -> list[str]:
    """The same for Caddy, without the certificates that it would ask for."""
    text = caddyfile(site, root=str(tree)).replace(f"https://{site.host} {{", f"http://:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}", "utf-8")
    return [str(tools.path("usr/bin/caddy")), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


Maker = Callable[[Programs, Path, Path, Hosting, int], list[str]]
MAKERS: dict[str, Maker] = {
    "nginx": nginx_command,
    "htaccess": lambda tools, folder, tree, site, port: apache_command(tools, folder, tree, site, port, own=False),
    "apache": lambda tools, folder, tree, site, port: apache_command(tools, folder, tree, site, port, own=True),
    "caddy": caddy_command,
}


@contextlib.contextmanager
def hosted(kind: str, tools: Programs, output: Path, site: Hosting) -> Iterator[Server]:
    """A copy of ``output``, served by a server of this ``kind``."""
    with room() as folder:
        tree = folder / "output"
        shutil.copytree(output, tree)
        port = free_port()
        environment = {**tools.environment, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with running(MAKERS[kind](tools, folder, tree, site, port), port, environment) as server:
            yield server
