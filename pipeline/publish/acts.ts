import type { Instant } from '../beijing-time.ts';
import { Problem } from '../problem.ts';
import { type Draft, type Ledger, write } from './ledger.ts';
import type { Publisher } from './publisher.ts';
import { lockedVersion } from './settings-lock.ts';
import { readSettings, type Settings } from './settings-version.ts';

/** The settings that the ledger's newest version names. @throws Problem `settings/none` before `setup` */
export async function lockedSettings({ git }: Pick<Publisher, 'git'>, ledger: Ledger): Promise<Settings> {
  const locked = lockedVersion(ledger);
  if (locked) return readSettings(git, locked.commit, locked.files);
  throw new Problem('settings/none', '台账里还没有第一版名单与规则；请管理员先运行 sanshen setup --apply。', {
    place: 'ledger',
    exitCode: 1,
  });
}

/**
 * Writes events that a person decided, and decides again when the ledger has moved on.
 * @param decide gives the events on top of a ledger; may throw a Problem
 */
export async function writeActs(
  { ledgers, store, now }: Publisher,
  message: string,
  decide: (ledger: Ledger, at: Instant) => Promise<Draft[]>,
): Promise<Ledger> {
  for (let round = 0; round < 20; round += 1) {
    const ledger = await ledgers.open();
    const at = await now();
    const written = await write(store, ledger, await decide(ledger, at), message, at);
    if (written) return ledgers.keep(written);
  }
  throw new Problem('ledger/busy', '台账一直有别人在写，没有写成；请稍后再运行一次。', { place: 'ledger' });
}
