import { TRADES, page, wall } from "../lib/html.js";

const SIZE = 60;

export default class {
  data() {
    return {
      pagination: { data: "collections.gewerbeParts", size: 1, alias: "part" },
      permalink: ({ part }) => `/betriebe/gewerbe/${part.key}/${part.at ? `seite/${part.at + 1}/` : ""}index.html`, eleventyExcludeFromCollections: true,
    };
  }

  render({ part: { key, all, at }, collections, page: { url } }) {
    const title = TRADES[key][0], start = `/betriebe/gewerbe/${key}/`, pages = Math.ceil(all.length / SIZE);
    const href = { previous: at && (at > 1 ? `${start}seite/${at}/` : start), next: at + 1 < pages && `${start}seite/${at + 2}/` };
    return page({ title, url, image: "start", alt: title, description: `${title}: wer das gibt.`, crumbs: [["Kiezgrößen", "/betriebe/"], [title, url]],
      main: wall(title, title, all.slice(at * SIZE, at * SIZE + SIZE), all.length, { pageNumber: at, pages: { length: pages }, href }, collections) });
  }
}
