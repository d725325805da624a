import { describe, expect, it } from 'vitest';
import { personOfLogin } from '#pipeline/organisation/person.ts';
import { situationOf } from '#pipeline/review/comment/gate-view.ts';
import { contextOf } from '#pipeline/review/gate/context.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { toldBlockers } from '#pipeline/review/gate/verdict.ts';
import { nextAfterMerge, publishedView, releasesOf } from '#pipeline/sandbox/desk/after-merge.ts';
import { nextStep } from '#pipeline/sandbox/desk/next-step.ts';
import { approvalTold, ownApproval } from '#pipeline/sandbox/desk/own-approval.ts';
import { reviewOffered } from '#pipeline/sandbox/desk/review-offered.ts';
import type { ReleaseView } from '#pipeline/sandbox/desk/stage.ts';
import { ruleStory, type Story, story } from '../review/evidence-builder.ts';

function told(
  history: Story,
  acting: string | null,
  standing: Parameters<typeof nextStep>[4] = { toMend: 0, mayMerge: false, kind: 'item' },
) {
  const verdict = evaluate(history.evidence);
  const [item] = verdict.items;
  if (!item) throw new Error('this history has no item');
  const { organisation } = contextOf(history.evidence);
  return {
    ...nextStep(item, verdict, organisation, acting, standing),
    blockers: toldBlockers(verdict, item, 'zhouyi').map(({ message }) => message),
  };
}

const returned = () => story().approves('zhouyi', '10:00').asks('zhengsi', '10:10', { body: '数据不一致' });

describe('the next step at the desk', () => {
  it.each<[string, Story, string | null, ReturnType<typeof told>]>([
    [
      'names the first reviewer and says no word of the secrecy review that he gives with it',
      story(),
      'zhouyi',
      { title: '下一步：请您（周一）审核', why: '批准后系统自动请下一级。', mine: true, blockers: [] },
    ],
    [
      'names all who may act',
      story().approves('zhouyi', '10:00'),
      'lisi',
      { title: '下一步：请 郑四 或 王五 审核', why: '批准后系统自动请下一级。', mine: false, blockers: [] },
    ],
    [
      'asks the last level to sign, and says that the merge is what is left',
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'),
      'fengliu',
      { title: '下一步：请您（冯六）签发', why: '签发以后审核完成，由管理员合并。', mine: true, blockers: [] },
    ],
    [
      'asks the contributor to mend after a return',
      returned(),
      'lisi',
      { title: '下一步：请您（李四）修改', why: '稿件已退回，改好后重新送审。', mine: true, blockers: [] },
    ],
    [
      'asks whoever returned it to look again, once it is mended',
      returned().pushes('lisi', 'c2', '10:20'),
      'zhengsi',
      { title: '下一步：请您（郑四）审核', why: '退回以后稿件已改过，请再看一次。', mine: true, blockers: [] },
    ],
  ])('%s', (_, history, acting, expected) => expect(told(history, acting)).toEqual(expected));

  it('is the contributor’s while the check finds something to mend, whatever reviews are due', () => {
    const standing = { toMend: 3, mayMerge: false, kind: 'item', mend: { errors: 2, person: 'lisi' } } as const;
    const why = '检查有 2 处须改，改好再审核。';
    expect(told(story(), 'zhouyi', standing)).toMatchObject({ title: '下一步：请 李四 修改', why, mine: false });
    expect(told(story(), 'lisi', standing)).toMatchObject({ title: '下一步：请您（李四）修改', why, mine: true });
    expect(told(story(), null, { ...standing, mend: { errors: 2, person: null } }).title).toBe('下一步：请报送人修改');
  });

  it('after three signatures is the merge, by whoever may, and nobody’s while the check finds something', () => {
    expect(told(story().signed(), 'lisi')).toMatchObject({ title: '三级审核已完成', mine: false });
    expect(told(story().signed(), 'zhengsi', { toMend: 0, mayMerge: true, kind: 'item' })).toMatchObject({
      title: '下一步：请您（郑四）合并并发布',
      mine: true,
    });
    expect(told(story().signed(), 'zhengsi', { toMend: 2, mayMerge: false, kind: 'item' })).toMatchObject({
      title: '三级审核已完成，但检查还有 2 处要改',
      mine: false,
    });
  });

  it('of the settings and of the program alone speaks of no item', () => {
    const rules = ruleStory('content/policy.yml').approves('zhengsi', '10:10').approves('fengliu', '10:20');
    expect(told(rules, 'guanli', { toMend: 0, mayMerge: true, kind: 'rules' })).toEqual({
      title: '下一步：请您（关理）合并',
      why: '办公室和分管领导已审核。合并后，系统把这一版记入台账，从此照它办；记下以前什么也不发。',
      mine: true,
      blockers: [],
    });
    const { evidence } = story().with((own) => Object.assign(own, { files: [{ path: 'pipeline/cli.ts', status: 'modified' }], items: [] }));
    const verdict = evaluate(evidence);
    const { organisation } = contextOf(evidence);
    expect(nextStep(null, verdict, organisation, null, { toMend: 0, mayMerge: false, kind: 'code' })).toEqual({
      title: '没有改动稿件和名单，不需要三级审核',
      why: '管理员合并后从下一次运行起用新的程序。',
      mine: false,
    });
    expect(toldBlockers(verdict, null, undefined)).toEqual([]);
    expect(nextAfterMerge('rules', null, false)).toEqual({
      title: '已合并',
      why: '系统把这一版记入台账，从此照它办；记下以前什么也不发。',
      mine: false,
    });
  });
});

