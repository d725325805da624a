import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SiteError } from './site-error.ts';

/** What lies at the top of every site made here. */
const MARKS = ['404.html', 'assets', 'robots.txt', 'sitemap.xml'];

/** The new site takes the whole place of what is there, so only an empty folder or an older site may be. */
async function requireOwnPlace(out: string): Promise<void> {
  const stat = await lstat(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (stat === null) return;
  const names = stat.isDirectory() ? await readdir(out) : null;
  if (names && (names.length === 0 || MARKS.every((name) => names.includes(name)))) return;
  throw new SiteError(
    'site/place-taken',
    `${out} 里有别的内容，没有生成，免得被网站整个换掉；应为新文件夹、空文件夹或以前生成的网站；请用 --out 另指一处。`,
  );
}

/** Makes the folder that what is new grows in, beside the site's place. @throws SiteError */
export async function folderBeside(out: string): Promise<string> {
  const folder = join(dirname(out), `.${basename(out)}-${randomUUID()}`);
  try {
    await requireOwnPlace(out);
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    if (error instanceof SiteError) throw error;
    throw new SiteError('site/place-unwritable', `网站写不到 ${out}；应为可以写的位置；请检查权限，或用 --out 另指一处。`);
  }
}

/** Puts a finished folder in the place of the old one: two renames, and the old one comes back if the second fails. */
export async function swapIn(folder: string, out: string): Promise<void> {
  const old = `${folder}.old`;
  const had = await rename(out, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(folder, out);
  } catch (error) {
    if (had) await rename(old, out);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/**
 * Where files lie below a folder, by their path with a leading slash; folders are made as they are needed.
 * @param there folders that are there already, `/a/`
 */
export function placesIn(folder: string, there: Iterable<string> = []): (file: string) => string {
  const made = new Set(there);
  return (file) => {
    const parent = file.slice(0, file.lastIndexOf('/') + 1);
    if (!made.has(parent)) mkdirSync(`${folder}${parent}`, { recursive: true });
    made.add(parent);
    return `${folder}${file}`;
  };
}

/** Takes a file away, and the folders that hold nothing any more. */
export function removeFile(out: string, file: string): void {
  rmSync(join(out, file), { force: true });
  for (let folder = dirname(file); folder !== '/'; folder = dirname(folder)) {
    try {
      rmdirSync(join(out, folder));
    } catch {
      return;
    }
  }
}
