import { describe, expect, it } from 'vitest';
import { promptsOf } from '#pipeline/organisation/terms.ts';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { checkOf, comment, finding, LINKS } from './comment-builder.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { delegated, emergency } from './stories.ts';

const prompts = promptsOf({ prompts: [] });
const bySecrecy = { secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } };
const warnings = (count: number) =>
  Array.from({ length: count }, (_, index) => finding('warning', `第 ${index + 1} 处“近日”没有写明日期。`));
const changes = (count: number, grave: boolean) =>
  Array.from({ length: count }, (_, index) => ({
    what: `示例人员${index + 1}`,
    before: '（没有）',
    after: '审核人 | 二级',
    grave: grave && index === 1,
  }));

/** More items than fit, as the gate would say it of a pull request that may hold so many. */
function withOthers(told: Story, count: number): GateView['verdict'] {
  const verdict = evaluate(told.evidence);
  const more = Array.from({ length: count }, (_, index) => ({
    ...(verdict.items[0] as (typeof verdict.items)[0]),
    id: `wucheng/2026-11-23-more${index}`,
    path: `${ITEM}${index}`,
    verdict: 'passed' as const,
  }));
  return { ...verdict, items: [...more, ...verdict.items] };
}

/** Twenty-two signatures of somebody who can't sign, before one that counts. */
function crowded(): Story {
  const told = story().frontMatter({ channels: ['website', 'wechat', 'weibo'] });
  for (let minute = 10; minute < 32; minute += 1) told.approves('lisi', `09:${minute}`);
  return told.approves('zhouyi', '10:02', { body: '数据已核。'.repeat(20) }).at('2026-11-27 10:02');
}

const out = (told: Story): Story => told.pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1');

const CASES: Record<string, () => [Story, Partial<GateView>?]> = {
  'with more of everything than fits': () => {
    const told = crowded();
    return [
      told,
      {
        prompts,
        links: { ...LINKS, text: 'https://git.example/blob/index.md' },
        check: checkOf(...warnings(22), finding('info', '旧', { waived: true })),
        form: formOf(told, { number: '' }),
        verdict: withOthers(told, 22),
      },
    ];
  },
  'with as much of everything as fits': () => {
    const told = crowded().with(({ reviews }) => void reviews.splice(0, 2));
    return [told, { links: {}, check: checkOf(...warnings(20)), form: formOf(told), verdict: withOthers(told, 20) }];
  },
  'of two units, before anybody has signed': () => [
    story()
      .frontMatter({ joint_units: ['jindong', 'nowhere'] })
      .holds('wujiu', 2),
  ],
  'before anybody has signed, where one holds two levels': () => [story().holds('wujiu', 2)],
  'of two units, one of which returned it': () => [
    story()
      .frontMatter({ joint_units: ['jindong'] })
      .asks('qianer', '10:05', { body: '金额与台账不符；' }),
  ],
  'of two units that both signed': () => [
    story()
      .frontMatter({ joint_units: ['jindong'] })
      .approves('qianer', '10:30')
      .approves('zhouyi', '11:00'),
  ],
  'returned twice and mended for one': () => [
    story()
      .approves('zhouyi', '09:30')
      .asks('zhengsi', '10:10', { body: '数据不一致' })
      .pushes('lisi', 'c2', '10:20')
      .asks('fengliu', '10:30', { body: '标题太长。' }),
    { prompts },
  ],
  'returned and mended': () => [
    story().approves('zhouyi', '10:00').asks('zhengsi', '10:10', { body: '数据不一致' }).pushes('lisi', 'c2', '10:20'),
    { prompts, changed: 2 },
  ],
  'changed after level 1': () => [story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:20'), { prompts, changed: 2 }],
  'signed by a delegate': () => [
    delegated().approves('baomi', '10:20').approves('zhouyi', '10:30').approves('zhengsi', '10:40').approves('baomi', '10:50'),
  ],
  'with nobody left who could sign': () => [
    story()
      .organisation((all) => Object.assign(all, { posts: all.posts.filter(({ person }) => person !== 'wujiu') }))
      .pushes('zhouyi', 'c2', '09:30')
      .approves('zhouyi', '09:40'),
  ],
  'with something to mend first': () => [
    story().frontMatter(bySecrecy),
    { prompts, check: checkOf(finding('info', '出现人名。'), finding('error', '出现手机号。')) },
  ],
  'a draft without a page to look at': () => [story().pullRequest({ draft: true }), { links: {} }],
  'waiting for the secrecy review alone': () => [story().frontMatter(bySecrecy).signed(), { prompts }],
  'of no text and no settings': () => [story().with((evidence) => Object.assign(evidence, { files: [], items: [] })), { check: checkOf() }],
  'from a fork, with too much in it': () => [
    story()
      .pullRequest({ fromFork: true })
      .with(({ files }) => void files.push({ path: 'README.md', status: 'modified' })),
  ],
  'of records that can’t be read': () => [
    story()
      .frontMatter(bySecrecy)
      .with((evidence) => void evidence.incomplete?.push('commits')),
  ],
  'published in an emergency': () => {
    const told = out(emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }));
    return [
      told,
      {
        check: checkOf(...warnings(1)),
        form: formOf(told),
        published: { number: '2026-0113', releases: [{ channel: 'website', url: 'https://www.example/1' }], open: ['wechat', 'weibo'] },
      },
    ];
  },
  'published, then taken back and given up': () => [
    out(story().signed()).at('2026-12-09 10:00'),
    { published: { number: '2026-0113', releases: [], withdrawn: ['website'], dropped: ['wechat'] } },
  ],
  'of settings, behind main': () => [
    ruleStory('content/policy.yml'),
    { settings: { changes: changes(42, true), behind: ['content/policy.yml'] } },
  ],
  'of settings, as much as fits': () => [ruleStory('content/policy.yml'), { settings: { changes: changes(40, false) } }],
  'of settings that say the same': () => [ruleStory('content/policy.yml'), { settings: { changes: [] } }],
  'of settings that can’t be compared': () => [
    ruleStory('content/policy.yml'),
    { settings: { problem: '改动后的 policy.yml 读不出来。' } },
  ],
};

describe.each(Object.entries(CASES))('the comment on a pull request %s', (name, told) => {
  it('is to the letter what was looked at', async () => {
    const file = `./golden/comment ${name.replaceAll('’', '')}.md`.replaceAll(/,? /g, '-');
    await expect(comment(...told())).toMatchFileSnapshot(file);
  });
});
