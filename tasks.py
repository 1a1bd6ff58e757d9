#!/usr/bin/env python3
"""What a person types: the names and one line of German help each. The work is in ``kiezgroessen.shell``.

Every task passes its exit code on: 0 done, 1 failed, 2 the contents have errors.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
START = Path.cwd()  # where the command was typed, and files are looked for
# Tasks with the larger set of packages.
NEEDS_TESTS = ("test", "bench", "golden", "teeth", "attack", "histories", "barriers")

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it with an older Python must find a sentence here
    sys.exit(f"Kiezgrößen braucht Python 3.11 oder neuer; dies ist {sys.version.split()[0]}.")
sys.path.insert(0, str(ROOT / "plugins"))

if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        # Before anything is imported that takes its time: nearly always nothing has changed.
        from kiezgroessen.shell.stamp import options_of, unchanged

        if (told := unchanged(str(ROOT), options_of(sys.argv[2:]))) is not None:
            print(told[0], end="\n" if told[0] else "", file=sys.stderr)
            print(told[1])
            sys.exit()

    from kiezgroessen.shell.bootstrap import settle

    settle(ROOT, Path(__file__).resolve(), sys.argv[1:], NEEDS_TESTS)

# Only here is it sure that invoke is installed.
from invoke.collection import Collection  # noqa: E402
from invoke.context import Context  # noqa: E402
from invoke.tasks import task  # noqa: E402


def _end(code: int) -> None:
    if code:
        raise SystemExit(code)


WORKERS = "wie viele Prozesse Bilder machen, oder ein Cluster: dask://rechner:8786"


@task(help={"date": "der Tag, für den gebaut wird (jjjj-mm-tt), sonst heute", "workers": WORKERS})
def build(_context: Context, date: str | None = None, *, workers: str = "") -> None:
    """Die Website bauen, nach output/."""
    # Nearly all that a build makes lives until it ends: to look for rubbish takes a sixth of a small one (measured).
    gc.disable()
    from kiezgroessen.shell import build as work

    _end(work.main(date=date, workers=workers))


@task(help={"port": "die Nummer hinter dem Doppelpunkt der Adresse", "date": "der Tag, für den gebaut wird"})
def serve(_context: Context, port: int = 8000, date: str | None = None) -> None:
    """Die Website beim Schreiben ansehen: http://localhost:8000."""
    from kiezgroessen.shell import serve as work

    _end(work.main(port=port, date=date))


@task(help={"format": "text, json oder github", "date": "der Tag, für den geprüft wird"})
def check(_context: Context, format: str = "text", date: str | None = None) -> None:
    """Alle Texte und Fotos prüfen, ohne zu bauen."""
    from kiezgroessen.shell import report as work

    _end(work.main(format=format, date=date))


@task(help={"date": "der Tag, um den es geht (jjjj-mm-tt), sonst heute"})
def consent(_context: Context, date: str | None = None) -> None:
    """Alle Freigaben: was gilt, was endet, was davon abhängt."""
    from kiezgroessen.shell import consents as work

    _end(work.main(date=date))


@task(
    optional=["csv", "ics"],
    help={
        "csv": "auch als Tabelle, nach listen/ oder in diese Datei",
        "ics": "auch als Kalender, nach listen/ oder in diese Datei",
        "date": "der Tag, um den es geht (jjjj-mm-tt), sonst heute",
    },
)
def due(
    _context: Context, *, csv: str | bool | None = None, ics: str | bool | None = None, date: str | None = None
) -> None:
    """Wen man anrufen sollte, und was einzusammeln ist."""
    from kiezgroessen.shell import due as work

    # An option without a value comes as True.
    files = ["" if isinstance(typed, bool) else typed for typed in (csv, ics)]
    _end(work.main(date=date, csv=files[0], ics=files[1], start=START))


