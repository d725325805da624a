import { execFileSync } from 'node:child_process';
import { formNumber } from '#pipeline/approve/approve-item.ts';
import { addDays, beijingIso } from '#pipeline/beijing-time.ts';
import { canonicalJson, digestOf, sha256 } from '#pipeline/canonical-json.ts';
import { blobId, treeId } from '#pipeline/item/git-ids.ts';
import type { Seal } from '#pipeline/ledger/event.ts';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { chained, type Draft, type Ledger, type StoredEvent } from '#pipeline/ledger/ledger.ts';
import { isSettled, openSeal, sealFile, sealOf } from '#pipeline/ledger/seal.ts';
import { settingsDraft } from '#pipeline/ledger/settings-event.ts';
import { signedFile } from '#pipeline/ledger/signature.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';
import { NO_TERMS, promptsDigest, promptsOf } from '#pipeline/organisation/terms.ts';
import { type Envelope, formStatement, PAYLOAD_TYPE, type Sign, signerOf } from '#pipeline/review/form/envelope.ts';
import { buildForm, PROGRAM } from '#pipeline/review/form/form.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { type Import, type ImportedFile, openImport } from './fast-import.ts';

const UNITS = Array.from({ length: 30 }, (_, index) => `unit${index + 1}`);
/** As many a day as a bureau with thirty units reports. */
const A_DAY = 10;
/** Items of one run. */
const A_RUN = 5;
const LAST_DAY = '2026-11-20';
const CHANNELS = ['website', 'wechat', 'weibo'] as const;

interface Settings {
  key: string;
  sign: Sign;
  organisation: Record<string, unknown>;
  policy: { signing_keys: Policy['signing_keys'] };
  commit: string;
  digest: string;
  files: { path: string; id: string }[];
  prompts: string;
}

function organisationOf(): Record<string, unknown> {
  const people = UNITS.flatMap((unit) => [
    [`${unit}-writer`, { name: '示例甲', logins: [`${unit}-writer`] }],
    [`${unit}-head`, { name: '示例乙', logins: [`${unit}-head`] }],
  ]);
  return {
    bureau: '示例市综合行政执法局',
    people: {
      ...Object.fromEntries(people),
      zhengsi: { name: '郑四', logins: ['zhengsi'] },
      fengliu: { name: '冯六', logins: ['fengliu'] },
      wangwu: { name: '王五', logins: ['wangwu'] },
    },
    units: Object.fromEntries(UNITS.map((unit) => [unit, { name: `示例${unit}分局`, kind: 'county', route: 'A' }])),
    posts: [
      ...UNITS.map((unit) => ({ unit, post: '分局负责人', level: 1, person: `${unit}-head`, from: '1990-01-01' })),
      { unit: 'office', post: '办公室审核', level: 2, person: 'zhengsi', from: '1990-01-01', covers: '*' },
      { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '1990-01-01', covers: '*' },
    ],
    duties: [{ duty: 'administrator', person: 'wangwu', from: '1990-01-01' }],
  };
}

/** One item: its text, and the day it is about. */
interface ArchiveItem {
  id: string;
  unit: string;
  day: string;
  text: Buffer;
  tree: string;
  /** Of its pull request. */
  number: number;
  landing: string;
}

function frontMatterOf({ id, unit, day }: Pick<ArchiveItem, 'id' | 'unit' | 'day'>) {
  return {
    title: `示例 ${id}`,
    submitter: `${unit}-writer`,
    submitted_at: `${day} 08:30`,
    event_date: day,
    category: '工作动态',
    channels: [...CHANNELS],
    secrecy_review: { by: `${unit}-head`, date: day, conclusion: '可公开' },
  };
}

function itemOf(unit: string, day: string, slug: string, number: number, body = '示例正文。'): ArchiveItem {
  const lines = Object.entries(frontMatterOf({ id: `${unit}/${day}-${slug}`, unit, day })).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  const text = Buffer.from(['---', ...lines, '---', '', body, ''].join('\n'));
  const tree = treeId([{ path: 'index.md', mode: '100644', id: blobId(text) }]);
  return { id: `${unit}/${day}-${slug}`, unit, day, text, tree, number, landing: '' };
}

/** The nth item, counted from the oldest; item `count` and later ones are of the last day too. */
function itemAt(index: number, count: number, bodyOf?: (index: number, day: string) => string): ArchiveItem {
  const daysAgo = Math.max(0, Math.floor((count - 1 - index) / A_DAY));
  const day = addDays(LAST_DAY, -daysAgo);
  return itemOf(UNITS[daysAgo % UNITS.length] as string, day, `item-${index}`, index + 2, bodyOf?.(index, day));
}

