import { lstat, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { workTreeSource } from '../forge/git/content-source.ts';
import { itemsOfCsv } from '../intake/old-site/csv-source.ts';
import { itemsOfFolder } from '../intake/old-site/folder-source.ts';
import { textOf } from '../intake/old-site/old-item.ts';
import { type Ground, type ListRow, MOST_FILES, place, takeOver } from '../intake/old-site/take-over.ts';
import { HISTORY_FOLDER } from '../item/history/history.ts';
import { NO_TERMS } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';
import { csvOf } from '../reports/sheets/sheet.ts';
import { settingsOf } from './check.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { withPrivateTerms } from './shared/settings-at.ts';
import { writeOut } from './shared/write-out.ts';

const MOST_CSV = 500 * 1024 * 1024;
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

async function groundOf({ root, options, at, env }: CommandContext, base: string): Promise<Ground> {
  const settings = await settingsOf(workTreeSource(root), at ?? new Date().toISOString());
  const { url } = settings.policy.site;
  const site = (options.site as string | undefined) ?? url;
  if (site !== undefined && !/^https?:$/.test(URL.canParse(site) ? new URL(site).protocol : '')) {
    throw new Problem('usage/site', `--site 写的“${site}”不是网址；应以 https:// 或 http:// 开头；请改正。`, { place: '--site' });
  }
  const context = { ...settings, terms: await withPrivateTerms(settings.terms ?? NO_TERMS, env.SANSHEN_PRIVATE_TERMS) };
  const out = resolve(root, typeof options.out === 'string' ? options.out : '.');
  return { out, url: url?.replace(/(?<!\/)\/+$/, ''), most: MOST_FILES, importing: { base, site, context } };
}

const COLUMNS = { place: '位置', title: '标题', date: '原日期', code: '代码', why: '说明' };

/** Writes a list that Excel opens; gives its name. */
async function writeList(folder: string, name: string, rows: readonly ListRow[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const keys = Object.keys(COLUMNS) as (keyof ListRow)[];
  const columns = keys.map((key) => ({ title: COLUMNS[key], kind: 'text' as const }));
  const sheet = { name, columns, rows: rows.map((row) => keys.map((key) => row[key])) };
  return writeOut(folder, `${name}.csv`, csvOf(sheet), 'import/write');
}

async function importAll(context: CommandContext): Promise<CommandResult> {
  const source = await sourceOf(context);
  const ground = await groundOf(context, source.base);
  const { found, refused: unplaced } = await place(source.items, ground);
  const { imported, skipped, left, ...taken } = await takeOver([...found.values()], ground, context.note);
  const refused = [...unplaced, ...taken.refused];
  const warnedFirst = imported.toSorted((a, b) => Number(b.why !== '') - Number(a.why !== ''));
  const folder = join(ground.out, LISTS);
  const lists = [await writeList(folder, '未导入清单', refused), await writeList(folder, '导入清单', warnedFirst)];
  const places = new Set(refused.map(({ place: where, title }) => `${where.split(' 第')[0]}${title}`)).size;
  const lines = [
    `导入 ${imported.length} 条（有提醒的 ${imported.filter(({ why }) => why !== '').length} 条），已有的跳过 ${skipped} 条，没有导入 ${places} 条。`,
    ...refused.slice(0, 20).map(({ place: where, title, why, code }) => `✗ ${where}　${title}：${why}（${code}）`),
    ...(refused.length > 20 ? [`另有 ${refused.length - 20} 处，见未导入清单。`] : []),
    ...(left > 0
      ? [
          `一个合并请求至多 ${MOST_FILES} 个文件，还有 ${left} 条没有看；这一批合并后再运行一次，已有的会跳过；指向它们的链接已经写好，迁完就通。`,
        ]
      : []),
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
