import type { Alteration } from '../../altered-copy.ts';

/** A mistake that somebody could make in the protocol of publishing. */
export interface PlantedBug {
  /** What the publisher does then. */
  it: string;
  spots: readonly Alteration[];
}

const bug = (it: string, file: string, before: string, after: string, ...more: Alteration[]): PlantedBug => ({
  it,
  spots: [{ file, before, after }, ...more],
});

/** The intent that was just written is taken as standing, whatever the ledger says. */
const believesItself: Alteration = {
  file: 'release/release-call.ts',
  before: 'stands: last?.seq === release.last?.seq',
  after: 'stands: true',
};

/** Mistakes in the order of reliability B3's rules. */
export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'calls before the intent is written',
    'release/first-send.ts',
    "{ ...release, steps } : put(round, release, 'intent', known)",
    '{ ...release, steps } : release',
    believesItself,
  ),
  bug(
    'ignores that the ledger has moved on',
    'ledger/ledger.ts',
    "if (done.kind === 'conflict') return null;",
    '',
    { file: 'ledger/ledger.ts', before: '    head: done.head,', after: "    head: done.kind === 'conflict' ? ledger.head : done.head," },
    believesItself,
  ),
  bug(
    'doesn’t look whether the intent still stands',
    'release/release-call.ts',
    '(await context.store.head()) === ledger.head ? ledger : await context.load()',
    'ledger',
  ),
  bug('takes an intent over from a run that goes on', 'release/in-doubt.ts', "if (life === 'running') return release;", ''),
  bug(
    'goes by a lease instead of the run’s end',
    'release/in-doubt.ts',
    "const life = release.last ? await round.context.lifeOf(release.last) : 'ended';",
    "const life = Date.parse(round.now) - Date.parse(release.last?.at ?? '') > 30_000 ? ('ended' as const) : ('running' as const) as 'ended' | 'running' | 'unknown';",
    {
      file: 'release/in-doubt.ts',
      before: 'const end = release.last ? await round.context.endOf(release.last) : null;',
      after: 'const end = release.last?.at ?? null;',
    },
  ),
  bug(
    'takes another attempt of a run for the same that goes on, and itself for ended',
    'ledger/run.ts',
    "if (event.runId === own.id) return 'running';",
    "if (event.runId !== own.id) return 'ended';",
  ),
  bug(
    'believes in absence at once',
    'release/in-doubt.ts',
    'if (wait <= 0) return put(round, doubtful',
    'if (wait < Number.POSITIVE_INFINITY) return put(round, doubtful',
  ),
  bug(
    'counts the settling time from the intent',
    'release/in-doubt.ts',
    'const since = Math.max(Date.parse(end), Date.parse(release.last?.at ?? end));',
    'const since = Date.parse(release.last?.at ?? end);',
    {
      file: 'release/in-doubt.ts',
      before: 'return Date.parse(release.last?.at ?? round.now) + settle',
      after: 'return Date.parse(release.intent?.at ?? round.now) + settle',
    },
  ),
  bug('lets half the settling time do', 'release/in-doubt.ts', '.settle_seconds * 1000;', '.settle_seconds * 500;'),
  bug(
    'takes what can’t be read for absent',
    'release/in-doubt.ts',
    "  if (found.kind !== 'unreadable') return absent(round, release, stepsOf(found));\n  const wait",
    "  if (found.kind !== 'present') return absent(round, release, stepsOf(found));\n  const wait",
  ),
  bug(
    'sends again when the answer was lost',
    'release/release-call.ts',
    "if (outcome.kind !== 'failed') return [{ kind: outcome.kind, said }];",
    "if (outcome.kind === 'unknown') return [{ kind: 'failed', said: { ...said, retry: 'counted' } }];\n  if (outcome.kind !== 'failed') return [{ kind: outcome.kind, said }];",
  ),
  bug(
    'takes an adapter that breaks down for not sent',
    'release/release-call.ts',
    "const FAULT: Outcome = { kind: 'unknown',",
    "const FAULT: Outcome = { kind: 'failed', retry: true, free: true,",
  ),
  bug(
    'tries again without reading back',
    'release/first-send.ts',
    'const found = justSeenAbsent(round, release) ? null : await lookAt(round, release);',
    'const found = justSeenAbsent(round, release) ? null : (null as Awaited<ReturnType<typeof lookAt>> | null);',
  ),
  bug(
    'retries blindly what is unknown',
    'release/release-engine.ts',
    'unknown: resolveUnknown,',
    'unknown: sendAgain,',
    { file: 'ledger/transitions.ts', before: "unknown: ['sent',", after: "unknown: ['intent', 'sent'," },
    {
      file: 'release/first-send.ts',
      before: 'justSeenAbsent(round, release) ? null : await lookAt(round, release)',
      after: '(null as Awaited<ReturnType<typeof lookAt>> | null)',
    },
  ),
  bug(
    'never stops trying',
    'release/first-send.ts',
    'if (release.attempts >= MAX_ATTEMPTS) {',
    'if (release.attempts >= MAX_ATTEMPTS * 100) {',
  ),
  bug(
    'stops trying and tells nobody',
    'release/first-send.ts',
    "put(round, release, 'needs-human', { code: 'attempts', reason });\n    return alert(round, release, 'attempts', reason);",
    'return;',
  ),
  bug(
    'doesn’t ask again right before the call',
    'release/release-call.ts',
    'const blocked = replaced(state, release) ?? (await context.blocked(ledger, state, release));',
    'const blocked = replaced(state, release);',
  ),
  bug(
    'sends a text although a newer one was approved since its intent',
    'release/release-call.ts',
    'if ((state.text?.revision ?? 0) <= release.revision) return null;',
    'if ((state.text?.revision ?? 0) <= release.revision + 9) return null;',
  ),
  bug('sends while held', 'ledger/before-call.ts', 'if (held !== null) return wait', 'if (held === undefined) return wait'),
  bug('sends in a pause', 'ledger/before-call.ts', 'return paused(channel, facts, at) ??', 'return'),
  bug(
    'sends after the seven days',
    'ledger/before-call.ts',
    "if (state !== 'expired') return null;",
    "if (state !== 'expired' || channel !== 'website') return null;",
  ),
  bug('asks for the reviews once a run', 'release/call-guard.ts', 'at - before.at <= SAME_MOMENT', 'at - before.at <= SAME_MOMENT * 10'),
  bug(
    'doesn’t ask for the reviews again',
    'release/call-guard.ts',
    'const asking = judges.reviews(state, approval).catch',
    'const asking = Promise.resolve<Blocked | null>(null).catch',
  ),
  bug(
    'sends a plan’s text that is no longer the approved one',
    'release/first-send.ts',
    'planned.tree === approvalOf(state, release)?.tree',
    "planned.tree !== ''",
    {
      file: 'release/release-round.ts',
      before: 'return release.intent && release.intent.tree !== found?.tree ? null : found;',
      after: 'return found;',
    },
  ),
  bug(
    'sends to the networks before the page is there',
    'release/first-send.ts',
    "return releaseOf(state, 'website', release.revision).state === 'confirmed';",
    'return true;',
  ),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
  bug('gives all revisions the same key', 'ledger/fold.ts', '\\0${channel}\\0${revision}`', '\\0${channel}`'),
  bug('sends a correction beside the old post', 'release/first-send.ts', 'if (!live) return true;', 'if (!live || round) return true;'),
  bug(
    'sends a correction while the old post is in doubt',
    'release/first-send.ts',
    "if (older.some(({ state }) => IN_DOUBT.includes(state) || state === 'withdraw-intent')) return false;",
    '',
  ),
  bug(
    'shows the page that was withdrawn',
    'ledger/site-release.ts',
    'if (!isWithdrawn(state) && !takenBack(page)) return null;',
    'if (!isWithdrawn(state)) return null;',
  ),
  bug(
    'believes at once that what it withdraws is gone',
    'release/take-back.ts',
    'return Math.max(Date.parse(since), Date.parse(end ?? since)) + settle - Date.parse(round.now);',
    'return 0 * settle;',
  ),
  bug(
    'withdraws without waiting for the run that may be calling, and counts from the withdrawal',
    'release/take-back.ts',
    "if (release.intent && (await round.context.lifeOf(release.intent)) === 'running') return 'wait';",
    '',
    { file: 'release/take-back.ts', before: ': await round.context.endOf(intent);', after: ': (last?.at ?? round.now);' },
  ),
  bug(
    'takes a withdrawal whose answer was lost for done',
    'release/take-back.ts',
    "  if (outcome.kind === 'confirmed') {\n",
    "  if (outcome.kind === 'unknown') return void put(round, release, 'withdrawn');\n  if (outcome.kind === 'confirmed') {\n",
  ),
  bug(
    'forces its result into a ledger that says otherwise',
    'release/call-results.ts',
    'if (first && now.intent?.seq === release.intent?.seq && mayFollow(now, first.event)) return true;',
    'if (first && mayFollow(release, first.event)) return true;',
  ),
  bug(
    'forgets who has to decide',
    'release/in-doubt.ts',
    "  alert(round, release, alertCode(code, 'needs-human'), shown, manual);\n  return release;",
    '  return release;',
  ),
  bug(
    'writes what is over and tells people afterwards',
    'release/first-send.ts',
    'if (blocked.final && (await round.context.tell({ item, channel, code: blocked.code, message })))',
    'if (blocked.final)',
  ),
  bug('leaves a post open whose page never comes', 'release/first-send.ts', 'return void (await mayCall(round, release));', 'return;'),
  bug(
    'leaves the drafts of earlier tries to whoever presses the button',
    'release/wechat-messages.ts',
    "spent: ids.join(' ') });",
    "spent: '' });",
  ),
  bug(
    'sends a text before the message of its day',
    'ledger/before-call.ts',
    'if (Date.parse(now) >= Date.parse(time)) return null;',
    'if (Date.parse(now) > 0 * Date.parse(time)) return null;',
  ),
  bug(
    'leaves the draft of what it withdraws',
    'release/take-back.ts',
    "if (found.kind === 'pending') return prepared(found.steps);",
    "if (found.kind === 'pending' && found.steps.draft) return null;\n  if (found.kind === 'pending') return prepared(found.steps);",
  ),
  bug(
    'posts where only a person may',
    'release/first-send.ts',
    'if (isManual(round, release.channel)) return byHand(round, release);',
    'if (isManual(round, release.channel) && !round) return byHand(round, release);',
  ),
  bug('has no circuit breaker', 'release/breaker.ts', 'if (over.length === 0) return;', 'if (limit >= 0) return;'),
  bug(
    'lets one item that breaks stop all the others',
    'release/release-engine.ts',
    '    round.drafts.length = drafts;',
    '    throw error;\n    round.drafts.length = drafts;',
  ),
];
