"""Structured data for search engines: schema.org as JSON-LD. Types and properties: schema.org, version 29."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..dates import Clock, Day
from ..link.kiez import ActionNode, ActionState, BusinessNode, InstitutionNode, NewsNode
from ..model.parts import Address, Contact
from ..model.records import Programme
from . import urls, views
from .desk import Desk

Data = dict[str, object]

# Inside <script> only these could end the element or be read as markup; JSON allows them escaped.
_UNSAFE: Mapping[str, str] = MappingProxyType({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
_UNSAFE_SIGN = re.compile(f"[{''.join(_UNSAFE)}]")


def as_json(data: Mapping[str, object]) -> str:
    """One JSON-LD block, safe inside ``<script>``; empty values are left out."""
    filled = {"@context": "https://schema.org", **_filled(data)}
    text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_SIGN.sub(lambda sign: _UNSAFE[sign[0]], text)


def _filled(data: Mapping[str, object]) -> Data:
    return {k: _filled(v) if isinstance(v, Mapping) else v for k, v in data.items() if v not in (None, "", [], {}, ())}


def _address(address: Address | None) -> Data | None:
    if address is None:
        return None
    town = address.town.value if address.town else None
    return {
        "@type": "PostalAddress",
        "streetAddress": address.street.value,
        "postalCode": address.postcode,
        "addressLocality": town,
        "addressCountry": "DE",
    }


def _position(position: tuple[float, float] | None) -> Data | None:
    return {"@type": "GeoCoordinates", "latitude": position[0], "longitude": position[1]} if position else None


def _contact(contact: Contact | None) -> Data:
    if contact is None:
        return {}
    same = [contact.web]
    same += [f"https://www.instagram.com/{contact.instagram}/"] if contact.instagram else []
    if contact.mastodon:
        name, _, server = contact.mastodon.partition("@")
        same += [f"https://{server}/@{name}"]
    return {"telephone": contact.phone, "email": contact.email, "sameAs": [address for address in same if address]}


def publisher(desk: Desk, record: Programme) -> Data:
    """The organisation behind the site."""
    return {
        "@type": "Organization",
        "name": record.publisher.name.value,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": record.publisher.street.value,
            "postalCode": record.publisher.postcode,
            "addressLocality": record.publisher.town.value,
            "addressCountry": "DE",
        },
        "url": desk.urls.absolute(urls.START),
    }


def site(desk: Desk) -> str:
    """The start page."""
    record = desk.kiez.programme.in_language(desk.lang)
    return as_json(
        {
            "@type": "WebSite",
            "name": record.name.value,
            "description": record.lead.value,
            "url": desk.urls.absolute(urls.START, desk.lang),
            "inLanguage": desk.language.tag,
            "publisher": publisher(desk, record),
        }
    )


def business(desk: Desk, node: BusinessNode, image: str) -> str:
    """A business as the fitting subtype of LocalBusiness; one that left is named without address and contact."""
    record = node.text.in_language(desk.lang)
    data: Data = {
        "@type": desk.kiez.programme.record.trades[record.trade].schema_type,
        "@id": desk.urls.absolute(urls.business(node.slug)) + "#betrieb",
        "name": record.name.value,
        "url": desk.urls.absolute(urls.business(node.slug), desk.lang),
        "image": image,
    }
    if not node.archived:
        data |= {
            "address": _address(record.address),
            "geo": _position(record.position),
            "knowsLanguage": list(record.languages),
            "founder": [{"@type": "Person", "name": owner.value} for owner in record.owners],
            "makesOffer": [
                {
                    "@type": "Offer",
                    "name": offer.text.value,
                    "category": record.trade,
                    "price": 0,
                    "priceCurrency": "EUR",
                }
                for offer in record.offers
                if offer.status != "ruht"
            ],
        }
        contact = _contact(record.contact)
        if not record.link:
            contact.pop("sameAs", None)
        data |= contact
    return as_json(data)


def institution(desk: Desk, node: InstitutionNode) -> str:
    """An institution as NGO."""
    record = node.text.in_language(desk.lang)
    data: Data = {
        "@type": "NGO",
        "@id": desk.urls.absolute(urls.institution(node.slug)) + "#einrichtung",
        "name": record.name.value,
        "url": desk.urls.absolute(urls.institution(node.slug), desk.lang),
        "address": _address(record.address),
        "knowsLanguage": list(record.languages),
        "parentOrganization": {"@type": "Organization", "name": record.carrier.value} if record.carrier else None,
    }
    return as_json(data | _contact(record.contact))


_EVENT_STATUS = {ActionState.FALLEN_THROUGH: "https://schema.org/EventCancelled"}


def action(desk: Desk, node: ActionNode, description: str, image: str) -> str:
    """An action as Event."""
    record = node.text.in_language(desk.lang)
    place = record.place.value if record.place else desk.kiez.programme.record.place.value
    start, end = _moments(node.first, node.last, record.clock)
    organisers = [desk.kiez.businesses[slug].text.record.name.value for slug in node.businesses]
    organisers += [desk.kiez.institutions[slug].text.record.name.value for slug in node.institutions]
    return as_json(
        {
            "@type": "Event",
            "name": record.name.value,
            "description": description,
            "image": image,
            "startDate": start,
            "endDate": end,
            "eventStatus": _EVENT_STATUS.get(node.state, "https://schema.org/EventScheduled"),
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": {"@type": "Place", "name": place, "address": desk.kiez.programme.record.place.value},
            "organizer": [{"@type": "Organization", "name": name} for name in organisers],
            "url": desk.urls.absolute(urls.action(node.slug), desk.lang),
        }
    )


def _moments(first: Day, last: Day, clock: Clock | None) -> tuple[str, str]:
    start, end = str(first), str(last)
    if clock and first.exact:
        start = f"{start}T{clock.start}:00"
    if clock and clock.end and last.exact:
        end = f"{end}T{clock.end}:00"
    return start, end


def news(desk: Desk, node: NewsNode, image: str) -> str:
    """A news item."""
    record = node.text.in_language(desk.lang)
    return as_json(
        {
            "@type": "NewsArticle",
            "headline": record.name.value,
            "description": record.summary.value,
            "datePublished": str(record.day),
            "image": image,
            "inLanguage": desk.language.tag,
            "publisher": publisher(desk, desk.kiez.programme.record),
            "mainEntityOfPage": desk.urls.absolute(urls.news(node.slug), desk.lang),
        }
    )


def breadcrumbs(desk: Desk, crumbs: Sequence[views.Link]) -> str:
    """The way to a page. Links are local; search engines want them absolute."""
    origin = desk.urls.absolute("").removesuffix(desk.urls.href(""))
    items = [
        {"@type": "ListItem", "position": number, "name": crumb.label.value, "item": origin + crumb.href}
        for number, crumb in enumerate(crumbs, 1)
    ]
    return as_json({"@type": "BreadcrumbList", "itemListElement": items})
