import { describe, expect, it } from 'vitest';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { agreementReplies } from '#pipeline/review/comment/reply.ts';
import { mentions, type ThreadComment, unwritten } from '#pipeline/review/comment/thread-comment.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { checkOf, finding } from './comment-builder.ts';
import { ruleStory, type Story, story } from './evidence-builder.ts';

const links = { changes: 'https://git.example/pull/12/files' };
const viewOf = (told: Story): GateView => ({ evidence: told.evidence, verdict: evaluate(told.evidence), check: null, links });

let next = 1;
const says = (login: string | null, body = '同意', more: Partial<ThreadComment> = {}): ThreadComment => ({
  ...{ id: next++, at: '2026-11-24T10:50:00+08:00', login, body, url: '', ours: false },
  account: login === null ? null : { id: 1, type: 'User' },
  ...more,
});
/** What people are told, without the mark that nobody sees. */
const told = (evidence: Story, ...comments: ThreadComment[]): string[] =>
  agreementReplies(viewOf(evidence), comments).map(({ body }) => body.replace(/^<!-- .* -->\n/, '').trim());

const atLevel2 = () => story().approves('zhouyi', '10:00');

const DUE = `郑四您好，您的“同意”收到了，但**留言不算审核**：只有 Approve 会记下您看的是哪一版，审核单也只认它。
请点 [改动页](https://git.example/pull/12/files) → 右上角 **Review changes** → **Approve**（同意） → **Submit review**。约十秒；您的意见可写在同一处，会印在审核单上。
（要退回，选 **Request changes** 并写明怎么改。）`;
const EARLY = '冯六您好，办公室还没有审完，这次签发先不计入；审完后会再请您，届时点一次即可。';
const OTHER = '谢谢您的意见，已转给报送人李四。本件由周一、郑四或王五、冯六或孙七审核，您的意见不计入三级审核。\n\n<sub>抄送 @lisi</sub>';

