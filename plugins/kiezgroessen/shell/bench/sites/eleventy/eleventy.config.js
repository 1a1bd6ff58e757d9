// As somebody who knows Eleventy sets up this site: JavaScript templates, no second template language in the texts, and
// what belongs together found once for all pages.
export default function (config) {
  for (const room of ["betriebe", "aktionen", "einrichtungen", "wunschbrett"])
    config.addCollection(room, (all) => all.getFilteredByGlob(`content/${room}/*.md`));
  config.addCollection("known", (all) => new Map(all.getAll().map((page) => [page.url, page])));
  config.addCollection("back", (all) => {
    const found = new Map();
    const add = (key, page) => found.has(key) ? found.get(key).push(page) : found.set(key, [page]);
    for (const page of all.getFilteredByGlob("content/aktionen/*.md").reverse())
      for (const key of [...page.data.betriebe, ...page.data.einrichtungen]) add(key, page);
    for (const page of all.getFilteredByGlob("content/wunschbrett/*.md")) add(`${page.data.einrichtung}/`, page);
    return found;
  });
  const grouped = (field) => (all) => {
    const found = new Map();
    for (const page of all.getFilteredByGlob("content/betriebe/*.md"))
      for (const key of [page.data[field]].flat()) found.has(key) ? found.get(key).push(page) : found.set(key, [page]);
    return found;
  };
  config.addCollection("gewerbe", grouped("gewerbe"));
  config.addCollection("arten", grouped("arten"));
  const parts = (field) => (all) => [...grouped(field)(all)].flatMap(([key, all]) =>
    Array.from({ length: Math.ceil(all.length / 60) }, (_, at) => ({ key, all, at })));
  config.addCollection("gewerbeParts", parts("gewerbe"));
  config.addCollection("artenParts", parts("arten"));
  config.addPassthroughCopy({ static: "/" });
  return { dir: { input: ".", output: "public", includes: "_includes" }, markdownTemplateEngine: false };
}
