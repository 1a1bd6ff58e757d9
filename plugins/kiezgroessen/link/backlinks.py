"""Who names whom, the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model.entry import Translated
from ..model.records import Campaign, News
from .kiez import ActionNode


class Backlinks:
    """Who names whom, the other way round; made in one pass, so linking stays linear."""

    def __init__(
        self,
        campaigns: Mapping[str, Translated[Campaign]],
        news: Mapping[str, Translated[News]],
        newest: Iterable[str],
    ) -> None:
        self._actions: dict[tuple[str, str], list[str]] = {}
        self._parts: dict[tuple[str, str, str], list[ActionNode]] = {}
        self._campaigns: dict[tuple[str, str], list[str]] = {}
        self._sought: dict[tuple[str, str], list[str]] = {}
        self._news: dict[tuple[str, str], list[str]] = {}
        for slug, campaign in campaigns.items():
            self._name(self._campaigns, slug, campaign.record)
            for wish in dict.fromkeys(campaign.record.wishes):
                self._sought.setdefault(wish, []).append(slug)
        for slug in newest:
            self._name(self._news, slug, news[slug].record)

    @staticmethod
    def _name(found: dict[tuple[str, str], list[str]], slug: str, record: Campaign | News) -> None:
        for field, partners in (("businesses", record.businesses), ("actions", record.actions)):
            for partner in dict.fromkeys(partners):
                found.setdefault((field, partner), []).append(slug)

    def add(self, actions: Mapping[str, ActionNode], latest: Iterable[str]) -> None:
        """The actions, once it is known who names them."""
        for slug in latest:
            node, record = actions[slug], actions[slug].text.record
            for field, partners in (("businesses", record.businesses), ("institutions", record.institutions)):
                for partner in dict.fromkeys(partners):
                    self._actions.setdefault((field, partner), []).append(slug)
            for part, named in (("offer", record.offers), ("wish", record.wishes)):
                for owner, name in dict.fromkeys(named):
                    self._parts.setdefault((part, owner, name), []).append(node)

    def actions_with(self, field: str, slug: str) -> tuple[str, ...]:
        """Actions by a partner, the latest first; ``field``: ``businesses`` or ``institutions``."""
        return tuple(self._actions.get((field, slug), ()))

    def actions_naming(self, part: str, owner: str, name: str | None) -> tuple[ActionNode, ...]:
        """Actions by the ``offer`` or ``wish`` (``part``) of an ``owner``, the latest first."""
        return tuple(self._parts.get((part, owner, name), ())) if name else ()

    def campaigns_with(self, field: str, slug: str) -> tuple[str, ...]:
        """Campaigns by one of their ``businesses`` or ``actions`` (``field``)."""
        return tuple(self._campaigns.get((field, slug), ()))

    def campaigns_for(self, institution: str, wish: str) -> tuple[str, ...]:
        """Campaigns by a wish."""
        return tuple(self._sought.get((institution, wish), ()))

    def news_with(self, field: str, slug: str) -> tuple[str, ...]:
        """News by one of its ``businesses`` or ``actions`` (``field``), the newest first."""
        return tuple(self._news.get((field, slug), ()))
