import { SITE, esc } from "../lib/html.js";

export default class {
  data() {
    return { permalink: "/aktionen/feed.xml", eleventyExcludeFromCollections: true };
  }

  render({ collections: { aktionen } }) {
    const entry = ({ url, date, data }) => `<entry><id>${SITE.url}${url}</id><title>${esc(data.title)}</title><updated>${date.toISOString()}</updated><link href="${SITE.url}${url}"/><summary>${esc(data.gegeben)} ${esc(data.wirkung)}</summary></entry>\n`;
    return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<id>${SITE.url}/</id><title>${SITE.title}</title><updated>${aktionen.at(-1).date.toISOString()}</updated>\n${aktionen.slice(-20).reverse().map(entry).join("")}</feed>\n`;
  }
}
