"""A Dask cluster makes the same bytes, whatever happens to it, or is told that it may not."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.support.cluster import ROOT, Cluster, cluster
from tests.support.hostile import MISDEEDS, spoilt_work
from tests.support.photo_checks import TIGHT, plan_of, unbounded
from tests.support.sites import GOOD, SITES, TODAY, contents
from tests.support.suffering import settings

from kiezgroessen import pool
from kiezgroessen.make import away, hands, run
from kiezgroessen.make.away import Away
from kiezgroessen.make.crew import Crew
from kiezgroessen.make.hands import Parcel, Reply, here
from kiezgroessen.make.jobs import Expected, fits
from kiezgroessen.make.run import perform
from kiezgroessen.make.store import Store
from kiezgroessen.plan.media import PicturePlan
from kiezgroessen.problems import Problem, Severity
from kiezgroessen.shell import build, helpers, kit
from kiezgroessen.shell.helpers import HelpError, connected

FONTS = ROOT / "theme/static/fonts"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers as they are usually started: each guarded by a process that starts it anew."""
    with cluster(tmp_path_factory.mktemp("cluster"), nanny=True) as running:
        yield running


def site(folder: Path) -> Path:
    """With photos, kits and pictures for the press."""
    root = folder / "site"
    shutil.copytree(SITES / "material", root)
    shutil.copytree(GOOD / "content/meldungen", root / "content/meldungen")
    settings(root, folder / "cache", KIEZ_KITS=True)
    return root


def built(folder: Path, workers: str = "") -> int:
    """Builds a site; the exit code."""
    root, output = site(folder), folder / "output"
    return build.main(date=TODAY, conf="publishconf.py", root=root, output=output, workers=workers)


