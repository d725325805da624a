import { describe, expect, it } from 'vitest';
import { type GateView, lastSeen, type Situation, situationOf } from '#pipeline/review/comment/gate-view.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { checkOf, finding } from './comment-builder.ts';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { bySecrecyDuty, published } from './stories.ts';

const situation = ({ evidence }: Story, change: Partial<GateView> = {}): Situation =>
  situationOf({ evidence, verdict: evaluate(evidence), check: null, ...change });

const at = (level: number, state: string) => expect.objectContaining({ level, state });
const blocker = (code: string) => expect.objectContaining({ code });
const PARK = ITEM.replace('street', 'park');

/** Two items in one pull request, the second as it is told. */
const two = (change: object): Story =>
  story()
    .policy({ items_per_pull_request: 2 })
    .with(({ files, items }) => {
      files.push({ path: `${PARK}/index.md`, status: 'added' });
      items.push({ path: PARK, trees: { main0: null, c1: 'park1' }, frontMatter: { ...items[0]?.frontMatter, ...change } });
    });

const without = (told: Story, ...people: string[]): Story =>
  told.organisation((all) => Object.assign(all, { posts: all.posts.filter(({ person }) => !people.includes(person)) }));

describe('where a pull request stands', () => {
  it.each<[string, Story, object, Partial<GateView>?]>([
    ['is due at level 1', story(), { kind: 'due', level: at(1, 'waiting'), people: ['zhouyi', 'wujiu'] }],
    [
      'is due at level 3',
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:10'),
      { kind: 'due', level: at(3, 'waiting'), people: ['fengliu', 'sunqi'] },
    ],
    [
      'is due at the unit that is still open',
      story()
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '10:00'),
      { kind: 'due', level: expect.objectContaining({ unit: 'jindong' }), people: ['qianer'] },
    ],
    [
      'is early where a leader signed before his turn',
      story().approves('fengliu', '09:58'),
      { kind: 'early', level: at(1, 'waiting'), early: at(3, 'out-of-order'), people: ['zhouyi', 'wujiu'] },
    ],
    [
      'is due, and not early, where it is the early one’s turn',
      story().approves('fengliu', '09:58').approves('zhouyi', '10:00').approves('zhengsi', '10:10'),
      { kind: 'due', level: at(3, 'out-of-order'), people: ['fengliu', 'sunqi'] },
    ],
    [
      'is stale where whoever signed an old text can sign again',
      story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:20'),
      { kind: 'stale', level: at(1, 'stale') },
    ],
    [
      'is due at others where he has had a hand in the text since',
      story().approves('zhouyi', '10:00').pushes('zhouyi', 'c2', '10:20').secrecyBy('wujiu'),
      { kind: 'due', level: expect.objectContaining({ level: 1 }), people: ['wujiu'] },
    ],
    ['lacks somebody for level 1', without(story(), 'zhouyi', 'wujiu'), { kind: 'appoint', level: at(1, 'waiting') }],
    [
      'lacks somebody for one of two units: that one',
      without(story().frontMatter({ joint_units: ['jindong'] }), 'qianer'),
      { kind: 'appoint', level: expect.objectContaining({ unit: 'jindong' }) },
    ],
    ['waits for the secrecy review alone', bySecrecyDuty(), { kind: 'secrecy', blocker: blocker('secrecy-review'), people: ['baomi'] }],
    [
      'is blocked where the secrecy review is another’s to give',
      bySecrecyDuty().organisation((all) => Object.assign(all, { duties: [] })),
      { kind: 'blocked', blocker: expect.objectContaining({ message: expect.stringContaining('请报送人改写另一位') }) },
    ],
    [
      'is blocked where a draft holds nothing to sign',
      story()
        .pullRequest({ draft: true })
        .with((evidence) => Object.assign(evidence, { files: [], items: [] })),
      { kind: 'blocked', blocker: blocker('draft') },
    ],
    ['is a draft, whatever else it lacks', story().pullRequest({ draft: true }), { kind: 'draft' }],
    [
      'is to be mended before it is signed',
      story(),
      { kind: 'mend', errors: [expect.objectContaining({ severity: 'error' })], person: 'lisi' },
      { check: checkOf(finding('warning', '“近日”。'), finding('error', '手机号。'), finding('error', '旧。', { waived: true })) },
    ],
    [
      'isn’t, where the check only warns',
      story(),
      { kind: 'due', level: at(1, 'waiting'), people: ['zhouyi', 'wujiu'] },
      { check: checkOf(finding('warning', '“近日”。')) },
    ],
    [
      'is returned',
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:10'),
      { kind: 'rejected', level: at(2, 'rejected'), acts: [{ person: 'lisi', login: 'lisi', action: 'revise' }] },
    ],
    ['passed', story().signed(), { kind: 'passed' }],
    ['needs no signatures', story().with((evidence) => Object.assign(evidence, { files: [], items: [] })), { kind: 'code' }],
    ['can’t be published', story().pullRequest({ fromFork: true }), { kind: 'refused', blocker: blocker('fork') }],
    ...['commits', 'reviews'].map((part): [string, Story, object] => [
      `can’t be read: ${part}`,
      story().with((evidence) => void evidence.incomplete?.push(part)),
      { kind: 'unreadable' },
    ]),
    [
      'can’t be read: the text',
      story().with(({ items }) => void Reflect.deleteProperty(items[0]?.trees ?? {}, 'c1')),
      { kind: 'unreadable' },
    ],
    ['can’t be read: the merge', story().signed().pullRequest({ merged: true, mergeSha: null }), { kind: 'unreadable' }],
    ['can’t be read: the pushes', story().with((evidence) => Object.assign(evidence, { pushes: [] })), { kind: 'unreadable' }],
    [
      'can’t be read, where it refuses besides what can’t be read at all',
      story()
        .pullRequest({ fromFork: true })
        .with((evidence) => void evidence.incomplete?.push('commits')),
      { kind: 'unreadable' },
    ],
    [
      'can’t be published, though a fork’s pushes can’t be read either',
      story()
        .with((evidence) => Object.assign(evidence, { pushes: [] }))
        .frontMatter({ event_date: '2026-11-10' }),
      { kind: 'refused', blocker: blocker('seven-days') },
    ],
    [
      'is out, whatever has become of its days',
      story().signed().at('2026-12-20 10:00'),
      { kind: 'published' },
      { published: { number: '1', releases: [] } },
    ],
  ])('%s', (_what, told, standing, change) => expect(situation(told, change).standing).toEqual(standing));

  it('is told of the item that is as far back as the whole, with its own text', () => {
    const late = situation(two({ event_date: '2026-11-10' }).signed());
    expect([late.item?.path, late.subject?.path, late.firstPush]).toEqual([PARK, PARK, '2026-11-24T09:00:00+08:00']);
    const both = situation(two({}).signed());
    expect(both.item?.path).toBe(evaluate(both.context.evidence).items[0]?.path);
    const first = situation(two({}).pullRequest({ fromFork: true }));
    expect(first.item?.verdict).toBe('refused');
  });
});

