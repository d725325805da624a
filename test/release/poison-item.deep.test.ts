import { describe, expect, it } from 'vitest';
import { makePlan } from '#pipeline/release/plan.ts';
import { newestMain } from '#pipeline/verify/publisher.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { practice } from './practice-channel.ts';

const GOOD = 'wucheng/2026-11-23-good';
const goodText = itemText({ title: '示例市场整治', body: '示例分局整治市场一处。' });

const manyFiles = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.jpg`, `${n}`]));

/** Two items on main, both signed three times: one that costs too much, and a good one. */
async function bureauWith(body: string): Promise<Bureau> {
  const bureau = await startBureau();
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText({ body }) });
  await bureau.publish({ [`content/items/${GOOD}/index.md`]: goodText });
  return bureau;
}

describe('an item that nobody could check to the end', () => {
  it.each([
    ['more marks than anybody parses', '*a_'.repeat(20_000), 'meta/schema：格式符号'],
    ['quotes in quotes without end', `${'>'.repeat(5000)} 文`, 'meta/schema：引用或列表套得太深'],
  ])('is not sent although three signed it (%s), and the one beside it is', async (_, body, why) => {
    const bureau = await bureauWith(body);
    expect((await bureau.approve()).approved.sort()).toEqual([GOOD, ITEM].sort());
    const { alerts } = await bureau.release({ website: practice('website', []) });
    expect(alerts.map(({ item, code, message }) => [item, code, message.includes(why)])).toEqual([[ITEM, 'check-failed', true]]);
    expect([await bureau.states(), await bureau.states(GOOD)]).toEqual([['website 1 intent'], ['website 1 confirmed']]);
  });

  it.each([
    ['an alias bomb', { 'index.md': itemText({ lines: ['remarks: [&a [x, x], *a, *a]'] }) }],
    ['a text of a megabyte', { 'index.md': itemText({ body: '文'.repeat(400_000) }) }],
    ['more files than anybody reads', { 'index.md': itemText(), ...manyFiles }],
  ])('is not approved where it can’t be read (%s), and the one beside it is', async (_, files) => {
    const bureau = await startBureau();
    await bureau.publish(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text])));
    await bureau.publish({ [`content/items/${GOOD}/index.md`]: goodText });
    const { approved, alerts } = await bureau.approve();
    expect(approved).toEqual([GOOD]);
    expect(alerts.map(({ item }) => item)).toEqual([ITEM]);
  });

  it('is in no plan where making it breaks down, and the one beside it is', async () => {
    const bureau = await bureauWith('示例正文。');
    await bureau.approve();
    const { git, ledgers, now, renderer } = await bureau.publisher();
    const { settings } = await newestMain(git, { fetch: true });
    const breaking: typeof git = {
      ...git,
      idAt: async (...at) => (at[1] === FOLDER ? Promise.reject(new Error('broken')) : git.idAt(...at)),
    };
    const plan = await makePlan({ git: breaking, ledger: await ledgers.load(), settings, now: await now(), renderer });
    expect(plan.releases.map(({ item }) => item)).toEqual([GOOD]);
    expect(plan.alerts).toMatchObject([{ item: ITEM, code: 'fault', message: expect.stringContaining('没有列入发布') }]);
  });
});
