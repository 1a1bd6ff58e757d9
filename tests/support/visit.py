"""Looking at pages as visitors do: widths, settings, what the browser complains of, and what axe finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request


@dataclass
class Visitor:
    """Opens pages and hears what the browser complains of.

    ``complaints`` gathers requests to foreign hosts, errors in the console and errors of scripts. The fixture
    ``visitor`` fails the test when any are left at its end; a test that provokes one clears the list.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def page_at(
        self,
        width: int,
        *,
        height: int = 900,
        javascript: bool = True,
        forced_colors: Literal["active", "none"] = "none",
        color_scheme: Literal["dark", "light"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
        locale: str = "de-DE",
    ) -> Page:
        """A fresh page, ``width`` CSS pixels wide, with nothing remembered from any other."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            forced_colors=forced_colors,
            color_scheme=color_scheme,
            reduced_motion=reduced_motion,
            locale=locale,
            timezone_id="Europe/Berlin",
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", self._hear_request)
        page.on("console", self._hear_console)
        page.on("pageerror", self._hear_error)
        return page

    def leave(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _hear_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.complaints.append(f"foreign host: {request.url}")

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(f"script: {error.message}")


def axe(page: Page, *, rules: dict[str, Any] | None = None) -> tuple[list[str], list[str]]:
    """What axe finds on the page: violations, and what it could not decide and a person has to look at.

    All of axe's rules, best practices included; ``rules`` changes single ones (``{"id": {"enabled": False}}``).
    One line per place: ``rule (impact): what to do: selector: markup: why``.

    Text inside an SVG is always among the undecided: axe 4 takes any SVG for a picture (``imgNode``).
    """
    options = {"resultTypes": ["violations", "incomplete"], "rules": rules or {}}
    response: dict[str, Any] = Axe().run(page, options=options).response
    return _lines(response["violations"]), _lines(response["incomplete"])


def _lines(findings: list[dict[str, Any]]) -> list[str]:
    return [
        f"{finding['id']} ({finding['impact']}): {finding['help']}: {node['target']}: {node['html']}: {_why(node)}"
        for finding in findings
        for node in finding["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
