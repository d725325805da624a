import { describe, expect, it } from 'vitest';
import type { ObstacleCode } from '#pipeline/review/gate/obstacle.ts';
import type { UncountedCode } from '#pipeline/review/gate/places.ts';
import type { AnonymousCode } from '#pipeline/review/gate/signature-words.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { judged } from './judged.ts';
import { bySecrecyDuty, delegation, published } from './stories.ts';

const OTHER = 'content/items/wucheng/2026-11-23-park';

const touching = (path: string): Story =>
  story().with((evidence) => Object.assign(evidence, { files: [{ path, status: 'added' }], items: [] }));

const secrecyBy = (by: string) => ({ secrecy_review: { by, date: '2026-11-23', conclusion: '可公开' } });

/** What keeps an item from passing: its kind, its one sentence, and who must do what. */
interface Refusal {
  given: () => Story;
  /** Where the outside knows it by another code. */
  code?: string;
  verdict: 'refused' | 'waiting';
  says: string;
  next: string[];
}

const blockers: Record<ObstacleCode, Refusal> = {
  fork: {
    given: () => story().pullRequest({ fromFork: true }),
    verdict: 'refused',
    says: '不接受从复刻仓库报送；稿件应从本仓库的分支报送；请报送人在本仓库重新报送。',
    next: ['lisi resubmit'],
  },
  'other-base': {
    given: () => story().pullRequest({ base: { ref: 'drafts', sha: 'main0' } }),
    verdict: 'refused',
    says: '合并的目标是 drafts；稿件只合并到发布用的分支；请报送人改合并目标后重新报送。',
    next: ['lisi resubmit'],
  },
  'too-many-files': {
    given: () =>
      story()
        .policy({ files_per_pull_request: 1 })
        .with(({ files }) => void files.push({ path: `${ITEM}/a.jpg`, status: 'added' })),
    verdict: 'refused',
    says: '这次改了 2 个文件，超过上限；请报送人分开提交。',
    next: ['lisi split'],
  },
  'mixed-change': {
    given: () => story().with(({ files }) => void files.push({ path: 'content/organisation.yml', status: 'modified' })),
    verdict: 'refused',
    says: '同时改了稿件和别的文件（content/organisation.yml）；稿件、名单与规则、程序应各自提交；请报送人分开提交。',
    next: ['lisi split'],
  },
  'second-item': {
    given: () => story().with(({ files }) => void files.push({ path: `${OTHER}/index.md`, status: 'added' })),
    verdict: 'refused',
    says: '这次报送了 2 条信息；应一事一稿；请报送人分开提交。',
    next: ['lisi split', 'lisi split'],
  },
  'bad-path': {
    given: () => touching('content/items/wucheng/street/index.md'),
    verdict: 'refused',
    says: 'content/items/wucheng/street 不在信息的文件夹里；应放在 content/items/单位/日期-短名 下；请报送人改放后重新报送。',
    next: ['lisi resubmit'],
  },
  'unknown-unit': {
    given: () => touching('content/items/nowhere/2026-11-23-street/index.md'),
    verdict: 'refused',
    says: 'nowhere 不是名单里的报送单位；请报送人放到本单位的文件夹重新报送。',
    next: ['lisi resubmit'],
  },
  'item-removed': {
    given: () => story().text('main0', 'text0').text('c1', null),
    verdict: 'refused',
    says: '信息的文件夹 content/items/wucheng/2026-11-23-street 被移走或删去了；文件夹应留在原处，已发布的信息用撤稿（withdraw）收回；请报送人恢复文件夹。',
    next: ['lisi revise'],
  },
  'nothing-to-withdraw': {
    given: () => story().frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } }),
    verdict: 'refused',
    says: '主分支上没有 content/items/wucheng/2026-11-23-street，没有可撤的；撤稿只撤已经合并的信息；请报送人去掉 withdraw，或关闭这个合并请求。',
    next: ['lisi revise'],
  },
  'organisation-head': {
    given: () => ruleStory('content/organisation.yml').with((evidence) => Object.assign(evidence, { organisationHead: null })),
    verdict: 'refused',
    says: '改过的名单写得不对：缺少 文件；这一项应当填写；请补上。请报送人改正后重新送审。',
    next: ['guanli revise'],
  },
  'no-pull-request': {
    given: () => story().with((evidence) => Object.assign(evidence, { pullRequest: null })),
    verdict: 'refused',
    says: '这一版不属于任何合并请求，没有审核记录；请报送人用合并请求重新报送。',
    next: ['zhengsi resubmit'],
  },
  'records-incomplete': {
    given: () => story().with((evidence) => Object.assign(evidence, { incomplete: ['commits', 'reviews', 'later-list'] })),
    verdict: 'refused',
    says: '审核记录没有读全（提交、审核、later-list），先不放行；请管理员稍后重新核对。',
    next: ['guanli repair'],
  },
  'shared-head': {
    given: () => story().pullRequest({ siblings: [13, 14] }),
    verdict: 'refused',
    says: '这一版同时用在第 13、14 号合并请求里，分不清审核的是哪一件；请报送人关闭其中一个。',
    next: ['lisi resubmit'],
  },
  'text-unread': {
    given: () => story().with(({ items }) => void Reflect.deleteProperty(items[0]?.trees ?? {}, 'c1')),
    verdict: 'refused',
    says: 'content/items/wucheng/2026-11-23-street 现在的内容读不出来，先不放行；请管理员稍后重新核对。',
    next: ['guanli repair'],
  },
  'front-matter': {
    given: () => story().frontMatter({ unit: 'jindong' }),
    verdict: 'refused',
    says: '文首写得不合规定，读不出来；请报送人照检查结果改正。',
    next: ['lisi revise'],
  },
  'correction-missing': {
    given: () => published(),
    verdict: 'refused',
    says: '这条信息已经发布；再改动应写明更正（correction）或撤稿（withdraw）；请报送人补上。',
    next: ['lisi revise'],
  },
  'activity-unreadable': {
    given: () =>
      story()
        .signed()
        .with((evidence) => Object.assign(evidence, { pushes: [] })),
    verdict: 'waiting',
    says: '读不到分支的推送记录，无法核对审核时的版本，原审核暂不计入；请管理员检查读取权限，读到后自动重新核对。',
    next: ['zhouyi approve', 'wujiu approve', 'guanli repair'],
  },
  'unknown-hand': {
    given: () => story().pushes(null, 'c2', '09:10').pushes('stranger', 'c3', '09:20'),
    verdict: 'refused',
    says: '改过稿件的 stranger（推送 c3）、stranger（提交 c3）、不明账号（推送 c2）、不明账号（提交 c2） 不在名单里，认不出是谁；请报送人用名单里的账号重新提交，或请管理员核对名单后补上账号。',
    next: ['lisi repair'],
  },
  'unknown-author': {
    given: () => story().pullRequest({ author: null, issueAuthor: 'stranger' }).frontMatter({ submitter: 'nobody' }),
    verdict: 'refused',
    says: '已注销的账号（合并请求的作者）、stranger（报送单的作者）、nobody（报送人） 不在名单里，认不出是谁；报送人和提交报送单的应是名单里的人；请报送人用名单里的账号重新报送，或请管理员核对名单后补上账号。',
    next: ['stranger repair'],
  },
  'seven-days': {
    given: () => story().at('2026-12-01 08:00'),
    verdict: 'refused',
    says: '不能发布：信息日期 11 月 23 日，已于 11 月 30 日 24:00 过期。日期写错的请报送人改正；确属法定公开的，请补 basis 并重新送审。',
    next: ['lisi revise'],
  },
  'publish-after-late': {
    given: () => story().frontMatter({ publish_after: '2026-12-01 08:00' }),
    verdict: 'refused',
    says: '不能发布：定时发布日 12 月 1 日，晚于 11 月 30 日 24:00 的期限；请报送人改早发布时间，重新送审。',
    next: ['lisi revise'],
  },
  'future-date': {
    given: () => story().frontMatter({ event_date: '2026-11-25' }),
    verdict: 'refused',
    says: '信息日期 11 月 25 日，晚于报送当天（11 月 24 日）；信息日期不晚于报送当天；请报送人改正日期，重新送审。',
    next: ['lisi revise'],
  },
  'secrecy-unknown': {
    given: () => story().frontMatter(secrecyBy('nobody')),
    verdict: 'refused',
    says: '保密审查写的 nobody 不在名单里；应为单位负责人或专职保密审查人；请报送人改正。',
    next: ['lisi revise'],
  },
  'secrecy-submitter': {
    given: () => story().frontMatter(secrecyBy('lisi')),
    verdict: 'refused',
    says: '保密审查写的是报送人本人；应由另一人审查；请报送人改为单位负责人或专职保密审查人。',
    next: ['lisi revise'],
  },
  'secrecy-review': {
    given: () => bySecrecyDuty(),
    verdict: 'waiting',
    says: '保密审查人 保八 还没有审核现在这一版；请 保八 看过全文和图片后点 Approve。',
    next: ['baomi approve'],
  },
  'secrecy-replace': {
    given: () => bySecrecyDuty().secrecyBy('qianer'),
    code: 'secrecy-review',
    verdict: 'waiting',
    says: '保密审查人 钱二 不能审查这一件（参与过改稿，或今天没有这项职责）；请报送人改写另一位。',
    next: ['lisi revise'],
  },
  'merge-unknown': {
    given: () => story().signed().pullRequest({ merged: true }),
    verdict: 'refused',
    says: '已合并，但查不到合并后的版本，先不放行；请管理员核对。',
    next: ['guanli repair'],
  },
  'merged-text': {
    given: () => story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'another'),
    verdict: 'refused',
    says: '合并后的内容和审核的不一样；发布的应是审核过的原文；请报送人重新报送现在的内容。',
    next: ['lisi resubmit'],
  },
  draft: {
    given: () => story().signed().pullRequest({ draft: true }),
    verdict: 'waiting',
    says: '改稿中，未送审。改好后请报送人点 Ready for review 送审。',
    next: ['lisi ready'],
  },
  'nobody-left': {
    given: () =>
      story()
        .organisation(({ posts }) => void posts.splice(7, 2))
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10'),
    verdict: 'waiting',
    says: '第三级签发没有还能审核的人（都参与过改稿或报送，或没有账号）；请办公室安排审核人。',
    next: ['zhengsi appoint', 'wangwu appoint'],
  },
};

