import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Git } from '../forge/git/git.ts';
import { readNewestChains } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { rulesOf } from '../reports/archive/entries.ts';
import { gatherArchive } from '../reports/archive/gather.ts';
import { packageFiles } from '../reports/archive/package-files.ts';
import { browserIn, type Printer, startPrinter } from '../reports/archive/print-pdf.ts';
import { verifyPackage } from '../reports/archive/verify-package.ts';
import { refuseFull, writePackage } from '../reports/archive/write-package.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');
/** Items between two lines of progress. */
const STEP = 200;

function yearAsked({ options }: CommandContext): string {
  const { year } = options;
  if (typeof year === 'string' && /^\d{4}$/.test(year)) return year;
  throw new Problem(
    'usage/year',
    `${year === undefined ? '没有写明哪一年' : `“${String(year)}”不是年份`}；应写成 2026 这样的四位年份；请改正 --year。`,
    { place: '--year' },
  );
}

/** What prints the forms; `null` where no browser is, or none that starts. */
async function printerOf({ env, note }: CommandContext): Promise<Printer | null> {
  const browser = browserIn(env);
  if (browser === null) return null;
  return startPrinter(browser, env).catch((error: unknown) => {
    note(`浏览器 ${browser} 起不来（${clause(error instanceof Error ? error.message : String(error))}）。`);
    return null;
  });
}

async function archive(context: CommandContext, git: Git, count: ReadCount | null): Promise<CommandResult> {
  const { root, options, note } = context;
  const year = yearAsked(context);
  if (typeof options.out !== 'string')
    throw new Problem('usage/out', '没有写明放在哪里；应为空的或还没有的文件夹；请补上 --out。', { place: '--out' });
  const dir = resolve(root, options.out);
  const store = gitLedger(git, { fetch: false });
  await refuseFull(dir);
  // Said first: what only a person can supply is asked for before an hour's work.
  rulesOf({ versions: [await lockedSettings({ git }, await readNewestChains(store, []))] });
  await verifiedLedgers(store, gitTrust(git), count).open();
  note('核验台账…');
  const material = await gatherArchive(git, store, year);
  const css = await readFile(TOKENS, 'utf8');
  const printer = await printerOf(context);
  const pdf = printer?.print ?? null;
  const progress = (what: string) => (done: number, all: number) => {
    if (done % STEP === 0 || done === all) note(`${what}：${done}/${all} 件`);
  };
  const files = packageFiles(material, { css, pdf, progress: progress('写出') });
  const check = async (draft: string): Promise<void> => {
    const { problems } = await verifyPackage(draft, css, undefined, progress('核验'));
    if (problems[0])
      throw new Problem('archive/unverified', `归档包写出后核验没有通过：${problems[0].message}`, { place: problems[0].event });
  };
  const written = await writePackage(dir, files, check).finally(() => printer?.close());
  const { items, withheld, elsewhere } = material;
  const said = {
    ...{ year, directory: dir, items: items.length, withheld: withheld.flatMap(({ numbers }) => numbers), elsewhere },
    ...{ files: written.files, bytes: written.bytes, pdf: pdf !== null, sums: written.sums },
  };
  const hidden = withheld.length === 0 ? '' : `；因涉密只列编号 ${withheld.length} 件`;
  const lines = [
    `${year} 年归档包已写到 ${dir}：${items.length} 件，${written.files} 个文件${hidden}；写出后已核验一遍。`,
    ...(pdf === null ? ['没有浏览器（CHROME_PATH 或 chromium），审核单没有 PDF，包里已写明。'] : []),
    `校验和清单的摘要 ${written.sums}；请抄到移交清单上，两方签字：清单若被人重写，只有这样看得出来。`,
  ];
  return { exitCode: 0, json: { version: 1, ...said }, text: lines.join('\n') };
}

export const command: Command = {
  summary: '归档：一年的归档包（审核单、稿件、台账、目录），不用本系统也能核验',
  usage: 'archive --year 年度 --out 文件夹',
  options: {
    year: { type: 'string', help: '哪一年（首份审核单签名的年度，北京时间）' },
    out: { type: 'string', help: '写到哪个文件夹：空的，或还没有的' },
  },
  formats: ['text', 'json'],
  run: (context) => withCount(context, { strict: false }, (git, count) => archive(context, git, count)),
};
