import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Command, CommandResult } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { commandContext } from './context.ts';

const INDEX = `${FOLDER}/index.md`;

interface Told {
  exitCode: number;
  json: Record<string, unknown> & { releases: { channel: string; state: string; url: string | null }[]; alerts: { code: string }[] };
  text: string;
}

/** Runs a command in the bureau's clone, as somebody. */
async function run(
  bureau: Bureau,
  name: string,
  operands: string[] = [],
  options: Record<string, string | boolean> = {},
  actor = 'sanshen-bot',
): Promise<Told> {
  const command = (await COMMANDS[name]?.load()) as Command;
  // What the administrator sets up he sets up himself.
  const env = environmentOf(bureau, name === 'setup' ? 'wangwu' : actor);
  const result: CommandResult = await command.run(commandContext({ root: bureau.root, operands, options, env }));
  return result as Told;
}

const states = ({ json }: Told): string[] => json.releases.map(({ channel, state }) => `${channel} ${state}`);

/** A bureau with one approved item, whose site is served from the place where it is built. */
async function withSite(options: { policy?: string; channels?: ('website' | 'wechat' | 'weibo')[] } = {}): Promise<Bureau> {
  const folder = folderOf({});
  const site = await startStaticSite({ folder, port: 0 });
  onTestFinished(() => site.close());
  const bureau = await startBureau({ policy: `demo: true\n${options.policy ?? ''}`, site: site.url, setup: false });
  // The site is built into the clone; the server shows another folder until it is linked there.
  const { symlinkSync, rmSync } = await import('node:fs');
  rmSync(folder, { recursive: true });
  symlinkSync(join(bureau.root, '_site'), folder);
  expect(await run(bureau, 'setup', [], { apply: true })).toMatchObject({ exitCode: 0, json: { settings: { state: 'signed' } } });
  await bureau.publish({ [INDEX]: itemText({ channels: options.channels ?? ['website', 'weibo'] }) });
  return bureau;
}

