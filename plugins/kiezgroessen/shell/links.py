"""`tasks.py links`: which links to the outside died, moved or changed hands. Never part of a build."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from ..dates import parse_day, today
from ..model.places import WebAddress
from ..problems import Problem, as_text, harmless, warning
from ..reading import read
from .asking import Answer, Asker
from .exits import FAILED, OK, date_complaint
from .kit import settings_of
from .outward import Outward, outward_links

STATE = "links.json"
AT_ONCE = 8
"""Hosts that are asked at the same time; each of them one question after the other."""
Verdict: TypeAlias = Literal["gone", "hands", "moved", "closed", "good"]
_TITLES: Mapping[Verdict, str] = MappingProxyType(
    {
        "gone": "Antworten nicht mehr",
        "hands": "Vielleicht in anderen Händen: bitte ansehen",
        "moved": "Umgezogen",
        "closed": "Nicht zu prüfen: bitte selbst ansehen",
    }
)
_PARKED = (
    "domain is for sale",
    "domain may be for sale",
    "buy this domain",
    "domain steht zum verkauf",
    "domain kaufen",
    "domain ist zu verkaufen",
    "sedoparking",
    "parkingcrew",
    "domain has expired",
    "domain parking",
    "account has been suspended",
)
# Countries whose names are given out one level below: bakery.co.uk and florist.co.uk are two people's.
_SECOND = re.compile(r"(?:co|com|org|net|gov|edu|ac|gen|web)\.[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a link: last good day, first and last bad one since, how many, if it bore the name."""

    good: str = ""
    bad: str = ""
    last: str = ""
    times: int = 0
    named: bool = False


def main(*, date: str | None = None, root: Path | None = None, asker: Asker | None = None) -> int:
    """Asks every address and prints what became of them; 0 whatever that is."""
    if date and (complaint := date_complaint(date)):
        print(complaint)
        return FAILED
    day = parse_day(date).first if date else today()
    root = (root or Path.cwd()).resolve()
    address, _, cache = settings_of(root)
    found = outward_links(read(root, day).documents, day)
    real = [link for link in found if not link.is_invented]
    answers = _asked(real, asker or Asker(f"Kiezgroessen-Links/1 (+{address})"))
    known = _known(cache / STATE)
    if len(real) > 1 and all(answer.kind == "gone" and not answer.final for answer in answers.values()):
        print(f"Keine von {len(real)} Adressen antwortet. Gibt es gerade Netz? Es wurde nichts vermerkt.")
        return OK
    after = {link.url: _remembered(link, answers[link.url], known.get(link.url, Known()), day) for link in real}
    _keep(cache / STATE, after)
    print(report(real, answers, known, after, invented=len(found) - len(real), day=day))
    return OK


def _asked(links: Sequence[Outward], asker: Asker) -> dict[str, Answer]:
    """The answer for each address; those of one host one after the other."""
    by_host: dict[str, list[Outward]] = {}
    for link in links:
        by_host.setdefault(link.host, []).append(link)

    def one_host(group: Sequence[Outward]) -> list[tuple[str, Answer]]:
        return [(link.url, asker.ask(link.url, with_text=bool(link.words))) for link in group]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {url: answer for group in pool.map(one_host, by_host.values()) for url, answer in group}


