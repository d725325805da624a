import type { Instant } from '#pipeline/beijing-time.ts';
import type { Mailbox } from '#pipeline/intake/mailbox/take-mail.ts';
import type { Letter, Letters } from '#pipeline/intake/secrecy.ts';

export type Act = <Value>(name: string, work: () => Value) => Promise<Value>;

/** A mail where it lies. */
export interface Lying {
  id: number;
  folder: string;
  bytes: Buffer;
  at: Instant;
}

/** A mailbox without a server. One that can't MOVE copies and deletes: whoever is interrupted in between leaves both. */
export function memoryMailbox(mails: Lying[], act: Act, moves: boolean): Mailbox {
  const inbox = (id: number): Lying | undefined => mails.find((mail) => mail.id === id && mail.folder === 'INBOX');
  const copy = (id: number, folder: string): void => {
    const mail = inbox(id);
    if (mail) mails.push({ ...mail, folder });
  };
  const remove = (id: number): void => {
    const mail = inbox(id);
    if (mail) mails.splice(mails.indexOf(mail), 1);
  };
  return {
    waiting: () =>
      act('waiting', () => mails.filter(({ folder }) => folder === 'INBOX').map(({ id, bytes }) => ({ id, size: bytes.length }))),
    read: (id) => act('read', () => inbox(id) ?? null),
    async move(id, folder) {
      if (moves) return act('move', () => [copy(id, folder), remove(id)]).then(() => undefined);
      await act('copy', () => copy(id, folder));
      await act('delete', () => remove(id));
    },
    quarantined: () =>
      act('quarantined', () => mails.filter(({ folder }) => folder === 'Sanshen-Quarantine').map(({ at }) => ({ from: '', at }))),
  };
}

/** People's letter boxes; an address of `nobody@` takes none. */
export const memoryLetters = (sent: Letter[], act: Act): Letters => ({
  send: (letter) =>
    act('send', () => {
      if (letter.to.address.startsWith('full@')) return 'refused';
      sent.push(letter);
      return 'sent';
    }),
});
