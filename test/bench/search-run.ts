import { writeFileSync } from 'node:fs';
import { placesIn, removeFile } from '../../site/place.ts';
import { indexFiles } from '../../site/search/index-files.ts';
import { siteView } from '../../site/site-view.ts';
import { processorTime } from './measure.ts';
import { searchArchive } from './search-corpus.ts';

/** What a run tells: milliseconds of processor time, and what lies there afterwards. */
export interface SearchRun {
  cold: number;
  merges: number[];
  files: number;
  bytes: number;
}

/** As a program: writes the index of an archive into a folder, then again after each of some new items. */
const [folder = '', count = '', merges = ''] = process.argv.slice(2);
const data = searchArchive(Number(count), Number(merges));
const keys = new Map<string, string>();
const sizes = new Map<string, number>();

/** Writes what has another key than what lies there, as a build does. */
async function write(items: typeof data.items): Promise<number> {
  const view = siteView({ ...data, items });
  const start = processorTime();
  const wanted = new Map(indexFiles(view));
  const place = placesIn(folder);
  for (const file of keys.keys()) {
    if (wanted.has(file)) continue;
    removeFile(folder, file);
    keys.delete(file);
    sizes.delete(file);
  }
  for (const [file, { key, content }] of wanted) {
    if (keys.get(file) === key) continue;
    const made = await content();
    writeFileSync(place(file), made);
    keys.set(file, key);
    sizes.set(file, Buffer.byteLength(made));
  }
  return processorTime() - start;
}

const run: SearchRun = { cold: await write(data.items.slice(Number(merges))), merges: [], files: 0, bytes: 0 };
for (let left = Number(merges) - 1; left >= 0; left -= 1) run.merges.push(await write(data.items.slice(left)));
run.files = keys.size;
run.bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
console.log(JSON.stringify(run));