/** What stands in for an item while a day's first form is made: nothing else in it looks like these. */
const PATTERN = { slug: 'pattern', number: 900000001, landing: 'f'.repeat(40), formNumber: '1900-9999' } as const;

const headOf = ({ id }: ArchiveItem): string => sha256(id).slice(0, 40);

/** The evidence of a pull request that went as it should: three signatures in a row. */
function evidenceOf(item: ArchiveItem, { organisation, policy }: Settings): Evidence {
  const { id, unit, day, tree, number, landing } = item;
  const [head, base] = [headOf(item), sha256(day).slice(0, 40)];
  const at = (time: string): string => `${day}T${time}:00+08:00`;
  const path = `content/items/${id}`;
  const signed = { state: 'APPROVED' as const, commit: head, body: '' };
  return {
    version: 1,
    now: at('15:00'),
    pullRequest: {
      number,
      author: `${unit}-writer`,
      base: { ref: 'main', sha: base },
      head: { ref: `${unit}/${number}`, sha: head },
      draft: false,
      fromFork: false,
      merged: true,
      mergeSha: landing,
      siblings: [],
    },
    commits: [{ sha: head, author: `${unit}-writer`, committer: `${unit}-writer`, coAuthors: [], parents: [base] }],
    files: [{ path: `${path}/index.md`, status: 'added' }],
    pushes: [{ at: at('09:00'), actor: `${unit}-writer`, before: '0'.repeat(40), after: head, forced: false }],
    reviews: [
      { ...signed, id: 1, login: `${unit}-head`, submittedAt: at('10:00') },
      { ...signed, id: 2, login: 'zhengsi', submittedAt: at('11:00') },
      { ...signed, id: 3, login: 'fengliu', submittedAt: at('12:00') },
    ],
    dismissals: [],
    items: [
      {
        path,
        trees: { [head]: tree, [base]: null, [landing]: tree },
        frontMatter: frontMatterOf(item),
      },
    ],
    organisation,
    policy,
    released: [],
    incomplete: [],
  };
}

const RUN = { id: '1', attempt: 1, actor: 'sanshen' };

/** A day's evidence and form, of an item that isn't: made as `approve` makes them. */
interface Pattern {
  item: ArchiveItem;
  evidence: string;
  form: string;
}

const filesOf = ({ text }: ArchiveItem) => [{ path: 'index.md', bytes: text.length, sha256: sha256(text), blob: blobId(text) }];

function patternOf({ unit, day }: ArchiveItem, settings: Settings, at: string): Pattern {
  const item = { ...itemOf(unit, day, PATTERN.slug, PATTERN.number), landing: PATTERN.landing };
  const evidence = evidenceOf(item, settings);
  const { verdict, items } = evaluate(evidence);
  const [own] = items;
  if (verdict !== 'passed' || !own) throw new Error(`expected the pattern to pass, but it is ${verdict}`);
  const about = { evidence, item: own, files: filesOf(item), number: PATTERN.formNumber, mergeSha: item.landing };
  const under = { settings: settings.digest, prompts: settings.prompts, gate: PROGRAM, signing: { at, evidence: '' } };
  return { item, evidence: JSON.stringify(evidence), form: JSON.stringify(buildForm({ ...about, ...under })) };
}

/** The pattern's words with an item's in their place: thousands of approvals a second instead of hundreds. */
function inPlace<Value>(text: string, pattern: ArchiveItem, item: ArchiveItem): Value {
  const [before, after] = [filesOf(pattern)[0], filesOf(item)[0]].map((file) => JSON.stringify(file));
  const pairs: [string, string][] = [
    [before as string, after as string],
    [pattern.id, item.id],
    [pattern.tree, item.tree],
    [headOf(pattern), headOf(item)],
    [pattern.landing, item.landing],
    [String(pattern.number), String(item.number)],
  ];
  return JSON.parse(pairs.reduce((words, [from, to]) => words.replaceAll(from, to), text)) as Value;
}

function approvalOf(item: ArchiveItem, pattern: Pattern, settings: Settings, at: string, number: string): Draft {
  const evidence = inPlace<Evidence>(pattern.evidence, pattern.item, item);
  const like = inPlace<ReviewForm>(pattern.form, pattern.item, item);
  const form = { ...like, number, signedAt: at, evidence: sha256(ledgerBytes(evidence)) };
  return {
    event: { ...common(item, at), kind: 'approval', digest: digestOf(form), channels: [...CHANNELS], number, form: signed(form, settings) },
    evidence,
  };
}

