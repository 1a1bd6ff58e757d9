import { esc, name, page, pager, list } from "../lib/html.js";

export default class {
  data() {
    return { pagination: { data: "collections.einrichtungen", size: 60 }, permalink: ({ pagination: { pageNumber: at } }) => `/einrichtungen/${at ? `seite/${at + 1}/` : ""}index.html`, eleventyExcludeFromCollections: true };
  }

  render({ pagination, page: { url } }) {
    const card = ({ url, data }) => `<li><article class="teaser"><div><h3><a href="${url}">${esc(data.title)}</a></h3><p>${esc(data.zielgruppen.join(", "))}</p><p class="with">${data.bedarfe.length} Wünsche</p></div></article></li>\n`;
    return page({ title: "Einrichtungen", url, image: "start", alt: "Einrichtungen", description: "Wer etwas braucht und etwas zurückgibt.", crumbs: [["Einrichtungen", url]],
      main: `<div class="hero">\n${name("Einrichtungen")}\n</div>\n${list("list", "Alle", pagination.items.map(card))}\n${pager(pagination)}` });
  }
}
