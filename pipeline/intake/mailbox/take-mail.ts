import { beijingMinute, type Instant } from '../../beijing-time.ts';
import { sha256 } from '../../canonical-json.ts';
import type { FileChange, NewFile } from '../../forge/git/git-write.ts';
import { Problem } from '../../problem.ts';
import { answerText } from '../answer.ts';
import type { Mark } from '../draft/marks.ts';
import { branchOf, type Change, type Drafts, type Sending, type Stand } from '../drafts.ts';
import { type ReadMail, readMail } from '../mail/read-mail.ts';
import type { ReportLine } from '../report.ts';
import { callUs, type Letter, type Post, tellSecrecyDuty } from '../secrecy.ts';
import { acknowledgement, namesOf, refusal, tooLate } from './letters.ts';
import { judgeSender, type Reason, type Sender } from './sender.ts';

/** Where a mail goes once it is done with; the inbox holds what is still to be done. Nothing is ever deleted. */
export const FOLDERS = { done: 'Sanshen-Done', quarantine: 'Sanshen-Quarantine', secrecy: 'Sanshen-Secrecy' } as const;
export type Folder = (typeof FOLDERS)[keyof typeof FOLDERS];

/** The bureau's mailbox. Of a mail that isn't there any more nothing is read and nothing is moved. */
export interface Mailbox {
  waiting(): Promise<{ id: number; size: number }[]>;
  read(id: number): Promise<{ bytes: Uint8Array; at: Instant } | null>;
  move(id: number, folder: Folder): Promise<void>;
  /** What lies in quarantine. */
  quarantined(): Promise<{ from: string; at: Instant }[]>;
}

/** A mail of somebody known, and what of its item is on the branch already. */
export interface Arrival {
  mail: ReadMail;
  sender: Sender;
  at: Instant;
  /** For names that are to be this mail's alone. */
  key: string;
  /** `edited`: somebody else has committed to the branch. */
  present: { folder: string; files: NewFile[]; edited: boolean } | null;
}

/** What becomes of a mail's text and files. Of `present` only what changes is given. */
export type Made =
  | { kind: 'draft'; title: string; files: FileChange[]; missing: readonly string[]; report: readonly ReportLine[] }
  | { kind: 'stopped'; mark: Mark }
  | { kind: 'refused'; reasons: readonly string[] };

/** What taking mails needs of the world. */
export interface Ports extends Post {
  mailbox: Mailbox;
  drafts: Drafts;
  /** Makes the item of a mail, or its addition: a pure function. */
  makeDraft: (arrival: Arrival) => Promise<Made>;
  /** Raises the alert that nobody with the secrecy duty learnt of a mail. */
  untold: () => Promise<void>;
  /** Of `policy.intake.mailbox`. */
  authenticatedBy: string;
}

/** What became of a mail. */
export type Outcome =
  | { kind: 'item' | 'added'; number: number; url: string; folder: string | null }
  | { kind: 'quarantined'; reason: Reason }
  /** `told`: those with the secrecy duty whom a letter reached. */
  | { kind: 'stopped'; told: number }
  | { kind: 'gone' | 'waits' };

const MOST_BYTES = 60 * 1024 * 1024;
/** A mail takes five looks; each that another run spoils is one more. */
const MOST_LOOKS = 20;
const shortHash = (text: string): string => sha256(text).slice(0, 20);

/** One mail on its way: what is known of it, and the acts that end it. */
interface Way {
  id: number;
  ports: Ports;
  mail: ReadMail;
  sender: Sender;
  at: Instant;
  sending: Sending;
}

async function quarantine({ mailbox }: Ports, id: number, reason: Reason): Promise<Outcome> {
  await mailbox.move(id, FOLDERS.quarantine);
  return { kind: 'quarantined', reason };
}

function write({ ports, mail, sender, sending }: Way, about: string, words: Pick<Letter, 'subject' | 'text'>): Promise<'sent' | 'refused'> {
  const id = `<sanshen.${about}.${sending.key.slice('mail-'.length)}@${ports.address.split('@').at(-1)}>`;
  const answers = mail.key.startsWith('<') ? mail.key : null;
  return ports.letters.send({ id, to: { name: sender.name, address: sender.address }, answers, ...words });
}

const answeredOf = ({ sender, at, mail }: Way): { sender: Sender; at: Instant; subject: string } => ({ sender, at, subject: mail.subject });

