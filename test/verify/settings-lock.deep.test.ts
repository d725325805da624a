import { describe, expect, it } from 'vitest';
import { command as plan } from '#pipeline/commands/plan.ts';
import { eventsOf, readLedger } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import type { SettingsRecord } from '#pipeline/ledger/settings-event.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';

const INDEX = `${FOLDER}/index.md`;
const POLICY = 'content/policy.yml';
const ORGANISATION = 'content/organisation.yml';
const OFFICE_AND_LEADER = { reviewers: ['zhengsi', 'fengliu'] };

const DAY = 86_400;

/** The recorded versions: whose approvals each holds, by level. */
async function versions(bureau: Bureau): Promise<string[]> {
  return eventsOf(await bureau.ledger(), 'settings').flatMap(({ kind, form }) => {
    if (kind !== 'settings' || !form) return [];
    const { approvals } = JSON.parse(Buffer.from(form.payload, 'base64').toString('utf8')).predicate as SettingsRecord;
    return [approvals.map(({ level, person }) => `${level} ${person}`).join(', ')];
  });
}

const messages = ({ alerts }: { alerts: { code: string; message: string }[] }): string[] =>
  alerts.map(({ code, message }) => `${code}　${message}`);

describe('a change of 名单与规则', () => {
  it('is recorded with the approvals of levels 2 and 3, a second one of the same day under the first', async () => {
    const bureau = await startBureau();
    const replaced = bureau.organisation.replace('person: fengliu, from: 2024-01-01', 'person: wangwu, from: 2024-01-01');
    await bureau.publish({ [ORGANISATION]: replaced }, OFFICE_AND_LEADER);
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [] });
    await bureau.publish({ [POLICY]: `files_per_pull_request: 100\n${bureau.policy}` }, { reviewers: ['zhengsi', 'wangwu'], merge: true });
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [] });
    expect(await versions(bureau)).toEqual(['', '2 zhengsi, 3 fengliu', '2 zhengsi, 3 wangwu']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('may take off the list whoever signs it: he signs under the version before, and nothing after it', async () => {
    const bureau = await startBureau();
    const ended = bureau.organisation.replace('person: zhengsi, from: 2024-01-01', 'person: wangwu, from: 2024-01-01');
    await bureau.publish({ [ORGANISATION]: ended }, OFFICE_AND_LEADER);
    await bureau.publish({ [INDEX]: itemText() });
    expect(await bureau.approve()).toMatchObject({ approved: [], settingsUnverified: false });
    expect(await versions(bureau)).toEqual(['', '2 zhengsi, 3 fengliu']);
    expect(await bureau.states(ITEM)).toEqual([]);
  });

  it.each([
    ['ends', 'from: 2026-01-01, to: 2027-12-31}'],
    ['begins in many years', 'from: 2062-01-01}'],
  ])('may not leave the ledger without a key that goes on, nobody could write into it again: the only one %s', async (_, ends) => {
    const bureau = await startBureau();
    await bureau.publish({ [POLICY]: bureau.policy.replace('from: 2026-01-01}', ends) }, OFFICE_AND_LEADER);
    const stopped = await bureau.approve();
    expect(stopped).toMatchObject({ settingsUnverified: true });
    expect(messages(stopped)).toEqual([
      expect.stringMatching(/^settings-unverified.*没有一把能接着一直用下去.*应至少有一把.*请管理员改正.*sanshen setup --new-key/),
    ]);
    await bureau.publish({ [POLICY]: bureau.policy }, OFFICE_AND_LEADER);
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [] });
  });

  it('can’t put on the list whoever signs it', async () => {
    const bureau = await startBureau();
    const own = bureau.organisation.replace('person: zhengsi, from: 2024-01-01', 'person: wangwu, from: 2024-01-01');
    await bureau.publish({ [ORGANISATION]: own }, { reviewers: ['wangwu', 'fengliu'] });
    expect(messages(await bureau.approve())).toEqual([expect.stringMatching(/^settings-unverified.*还没有审完.*请在原合并请求里补审/)]);
  });

  it('of the terms alone needs both levels, too', async () => {
    const bureau = await startBureau();
    const holidays = { 'content/terms/holidays.yml': 'holidays: []\n' };
    const { number } = await bureau.publish(holidays, { reviewers: ['zhengsi'] });
    expect(messages(await bureau.approve())).toEqual([expect.stringMatching(/^settings-unverified.*在此以前什么也不发/)]);
    await bureau.world.review('fengliu', number);
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [] });
    expect(await versions(bureau)).toEqual(['', '2 zhengsi, 3 fengliu']);
  });

  it('that met another one in the same file is what nobody has seen: it stops everything, and goes on once it is shown as it is', async () => {
    const bureau = await startBureau();
    const [top, bottom] = [`order: any\n${bureau.policy}`, `${bureau.policy}files_per_pull_request: 100\n`];
    const first = await bureau.publish({ [POLICY]: top }, { ...OFFICE_AND_LEADER, merge: false });
    const second = await bureau.publish({ [POLICY]: bottom }, { ...OFFICE_AND_LEADER, merge: false });
    for (const { number, head } of [first, second]) await bureau.merge(number, head);
    await bureau.publish({ [INDEX]: itemText() });
    const [told] = messages(await bureau.approve());
    expect(told).toMatch(
      new RegExp(`^settings-unverified　.*与合并请求 #${second.number} 里审过的不一样.*请管理员改回上一版（提交 [0-9a-f]{7}）`),
    );
    expect(await versions(bureau)).toEqual(['']);
    await bureau.pushToMain({ [POLICY]: top });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM], settingsUnverified: false });
    await bureau.publish({ [POLICY]: `order: any\n${bottom}` }, OFFICE_AND_LEADER);
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [] });
    expect((await versions(bureau)).length).toBe(3);
    expect((await bureau.verify()).problems).toEqual([]);
  });
});