describe('who says 同意 in a comment', () => {
  it('and is due, is told that only Approve is a review', () => expect(told(atLevel2(), says('zhengsi'))).toEqual([DUE]));

  it('and comes later, is told to wait and then to approve', () => {
    expect(told(story(), says('zhengsi'))).toEqual([
      '郑四您好，您的“同意”收到了，但**留言不算审核**，而且婺城分局还没有审完；审完后会再请您，届时请点 [改动页](https://git.example/pull/12/files) → 右上角 **Review changes** → **Approve**（同意） → **Submit review**。',
    ]);
  });

  it.each([
    ['before level 1', story()],
    ['before the Office', atLevel2()],
  ])('and is a leader %s, is told that he will be asked again', (_, evidence) => expect(told(evidence, says('fengliu'))).toEqual([EARLY]));

  it.each([
    ['as submitter', story().pullRequest({ author: 'jiqi[bot]' }), 'lisi'],
    ['as who opened it', story(), 'LiSi'],
    ['as who filled in the form', story().pullRequest({ author: 'jiqi[bot]', issueAuthor: 'qianer' }), 'qianer'],
  ])('and sent it in, %s, is told that he can’t review his own text', (_, evidence, login) =>
    expect(told(evidence, says(login))).toEqual(['您是报送人，不能审核自己的稿件。已请周一或吴九审核。']),
  );

  it('and sent it in, is told who signs it where the third level is due', () => {
    const evidence = atLevel2().approves('zhengsi', '10:10');
    expect(told(evidence, says('lisi'))).toEqual(['您是报送人，不能审核自己的稿件。已请冯六或孙七签发。']);
  });

  it('and is no reviewer, isn’t told of a reviewer who has had a hand in the text', () =>
    expect(told(story().pushes('wujiu', 'c2', '09:30'), says('stranger'))[0]).toContain('本件由周一、郑四或王五、冯六或孙七审核'));

  it('and comes later, is told to approve at once where the order is free', () =>
    expect(told(story().policy({ order: 'any' }), says('zhengsi'))).toEqual([DUE]));

  it('and reviews secrecy as a head whose level another has signed, is told that only Approve is a review', () =>
    expect(told(story().approves('wujiu', '10:00'), says('zhouyi'))[0]).toContain('周一您好，您的“同意”收到了'));

  it('and could give the secrecy review no more, is thanked', () => {
    const evidence = story()
      .secrecyBy('baomi')
      .organisation((all) => Object.assign(all, { duties: [] }))
      .signed();
    expect(told(evidence, says('baomi'))[0]).toMatch(/^谢谢您的意见/);
  });

  it('while the check has found something to mend, is told how to approve all the same', () => {
    const view = { ...viewOf(atLevel2()), check: checkOf(finding('error', '出现手机号。')) };
    expect(agreementReplies(view, [says('zhengsi')])).toHaveLength(1);
  });

  it.each([
    ['of his own level', 'wangwu'],
    ['whom the list doesn’t know either', 'visitor'],
  ])('isn’t taken for another %s who has reviewed since', (_, other) => {
    const evidence = atLevel2().approves(other, '10:30').pushes('lisi', 'c2', '10:40').approves('zhouyi', '10:45');
    const before = { at: '2026-11-24T10:20:00+08:00' };
    expect(told(evidence, says('zhengsi', '同意', before), says('stranger', '同意', before))).toEqual([DUE, OTHER]);
  });

  it('and had a hand in the text, is told so', () => {
    const evidence = story().pushes('zhengsi', 'c2', '09:30');
    expect(told(evidence, says('zhengsi'))).toEqual(['您改过这份稿件，不能再审核它。已请周一或吴九审核。']);
  });

  it.each(['qianer', 'guanli', 'stranger'])('and is no reviewer of this item (%s), is thanked, and the submitter gets it', (login) =>
    expect(told(atLevel2(), says(login))).toEqual([OTHER]),
  );

  it('and is no reviewer of a change of the settings, is told who is', () => {
    expect(told(ruleStory('content/policy.yml'), says('qianer'))).toEqual([
      '谢谢您的意见，已转给报送人关理。本件由郑四或王五、冯六或孙七审核，您的意见不计入三级审核。\n\n<sub>抄送 @guanli</sub>',
    ]);
  });

  it('and reviews secrecy by duty, is told that only Approve is a review', () => {
    const evidence = story().secrecyBy('baomi').signed();
    expect(told(evidence, says('baomi'))[0]).toContain('保八您好，您的“同意”收到了，但**留言不算审核**');
  });

  it('is told without an address where there is none', () => {
    const { evidence } = atLevel2();
    const [reply] = agreementReplies({ evidence, verdict: evaluate(evidence), check: null }, [says('zhengsi')]);
    expect(reply?.body).toContain('请点 改动页（Files changed） → 右上角');
  });

  it('while nobody is left who could sign, isn’t told of anybody', () => {
    const evidence = story().organisation((all) => Object.assign(all, { posts: all.posts.filter(({ level }) => level !== 1) }));
    expect(told(evidence, says('lisi'))).toEqual(['您是报送人，不能审核自己的稿件。']);
    expect(told(evidence, says('stranger'))[0]).toContain('本件由郑四或王五、冯六或孙七审核');
  });

  it('about settings, is passed on to whoever proposed them', () =>
    expect(told(ruleStory('content/policy.yml'), says('qianer'))[0]).toMatch(/已转给报送人关理。.*抄送 @guanli/s));

  it('about a joint item, is told of each unit', () => {
    const evidence = story().frontMatter({ joint_units: ['jindong'] });
    expect(told(evidence, says('stranger'))[0]).toContain('本件由周一或吴九、钱二、郑四或王五');
    expect(told(evidence, says('qianer'))[0]).toContain('钱二您好，您的“同意”收到了');
    expect(told(evidence.approves('zhouyi', '10:00'), says('zhengsi'))[0]).toContain('而且金东分局还没有审完');
  });

  it('and approved an older text before he said it, is told how to approve again', () => {
    const evidence = atLevel2().pushes('lisi', 'c2', '10:20');
    expect(told(evidence, says('zhouyi'))[0]).toContain('周一您好，您的“同意”收到了');
  });

  it('in a review without a verdict, is answered the same way', () =>
    expect(told(atLevel2().reviews('zhengsi', '10:05', 'COMMENTED', { body: '同意' }))).toEqual([DUE]));
});

describe('a leader who signs before the Office', () => {
  it('is told so once, whatever he writes besides', () => {
    const evidence = atLevel2().approves('fengliu', '10:05');
    expect(told(evidence, says('fengliu'), says('fengliu', 'LGTM'))).toEqual([EARLY]);
  });

  it('isn’t told any more once it is his turn', () => {
    const evidence = story().approves('fengliu', '09:58').approves('zhouyi', '10:00').approves('zhengsi', '10:10');
    expect(told(evidence)).toEqual([]);
  });

  it('hears nothing where the order is free', () =>
    expect(told(story().policy({ order: 'any' }).approves('fengliu', '09:58'))).toEqual([]));
});

it('somebody of the Office who signs before the unit is told which desk it is on', () => {
  expect(told(story().approves('zhengsi', '09:58'))).toEqual([
    '郑四您好，婺城分局还没有审完，这次审核先不计入；审完后会再请您，届时点一次即可。',
  ]);
});