describe('the publishing commands', () => {
  it('approve, build, plan and release do step by step what publish does at once', async () => {
    const bureau = await withSite({ policy: 'channels: {weibo: {mode: manual}}' });
    expect(await run(bureau, 'approve')).toMatchObject({ exitCode: 0, json: { version: 1, approved: [ITEM], releases: [], alerts: [] } });
    expect(await run(bureau, 'build')).toMatchObject({ exitCode: 0, json: { items: 1, empty: false } });
    const plan = await run(bureau, 'plan');
    expect(plan).toMatchObject({ exitCode: 0, json: { version: 1, releases: [{ channel: 'website' }, { channel: 'weibo' }], alerts: [] } });
    const released = await run(bureau, 'release');
    expect(states(released)).toEqual(['website confirmed', 'weibo needs-human']);
    expect(released).toMatchObject({ exitCode: 0, json: { alerts: [{ item: ITEM, code: 'manual', channel: 'weibo' }] } });

    const recorded = await run(bureau, 'record', [ITEM], { channel: 'weibo', url: 'https://weibo.com/1/abc' }, 'wangwu');
    expect(states(recorded)).toEqual(['weibo confirmed']);
    const status = await run(bureau, 'status', ['https://weibo.com/1/abc']);
    expect(status.json).toMatchObject({
      version: 1,
      held: null,
      items: [
        {
          id: ITEM,
          releases: [
            { channel: 'website', revision: 1, state: 'confirmed', next: '' },
            { channel: 'weibo', revision: 1, state: 'confirmed', url: 'https://weibo.com/1/abc', next: '' },
          ],
        },
      ],
    });
    const [item] = (status.json as unknown as { items: { timeline: { who: string; what: string }[]; until: string | null }[] }).items;
    expect(item).toMatchObject({ until: null });
    expect(item?.timeline.map(({ who, what }) => `${who} ${what.split('：').slice(0, 2).join('：')}`)).toEqual([
      '李四 报送第一稿',
      ...['周一 同意', '郑四 同意', '冯六 同意'],
      '平台 合并到主分支（由谁合并见合并请求 #1）',
      '系统 审定入账，审核单 2026-0001（合并请求 #1）',
      ...['系统 网站：开始发布', '系统 网站：已发布，读回一致', '系统 微博：等人处理', '王五 微博：登记为已发布'],
    ]);
    expect(status.text).toMatch(/经过\n {2}\d{4}-\d\d-\d\d \d\d:\d\d　李四　报送第一稿\n/);
    expect(await run(bureau, 'verify')).toMatchObject({ exitCode: 0, json: { version: 1, verified: true, items: 1, problems: [] } });
  });

  it('publish rehearses, publishes once, and has nothing to do afterwards', async () => {
    const bureau = await withSite({ channels: ['website'] });
    const rehearsed = await run(bureau, 'publish', [], { 'dry-run': true });
    expect(rehearsed.json).toMatchObject({ approved: [ITEM], releases: [] });
    expect(await bureau.states()).toEqual([]);
    expect(states(await run(bureau, 'publish'))).toEqual(['website confirmed']);
    expect(await run(bureau, 'publish')).toMatchObject({
      exitCode: 0,
      json: { version: 1, approved: [], releases: [], alerts: [] },
      text: '没有要做的。',
    });
    expect(readFileSync(join(bureau.root, '_site', ITEM, 'index.html'), 'utf8')).toContain('示例街道整治');
  });

  it('withdraw --now takes the page down for one entitled person, and for nobody else', async () => {
    const bureau = await withSite({ channels: ['website'] });
    await run(bureau, 'publish');
    const options = { kind: 'secrecy', reason: '涉及敏感内容', now: true };
    await expect(run(bureau, 'withdraw', [ITEM], options, 'lisi')).rejects.toMatchObject({ code: 'not-entitled', exitCode: 1 });
    const taken = await run(bureau, 'withdraw', [ITEM], options, 'fengliu');
    expect(states(taken)).toEqual(['website withdrawn']);
    expect(taken.text).toContain('1 个工作日内');
    expect(taken.text).toContain('24 小时');
    const again = await run(bureau, 'withdraw', [ITEM], options, 'zhengsi');
    expect(again.text).toContain('早已决定撤下，没有另记一次');
    expect(readFileSync(join(bureau.root, '_site', ITEM, 'index.html'), 'utf8')).not.toContain('正文一段');
    expect((await bureau.verify()).problems).toEqual([]);
    bureau.world.github.clock.advance(3 * 86_400);
    expect((await run(bureau, 'publish')).json.alerts.map(({ code }) => code)).toEqual(['withdrawal-unconfirmed']);
  });

  it('withdraw without --now writes into the front matter and sends nobody anything', async () => {
    const bureau = await startBureau();
    const root = folderOf({ [INDEX]: itemText() });
    const told = await run({ ...bureau, root }, 'withdraw', [ITEM], { kind: 'error', reason: '数据有误：“86”应为“68”' });
    expect(told.exitCode).toBe(0);
    expect(readFileSync(join(root, INDEX), 'utf8')).toContain('withdraw: {kind: error, reason: "数据有误：“86”应为“68”"}\n---\n');
    await expect(run({ ...bureau, root }, 'withdraw', [ITEM], { kind: 'error', reason: '再次' })).rejects.toMatchObject({ exitCode: 1 });
  });

  it('withdraw writes since when, and what became of a penalty decision; at once takes neither', async () => {
    const bureau = await startBureau({ setup: false });
    const root = folderOf({ [INDEX]: itemText() });
    const options = { kind: 'error', reason: '已撤销', since: '2026-11-24', decision: '撤销' };
    await run({ ...bureau, root }, 'withdraw', [ITEM], options);
    const line = 'withdraw: {kind: error, reason: "已撤销", since: "2026-11-24", decision: "撤销"}\n---\n';
    expect(readFileSync(join(root, INDEX), 'utf8')).toContain(line);
    const other = folderOf({ [INDEX]: itemText() });
    await expect(run({ ...bureau, root: other }, 'withdraw', [ITEM], { ...options, decision: '作废' })).rejects.toMatchObject({
      exitCode: 1,
    });
    await expect(run({ ...bureau, root: other }, 'withdraw', [ITEM], { ...options, now: true })).rejects.toMatchObject({
      code: 'usage/withdraw',
    });
  });

  it('resolve settles what only a person may settle', async () => {
    const bureau = await withSite({ policy: 'channels: {weibo: {mode: manual}}' });
    await run(bureau, 'publish');
    const how = { channel: 'weibo', as: 'abandoned', reason: '不再发微博' };
    await expect(run(bureau, 'resolve', [ITEM], how, 'lisi')).rejects.toMatchObject({ code: 'not-entitled' });
    expect(states(await run(bureau, 'resolve', [ITEM], how, 'wangwu'))).toEqual(['weibo abandoned']);
    await expect(run(bureau, 'resolve', [ITEM], how, 'wangwu')).rejects.toMatchObject({ code: 'resolve/nothing', exitCode: 1 });
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('hold and resume say who did it', async () => {
    const bureau = await startBureau();
    expect((await run(bureau, 'hold', [], { reason: '突发情况' }, 'wangwu')).json).toMatchObject({
      held: true,
      reason: '突发情况',
      by: '王五',
    });
    const twice = await run(bureau, 'hold', [], { reason: '又一次' }, 'wangwu');
    expect(twice.json).toMatchObject({ held: true, reason: '突发情况', changed: false });
    expect(twice.text).toContain('早已暂停（突发情况），没有另记一次');
    expect((await run(bureau, 'status')).json).toMatchObject({ held: '突发情况', items: [] });
    expect((await run(bureau, 'resume', [], {}, 'zhengsi')).json).toMatchObject({ held: false, by: '郑四', changed: true });
    expect((await run(bureau, 'resume', [], {}, 'zhengsi')).text).toBe('发布没有暂停，没有要恢复的。');
  });
});

describe('before there is a ledger', () => {
  it('build makes an empty site that says so, verify has nothing to verify, setup says what to do', async () => {
    const bureau = await startBureau({ policy: 'demo: true', setup: false });
    expect(await run(bureau, 'setup')).toMatchObject({ exitCode: 1, json: { settings: { state: 'missing' } } });
    expect(await run(bureau, 'build')).toMatchObject({ exitCode: 0, json: { items: 0, empty: true } });
    expect(await run(bureau, 'verify')).toMatchObject({ exitCode: 0, json: { verified: true, events: 0 } });
    expect(await run(bureau, 'publish')).toMatchObject({ exitCode: 1, json: { alerts: [{ code: 'settings-unverified' }] } });
  });
});