def test_a_cluster_makes_the_same_site_byte_for_byte(
    two: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built(tmp_path / "hier") == 0
    here_made = contents(tmp_path / "hier/output")
    assert "Aufträgen" not in capsys.readouterr().err
    # Nobody here: all of it comes from there.
    monkeypatch.setattr("kiezgroessen.make.crew._here", nobody)
    assert built(tmp_path / "dort", two.address) == 0
    there_made = contents(tmp_path / "dort/output")
    assert there_made.keys() == here_made.keys()
    assert [name for name in there_made if there_made[name] != here_made[name]] == []
    assert {name.rpartition(".")[2] for name in there_made} >= {"avif", "jpg", "pdf", "png", "svg", "zip"}
    assert "Aufträgen" not in capsys.readouterr().err


def nobody(jobs: Any, _workers: int) -> Iterator[Any]:
    """In the place of those who work here."""
    assert not jobs, f"{len(jobs)} jobs were left to be done here"
    return iter(())


# What may happen to a cluster


@pytest.fixture
def plans(tmp_path: Path) -> list[PicturePlan]:
    """A dozen photos that take a moment."""
    return [photo(tmp_path, f"foto-{number}", number) for number in range(12)]


def photo(folder: Path, name: str, seed: int) -> PicturePlan:
    path = folder / f"{name}.jpg"
    Image.effect_noise((900 + seed, 700), 60).save(path)
    return plan_of(path)


def performed(plans: list[PicturePlan], folder: Path, crew: Crew) -> tuple[dict[str, bytes], list[Problem]]:
    problems = perform(plans, store=Store(folder / "store"), folder_out=folder / "out", fonts=FONTS, crew=crew)
    return contents(folder / "out"), problems


def once(deed: Callable[[], None]) -> Callable[[str, int, int], None]:
    """Told how far it is, does this when the first picture is there."""
    undone = [deed]

    def told(_what: str, done: int, total: int) -> None:
        if 0 < done < total and undone:
            undone.pop()()

    return told


@pytest.mark.parametrize("nanny", [False, True])
def test_a_worker_that_is_killed_in_the_middle_costs_nothing(
    plans: list[PicturePlan], tmp_path: Path, nanny: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = performed(plans, tmp_path / "hier", Crew(2))
    monkeypatch.setattr("kiezgroessen.make.crew._here", nobody)
    with cluster(tmp_path / "cluster", nanny=nanny) as two, connected(two.address) as help_:
        crew = Crew(1, once(two.workers[0].kill), help_)
        made, said = performed(plans, tmp_path / "dort", crew)
        assert two.workers[0].poll() is not None, "it was killed in time"
    assert (made, said) == (expected, [])


def test_a_cluster_that_dies_costs_a_warning_and_the_rest_is_made_here(
    plans: list[PicturePlan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = performed(plans, tmp_path / "hier", Crew(2))
    monkeypatch.setattr(helpers, "PATIENCE", 2.0)
    with cluster(tmp_path / "cluster") as two, connected(two.address) as help_:

        def dead() -> None:
            for one in (*two.workers, two.scheduler):
                one.kill()

        made, said = performed(plans, tmp_path / "dort", Crew(2, once(dead), help_))
    assert made == expected
    (warned,) = said
    assert (warned.severity, warned.path) == (Severity.WARNING, two.address)
    assert "Aufträgen kamen nicht zurück und wurden hier gemacht" in warned.message


def test_a_cluster_that_takes_work_and_never_answers_is_given_up(plans: list[PicturePlan], tmp_path: Path) -> None:
    class Silent(Executor):
        def submit(self, *_args: Any, **_more: Any) -> Future[Any]:
            return Future()

    expected, _ = performed(plans[:3], tmp_path / "hier", Crew(2))
    rooms = iter([1, 1])
    silent = Away(Silent(), lambda: next(rooms, 0), here(), "cluster", patience=0)
    made, (said,) = performed(plans[:3], tmp_path / "dort", Crew(2, away=silent))
    assert made == expected
    assert said.message == "3 von 3 Aufträgen kamen nicht zurück und wurden hier gemacht: nicht mehr erreichbar."


def test_a_worker_with_other_code_or_fonts_is_refused_and_named(tmp_path: Path) -> None:
    house = tmp_path / "haus"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (house / "plugins/kiezgroessen/make/pictures.py").open("a") as code:
        code.write("# another time\n")
    next((house / "theme/static/fonts").rglob("*.ttf")).unlink()
    with (
        cluster(tmp_path / "cluster", (ROOT, house)) as two,
        pytest.raises(HelpError) as refused,
        connected(two.address),
    ):
        pass
    first, *workers = str(refused.value).splitlines()
    assert first == f"{two.address} würde andere Bilder machen als dieser Rechner:"
    (line,) = workers
    assert "anders ist Programm (hier " in line
    assert "; Schriften (hier " in line
    assert "Pillow" not in line


def test_a_theme_of_ones_own_is_compared_too(two: Cluster, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    with (tmp_path / "theme/print/haus.typ").open("a") as layout:
        layout.write("// more\n")
    with pytest.raises(HelpError, match=r"anders ist Vorlagen \(hier"), connected(two.address, tmp_path / "theme"):
        pass


def test_a_worker_that_has_no_program_is_named() -> None:
    class Client:
        def run(self, *_what: object, **_how: object) -> dict[str, object]:
            return {"tcp://alt:1": ModuleNotFoundError("kiezgroessen"), "tcp://neu:1": here()}

    with pytest.raises(HelpError) as refused:
        helpers._compared(Client(), "dask://x:1", here())
    assert str(refused.value).splitlines()[1:] == ["  tcp://alt:1: kennt dieses Programm nicht (ModuleNotFoundError)"]


def test_one_that_comes_later_with_something_else_makes_nothing(plans: list[PicturePlan], tmp_path: Path) -> None:
    expected, _ = performed(plans, tmp_path / "hier", Crew(2))
    with ThreadPoolExecutor(2) as threads:
        other = Away(threads, lambda: 2, {**here(), "Pillow": "1.0"}, "cluster")
        made, (said,) = performed(plans, tmp_path / "dort", Crew(2, away=other))
    assert made == expected
    assert said.message.endswith("wurden hier gemacht: dort ist anders: Pillow.")


def test_without_a_cluster_at_the_address_nothing_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    root = site(tmp_path)
    assert (
        build.main(
            date=TODAY, conf="publishconf.py", root=root, output=tmp_path / "output", workers=f"dask://127.0.0.1:{port}"
        )
        == 1
    )
    assert f"dask://127.0.0.1:{port} ist nicht zu erreichen" in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_without_its_packages_it_is_said_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(helpers, "import_module", missing)
    with (
        pytest.raises(HelpError, match=r"pip install --require-hashes -r requirements/cluster\.txt"),
        connected("dask://x:1"),
    ):
        pass


@pytest.mark.parametrize("typed", ["viele", "-1", "0", "tcp://rechner:8786", "1.5"])
def test_what_is_neither_a_number_nor_a_cluster_is_said(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(tmp_path, typed) == 1
    assert f"»{typed}« ist weder eine Zahl noch eine Adresse wie dask://rechner:8786" in capsys.readouterr().err


def test_kits_take_no_nonsense_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kit.main(date=TODAY, root=site(tmp_path), workers="viele") == 1
    assert "»viele« ist weder eine Zahl noch eine Adresse" in capsys.readouterr().out


# What comes back


def test_photos_that_poison_their_decoder_cost_a_worker_nothing_but_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "work", spoilt_work)
    monkeypatch.setattr(pool, "LIMITS", TIGHT)
    with ThreadPoolExecutor(2) as threads:
        helped = Crew(2, away=Away(threads, lambda: 2, here(), "cluster"))
        monkeypatch.setattr("tests.support.photo_checks.Crew", lambda _workers: helped)
        assert unbounded(tmp_path, workers=2) == []
    assert MISDEEDS, "this process is still here"


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 no picture \xff\xd9", b"<svg/>"])
def test_what_comes_back_and_is_not_what_was_asked_for_is_made_here(
    data: bytes, plans: list[PicturePlan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = performed(plans[:2], tmp_path / "hier", Crew(2))

    def answered(parcel: Any) -> Any:
        return Reply(tuple(tuple((key, data) for key in keys) for keys in all_keys[len(parcel.jobs)]))

    order = run.order_pictures(plans[:2], fonts=FONTS)
    jobs = order.jobs(set(order.expected), 2)
    all_keys = {1: [list(jobs[0].makes)], 2: [list(job.makes) for job in jobs]}
    monkeypatch.setattr(away, "answered", answered)
    with ThreadPoolExecutor(1) as threads:
        made, said = performed(plans[:2], tmp_path / "dort", Crew(2, away=Away(threads, lambda: 1, here(), "cluster")))
    assert made == expected
    assert "unvollständig" in said[0].message


def test_a_picture_of_another_size_is_not_what_was_asked_for(plans: list[PicturePlan], tmp_path: Path) -> None:
    made, _ = performed(plans[:1], tmp_path, Crew(1))
    one = plans[0].variants[0]
    data = made[one.name]
    assert fits(data, Expected(one.format, one.width, one.height))
    assert not fits(data, Expected(one.format, one.width + 1, one.height))
    assert not fits(data, Expected("png", one.width, one.height))


def test_whoever_helps_clears_up_after_a_process_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "HOUSE", tmp_path)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    portrait = tmp_path / "cache/schrift-druck/.tisch-alt/blatt/bild.jpg"
    portrait.parent.mkdir(parents=True)
    portrait.write_bytes(b"somebody")
    assert hands.answered(Parcel((), {}, here())) == Reply()
    assert not portrait.exists()