/** `wechat confirmed differs 2`: channel, state, code or `-`, revision (1). */
function release(words: string): ReleaseView {
  const [channel = '', state = '', code = '-', revision = '1'] = words.split(' ');
  return {
    ...{ item: 'wucheng/x', formNumber: '2026-0001', url: '', at: null, next: `${channel} 怎么办` },
    ...{ channel: channel as ReleaseView['channel'], state, code: code === '-' ? null : code, revision: Number(revision) },
  };
}

describe('the next step after the merge', () => {
  it.each<[string, string[] | null, string, string]>([
    ['waits for the ledger', null, '已合并，正在核对', '系统从主干重新核对三级审核，通过后才发布。'],
    ['is none', ['website confirmed', 'wechat confirmed by-hand'], '已发布', '每个渠道都读回核对过，内容一致。'],
    ['is the program’s', ['website confirmed', 'wechat failed', 'weibo sent'], '还有 2 个渠道没有发完', '系统会自动接着做；不会重发。'],
    ['is a person’s', ['website confirmed', 'wechat needs-human', 'weibo failed'], '还有 1 个渠道要人处理：微信', 'wechat 怎么办。'],
    [
      'is a person’s where readers see something else',
      ['website confirmed', 'weibo confirmed differs'],
      '还有 1 个渠道要人处理：微博',
      'weibo 怎么办。',
    ],
    [
      'is none where something was registered unread',
      ['website confirmed', 'weibo confirmed not-read'],
      '已发布',
      '各渠道的情况见“发布”一栏。',
    ],
    [
      'is none of a correction',
      ['website confirmed', 'wechat confirmed by-hand', 'weibo abandoned unchanged'],
      '已发布',
      '各渠道的情况见“发布”一栏。',
    ],
    ['is none of what was corrected', ['website superseded', 'wechat superseded'], '已由更正的一版代替', '读者现在看到的是更正的一版。'],
    [
      'is none of what was taken back',
      ['website withdrawn', 'wechat withdrawn', 'weibo expired'],
      '已撤下',
      '各渠道都已撤下；网站原来的地址上写明已撤回。',
    ],
    ['is none of what was corrected and taken back', ['website superseded', 'wechat withdrawn'], '已撤下', '各渠道的情况见“发布”一栏。'],
    [
      'is none of a correction that was taken back',
      ['website withdrawn', 'weibo abandoned unchanged'],
      '已撤下',
      '各渠道都已撤下；网站原来的地址上写明已撤回。',
    ],
    [
      'is the program’s while something is being taken back',
      ['website withdrawn', 'wechat withdraw-intent'],
      '还有 1 个渠道没有撤下',
      '系统会自动接着做。',
    ],
    ['is none of what nobody has seen', [], '已撤下', '各渠道都已撤下；网站原来的地址上写明已撤回。'],
    ['is none of what came too late', ['website expired', 'wechat abandoned'], '不再发布', '各渠道的情况见“发布”一栏。'],
  ])('%s: %s', (_, releases, title, why) =>
    expect(nextAfterMerge('item', releases?.map(release) ?? null, false)).toEqual({ title, why, mine: false }),
  );

  it('waits for two levels where something is to be taken back', () =>
    expect(nextAfterMerge('item', null, true).why).toBe('系统从主干重新核对办公室审核和分管领导签发，通过后撤下。'));

  it('speaks of the releases of that pull request alone', () => {
    const all = ['website superseded - 1', 'wechat withdrawn - 1', 'website withdraw-intent - 2', 'weibo abandoned unchanged 2'].map(
      release,
    );
    const told = (revision: number, removal: boolean) =>
      releasesOf({ revision, removal }, all).map(({ channel, state }) => `${channel} ${state}`);
    expect(told(1, false)).toEqual(['website superseded', 'wechat withdrawn']);
    expect(told(2, false)).toEqual(['website withdraw-intent', 'weibo abandoned']);
    expect(told(2, true)).toEqual(['wechat withdrawn', 'website withdraw-intent']);
  });

  it.each([
    ['website confirmed', '✓ 已发布，读回一致'],
    ['website confirmed by-hand', '✓ 已发布，读回一致'],
    ['weibo confirmed differs', '已发布，与审定稿不同'],
    ['weibo confirmed not-read', '已登记，没有读回'],
    ['weibo abandoned unchanged', '内容没有变，原来的不用改'],
  ])('reads a release as what is known of it: %s', (words, state) => expect(publishedView(release(words)).state).toBe(state));
});

