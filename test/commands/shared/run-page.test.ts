import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onRunPage } from '#pipeline/commands/shared/publish-report.ts';
import { runPage } from '#pipeline/commands/shared/run-page.ts';
import { Problem } from '#pipeline/problem.ts';
import { folderOf } from '../../folder.ts';
import { commandContext } from '../context.ts';

const ITEM = 'wucheng/2026-11-23-street';

describe('the page of a workflow’s run', () => {
  it('says what was signed, where each text stands, and what has to be done until when, as Markdown of our own', () => {
    const page = runPage('发送', {
      approved: [ITEM],
      releases: [
        { item: ITEM, channel: 'website', revision: 1, state: 'confirmed', url: 'http://127.0.0.1/a/' },
        { item: ITEM, channel: 'weibo', revision: 1, state: 'needs-human', url: null },
      ],
      alerts: [
        { item: ITEM, channel: 'weibo', code: 'manual', message: '请管理员发布 <b>。\n1. 打开', task: true, due: '2026-11-30 24:00' },
        { item: 'run', code: 'breaker', message: '已暂停。' },
      ],
    });
    expect(page.split('\n').filter((line) => line !== '')).toEqual([
      '### 发送',
      '**审定入账** 1 条',
      `- ${ITEM}`,
      '| 信息 | 渠道 | 到哪一步 | 地址 |',
      '|---|---|---|---|',
      `| ${ITEM} | 网站 | 已发布 | [打开](http://127.0.0.1/a/) |`,
      `| ${ITEM} | 微博 | 等人处理 |  |`,
      '**要办的** 2 件（各有一条发布提醒，解决后自动关闭；标 **!** 的没有照常完成）',
      `- ${ITEM}（微博）　请管理员发布 \\<b\\>。（最迟 2026-11-30 24:00）`,
      '  1. 打开',
      '- **!** 发布运行　已暂停。',
    ]);
  });

  it('says that nothing was to be done', () =>
    expect(runPage('审定入账', { approved: [], releases: [], alerts: [] })).toBe('### 审定入账\n\n没有要做的。\n\n'));

  it('has the sentence that ends a command, which still ends it', async () => {
    const file = join(folderOf({}), 'page.md');
    const context = commandContext({ root: folderOf({}), env: { GITHUB_STEP_SUMMARY: file } });
    const run = (): Promise<never> => Promise.reject(new Problem('ledger/unverified', '台账核验没有通过。', { place: 'ledger' }));
    const command = onRunPage({ summary: '', usage: '', options: {}, formats: ['text'], run });
    await expect(command.run(context)).rejects.toMatchObject({ code: 'ledger/unverified' });
    expect(readFileSync(file, 'utf8')).toBe('    ✗ 台账核验没有通过。（ledger/unverified）\n\n');
  });
});