describe('a push of settings straight to main', () => {
  it('stops signing, planning and sending, says who must do what, and is reported by verify', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    const commit = await bureau.pushToMain({ [POLICY]: `order: any\n${bureau.policy}` });
    const stopped = `提交 ${commit.slice(0, 7)} 直接改了名单与规则，没有经过合并请求；请管理员改回原样，要改的另用合并请求送办公室和分管领导审核；在此以前什么也不发，撤稿照常进行。`;
    expect(messages(await bureau.approve())).toEqual([`settings-unverified　${stopped}`]);
    const { git, now } = await bureau.publisher();
    expect(await plan.run(commandContext({ root: bureau.root, at: await now() }))).toMatchObject({
      exitCode: 1,
      json: { releases: [], alerts: [{ code: 'settings-unverified' }] },
    });
    expect((await bureau.release({})).alerts.map(({ code }) => code)).toEqual(['settings-unverified']);
    const store = gitLedger(git, { fetch: false });
    const { problems } = await verifyLedger(store, await readLedger(store), gitTrust(git), { main: git });
    expect(problems).toMatchObject([
      { item: 'settings', event: POLICY, code: 'settings-on-main', message: expect.stringContaining('请管理员查明') },
    ]);
    expect(await bureau.states()).toEqual([]);
  });

  it('gives nobody a right to sign, not even a day later', async () => {
    const bureau = await startBureau();
    await bureau.pushToMain({
      [ORGANISATION]: bureau.organisation.replace('person: fengliu, from: 2024-01-01', 'person: wangwu, from: 2024-01-01'),
    });
    bureau.world.github.clock.advance(DAY);
    await bureau.publish({ [POLICY]: `files_per_pull_request: 100\n${bureau.policy}` }, { reviewers: ['zhengsi', 'wangwu'] });
    expect(messages(await bureau.approve())).toEqual([expect.stringMatching(/^settings-unverified/)]);
    expect(await versions(bureau)).toEqual(['']);
  });
});