describe('what is offered to whoever looks at it', () => {
  const offered = (history: Story, login: string, kind: 'item' | 'rules' | 'code' = 'item') => {
    const { evidence } = history;
    const { organisation } = contextOf(evidence);
    const person = personOfLogin(organisation, login, evidence.accounts);
    return reviewOffered(situationOf({ evidence, verdict: evaluate(evidence), check: null }), person, login, kind);
  };
  const urgent = (history: Story) => history.with((own) => Object.assign(own, { policy: { emergency: { enabled: true } } }));
  const rules = () => ruleStory('content/policy.yml');

  it.each<[string, Story, string, 'item' | 'rules', 'approve' | 'return' | 'approve, return' | '', RegExp]>([
    ['whoever is due may do both', story(), 'zhouyi', 'item', 'approve, return', /^$/],
    ['his second account may too', story(), 'zhouyi-old', 'item', 'approve, return', /^$/],
    ['who holds no level may do nothing', story(), 'guanli', 'item', '', /^这件稿件的三级审核人里没有您。$/],
    ['the head of another unit may do nothing', story(), 'qianer', 'item', '', /^这件稿件的三级审核人里没有您。$/],
    ['whom nobody knows may do nothing', story(), 'stranger', 'item', '', /^这件稿件的三级审核人里没有您。$/],
    [
      'the Office waits for the unit, and may return it',
      story(),
      'zhengsi',
      'item',
      'return',
      /^还没有轮到您：婺城分局审核以后再请您审核。$/,
    ],
    ['a leader waits for the Office', story().approves('zhouyi', '10:00'), 'fengliu', 'item', 'return', /：办公室审核以后再请您签发。$/],
    ['… but where it is urgent', urgent(story()), 'fengliu', 'item', 'approve, return', /意见以“紧急”开头写明理由，现在就算。$/],
    ['… which helps the Office nothing', urgent(story()), 'zhengsi', 'item', 'return', /^还没有轮到您/],
    [
      'whose level another has signed may return it',
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'),
      'wangwu',
      'item',
      'return',
      /^您这一级已由郑四同意，不用再审。$/,
    ],
    ['who has signed it may return it', story().approves('zhouyi', '10:00'), 'zhouyi', 'item', 'return', /^您已经同意这一稿，不用再点。$/],
    [
      'who wrote along and holds two levels is told who signed the one that he might',
      story()
        .holds('wangwu', 1)
        .with((own) => Object.assign(own, { policy: { order: 'any' } }))
        .coAuthors('wangwu')
        .approves('zhengsi', '10:00'),
      'wangwu',
      'item',
      'return',
      /^您这一级已由郑四同意，不用再审。$/,
    ],
    ['its submitter may do nothing', story(), 'lisi', 'item', '', /^您是报送人，不能审核自己的稿件。$/],
    [
      'who has had a hand in it may return it',
      story().pushes('zhengsi', 'c2', '09:20'),
      'zhengsi',
      'item',
      'return',
      /^您改过这份稿件，不能再审核它。$/,
    ],
    ['a head of a unit has no say in the settings', rules(), 'zhouyi', 'rules', '', /^这项改动的两级审核人里没有您。$/],
    ['the Office has', rules(), 'zhengsi', 'rules', 'approve, return', /^$/],
  ])('%s', (_, history, login, kind, may, told) => {
    const { approve, returns, told: words } = offered(history, login, kind);
    expect([...(approve ? ['approve'] : []), ...(returns ? ['return'] : [])].join(', ')).toBe(may);
    expect(words).toMatch(told);
  });

  it('of the program’s own files is what the forge’s rules make of it', () => {
    const code = story().with((own) => Object.assign(own, { files: [{ path: 'pipeline/cli.ts', status: 'modified' }], items: [] }));
    expect(offered(code, 'guanli', 'code')).toEqual({ approve: true, returns: true, told: '' });
  });

  it('of what can’t be reviewed as it is, is nothing', () => {
    const two = story().with((own) => own.files.push({ path: 'README.md', status: 'modified' }));
    expect(offered(two, 'zhouyi')).toEqual({ approve: false, returns: false, told: '现在还不能审核，原因见“下一步”。' });
  });
});