@task(help={"date": "der Tag, um den es geht (jjjj-mm-tt), sonst heute"})
def links(_context: Context, date: str | None = None) -> None:
    """Prüfen, ob die Links nach außen stimmen; braucht das Netz."""
    from kiezgroessen.shell import links as work

    _end(work.main(date=date))


@task(positional=["kind", "name"], help={"kind": "betrieb, aktion oder einrichtung", "name": "der Name, in »…«"})
def new(_context: Context, kind: str, name: str) -> None:
    """Einen Ordner anlegen, etwa: new betrieb "Bäckerei Adler"."""
    from kiezgroessen.shell import new as work

    _end(work.main(kind, name))


@task(
    positional=["file"],
    help={
        "file": "eine Mail (.eml), eine Textdatei, oder - für eingefügten Text",
        "folder": "wie der Ordner heißen soll, sonst nach dem Betrieb",
    },
)
def intake(_context: Context, file: str, folder: str = "") -> None:
    """Aus einer Bewerbung einen Entwurf machen, den niemand sieht."""
    from kiezgroessen.shell import intake as work

    _end(work.main(file, folder=folder, start=START))


@task(
    help={
        "probe": "nur sagen, was sich online ändern würde; nichts hochladen",
        "weniger": "auch dann, wenn mehr als ein Zehntel der Seiten verschwindet",
        "date": "der Tag, für den gebaut wird (jjjj-mm-tt), sonst heute",
        "workers": WORKERS,
    }
)
def publish(
    _context: Context, *, probe: bool = False, weniger: bool = False, date: str | None = None, workers: str = ""
) -> None:
    """Bauen und online bringen; wohin, steht in publishconf.py."""
    from kiezgroessen.shell import publish as work

    _end(work.main(date=date, probe=probe, fewer=weniger, workers=workers))


@task(help={"names": "welcher Stand, sonst der vorige: rollback 20261122T0117"})
def rollback(_context: Context, names: str = "") -> None:
    """Auf dem eigenen Server zu einem früheren Stand zurückkehren."""
    from kiezgroessen.shell import publish as work

    _end(work.rollback(names))


@task(help={"schnell": "alle Seiten, aber von den anderen Dateien nur eine Stichprobe"})
def verify_live(_context: Context, *, schnell: bool = False) -> None:
    """Vergleichen, ob online ist, was in output/ liegt.

    Nur danach wird gefragt, und nach dem, was beim letzten Veröffentlichen weggefallen ist. Was sonst noch auf dem
    Server liegt, sieht von außen niemand, also auch dieser Befehl nicht.
    """
    from kiezgroessen.shell import live as work

    _end(work.main(quick=schnell))


@task(
    help={
        "names": "nur diese Betriebe, wie ihre Ordner heißen: kit mavi tastenhof",
        "date": "der Tag, um den es geht (jjjj-mm-tt), sonst heute",
        "workers": WORKERS,
    }
)
def kit(_context: Context, names: str = "", date: str | None = None, *, workers: str = "") -> None:
    """Das Material der Betriebe zum Mitnehmen machen, nach kits/."""
    from kiezgroessen.shell import kit as work

    _end(work.main([name for name in names.split(",") if name], date=date, workers=workers))


@task(
    help={
        "names": "nur diese Betriebe, wie ihre Ordner heißen: visit mavi tastenhof; ohne Namen ein leerer Bogen",
        "strasse": "alle Betriebe dieser Straße, nach Hausnummern",
        "gewerbe": "alle Betriebe dieses Gewerbes",
        "sprache": "de, tr, ar oder en",
        "date": "der Tag des Besuchs (jjjj-mm-tt), sonst heute",
    }
)
def visit(
    _context: Context, names: str = "", strasse: str = "", gewerbe: str = "", sprache: str = "de", date: str = ""
) -> None:
    """Besuchsbögen für die Ladentür machen, nach besuche/."""
    from kiezgroessen.shell import visit as work

    slugs = [name for name in names.split(",") if name]
    _end(work.main(slugs, street=strasse, trade=gewerbe, lang=sprache, date=date or None))