/** A mark: nothing is committed, the sender and those with the secrecy duty are told, and nobody else. */
async function stop(way: Way, mark: Mark): Promise<Outcome> {
  const { ports, sender, at, id, sending } = way;
  await write({ ...way, mail: { ...way.mail, key: '' } }, 'call', callUs(sender.name));
  const told = await tellSecrecyDuty(ports, {
    ...{ mark, at, name: sending.key.slice('mail-'.length), way: '报送邮箱', unit: sender.unit },
    from: ` ${sender.name}（${sender.address}）`,
    lies: `邮件原样留在邮箱的文件夹 ${FOLDERS.secrecy} 里`,
  });
  // The alert comes first: a run that ends here finds the mail in the inbox again.
  if (told === 0) await ports.untold();
  await ports.mailbox.move(id, FOLDERS.secrecy);
  return { kind: 'stopped', told };
}

async function refuse(way: Way, reasons: readonly string[]): Promise<Outcome> {
  await write(way, 'refused', refusal(answeredOf(way), reasons));
  return quarantine(way.ports, way.id, 'refused');
}

/** Puts the mail where a person looks, and says so on the pull request that it was for, where there is one. */
async function layAside(way: Way, stand: Stand, reason: 'collision' | 'late'): Promise<Outcome> {
  const { ports, sending, id } = way;
  const words = {
    collision: '又收到一封编号相同、内容不同的邮件，没有放进来；它在邮箱的隔离文件夹里，请办公室核对。',
    late: `${way.sender.name} 又发来补充，但已有人签批或已经办结，没有放进来；它在邮箱的隔离文件夹里，请办公室核对。`,
  };
  if (reason === 'late') await write(way, 'late', tooLate(answeredOf(way)));
  if (stand.pull) await ports.drafts.answer(stand.pull.number, { ...sending, key: `${sending.key}.${reason}` }, words[reason]);
  return quarantine(ports, id, reason);
}

const body = ({ sender, at }: Way, made: Extract<Made, { kind: 'draft' }>): string =>
  answerText([`由报送邮箱收到的邮件做成：${sender.name}，${beijingMinute(at)}。下面的已在回执里告诉报送人，回复回执会加进本件。`], made, [
    '',
    '办公室补齐、改好以后点“Ready for review”送审。',
  ]);

/** Acknowledges a mail, and notes on the pull request that it did: a letter that was sent but not noted is sent once more. */
async function answer(
  way: Way,
  branch: string,
  { pull, made, joins }: { pull: NonNullable<Stand['pull']>; made: Extract<Made, { kind: 'draft' }>; joins: boolean },
): Promise<void> {
  const words = acknowledgement(answeredOf(way), made, pull, joins);
  const sent = await write(way, branch.slice(-20), words);
  const said = sent === 'sent' ? '已给报送人发回执' : '回执没有送到报送人的邮箱，请办公室告诉他';
  await way.ports.drafts.answer(pull.number, way.sending, `${joins ? '加进了报送人的补充。' : ''}${said}。`);
}

type Step = 'begin' | 'add' | 'open' | 'answer' | 'file' | 'collision' | 'late' | 'wait';

/** The next step for a mail by how far its item has come (facts/intake 5, exactly once). @param joins an item that is there already */
function nextStep(stand: Stand | null, { key, digest }: Sending, joins: boolean): Step {
  if (stand === null) return 'begin';
  const taken = stand.taken.get(key);
  if (taken === undefined) {
    if (!joins) return 'collision';
    if (stand.pull?.open === false || stand.tip === null) return 'late';
    return stand.pull === null ? 'wait' : 'add';
  }
  if (taken.digest !== digest) return 'collision';
  if (stand.pull === null) return 'open';
  return stand.answered.has(key) ? 'file' : 'answer';
}

