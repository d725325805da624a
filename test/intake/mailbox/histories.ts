import { setImmediate as later } from 'node:timers/promises';
import { runMailbox } from '#pipeline/intake/mailbox/run-mailbox.ts';
import type { Ports } from '#pipeline/intake/mailbox/take-mail.ts';
import type { Letter } from '#pipeline/intake/secrecy.ts';
import { Problem } from '#pipeline/problem.ts';
import { type Random, randomOf } from '../../release/simulation/random.ts';
import { type MemoryDraft, memoryDrafts } from '../memory-drafts.ts';
import { ADDRESS, makeDraft, ORGANISATION, SERVER, VOUCHED } from './bureau.ts';
import { type Act, type Lying, memoryLetters, memoryMailbox } from './memory-mailbox.ts';

/** What a mail of a history is, and so what has to become of it. */
type Kind = 'item' | 'twin' | 'copy' | 'collision' | 'reply' | 'unknown' | 'unproved' | 'automatic' | 'marked' | 'refused';

interface Sent {
  number: number;
  kind: Kind;
  /** Message-ID; `null` where it has none. */
  id: string | null;
  body: string;
  from: string;
  bytes: Buffer;
}

/** The thing that ends a run on the spot. */
class Crash extends Error {}

/** What came of a history. */
export interface Lived {
  wrongs: string[];
  trace: string[];
  met: Record<string, number>;
}

const FROM = ['lisi@example.gov.cn', 'full@example.gov.cn', 'wucheng@example.gov.cn'];

function mailOf(random: Random, number: number, before: readonly Sent[], letters: readonly Letter[]): Sent {
  const kinds: Kind[] = [
    'item',
    'item',
    'item',
    'twin',
    'copy',
    'collision',
    'reply',
    'reply',
    'unknown',
    'unproved',
    'automatic',
    'marked',
    'refused',
  ];
  let kind = random.pick(kinds);
  const whole = before.filter((one) => one.kind === 'item');
  const other = random.pick(whole);
  if (['twin', 'copy', 'collision', 'reply'].includes(kind) && !other) kind = 'item';
  let id: string | null = kind === 'item' && random.chance(0.2) ? null : `<m${number}@example.gov.cn>`;
  let from = random.pick(FROM);
  let body = `第 ${number} 封。`;
  const more: string[] = [];
  if (other && (kind === 'twin' || kind === 'copy' || kind === 'collision')) {
    [id, from] = [other.id, other.from];
    if (kind !== 'collision') body = other.body;
    if (kind === 'copy') more.push(`Received: from relay${number}`);
    // Without a Message-ID it is its bytes that make a mail: other bytes are another mail.
    if (id === null && kind !== 'twin') [kind, body] = ['item', `第 ${number} 封。`];
  }
  if (other && kind === 'reply') {
    const answered = letters.filter(({ to }) => to.address === other.from);
    from = random.chance(0.8) ? other.from : from;
    more.push(`In-Reply-To: ${random.chance(0.5) && answered.length > 0 ? random.pick(answered).id : (other.id ?? '<none@example.org>')}`);
  }
  if (kind === 'unknown') from = 'mallory@example.com';
  if (kind === 'marked') body = `机密★1年，第 ${number} 封。`;
  if (kind === 'refused') body = `空，第 ${number} 封。`;
  if (kind === 'automatic') more.push('Auto-Submitted: auto-replied');
  const lines = [
    ...(kind === 'unproved' ? [] : [VOUCHED]),
    ...more,
    `From: ${from}`,
    `Subject: s${kind === 'twin' || kind === 'copy' ? (other?.number ?? number) : number}`,
  ];
  const bytes =
    kind === 'twin' && other
      ? other.bytes
      : Buffer.from(
          [...lines, ...(id === null ? [] : [`Message-ID: ${id}`]), 'Content-Type: text/plain; charset=utf-8', '', body].join('\r\n'),
        );
  return { number, kind, id, body: kind === 'twin' && other ? other.body : body, from, bytes };
}

/** Lets one of the acts that wait happen, again and again, until none is left: runs at once in any order. */
function scheduler(random: Random): {
  act: (who: string, crashes: () => 'before' | 'after' | null, fails: () => 'before' | 'after' | null) => Act;
  settle: (runs: Promise<unknown>[]) => Promise<void>;
  trace: string[];
} {
  const queue: (() => void)[] = [];
  const trace: string[] = [];
  const act = (who: string, crashes: () => 'before' | 'after' | null, fails: () => 'before' | 'after' | null): Act => {
    let dead = false;
    return (name, work) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(new Crash(who));
        queue.push(() => {
          const [crash, fault] = [crashes(), fails()];
          trace.push(`${who} ${name}${crash ? ` crash ${crash}` : fault ? ` fault ${fault}` : ''}`);
          dead = crash !== null;
          const done = crash === 'before' || (crash === null && fault === 'before') ? null : { value: work() };
          if (crash) reject(new Crash(who));
          else if (fault) reject(new Problem('test/fault', '网络断了。'));
          else resolve((done as { value: never }).value);
        });
      });
  };
  const settle = async (runs: Promise<unknown>[]): Promise<void> => {
    let over = false;
    void Promise.allSettled(runs).then(() => {
      over = true;
    });
    while (!over) {
      await later();
      if (queue.length > 0) queue.splice(random.between(0, queue.length - 1), 1)[0]?.();
    }
  };
  return { act, settle, trace };
}

