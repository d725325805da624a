import { describe, expect, it } from 'vitest';
import type { Ports } from '#pipeline/intake/mailbox/take-mail.ts';
import type { MemoryDraft } from '../memory-drafts.ts';
import { live } from './histories.ts';

const HISTORIES = 500;

async function wrongs(histories: number, alter?: (ports: Ports, branches: Map<string, MemoryDraft>) => Ports): Promise<string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= histories; seed += 1) {
    const lived = await live(seed, alter);
    found.push(...lived.wrongs.map((wrong) => `seed ${seed}: ${wrong}`));
  }
  return found;
}

describe('the mailbox', () => {
  it(`makes of every mail one item or one quarantine in ${HISTORIES} histories of crashes, faults, duplicates and runs at once`, async () =>
    expect(await wrongs(HISTORIES)).toEqual([]));

  /** Faults that the histories have to find. */
  const PLANTED: [string, (ports: Ports, branches: Map<string, MemoryDraft>) => Ports][] = [
    [
      'a branch that is no lock',
      (ports, branches) => ({
        ...ports,
        drafts: {
          ...ports.drafts,
          begin: async (branch, change) => {
            const done = await ports.drafts.begin(branch, change);
            if (done === 'conflict') branches.get(branch)?.changes.push(change);
            return 'done';
          },
        },
      }),
    ],
    [
      'additions on top of what nobody has read',
      (ports) => ({
        ...ports,
        drafts: {
          ...ports.drafts,
          add: async (branch, _, change) => ports.drafts.add(branch, (await ports.drafts.stand(branch))?.tip ?? null, change),
        },
      }),
    ],
    ['letters that are only said to be sent', (ports) => ({ ...ports, letters: { send: async () => 'sent' } })],
    [
      'a mail that is put away once it is read',
      (ports) => ({
        ...ports,
        mailbox: {
          ...ports.mailbox,
          read: async (id) => {
            const found = await ports.mailbox.read(id);
            await ports.mailbox.move(id, 'Sanshen-Done');
            return found;
          },
        },
      }),
    ],
    ['a sender whom nobody vouches for', (ports) => ({ ...ports, authenticatedBy: 'nobody' })],
    [
      'an item that forgets what was put onto it',
      (ports) => ({
        ...ports,
        drafts: {
          ...ports.drafts,
          stand: async (branch) => {
            const stand = await ports.drafts.stand(branch);
            return stand && { ...stand, taken: new Map([...stand.taken].slice(0, 1)) };
          },
        },
      }),
    ],
  ];

  it.each(PLANTED)('would not do so with %s', async (_, alter) => expect((await wrongs(60, alter)).length).toBeGreaterThan(0));
});
