import { page, name, list, sheet, teaser, wish } from "../lib/html.js";

export default class {
  data() {
    return { permalink: "/index.html", eleventyExcludeFromCollections: true };
  }

  render({ collections }) {
    const { betriebe, aktionen, wunschbrett } = collections, title = "Wer ist groß im Kiez?";
    const number = (what, many) => `<div><dt>${what}</dt><dd>${many}</dd></div>\n`;
    return page({ title, url: "/", image: "start", alt: title, description: "Erfundene Betriebe, damit gemessen werden kann.", crumbs: [],
      main: `<div class="hero">
${name(title)}
<div class="hero-foot">
<p class="lead">Erfundene Betriebe, damit gemessen werden kann.</p>
<div class="band">
<h2>Mitmachen</h2>
<p>Jederzeit.</p>
<a class="button" href="/mitmachen/">Ich mache mit</a>
</div>
</div>
</div>
<div class="black">
<dl class="numbers">
${number("Betriebe machen mit", betriebe.length)}${number("Aktionen sind gelungen", aktionen.length)}${number("Wünsche sind offen", wunschbrett.length)}</dl>
</div>
${list("wall", "Wer macht mit?", betriebe.slice(0, 8).map((one) => sheet(one)))}${list("board", "Das Wunschbrett", wunschbrett.slice(0, 6).map((one) => wish(one, collections)))}${list("list", "Was daraus wurde", aktionen.slice(-2).map((one) => teaser(one, collections)))}` });
  }
}