const proposed = (): Story =>
  ruleStory('content/organisation.yml').with((evidence) => {
    evidence.organisationHead = { ...(evidence.organisation as object), delegations: [delegation({ delegate: 'zhengsi' })] };
  });

/** Signatures and requests that aren't counted, and the one sentence that each gets. */
const ignored: Record<UncountedCode | AnonymousCode, [says: string, given: () => Story]> = {
  'out-of-order': [
    '冯六 11-24 10:00 同意：先于上一级，未计入；请 周一 或 吴九 先审，审完会再请本人点一次。',
    () => story().approves('fengliu', '10:00'),
  ],
  stale: [
    '周一 11-24 10:00 同意：此后稿件改过，这次审核只对旧稿；请重审现在这一版。',
    () => story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05'),
  ],
  'unknown-text': [
    '周一 11-24 10:00 同意：无法核对审核时的版本，未计入；请重审。',
    () => story().approves('zhouyi', '10:00', { commit: null }),
  ],
  surplus: ['吴九 11-24 10:30 同意：已在另一级计入，或这一级已有人审核，不必再签。', () => story().signed().approves('wujiu', '10:30')],
  dismissed: [
    '周一 11-24 10:00 同意：已被撤销，未计入；仍要同意的，请重审。',
    () => story().approves('zhouyi', '10:00').dismissed('zhouyi', '10:30', 'lisi', 'APPROVED'),
  ],
  'taken-back': [
    '周一 11-24 10:00 同意：本人后来退回了稿件，这次同意不再计入；改好后请重审。',
    () => story().approves('zhouyi', '10:00').asks('zhouyi', '10:30'),
  ],
  author: [
    '吴九 11-24 10:00 同意：报送稿件的人不审自己的稿件，未计入；请 周一 审核。',
    () => story().pullRequest({ author: 'wujiu' }).approves('wujiu', '10:00'),
  ],
  'issue-author': [
    '吴九 11-24 10:00 同意：提交报送单的人不审自己的稿件，未计入；请 周一 审核。',
    () => story().pullRequest({ author: 'intake[bot]', issueAuthor: 'wujiu' }).approves('wujiu', '10:00'),
  ],
  submitter: [
    '吴九 11-24 10:00 同意：是报送人，不审自己的稿件，未计入；请 周一 审核。',
    () => story().frontMatter({ submitter: 'wujiu' }).approves('wujiu', '10:00'),
  ],
  'wrote-text': [
    '吴九 11-24 10:00 同意：改过这份稿件，未计入；请 周一 审核。',
    () => story().pushes('wujiu', 'c2', '09:10').approves('wujiu', '10:00'),
  ],
  'pushed-text': [
    '吴九 11-24 10:00 同意：推送过这份稿件的改动，未计入；请 周一 审核。',
    () =>
      story()
        .with(({ pushes }) => Object.assign(pushes[0] as object, { actor: 'wujiu' }))
        .approves('wujiu', '10:00'),
  ],
  'co-author': [
    '吴九 11-24 10:00 同意：参与改过稿件，只能审第二级，未计入；请 周一 审核。',
    () =>
      story()
        .with(({ commits }) => void commits[0]?.coAuthors.push('wujiu'))
        .approves('wujiu', '10:00'),
  ],
  'own-delegation': [
    '郑四 11-24 10:00 同意：这次改动把代签交给本人，未计入；请 王五 审核。',
    () => proposed().approves('zhengsi', '10:00'),
  ],
  'not-main-leader': [
    '冯六 11-24 10:10 同意：按规则应由主要领导签发，未计入；请 孙七 签发。',
    () => proposed().approves('wangwu', '10:00').approves('fengliu', '10:10'),
  ],
  'no-post': ['钱二 11-24 10:00 同意：当天不任这一件的审核职务，未计入；请 周一 或 吴九 审核。', () => story().approves('qianer', '10:00')],
  'secrecy-only': [
    '保八 11-24 10:30 同意：作为保密审查算数，不另计入三级，不必再办。',
    () => story().frontMatter(secrecyBy('baomi')).approves('baomi', '10:30'),
  ],
  'deleted-account': ['有一次同意来自已注销的账号，认不出是谁，未计入；请 周一 或 吴九 审核。', () => story().approves(null, '10:00')],
  'unknown-account': [
    'stranger 11-24 10:00 同意：账号不在名单里，未计入；请 周一 或 吴九 审核。',
    () => story().approves('stranger', '10:00'),
  ],
  machine: ['helper[bot] 11-24 10:00 同意：是系统账号，未计入；请 周一 或 吴九 审核。', () => story().approves('helper[bot]', '10:00')],
  advice: ['stranger 11-24 10:00 退回：不是这一件的审核人，退回作为建议转给报送人，不影响审核。', () => story().asks('stranger', '10:00')],
  'request-lifted': [
    '周一 11-24 10:00 退回：退回已由本人或上一级后来的同意解除，不必再办。',
    () => story().asks('zhouyi', '10:00').approves('zhouyi', '10:10'),
  ],
};

