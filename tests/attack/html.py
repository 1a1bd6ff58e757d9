"""A page as a browser takes it apart: Lexbor builds the tree by the rules of the HTML standard."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .seen import Seen

# What a running text may become, whatever stands in it.
_IN_PROSE = "p br hr h2 h3 h4 h5 h6 em strong code pre blockquote ul ol li a table thead tbody tr th td del dl dt dd"
PROSE = frozenset([*_IN_PROSE.split(), "a@href", "ol@start", "th@scope", "div", "div@class"])
_LINKS = frozenset(["href", "src", "srcset", "action", "formaction", "data", "poster", "xlink:href", "cite", "ping"])
_NEVER = frozenset(["style", "srcdoc", "http-equiv", "formaction", "ping", "background", "manifest"])
_POLICY = ("meta", "http-equiv", "Content-Security-Policy")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OWN_SCRIPT = re.compile(r"(?:https?://[^/]+)?/[a-z-]+\.[0-9a-f]{8}\.js")
_CLASS = re.compile(r"b\d+|[xy]\d|t-?\d|c-[0-9a-f]{3}|paper-[a-z]+|fold|arabic|latin")
"""Classes that follow from how long a name is, or from what colour a photo has."""
_EVERYWHERE = frozenset(["lang", "dir"])
_HEADERS = frozenset(["subject", "body"])


def look(html: str) -> list[Seen]:
    """The page, and the data it carries for search engines."""
    page, data = Seen("HTML"), Seen("JSON-LD")
    tree = LexborHTMLParser(html)
    if tree.root is None:
        page.armed.append("no page at all")
        return [page, data]
    for node in tree.root.traverse(include_text=True):
        if node.tag == "-text":
            if node.parent is None or node.parent.tag != "script":
                page.texts.append(node.text(deep=False))
        elif node.tag == "script" and node.attributes.get("type") == "application/ld+json":
            page.shape.add("script@type")
            _data(node, data)
        else:
            _element(node, page)
    if html.count("<!--") or len(tree.css("html,head,body,main")) > 4:
        page.armed.append("a comment, or the frame of the page twice")
    return [page, data]


def look_inside(html: str, sink: str) -> Seen:
    """A piece of a page, as feeds carry it: nothing but running text may be in it."""
    seen, piece = Seen(sink), LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    for node in piece.traverse(include_text=True) if piece is not None else ():
        if node.tag == "-text":
            seen.texts.append(node.text(deep=False))
        elif node.tag != "main":
            _element(node, seen)
    seen.armed += [f"<{one}>" for one in sorted(seen.shape - PROSE)]
    return seen


def _element(node: LexborNode, seen: Seen) -> None:
    tag = node.tag or ""
    seen.shape.add(tag)
    for name, given in node.attributes.items():
        value = given or ""
        if name not in _EVERYWHERE:
            seen.shape.add(f"{tag}@{name}")
        seen.texts.append(value)
        if name.startswith("on") or (name in _NEVER and (tag, name, value) != _POLICY):
            seen.armed.append(f"<{tag} {name}>")
        if name in _LINKS and (why := _bad_link(tag, value, node.attributes)):
            seen.armed.append(f"<{tag} {name}>: {why}: {value[:80]}")
        if name == "class":
            seen.shape.update(f".{one}" for one in value.split() if not _CLASS.fullmatch(one))
    if tag == "script" and (not _OWN_SCRIPT.fullmatch(node.attributes.get("src") or "") or node.text()):
        seen.armed.append("<script> that is not ours")
    if tag in ("style", "template", "base", "iframe", "object", "embed", "foreignobject", "noscript"):
        seen.armed.append(f"<{tag}>")


def _bad_link(tag: str, address: str, attributes: Mapping[str, str | None]) -> str:
    """Why this address may not stand there; empty where it may."""
    # As the URL standard has it: what stands before is cut off, and line ends and tabs count nowhere.
    bare = re.sub(r"[\t\r\n]", "", address.lstrip("".join(map(chr, range(33)))))
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return "" if tag == "a" or not bare.startswith(("//", "\\", "/\\")) else "a foreign host"
    name = scheme[1].lower()
    own = urlsplit(bare).hostname in ("kiez.example", "localhost")
    if name in ("http", "https"):
        return "" if own or tag == "a" or (tag, name) == ("form", "https") else "a foreign host"
    if name == "webcal":
        return "" if own and tag == "a" else "a foreign host"
    if tag == "a" and name == "mailto":
        # Letters that a page begins have a class, addresses in running texts have none.
        return _bad_letter(bare) if attributes.get("class") else ""
    return "" if tag == "a" and name == "tel" else f"{name}:"


def _bad_letter(address: str) -> str:
    """Why a letter that a page begins is not the one that was meant (RFC 6068)."""
    headers = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    names = [name.lower() for name, _ in headers]
    if not set(names) <= _HEADERS or len(names) != len(set(names)):
        return "headers nobody asked for"
    return (
        "a line end in a header"
        if any("\n" in one or "\r" in one for name, one in headers if name == "subject")
        else ""
    )


def _data(node: LexborNode, seen: Seen) -> None:
    text = node.text()
    if "<" in text or ">" in text:
        seen.armed.append("a < within a script")
    try:
        _keys(json.loads(text), seen)
    except ValueError:
        seen.armed.append("no JSON")


def _keys(value: object, seen: Seen) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            seen.shape.add(key)
            _keys(inner, seen)
            if key in ("url", "@id", "item", "image") and not str(inner).startswith(("http://", "https://")):
                seen.armed.append(f"{key} is no address")
    elif isinstance(value, list):
        for inner in value:
            _keys(inner, seen)
    elif isinstance(value, str):
        seen.texts.append(value)


def json_file(text: str) -> Seen:
    """A file of data by itself."""
    seen = Seen("JSON")
    try:
        _keys(json.loads(text), seen)
    except ValueError:
        seen.armed.append("no JSON")
    return seen
