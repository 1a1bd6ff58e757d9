"""A real browser opens the attacked pages, dozens at a time in frames, and hears whatever moves.

The pages have no policy that would keep an attack from running (or it is switched off): what counts is that there is
none. Frames are of one origin with the page around them, so dialogs, scripts and requests of all are heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Dialog, Page, Request
from tests.support.server import serving

AT_ONCE = 24
"""Frames of one page around them."""
# Whatever is called is noted before it happens. What a handler sees of errors of its own pictures is none of these.
_TRAPS = """
(() => {
  const note = (what) => { try { top.heard = (top.heard || []).concat(what); } catch { } };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
    window[name] = (...given) => { note(`${name}(${given}) in ${location.pathname}`); return null; };
  addEventListener('securitypolicyviolation', (event) => note(`policy: ${event.blockedURI}`));
  document.write = document.writeln = (text) => note(`document.write in ${location.pathname}`);
})();
"""
_OPEN = """async (paths) => {
  window.heard = [];
  const frames = paths.map((path) => { const one = document.createElement('iframe'); one.src = path; return one; });
  const loaded = frames.map((one) => new Promise((done) => { one.onload = done; setTimeout(done, 15000); }));
  document.body.replaceChildren(...frames);
  await Promise.all(loaded);
  await new Promise((done) => setTimeout(done, 20));
  frames.forEach((one, at) => {
    const inside = one.contentDocument;
    if (!inside || one.contentWindow.location.pathname !== new URL(paths[at], location).pathname)
      window.heard.push(`${paths[at]} went elsewhere`);
    for (const element of inside ? inside.querySelectorAll('*') : [])
      for (const it of element.attributes)
        if (/^on/i.test(it.name) || it.name === 'href' && /^(?:javascript|data|vbscript):/.test(element.protocol || ''))
          window.heard.push(`<${element.localName} ${it.name}> in ${paths[at]}`);
  });
  return window.heard;
}"""


@dataclass(slots=True)
class Arena:
    """``heard`` gathers what no page of ours may do."""

    page: Page
    address: str
    heard: list[str] = field(default_factory=list)

    def visit(self, paths: Sequence[str]) -> list[str]:
        """Opens pages below the served folder; what happened in them."""
        for start in range(0, len(paths), AT_ONCE):
            some = [f"/{quote(path)}" for path in paths[start : start + AT_ONCE]]
            self.heard += self.page.evaluate(_OPEN, some)
        heard, self.heard = self.heard, []
        return heard


@contextmanager
def arena(folder: Path, program: Browser) -> Iterator[Arena]:
    """An arena that shows what lies below ``folder``."""
    with serving(folder) as address:
        context = program.new_context(bypass_csp=True, service_workers="block")
        context.add_init_script(_TRAPS)
        page = context.new_page()
        found = Arena(page, address)
        _listen(page, found, urlsplit(address).netloc)
        page.goto(f"{address}/leer")
        yield found
        context.close()


def _listen(page: Page, found: Arena, here: str) -> None:
    def dialog(one: Dialog) -> None:
        found.heard.append(f"a dialog: {one.message}")
        one.dismiss()

    def request(one: Request) -> None:
        parts = urlsplit(one.url)
        if parts.scheme not in ("blob", "about") and parts.netloc not in (here, "kiez.example"):
            found.heard.append(f"asks for {one.url[:120]}")

    page.on("dialog", dialog)
    page.on("request", request)
    page.on("pageerror", lambda one: found.heard.append(f"script: {one.message[:120]}"))
    page.on("popup", lambda one: found.heard.append(f"opens {one.url[:120]}"))
    page.on("download", lambda one: found.heard.append(f"downloads {one.url[:120]}"))
