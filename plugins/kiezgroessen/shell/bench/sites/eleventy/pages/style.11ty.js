import { STYLE } from "../lib/html.js";

export default class {
  data() {
    return { permalink: STYLE.name, eleventyExcludeFromCollections: true };
  }

  render() {
    return STYLE.text;
  }
}
