// The same files as ours, made with sharp: node shrink.mjs <photos> <output> <JSON: widths, fallback, qualities, effort>
import { createRequire } from "node:module";
import { readdirSync, mkdirSync } from "node:fs";
import { join, parse } from "node:path";

const [photos, output, recipe, modules] = process.argv.slice(2);
const sharp = createRequire(modules + "/")("sharp");
const { widths, fallback, avif, jpg, effort } = JSON.parse(recipe);
sharp.concurrency(1); // two photos at once below: that is two cores, as ours has
sharp.cache(false);
mkdirSync(output, { recursive: true });
const waiting = readdirSync(photos).sort();

async function work() {
  for (let name; (name = waiting.shift()); ) {
    // Decoded once and shrunk from there, as sharp's own handbook does it.
    const photo = sharp(join(photos, name)).rotate();
    await Promise.all([
      ...widths.map((width) => photo.clone().resize(width)
        .avif({ quality: avif, effort, chromaSubsampling: "4:2:0" }).toFile(join(output, `${parse(name).name}-${width}.avif`))),
      photo.clone().resize(fallback).jpeg({ quality: jpg, progressive: true }).toFile(join(output, `${parse(name).name}-${fallback}.jpg`)),
    ]);
  }
}
await Promise.all([work(), work()]);
