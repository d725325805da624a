import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/plan.ts';
import { FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { practice } from './practice-channel.ts';

const OTHER = 'wucheng/2026-11-23-market';
const CORRECTION = 'correction: {kind: 事实, note: 日期有误}';

/** What an alert tells: the item and the rule that holds it. */
const held = (alerts: readonly { item: string; code: string; message: string }[]) =>
  alerts.map(({ item, code, message }) => [item, code, /：([a-z]+\/[a-z-]+)：/.exec(message)?.[1]]);

describe('right before sending, after somebody went past the check of the pull request', () => {
  it('an item whose post is the same as one that is out is held', async () => {
    const bureau = await startBureau({ policy: 'channels: {weibo: {mode: open}}' });
    const weibo = practice('weibo', []);
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText({ channels: ['weibo'] }) });
    await bureau.approve();
    expect((await bureau.release({ weibo })).alerts).toEqual([]);
    await bureau.publish({ [`content/items/${OTHER}/index.md`]: itemText({ channels: ['weibo'], title: '示例市场整治' }) });
    expect((await bureau.approve()).approved).toEqual([OTHER]);
    expect(held((await bureau.release({ weibo })).alerts)).toEqual([[OTHER, 'check-failed', 'chan/weibo-limits']]);
    expect([await bureau.states(), await bureau.states(OTHER)]).toEqual([['weibo 1 confirmed'], []]);
  });

  it('a correction that gives another information date than the text that is out is held, and one that keeps it goes', async () => {
    const bureau = await startBureau();
    const website = practice('website', []);
    const corrected = (date: string) => itemText({ date, lines: [CORRECTION], body: '正文改过一段。' });
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    await bureau.approve();
    await bureau.release({ website });
    await bureau.publish({ [`${FOLDER}/index.md`]: corrected('2026-11-22') });
    expect((await bureau.approve()).approved).toEqual([ITEM]);
    expect(held((await bureau.release({ website })).alerts)).toEqual([[ITEM, 'check-failed', 'time/no-forged-date']]);
    await bureau.publish({ [`${FOLDER}/index.md`]: corrected('2026-11-23') });
    await bureau.approve();
    expect((await bureau.release({ website })).alerts).toEqual([]);
    expect((await bureau.states()).at(-1)).toMatch(/^website \d confirmed$/);
  });

  it('a word of the private list that the run is given holds an item, and is shown nowhere', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText({ body: '队员们说起示例密词。' }) });
    await bureau.approve();
    const list = join(folderOf({ 'own.yml': 'screen:\n  - {kind: 9, tier: 1, words: [示例密词], ask: 不能说的话}\n' }), 'own.yml');
    const { git, now } = await bureau.publisher();
    await git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
    const at = await now();
    const planned = async (env: Record<string, string>) => command.run(commandContext({ root: bureau.root, at, env }));
    const { json, text } = await planned({ SANSHEN_PRIVATE_TERMS: list });
    expect(json).toMatchObject({ releases: [], alerts: [{ item: ITEM, code: 'check-failed' }] });
    expect(JSON.stringify([json, text])).toContain('prohib/banned-term');
    expect(JSON.stringify([json, text])).not.toMatch(/密词|不能说的话/);
    expect((await planned({})).json).toMatchObject({ releases: [{ item: ITEM }], alerts: [] });
  });
});