describe('the seven days of an item', () => {
  const law = '公开条例第二十条第六项';
  const listed = (at: string, holidays: string[]): Story =>
    story()
      .policy({ freshness: { statutory: { bases: [{ law, working_days: 20, late: 'refused' }] } } })
      .frontMatter({ basis: { kind: '法定公开', law }, channels: ['website'] })
      .has({ holidays })
      .at(at);

  it.each<[string, Story, object | null]>([
    ['run from the information date', story(), { day: 1, days: 7, left: 6, lastDay: '2026-11-30', state: 'in-time' }],
    [
      'run on over holidays where the policy says so',
      story()
        .policy({ freshness: { holidays: 'extended' } })
        .with((evidence) => Object.assign(evidence, { holidays: ['2026-11-30'] })),
      { day: 1, days: 7, left: 7, lastDay: '2026-12-01', state: 'in-time' },
    ],
    ['bind no withdrawal', published().frontMatter({ withdraw: { kind: 'error', reason: '有误' } }), null],
    [
      'bind no correction of what is out, on the website alone',
      published().frontMatter({ correction: { kind: '文字', note: '改正一处' } }),
      null,
    ],
    [
      'bind a correction on the other channels',
      published().frontMatter({ correction: { kind: '文字', note: '改正一处' }, channels: ['website', 'wechat'] }),
      expect.objectContaining({ lastDay: '2026-11-30' }),
    ],
    [
      'bind what calls itself a correction and was never out',
      story().frontMatter({ correction: { kind: '文字', note: '改正一处' } }),
      expect.anything(),
    ],
    ['bind no disclosure within the law’s own term', listed('2026-12-14 09:00', ['2026-12-01']), null],
    ['bind one after it', listed('2026-12-15 09:00', ['2026-12-01']), expect.anything()],
    ['bind one in a year whose days off nobody has entered', listed('2026-12-14 09:00', []), expect.anything()],
    ['bind nothing that was published by hand', story().has({ offline: { [ITEM]: '2026-11-23' } }), null],
    ['bind it where another was', story().has({ offline: { [PARK]: '2026-11-23' } }), expect.anything()],
    ['are those of no settings', ruleStory('content/policy.yml'), null],
    ['aren’t told of a text whose front matter can’t be read', story().frontMatter({ unit: 'wucheng' }), null],
    ['nor of one without its date', story().frontMatter({ event_date: undefined }), null],
    ['nor of one without channels', story().frontMatter({ channels: undefined }), null],
  ])('%s', (_what, told, days) => expect(situation(told).freshness).toEqual(days));
});

describe('what whoever is asked again saw last', () => {
  it.each<[string, Story, string | null]>([
    [
      'is the text that he signed',
      story()
        .approves('wujiu', '09:50')
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:20')
        .moves('lisi', 'c3', '10:30')
        .text('c3', 'text of c2'),
      'c1',
    ],
    ['is the text that he returned', story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').pushes('lisi', 'c2', '10:20'), 'c1'],
    ['is nobody’s business while it is still returned', story().approves('zhouyi', '10:00').asks('zhengsi', '10:10'), null],
    [
      'is nobody’s business while somebody else has it returned',
      story().asks('zhengsi', '10:10').pushes('lisi', 'c2', '10:20').asks('fengliu', '10:30'),
      null,
    ],
    ['isn’t known where the review doesn’t say', story().approves('zhouyi', '10:00', { commit: null }).pushes('lisi', 'c2', '10:20'), null],
    ['is nothing where nobody is asked again', story().approves('zhouyi', '10:00'), null],
  ])('%s', (_what, told, commit) => expect(lastSeen(situation(told))).toBe(commit));
});
