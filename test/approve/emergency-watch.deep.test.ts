import { describe, expect, it } from 'vitest';
import { approveAndWatch } from '#pipeline/approve/approve-watch.ts';
import { unreviewedEmergency } from '#pipeline/approve/emergency-watch.ts';
import type { LevelVerdict } from '#pipeline/review/gate/verdict.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText } from '../bureau.ts';
import { practice } from '../release/practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const HOUR = 3600;
const SOLVED = /其余各级已在合并请求 #1 里补审同意/;

/** The alert that asks for a review afterwards as people see it; `null` if there is none. */
async function asked({ world }: Bureau): Promise<{ number: number; state: string; body: string } | null> {
  const { data } = await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'publish-alert', state: 'all' });
  const found = data.filter(({ body }) => body?.includes('<!-- sanshen:emergency-review:'));
  expect(found.length).toBeLessThan(2);
  return found[0] ? { number: found[0].number, state: found[0].state, body: found[0].body ?? '' } : null;
}

/** What was said when it was closed. */
async function comments(bureau: Bureau): Promise<string> {
  const { world } = bureau;
  const issue_number = (await asked(bureau))?.number ?? 0;
  return (await world.as('lisi').issues.listComments({ ...world.of, issue_number })).data.map(({ body }) => body).join('\n');
}

/** A bureau whose leader has let an item out without the Office; the head of the unit has seen it, as the secrecy review. */
async function urgent(): Promise<{ bureau: Bureau; number: number }> {
  const bureau = await grownBureau('urgent', { policy: 'emergency: {enabled: true, review_hours: 24}' }, hurry);
  return { bureau, number: 1 };
}

async function hurry(bureau: Bureau): Promise<void> {
  const { world } = bureau;
  const { number, head } = await bureau.publish({ [INDEX]: itemText() }, { reviewers: ['zhouyi'], merge: false });
  await world
    .as('fengliu')
    .pulls.createReview({ ...world.of, pull_number: number, event: 'APPROVE', body: '紧急：汛情通告，须立即发布。' });
  await bureau.merge(number, head);
  expect(await bureau.approve()).toMatchObject({ approved: [ITEM] });
  await bureau.release({ website: practice('website', []) });
  expect(await bureau.states()).toEqual(['website 1 confirmed']);
}

