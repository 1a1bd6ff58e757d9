"""Markdown → clean HTML. Raw HTML in a text is shown as text; what is left passes an allow-list."""

from __future__ import annotations

import re
from typing import Any, cast
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry
from markupsafe import escape

from ..model.addresses import SCHEMES, link_fault

_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "del",
        "dl",
        "dt",
        "dd",
    ]
)
# Without "*", title and lang would pass on every element.
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Plain(Extension):
    """No raw HTML, no pictures (photos belong into the header, where alt text and consent are asked for)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        for name in ("image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Headings(md), "headings", 5)


class _Headings(Treeprocessor):
    """The page has its one h1 already: headings begin at h2 and skip no rank. Header cells say what they head."""

    def run(self, root: Element) -> None:
        above: list[int] = []
        for element in root.iter():
            if element.tag in _RANKS:
                # Whoever writes ### without a ## above it, as below »## jetzt« of a campaign, means the next rank.
                typed = max(2, _RANKS.index(element.tag) + 1)
                while above and above[-1] >= typed:
                    above.pop()
                above.append(typed)
                element.tag = _RANKS[len(above)]
            elif element.tag == "th":
                element.set("scope", "col")


# Without one of these signs in a text, a pattern finds nothing in it. Patterns that are not named here, always look.
_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "short_reference": "[",
    "autolink": "<",
    "automail": "<",
    "entity": "&",
    "em_strong": "*_",
}


# Character references can name what no document may hold: XML would be broken by it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Prose:
    """Converts texts; one instance serves a whole build, the parser is built once."""

    def __init__(self) -> None:
        self._markdown = Markdown(extensions=[_Plain(), "sane_lists", "tables"], output_format="html")
        self._inline: dict[str, Registry[Any]] = {}

    def __call__(self, text: str) -> str:
        """HTML of a Markdown text; "" stays "". Who may take too long has been found out before (`trial`)."""
        return self.cleaned(self.parsed(text))

    def parsed(self, text: str) -> str:
        """HTML as the parser makes it, not to be shown to anybody yet."""
        # Most texts use few of them, and most of the time would go into looking for the others, line by line.
        inline = cast(InlineProcessor, self._markdown.treeprocessors["inline"])
        inline.inlinePatterns = self._patterns("".join(sign for sign in "`\\[<&*_" if sign in text))
        try:
            return str(self._markdown.reset().convert(text))
        except RecursionError:
            # Lists within lists a thousand deep mean nothing to anybody; the text is shown as it was typed.
            return f"<p>{escape(text)}</p>"

    def _patterns(self, signs: str) -> Registry[Any]:
        """The patterns that may find something in a text with these signs."""
        if signs not in self._inline:
            some = self._inline[signs] = self._markdown.inlinePatterns[:]
            for name, begins in _SIGNS.items():
                if not set(begins) & set(signs):
                    some.deregister(name)
        return self._inline[signs]

    def cleaned(self, html: str) -> str:
        """What of it passes the allow-list."""
        html = nh3.clean(
            html,
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            attribute_filter=_harmless,
            url_schemes=set(SCHEMES),
            link_rel=None,
        )
        # Only now: it is there that references become what they stand for.
        return _FORBIDDEN.sub("\ufffd", html)


def _harmless(_tag: str, name: str, value: str) -> str | None:
    """The value of an attribute. An address that `model.body` would refuse leads nowhere, however it was written."""
    return None if name == "href" and link_fault(value) is not None else value


_LOCAL = re.compile(r'(href=")(/)')


def with_absolute_links(html: str, origin: str) -> str:
    """Local links made absolute, for feeds. ``origin`` is scheme and host."""
    return _LOCAL.sub(lambda match: f"{match[1]}{origin}/", html)