def _known(file: Path) -> dict[str, Known]:
    """What was remembered; nothing where the file is missing or not as this program writes it."""
    try:
        return {str(url): Known(**one) for url, one in json.loads(file.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(file: Path, known: Mapping[str, Known]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({url: asdict(one) for url, one in known.items()}, ensure_ascii=False, indent=1, sort_keys=True)
    beside = file.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def _bears_name(link: Outward, answer: Answer) -> bool:
    text = answer.text.casefold()
    return any(word in text for word in link.words)


def _remembered(link: Outward, answer: Answer, before: Known, day: dt.date) -> Known:
    if answer.kind == "gone":
        today_again = before.last == day.isoformat()  # asked twice on a day is bad once
        times = before.times if today_again else before.times + 1
        return replace(before, bad=before.bad or day.isoformat(), last=day.isoformat(), times=times)
    if answer.kind == "closed":
        return before
    # A name once seen stays expected: until the link is changed, its absence is reported each time.
    return Known(day.isoformat(), named=before.named or _bears_name(link, answer))


def report(
    links: Sequence[Outward],
    answers: Mapping[str, Answer],
    known: Mapping[str, Known],
    after: Mapping[str, Known],
    *,
    invented: int,
    day: dt.date,
) -> str:
    """The whole answer, what asks for something to be done first."""
    problems: dict[Verdict, list[Problem]] = {verdict: [] for verdict in _TITLES}
    counts: dict[Verdict, int] = {}
    for link in links:
        verdict, said, new = _judged(link, answers[link.url], known.get(link.url, Known()), after[link.url])
        counts[verdict] = counts.get(verdict, 0) + 1
        if verdict != "good":
            problems[verdict] += _at_each_place(link, said, new)
    parts = [f"Links nach außen am {day:%d.%m.%Y}: {_count(links, counts, invented)}"]
    parts += [f"{title}\n{as_text(problems[verdict])}" for verdict, title in _TITLES.items() if problems[verdict]]
    return "\n\n".join(parts)


def _count(links: Sequence[Outward], counts: Mapping[Verdict, int], invented: int) -> str:
    names: Mapping[Verdict, str] = {
        "good": "gut",
        "gone": "tot",
        "hands": "fraglich",
        "moved": "umgezogen",
        "closed": "nicht zu prüfen",
    }
    said = [
        f"{len(links)} geprüft",
        *(f"{counts[verdict]} {name}" for verdict, name in names.items() if verdict in counts),
    ]
    return (
        ", ".join([*said, *([f"dazu {invented} erfundene (.example), die niemand prüfen kann"] if invented else [])])
        + "."
    )


def _at_each_place(link: Outward, said: str, new: str) -> Iterator[Problem]:
    for place in link.places:
        fix = place.shown.replace(link.url, new, 1) if new and link.url in place.shown else None
        shown = harmless(place.shown, 300) if fix else None
        yield warning(place.path, place.line, f"{harmless(link.url, 200)} {said}", shown=shown, fix=fix)


def _judged(link: Outward, answer: Answer, before: Known, now: Known) -> tuple[Verdict, str, str]:
    """What became of a link, in words; where it moved to, the new address."""
    if answer.kind == "gone":
        return "gone", f"– {answer.reason}. {_since(now)}", ""
    if answer.kind == "closed":
        return "closed", f"{answer.reason}.", ""
    if parked := next((phrase for phrase in _PARKED if phrase in answer.text.casefold()), ""):
        return "hands", f"sieht nach einer aufgegebenen Domain aus: auf der Seite steht »{parked}«.", ""
    if _owner(answer.final) != _owner(link.url):
        host = harmless(urlsplit(answer.final).hostname or "", 100)
        return "hands", f"leitet zu einer anderen Domain: {host}. Gehört sie denselben Leuten?", _usable(answer.moved)
    if before.named and link.words and not _bears_name(link, answer):
        return "hands", f"nennt »{link.name}« nicht mehr, zuletzt war das am {_german(before.good)} anders.", ""
    if answer.moved and (new := _usable(answer.moved)):
        return "moved", f"ist umgezogen nach {new}.", new
    return "good", "", ""


def _owner(url: str) -> str:
    """The part of a host that somebody rents: ``www.laden.example.de`` → ``example.de``."""
    host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    labels = host.split(".")
    return ".".join(labels[-3:] if _SECOND.fullmatch(".".join(labels[-2:])) else labels[-2:])


def _usable(url: str) -> str:
    """An address as it may stand in a profile, or nothing: strangers' servers name it."""
    try:
        return str(TypeAdapter(WebAddress).validate_python(url)) if url.isascii() else ""
    except ValidationError:
        return ""


def _since(known: Known) -> str:
    if known.times <= 1:
        last = f", zuletzt gut am {_german(known.good)}" if known.good else ""
        return f"Zum 1. Mal{last}: in ein paar Tagen noch einmal prüfen."
    return f"Seit {_german(known.bad)}, zum {known.times}. Mal: bitte nachfragen oder herausnehmen."


def _german(day: str) -> str:
    try:
        return f"{dt.date.fromisoformat(day):%d.%m.%Y}"
    except ValueError:
        return "unbekanntem Tag"
