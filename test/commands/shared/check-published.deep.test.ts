import { describe, expect, it } from 'vitest';
import { beginWithdrawal } from '#pipeline/acts/withdraw.ts';
import { command } from '#pipeline/commands/check.ts';
import { checkPublished, type Follow } from '#pipeline/commands/shared/check-published.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { lockedSettings } from '#pipeline/verify/settings-lock.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../../bureau.ts';
import { folderOf } from '../../folder.ts';
import { practice } from '../../release/practice-channel.ts';
import { commandContext } from '../context.ts';

const PHONE = '13800138000';
const settings = `allow: {phones: ['${PHONE}']}`;
const text = itemText({ body: `咨询请拨打${PHONE}，由示例人员接听。` });

/** What is out, under today's settings: the number is allowed no more. */
async function found(bureau: Bureau, now = '2026-11-25T10:00:00+08:00', follow: Follow | null = null, policy: object = {}) {
  const { git, ledgers } = await bureau.publisher();
  const ledger = await ledgers.load();
  const { organisation, terms } = await lockedSettings({ git }, ledger);
  return checkPublished(git, ledger, { organisation, policy: policySchema.parse(policy), terms, now }, follow);
}

async function bureauWith(out: string): Promise<Bureau> {
  const bureau = await startBureau({ policy: settings });
  await bureau.publish({ [`${FOLDER}/index.md`]: out });
  await bureau.approve();
  return bureau;
}

describe('the check of everything that is out', () => {
  it('says what today’s rules find, and where it can be read', async () => {
    const bureau = await bureauWith(text);
    expect((await found(bureau)).items).toEqual([]);
    const website = practice('website', []);
    await bureau.release({ website });
    const { items } = await found(bureau);
    expect(items).toMatchObject([
      {
        id: ITEM,
        title: '示例街道整治',
        published: [{ channel: 'website', url: expect.stringContaining('http') }],
        findings: [{ rule: 'pii/phone', severity: 'error' }],
      },
    ]);
  });

  it('leaves out what was judged on the day it went out, and says when columns are not kept up', async () => {
    const bureau = await bureauWith(text);
    await bureau.release({ website: practice('website', []) });
    const later = await found(bureau, '2027-03-01T10:00:00+08:00');
    expect(later.items.map(({ id, findings }) => [id, findings.map(({ rule }) => rule)])).toEqual([
      [ITEM, ['pii/phone']],
      [null, ['site/freshness-watch']],
    ]);
    const unwatched = await found(bureau, '2027-03-01T10:00:00+08:00', null, { severities: { 'site/freshness-watch': 'off' } });
    expect(unwatched.items.map(({ id }) => id)).toEqual([ITEM]);
  });

  it('follows the links where it is told to, and says which lead nowhere', async () => {
    const bureau = await bureauWith(
      itemText({ body: '依据[条例](https://www.example.gov.cn/a)和[办法](https://www.example.gov.cn/b)整治。' }),
    );
    await bureau.release({ website: practice('website', []) });
    const asked: string[] = [];
    const { items } = await found(bureau, undefined, async (links) => {
      asked.push(...links);
      return new Map(links.map((link) => [link, { status: link.endsWith('/b') ? 404 : 200 }]));
    });
    expect(asked).toEqual(['https://www.example.gov.cn/a', 'https://www.example.gov.cn/b']);
    expect(items).toMatchObject([{ id: ITEM, findings: [{ rule: 'link/dead', severity: 'info', where: '链接' }] }]);
    expect((await found(bureau)).items).toMatchObject([{ findings: [] }]);
    const gone: Follow = async (links) => new Map(links.map((link) => [link, { status: 410 }]));
    const counted = async (severities: object) => {
      const { errors, warnings, infos } = await found(bureau, undefined, gone, { severities });
      return { errors, warnings, infos };
    };
    expect(await counted({})).toEqual({ errors: 0, warnings: 0, infos: 2 });
    expect(await counted({ 'link/dead': 'warning' })).toEqual({ errors: 0, warnings: 2, infos: 0 });
  });

  it('has nothing to say of what was taken back', async () => {
    const bureau = await bureauWith(text);
    await bureau.release({ website: practice('website', []) });
    await beginWithdrawal(await bureau.publisher('fengliu'), { item: ITEM, kind: 'privacy', reason: '示例原因' });
    expect((await found(bureau)).items).toEqual([]);
  });

  it('takes nothing beside it', async () => {
    const root = folderOf({});
    for (const [operands, options] of [
      [[ITEM], {}],
      [[], { base: 'main' }],
      [[], { rev: 'main' }],
      [[], { fix: true }],
    ] as const)
      await expect(
        command.run(commandContext({ root, operands: [...operands], options: { published: true, ...options } })),
      ).rejects.toMatchObject({ code: 'usage/published', exitCode: 2 });
  });
});
