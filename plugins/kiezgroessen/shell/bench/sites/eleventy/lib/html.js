import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";

export const SITE = { title: "Kiezgrößen", url: "https://kiez.example", place: "Kiez zum Messen", phone: "030 23125 100",
  mail: "redaktion@kiez.example", by: "Messverein e. V., Pumpenplatz 1, 10000 Berlin" };
export const { TRADES, KINDS } = JSON.parse(readFileSync(new URL("../words.json", import.meta.url)));
const LANGUAGES = { de: "Deutsch", tr: "Türkisch", ar: "Arabisch", en: "Englisch" };
const PAPERS = ["rosa", "gelb", "blau", "gruen", "orange", "tuerkis", "flieder", "lachs"];
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const LETTERS = /[&<>"']/g;
export const esc = (text) => String(text).replace(LETTERS, (letter) => ENTITIES[letter]);
export const md5 = (text) => createHash("md5").update(text).digest("hex").slice(0, 8);
const MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];
export const month = (text) => `${MONTHS[text.slice(5, 7) - 1]} ${text.slice(0, 4)}`;
export const iso = (date) => date.toISOString().slice(0, 10);
export const day = (date) => `${date.getUTCDate()}. ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
export const tel = (number) => `tel:+49${number.replaceAll(" ", "").slice(1)}`;
export const languages = (keys) => keys.map((key) => LANGUAGES[key]).join(" und ");
export const paper = (url) => { let sum = 7; for (let at = 0; at < url.length; at++) sum = (sum * 31 + url.charCodeAt(at)) >>> 0; return PAPERS[sum % 8]; };

const SHEET = readdirSync(new URL("../css", import.meta.url)).sort().map((name) => readFileSync(new URL(`../css/${name}`, import.meta.url))).join("\n");
export const STYLE = { name: `/stil.${md5(SHEET)}.css`, text: SHEET };
const SCRIPT = readFileSync(new URL("../kopieren.js", import.meta.url), "utf8");
export const COPYING = { name: `/kopieren.${md5(SCRIPT)}.js`, text: SCRIPT };

const FIRST = `<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;; img-src &#39;self&#39;; font-src &#39;self&#39;; manifest-src &#39;self&#39;; form-action &#39;none&#39;; base-uri &#39;none&#39;; require-trusted-types-for &#39;script&#39;; trusted-types &#39;none&#39;">
<meta name="referrer" content="strict-origin">
<meta name="viewport" content="width=device-width, initial-scale=1">`;
const FILES = `<link rel="preload" href="/fonts/archivo.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="/fonts/text.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${STYLE.name}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/icon-180.png">
<link rel="manifest" href="/site.webmanifest">
<link rel="alternate" type="application/atom+xml" href="/aktionen/feed.xml" title="${SITE.title}">
<meta name="theme-color" content="#111111">
<meta property="og:site_name" content="${SITE.title}">`;
const FOOT = `<footer class="end">
<p class="mark">${SITE.title}</p>
<p class="place">${SITE.place}</p>
<nav aria-label="Rechtliches und Kontakt"><ul>${[["programm", "Das Programm"], ["leichte-sprache", "Leichte sprache"], ["ueber-uns", "Über uns"], ["presse", "Presse"], ["impressum", "Impressum"], ["datenschutz", "Datenschutz"], ["barrierefreiheit", "Barrierefreiheit"]].map(([slug, title]) => `<li><a href="/${slug}/">${title}</a></li>`).join("")}</ul></nav>
<p class="by">Herausgeber: <bdi>${SITE.by}</bdi></p>
</footer>`;
const ROOMS = [["betriebe", "Kiezgrößen"], ["aktionen", "Aktionen"], ["wunschbrett", "Wunschbrett"], ["einrichtungen", "Einrichtungen"], ["neues", "Neues"], ["mitmachen", "Mitmachen"]];
const top = (room) => `<a class="skip" href="#inhalt">Zum Inhalt</a>
<header class="top">
<p class="sample">Erfundenes Beispiel: Diesen Kiez und seine Menschen gibt es nicht.</p>
<div class="bar">
<a class="mark" href="/">${SITE.title}<span class="unseen"> – Startseite</span></a>
<nav class="ways" aria-label="Seiten"><ul>${ROOMS.map(([slug, title]) => `<li><a href="/${slug}/"${slug === room ? ' aria-current="page"' : ""}>${title}</a></li>`).join("")}</ul></nav>
</div>`;
const json = (data) => `<script type="application/ld+json">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;

