"""Who is named but not shown: a page says less than its editor believes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.entry import Entry, Translated
from ..model.parts import Visibility
from ..model.records import ActionStatus
from ..model.validate import Model
from ..problems import Problem, Severity
from ..read.document import Loc

_WITHOUT = {"business": "diesen Betrieb", "institution": "diese Einrichtung", "action": "diese Aktion"}


def check_unseen(model: Model) -> list[Problem]:
    """A warning where a shown action, campaign or news item names a draft or something that pauses."""
    seen = _Unseen(model)
    found: list[Problem] = []
    for action in model.actions.values():
        if action.record.status is not ActionStatus.DRAFT:
            found += seen.named(action.source, "Die Aktion", "betriebe", "business", action.record.businesses)
            found += seen.named(action.source, "Die Aktion", "einrichtungen", "institution", action.record.institutions)
    for campaign in _shown(model.campaigns):
        entry, record = campaign.source, campaign.record
        found += seen.named(entry, "Die Kampagne", "betriebe", "business", record.businesses)
        found += seen.named(entry, "Die Kampagne", "aktionen", "action", record.actions)
        owners = (owner for owner, _ in record.wishes)
        found += seen.named(entry, "Die Kampagne", "bedarfe", "institution", owners, "diese Karte")
    for news in _shown(model.news):
        entry, record = news.source, news.record
        found += seen.named(entry, "Die Meldung", "betriebe", "business", record.businesses)
        found += seen.named(entry, "Die Meldung", "einrichtungen", "institution", record.institutions)
        found += seen.named(entry, "Die Meldung", "aktionen", "action", record.actions)
    return found


def _shown(all_of: Mapping[str, Translated[Any]]) -> Iterator[Translated[Any]]:
    return (one for one in all_of.values() if one.record.status is Visibility.PUBLISHED)


class _Unseen:
    """What is there and not shown, by kind and slug."""

    def __init__(self, model: Model) -> None:
        partners: Mapping[str, Mapping[str, Translated[Any]]] = {
            "business": model.businesses,
            "institution": model.institutions,
        }
        self._hidden: dict[tuple[str, str], Translated[Any]] = {
            (kind, slug): one
            for kind, group in partners.items()
            for slug, one in group.items()
            if one.record.status is not Visibility.PUBLISHED
        }
        drafts = (one for one in model.actions.values() if one.record.status is ActionStatus.DRAFT)
        self._hidden |= {("action", one.slug): one for one in drafts}

    def named(
        self, entry: Entry[Any], where: str, key: str, kind: str, slugs: Iterable[str], what: str | None = None
    ) -> Iterator[Problem]:
        """A warning at each of the names below ``key`` that is not shown."""
        for index, slug in enumerate(slugs):
            one = self._hidden.get((kind, slug))
            if one is not None:
                status = one.record.status.value
                is_draft = one.record.status in (Visibility.DRAFT, ActionStatus.DRAFT)
                state = "ist noch ein Entwurf" if is_draft else "ruht"
                message = f"»{slug}« {state}: {where} erscheint ohne {what or _WITHOUT[kind]}."
                path = one.source.origin.path
                way = "status: geplant« oder »vereinbart" if kind == "action" else None
                hint = f"Fertig? Dann gehört »{way}« in {path}." if way else f"»status: {status}« steht in {path}."
                loc: Loc = (key, index) if (key, index) in entry.origin.header.marks else (key,)
                yield entry.origin.problem(loc, message, hint=hint, severity=Severity.WARNING)
