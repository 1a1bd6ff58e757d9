import { SITE, TRADES, KINDS, esc, page, name, month, tel, languages, list, teaser } from "../lib/html.js";

export default class {
  render({ title, page: { url }, collections, content, ...data }) {
    const [trade, schema] = TRADES[data.gewerbe], { adresse, kontakt, angebote } = data, slug = url.split("/").at(-2);
    const actions = collections.back.get(slug);
    return page({
      title, url, type: "profile", image: slug, alt: `${title}: ${angebote[0].text}`,
      description: `${title}, ${trade}. ${angebote.map((one) => one.text).join(". ")}.`,
      crumbs: [[SITE.title, "/betriebe/"], [title, url]],
      data: { "@context": "https://schema.org", "@type": schema, "@id": `${SITE.url}${url}#betrieb`, name: title, url: SITE.url + url,
        address: { "@type": "PostalAddress", streetAddress: adresse.strasse, postalCode: adresse.plz, addressLocality: adresse.ort, addressCountry: "DE" },
        knowsLanguage: data.sprachen, founder: data.inhaber.map((one) => ({ "@type": "Person", name: one })),
        makesOffer: angebote.map((one) => ({ "@type": "Offer", name: one.text, category: data.gewerbe, price: 0, priceCurrency: "EUR" })),
        telephone: kontakt.telefon, sameAs: [kontakt.web] },
      main: `<div class="hero">
${name(title)}
<p class="trade"><a href="/betriebe/gewerbe/${data.gewerbe}/">${trade}</a></p>
<div class="profile bare">
<div>
<figure class="quote">
<blockquote><p>${esc(data.zitat)}</p></blockquote>
</figure>
<dl class="rows">
<div><dt>Wer</dt><dd>${esc(data.inhaber.join(" und "))}</dd></div>
<div><dt>Wo</dt><dd>${esc(adresse.strasse)}, ${esc(adresse.plz)} ${esc(adresse.ort)}</dd></div>
<div><dt>Sprachen</dt><dd>${languages(data.sprachen)}</dd></div>
<div><dt>Telefon</dt><dd><a href="${tel(kontakt.telefon)}">${esc(kontakt.telefon)}</a></dd></div>
<div><dt>Website</dt><dd><a href="${esc(kontakt.web)}">${esc(kontakt.web.slice(8, -1))}</a></dd></div>
<div><dt>Dabei seit</dt><dd><time datetime="${data.seit}">${month(data.seit)}</time></dd></div>
</dl>
</div>
</div>
</div>
<section class="part white">
<div class="bar-head"><h2>Das gibt es hier für den Kiez</h2></div>
<ul class="offers">
${angebote.map((one) => `<li><article class="offer open" id="${one.kennung}">
<h3>${esc(one.text)}</h3>
<p class="kind">${KINDS[one.art][0]}</p>
<p>Für: ${esc(one.fuer)}</p>
<p>${esc(one.menge)}</p>
</article></li>
`).join("")}</ul>
</section>
${actions ? list("list", "Was daraus wurde", actions.map((one) => teaser(one, collections))) : ""}
<div class="part text">
<h2 class="unseen">Über ${esc(title)}</h2>
<div class="prose">
${content}</div>
</div>
<div class="checked">
<p><a class="more" href="${url}material/">Material zum Weitersagen</a></p>
<p>Zuletzt nachgefragt: <time datetime="${data.geprueft}">${month(data.geprueft)}</time></p>
</div>`,
    });
  }
}
