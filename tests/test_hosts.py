"""What real servers answer with the settings that the site brings along: nginx, Apache (twice) and Caddy."""

from __future__ import annotations

import gzip
import re
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from tests.support.debian import programs
from tests.support.hosts import MAKERS, Server, free_port, hosted, nginx_command, room, running
from tests.support.published import AFTER_A_TAKEDOWN, SITE, published

from kiezgroessen.plan.headers import TYPES, Hosting, everywhere

FOREVER = "public, max-age=31536000, immutable"
PHOTO = "public, max-age=31536000, s-maxage=86400, immutable"
DAY, HOUR = "public, max-age=86400", "public, max-age=3600"
ANYTHING = "gzip, deflate, br"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module", params=sorted(MAKERS))
def server(request: pytest.FixtureRequest, output: Path) -> Iterator[Server]:
    with hosted(request.param, programs(), output, SITE) as running_one:
        yield running_one


@pytest.fixture(scope="module", params=sorted(MAKERS))
def after_a_takedown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    output = published(tmp_path_factory.getbasetemp(), gone=True)
    with hosted(request.param, programs(), output, AFTER_A_TAKEDOWN) as running_one:
        yield running_one


def found(output: Path, glob: str) -> str:
    """The path of the first file like that, as one asks for it."""
    return f"/{min(output.glob(glob)).relative_to(output).as_posix()}"


KINDS = (
    ("index.html", "text/html; charset=utf-8", "no-cache", "same-origin"),
    ("betriebe/mavi/index.html", "text/html; charset=utf-8", "no-cache", "same-origin"),
    ("stil.*.css", "text/css; charset=utf-8", FOREVER, "same-origin"),
    ("kopieren.*.js", "text/javascript; charset=utf-8", FOREVER, "same-origin"),
    ("schrift/*.woff2", "font/woff2", FOREVER, "same-origin"),
    ("schrift/*-OFL.txt", "text/plain; charset=utf-8", HOUR, "same-origin"),
    ("bilder/*.avif", "image/avif", PHOTO, "same-origin"),
    ("bilder/*.jpg", "image/jpeg", PHOTO, "same-origin"),
    ("teilen/*.jpg", "image/jpeg", DAY, "cross-origin"),
    ("druck/*abzeichen*.svg", "image/svg+xml; charset=utf-8", DAY, "cross-origin"),
    ("druck/*abzeichen*.png", "image/png", DAY, "cross-origin"),
    ("icon.svg", "image/svg+xml; charset=utf-8", DAY, "cross-origin"),
    ("icon-180.png", "image/png", DAY, "cross-origin"),
    ("site.webmanifest", "application/manifest+json", HOUR, "same-origin"),
    ("kalender.ics", "text/calendar; charset=utf-8", HOUR, "same-origin"),
    ("neues/feed.xml", "application/atom+xml; charset=utf-8", HOUR, "same-origin"),
    ("sitemap.xml", "application/xml; charset=utf-8", HOUR, "same-origin"),
    ("robots.txt", "text/plain; charset=utf-8", HOUR, "same-origin"),
    (".well-known/security.txt", "text/plain; charset=utf-8", HOUR, "same-origin"),
)


@pytest.mark.parametrize(("glob", "media", "cache", "embedding"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_of_file_has_its_type_its_time_and_its_readers(
    server: Server, output: Path, glob: str, media: str, cache: str, embedding: str
) -> None:
    answer = server.get(found(output, glob))
    assert answer.status == 200
    assert answer.body == (output / found(output, glob)[1:]).read_bytes()
    assert (answer["content-type"], answer["cache-control"]) == (media, cache)
    assert answer["cross-origin-resource-policy"] == embedding


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/betriebe/mavi/", 200),
        ("/stil.css", 404),
        ("/neues/feed.xml", 200),
        ("/nie/", 404),
        ("/betriebe/nie/", 404),
        ("/.git/config", 404),
        ("/bilder/", 404),
    ],
)
def test_every_answer_says_all_of_the_headers_once(server: Server, path: str, status: int) -> None:
    """A block with headers of its own loses the others: no answer may, an error's neither."""
    answer = server.get(path)
    assert answer.status == status
    for header in everywhere(SITE):
        assert answer[header.name.lower()] == header.value, header.name


def test_all_kinds_of_files_that_are_made_are_handed_out(output: Path) -> None:
    own = {"README.md", ".git/config", "betriebe/mavi/notiz.md", "x.html~", ".htaccess", "_headers"}
    files = {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()} - own
    suffixes = {name.rpartition(".")[2] for name in files}
    assert suffixes - {"br", "gz"} <= {suffix for suffix, _ in TYPES}


