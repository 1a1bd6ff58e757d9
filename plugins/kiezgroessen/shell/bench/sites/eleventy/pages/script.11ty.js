import { COPYING } from "../lib/html.js";

export default class {
  data() {
    return { permalink: COPYING.name, eleventyExcludeFromCollections: true };
  }

  render() {
    return COPYING.text;
  }
}
