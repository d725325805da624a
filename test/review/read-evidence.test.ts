import { describe, expect, it } from 'vitest';
import { parseEvidence } from '#pipeline/review/gate/read-evidence.ts';
import { ITEM, ruleStory, story } from './evidence-builder.ts';

type Plain = Record<string, unknown>;

/** Evidence with every key that there is, as plain data. */
function whole(): Plain {
  const told = ruleStory('content/policy.yml')
    .asks('zhengsi', '10:00')
    .dismissed('zhengsi', '10:05', 'lisi', 'CHANGES_REQUESTED', 'c1')
    .approves('zhouyi', '10:10')
    .pullRequest({ issueAuthor: 'wujiu', mergeSha: 'm1', siblings: [13] })
    .with(({ commits }) => void commits[0]?.coAuthors.push('wangwu', null))
    .with((evidence) => {
      evidence.files.push({ path: `${ITEM}/b.jpg`, status: 'renamed', previousPath: `${ITEM}/a.jpg` });
      Object.assign(evidence, {
        organisationHead: {},
        released: [ITEM],
        offline: { [ITEM]: '2026-11-23' },
        incomplete: ['commits'],
        accounts: { zhouyi: { id: 101, type: 'User' } },
        holidays: ['2026-10-01'],
      });
    });
  return JSON.parse(JSON.stringify(told.evidence));
}

/** The same with one value in the place of another; `undefined` takes the key away. */
function replaced(place: string, value: unknown): Plain {
  const evidence = whole();
  const keys = place.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((inner, key) => inner[key] as Plain, evidence);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return evidence;
}

/** Every place that evidence must hold, with a value that it must not hold there. */
const strict: [place: string, wrong: unknown][] = [
  ['version', 2],
  ['now', '2026-11-24 12:00'],
  ['pullRequest', 'none'],
  ['pullRequest.number', '12'],
  ['pullRequest.author', ''],
  ['pullRequest.base', 'main'],
  ['pullRequest.base.ref', null],
  ['pullRequest.base.sha', ''],
  ['pullRequest.head', null],
  ['pullRequest.head.ref', 1],
  ['pullRequest.head.sha', null],
  ['pullRequest.draft', 'no'],
  ['pullRequest.fromFork', null],
  ['pullRequest.merged', 0],
  ['commits', {}],
  ['commits.0.sha', ''],
  ['commits.0.author', 7],
  ['commits.0.committer', ''],
  ['commits.0.coAuthors', null],
  ['files', null],
  ['files.0.path', ''],
  ['files.0.status', 'copied'],
  ['pushes', 'none'],
  ['pushes.0.at', '2026-11-24T09:00:00'],
  ['pushes.0.actor', ''],
  ['pushes.0.before', null],
  ['pushes.0.after', ''],
  ['pushes.0.forced', 'no'],
  ['reviews', null],
  ['reviews.0.id', '1'],
  ['reviews.0.login', ''],
  ['reviews.0.state', 'PENDING'],
  ['reviews.0.submittedAt', '24 November'],
  ['reviews.0.commit', ''],
  ['reviews.0.body', null],
  ['dismissals', null],
  ['dismissals.0.reviewId', null],
  ['dismissals.0.by', 3],
  ['dismissals.0.at', '2026-11-24'],
  ['items', null],
  ['items.0.path', ''],
  ['items.0.trees', null],
  ['items.0.frontMatter', 'title: x'],
  ['organisation', null],
  ['policy', 'none'],
];

/** Places that may be absent, with a value that they must not hold. */
const optional: [place: string, wrong: unknown][] = [
  ['pullRequest.issueAuthor', ''],
  ['pullRequest.mergeSha', ''],
  ['pullRequest.siblings', ['13']],
  ['commits.0.parents', 'main0'],
  ['files.1.previousPath', ''],
  ['dismissals.0.state', 'DISMISSED'],
  ['dismissals.0.commit', ''],
  ['organisationHead', undefined],
  ['released', 'all'],
  ['offline', { a: '23 November' }],
  ['incomplete', [1]],
  ['accounts', { zhouyi: { id: '101', type: 'User' } }],
  ['holidays', ['1 October']],
];

