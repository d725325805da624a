import { describe, expect, it } from 'vitest';
import { explain } from '#pipeline/review/comment/explain.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { bySecrecyDuty, emergency } from './stories.ts';

type Settings = Parameters<typeof explain>[2];

const PARK = ITEM.replace('street', 'park');
const LONG = { first: 'a1b2c3d4e5f60718', second: 'b2c3d4e5f6071829', merge: 'c3d4e5f60718293a' };

const two = (): Story =>
  story().with(({ files, items }) => {
    files.push({ path: `${PARK}/index.md`, status: 'added' });
    items.push({ path: PARK, trees: { main0: null, c1: 'park1' }, frontMatter: { ...items[0]?.frontMatter } });
  });

const CASES: Record<string, () => [Story, Settings?]> = {
  'returned twice, after much else': () => [
    story()
      .approves('zhouyi', '09:30')
      .approves('stranger', '09:31')
      .pushes('lisi', LONG.first, '09:40')
      .pushes('wujiu', LONG.second, '09:50', { text: `text of ${LONG.first}` })
      .approves('zhouyi', '10:00')
      .dismissed('zhouyi', '10:02', 'sanshen[bot]', 'APPROVED', LONG.second)
      .asks('wangwu', '10:10', { body: '改' })
      .dismissed('wangwu', '10:15', 'sanshen[bot]', 'CHANGES_REQUESTED', LONG.second)
      .asks('sunqi', '10:05', { body: '改' }),
  ],
  'signed and merged': () => [
    story()
      .moves('lisi', LONG.first, '09:30')
      .text(LONG.first, 'text1')
      .signed()
      .pullRequest({ merged: true, mergeSha: LONG.merge })
      .text(LONG.merge, 'text1'),
  ],
  'an emergency': () => [emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' })],
  'two items where the policy allows them': () => [
    story()
      .policy({ emergency: { enabled: true }, items_per_pull_request: 2, freshness: { days: 5 } })
      .approves('zhouyi', '10:00')
      .with((evidence) => {
        Object.assign(evidence, two().evidence, { policy: evidence.policy, reviews: evidence.reviews });
      }),
  ],
  'a draft': () => [story().pullRequest({ draft: true, author: 'guanli' }).frontMatter({ submitter: 'nobody' })],
  'two items where one may be': () => [two()],
  'records that can’t be read': () => [
    story()
      .organisation(({ duties }) => void duties.push({ duty: 'administrator', person: 'baomi', from: '2024-01-01' }))
      .with((evidence) => void evidence.incomplete?.push('commits')),
  ],
  'from a fork': () => [story().pullRequest({ fromFork: true })],
  'too late': () => [story().signed().at('2026-12-01 08:00')],
  'with nobody left': () => [
    story()
      .organisation((all) => Object.assign(all, { posts: all.posts.filter(({ person }) => person !== 'wujiu') }))
      .pushes('zhouyi', 'c2', '09:30')
      .approves('zhouyi', '09:40'),
  ],
  'changed since': () => [story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:20')],
  'waiting for the secrecy review': () => [bySecrecyDuty()],
  'needing no signatures': () => [story().with((evidence) => Object.assign(evidence, { files: [], items: [] }))],
  'of settings, behind main': () => [
    ruleStory('content/policy.yml').approves('zhengsi', '10:10'),
    {
      changes: [
        { what: '代签', before: '关', after: '开', grave: true },
        { what: '赵六', before: '（没有）', after: '审核人', grave: false },
      ],
      behind: ['content/policy.yml'],
    },
  ],
  'of settings that say the same': () => [ruleStory('content/policy.yml'), { changes: [] }],
  'of settings that can’t be compared': () => [ruleStory('content/policy.yml'), { problem: '改动后的 policy.yml 读不出来。' }],
};

describe.each(Object.entries(CASES))('the explanation of a verdict, %s,', (name, told) => {
  it('is to the letter what was looked at', async () => {
    const [{ evidence }, settings] = told();
    const file = `./golden/explanation ${name.replaceAll('’', '')}.txt`.replaceAll(/,? /g, '-');
    await expect(explain(evidence, evaluate(evidence), settings)).toMatchFileSnapshot(file);
  });
});
