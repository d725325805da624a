import { describe, expect, it } from 'vitest';
import { ruleStory, type Story, story } from './evidence-builder.ts';
import { judged } from './judged.ts';
import { declared, delegated } from './stories.ts';

const wordsOf = (told: Story): (string | undefined)[] =>
  judged(told).full.items.flatMap(({ levels }) => levels.map(({ reason }) => reason));
const ignoredOf = (told: Story): string[] => judged(told).full.items.flatMap(({ ignored }) => ignored.map(({ reason }) => reason));
const blockersOf = (told: Story): string[] => {
  const { blockers, items } = judged(told).full;
  return [...blockers, ...items.flatMap((item) => item.blockers)].map(({ message }) => message);
};

describe('a level says', () => {
  it.each<[what: string, given: Story, says: string[]]>([
    ['who is asked, and which isn’t yet', story(), ['请 周一 或 吴九 审核', '未到', '未到']],
    [
      'who returned the item, and who mends it',
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:05'),
      ['周一 11-24 10:00 已同意', '郑四 11-24 10:05 退回；请报送人修改后送审', '未到'],
    ],
    [
      'who looks again, once it is mended',
      story().asks('zhengsi', '10:05').pushes('lisi', 'c2', '10:30'),
      ['请 周一 或 吴九 审核', '郑四 11-24 10:05 退回；稿件已改过，请 郑四 再看一次', '未到'],
    ],
    [
      'that a return stands though its review was dismissed',
      story().asks('zhengsi', '10:05').dismissed('zhengsi', '10:06', 'lisi', 'CHANGES_REQUESTED'),
      ['请 周一 或 吴九 审核', '郑四 11-24 10:05 退回（撤销审核不解除退回）；请报送人修改后送审', '未到'],
    ],
    [
      'whom a leader who came too early waits for',
      story().approves('zhouyi', '10:00').approves('fengliu', '10:05'),
      [
        '周一 11-24 10:00 已同意',
        '请 郑四 或 王五 审核',
        '冯六 11-24 10:05 同意：先于上一级，未计入；请 郑四 或 王五 先审，审完会再请本人点一次。',
      ],
    ],
    [
      'who signs instead of a leader who may not, though his level isn’t asked yet',
      story().pullRequest({ author: 'fengliu' }).approves('fengliu', '10:05'),
      ['请 周一 或 吴九 审核', '未到', '冯六 11-24 10:05 同意：报送稿件的人不审自己的稿件，未计入；请 孙七 审核。'],
    ],
    [
      'why a delegate may not, where it is his principal who is barred',
      delegated().pullRequest({ author: 'fengliu' }).signs('zhouyi', 'zhengsi', 'baomi'),
      [
        '周一 11-24 10:00 已同意',
        '郑四 11-24 10:10 已同意',
        '冯六（保八代签） 11-24 10:20 同意：报送稿件的人不审自己的稿件，未计入；请 孙七 审核。',
      ],
    ],
    ['what the head of a unit declared', declared(), ['周一 11-24 08:00 已在单位审核（随稿件声明）', '请 郑四 或 王五 审核', '未到']],
  ])('%s', (_what, told, says) => expect(wordsOf(told)).toEqual(says));
});

describe('of a signature that isn’t counted is said', () => {
  const returnedByNobody = story().approves('zhouyi', '10:00').approves('stranger', '10:01').asks(null, '10:02');

  it.each<[what: string, given: Story, says: string[]]>([
    [
      'who signs instead of a stranger, while somebody must, and that an account that is gone only advised',
      returnedByNobody,
      [
        'stranger 11-24 10:01 同意：账号不在名单里，未计入；请 郑四 或 王五 审核。',
        '已注销的账号 11-24 10:02 退回：不是这一件的审核人，退回作为建议转给报送人，不影响审核。',
      ],
    ],
    [
      'of a stranger, that nothing is left to do, once all have signed',
      story().signed().approves('stranger', '10:30'),
      ['stranger 11-24 10:30 同意：账号不在名单里，未计入；这一级已有人审核，不必再办。'],
    ],
    [
      'who signs at the level that is still open, where its person could have signed at either',
      story().holds('zhouyi', 2).pullRequest({ author: 'zhouyi' }).approves('zhouyi', '09:50').approves('wujiu', '10:00'),
      ['周一 11-24 09:50 同意：报送稿件的人不审自己的稿件，未计入；请 郑四 或 王五 审核。'],
    ],
  ])('%s', (_what, told, says) => expect(ignoredOf(told)).toEqual(says));
});

describe('what keeps an item from passing names', () => {
  const long = 'abcdef1234567890'.padEnd(40, '0');

  it.each<[what: string, given: Story, says: string]>([
    [
      'commit and push of a hand that nobody knows, by seven signs each',
      story().pushes('stranger', long, '09:10'),
      'stranger（推送 abcdef1）',
    ],
    ['the commit, too', story().pushes('stranger', long, '09:10'), 'stranger（提交 abcdef1）'],
    [
      'every list that wasn’t read to its end',
      story().with((evidence) => Object.assign(evidence, { incomplete: ['commits', 'files', 'pushes', 'reviews', 'dismissals'] })),
      '提交、文件、推送、审核、撤销',
    ],
    [
      'the Office, where it has nobody left',
      story()
        .organisation(({ posts }) => void posts.splice(5, 2))
        .approves('zhouyi', '10:00'),
      '办公室审核没有还能审核的人',
    ],
    [
      'the day of the first push, where the policy counts from it',
      story()
        .policy({ freshness: { from: 'submission' } })
        .at('2026-12-09 08:00'),
      '报送日期 11 月 24 日，已于 12 月 1 日 24:00 过期',
    ],
    [
      'what is wrong with a new organisation',
      ruleStory('content/organisation.yml').with((evidence) => {
        const head = structuredClone(evidence.organisation) as { posts: object[] };
        head.posts.push({ unit: 'wucheng', post: '分局副职', level: 1, person: 'nobody', from: '2026-12-01' });
        evidence.organisationHead = head;
      }),
      'nobody',
    ],
  ])('%s', (_what, told, says) => expect(blockersOf(told).join('\n')).toContain(says));

  it('nothing but its own sentence, where there is nothing to name', () =>
    expect(blockersOf(story().pullRequest({ draft: true }))[0]).toBe('改稿中，未送审。改好后请报送人点 Ready for review 送审。'));
});

describe('each item of a pull request that isn’t one', () => {
  it('is refused by itself, with no signature asked for', () => {
    const { items } = judged(story().signed().pullRequest({ fromFork: true })).full;
    expect(items).toMatchObject([{ verdict: 'refused', levels: [], ignored: [], blockers: [] }]);
  });
});