describe('evidence', () => {
  it('is read with every key that it may have', () => expect(parseEvidence(whole())).toEqual(whole()));

  it.each(strict)('must have %s, and no other kind of it', (place, wrong) => {
    for (const value of [undefined, wrong]) {
      expect(() => parseEvidence(replaced(place, value))).toThrow(
        expect.objectContaining({
          ...{ code: 'evidence/malformed', exitCode: 2, place },
          message: `审核证据 ${place} 写得不对；应为证据第 1 版的写法（时间带时区）；请重新收集证据。`,
        }),
      );
    }
  });

  it.each(['2026-02-30T10:00:00+08:00', '2026-11-24T25:00:00+08:00', '2026-11-24T10:00:00+99:00', '2026-11-24T10:00:00+0800'])(
    'knows no time %s',
    (time) => {
      expect(() => parseEvidence(replaced('reviews.0.submittedAt', time))).toThrow(expect.objectContaining({ code: 'evidence/malformed' }));
    },
  );

  it.each(optional)('may be without %s, but has no other kind of it', (place, wrong) => {
    expect(parseEvidence(replaced(place, undefined))).toEqual(replaced(place, undefined));
    if (wrong !== undefined)
      expect(() => parseEvidence(replaced(place, wrong))).toThrow(expect.objectContaining({ code: 'evidence/malformed' }));
  });

  it.each<[string, unknown]>([
    ['pullRequest', null],
    ['pullRequest.author', null],
    ['pullRequest.issueAuthor', null],
    ['pullRequest.mergeSha', null],
    ['commits.0.author', null],
    ['commits.0.committer', null],
    ['pushes.0.actor', null],
    ['reviews.0.login', null],
    ['reviews.0.commit', null],
    ['dismissals.0.by', null],
    ['dismissals.0.state', null],
    ['dismissals.0.commit', null],
    ['items.0.trees.c1', null],
    ['items.0.frontMatter', null],
    ['policy', null],
  ])('may say that there is no %s', (place, value) => expect(parseEvidence(replaced(place, value))).toEqual(replaced(place, value)));

  it('may hold keys that nobody knows, which are left out', () => {
    const more = { ...whole(), labels: ['已审'], pullRequest: { ...(whole().pullRequest as Plain), title: 'x' } };
    expect(parseEvidence(more)).toEqual(whole());
  });

  it.each([null, 'text', 7, [], undefined])('isn’t %j', (nothing) =>
    expect(() => parseEvidence(nothing)).toThrow('审核证据 全文 写得不对；应为证据第 1 版的写法（时间带时区）；请重新收集证据。'),
  );
});

describe('a record that stands in two pages of a list', () => {
  it.each(['reviews', 'commits', 'items'])('of %s counts once where both say the same', (list) => {
    const twice = replaced(
      list,
      (whole()[list] as Plain[]).flatMap((entry) => [entry, structuredClone(entry)]),
    );
    expect(parseEvidence(twice)).toEqual(whole());
  });

  it.each([
    ['reviews', { body: '另一句' }, '审核证据 reviews 里 1 有两条，内容不同；'],
    ['commits', { author: 'zhengsi' }, '审核证据 commits 里 c1 有两条，内容不同；'],
    ['items', { trees: {} }, '审核证据 items 里 content/policy.yml 有两条，内容不同；'],
  ])('of %s decides nothing where they differ', (list, change, message) => {
    const [first] = whole()[list] as Plain[];
    expect(() => parseEvidence(replaced(list, [first, { ...first, ...change }]))).toThrow(message);
  });

  it('leaves pushes as they are, for one head may come twice', () => {
    const told = story().moves('lisi', 'c2', '09:10').moves('lisi', 'c1', '09:20');
    expect(parseEvidence(told.evidence).pushes.map(({ after }) => after)).toEqual(['c1', 'c2', 'c1']);
  });
});