@task(
    help={
        "names": "nur diese Betriebe oder Einrichtungen, wie ihre Ordner heißen: match jugendclub-luke-7",
        "date": "der Tag, um den es geht (jjjj-mm-tt), sonst heute",
    }
)
def match(_context: Context, names: str = "", date: str | None = None) -> None:
    """Welches Angebot zu welchem Wunsch passt, mit Gründen."""
    from kiezgroessen.shell import match as work

    _end(work.main([name for name in names.split(",") if name], date=date))


@task
def hosting(_context: Context) -> None:
    """Einstellungen für eigene Webserver schreiben, nach hosting/."""
    from kiezgroessen.shell import hosting as work

    _end(work.main())


@task(
    positional=["what"],
    help={
        "what": "ein Ordner (mavi), ein Foto (mavi/portrait.jpg) oder eine Freigabe (mavi/f1)",
        "ja": "nicht fragen, gleich herausnehmen",
        "date": "der Tag, für den gebaut wird (jjjj-mm-tt), sonst heute",
    },
)
def takedown(_context: Context, what: str, *, ja: bool = False, date: str | None = None) -> None:
    """Jemanden herausnehmen, sofort und überall.

    Zum Beispiel: python3 tasks.py takedown mavi

    Zeigt erst, was geschehen wird, und fragt. Danach wird alles durchsucht. Ging etwas nicht oder ist noch etwas da,
    steht am Ende »NICHT FERTIG« und was zu tun ist; derselbe Befehl macht dann weiter. Sonst eine Liste dessen, was
    nur Menschen können. Mehr: docs/handbuch/herausnehmen.md
    """
    from kiezgroessen.shell import takedown as work

    _end(work.main(what, yes=ja, date=date))


@task(help={"only": "nur diese Datei oder diesen Ordner testen"})
def test(_context: Context, only: str = "tests") -> None:
    """Alles prüfen, was am Programm zu prüfen ist."""
    from kiezgroessen.shell import proof as work

    _end(work.main(ROOT, only=only))


@task(help={"names": "nur diese Sicherungen, wie sie in tests/teeth/ heißen: teeth autoescape nh3"})
def teeth(_context: Context, names: str = "") -> None:
    """Jede Sicherung einmal ausschalten: Ein Test muss es merken."""
    from kiezgroessen.shell import teeth as work

    _end(work.main(ROOT, names=[name for name in names.split(",") if name]))


@task(
    help={
        "sizes": "wie viele Betriebe, zum Beispiel 31,585, oder Betriebe+Aktionen: 1000+1000",
        "growth": "statt des Vergleichs messen, ob Zeit und Speicher mit den Texten wachsen und nicht schneller",
        "photos": "statt der Texte die Fotos messen",
        "pictures": "statt der Texte eine Website mit allen Fotos und Bildern zum Teilen messen",
        "count": "wie viele Fotos (sonst 50), mit --pictures, --prints, --latency oder --takedown wie viele Betriebe",
        "prints": "statt der Texte das Material der Betriebe messen",
        "takedown": "statt der Texte messen, wie lange das Herausnehmen dauert",
        "latency": "statt der Texte messen, wann im Browser zu sehen ist, was gespeichert wurde",
        "encoders": "statt der Texte messen, was jede Stufe von AVIF und JPEG kostet und taugt",
        "folder": "dafür auch die Fotos in diesem Ordner nehmen",
    }
)
def bench(
    _context: Context,
    sizes: str = "",
    *,
    growth: bool = False,
    photos: bool = False,
    pictures: bool = False,
    prints: bool = False,
    count: int = 0,
    takedown: bool = False,
    latency: bool = False,
    encoders: bool = False,
    folder: str = "",
) -> None:
    """Messen, wie schnell gebaut wird, neben anderen Programmen."""
    from kiezgroessen.shell.bench import encoders as steps
    from kiezgroessen.shell.bench import growth as larger
    from kiezgroessen.shell.bench import latency as saved
    from kiezgroessen.shell.bench import photos as shrunk
    from kiezgroessen.shell.bench import pictures as whole
    from kiezgroessen.shell.bench import prints as kits
    from kiezgroessen.shell.bench import takedown as gone
    from kiezgroessen.shell.bench import texts

    if encoders:
        _end(steps.main(folder=folder))
    elif latency:
        _end(saved.main(count=count or 585, root=ROOT))
    elif takedown:
        _end(gone.main(count=count or 585))
    elif prints:
        _end(kits.main(count=count or 31, root=ROOT))
    elif photos:
        _end(shrunk.main(count=count or 50, root=ROOT))
    elif pictures:
        _end(whole.main(count=count or 585, root=ROOT))
    elif growth:
        _end(larger.main(sizes=sizes or larger.SIZES, root=ROOT))
    else:
        _end(texts.main(sizes=sizes or texts.SIZES, root=ROOT))


