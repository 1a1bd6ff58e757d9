import { page, name } from "../lib/html.js";

export default class {
  render({ title, kurz, page: { url }, content }) {
    return page({ title, url, image: "start", alt: title, description: kurz, crumbs: [[title, url]],
      main: `<div class="hero">\n${name(title)}\n</div>\n<div class="part text">\n<div class="prose">\n${content}</div>\n</div>` });
  }
}
