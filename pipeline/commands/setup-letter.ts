import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { beijingDate } from '../beijing-time.ts';
import { workTreeSource } from '../forge/content-source.ts';
import { Problem } from '../problem.ts';
import { type Letter, makeLetter } from '../publish/letter/letter.ts';
import { letterDocx } from '../publish/letter/letter-docx.ts';
import { letterPage } from '../publish/letter/letter-page.ts';
import { letterText } from '../publish/letter/letter-text.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { clockOf } from './publisher-access.ts';
import { settingsAt } from './settings-at.ts';
import { writeOut } from './write-out.ts';

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');

/** How the letter is written to a file, by the end of its name. */
const WRITERS: Record<string, (letter: Letter) => Promise<string | Uint8Array>> = {
  '.html': async (letter) => letterPage(letter, await readFile(TOKENS, 'utf8')),
  '.docx': async (letter) => letterDocx(letter),
  '.md': async (letter) => letterText(letter),
  '.txt': async (letter) => letterText(letter),
};

function writerOf(out: string): (letter: Letter) => Promise<string | Uint8Array> {
  const writer = WRITERS[extname(out).toLowerCase()];
  if (writer) return writer;
  const message = `--out “${out}”看不出要哪种文件；应以 .html、.docx、.md 或 .txt 结尾；请改文件名。`;
  throw new Problem('usage/out', message, { place: '--out' });
}

/** An address of the environment; one that is left empty isn't set. */
const given = (value: string | undefined): string | null => value?.trim() || null;

/**
 * `setup --letter`: the page of requests to the leaders, from the settings of the work tree; asks nobody.
 * @throws Problem for settings that can't be read, `usage/out`, `letter/write` (exit 2)
 */
export async function setupLetter(context: CommandContext): Promise<CommandResult> {
  const { root, env, options } = context;
  const out = typeof options.out === 'string' ? options.out : null;
  const writer = out === null ? null : writerOf(out);
  const { organisation, policy } = await settingsAt(workTreeSource(root));
  const letter = makeLetter({
    organisation,
    policy,
    today: beijingDate(clockOf(context)),
    apiUrl: given(env.GITHUB_API_URL),
    wechatBase: given(env.WECHAT_API_BASE),
    weiboBase: given(env.WEIBO_API_BASE),
  });
  if (out === null || writer === null) return { exitCode: 0, json: { version: 1, letter }, text: letterText(letter) };
  const file = await writeOut(root, out, await writer(letter), 'letter/write');
  return { exitCode: 0, json: { version: 1, letter, out: file }, text: `请示已写到 ${file}，请办公室核对后呈报。` };
}