@pytest.mark.parametrize("path", ["/", "/betriebe/mavi/", "/404.html"])
def test_packed_pages_are_sent_to_whoever_can_read_them(server: Server, path: str) -> None:
    plain = server.get(path)
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain["vary"]
    for asked, coding, unpack in (("gzip", "gzip", gzip.decompress), (ANYTHING, "br", brotli.decompress)):
        answer = server.get(path, accept_encoding=asked)
        assert (answer.status, answer["content-encoding"]) == (200, coding)
        assert answer["content-type"] == "text/html; charset=utf-8"
        assert "content-language" not in answer.headers, "Apache takes .br for Breton"
        assert "Accept-Encoding" in answer["vary"]
        assert unpack(answer.body) == plain.body
        assert len(answer.body) < len(plain.body) / 2
        for header in everywhere(SITE):
            assert answer[header.name.lower()] == header.value


@pytest.mark.parametrize("glob", ["stil.*.css", "bewerben.*.js", "kalender.ics", "sitemap.xml"])
def test_packed_files_keep_their_type_and_time(server: Server, output: Path, glob: str) -> None:
    path = found(output, glob)
    plain, packed = server.get(path), server.get(path, accept_encoding=ANYTHING)
    assert packed["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body
    for name in ("content-type", "cache-control", "cross-origin-resource-policy"):
        assert packed[name] == plain[name]


@pytest.mark.parametrize(
    "path", ["/nie/", "/nie", "/nie.html", "/betriebe/nie/", "/bilder/nie-12345678-420.avif", "/ordner/"]
)
def test_what_is_not_there_is_the_sites_own_page_and_is_not_kept(server: Server, output: Path, path: str) -> None:
    answer = server.get(path)
    assert (answer.status, answer.body) == (404, (output / "404.html").read_bytes())
    assert (answer["content-type"], answer["cache-control"]) == ("text/html; charset=utf-8", "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "/betriebe/nie/",
        "/betriebe/nie",
        "/ar/betriebe/nie/",
        "/aktionen/nie/x/",
        "/einrichtungen/nie/",
        "/wunschbrett/nie/",
    ],
)
def test_after_a_takedown_who_is_missing_is_gone(after_a_takedown: Server, path: str) -> None:
    answer = after_a_takedown.get(path)
    assert answer.status == 410
    assert "Diese Seite gibt es nicht mehr." in answer.body.decode()
    assert (answer["content-type"], answer["cache-control"]) == ("text/html; charset=utf-8", "no-cache")
    for header in everywhere(SITE):
        assert answer[header.name.lower()] == header.value


@pytest.mark.parametrize(
    ("path", "status"),
    [("/betriebe/mavi/", 200), ("/betriebe/", 200), ("/nie/", 404), ("/neues/nie/", 404), ("/aktionen/feed.xml", 200)],
)
def test_after_a_takedown_all_else_is_as_it_was(after_a_takedown: Server, path: str, status: int) -> None:
    assert after_a_takedown.get(path).status == status


