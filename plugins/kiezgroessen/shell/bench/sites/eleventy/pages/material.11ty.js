import { COPYING, SITE, esc, md5, page, name } from "../lib/html.js";
import { FILES, texts } from "../lib/texts.js";

const SHAPES = [["", "Querformat", "für Links", 1200, 630], ["-hochformat", "Hochformat", "für Beiträge", 1080, 1350], ["-quadrat", "Quadrat", "für Beiträge", 1080, 1080], ["-story", "Story", "und Status", 1080, 1920]];
const thing = ({ title, width, height, alt, say, files }) => `<li><article class="thing">
<div class="looks"><img src="${files[0][1]}" width="${width}" height="${height}" alt="${esc(alt)}" loading="lazy" decoding="async"></div>
<h3>${title}</h3>
<p><bdi dir="ltr">${esc(say)}</bdi></p>
<ul class="files">
${files.map(([label, href, save]) => `<li><a href="${href}" download="${esc(save)}">${label}<span class="unseen"> – ${title}</span></a></li>\n`).join("")}</ul>
</article></li>
`;
const copy = ({ key, title, text, file, save }) => `<article class="copy">
<h3>${title}</h3>
<pre id="text-${key}">${esc(text)}</pre>
<p class="act"><button type="button" class="button" hidden data-copy="text-${key}" data-done="Kopiert" data-failed="Bitte von Hand kopieren: Der Text ist markiert.">Kopieren<span class="unseen"> – ${title}</span></button>
${file ? `<a href="${file}" download="${esc(save)}">Als Datei<span class="unseen"> – ${title}</span></a>` : ""}
<span role="status"></span></p>
</article>
`;

export default class {
  data() {
    return { pagination: { data: "collections.betriebe", size: 1, alias: "business" }, permalink: ({ business }) => `${business.url}material/index.html`, eleventyExcludeFromCollections: true };
  }

  render({ business }) {
    const { title, angebote } = business.data, slug = business.url.split("/").at(-2), file = title.replaceAll(" ", "-"), mark = md5(business.url);
    const alt = `${title}: ${angebote[0].text}`, said = texts(business), whole = SITE.url + business.url, badge = `${title} · Kiezgröße · ${SITE.place} · 2026`;
    const code = `/druck/${slug}-de-qr-${mark}`;
    return page({
      hidden: true, title: `Material für ${title}`, url: `${business.url}material/`, image: slug, alt,
      description: `Plakate, Bilder und Texte über ${title} zum Weitersagen.`,
      crumbs: [[SITE.title, "/betriebe/"], [title, business.url], ["Material", `${business.url}material/`]],
      main: `<div class="hero">
${name(title)}
<p class="trade">Material zum Weitersagen</p>
<p class="lead">Nur für die Redaktion: In der Vorschau fehlen Plakate, Karten und die ZIP-Datei. Sie entstehen mit »tasks.py publish« oder mit »tasks.py kit ${slug}«.</p>
</div>
<section class="part white">
<div class="bar-head"><h2>Bilder zum Teilen</h2></div>
<ul class="things slim">
${SHAPES.map(([end, what, whom, width, height]) => thing({ title: `${what} ${whom}`, width, height, alt, say: `${width} × ${height} · JPEG`, files: [["Herunterladen", `/teilen/${slug}-de${end}-${mark}.jpg`, `${file}-${what}-${width}x${height}.jpg`]] })).join("")}</ul>
</section><section class="part">
<div class="bar-head"><h2>Texte zum Kopieren</h2></div>
<div class="things">
${FILES.map(([key, label, end]) => copy({ key, title: label, text: said[key], file: `${business.url}material/${end}.txt`, save: `${file}-${key}.txt` })).join("")}</div>
</section><section class="part white">
<div class="bar-head"><h2>QR-Code</h2></div>
<p class="lead">Er führt zur Seite des Betriebs. Nicht kleiner als 2 cm drucken und den weißen Rand stehen lassen.</p>
<ul class="things slim">
${thing({ title: "Als Bild", width: 480, height: 480, alt: `QR-Code: ${whole}`, say: whole.slice(8), files: [["SVG", `${code}.svg`, `${file}-QR-Code.svg`], ["PNG", `${code}.png`, `${file}-QR-Code.png`]] })}</ul>
</section><section class="part white">
<div class="bar-head"><h2>Für die eigene Website</h2></div>
<ul class="things badges">
${[["hell", "Für helle Seiten"], ["dunkel", "Für dunkle Seiten"]].map(([key, label]) => thing({ title: label, width: 240, height: 96, alt: badge, say: "240 × 96", files: ["svg", "png"].map((end) => [end.toUpperCase(), `/druck/${slug}-de-abzeichen-${key}-farbe-${mark}.${end}`, `kiezgroesse-abzeichen-${key}.${end}`]) })).join("")}</ul>
<p class="lead">Das Bild in den Ordner der eigenen Website legen und diese Zeile einfügen, wo es erscheinen soll.</p>
${copy({ key: "einbauen", title: "Zum Einbauen", text: `<a href="${whole}"><img src="kiezgroesse-abzeichen-hell.svg" width="240" height="96" alt="${badge}"></a>` })}</section><script src="${COPYING.name}" defer></script>`,
    });
  }
}
