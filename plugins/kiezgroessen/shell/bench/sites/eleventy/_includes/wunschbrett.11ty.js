import { SITE, KINDS, esc, page, name, tel, person, shares } from "../lib/html.js";

export default class {
  render({ title, page: { url }, collections, ...data }) {
    const from = collections.known.get(`/einrichtungen/${data.einrichtung}/`), whole = SITE.url + url;
    const subject = encodeURIComponent(`Das kann ich: ${title}`);
    const letter = encodeURIComponent(`Guten Tag,\r\n\r\nauf dem Wunschbrett hängt diese Karte: ${title} (${from.data.title})\r\n${whole}\r\n\r\nDas kann ich:\r\n\r\n`);
    return page({
      title, url, image: url.split("/").at(-2), alt: `${title}: ${from.data.title}`, description: `${from.data.title}: ${title}. Für: ${data.fuer}.`,
      crumbs: [["Wunschbrett", "/wunschbrett/"], [title, url]],
      main: `<div class="hero">
<p class="date">${KINDS[data.art][0]}</p>
${name(title)}
<dl class="rows">
<div><dt>Wer braucht es?</dt><dd><a href="${from.url}">${esc(from.data.title)}</a></dd></div>
<div><dt>Für wen</dt><dd>${esc(data.fuer)}</dd></div>
</dl>
<p class="sheet-only">${whole.slice(8)}</p>
</div>
<div class="part white text" id="antworten">
<div class="answer">
<p class="lead">Wer das kann oder hat, meldet sich kurz.</p>
<p><a class="button" href="/mitmachen/?karte=${data.einrichtung}/${data.kennung}#bewerben">Das kann ich</a></p>
<p><a class="more" href="mailto:${SITE.mail}?subject=${subject}&amp;body=${letter}">E-Mail schreiben</a> Die Karte steht schon im Brief.</p>
<p><a class="more" href="${tel(SITE.phone)}">Anrufen</a></p>
<p><a class="more" href="/wunschbrett/">Das ganze Wunschbrett</a></p>
</div>
${person}
</div>
${shares(url)}`,
    });
  }
}
