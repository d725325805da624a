import { describe, expect, it } from 'vitest';
import { codeowners } from '#pipeline/organisation/generated/generate.ts';
import type { Organisation } from '#pipeline/organisation/organisation.ts';
import { policyOf } from '#pipeline/organisation/read-settings.ts';
import { stickyComment } from '#pipeline/review/comment/comment.ts';
import { explain } from '#pipeline/review/comment/explain.ts';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { agreementReplies } from '#pipeline/review/comment/reply.ts';
import { labelChange, requestChange } from '#pipeline/review/comment/stage-labels.ts';
import { statusLine } from '#pipeline/review/comment/status-line.ts';
import type { ThreadComment } from '#pipeline/review/comment/thread-comment.ts';
import { ITEM, type Story, story } from './evidence-builder.ts';
import { formOf } from './form-builder.ts';
import { judged } from './judged.ts';
import { delegation, emergency } from './stories.ts';

const PARK = 'content/items/wucheng/2026-11-23-park';

/** A second item of the same unit, signed along with the first. */
const park = (): Story =>
  story().with((evidence) => {
    evidence.files.push({ path: `${PARK}/index.md`, status: 'added' });
    evidence.items.push({ path: PARK, trees: { main0: null, c1: 'park1' }, frontMatter: evidence.items[0]?.frontMatter ?? null });
  });

const byDelegate = (): Story =>
  story()
    .organisation((organisation) => Object.assign(organisation, { delegations: [delegation()] }))
    .approves('zhouyi', '10:00')
    .approves('zhengsi', '10:10')
    .approves('baomi', '10:20');

interface Switch {
  /** Its place in policy.yml. */
  is: string;
  on: Record<string, unknown>;
  /** What the policy says that writes the strict reading out. */
  off: Record<string, unknown>;
  /** What passes with the switch on alone. */
  given: () => Story;
  verdict: 'waiting' | 'refused';
}

/** The switches of rules 1, 12, 18 and 23 to 25. Each is off where the policy is silent. */
const switches: Switch[] = [
  {
    is: 'delegation',
    on: { delegation: { enabled: true } },
    off: { delegation: { enabled: false } },
    given: byDelegate,
    verdict: 'waiting',
  },
  {
    is: 'emergency',
    on: { emergency: { enabled: true } },
    off: { emergency: { enabled: false } },
    given: () => emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }),
    verdict: 'waiting',
  },
  {
    is: 'order',
    on: { order: 'any' },
    off: { order: 'strict' },
    given: () => story().approves('fengliu', '10:00').approves('zhengsi', '10:10').approves('zhouyi', '10:20'),
    verdict: 'waiting',
  },
  {
    is: 'distinct_persons',
    on: { distinct_persons: false },
    off: { distinct_persons: true },
    given: () => story().holds('zhouyi', 2).approves('zhouyi', '10:00').approves('zhouyi', '10:10').approves('fengliu', '10:20'),
    verdict: 'waiting',
  },
  {
    is: 'items_per_pull_request',
    on: { items_per_pull_request: 2 },
    off: { items_per_pull_request: 1 },
    given: () => park().signed(),
    verdict: 'refused',
  },
  {
    is: 'files_per_pull_request',
    on: { files_per_pull_request: 201 },
    off: { files_per_pull_request: 200 },
    given: () =>
      story()
        .signed()
        .with(({ files }) => {
          for (let picture = 1; picture <= 200; picture += 1) files.push({ path: `${ITEM}/${picture}.jpg`, status: 'added' });
        }),
    verdict: 'refused',
  },
  {
    is: 'branch',
    on: { branch: 'release' },
    off: { branch: 'main' },
    given: () =>
      story()
        .signed()
        .pullRequest({ base: { ref: 'release', sha: 'main0' } }),
    verdict: 'refused',
  },
  {
    is: 'freshness.days',
    on: { freshness: { days: 8 } },
    off: { freshness: { days: 7 } },
    given: () => story().signed().at('2026-12-01 23:59'),
    verdict: 'refused',
  },
  {
    is: 'freshness.from',
    on: { freshness: { from: 'submission' } },
    off: { freshness: { from: 'information' } },
    given: () => story().signed().at('2026-12-01 23:59'),
    verdict: 'refused',
  },
  {
    is: 'freshness.holidays',
    on: { freshness: { holidays: 'extended' } },
    off: { freshness: { holidays: 'counted' } },
    given: () =>
      story()
        .with((evidence) => Object.assign(evidence, { holidays: ['2026-11-30'] }))
        .signed()
        .at('2026-12-01 23:59'),
    verdict: 'refused',
  },
  {
    is: 'freshness.statutory',
    on: { freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } },
    off: { freshness: { statutory: { bases: [] } } },
    given: () =>
      story()
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
    verdict: 'refused',
  },
];

/** The delegate says so in a comment too. */
const AGREES: ThreadComment = {
  ...{ id: 1, at: '2026-11-24T11:00:00+08:00', login: 'baomi', body: '同意', url: '', ours: false },
  account: { id: 1, type: 'User' },
};

/** Everything that is said of a pull request: to people, on the forge, on the form, years later. */
function said(told: Story) {
  const { evidence } = told;
  const verdict = judged(told).full;
  const view: GateView = { evidence, verdict, check: null };
  return {
    verdict,
    explained: explain(evidence, verdict),
    comment: stickyComment(view),
    status: statusLine(view),
    labels: labelChange(view, []),
    requests: requestChange(view, []),
    answered: agreementReplies(view, [AGREES]),
    form: formOf(told),
    owners: codeowners(evidence.organisation as Organisation, policyOf(evidence.policy), '2026-11-24'),
  };
}

describe('a switch of the policy', () => {
  it.each(switches)('$is lets pass what the rules don’t', ({ on, given }) => expect(judged(given().policy(on)).verdict).toBe('passed'));

  it.each(switches)('$is is off where the policy says nothing', ({ off, given, verdict }) => {
    expect(judged(given().policy({})).verdict).toBe(verdict);
    expect(judged(given().policy({})).full).toEqual(judged(given().policy(off)).full);
  });

  it.each(switches.filter(({ is }) => is !== 'branch'))('$is, on, changes nothing for an item that keeps the rules', ({ on }) =>
    expect(judged(story().signed().policy(on)).full).toEqual(judged(story().signed()).full),
  );
});

describe('while it is off', () => {
  it('a document of delegation is as if it weren’t there, in everything that is said', () => {
    const without = byDelegate().organisation((organisation) => Object.assign(organisation, { delegations: [] }));
    expect(said(byDelegate())).toEqual(said(without));
    expect(said(byDelegate().policy({ delegation: { enabled: true } }))).not.toEqual(said(without));
    const asked = () => byDelegate().approves('fengliu', '10:30').asks('baomi', '10:40');
    expect(judged(asked()).verdict).toBe('passed');
  });

  it('the word 紧急 is a word like any other, in everything that is said', () => {
    const saying = (body: string) => JSON.stringify(said(emergency().policy({}).approves('fengliu', '10:00', { body })));
    expect(saying('紧急：台风预警').replaceAll('紧急：台风预警', '照发：台风预警')).toBe(saying('照发：台风预警'));
  });
});
