import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { Problem } from '../../problem.ts';
import { NAMES } from './csv-source.ts';
import { attribute, contentOf, inside, plainText, tagsOf } from './html-tree.ts';
import { kindOf, type OldItem, refusal, textOf } from './old-item.ts';

const KINDS: Record<string, OldItem['kind']> = { '.html': 'html', '.htm': 'html', '.shtml': 'html', '.md': 'markdown', '.txt': 'text' };
const MOST_BYTES = 4 * 1024 * 1024;

/** Files with a text below a folder, in their order; links are never followed. */
async function textsBelow(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const entry = await lstat(path);
      if (entry.isDirectory()) return textsBelow(path);
      return entry.isFile() && Object.hasOwn(KINDS, extname(name).toLowerCase()) ? [path] : [];
    }),
  );
  return found.flat();
}

type Said = Omit<OldItem, 'place' | 'folder' | 'kind' | 'pictures'>;

/** What a page's official tags say (国办发〔2017〕47号), its heading and its title. */
function ofPage(page: string, path: string, named: string | undefined): Said {
  const all = tagsOf(page);
  const tags = new Map<string, string>();
  for (const { text } of all.filter(({ name }) => name === 'meta')) {
    const name = attribute(text, 'name')?.toLowerCase();
    if (name && !tags.has(name)) tags.set(name, attribute(text, 'content') ?? '');
  }
  const plain = (wanted: string): string => {
    const open = all.find(({ name }) => name === wanted);
    return open === undefined ? '' : plainText(inside(page, all, open));
  };
  return {
    title: tags.get('articletitle') || plain('h1') || plain('title'),
    date: tags.get('pubdate') ?? '',
    text: contentOf(page, named),
    oldUrl: tags.get('url') || path,
    source: tags.get('contentsource') || undefined,
    column: tags.get('columnname') || undefined,
  };
}

/** What stands at the top of a text, a line each (`标题：…`, or between two lines of hyphens), and the text below it. */
function ofText(text: string, path: string): Said {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const said: Record<string, string> = {};
  // Between hyphens may stand what says nothing here.
  const fence = lines[0]?.trim() === '---' ? lines.findIndex((line, index) => index > 0 && line.trim() === '---') : -1;
  let at = lines[0]?.trim() === '---' ? 1 : 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at] as string;
    const colon = line.search(/[:：]/);
    const name = line.slice(0, Math.max(0, colon)).trim();
    const value = line.slice(colon + 1).trim();
    const key = Object.keys(NAMES).find((one) => NAMES[one]?.includes(name.toLowerCase()));
    if (at < fence && (key === undefined || /^\s/.test(line))) continue;
    if (key === undefined) break;
    said[key] = value.length > 1 && /^["']/.test(value) && value.endsWith(value[0] as string) ? value.slice(1, -1) : value;
  }
  if (lines[at]?.trim() === '---') at += 1;
  while (lines[at]?.trim() === '') at += 1;
  const first = lines[at]?.replace(/^#+ /, '').trim() ?? '';
  if (said.title === undefined) at += 1;
  const { title = first, date = '', oldUrl = path, source, column } = said;
  return { title, date, oldUrl, source, column, text: lines.slice(at).join('\n') };
}

/** Items of a folder, one a file; of each what the file itself says. @throws Problem `import/empty` (exit 2) */
export async function* itemsOfFolder(folder: string, named?: string): AsyncGenerator<OldItem | Problem> {
  const paths = await textsBelow(folder);
  if (paths.length === 0)
    throw new Problem('import/empty', `${folder} 里没有可导入的文件；应为 html、shtml、md 或 txt 文件，或一个 CSV；请核对位置。`, {
      place: folder,
    });
  for (const path of paths) {
    const place = relative(folder, path).replaceAll('\\', '/');
    try {
      if ((await lstat(path)).size > MOST_BYTES)
        throw refusal('too-large', place, '文件太大；一条信息的文字不超过 4 MB；请核对是不是一篇信息。');
      const text = textOf(await readFile(path), place);
      const kind = KINDS[extname(path).toLowerCase()] as OldItem['kind'];
      const said = kind === 'html' ? ofPage(text, `/${place}`, named) : ofText(text, `/${place}`);
      yield { ...said, place, kind: kind === 'text' ? kindOf(said.text) : kind, pictures: [], folder: dirname(place) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      yield error;
    }
  }
}