/** Signatures by the same code of which something else is asked, or nothing. */
const otherwise: [what: string, code: string, says: string, given: () => Story][] = [
  [
    'an early signature whose turn has come',
    'out-of-order',
    '冯六 11-24 10:05 同意：先于上一级，未计入；上一级现已审核，请本人再审一次。',
    () => story().approves('zhouyi', '10:00').approves('fengliu', '10:05').approves('zhengsi', '10:10'),
  ],
  [
    'an early signature of somebody who holds two levels, once the lower one is due',
    'out-of-order',
    '冯六 11-24 10:05 同意：先于上一级，未计入；上一级现已审核，请本人再审一次。',
    () => story().holds('fengliu', 2).pushes('lisi', 'c2', '09:30').approves('fengliu', '10:05').approves('zhouyi', '10:10'),
  ],
  [
    'the secrecy reviewer’s signature of an old text',
    'no-post',
    '保八 11-24 10:00 同意：当天不任这一件的审核职务，未计入；请 周一 或 吴九 审核。',
    () => story().frontMatter(secrecyBy('baomi')).approves('baomi', '10:00').pushes('lisi', 'c2', '10:30'),
  ],
];

/** Words that no reader is met with. */
const HARSH = /无效|越级/;
/** A sentence says who does what next, or that nobody needs to. */
const NEXT = /请|不必|转给/;

