import { SITE, page, wall } from "../lib/html.js";

export default class {
  data() {
    return { pagination: { data: "collections.betriebe", size: 60 }, permalink: ({ pagination: { pageNumber: at } }) => `/betriebe/${at ? `seite/${at + 1}/` : ""}index.html`, eleventyExcludeFromCollections: true };
  }

  render({ pagination, collections, page: { url } }) {
    return page({ title: SITE.title, url, image: "start", alt: SITE.title, description: "Betriebe, die etwas für den Kiez tun.", crumbs: [[SITE.title, url]],
      main: wall(SITE.title, "Alle", pagination.items, collections.betriebe.length, pagination, collections) });
  }
}