/** `signForm` with a key that is read once. */
function signed(form: ReviewForm, { sign }: Settings): Envelope {
  const payload = Buffer.from(canonicalJson(formStatement(form)));
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload]);
  return { payloadType: PAYLOAD_TYPE, payload: payload.toString('base64'), signatures: [sign(encoded)] };
}

function common(item: ArchiveItem, at: string): Omit<Draft['event'], 'kind' | 'digest'> {
  const { id, tree, number, landing } = item;
  return { at, item: id, revision: 1, tree, pullRequest: number, mergeSha: landing, runId: RUN.id, attempt: 1, actor: RUN.actor };
}

/** Where an item of an archive is on a channel. */
export const addressOn = (channel: string, item: string): string => `https://${channel}.example/${/item-(\d+)$/.exec(item)?.[1]}`;

function releaseDrafts(item: ArchiveItem, at: string, kinds: readonly [Draft['event']['kind'], (typeof CHANNELS)[number]][]): Draft[] {
  const remote = (channel: string) => ({ id: `${channel}-${item.number}`, url: addressOn(channel, item.id) });
  return kinds.map(([kind, channel]) => ({
    event: {
      ...common(item, at),
      kind,
      channel,
      digest: `sha256:${sha256(`${item.id} ${channel}`)}`,
      ...(kind === 'intent' ? {} : { remote: remote(channel) }),
    },
  }));
}

/** A ledger that is being written: only its newest chains, as a run would have them. */
class Books {
  private readonly into: Import;
  private readonly settings: Settings;
  private ledger: Ledger = { head: null, chains: new Map(), paths: [], damaged: [] };
  private mark = 0;
  events = 0;
  seals = 0;
  constructor(into: Import, settings: Settings) {
    this.into = into;
    this.settings = settings;
  }

  /** The newest commit of the ledger. */
  head(): Promise<string> {
    return this.into.shaOf(this.mark);
  }

  async write(drafts: readonly Draft[], at: string, others: readonly ImportedFile[] = []): Promise<void> {
    const { files, events } = chained(this.ledger, drafts, this.settings.sign);
    this.mark = await this.into.commit('ledger', [...files, ...others], '登记', at);
    const chains = new Map(this.ledger.chains);
    for (const stored of events) chains.set(stored.event.item, [...(chains.get(stored.event.item) ?? []), stored]);
    const { sealed } = this.ledger;
    const added = new Set([...(sealed?.added ?? []), ...events.map(({ path }) => path)]);
    this.ledger = { ...this.ledger, head: 'written', chains, ...(sealed ? { sealed: { ...sealed, added } } : {}) };
    this.events += events.length;
  }

  /** Seals as `approve` does, with the drafts of its push; then forgets what the seal answers for. */
  async approve(drafts: readonly Draft[], at: string, main: string): Promise<void> {
    const due = {
      commit: main,
      due: drafts.filter(({ event }) => event.kind === 'approval').map(({ event }) => `content/items/${event.item}`),
    };
    if (sealOf(this.ledger, due, at) === null) return this.write(drafts, at);
    const seal = sealOf({ ...this.ledger, head: await this.head() }, due, at) as Seal;
    const file = signedFile(sealFile(seal), this.settings.sign);
    const opened = openSeal(file.path, file.bytes, () => this.settings.policy.signing_keys);
    if ('fault' in opened) throw new Error(opened.fault);
    const open = [...this.ledger.chains].filter(([chain]) => chain === 'settings' || !isSettled(this.ledger, chain, at));
    this.ledger = {
      ...this.ledger,
      partial: false,
      chains: new Map<string, readonly StoredEvent[]>(open),
      sealed: { ...opened, added: new Set() },
    };
    this.seals += 1;
    await this.write(drafts, at, [file]);
  }
}

export interface Archive {
  dir: string;
  items: string[];
  /** Those that came later. */
  later: string[];
  events: number;
  seals: number;
  /** A moment after the last event. */
  now: string;
  key: string;
  /** The branches before the items that came later, and after each of them. */
  states: { main: string; ledger: string }[];
}

/** What an archive holds besides what it must. */
export interface ArchiveOptions {
  /** Text of the nth item. */
  bodyOf?: (index: number, day: string) => string;
  columns?: Policy['columns'];
  /** The rules of the year's package. */
  archive?: Policy['archive'];
  /** Items that come later, a run each. */
  later?: number;
}

