"""What a page looks like, asked of the browser: scripts for ``page.evaluate``, each giving plain lists."""

from __future__ import annotations

STICKING_OUT = """() => {
  const room = document.documentElement.clientWidth, found = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > room) found.push(`the page is ${wide} wide`);
  const aside = (e) => {
    for (let box = e; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.clipPath !== 'none' || style.visibility === 'hidden') return true;
      if (box !== e && style.overflowX !== 'visible') return true;
    }
    return e.ownerSVGElement !== undefined && e.ownerSVGElement !== null;
  };
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || (box.left >= -0.5 && box.right <= room + 0.5) || aside(e)) continue;
    found.push(`${e.tagName} .${e.getAttribute('class')} from ${box.left} to ${box.right} of ${room}`);
  }
  return found;
}"""
"""What is too wide for the window.

Left aside: what is meant for ears only, what scrolls or is cut within a box of its own, and drawings inside an SVG,
whose letters reach over the edge of their sheet by the overhang of their first stroke.
"""

CUT_OFF = """() => [...document.body.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  if (e.closest('svg, picture') || style.clipPath !== 'none') return false;
  const hides = (way) => way === 'hidden' || way === 'clip';
  return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
"""Boxes that hide a part of what is in them."""

PICTURES = """async () => {
  const found = [];
  for (const img of document.images) {
    img.loading = 'eager';
    await img.decode().catch(() => {});
    const alone = new Image();
    alone.src = img.currentSrc;
    await alone.decode().catch(() => {});
    const box = img.getBoundingClientRect();
    const wide = alone.naturalWidth ? box.width / alone.naturalWidth : 0;
    const high = alone.naturalHeight ? box.height / alone.naturalHeight : 0;
    const covers = getComputedStyle(img).objectFit === 'cover';
    found.push({source: img.currentSrc, pixels: img.naturalWidth && alone.naturalWidth,
      stretch: covers ? Math.max(wide, high) : wide, skew: covers || !wide ? 1 : high / wide});
  }
  return found;
}"""
"""Every picture, lazy ones included: its pixels, how far they are stretched, and whether they are distorted."""

TEXTS = """() => [...document.body.querySelectorAll('*')].filter(e =>
  e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
).map(e => {
  const style = getComputedStyle(e);
  let paper = 'rgba(0, 0, 0, 0)';
  for (let box = e; box && paper === 'rgba(0, 0, 0, 0)'; box = box.parentElement) {
    paper = getComputedStyle(box).backgroundColor;
  }
  const inSvg = e.tagName === 'text';
  const text = e.textContent.trim().slice(0, 40);
  return {text, ink: inSvg ? style.fill : style.color, own: style.color, paper, inSvg};
})"""
"""Every text, the colour it is set in and the colour it stands on."""

LINKS = """() => [...document.querySelectorAll('a[href], summary')].filter(e =>
  e.checkVisibility() && !e.closest('.skip')
).map(e => {
  const cover = getComputedStyle(e, '::after');
  const whole = cover.content !== 'none' && cover.position === 'absolute' ? e.closest('.sheet, .wish, .teaser') : null;
  e.scrollIntoView({block: 'center', behavior: 'instant'});
  const boxes = [...(whole || e).getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height);
  const at = boxes[0];
  const top = document.elementFromPoint(at.left + at.width / 2, at.top + Math.min(at.height / 2, 400));
  const hit = whole ? whole.contains(top) : e.contains(top);
  const line = e.closest('p, li, dd, td');
  const running = !!e.closest('.prose') || (line && line.textContent.trim() !== e.textContent.trim()
    && getComputedStyle(e).display === 'inline');
  return {label: e.textContent.trim().slice(0, 40), href: e.getAttribute('href'), high: at.height, wide: at.width, hit,
    over: top && top.outerHTML.slice(0, 80), running,
    mustBeLarge: !!e.closest('nav, .filter, .button, .more') || e.tagName === 'SUMMARY'};
})"""
"""Everything that can be clicked: its size, and whether a click into its middle reaches it.

Where the whole card is the link, its size is the card's. ``running``: a link within running text.
"""
