import { name, page, pager, list, person, teaser } from "../lib/html.js";

export default class {
  data() {
    return { pagination: { data: "collections.aktionen", size: 60, reverse: true, }, permalink: ({ pagination: { pageNumber: at } }) => `/aktionen/${at ? `seite/${at + 1}/` : ""}index.html`, eleventyExcludeFromCollections: true };
  }

  render({ pagination, collections, page: { url } }) {
    return page({ title: "Aktionen", url, image: "start", alt: "Aktionen", description: "Was Betriebe und Einrichtungen im Kiez zusammen getan haben.", crumbs: [["Aktionen", url]],
      main: `<div class="hero">\n${name("Aktionen")}\n</div>\n<div class="part white">\n${person}</div>\n${list("list", "Aktionen", pagination.items.map((one) => teaser(one, collections)))}\n${pager(pagination)}` });
  }
}
