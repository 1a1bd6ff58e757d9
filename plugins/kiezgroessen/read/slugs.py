"""Names of folders: what a slug is, and which slug a name would get."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST = 60
"""Characters of a slug without its date: long paths cannot be copied to every drive."""
_SLUG = re.compile(rf"{SLUG}\Z")
_MONTH = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-({SLUG})\Z")
_DAY = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})-({SLUG})\Z")
_DATE = re.compile(r"\A[0-9]{4}-[0-9]{2}-(?:[0-9]{2}-)?")
# Names of devices (Microsoft, "Naming Files, Paths, and Namespaces"): no such folder or file can be made there.
_DEVICE = re.compile(r"(?:con|nul|aux|prn|(?:com|lpt)[0-9])\Z")
# What Unicode does not take apart into a letter and an accent, and what German takes apart otherwise.
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "þ": "th", "ŋ": "ng"}
    | dict(zip("ıłđðħŧəſ", "ilddhtes", strict=True))
    | dict.fromkeys("'’‘ʼ´`", "")
)


def slugify(name: str) -> str:
    """The slug a name gets: ``Bäckerei Müller`` → ``baeckerei-mueller``, ``Çiçekçi Işığı`` → ``cicekci-isigi``.

    Empty if a letter has no spelling in a to z (Arabic, Cyrillic, ...): half a name is worse than none. A long name is
    cut between words; one that Windows keeps for itself gets a word more.
    """
    text = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    out: list[str] = []
    for sign in unicodedata.normalize("NFKD", text):
        kind = unicodedata.category(sign)
        if sign.isascii():
            out.append(sign if sign.isalnum() else "-")
        elif kind == "Nd":
            out.append(str(unicodedata.decimal(sign)))
        elif kind in ("Lo", "Ll", "Lu"):
            return ""
        elif kind not in ("Mn", "Lm", "Me", "Cf"):
            out.append("-")
    slug = re.sub("-+", "-", "".join(out)).strip("-")
    if len(slug) > LONGEST:
        whole, _, _ = slug[: LONGEST + 1].rpartition("-")
        slug = whole or slug[:LONGEST]
    return f"{slug}-kiez" if is_device(slug) else slug


def is_slug(name: str) -> bool:
    """Whether ``name`` may be a folder: lower case, digits, single hyphens between, not too long, no device."""
    return _SLUG.match(name) is not None and len(name) <= LONGEST and not is_device(name)


def is_device(name: str) -> bool:
    """Whether Windows keeps a name for itself: ``con``, ``lpt1``."""
    return _DEVICE.match(name) is not None


def is_long(name: str) -> bool:
    """Whether a slug has too many characters, its date apart."""
    return re.fullmatch(SLUG, name) is not None and len(_DATE.sub("", name)) > LONGEST


def is_month_slug(name: str) -> bool:
    """Whether ``name`` is ``jjjj-mm-slug`` with a month that exists."""
    match = _MONTH.match(name)
    return match is not None and len(match[3]) <= LONGEST and _is_date(match[1], match[2], "1")


def is_day_slug(name: str) -> bool:
    """Whether ``name`` is ``jjjj-mm-tt-slug`` with a day that exists."""
    match = _DAY.match(name)
    return match is not None and len(match[4]) <= LONGEST and _is_date(match[1], match[2], match[3])


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