describe('a text that a leader let out alone', () => {
  it('is told with who still has to review until when, and for as long as nobody has', async () => {
    const { bureau } = await urgent();
    expect(await asked(bureau)).toMatchObject({
      state: 'open',
      body: expect.stringMatching(
        /按紧急程序先发，应在 2026-11-25 09:0\d 前补审，还差办公室；请在原合并请求 #1 里补审。[\s\S]*\*\*几点前\*\*　2026-11-25 09:0\d 前\n/,
      ),
    });
    expect((await bureau.approve()).alerts).toMatchObject([{ item: ITEM, code: 'emergency-review' }]);
    expect(await asked(bureau)).toMatchObject({ state: 'open' });
  });

  it('is closed by the run that sees the review', async () => {
    const { bureau, number } = await urgent();
    await bureau.world.review('zhengsi', number);
    expect((await bureau.approve()).alerts).toEqual([]);
    expect(await asked(bureau)).toMatchObject({ state: 'closed' });
    expect(await comments(bureau)).toMatch(SOLVED);
    // Nothing is sent or signed again.
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
    expect(await bureau.verify()).toMatchObject({ verified: true });
  });

  it('isn’t closed by a release or by a person’s act, which don’t look at reviews', async () => {
    const { bureau, number } = await urgent();
    await bureau.world.review('zhengsi', number);
    await bureau.release({ website: practice('website', []) });
    expect(await asked(bureau)).toMatchObject({ state: 'open' });
  });

  it('is overdue from the hour on that the policy sets, and reviewed late all the same', async () => {
    const { bureau, number } = await urgent();
    bureau.world.github.clock.advance(25 * HOUR);
    await bureau.approve();
    expect((await asked(bureau))?.body).toMatch(/已逾期（今天 2026-11-25），还差办公室/);
    // Its seven days are over too: the review isn't a publication.
    bureau.world.github.clock.advance(9 * 24 * HOUR);
    await bureau.world.review('zhengsi', number);
    await bureau.approve();
    expect(await asked(bureau)).toMatchObject({ state: 'closed' });
  });

  it('is told if the Office sends it back, until it agrees', async () => {
    const { bureau, number } = await urgent();
    await bureau.world.review('zhengsi', number, 'REQUEST_CHANGES');
    await bureau.approve();
    expect((await asked(bureau))?.body).toMatch(/补审时办公室退回了，稿件仍然公开着/);
    await bureau.world.review('zhengsi', number);
    await bureau.approve();
    expect(await asked(bureau)).toMatchObject({ state: 'closed' });
  });

  it('is settled by a correction that all three have reviewed', async () => {
    const { bureau } = await urgent();
    await bureau.publish({ [INDEX]: itemText({ body: '改正一段。', lines: ['correction: {kind: 文字, note: 改正一处}'] }) });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM] });
    expect(await asked(bureau)).toMatchObject({ state: 'closed' });
    expect(await comments(bureau)).toContain('新的一稿已走完三级审核（审核单 2026-0002），不用再补审');
  });

  it('is settled by a withdrawal of levels 2 and 3', async () => {
    const { bureau } = await urgent();
    const lines = ['withdraw: {kind: error, reason: 有误, since: 2026-11-24}'];
    await bureau.publish({ [INDEX]: itemText({ lines }) }, { reviewers: ['zhengsi', 'fengliu'] });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM] });
    expect(await comments(bureau)).toContain('撤稿已审定（审核单 2026-0002），不用再补审');
  });

  it('is looked after though the ledger’s seal leaves it alone, as long as its alert is open', async () => {
    const { bureau } = await urgent();
    const publisher = await bureau.publisher();
    const opened: string[] = [];
    const open: typeof publisher.ledgers.open = (items = []) => {
      opened.push(...items);
      return publisher.ledgers.open(items);
    };
    await approveAndWatch({ ...publisher, ledgers: { ...publisher.ledgers, open } }, bureau.key);
    expect(opened[0]).toBe(ITEM);
  });

  it('stands while the code platform doesn’t answer for its pull request', async () => {
    const { bureau, number } = await urgent();
    await bureau.world.review('zhengsi', number);
    const publisher = await bureau.publisher();
    const notes: string[] = [];
    const github = { ...publisher.github, records: () => Promise.reject(new Error('socket hang up')) };
    await approveAndWatch({ ...publisher, github, note: (line) => notes.push(line) }, bureau.key);
    expect(await asked(bureau)).toMatchObject({ state: 'open' });
    expect(notes.join()).toContain(`没有读到 ${ITEM} 的补审（连不上代码平台），这条提醒照旧`);
  });
});

describe('what is told of an emergency', () => {
  const level = (of: Partial<LevelVerdict>): LevelVerdict => ({
    ...{ level: 2, state: 'approved', person: null, login: null, at: null, reason: '' },
    ...of,
  });
  const due = '2026-11-25T09:00:00+08:00';
  const told = (levels: LevelVerdict[], at = due, until: string | null = due) =>
    unreviewedEmergency({ item: ITEM, pullRequest: 7 }, levels, { wucheng: { name: '婺城分局' } }, until, at);

  it('is nothing once every level has signed', () => expect(told([level({ level: 1 }), level({}), level({ level: 3 })])).toBeNull());

  it('names every level that is open, of a joint item with its unit', () => {
    const open = [level({ level: 1, unit: 'wucheng', state: 'waiting' }), level({ state: 'out-of-order' })];
    expect(told(open)?.message).toBe(
      '按紧急程序先发，应在 2026-11-25 09:00 前补审，还差报送单位（婺城分局）、办公室；请在原合并请求 #7 里补审。',
    );
  });

  it('is a task to the second that it is due, and overdue after it', () => {
    const open = [level({ state: 'waiting' })];
    expect(told(open)?.task).toBe(true);
    expect(told(open, '2026-11-25T09:00:01+08:00')?.task).toBeUndefined();
  });

  it('says no hour where the leader took his signature back, whose hours are counted from it', () => {
    const alert = told([level({ level: 3, state: 'waiting' })], due, null);
    expect(alert?.message).toBe('按紧急程序先发，还差分管领导；请在原合并请求 #7 里补审。');
    expect(alert?.due).toBeUndefined();
  });
});
