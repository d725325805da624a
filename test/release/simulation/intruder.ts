import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { chained, type Draft } from '#pipeline/ledger/ledger.ts';
import type { LedgerFile } from '#pipeline/ledger/ledger-store.ts';
import { INTRUDER } from './ledger-book.ts';
import { newestLedger, pushForged, removeForged } from './ledger-branch.ts';
import { personsEvent } from './persons.ts';
import { processOf } from './timeline.ts';
import { note, type World } from './world.ts';

/** The file of an event that isn't signed, is signed by another key, or has what the publisher has signed for something else. */
function forgedFile(world: World, draft: Draft): LedgerFile {
  const [file] = chained(newestLedger(world), [draft], INTRUDER).files as [LedgerFile];
  const way = world.intruder.pick(['unsigned', 'another key', 'older signature']);
  if (way === 'another key') return file;
  const [older] = world.branch.commits.flatMap(({ events }) => events);
  const signature = way === 'unsigned' ? undefined : older?.event.signature;
  return { ...file, bytes: ledgerBytes({ ...JSON.parse(Buffer.from(file.bytes).toString('utf8')), signature }) };
}

/** What an intruder would want to be believed: that something is over, out, to be taken down, under way, held, or not held any more. */
function wanted(world: World): Draft | null {
  const { intruder, engine } = world;
  const ledger = newestLedger(world);
  const items = engine.itemsOf(ledger);
  const person = processOf('intruder', 1);
  if (items.length === 0) return null;
  if (intruder.chance(0.3))
    return personsEvent(world, person, { kind: intruder.pick(['hold', 'resume']), item: 'settings', reason: '示例' });
  const item = intruder.pick(items);
  const { text } = engine.itemState(ledger, item);
  if (text === null) return null;
  const { revision, tree, channels = [] } = text;
  const kind = intruder.pick(['confirmed', 'abandoned', 'withdraw-intent', 'intent'] as const);
  const remote = { id: 'forged', url: 'http://127.0.0.1/forged' };
  return personsEvent(world, person, { kind, item, channel: intruder.pick(channels), revision, tree, remote });
}

/**
 * Somebody who holds the ledger's token, and not the publisher's key, writes into the ledger. An administrator finds it by what every run
 * says, and takes it off the branch some time later.
 */
function intrude(world: World): void {
  const draft = wanted(world);
  if (draft === null || world.rate === 0) return;
  if (world.trace) note(world, `somebody forges ${draft.event.kind} ${draft.event.item} ${draft.event.channel ?? ''}`);
  pushForged(world, forgedFile(world, draft));
  world.timeline.at(world.timeline.now + world.intruder.between(60_000, 7_200_000), () => removeForged(world));
}

/** Lets somebody write into the ledger in some of the histories, at a moment of its own; of the harsh ones in those that are signed with a key. */
export function mayIntrude(world: World): void {
  const often = world.keys === null ? 0 : 0.2;
  if (!world.intruder.chance(world.harsh ? often : 0.02)) return;
  world.timeline.at(world.timeline.now + world.intruder.between(0, 600_000), () => intrude(world));
}
