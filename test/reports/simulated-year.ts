import { addDays, beijingIso } from '#pipeline/beijing-time.ts';
import { canonicalJson, digestOf, sha256 } from '#pipeline/canonical-json.ts';
import { CHANNELS, type Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { chained, type Draft, EMPTY_LEDGER, type Ledger, longerChains } from '#pipeline/ledger/ledger.ts';
import type { LedgerFile } from '#pipeline/ledger/ledger-store.ts';
import { formStatement, PAYLOAD_TYPE } from '#pipeline/review/form/envelope.ts';
import { buildForm } from '#pipeline/review/form/form.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { standIn } from '../ledger/ledger-memory.ts';
import { DEPUTIES, headOf, LEADERS, OFFICE, ORGANISATION, POLICY, UNITS, writersOf } from './simulated-people.ts';

/** One thing that happened, as whoever made it wrote it down: the count that a report has to agree with. */
export interface Fact {
  item: string;
  unit: string;
  person: string;
  at: string;
  /** `submitted`, `adopted website`, `returned 2`, … */
  what: string;
  value: number;
}

/** A pull request that was never approved, as the forge tells it. */
export interface Unapproved {
  evidence: Evidence;
  createdAt: string;
  closedAt: string | null;
}

export interface SimulatedYear {
  files: LedgerFile[];
  unapproved: Unapproved[];
  facts: Fact[];
}

/** Numbers that look drawn and are the same every time (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HOUR = 3_600_000;
const ENDS = [
  'adopted',
  'adopted',
  'adopted',
  'adopted',
  'adopted',
  'corrected',
  'removed',
  'at-once',
  'at-once-removed',
  'expired',
  'partly',
  'stuck',
  'closed',
  'late',
  'open',
] as const;
type End = (typeof ENDS)[number];

/** A pull request that is being made, with its own clock. */
interface Way {
  ms: number;
  evidence: Evidence;
  head: string;
}

class Year {
  readonly facts: Fact[] = [];
  readonly unapproved: Unapproved[] = [];
  readonly files: LedgerFile[] = [];
  private ledger: Ledger = EMPTY_LEDGER;
  private readonly draw: () => number;
  private pulls = 0;
  /** The last number of each year. */
  private readonly forms = new Map<string, number>();
  constructor(seed: number) {
    this.draw = drawer(seed);
  }

  private below(count: number): number {
    return Math.floor(this.draw() * count);
  }
  private of<Value>(list: readonly Value[]): Value {
    return list[this.below(list.length)] as Value;
  }
  private chance(share: number): boolean {
    return this.draw() < share;
  }

  private write(drafts: readonly Draft[]): void {
    const { files, events } = chained(this.ledger, drafts, standIn);
    this.files.push(...files);
    this.ledger = { ...this.ledger, chains: longerChains(this.ledger, events) };
  }

  private wayOf(item: string, ms: number, author: string, frontMatter: Record<string, unknown>, released: boolean): Way {
    this.pulls += 1;
    const [head, base] = [sha256(`${this.pulls} head`).slice(0, 40), sha256('base').slice(0, 40)];
    const path = `content/items/${item}`;
    const evidence: Evidence = {
      version: 1,
      now: beijingIso(new Date(ms)),
      pullRequest: {
        number: this.pulls,
        author,
        base: { ref: 'main', sha: base },
        head: { ref: `b/${this.pulls}`, sha: head },
        draft: false,
        fromFork: false,
        merged: false,
        siblings: [],
      },
      commits: [{ sha: head, author, committer: author, coAuthors: [], parents: [base] }],
      files: [{ path: `${path}/index.md`, status: released ? 'modified' : 'added' }],
      pushes: [{ at: beijingIso(new Date(ms)), actor: author, before: '0'.repeat(40), after: head, forced: false }],
      reviews: [],
      dismissals: [],
      items: [
        {
          path,
          trees: { [head]: sha256(`${this.pulls} tree`).slice(0, 40), [base]: released ? sha256('old').slice(0, 40) : null },
          frontMatter,
        },
      ],
      organisation: ORGANISATION,
      policy: POLICY,
      released: released ? [path] : [],
      incomplete: [],
    };
    return { ms, evidence, head };
  }

  private review(way: Way, login: string, state: 'APPROVED' | 'CHANGES_REQUESTED', body = ''): string {
    const at = beijingIso(new Date(way.ms));
    const id = way.evidence.reviews.length + 1;
    way.evidence.reviews.push({ id, login, state, submittedAt: at, commit: way.head, body });
    return at;
  }

  /** A new text of the same branch. */
  private push(way: Way, author: string): void {
    const { evidence } = way;
    const before = way.head;
    way.head = sha256(`${before} next`).slice(0, 40);
    const item = evidence.items[0] as Evidence['items'][number];
    item.trees[way.head] = sha256(`${way.head} tree`).slice(0, 40);
    evidence.commits.push({ sha: way.head, author, committer: author, coAuthors: [], parents: [before] });
    evidence.pushes.push({ at: beijingIso(new Date(way.ms)), actor: author, before, after: way.head, forced: false });
    (evidence.pullRequest as NonNullable<Evidence['pullRequest']>).head.sha = way.head;
  }

  private forward(way: Way, mostHours: number): number {
    const hours = (1 + this.below(mostHours * 60)) / 60;
    way.ms += Math.round(hours * HOUR);
    return hours;
  }

  /** Signs all levels; gives what the approval event needs, and notes how long levels 1 and 2 took. */
  private sign(
    way: Way,
    note: (what: string, at: string, value?: number) => void,
    unit: string,
    how: { joint: string | null; removal: boolean; delegated: 2 | 3 | null; emergency: boolean; office: string; leader: string },
  ): void {
    const second = how.delegated === 2 ? (DEPUTIES[0] as string) : how.office;
    const third = how.delegated === 3 ? (DEPUTIES[1] as string) : how.leader;
    if (!how.removal) {
      let since = 0;
      for (const head of [unit, ...(how.joint === null ? [] : [how.joint])]) {
        since += this.forward(way, 6);
        note('hours 1', this.review(way, headOf(head), 'APPROVED'), since);
      }
    }
    if (!how.emergency) {
      const waited = this.forward(way, 12);
      note('hours 2', this.review(way, second, 'APPROVED'), waited);
    }
    this.forward(way, 5);
    this.review(way, third, 'APPROVED', how.emergency ? '紧急：突发情况' : '');
    way.ms += HOUR;
  }

  private approve(way: Way, item: string, channels: Channel[], revision: number, removal: boolean): string {
    const { evidence } = way;
    const at = beijingIso(new Date(way.ms));
    evidence.now = at;
    (evidence.pullRequest as NonNullable<Evidence['pullRequest']>).merged = true;
    const landing = sha256(`${way.head} landing`).slice(0, 40);
    (evidence.pullRequest as NonNullable<Evidence['pullRequest']>).mergeSha = landing;
    const entry = evidence.items[0] as Evidence['items'][number];
    entry.trees[landing] = entry.trees[way.head] as string;
    const { verdict, items } = evaluate(evidence);
    const [own] = items;
    if (verdict !== 'passed' || !own) throw new Error(`expected ${item} to pass, but it is ${verdict}: ${canonicalJson(items)}`);
    const count = (this.forms.get(at.slice(0, 4)) ?? 0) + 1;
    this.forms.set(at.slice(0, 4), count);
    const number = `${at.slice(0, 4)}-${String(count).padStart(4, '0')}`;
    const form = buildForm({
      evidence,
      item: own,
      files: [],
      number,
      mergeSha: landing,
      settings: '',
      gate: '',
      signing: { at, evidence: '' },
    });
    const payload = Buffer.from(canonicalJson(formStatement(form))).toString('base64');
    const tree = entry.trees[way.head] as string;
    const event = {
      ...{ kind: 'approval' as const, at, item, revision, tree, digest: digestOf(form), pullRequest: form.pullRequest, mergeSha: landing },
      ...{ runId: '1', attempt: 1, actor: 'sanshen', channels, number, form: { payloadType: PAYLOAD_TYPE, payload, signatures: [] } },
      ...(removal ? { removal } : {}),
    };
    this.write([{ event, evidence }]);
    return at;
  }

  private step(way: Way, item: string, kind: Draft['event']['kind'], channel: Channel, revision: number, code?: string): string {
    way.ms += 60_000;
    const at = beijingIso(new Date(way.ms));
    const of = {
      item,
      channel,
      revision,
      tree: '',
      digest: '',
      pullRequest: null,
      mergeSha: null,
      runId: '1',
      attempt: 1,
      actor: 'sanshen',
    };
    this.write([{ event: { kind, at, ...of, ...(code ? { code } : {}) } }]);
    return at;
  }

  private later(
    way: Way,
    item: string,
    note: (what: string, at: string, value?: number) => void,
    unit: string,
    author: string,
    frontMatter: Record<string, unknown>,
    removal: boolean,
    revision: number,
  ): Way {
    const next = this.wayOf(item, way.ms + (1 + this.below(500)) * HOUR, author, frontMatter, true);
    this.sign(next, note, unit, {
      joint: ((frontMatter.joint_units as string[] | undefined) ?? [])[0] ?? null,
      removal,
      delegated: null,
      emergency: false,
      office: 'office1',
      leader: 'leader1',
    });
    const at = this.approve(next, item, frontMatter.channels as Channel[], revision, removal);
    note(removal ? 'approved removal' : 'corrected', at);
    return next;
  }

  submission(index: number): void {
    const unit = this.of(UNITS);
    const author = this.of(writersOf(unit));
    const day = addDays('2025-12-20', Math.floor(index * 0.185));
    const item = `${unit}/${day}-item-${index}`;
    const end: End = this.of(ENDS);
    const emergency = this.chance(0.04);
    const joint = !emergency && this.chance(0.08) ? (UNITS[(UNITS.indexOf(unit) + 1) % UNITS.length] as string) : null;
    const waivers = this.chance(0.1) ? 1 + this.below(3) : 0;
    const channels = CHANNELS.filter((channel) => channel === 'website' || this.chance(0.6));
    const frontMatter: Record<string, unknown> = {
      ...{ title: `示例 ${index}`, submitter: author, submitted_at: `${day} 08:30`, event_date: day, category: '工作动态', channels },
      secrecy_review: { by: headOf(unit), date: day, conclusion: '可公开' },
      ...(joint === null ? {} : { joint_units: [joint] }),
      ...(waivers === 0
        ? {}
        : { waivers: Array.from({ length: waivers }, () => ({ rule: 'pii/phone', match: '…', reason: '这是单位对外公开的值班电话' })) }),
      ...(this.chance(0.3) ? { authors: [`作者${this.below(5)}`] } : {}),
    };
    const note = (what: string, at: string, value = 1): void => void this.facts.push({ item, unit, person: author, at, what, value });
    const way = this.wayOf(item, Date.parse(`${day}T08:00:00+08:00`) + this.below(10) * HOUR, author, frontMatter, false);
    const submitted = beijingIso(new Date(way.ms));
    note('submitted', submitted);
    if (joint !== null) note('joint', submitted);
    const [office, leader] = [this.of(OFFICE.slice(1)), this.of(LEADERS.slice(1))];
    const asked = new Set<number>();
    const returns = this.chance(0.3) ? 1 + this.below(2) : 0;
    for (let time = 0; time < returns; time += 1) {
      const level = this.of([1, 2, 3] as const);
      this.forward(way, 5);
      asked.add(level);
      const who = level === 1 ? headOf(unit) : level === 2 ? office : leader;
      note(`returned ${level}`, this.review(way, who, 'CHANGES_REQUESTED', '请核实。'));
      // A stranger's request is advice and counts for nobody.
      if (this.chance(0.2))
        this.review(way, writersOf(UNITS[(UNITS.indexOf(unit) + 3) % UNITS.length] as string)[0], 'CHANGES_REQUESTED', '建议改。');
      this.forward(way, 5);
      this.push(way, author);
    }
    if (end === 'closed' || end === 'late' || end === 'open') {
      this.neverApproved(way, end, day, submitted, note);
      return;
    }
    const wanted = this.of([2, 3] as const);
    const delegated = !emergency && !asked.has(wanted) && this.chance(0.05) ? wanted : null;
    this.sign(way, note, unit, { joint, removal: false, delegated, emergency, office, leader });
    const approved = this.approve(way, item, channels, 1, false);
    note('approved', approved);
    if (returns === 0) note('clean', approved);
    if (delegated !== null) note('delegated', approved);
    if (emergency) note('emergency', approved);
    if (waivers > 0) note('waived', approved, waivers);
    this.afterwards(way, item, end, channels, day, submitted, note, unit, author, frontMatter);
  }

  private neverApproved(
    way: Way,
    end: 'closed' | 'late' | 'open',
    day: string,
    submitted: string,
    note: (what: string, at: string) => void,
  ): void {
    const over = `${addDays(day, 8)}T00:00:00+08:00`;
    if (end === 'late') way.ms = Math.max(way.ms, Date.parse(over) + this.below(100) * HOUR);
    // What stays open at the year's end stays in time only if it came on its last days.
    const now = end === 'open' ? Date.parse('2027-01-05T12:00:00+08:00') : way.ms + HOUR;
    way.evidence.now = beijingIso(new Date(now));
    const expired = now >= Date.parse(over);
    if (expired) note('expired', over);
    else note(end === 'open' ? 'open' : 'closed', submitted);
    this.unapproved.push({ evidence: way.evidence, createdAt: submitted, closedAt: end === 'open' ? null : beijingIso(new Date(now)) });
  }

  private afterwards(
    way: Way,
    item: string,
    end: Exclude<End, 'closed' | 'late' | 'open'>,
    channels: Channel[],
    day: string,
    submitted: string,
    note: (what: string, at: string, value?: number) => void,
    unit: string,
    author: string,
    frontMatter: Record<string, unknown>,
  ): void {
    if (end === 'stuck') {
      note('open', submitted);
      return;
    }
    if (end === 'expired') {
      way.ms = Date.parse(`${addDays(day, 8)}T01:00:00+08:00`);
      const times = channels.map((channel) => this.step(way, item, 'expired', channel, 1));
      note('expired', times[0] as string);
      return;
    }
    const out = end === 'partly' ? channels.slice(0, 1) : channels;
    const times = out.map((channel) => {
      this.step(way, item, 'intent', channel, 1);
      const at = this.step(way, item, 'confirmed', channel, 1);
      note(`adopted ${channel}`, at);
      return at;
    });
    note('published', times[0] as string);
    if ((times[0] as string) < `${addDays(day, 8)}T00:00:00+08:00`) note('early', times[0] as string);
    if (end === 'partly') for (const channel of channels.slice(1)) this.step(way, item, 'expired', channel, 1);
    const { waivers: _, ...plain } = frontMatter;
    if (end === 'corrected') {
      const next = this.later(way, item, note, unit, author, { ...plain, correction: { kind: '文字', note: '改一个字' } }, false, 2);
      for (const channel of channels) this.step(next, item, 'confirmed', channel, 2);
    }
    const atOnce = end === 'at-once' || end === 'at-once-removed';
    if (atOnce) {
      way.ms += this.below(400) * HOUR;
      const gone = channels.map((channel) => this.step(way, item, 'withdraw-intent', channel, 1, 'error'));
      for (const channel of channels) this.step(way, item, 'withdrawn', channel, 1);
      note('withdrawn', gone[0] as string);
    }
    if (end === 'removed' || end === 'at-once-removed') {
      const withdraw = { kind: 'error', reason: '内容有误，撤回核实' };
      const next = this.later(way, item, note, unit, author, { ...plain, withdraw }, true, 1);
      if (!atOnce) note('withdrawn', beijingIso(new Date(next.ms)));
      if (!atOnce) for (const channel of channels) this.step(next, item, 'withdraw-intent', channel, 1);
    }
  }
}

/** A year of so many items by forty people, with every kind of end, and its own count of all that happened. */
export function simulatedYear(items: number, seed = 18): SimulatedYear {
  const year = new Year(seed);
  for (let index = 0; index < items; index += 1) year.submission(index);
  return year;
}