// crumbs: [[title, url], …], the last one being this page.
export function page({ title, description, url, type = "website", image, alt, data, crumbs, hidden, main }) {
  const whole = esc(`${title} – ${SITE.title}`), said = esc(description), absolute = SITE.url + url;
  const picture = `${SITE.url}/teilen/${image}-de-${md5(title)}.jpg`;
  const items = [["Start", "/"], ...crumbs].map(([name, item], at) => ({ "@type": "ListItem", position: at + 1, name, item: SITE.url + item }));
  return `<!DOCTYPE html>
<html lang="de" dir="ltr">
<head>
${FIRST}
<title>${whole}</title>
<meta name="description" content="${said}">
${hidden ? '<meta name="robots" content="noindex">' : `<link rel="canonical" href="${absolute}">`}
${FILES}
<meta property="og:type" content="${type}">
<meta property="og:title" content="${whole}">
<meta property="og:description" content="${said}">
<meta property="og:url" content="${absolute}">
<meta property="og:image" content="${picture}">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${esc(alt)}">
<meta name="twitter:card" content="summary_large_image">
${data ? json({ ...data, image: picture }) : ""}
${hidden ? "" : json({ "@context": "https://schema.org", "@type": "BreadcrumbList", itemListElement: items })}
</head>
<body class="paper-${paper(url)}">
${top(url.split("/")[1])}
<nav class="crumbs" aria-label="Pfad"><ol><li><a href="/">Start</a></li>${crumbs.map(([name, item], at) => at < crumbs.length - 1 ? `<li><a href="${item}">${esc(name)}</a></li>` : `<li><span aria-current="page">${esc(name)}</span></li>`).join("")}</ol></nav>
</header>
<main id="inhalt">
${main}
</main>
${FOOT}
</body>
</html>
`;
}

// A name set in lines, one under the other. Sizes come from the number of letters.
export function lines(kind, parts) {
  let y = 0;
  const set = parts.map((text) => { const size = 2100 / text.length; y += size; return `<text class="b62" x="-4.2" y="${y.toFixed(1)}" font-size="${size.toFixed(1)}" textLength="1008.1" lengthAdjust="spacingAndGlyphs">${esc(text)}</text>`; }).join("");
  return `<svg class="${kind} latin" viewBox="0 0 1000 ${y.toFixed(1)}">${set}</svg>`;
}
export function name(title) {
  const words = title.split(" "), half = Math.ceil(words.length / 2);
  const wide = words.length > 1 ? [words.slice(0, half).join(" "), words.slice(half).join(" ")] : words;
  return `<h1 class="name both"><span aria-hidden="true" translate="no">${lines("p", words)}${lines("w", wide)}</span><span class="unseen">${esc(title)}</span></h1>`;
}

