import type { Alert } from '../alerts/alert.ts';
import type { Instant } from '../beijing-time.ts';
import { mayFollow, type Release, releaseOf } from '../ledger/fold.ts';
import { type Draft, eventsOf, itemState, type Ledger, write } from '../ledger/ledger.ts';
import type { Run } from '../ledger/run.ts';
import type { Unsigned } from '../ledger/signature.ts';
import type { Upload } from './channels/channel.ts';
import { pictureRecord, placeFor } from './kept-pictures.ts';
import type { ReleaseContext, Round } from './release-round.ts';

/** What a call left behind: events of one release in order, pictures that the platform now holds, and what people have to know. */
export interface Result {
  release: Release;
  events: Draft[];
  uploads: Upload[];
  alerts: Alert[];
}

const PUSHES = 25;

/** Whether a run has written something of a release since an intent: a push may have taken effect although its answer says otherwise. */
function isWritten(ledger: Ledger, { item, channel, revision, intent }: Release, run: Run): boolean {
  return eventsOf(ledger, item).some(
    (event) =>
      event.seq > (intent?.seq ?? 0) &&
      event.channel === channel &&
      event.revision === revision &&
      event.runId === run.id &&
      event.attempt === run.attempt,
  );
}

/**
 * Results that still fit on top of a ledger that others may have written to: those of what is still the newest intent. What no longer fits is
 * told, never forced; what is written already is neither.
 */
function fitting({ run }: ReleaseContext, ledger: Ledger, results: readonly Result[], alerts: Alert[]): Result[] {
  return results.filter(({ release, events: [first] }) => {
    if (isWritten(ledger, release, run)) return false;
    const now = releaseOf(itemState(ledger, release.item), release.channel, release.revision);
    if (first && now.intent?.seq === release.intent?.seq && mayFollow(now, first.event)) return true;
    if (now.state !== 'withdraw-intent') {
      const message = `发送期间台账里已有别的结果（${now.state}）；请管理员核对平台，再用 resolve 登记。`;
      alerts.push({ item: release.item, channel: release.channel, code: 'crossed', message });
    }
    return false;
  });
}

/** The events of results, the last of each with records of pictures that the ledger doesn't remember yet: the event after the call names them. */
async function withPictures(context: ReleaseContext, ledger: Ledger, results: readonly Result[], at: Instant): Promise<Draft[]> {
  const taken = new Set<string>();
  const drafts: Draft[] = [];
  for (const { events, uploads } of results) {
    const pictures: Unsigned[] = [];
    for (const upload of uploads) {
      const path = await placeFor(context.store, ledger, (again) => context.uploadPath(upload, again), upload);
      if (path === null || taken.has(path)) continue;
      taken.add(path);
      pictures.push({ path, value: pictureRecord(upload, at) });
    }
    drafts.push(...events.slice(0, -1), ...events.slice(-1).map((draft) => ({ ...draft, pictures })));
  }
  return drafts;
}

/** Writes the results of calls in one push, on top of whatever others have written meanwhile. The round goes on with the ledger as it is then. */
export async function writeResults(round: Round, results: readonly Result[]): Promise<void> {
  const { context } = round;
  const at = await context.now();
  let ledger = round.ledger;
  for (let push = 0; push < PUSHES; push += 1) {
    const drafts = await withPictures(context, ledger, fitting(context, ledger, results, round.run.alerts), at);
    const written = await write(context.store, ledger, drafts, '登记发布结果', at);
    ledger = written ?? (await context.load());
    if (written) break;
  }
  round.ledger = ledger;
}