/** Takes the steps of a mail of somebody known, whatever was done of them before. */
async function goOn(way: Way, branch: string, joins: boolean): Promise<Outcome> {
  const { ports, sending, mail, sender, at, id } = way;
  const { drafts, mailbox } = ports;
  let made: Made | null = null;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const stand = await drafts.stand(branch);
    const step = nextStep(stand, sending, joins);
    if (step === 'file') {
      await mailbox.move(id, FOLDERS.done);
      const { pull, folder } = stand as Stand;
      return { kind: joins ? 'added' : 'item', number: pull?.number ?? 0, url: pull?.url ?? '', folder };
    }
    if (stand !== null && step === 'collision') return layAside(way, stand, 'collision');
    if (stand !== null && step === 'late') return layAside(way, stand, 'late');
    if (step === 'wait') return { kind: 'waits' };
    if (made === null || step === 'add') {
      const edited = stand?.edited === true;
      const present = joins && stand?.folder ? { folder: stand.folder, files: await drafts.files(stand), edited } : null;
      // Another run has added it and not said so: files that are there already would be added, and asked about, twice.
      const asSent = joins && step === 'answer' ? { ...mail, files: [] } : mail;
      made = await ports.makeDraft({ mail: asSent, sender, at, key: sending.key, present });
    }
    if (made.kind === 'stopped') return stop(way, made.mark);
    if (made.kind === 'refused') return refuse(way, made.reasons);
    const change: Change = { sending, files: made.files, message: `报送：${made.title}`, at };
    if (step === 'begin') await drafts.begin(branch, change);
    else if (step === 'open') await drafts.open(branch, { title: made.title, body: body(way, made) });
    else if (step === 'add') {
      if ((await drafts.add(branch, (stand as Stand).tip, change)) === 'closed') return layAside(way, stand as Stand, 'late');
    } else if (stand?.pull) await answer(way, branch, { pull: stand.pull, made, joins });
  }
  throw new Problem(
    'intake/busy',
    `邮件处理了 ${MOST_LOOKS} 次还没有办完；应一次办完；稍后会自动再试，还这样的请管理员查分支 ${branch}。`,
    { place: branch },
  );
}

/** The branch of an open item of the same sender that a mail answers: by the letter that it answers, or by the mail that began it. */
async function answeredBranch({ drafts }: Ports, mail: ReadMail, by: string): Promise<string | null> {
  for (const id of mail.answers.slice(0, 20)) {
    const ours = /^<sanshen\.([0-9a-f]{20})\.[0-9a-f]{20}@/.exec(id)?.[1];
    const branch = ours === undefined ? branchOf('mail', id) : `intake/mail-${ours}`;
    const stand = await drafts.stand(branch);
    if (stand !== null && [...stand.taken.values()].some((sending) => sending.by === by)) return branch;
  }
  return null;
}

/** Stands for a mail that couldn't be read: any answer may be one to it. */
const UNREAD = 'unread';

/**
 * Takes one mail as far as it goes. It may be interrupted anywhere and begun again, by two runs at once as well.
 * @param undone names of the inbox's earlier mails that weren't done: what answers one of them waits for the next run, and is added here
 */
export async function takeMail(waiting: { id: number; size: number }, ports: Ports, undone = new Set<string>()): Promise<Outcome> {
  const { id, size } = waiting;
  if (size > MOST_BYTES) return quarantine(ports, id, 'too-large');
  const leaving =
    (names: readonly string[]) =>
    (error: unknown): never => {
      for (const name of names) undone.add(name);
      throw error;
    };
  const unread = leaving([UNREAD]);
  const found = await ports.mailbox.read(id).catch(unread);
  if (found === null) return { kind: 'gone' };
  const mail = await readMail(found.bytes).catch((error: unknown) => (error instanceof Problem ? null : unread(error)));
  if (mail === null) return quarantine(ports, id, 'unreadable');
  const sender = judgeSender(mail, ports.organisation, ports.authenticatedBy);
  if (typeof sender === 'string') return quarantine(ports, id, sender);
  const answers = mail.answers.flatMap(namesOf);
  const waits = answers.some((name) => undone.has(name)) || (answers.length > 0 && undone.has(UNREAD));
  const own = [mail.key, shortHash(mail.key)];
  if (!waits) return taken({ id, ports, mail, sender, at: found.at }).catch(leaving(own));
  for (const name of own) undone.add(name);
  return { kind: 'waits' };
}

async function taken({ id, ports, mail, sender, at }: Omit<Way, 'sending'>): Promise<Outcome> {
  const by = sender.person ?? `unit:${sender.unit}`;
  const sending: Sending = { key: `mail-${shortHash(mail.key)}`, digest: mail.digest, by };
  const own = branchOf('mail', mail.key);
  // In this order: once the mail that it answers has an item, whoever made that has seen to it that this one has or hasn't its own.
  const joined = await answeredBranch(ports, mail, by);
  const joins = joined !== null && joined !== own && (await ports.drafts.stand(own)) === null;
  return goOn({ id, ports, mail, sender, at, sending }, joins ? joined : own, joins);
}