const cards = new WeakMap();
const kept = (make) => (one, collections) => { let card = cards.get(one.data); if (!card) cards.set(one.data, (card = make(one, collections))); return card; };
export const sheet = kept(({ url, data }) => `<li><article class="sheet paper-${paper(url)} bare">
<h3 class="name portrait"><a href="${url}"><span aria-hidden="true" translate="no">${lines("p", data.title.split(" "))}</span><span class="unseen">${esc(data.title)}</span></a></h3>
<p class="fact">${esc(data.angebote[0].text)}</p>
<p class="foot">${TRADES[data.gewerbe][0]} <span>seit ${data.seit.slice(0, 4)}</span></p>
</article></li>
`);
export const teaser = kept(({ url, data, date }, { known }) => `<li><article class="teaser done">
<div>
<h3><a href="${url}">${esc(data.title)}</a></h3>
<p>${esc(data.gegeben)}</p>
<p class="with">${[...data.betriebe.map((slug) => known.get(`/betriebe/${slug}/`)), ...data.einrichtungen.map((slug) => known.get(`/einrichtungen/${slug}/`))].map((one) => esc(one.data.title)).join("&nbsp;· ")}</p>
</div>
<div class="side">
<p class="when"><time datetime="${iso(date)}">${day(date)}</time></p>
</div>
</article></li>
`);
export const wish = kept(({ url, data }, { known }) => {
  const from = known.get(`/einrichtungen/${data.einrichtung}/`);
  return `<li><article class="wish paper-${paper(url)} t0 open" id="${url.split("/").at(-2)}">
<h3><a href="${url}">${esc(data.title)}</a></h3>
<p class="kind">${KINDS[data.art][0]}</p>
<p>Für: <bdi>${esc(data.fuer)}</bdi></p>
<p class="foot"><a href="${from.url}">${esc(from.data.title)}</a></p>
<p><a class="can" href="${url}#antworten">Das kann ich<span class="unseen"> – ${esc(data.title)}</span></a></p>
</article></li>
`;
});
export const list = (css, head, items, at = "") => `<section class="part${at}">
<div class="bar-head"><h2>${head}</h2></div>
<ul class="${css}">
${items.join("")}</ul>
</section>`;
export const shares = (url) => {
  const start = `/teilen/${url.split("/").at(-2)}-de-${md5(url)}`;
  return `<details class="filter share"><summary>Zum Weitersagen</summary>
<ul>${[["", "Querformat für Links", 1200, 630], ["-hochformat", "Hochformat für Beiträge", 1080, 1350], ["-quadrat", "Quadrat für Beiträge", 1080, 1080], ["-story", "Story und Status", 1080, 1920]].map(([end, title, width, height]) => `<li><a href="${start}${end}.jpg" download>${title}</a> <span>${width}&nbsp;×&nbsp;${height}</span></li>`).join("")}</ul>
</details>`;
};
export const person = `<div class="person">
<h2>Wer hilft weiter?</h2>
<p class="who">Redaktion</p>
<p><a class="big" href="${tel(SITE.phone)}">${SITE.phone}</a></p>
<p><a class="big" href="mailto:${SITE.mail}" aria-label="${SITE.mail}">${SITE.mail}</a></p>
<p>Spricht Deutsch</p>
</div>`;
export const pager = ({ pageNumber, pages, href }) => pages.length < 2 ? "" : `<nav class="pages" aria-label="Weitere Seiten"><ul>
${href.previous ? `<li><a href="${href.previous}" rel="prev">Zurück</a></li>` : ""}
<li>Seite ${pageNumber + 1} von ${pages.length}</li>
${href.next ? `<li><a href="${href.next}" rel="next">Weiter</a></li>` : ""}
</ul></nav>`;

let chosen;
export function wall(title, head, items, count, pagination, { gewerbe, arten }) {
  chosen ??= `<nav class="filter" aria-label="Auswahl">
<p><a href="/betriebe/">Alle</a></p>
<h2>Was sie geben</h2>
<ul>${[...arten].map(([key, all]) => `<li><a href="/betriebe/angebot/${key}/">${KINDS[key][0]}</a> <span>${all.length}</span></li>`).join("")}</ul>
<details><summary>Gewerbe</summary>
<ul>${[...gewerbe].map(([key, all]) => `<li><a href="/betriebe/gewerbe/${key}/">${TRADES[key][0]}</a> <span>${all.length}</span></li>`).join("")}</ul>
</details>
</nav>`;
  return `<div class="hero">
${name(title)}
${chosen}
</div>
<section class="part">
<div class="bar-head"><h2>${head}</h2>
<p class="count">${count} Kiezgrößen</p></div>
<ul class="wall">
${items.map((one) => sheet(one)).join("")}</ul>
</section>
${pager(pagination)}`;
}