@pytest.mark.parametrize(
    "path",
    [
        "/README.md",
        "/betriebe/mavi/notiz.md",
        "/.git/config",
        "/.htaccess",
        "/_headers",
        "/x.html~",
        "/index.html.gz",
        "/index.html.br",
        "/%2ehtaccess",
        "/betriebe/../.git/config",
        "//.git/config",
        "/betriebe/%2e%2e/_headers",
    ],
)
def test_what_is_none_of_the_site_is_not_handed_out(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 404
    assert b"nicht f\xc3\xbcr alle" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/../geheim.txt",
        "/..%2fgeheim.txt",
        "/%2e%2e/geheim.txt",
        "/betriebe/..%2f..%2fgeheim.txt",
        "/betriebe/../../geheim.txt",
        "//../geheim.txt",
        "/..%5cgeheim.txt",
        "/%252e%252e/geheim.txt",
        "/index.html%00.txt",
    ],
)
def test_no_path_leads_out_of_the_output(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in {400, 403, 404}
    assert b"root:" not in answer.body


@pytest.mark.parametrize("path", ["//fremd.example/%2f..", "/\\fremd.example/", "//fremd.example", "/%0d%0aX-Neu:%201"])
def test_no_answer_leads_to_a_foreign_host(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in {200, 308, 400, 404}
    assert re.fullmatch(r"(/(?![/\\]).*)?", answer["location"])
    assert "x-neu" not in answer.headers


def test_a_folder_without_its_slash_leads_to_itself(server: Server) -> None:
    answer = server.get("/betriebe", host="kiez.test")
    assert answer.status in {301, 308}
    assert re.fullmatch(r"(http://kiez\.test(:\d+)?)?/betriebe/", answer["location"])


def test_pages_are_asked_for_anew_and_not_sent_again(server: Server) -> None:
    page = server.get("/", accept_encoding="br")
    again = server.get("/", accept_encoding="br", if_none_match=page["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_put_there(server: Server, method: str) -> None:
    assert server.get("/nie.html", method=method, content_length="0").status in {404, 405}


def test_nginx_itself_finds_nothing_wrong(output: Path) -> None:
    tools = programs()
    for site in (SITE, AFTER_A_TAKEDOWN):
        with room() as folder:
            command = nginx_command(tools, folder, output, site, free_port())
            result = subprocess.run(
                [*command, "-t"], env=tools.environment, capture_output=True, encoding="utf-8", check=False
            )
            assert result.returncode == 0, result.stderr
            assert "warn" not in result.stderr


def test_two_sites_on_one_nginx_do_not_know_each_other(output: Path) -> None:
    """Maps stand outside of all servers: names that two sites share would be one variable."""
    other = replace(SITE, host="anderer-kiez.test", base="/kiez")
    tools = programs()
    with room() as folder, room() as second:
        port = free_port()
        nginx_command(tools, second, output, other, free_port())
        command = nginx_command(tools, folder, output, SITE, port)
        text = (folder / "nginx.conf").read_text("utf-8")
        (folder / "nginx.conf").write_text(
            text.replace("site.conf; }", f"site.conf; include {second}/site.conf; }}"), "utf-8"
        )
        with running(command, port, tools.environment) as server:
            assert server.get(found(output, "stil.*.css"))["cache-control"] == FOREVER


@pytest.mark.parametrize("kind", ["nginx", "apache", "caddy"])
def test_a_site_below_a_path_is_served_there(output: Path, kind: str) -> None:
    below = Hosting("/kiez", "verein.test", secure=True, languages=("ar",), form=None, gone=("betriebe/",))
    with room() as folder:
        (folder / "srv").mkdir()
        (folder / "srv/kiez").symlink_to(output) if kind == "nginx" else None
        with hosted(kind, programs(), output, below) if kind != "nginx" else below_a_path(folder, below) as server:
            assert server.get("/kiez/betriebe/mavi/").status == 200
            assert server.get(f"/kiez{found(output, 'stil.*.css')}")["cache-control"] == FOREVER
            assert server.get("/kiez/betriebe/nie/").status == 410
            assert server.get("/kiez/nie/").status == 404
            assert server.get("/kiez/README.md").status == 404


def below_a_path(folder: Path, site: Hosting) -> AbstractContextManager[Server]:
    tools, port = programs(), free_port()
    return running(nginx_command(tools, folder, folder / "srv", site, port), port, tools.environment)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"accept_language": "ar-IQ,ar;q=0.9,de;q=0.8"}, "/ar/"),
        ({"accept_language": "AR"}, "/ar/"),
        ({"accept_language": "ar", "sec_fetch_site": "none"}, "/ar/"),
        ({"accept_language": "ar", "referer": "https://suche.example/"}, "/ar/"),
        ({"accept_language": "ar", "referer": "https://fremd.example/?x=https://kiez.test/"}, "/ar/"),
        ({}, ""),
        ({"accept_language": "de-DE,ar;q=0.5"}, ""),
        ({"accept_language": "arn"}, ""),
        ({"accept_language": "fr,ar;q=0.9"}, ""),
        ({"accept_language": "ar", "referer": "https://kiez.test/ar/"}, ""),
        ({"accept_language": "ar", "referer": "http://kiez.test:8080/"}, ""),
        ({"accept_language": "ar", "sec_fetch_site": "same-origin"}, ""),
    ],
)
def test_whoever_comes_from_elsewhere_gets_the_start_page_of_their_language(
    server: Server, headers: dict[str, str], expected: str
) -> None:
    """By what browsers say they want; whoever comes from one of our pages has chosen. Nothing is remembered."""
    answer = server.get("/", **headers)
    assert answer.status == (302 if expected else 200)
    assert answer["location"].removeprefix(f"http://127.0.0.1:{server.port}") == expected
    assert answer["set-cookie"] == ""
    assert answer["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/betriebe/", "/ar/", "/betriebe/mavi/", "/sitemap.xml"])
def test_no_other_page_leads_anywhere_else(server: Server, path: str) -> None:
    assert server.get(path, accept_language="ar").status == 200
