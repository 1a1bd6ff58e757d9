import { SITE } from "../lib/html.js";

export default class {
  data() {
    return { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };
  }

  render({ collections: { all } }) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${all.map(({ url }) => `<url><loc>${SITE.url}${url}</loc></url>`).join("\n")}\n</urlset>\n`;
  }
}
