import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/report.ts';
import { folderOf } from '../folder.ts';
import { commandContext } from './context.ts';

const NOW = '2026-12-20T12:00:00+08:00';

/** What is asked, and what the one sentence of the refusal must name. */
const REFUSED: [asked: Record<string, string | true>, format: string, code: string, said: string[]][] = [
  [{ audit: true }, 'docx', 'usage/report', ['审计表不出 docx', 'text、json、csv、xlsx、html']],
  [{ inspection: true }, 'docx', 'usage/report', ['检查指标自查不出 docx', 'xlsx']],
  [{ audit: true, unit: 'wucheng' }, 'text', 'usage/report', ['--unit', '--span、--from、--to']],
  [{ register: true, span: '上年' }, 'text', 'usage/report', ['阵地台账不能用 --span', '没有别的选项']],
  [{ inspection: true, to: '2026-12-01' }, 'text', 'usage/report', ['--to']],
  [{ audit: true, annual: true }, 'text', 'usage/report', ['一次只出一种']],
  [{ annual: true, span: '本月' }, 'text', 'usage/span', ['2026-12-01 至 2026-12-31 不是一整年', '--span 上年']],
  [{ annual: true, from: '2025-07-01', to: '2026-06-30' }, 'text', 'usage/span', ['不是一整年']],
  [{ span: '本月', from: '2026-11-01' }, 'text', 'usage/span', ['只用一种']],
  [{ from: '2026-13-01' }, 'text', 'usage/span', ['2026-13-01']],
];

describe('what report doesn’t offer', () =>
  it.each(REFUSED)('is refused with one sentence that says what it does: %j as %s', async (options, format, code, said) => {
    const asked = command.run(commandContext({ root: folderOf({}), at: NOW, format, options }));
    await expect(asked).rejects.toMatchObject({ code, exitCode: 2 });
    const { message } = (await asked.catch((error: unknown) => error)) as Error;
    for (const words of said) expect(message).toContain(words);
    expect(message.match(/。/g)).toHaveLength(1);
  }));
