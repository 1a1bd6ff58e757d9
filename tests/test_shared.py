"""A store that others share: what one has made nobody makes again, nothing foreign gets in, nobody stays in it."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.support.photo_checks import plan_of
from tests.support.s3 import bucket
from tests.support.sites import TODAY, build_site, contents, good_site
from tests.support.suffering import settings

from kiezgroessen.make.crew import Crew
from kiezgroessen.make.jobs import Expected
from kiezgroessen.make.run import perform
from kiezgroessen.make.shared import Shared
from kiezgroessen.make.store import Store
from kiezgroessen.plan.media import PicturePlan
from kiezgroessen.problems import Problem, Severity
from kiezgroessen.shell import helpers, takedown
from kiezgroessen.shell.helpers import SECRET, shared_of

FONTS = Path(__file__).parents[1] / "theme/static/fonts"
ADDRESS = "s3://kiez/bilder"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys for a bucket, and ours."""
    for name, value in {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(SECRET, "einmal gewürfelt, nie verraten")


@pytest.fixture(params=["file", "memory", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store of each kind, empty."""
    if request.param == "file":
        yield f"file://{tmp_path.as_posix()}/fern"
    elif request.param == "memory":
        yield f"memory://{tmp_path.name}"
    else:
        with bucket() as (address, _):
            monkeypatch.setenv("AWS_ENDPOINT_URL", address)
            yield ADDRESS


@pytest.fixture
def plan(tmp_path: Path) -> PicturePlan:
    """A photo."""
    path = tmp_path / "foto.jpg"
    Image.effect_noise((400, 300), 60).save(path)
    return plan_of(path)


def shared(url: str) -> Shared:
    found = shared_of({"KIEZ_STORE": url})
    assert found is not None
    return found


def performed(plan: PicturePlan, folder: Path, url: str) -> tuple[dict[str, bytes], list[Problem]]:
    """With a store of its own."""
    crew = Crew(1, shared=shared(url))
    problems = perform([plan], store=Store(folder / "store"), folder_out=folder / "out", fonts=FONTS, crew=crew)
    return contents(folder / "out"), problems


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs were made here, each time."""
    made: list[int] = []
    from kiezgroessen.make import crew  # noqa: PLC0415 - it is changed

    real = crew._here

    def counted(jobs: object, workers: int) -> object:
        made.append(len(jobs))  # type: ignore[arg-type]
        return real(jobs, workers)  # type: ignore[arg-type]

    monkeypatch.setattr(crew, "_here", counted)
    return made


def test_what_one_has_made_the_other_takes(url: str, plan: PicturePlan, tmp_path: Path, idle: list[int]) -> None:
    first = performed(plan, tmp_path / "eins", url)
    second = performed(plan, tmp_path / "zwei", url)
    assert second == first
    assert first[1] == []
    assert len(first[0]) == len(plan.variants)
    assert idle == [1, 0]


def test_more_than_a_listing_holds_and_whoever_is_not_shown_goes(url: str, tmp_path: Path) -> None:
    store, one = Store(tmp_path / "store"), shared(url)
    keys = [f"{number:016x}-bild-{number:064x}" for number in range(130)]
    for key in keys:
        store.put(key, b"[]")
    one.keep(keys, store)
    other = shared(url)
    assert other.entries() == set(keys)
    assert other.fetch(dict.fromkeys(keys, Expected("json")), Store(tmp_path / "other")) == set(keys)
    other.prune(keys[:3], may_stay=lambda key: key in keys[:10], now=time.time())
    assert shared(url).entries() == set(keys[:10])
    other.prune(keys[:3], may_stay=lambda _key: True, now=time.time() + 40 * 24 * 60 * 60)
    assert shared(url).entries() == set(keys[:3])
    other.drop(lambda key: key == keys[0])
    assert shared(url).entries() == set(keys[1:3])
    assert (one.complaints(), other.complaints()) == ([], [])


@pytest.mark.parametrize("how", ["changed", "cut", "unsigned", "empty"])
def test_what_does_not_come_from_us_is_not_taken(how: str, plan: PicturePlan, tmp_path: Path, idle: list[int]) -> None:
    url = f"file://{tmp_path.as_posix()}/fern"
    expected, _ = performed(plan, tmp_path / "eins", url)
    entries = sorted(path for path in (tmp_path / "fern").rglob("*") if path.is_file())
    for path in entries:
        data = path.read_bytes()
        path.write_bytes(
            {
                "changed": data[:-300] + bytes([data[-300] ^ 1]) + data[-299:],
                "cut": data[:-100],
                "unsigned": data[32:],
                "empty": b"",
            }[how]
        )
    made, (said,) = performed(plan, tmp_path / "zwei", url)
    assert made == expected
    assert said.severity is Severity.WARNING
    assert said.message.startswith(f"{len(entries)} Einträge stammen nicht von uns oder sind beschädigt")
    assert idle == [1, 1]


def test_somebody_elses_picture_is_not_put_in_anothers_place(plan: PicturePlan, tmp_path: Path) -> None:
    url = f"file://{tmp_path.as_posix()}/fern"
    path = tmp_path / "anderes.jpg"
    Image.effect_noise((400, 300), 90).save(path)
    expected = {one: performed(one, tmp_path / "eins", url)[0] for one in (plan, plan_of(path))}
    assert len({one.cut.digest for one in expected}) == 2
    own, other = (
        {kind_of(file): file for file in (tmp_path / "fern").rglob(f"*/{one.cut.digest[:16]}-*")} for one in expected
    )
    assert own.keys() == other.keys()
    for kind, file in own.items():
        # Signed by us, of the right size, and of somebody else.
        file.write_bytes(other[kind].read_bytes())
    made, (said,) = performed(plan, tmp_path / "zwei", url)
    assert made == expected[plan]
    assert "stammen nicht von uns" in said.message


def kind_of(file: Path) -> tuple[str | None, tuple[int, int]]:
    """Format and size of what is in an entry."""
    with Image.open(io.BytesIO(file.read_bytes()[32:])) as picture:
        return picture.format, picture.size


def test_whoever_knows_another_secret_is_a_stranger(
    plan: PicturePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"file://{tmp_path.as_posix()}/fern"
    performed(plan, tmp_path / "eins", url)
    monkeypatch.setenv(SECRET, "etwas anderes, auch lang genug")
    _, (said,) = performed(plan, tmp_path / "zwei", url)
    assert "stammen nicht von uns" in said.message


def test_an_entry_is_a_picture_of_its_size_or_it_is_not_taken(tmp_path: Path) -> None:
    url, store = f"file://{tmp_path.as_posix()}/fern", Store(tmp_path / "store")
    key = f"{1:016x}-bild-{1:064x}"
    store.put(key, b"no picture")
    shared(url).keep([key], store)
    assert shared(url).fetch({key: Expected("jpg", 10, 10)}, Store(tmp_path / "other")) == set()
    assert not Store(tmp_path / "other").has(key)


def test_a_bucket_that_cannot_be_reached_costs_a_warning(
    plan: PicturePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bucket() as (address, _):
        pass
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    made, (said,) = performed(plan, tmp_path, ADDRESS)
    assert len(made) == len(plan.variants)
    assert (said.severity, said.path) == (Severity.WARNING, ADDRESS)
    assert said.message.startswith("Der gemeinsame Speicher wurde nicht benutzt: ")


@pytest.mark.parametrize("secret", ["", "zu kurz"])
def test_without_a_secret_nobody_takes_or_gives(
    secret: str, plan: PicturePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, secret)
    made, (said,) = performed(plan, tmp_path, f"file://{tmp_path.as_posix()}/fern")
    assert len(made) == len(plan.variants)
    assert SECRET in said.message
    assert not (tmp_path / "fern").exists()


def test_without_its_packages_it_is_said_how_to_get_them(
    plan: PicturePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(helpers, "import_module", missing)
    _, (said,) = performed(plan, tmp_path, ADDRESS)
    assert "requirements/cluster.txt" in said.message


# The whole way


@pytest.fixture
def far(tmp_path: Path) -> str:
    """The address of a store in a folder."""
    return f"file://{tmp_path.as_posix()}/fern"


def test_a_site_is_built_from_it_and_whoever_is_not_shown_any_more_is_gone(
    far: str, tmp_path: Path, idle: list[int]
) -> None:
    root = good_site(tmp_path)
    build_site(root, KIEZ_STORE=far, KIEZ_CACHE=str(tmp_path / "eins"))
    first = contents(tmp_path / "output")
    assert {key.split("-")[1] for key in shared(far).entries()} >= {"bild", "teilen", "text"}
    build_site(root, KIEZ_STORE=far, KIEZ_CACHE=str(tmp_path / "zwei"))
    assert contents(tmp_path / "output") == first
    assert idle[0] > 0
    assert idle[1:] == [0]
    photo = root / "profiles/betriebe/mavi/bild.png"
    start = hashlib.sha256(photo.read_bytes()).hexdigest()[:16]
    assert any(key.startswith(start) for key in shared(far).entries())
    text = photo.with_name("profil.md")
    without = text.read_text("utf-8").replace("kanaele: [web, social, presse, druck]", "kanaele: [presse]")
    text.write_text(without, "utf-8")
    build_site(root, KIEZ_STORE=far, KIEZ_CACHE=str(tmp_path / "zwei"))
    assert not any(key.startswith((f"{start}-bild", f"{start}-teilen")) for key in shared(far).entries())


def test_a_takedown_takes_what_is_shared_too(far: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = good_site(tmp_path)
    settings(root, tmp_path / "cache", KIEZ_WORKERS=1, KIEZ_STORE=far)
    build_site(root, KIEZ_STORE=far)
    start = hashlib.sha256((root / "profiles/betriebe/mavi/bild.png").read_bytes()).hexdigest()[:16]
    # Somebody whose texts are older has just put another picture there, which this computer never had.
    foreign, named = f"{start}-druck-{7:064x}", f"{7:016x}-text-{7:064x}"
    for key in (foreign, named):
        Store(tmp_path / "store").put(key, b"[]")
    shared(far).keep([foreign, named], Store(tmp_path / "store"))
    assert takedown.main("mavi", yes=True, date=TODAY, root=root) == 0, capsys.readouterr().out
    left = shared(far).entries()
    assert left, "the others are still there"
    assert not any(start in key for key in left)
    assert named not in left, "its name may be set in what shows no photo, and nobody can tell"


def test_a_takedown_that_cannot_reach_it_is_not_finished(
    far: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = good_site(tmp_path)
    settings(root, tmp_path / "cache", KIEZ_WORKERS=1, KIEZ_STORE=far)
    build_site(root, KIEZ_STORE=far)
    monkeypatch.delenv(SECRET)
    assert takedown.main("mavi", yes=True, date=TODAY, root=root) == 1
    said = capsys.readouterr().out
    assert "NICHT FERTIG" in said
    assert far in said
    assert SECRET in said
    monkeypatch.setenv(SECRET, "einmal gewürfelt, nie verraten")
    assert takedown.main("mavi", yes=True, date=TODAY, root=root) == 0, capsys.readouterr().out