async function writeSettings(into: Import, columns: Policy['columns'], archive: Policy['archive']): Promise<Settings> {
  const { privateKeyPem: key, publicKey } = newSigningKey();
  const organisation = organisationOf();
  const policy = {
    demo: true,
    site: { url: 'http://127.0.0.1:4000' },
    columns,
    ...(archive ? { archive } : {}),
    signing_keys: [{ id: publicKey.id, public_key: publicKey.public_key, from: '1990-01-01' }],
  };
  const files = [
    { path: 'content/organisation.yml', bytes: Buffer.from(JSON.stringify(organisation)) },
    { path: 'content/policy.yml', bytes: Buffer.from(JSON.stringify(policy)) },
  ];
  const commit = await into.shaOf(await into.commit('main', files, '设置', '1998-01-01T09:00:00+08:00'));
  const listed = files.map(({ path, bytes }) => ({ path, id: blobId(bytes) }));
  return {
    key,
    sign: signerOf(key),
    organisation,
    policy,
    commit,
    digest: digestOf(listed),
    files: listed,
    prompts: promptsDigest(promptsOf(NO_TERMS)),
  };
}

/** Which items each run publishes. */
function runsOf(count: number, later: number): number[][] {
  const run = (start: number, size: number): number[] => Array.from({ length: size }, (_, offset) => start + offset);
  const runs = Array.from({ length: Math.ceil(count / A_RUN) }, (_, index) => run(index * A_RUN, Math.min(A_RUN, count - index * A_RUN)));
  return [...runs, ...run(count, later).map((index) => [index])];
}

/**
 * A repository whose ledger holds so many items, each published on three channels, as the publisher would have written it: ten items a day,
 * five a run, four pushes a run, sealed whenever a seal was due.
 * @param dir an empty folder
 */
export async function writeArchive(dir: string, count: number, options: ArchiveOptions = {}): Promise<Archive> {
  const { bodyOf, columns = [], archive, later = 0 } = options;
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  const into = openImport(dir);
  const settings = await writeSettings(into, columns, archive);
  const books = new Books(into, settings);
  const first = { version: 1 as const, digest: settings.digest, files: settings.files, previous: null, pullRequest: null };
  const began = '1998-01-01T10:00:00+08:00';
  await books.write([settingsDraft({ ...first, mergeSha: settings.commit, approvals: [], at: began }, settings.key, RUN)], began);
  const numbers = new Map<string, number>();
  const states: Archive['states'] = [];
  let pattern: Pattern | null = null;
  let landing = settings.commit;
  for (const run of runsOf(count, later)) {
    const [start] = run as [number];
    if (start >= count) states.push({ main: landing, ledger: await books.head() });
    const items = run.map((index) => itemAt(index, count, bodyOf));
    const hours = start < count ? start % A_DAY : A_DAY + start - count;
    const time = (minute: number): string =>
      beijingIso(new Date(Date.parse(`${items[0]?.day}T15:00:00+08:00`) + hours * 600_000 + minute * 60_000));
    const main = await into.commit(
      'main',
      items.map(({ id, text }) => ({ path: `content/items/${id}/index.md`, bytes: text })),
      '合并',
      time(0),
    );
    landing = await into.shaOf(main);
    for (const item of items) item.landing = landing;
    const year = time(1).slice(0, 4);
    const [first] = items as [ArchiveItem];
    if (pattern?.item.day !== first.day) pattern = patternOf(first, settings, time(1));
    const like = pattern;
    const approvals = items.flatMap((item) => {
      const number = (numbers.get(year) ?? 0) + 1;
      numbers.set(year, number);
      return [
        approvalOf(item, like, settings, time(1), formNumber(time(1), number)),
        ...releaseDrafts(item, time(1), [['intent', 'website']]),
      ];
    });
    await books.approve(approvals, time(1), landing);
    const push = (minute: number, kinds: Parameters<typeof releaseDrafts>[2]): Promise<void> =>
      books.write(
        items.flatMap((item) => releaseDrafts(item, time(minute), kinds)),
        time(minute),
      );
    await push(2, [
      ['confirmed', 'website'],
      ['intent', 'wechat'],
      ['intent', 'weibo'],
    ]);
    await push(3, [
      ['sent', 'wechat'],
      ['sent', 'weibo'],
    ]);
    await push(4, [
      ['confirmed', 'wechat'],
      ['confirmed', 'weibo'],
    ]);
  }
  states.push({ main: landing, ledger: await books.head() });
  await into.end();
  const ids = Array.from({ length: count + later }, (_, index) => itemAt(index, count).id);
  const [items, laterItems] = [ids.slice(0, count), ids.slice(count)];
  const { events, seals } = books;
  return { dir, items, later: laterItems, events, seals, now: `${LAST_DAY}T23:00:00+08:00`, key: settings.key, states };
}