describe('whatever keeps an item from passing has a code, one sentence and somebody who acts', () => {
  it.each(Object.entries(blockers))('%s', (name, { given, code = name, verdict, says, next }) => {
    const result = judged(given());
    const found = [...result.full.blockers, ...result.full.items.flatMap((item) => item.blockers)].filter((each) => each.code === code);
    expect(found).toEqual([{ code, message: says }]);
    expect({ verdict: result.verdict, next: result.next }).toEqual({ verdict, next });
    expect(says).not.toMatch(HARSH);
    expect(says).toMatch(NEXT);
  });
});

describe('whatever isn’t counted has a code and one sentence that says who acts', () => {
  it.each(Object.entries(ignored))('%s', (code, [says, given]) => {
    const found = judged(given()).full.items.flatMap((item) => item.ignored);
    expect(found.filter((each) => each.code === code).map(({ reason }) => reason)).toEqual([says]);
    expect(says).not.toMatch(HARSH);
    expect(says).toMatch(NEXT);
  });

  it.each(otherwise)('%s', (_what, code, says, given) => {
    const found = judged(given()).full.items.flatMap((item) => item.ignored);
    expect(found.filter((each) => each.code === code).map(({ reason }) => reason)).toEqual([says]);
    expect(says).toMatch(NEXT);
  });
});