@task(
    help={
        "folder": "statt der eigenen Sammlung diesen Ordner nehmen: text/*.json, photos/, yaml/",
        "write": "die Zahlen nach docs/security.md schreiben",
    }
)
def attack(_context: Context, folder: str = "", *, write: bool = False) -> None:
    """Angriffe durch den ganzen Bau schicken, in jedes Feld."""
    from kiezgroessen.shell import proof as work

    _end(work.attack(ROOT, folder=str(START / folder) if folder else "", write=write))


@task(help={"count": "wie viele Geschichten", "seed": "die Nummer der ersten; sie sagt, was geschieht"})
def histories(_context: Context, count: int = 20, seed: int = 0) -> None:
    """Zufällig ändern und jeden Bau mit einem neuen vergleichen."""
    from kiezgroessen.shell import proof as work

    _end(work.histories(ROOT, count=count, seed=seed))


@task(help={"write": "das Ergebnis in die Erklärung zur Barrierefreiheit schreiben"})
def barriers(_context: Context, *, write: bool = False) -> None:
    """Nach Barrieren suchen, in allen Sprachen: axe und Lighthouse."""
    from kiezgroessen.shell import proof as work

    _end(work.barriers(ROOT, write=write))


@task
def golden(_context: Context) -> None:
    """Die Musterseiten der Tests erneuern; danach: git diff."""
    from kiezgroessen.shell import proof as work

    _end(work.renew_golden(ROOT))


@task
def strings(_context: Context) -> None:
    """Neue Wörter der Oberfläche in die Übersetzungen aufnehmen."""
    from kiezgroessen.shell import strings as work

    _end(work.main())


@task
def translations(_context: Context) -> None:
    """Was in den anderen Sprachen fehlt oder veraltet ist."""
    from kiezgroessen.shell import translations as work

    _end(work.main())


@task
def sbom(_context: Context) -> None:
    """Die Liste aller Bestandteile erneuern (CycloneDX)."""
    from kiezgroessen.shell import sbom as work

    _end(work.main(ROOT))


@task
def reference(_context: Context) -> None:
    """Die Feldliste im Handbuch erneuern."""
    from kiezgroessen.shell import reference as work

    _end(work.main(ROOT))


if __name__ == "__main__":
    os.chdir(ROOT)  # whoever types the command may stand anywhere
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a window that knows few letters is no reason to stop
    names = Collection(
        build,
        serve,
        check,
        consent,
        due,
        links,
        new,
        intake,
        kit,
        match,
        visit,
        publish,
        hosting,
        rollback,
        verify_live,
        takedown,
        test,
        teeth,
        bench,
        attack,
        histories,
        golden,
        barriers,
        strings,
        translations,
        reference,
        sbom,
    )
    from kiezgroessen.shell.program import GermanProgram, with_names

    GermanProgram(namespace=names, name="Kiezgrößen", binary="tasks.py").run(
        with_names([sys.argv[0], *(sys.argv[1:] or ["--list"])])
    )
