import { beijingDate, beijingMinute, type Instant } from '../beijing-time.ts';
import { inForce } from '../organisation/holders.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Mark } from './draft/marks.ts';

/** A letter to a person, in plain text. Its id follows from what it is about: sent twice, it is shown once. */
export interface Letter {
  id: string;
  to: { name: string; address: string };
  /** The Message-ID that it answers; `null` where that mail had none, or isn't to be named. */
  answers: string | null;
  subject: string;
  text: string;
}

/** Letters to people. `refused`: the address takes none, and trying again is of no use. */
export interface Letters {
  send(letter: Letter): Promise<'sent' | 'refused'>;
}

/** How letters go out: by whom, to whose people. */
export interface Post {
  letters: Letters;
  organisation: Organisation;
  /** Whose letters they are: the mailbox itself. */
  address: string;
}

/** Something that bears a classification mark, whichever way it came. None of its words. */
export interface Marked {
  mark: Mark;
  /** Names it for good, without saying what it is: 20 hexadecimal digits. */
  name: string;
  /** `报送邮箱`, `信息报送表` */
  way: string;
  /** Who sent it, in words. */
  from: string;
  /** Whose it is, where that is known: a duty may be for one unit. */
  unit: string | null;
  at: Instant;
  /** Where it lies as it was sent, in words. */
  lies: string;
}

const BY_MACHINE = '本邮件由系统自动发出。';

/** All that is written on the forge to the sender of what bears a mark: neither its kind nor its place. */
export const CALL = '请电话联系办公室，不要再从网上发送。';

/** To whoever sent it: it says nothing of it, as mail isn't the place (保密法). */
export const callUs = (name: string): Pick<Letter, 'subject' | 'text'> => ({
  subject: '请电话联系办公室',
  text: `${name}，您好：\n\n请电话联系办公室。在此之前请不要再发、也不要转发刚才报送的内容。\n\n${BY_MACHINE}`,
});

/** Tells those who hold the secrecy duty, and nobody else: kind and place. @returns how many a letter has reached */
export async function tellSecrecyDuty({ letters, organisation, address: own }: Post, marked: Marked): Promise<number> {
  const { mark, name, way, from, unit, at, lies } = marked;
  const text = [
    `${way} ${beijingMinute(at)} 收到${from}的来稿，${mark.place}有${mark.kind}。`,
    `内容没有做成稿件，也没有转给任何人；${lies}。已请报送人电话联系办公室，没有告诉其他人。`,
    `请按保密规定处置。${BY_MACHINE}`,
  ].join('\n');
  const day = beijingDate(at);
  const held = organisation.duties.filter((entry) => entry.duty === 'secrecy' && inForce(entry, day));
  const theirs = held.filter((entry) => entry.unit === undefined || unit === null || entry.unit === unit);
  let reached = 0;
  for (const person of new Set(theirs.map((entry) => entry.person))) {
    const { name: called = '', emails: [address] = [] } = organisation.people[person] ?? {};
    if (address === undefined) continue;
    const id = `<sanshen.secrecy-${person}.${name}@${own.split('@').at(-1)}>`;
    const letter = { id, answers: null, subject: `${way}收到带密级标志的来稿`, text, to: { name: called, address } };
    if ((await letters.send(letter)) === 'sent') reached += 1;
  }
  return reached;
}
