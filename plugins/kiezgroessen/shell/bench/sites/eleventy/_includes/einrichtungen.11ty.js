import { SITE, esc, page, name, languages, list, teaser, wish } from "../lib/html.js";

export default class {
  render({ title, page: { url }, collections, content, ...data }) {
    const slug = url.split("/").at(-2), whom = data.zielgruppen.join(", "), actions = collections.back.get(slug);
    return page({
      title, url, image: slug, alt: `${title}: ${whom}`, description: `${title}: ${whom}. ${data.bedarfe.map((one) => one.text).join(". ")}.`,
      crumbs: [["Einrichtungen", "/einrichtungen/"], [title, url]],
      data: { "@context": "https://schema.org", "@type": "NGO", "@id": `${SITE.url}${url}#einrichtung`, name: title, url: SITE.url + url,
        address: { "@type": "PostalAddress", streetAddress: data.adresse.strasse, addressCountry: "DE" }, knowsLanguage: data.sprachen,
        parentOrganization: { "@type": "Organization", name: data.traeger } },
      main: `<div class="hero">
${name(title)}
<dl class="rows">
<div><dt>Für wen</dt><dd>${esc(whom)}</dd></div>
<div><dt>Träger</dt><dd>${esc(data.traeger)}</dd></div>
<div><dt>Wo</dt><dd>${esc(data.adresse.strasse)}</dd></div>
<div><dt>Sprachen</dt><dd>${languages(data.sprachen)}</dd></div>
</dl>
</div>
${list("board", "Das wird hier gebraucht", collections.back.get(`${slug}/`).map((one) => wish(one, collections)), " cardboard")}<div class="part text">
<div class="prose">
${content}</div>
</div>
${actions ? list("list", "Was daraus wurde", actions.map((one) => teaser(one, collections))) : ""}`,
    });
  }
}
