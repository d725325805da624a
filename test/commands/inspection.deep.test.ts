import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginWithdrawal } from '#pipeline/acts/withdraw.ts';
import { command as buildCommand } from '#pipeline/commands/build.ts';
import { command as dailyCommand } from '#pipeline/commands/daily.ts';
import { command as reportCommand } from '#pipeline/commands/report.ts';
import type { CommandResult } from '#pipeline/commands/shared/command.ts';
import { gatherInspection } from '#pipeline/reports/inspection/gather.ts';
import type { InspectionRow } from '#pipeline/reports/inspection/inspect.ts';
import { newestMain } from '#pipeline/verify/publisher.ts';
import { type Bureau, environmentOf, FOLDER, grownBureau, ITEM, itemText } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { practice } from '../release/practice-channel.ts';
import { commandContext } from './context.ts';

const POLICY = `demo: true
columns: [{id: dongtai, name: 工作动态, type: 工作动态, description: 示例, keywords: 示例, categories: [工作动态]}]
channels: {wechat: {mode: publish, app_id: wx0000000000000000}}`;
const at = (day: string): string => `${day}T01:30:00+08:00`;

/** A bureau with one item on the website and on WeChat. */
const bureau = (): Promise<Bureau> =>
  grownBureau('one item out', { policy: POLICY }, async (own) => {
    const body = '依据[条例](https://www.example.gov.cn/a)和[办法](https://www.example.gov.cn/b)整治。\n\n![街面整洁](street.jpg)';
    const text = itemText({ body, channels: ['website', 'wechat'], lines: ['cover: street.jpg'] });
    await own.publish({ [`${FOLDER}/index.md`]: text, [`${FOLDER}/street.jpg`]: smallJpeg() });
    await own.approve();
    const { alerts } = await own.release({ website: practice('website', []), wechat: practice('wechat', []) });
    if (alerts.length > 0) throw new Error(JSON.stringify(alerts));
  });

const context = ({ root }: Bureau, day: string, options: object, env: Record<string, string> = {}) =>
  commandContext({ root, at: at(day), env, options: options as Record<string, boolean> });
const inspected = (own: Bureau, day: string): Promise<CommandResult> => reportCommand.run(context(own, day, { inspection: true }));
const rowsOf = ({ json }: CommandResult): InspectionRow[] => (json as { rows: InspectionRow[] }).rows;
const resultOf = (result: CommandResult, name: string): string[] =>
  rowsOf(result).flatMap((row) => (row.name === name ? [row.result] : []));

async function issues({ world }: Bureau): Promise<{ number: number; body: string }[]> {
  const found = await world.as('wangwu').issues.listForRepo({ ...world.of, labels: 'publish-alert', state: 'open' });
  return found.data.map(({ number, body }) => ({ number, body: body ?? '' }));
}

const night = (own: Bureau, day: string): Promise<CommandResult> =>
  dailyCommand.run(context(own, day, { post: true }, environmentOf(own, 'sanshen-bot')));

describe('the inspection of what a bureau has out', () => {
  it('goes by the ledger’s days on each channel, and fails once a limit is over', async () => {
    const own = await bureau();
    // The practice GitHub's clock is real: days are counted from the page's own.
    const { git, ledgers } = await own.publisher();
    const { policy } = (await newestMain(git, { fetch: true })).settings;
    const facts = await gatherInspection({ git, ledgers, policy, now: at('2026-11-25'), follow: null });
    expect(facts.shown.map(({ channel, category }) => [channel, category])).toEqual([
      ['website', '工作动态'],
      ['wechat', '工作动态'],
    ]);
    expect([...facts.published.keys()]).toEqual([`/${ITEM}/`]);
    const out = facts.published.get(`/${ITEM}/`)?.slice(0, 10) ?? '';
    const later = (days: number): string => new Date(Date.parse(out) + days * 86_400_000).toISOString().slice(0, 10);
    for (const [days, exitCode, expected] of [
      [10, 0, '好'],
      [11, 0, '三天内到期'],
      [14, 0, '三天内到期'],
      [15, 1, '不合格'],
    ] as const) {
      const result = await inspected(own, later(days));
      expect([
        result.exitCode,
        ...resultOf(result, '首页不更新'),
        ...resultOf(result, '栏目不更新'),
        ...resultOf(result, '微信不更新'),
      ]).toEqual([exitCode, expected, expected, expected]);
      expect(resultOf(result, '网页标签')).toEqual(['没有看']);
    }
  });

  it('looks at the built site where it lies, and finds a date that was changed there', async () => {
    const own = await bureau();
    await buildCommand.run(context(own, '2026-11-25', {}));
    const dates = async () => resultOf(await inspected(own, '2026-11-25'), '伪造发稿日期');
    expect(await dates()).toEqual(['好']);
    // The sample's policy names no number: a practice site may wait for them, an inspection doesn't.
    expect(resultOf(await inspected(own, '2026-11-25'), '网站标识码')).toEqual(['不合格']);
    const page = join(own.root, '_site', ITEM, 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace(/(<meta name="PubDate" content=")\d{4}/, '$12020'));
    expect(await dates()).toEqual(['不合格']);
  });

  it('follows links where it may, and leaves alone what was taken back', async () => {
    const own = await bureau();
    const { git, ledgers } = await own.publisher();
    const { policy } = (await newestMain(git, { fetch: true })).settings;
    const asked: string[] = [];
    const gather = async () =>
      gatherInspection({
        ...{ git, policy, now: at('2026-11-25'), ledgers },
        follow: async (links) => {
          asked.push(...links);
          return new Map(links.map((link) => [link, { status: link.endsWith('/b') ? 404 : 200 }]));
        },
      });
    expect((await gather()).links).toEqual({
      followed: 2,
      dead: [expect.stringMatching(`^${ITEM}：链接打不开（网站答复 404，没有这个网页）：https://www.example.gov.cn/b$`)],
    });
    expect(asked).toEqual(['https://www.example.gov.cn/a', 'https://www.example.gov.cn/b']);
    await beginWithdrawal(await own.publisher('fengliu'), { item: ITEM, kind: 'error', reason: '示例原因' });
    expect(await gather()).toMatchObject({ shown: [], links: { followed: 0, dead: [] } });
  });
});

describe('the nightly run', () => {
  it('keeps one alert of what is due or fails, and closes it once all is well', async () => {
    const own = await bureau();
    await (await own.publisher()).ledgers.load();
    const first =
      rowsOf(await inspected(own, '2026-11-25'))
        .find(({ name }) => name === '首页不更新')
        ?.by?.slice(0, 10) ?? '';
    const fromLast = (days: number): string => new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
    await night(own, fromLast(-4));
    expect(await issues(own)).toEqual([]);
    const { text } = await night(own, fromLast(-3));
    const [due] = await issues(own);
    expect(due?.body).toContain('不合格 0 项，三天内到期 3 项');
    expect(due?.body).toContain(`**几点前**　${first} 24:00 前`);
    expect(text).toContain(`检查指标　检查指标有不合格或三天内到期的　办公室　${first} 24:00 前`);
    await night(own, fromLast(1));
    const late = await issues(own);
    expect(late.map(({ number }) => number)).toEqual([due?.number]);
    expect(late[0]?.body).toContain('不合格 3 项，三天内到期 0 项');
    await night(own, fromLast(-4));
    expect(await issues(own)).toEqual([]);
    const { data } = await own.world.as('wangwu').issues.listComments({ ...own.world.of, issue_number: due?.number ?? 0 });
    expect(data.at(-1)?.body).toContain('已解决，自动关闭**：再次自查，没有不合格和三天内到期的');
  });
});
