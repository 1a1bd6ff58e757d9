import { name, page, pager, list, person, wish } from "../lib/html.js";

export default class {
  data() {
    return { pagination: { data: "collections.wunschbrett", size: 60, }, permalink: ({ pagination: { pageNumber: at } }) => `/wunschbrett/${at ? `seite/${at + 1}/` : ""}index.html`, eleventyExcludeFromCollections: true };
  }

  render({ pagination, collections, page: { url } }) {
    return page({ title: "Wunschbrett", url, image: "start", alt: "Wunschbrett", description: "Das fehlt im Kiez gerade.", crumbs: [["Wunschbrett", url]],
      main: `<div class="hero">\n${name("Wunschbrett")}\n</div>\n<div class="part white">\n${person}</div>\n${list("board", "Wunschbrett", pagination.items.map((one) => wish(one, collections)))}\n${pager(pagination)}` });
  }
}
