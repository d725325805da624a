import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkItem } from '../check/engine.ts';
import type { Finding } from '../check/finding.ts';
import type { CheckContext } from '../check/rule.ts';
import { workTreeSource } from '../forge/git/content-source.ts';
import { openGit } from '../forge/git/git.ts';
import { blobId } from '../item/git-ids.ts';
import { ITEMS_FOLDER, itemFolderOf } from '../item/item-path.ts';
import { decodePictures } from '../item/picture/decode-pictures.ts';
import { dateOut, publishedIn } from '../ledger/published.ts';
import { Problem } from '../problem.ts';
import { settingsOf } from './check.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Point = { line: number; column: number };
interface Message {
  fatal: boolean | null | undefined;
  note?: string | undefined;
  actual?: string | undefined;
  expected?: string[] | undefined;
}
/** What this needs of a file as unified gives it (vfile). */
interface EditedFile {
  cwd: string;
  path?: string;
  toString(): string;
  message(reason: string, options: { place: { start: Point; end: Point }; source: string; ruleId: string }): Message;
}

const FATAL = { error: true, warning: false, info: undefined } as const;

function tell(file: EditedFile, finding: Finding): void {
  const { rule, severity, line, column, endLine, endColumn, message, where, article, replacement } = finding;
  const place = { start: { line, column }, end: { line: endLine, column: endColumn } };
  const told = file.message(where === undefined ? message : `（${where}）${message}`, { place, source: 'sanshen', ruleId: rule });
  told.fatal = FATAL[severity];
  told.note = article;
  if (replacement !== undefined && line === endLine) {
    told.actual = file
      .toString()
      .split('\n')
      [line - 1]?.slice(column - 1, endColumn - 1);
    told.expected = [replacement];
  }
}

async function releaseOf(root: string, id: string): Promise<Pick<CheckContext, 'released' | 'dateOut'>> {
  try {
    const git = await openGit(root);
    try {
      const published = await publishedIn(git);
      return { released: published.released.has(id), dateOut: await dateOut(git, published, id) };
    } finally {
      git.close();
    }
  } catch (error) {
    if (error instanceof Problem) return {};
    throw error;
  }
}

/**
 * The same rules in an editor (`.remarkrc.mjs`). They read an item's `index.md` from the window, and its folder's other files and the
 * settings from the work tree. Other Markdown files are none of its business. What is waived isn't told.
 * @param root the repository; default: the one that this program lies in
 */
export function sanshenRules(
  this: unknown,
  { root = ROOT, now = () => new Date().toISOString() }: { root?: string; now?: () => string } = {},
) {
  return async (_tree: unknown, file: EditedFile): Promise<void> => {
    const path = relative(root, resolve(file.cwd, file.path ?? '')).replaceAll('\\', '/');
    const folder = itemFolderOf(path);
    if (folder === null || path !== `${folder}/index.md`) return;
    const source = workTreeSource(root);
    const id = folder.slice(ITEMS_FOLDER.length + 1);
    const [saved, context, release] = await Promise.all([source.folder(folder), settingsOf(source, now()), releaseOf(root, id)]);
    const bytes = Buffer.from(file.toString());
    const others = saved?.files.filter((one) => one.path !== 'index.md') ?? [];
    const files = [...others, { path: 'index.md', mode: '100644', id: blobId(bytes), bytes }];
    const { findings } = checkItem({ path: folder, files }, { ...context, ...release, pictures: await decodePictures({ files }) });
    for (const finding of findings.filter(({ waived }) => !waived)) {
      const here = finding.file.endsWith('/index.md');
      const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
      tell(file, here ? finding : { ...finding, ...start, where: finding.file.split('/').slice(4).join('/') });
    }
  };
}
