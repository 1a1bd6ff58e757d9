"""A reader's own style: as browsers and their extensions bring it, past the policy of the page."""

from __future__ import annotations

from playwright.sync_api import Page

_ADOPTED = "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets.push(own); }"


def with_own_style(page: Page, css: str) -> None:
    """Adds rules to an open page."""
    page.evaluate(_ADOPTED, css)