describe('nobody is answered', () => {
  it.each<[string, Story, ThreadComment]>([
    ['who says anything else', atLevel2(), says('zhengsi', '请再核对')],
    ['who has signed', atLevel2(), says('zhouyi')],
    ['who has signed, and holds the next level too', story().holds('zhouyi', 2).approves('zhouyi', '10:00'), says('zhouyi')],
    [
      'who writes something else in a review without a verdict',
      atLevel2().reviews('zhengsi', '10:05', 'COMMENTED', { body: '请再核对' }),
      says(null),
    ],
    [
      'who approved at the very moment',
      atLevel2().pushes('lisi', 'c2', '10:20'),
      says('zhouyi', '同意', { at: '2026-11-24T10:00:00+08:00' }),
    ],
    [
      'whose signature counts no more, and whose turn hasn’t come again',
      atLevel2().approves('zhengsi', '10:10').pushes('lisi', 'c2', '10:20'),
      says(null),
    ],
    [
      'who signed what somebody else returned, before he has looked again',
      atLevel2().asks('zhengsi', '10:10').pushes('lisi', 'c2', '10:20'),
      says('zhouyi'),
    ],
    [
      'who approved as well, before the text changed',
      atLevel2().pushes('lisi', 'c2', '10:20'),
      says('zhouyi', '同意', { at: '2026-11-24T09:59:00+08:00' }),
    ],
    [
      'who returned it after all',
      atLevel2().asks('zhengsi', '10:10').pushes('lisi', 'c2', '10:20'),
      says('zhengsi', '同意', { at: '2026-11-24T10:05:00+08:00' }),
    ],
    [
      'who approved by another of his accounts',
      atLevel2().pushes('lisi', 'c2', '10:20'),
      says('zhouyi-old', '同意', { at: '2026-11-24T09:59:00+08:00' }),
    ],
    ['whose level somebody else has signed', atLevel2(), says('wujiu')],
    ['who is a machine', atLevel2(), says('robot', '同意', { account: { id: 9, type: 'Bot' } })],
    ['who is a machine by name', atLevel2(), says('renovate[bot]')],
    ['whose account is gone', atLevel2(), says(null)],
    ['who is this program itself', atLevel2(), says('zhengsi', '同意', { ours: true })],
    ['while it is a draft', story().pullRequest({ draft: true }), says('zhouyi')],
    ['once it is through', story().signed(), says('stranger')],
    ['where it can’t be published anyway', story().pullRequest({ fromFork: true }), says('zhouyi')],
    ['while the records can’t be read', story().with((evidence) => evidence.incomplete?.push('commits')), says('zhouyi')],
    ['while it stands returned by somebody else', atLevel2().asks('wangwu', '10:05', { body: '改' }), says('fengliu')],
  ])('%s', (_, evidence, comment) => expect(told(evidence, comment)).toEqual([]));

  it('but who returned it himself is told how to lift that', () => {
    const evidence = atLevel2().asks('zhengsi', '10:05', { body: '改' }).pushes('lisi', 'c2', '10:06');
    expect(told(evidence.approves('zhouyi', '10:07'), says('zhengsi'))).toEqual([DUE]);
  });
});

describe('an answer', () => {
  it('is given once a person, by whichever of his accounts', () => {
    const answers = agreementReplies(viewOf(story()), [says('zhouyi'), says('zhouyi-old', '可以发'), says('stranger'), says('Stranger')]);
    expect(answers.map(({ marker }) => marker)).toEqual(['<!-- sanshen:reply zhouyi -->', '<!-- sanshen:reply @stranger -->']);
    for (const { marker, body } of answers) expect(body.startsWith(`${marker}\n`)).toBe(true);
  });

  it('isn’t written again, and a mark in somebody else’s comment has no say', () => {
    const forged = says('lisi', '<!-- sanshen:reply zhengsi -->');
    const replies = agreementReplies(viewOf(atLevel2()), [says('zhengsi'), forged]);
    expect(unwritten(replies, [forged])).toEqual(replies);
    expect(unwritten(replies, [says('sanshen-bot', replies[0]?.body, { ours: true })])).toEqual([]);
  });

  it('knows a person with recorded ids by them alone', () => {
    const evidence = atLevel2().organisation((organisation) => Object.assign(organisation.people.zhengsi, { ids: [7] }));
    expect(told(evidence, says('zhengsi', '同意', { account: { id: 8, type: 'User' } }))).toEqual([OTHER]);
    expect(told(evidence, says('renamed', '同意', { account: { id: 7, type: 'User' } }))).toEqual([DUE]);
  });

  it('shows names and logins as plain text', () => {
    const evidence = atLevel2().organisation((organisation) => Object.assign(organisation.people.zhengsi, { name: '<b>@all</b>' }));
    expect(told(evidence, says('zhengsi'))[0]).toMatch(/^\\<b\\>@\u200ball\\<\/b\\>您好/);
    expect(mentions(['lisi', null, 'lisi', 'a b', 'zhouyi'])).toBe('@lisi @zhouyi ');
  });
});
