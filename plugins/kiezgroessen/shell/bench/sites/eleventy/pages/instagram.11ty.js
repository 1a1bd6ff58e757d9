import { texts } from "../lib/texts.js";

export default class {
  data() {
    return { pagination: { data: "collections.betriebe", size: 1, alias: "business" }, permalink: ({ business }) => `${business.url}material/instagram.txt`, eleventyExcludeFromCollections: true };
  }

  render({ business }) {
    return texts(business).instagram;
  }
}
