import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { beijingDate } from '../../beijing-time.ts';
import { workTreeSource } from '../../forge/git/content-source.ts';
import { Problem } from '../../problem.ts';
import { cell, docxOf, paragraph, tableOf, WIDTH } from '../../review/form/docx.ts';
import { letterText } from '../../setup/letter.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { clockOf } from './publisher-access.ts';
import { settingsAt } from './settings-at.ts';
import { writeOut } from './write-out.ts';

const TEMPLATE = new URL('../../setup/letter.md', import.meta.url);

/** A table's lines as a table of Word; the second of them only rules it off. */
function tableXml(lines: readonly string[]): string {
  const rows = lines.filter((_, index) => index !== 1).map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => Math.min(40, [...(cells[column] ?? '')].length))) + 4);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const columns = widths.map((width) => Math.floor((WIDTH * width) / total));
  const cellOf = (text: string, index: number): string => cell(columns[index] ?? 0, paragraph(text.replaceAll('\\|', '|'), { size: 20 }));
  return tableOf(
    columns,
    rows.map((cells) => `<w:tr>${cells.map(cellOf).join('')}</w:tr>`),
  );
}

/** The letter's Markdown as a Word file, to be changed before it is handed in. The same letter gives the same bytes. */
export function letterDocx(markdown: string): Uint8Array {
  return docxOf(
    markdown
      .trim()
      .split('\n\n')
      .map((block) => {
        if (block.startsWith('# ')) return paragraph(block.slice(2), { size: 40, face: '方正小标宋简体', align: 'center' });
        if (block.startsWith('## ')) return paragraph(block.slice(3), { size: 24, face: '黑体' });
        return block.startsWith('|') ? tableXml(block.split('\n')) : paragraph(block, { size: 22, indent: true, align: 'both' });
      }),
  );
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
  const kind = out === null ? '.md' : extname(out).toLowerCase();
  if (!['.docx', '.md', '.txt'].includes(kind)) {
    const message = `--out “${out}”看不出要哪种文件；应以 .docx、.md 或 .txt 结尾；请改文件名。`;
    throw new Problem('usage/out', message, { place: '--out' });
  }
  const addresses = {
    apiUrl: given(env.GITHUB_API_URL),
    wechatBase: given(env.WECHAT_API_BASE),
    weiboBase: given(env.WEIBO_API_BASE),
  };
  const { organisation, policy } = await settingsAt(workTreeSource(root));
  const letter = letterText(await readFile(TEMPLATE, 'utf8'), { organisation, policy, today: beijingDate(clockOf(context)), ...addresses });
  if (out === null) return { exitCode: 0, json: { version: 1, letter }, text: letter };
  const file = await writeOut(root, out, kind === '.docx' ? letterDocx(letter) : letter, 'letter/write');
  return { exitCode: 0, json: { version: 1, letter, out: file }, text: `请示已写到 ${file}，请办公室核对后呈报。` };
}