/** What has to be true of every mail once two runs went well. */
function wrongsOf(
  sent: readonly Sent[],
  mails: readonly Lying[],
  branches: ReadonlyMap<string, MemoryDraft>,
  letters: readonly Letter[],
): string[] {
  const wrongs: string[] = [];
  const changes = [...branches.values()].flatMap((draft) => draft.changes.map((change) => ({ ...change, draft })));
  const holding = (body: string) => changes.filter(({ files }) => files.some(({ bytes }) => bytes === body));
  const foldersOf = (number: number): string[] => [...new Set(mails.filter(({ id }) => id === number).map(({ folder }) => folder))];
  for (const { number, kind, id, body, from } of sent) {
    const say = (what: string): void => void wrongs.push(`mail ${number} (${kind}): ${what}`);
    const folders = foldersOf(number);
    const [folder] = folders;
    if (folders.length !== 1) say(`lies in ${folders.join(' and ') || 'no folder'}`);
    if (folder === 'INBOX') say('is still in the inbox');
    const held = holding(body);
    const quarantined = folder === 'Sanshen-Quarantine';
    const to = letters.filter((letter) => letter.to.address === from);
    if (kind === 'unknown' && to.length > 0) say('was answered');
    if (['unknown', 'unproved', 'automatic', 'refused'].includes(kind)) {
      if (!quarantined || held.length > 0) say('is not in quarantine alone');
    } else if (kind === 'marked') {
      if (folder !== 'Sanshen-Secrecy' || held.length > 0) say('was committed, or lies elsewhere');
      if (letters.some(({ text }) => text.includes('★'))) say('was quoted');
    } else if (held.length === 0 ? !quarantined : held.length > 1) say(`was taken ${held.length} times and lies in ${folder}`);
    else if (held.length === 1 && quarantined) say('was taken and is in quarantine');
    const [only] = held;
    if (only && !only.draft.gone) {
      if (only.draft.pull === null) say('has no pull request');
      if (!only.draft.answered.some(({ key }) => key === only.sending.key)) say('was not noted as answered');
      if (from !== 'full@example.gov.cn' && !to.some(({ id: letter }) => letter.includes(only.sending.key.slice(5))))
        say('was not acknowledged');
    }
    if (kind === 'item' && held.length === 0 && !sent.some((one) => one.kind === 'collision' && one.id === id)) say('was not taken');
    if (kind === 'refused' && from !== 'full@example.gov.cn' && !to.some(({ id: letter }) => letter.startsWith('<sanshen.refused.')))
      say('was not told');
  }
  const keys = changes.map(({ sending }) => sending.key);
  if (new Set(keys).size !== keys.length) wrongs.push('a mail was taken twice');
  if (letters.some(({ to }) => !FROM.concat('baomi@example.gov.cn').includes(to.address))) wrongs.push('a stranger was written to');
  return wrongs;
}

/** Lives one history: mails come, runs begin, crash, fail and go at once, people sign and merge; then two runs go well. `alter` plants a fault. */
export async function live(
  seed: number,
  alter: (ports: Ports, branches: Map<string, MemoryDraft>) => Ports = (ports) => ports,
): Promise<Lived> {
  const random = randomOf(seed);
  const { act, settle, trace } = scheduler(random);
  const mails: Lying[] = [];
  const letters: Letter[] = [];
  const sent: Sent[] = [];
  const met: Record<string, number> = {};
  const count = (what: string): void => {
    met[what] = (met[what] ?? 0) + 1;
  };
  const moves = random.chance(0.7);
  const { branches, draftsFor } = memoryDrafts();
  const run = (name: string, trouble: boolean): Promise<unknown> => {
    let left = trouble && random.chance(0.5) ? random.between(0, 25) : Number.POSITIVE_INFINITY;
    const crashes = (): 'before' | 'after' | null => {
      left -= 1;
      if (left !== -1) return null;
      count('crashes');
      return random.pick(['before', 'after'] as const);
    };
    const faulty = trouble && random.chance(0.3);
    const fails = (): 'before' | 'after' | null => {
      if (!faulty || !random.chance(0.08)) return null;
      count('faults');
      return random.pick(['before', 'after'] as const);
    };
    const own = act(name, crashes, fails);
    count('runs');
    const ports = { mailbox: memoryMailbox(mails, own, moves), drafts: draftsFor(own), letters: memoryLetters(letters, own), makeDraft };
    return runMailbox(
      alter({ ...ports, organisation: ORGANISATION, authenticatedBy: SERVER, address: ADDRESS, untold: async () => {} }, branches),
    );
  };
  for (let round = random.between(2, 5); round > 0; round -= 1) {
    for (let coming = random.between(0, 3); coming > 0; coming -= 1) {
      const mail = mailOf(random, sent.length + 1, sent, letters);
      count(mail.kind);
      sent.push(mail);
      mails.push({ id: mail.number, folder: 'INBOX', bytes: mail.bytes, at: '2026-11-24T09:00:00+08:00' });
      trace.push(`mail ${mail.number}: ${mail.kind} ${mail.id ?? 'without id'} from ${mail.from}`);
    }
    const runs = random.chance(0.4) ? [run(`${round}a`, true), run(`${round}b`, true)] : [run(`${round}a`, true)];
    await settle(runs);
    for (const draft of branches.values()) {
      if (draft.pull && random.chance(0.1)) draft.approved = true;
      if (draft.approved && draft.pull && random.chance(0.3)) Object.assign(draft, { gone: true, pull: { ...draft.pull, open: false } });
    }
  }
  for (const name of ['last', 'once more']) await settle([run(name, false)]);
  return { wrongs: wrongsOf(sent, mails, branches, letters), trace, met };
}
