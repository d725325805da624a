import { lstat, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { workTreeSource } from '../forge/git/content-source.ts';
import { itemsOfCsv } from '../intake/old-site/csv-source.ts';
import { itemsOfFolder } from '../intake/old-site/folder-source.ts';
import { type Importing, importItem, type Placed, placed } from '../intake/old-site/import-item.ts';
import { type ListRow, rowOf, writeList } from '../intake/old-site/lists.ts';
import { type OldItem, textOf } from '../intake/old-site/old-item.ts';
import { HISTORY_FOLDER } from '../item/history/history.ts';
import { NO_TERMS } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';
import { settingsOf } from './check.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { withPrivateTerms } from './shared/settings-at.ts';
import { writeItem } from './shared/write-item.ts';

/** As many files as GitHub tells of in one pull request, which the reviewers must see whole. */
const MOST_FILES = 3000;
const MOST_CSV = 500 * 1024 * 1024;
const TOLD_EVERY = 100;
const LISTS = '_import';

/** What the operand names: where its pictures lie, and its items, one after the other. */
async function sourceOf({ root, operands, options }: CommandContext) {
  const [operand] = operands;
  if (operand === undefined)
    throw new Problem('usage/import', '没有写明旧网站的文件夹或 CSV；应为其中一个；请写在 import 后面。', { place: 'import' });
  const path = resolve(root, operand);
  const entry = await lstat(path).catch(() => null);
  if (entry?.isDirectory()) return { base: path, items: itemsOfFolder(path, options.content as string | undefined) };
  if (entry?.isFile() && /\.csv$/i.test(path) && entry.size <= MOST_CSV) {
    return { base: dirname(path), items: itemsOfCsv(textOf(await readFile(path), basename(path))) };
  }
  throw new Problem('usage/import', `“${operand}”不是文件夹，也不是 500 MB 以内的 CSV；应为旧网站存下的文件夹或一个 CSV；请核对后重试。`, {
    place: operand,
  });
}

/** Names of the folders that are there already, by what follows their date: the old address decides it. */
async function foldersThere(out: string): Promise<Map<string, string>> {
  const history = join(out, HISTORY_FOLDER);
  const years = await readdir(history).catch(() => []);
  const names = await Promise.all(
    years.map(async (year) =>
      (await readdir(join(history, year)).catch(() => [])).map((name) => [name.slice(11), `${year}/${name}`] as const),
    ),
  );
  return new Map(names.flat());
}

interface Ground {
  out: string;
  /** The new site's address; without it old links have nowhere to lead. */
  url: string | undefined;
  importing: Omit<Importing, 'pages'>;
}

/** All that can be placed, by its old address, and why the others can't. */
async function place({ items }: Awaited<ReturnType<typeof sourceOf>>, { importing }: Ground) {
  const found = new Map<string, Placed>();
  const refused: ListRow[] = [];
  for await (const old of items) {
    const at: Partial<OldItem> = old instanceof Problem ? {} : old;
    const refuse = ({ code, message, place: where }: Problem): unknown =>
      refused.push(rowOf(where ?? '', at.title ?? '', at.date ?? '', code, message));
    try {
      if (old instanceof Problem) throw old;
      const one = placed(old, importing);
      const same = found.get(one.key);
      const message = `和${same?.old.place}的原地址相同；一个地址只收一条；请删去重复的。`;
      if (same) throw new Problem('import/duplicate', message, { place: old.place });
      found.set(one.key, one);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refuse(error);
    }
  }
  return { found, refused };
}

/** A link of Markdown; what is escaped begins none. */
const LINK = /(?<![!\\])\[((?:[^[\]\\]|\\.)*)\]\(([^()\s]+)\)/g;

/** Takes links away that lead to what wasn't taken over after all; done anew at each run, so that a broken-off one leaves none. */
async function mendLinks({ out, url }: Ground, there: Iterable<string>): Promise<void> {
  const names = new Set(there);
  for (const name of names) {
    const file = join(out, HISTORY_FOLDER, name, 'index.md');
    const text = await readFile(file, 'utf8').catch(() => '');
    const mended = text.replace(LINK, (whole, words: string, to: string) => {
      const id =
        url !== undefined && to.startsWith(`${url}/history/`)
          ? to.slice(`${url}/history/`.length).replace('/', ' ').split('/')[0]
          : undefined;
      return id === undefined || names.has(id.replace(' ', '/')) ? whole : words;
    });
    if (mended === text) continue;
    await writeFile(`${file}.${process.pid}.tmp`, mended);
    await rename(`${file}.${process.pid}.tmp`, file);
  }
}

interface Taken {
  imported: (ListRow & { path: string })[];
  refused: ListRow[];
  skipped: number;
  left: number;
}

/** Takes over one after the other, each whole or not at all, as many as one pull request holds. */
async function takeOver(
  all: readonly Placed[],
  ground: Ground,
  pages: ReadonlyMap<string, string>,
  note: (line: string) => void,
): Promise<Taken> {
  const there = await foldersThere(ground.out);
  const taken: Taken = { imported: [], refused: [], skipped: 0, left: 0 };
  let files = 0;
  for (const [index, one] of all.entries()) {
    if (index > 0 && index % TOLD_EVERY === 0) note(`已看过 ${index} / ${all.length} 条，导入 ${taken.imported.length} 条`);
    const { old, date, path } = one;
    const slug = path.slice(-12);
    if (there.has(slug)) {
      taken.skipped += 1;
      continue;
    }
    try {
      const { files: made, errors, title, told } = await importItem(one, { ...ground.importing, pages });
      for (const { code, rule, message, where } of errors)
        taken.refused.push(rowOf(`${old.place}${where === undefined ? '' : ` ${where}`}`, title, date, code ?? rule, message));
      if (errors.length > 0) continue;
      if (files + made.length > MOST_FILES) {
        taken.left = all.length - index;
        break;
      }
      await writeItem(ground.out, path, made);
      files += made.length;
      there.set(slug, path.slice(HISTORY_FOLDER.length + 1));
      taken.imported.push({ ...rowOf(old.place, title, date, '', told.join(' ')), path });
    } catch (error) {
      if (!(error instanceof Problem) || error.exitCode === 2) throw error;
      taken.refused.push(rowOf(error.place ?? old.place, old.title, date, error.code, error.message));
    }
  }
  await mendLinks(ground, there.values());
  return taken;
}

async function groundOf({ root, options, at, env }: CommandContext, base: string): Promise<Ground> {
  const settings = await settingsOf(workTreeSource(root), at ?? new Date().toISOString());
  const { url } = settings.policy.site;
  const site = (options.site as string | undefined) ?? url;
  if (site !== undefined && !/^https?:$/.test(URL.canParse(site) ? new URL(site).protocol : '')) {
    throw new Problem('usage/site', `--site 写的“${site}”不是网址；应以 https:// 或 http:// 开头；请改正。`, { place: '--site' });
  }
  const context = { ...settings, terms: await withPrivateTerms(settings.terms ?? NO_TERMS, env.SANSHEN_PRIVATE_TERMS) };
  const out = resolve(root, typeof options.out === 'string' ? options.out : '.');
  return { out, url: url?.replace(/(?<!\/)\/+$/, ''), importing: { base, site, context } };
}

async function importAll(context: CommandContext): Promise<CommandResult> {
  const source = await sourceOf(context);
  const ground = await groundOf(context, source.base);
  const { found, refused: unplaced } = await place(source, ground);
  const pages = new Map(
    ground.url === undefined ? [] : [...found].map(([key, { path }]) => [key, `${ground.url}/${path.slice('content/'.length)}/`]),
  );
  const { imported, skipped, left, ...taken } = await takeOver([...found.values()], ground, pages, context.note);
  const refused = [...unplaced, ...taken.refused];
  const folder = join(ground.out, LISTS);
  const lists = [
    ...(await writeList(folder, '未导入清单', refused)),
    ...(await writeList(
      folder,
      '导入清单',
      imported.toSorted((a, b) => Number(b.why !== '') - Number(a.why !== '')),
    )),
  ];
  const places = new Set(refused.map(({ place: where, title }) => `${where.split(' 第')[0]}${title}`)).size;
  const lines = [
    `导入 ${imported.length} 条（有提醒的 ${imported.filter(({ why }) => why !== '').length} 条），已有的跳过 ${skipped} 条，没有导入 ${places} 条。`,
    ...refused.slice(0, 20).map(({ place: where, title, why, code }) => `✗ ${where}　${title}：${why}（${code}）`),
    ...(refused.length > 20 ? [`另有 ${refused.length - 20} 处，见未导入清单。`] : []),
    ...(left > 0 ? [`一个合并请求至多 ${MOST_FILES} 个文件，还有 ${left} 条没有看；这一批合并后再运行一次，已有的会跳过。`] : []),
    `清单：${lists.join('、')}`,
    ...(imported.length > 0 ? [`下一步：只把 ${HISTORY_FOLDER} 提交成一个合并请求，由办公室审核、分管领导签发。`] : []),
  ];
  return {
    exitCode: refused.length > 0 ? 1 : 0,
    json: { version: 1, imported, skipped, refused, left, lists },
    text: lines.join('\n'),
  };
}

export const command: Command = {
  summary: '导入旧网站的信息，成为只上网站的历史信息',
  usage: 'import <文件夹或 CSV> [--site 旧网站网址] [--content 正文所在元素] [--out 文件夹]',
  options: {
    site: { type: 'string', help: '旧网站的网址，原地址只写了路径时用它补全（默认 policy.yml 的 site.url）' },
    content: { type: 'string', help: '网页里正文所在元素的 id 或 class（默认自己找：ContentStart、zoom、TRS_Editor、article）' },
    out: { type: 'string', help: '写到这个文件夹下面（默认：信息仓库）' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: importAll,
};