describe('an approval', () => {
  const words = (history: Story, person: string, login = person): string => {
    const { evidence } = history;
    return ownApproval(situationOf({ evidence, verdict: evaluate(evidence), check: null }), person, login)?.words ?? '';
  };
  const early = () => story().approves('fengliu', '09:50');

  it.each<[string, Story, string, string, RegExp]>([
    ['is asked of whoever hasn’t given it', story(), 'zhouyi', 'zhouyi', /^$/],
    ['isn’t asked twice', story().approves('zhouyi', '10:00'), 'zhouyi', 'zhouyi', /^您已在 今天 10:00 同意，不用再点。$/],
    ['isn’t asked again of another account', story().approves('zhouyi', '10:00'), 'zhouyi', 'zhouyi-old', /^您已在 今天 10:00 同意/],
    ['that came early says so', early(), 'fengliu', 'fengliu', /^您的同意没有计入。冯六 11-24 09:50 同意：先于上一级/],
    ['that came early is asked in its turn', early().approves('zhouyi', '10:00').approves('zhengsi', '10:10'), 'fengliu', 'fengliu', /^$/],
    ['of an older text is asked again', story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05'), 'zhouyi', 'zhouyi', /^$/],
    ['that was taken back may be given again', returned(), 'zhengsi', 'zhengsi', /^$/],
    [
      'of somebody without a say says so',
      story().approves('guanli', '10:00'),
      'guanli',
      'guanli',
      /^您的同意没有计入。关理 .*不任这一件的审核职务/,
    ],
  ])('%s', (_, history, person, login, expected) => expect(words(history, person, login)).toMatch(expected));

  it('of what nobody has to sign says so', () =>
    expect(approvalTold(null, 1)).toEqual({ counts: true, words: '已记下您的同意；这一件不需要三级审核。' }));
});
