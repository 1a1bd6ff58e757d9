import { SITE, esc, page, name, day, iso, list, sheet, shares } from "../lib/html.js";

export default class {
  render({ title, page: { url, date }, collections, content, ...data }) {
    const businesses = data.betriebe.map((slug) => collections.known.get(`/betriebe/${slug}/`));
    const institutions = data.einrichtungen.map((slug) => collections.known.get(`/einrichtungen/${slug}/`));
    const said = `${data.gegeben} ${data.wirkung}`;
    const row = (what) => (one) => `<div><dt>${what}</dt><dd><a href="${one.url}">${esc(one.data.title)}</a></dd></div>\n`;
    return page({
      title, url, type: "article", image: url.split("/").at(-2), alt: `${title}: ${day(date)}`, description: said,
      crumbs: [["Aktionen", "/aktionen/"], [title, url]],
      data: { "@context": "https://schema.org", "@type": "Event", name: title, description: said, startDate: iso(date), endDate: iso(date),
        eventStatus: "https://schema.org/EventScheduled", eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
        location: { "@type": "Place", name: SITE.place, address: SITE.place },
        organizer: [...businesses, ...institutions].map((one) => ({ "@type": "Organization", name: one.data.title })), url: SITE.url + url },
      main: `<div class="hero">
<p class="date"><time datetime="${iso(date)}">${day(date)}</time></p>
${name(title)}
<dl class="rows">
${businesses.map(row("Betrieb")).join("")}${institutions.map(row("Einrichtung")).join("")}</dl>
</div>
<div class="part white">
<div class="triple">
<div><h2>Gegeben</h2><p>${esc(data.gegeben)}</p></div>
<div><h2>Zurückgegeben</h2><p>${esc(data.zurueckgegeben)}</p></div>
<div><h2>Gewirkt</h2><p>${esc(data.wirkung)}</p></div>
</div>
</div>
<div class="black">
<h2 class="unseen">In Zahlen</h2>
<dl class="numbers">
<div><dt>Menschen waren dabei</dt><dd>${data.zahlen.teilnehmende}</dd></div>
</dl>
</div>
<div class="part text" id="geschichte">
<h2 class="unseen">Die Geschichte</h2>
<div class="prose">
${content}</div>
</div>
${list("wall", "Die Kiezgrößen dabei", businesses.map((one) => sheet(one)))}${shares(url)}`,
    });
  }
}
