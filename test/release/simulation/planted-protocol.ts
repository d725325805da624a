import type { Alteration } from '../../altered-copy.ts';

/** A mistake that somebody could make in the protocol of publishing. */
export interface PlantedBug {
  /** What the publisher does then. */
  it: string;
  spots: readonly Alteration[];
}

/** By file and by what the publisher does then: what stands there, what is written instead, and what else has to be altered for it. */
const bugsIn = (files: Record<string, Record<string, [before: string, after: string, ...more: Alteration[]]>>): PlantedBug[] =>
  Object.entries(files).flatMap(([file, bugs]) =>
    Object.entries(bugs).map(([it, [before, after, ...more]]) => ({ it, spots: [{ file, before, after }, ...more] })),
  );

/** The intent that was just written is taken as standing, whatever the ledger says. */
const believesItself: Alteration = {
  file: 'release/release-call.ts',
  before: 'stands: last?.seq === release.last?.seq',
  after: 'stands: true',
};

/** Mistakes against each of reliability B3's rules. */
export const plantedBugs: readonly PlantedBug[] = bugsIn({
  'release/first-send.ts': {
    'calls before the intent is written': [
      "{ ...release, steps } : put(round, release, 'intent', known)",
      '{ ...release, steps } : release',
      believesItself,
    ],
    'tries again without reading back': [
      'const found = justSeenAbsent(round, release) ? null : await lookAt(round, release);',
      'const found = justSeenAbsent(round, release) ? null : (null as Awaited<ReturnType<typeof lookAt>> | null);',
    ],
    'never stops trying': ['if (release.attempts >= MAX_ATTEMPTS) {', 'if (release.attempts >= MAX_ATTEMPTS * 100) {'],
    'stops trying and tells nobody': [
      "put(round, release, 'needs-human', { code: 'attempts', reason });\n    return alert(round, release, 'attempts', reason);",
      'return;',
    ],
    'sends a plan’s text that is no longer the approved one': [
      'planned.tree === approvalOf(state, release)?.tree',
      "planned.tree !== ''",
      {
        file: 'release/release-round.ts',
        before: 'return release.intent && release.intent.tree !== found?.tree ? null : found;',
        after: 'return found;',
      },
    ],
    'sends to the networks before the page is there': [
      "return releaseOf(state, 'website', release.revision).state === 'confirmed';",
      'return true;',
    ],
    'sends a correction beside the old post': ['if (!live) return true;', 'if (!live || round) return true;'],
    'sends a correction while the old post is in doubt': [
      "if (older.some(({ state }) => IN_DOUBT.includes(state) || state === 'offline' || state === 'withdraw-intent')) return false;",
      '',
    ],
    'writes what is over and tells people afterwards': [
      'if (blocked.final && (await round.context.tell({ item, channel, code: blocked.code, message })))',
      'if (blocked.final)',
    ],
    'leaves a post open whose page never comes': ['return void (await mayCall(round, release));', 'return;'],
    'posts where only a person may': [
      'if (isManual(round, release.channel)) return byHand(round, release);',
      'if (isManual(round, release.channel) && !round) return byHand(round, release);',
    ],
  },
  'ledger/signature.ts': {
    'believes what nobody has signed': ["if (signature === undefined) return 'unsigned';", 'if (signature === undefined) return null;'],
    'believes whatever has a signature': [
      'return faultOf(signedBytes(path, canonicalJson(said)), signature, keysOn(beijingDate(value.at)));',
      'return keysOn(beijingDate(value.at)) && null;',
    ],
  },
  'ledger/ledger-count.ts': {
    'believes a ledger that was set back': ['if (highest == null) return true;', 'return true;'],
    'counts events and doesn’t ask which': [
      '(head.startsWith(ledger) || (await store.contains(head, ledger)))',
      'ledger !== head.slice(ID)',
    ],
    'takes the newest count for the highest': ['statuses.toSorted((one, other) => claimed(other) - claimed(one))', 'statuses'],
    'believes a count that nobody has signed': [
      'return keys.some((key) => signatureFault(bytes, { keyid: keyIdOf(key), sig }, [key]) === null) ?',
      'return keys.length > 0 ?',
    ],
  },
  'ledger/ledger.ts': {
    'ignores that the ledger has moved on': [
      "if (done.kind === 'conflict') return null;",
      '',
      { file: 'ledger/ledger.ts', before: '    head: done.head,', after: "    head: done.kind === 'conflict' ? ledger.head : done.head," },
      believesItself,
    ],
  },
  'release/release-call.ts': {
    'doesn’t look whether the intent still stands': [
      '(await context.store.head()) === ledger.head ? ledger : await context.load()',
      'ledger',
    ],
    'sends again when the answer was lost': [
      "if (outcome.kind !== 'failed') return [{ kind: outcome.kind, said }];",
      "if (outcome.kind === 'unknown') return [{ kind: 'failed', said: { ...said, retry: 'counted' } }];\n  if (outcome.kind !== 'failed') return [{ kind: outcome.kind, said }];",
    ],
    'takes an adapter that breaks down for not sent': [
      "const FAULT: Outcome = { kind: 'unknown',",
      "const FAULT: Outcome = { kind: 'failed', retry: true, free: true,",
    ],
    'doesn’t ask again right before the call': [
      'const blocked = replaced(state, release) ?? (await context.blocked(ledger, state, release));',
      'const blocked = replaced(state, release);',
    ],
    'sends a text although a newer one was approved since its intent': [
      'if ((state.text?.revision ?? 0) <= release.revision) return null;',
      'if ((state.text?.revision ?? 0) <= release.revision + 9) return null;',
    ],
  },
  'release/in-doubt.ts': {
    'takes an intent over from a run that goes on': ["if (life === 'running') return release;", ''],
    'goes by a lease instead of the run’s end': [
      "const life = release.last ? await round.context.lifeOf(release.last) : 'ended';",
      "const life = Date.parse(round.now) - Date.parse(release.last?.at ?? '') > 30_000 ? ('ended' as const) : ('running' as const) as 'ended' | 'running' | 'unknown';",
      {
        file: 'release/in-doubt.ts',
        before: 'const end = release.last ? await round.context.endOf(release.last) : null;',
        after: 'const end = release.last?.at ?? null;',
      },
    ],
    'believes in absence at once': [
      'if (wait <= 0) return put(round, doubtful',
      'if (wait < Number.POSITIVE_INFINITY) return put(round, doubtful',
    ],
    'counts the settling time from the intent': [
      'const since = Math.max(Date.parse(end), Date.parse(release.last?.at ?? end));',
      'const since = Date.parse(release.last?.at ?? end);',
      {
        file: 'release/in-doubt.ts',
        before: 'return Date.parse(release.last?.at ?? round.now) + settle',
        after: 'return Date.parse(release.intent?.at ?? round.now) + settle',
      },
    ],
    'lets half the settling time do': ['.settle_seconds * 1000;', '.settle_seconds * 500;'],
    'takes what can’t be read for absent': [
      "  if (found.kind !== 'unreadable') return absent(round, release, stepsOf(found));\n  const wait",
      "  if (found.kind !== 'present') return absent(round, release, stepsOf(found));\n  const wait",
    ],
    'forgets who has to decide': [
      "  alert(round, release, alertCode(code, 'needs-human'), shown, manual);\n  return release;",
      '  return release;',
    ],
  },
  'ledger/run.ts': {
    'takes another attempt of a run for the same that goes on, and itself for ended': [
      "if (event.runId === own.id) return 'running';",
      "if (event.runId !== own.id) return 'ended';",
    ],
  },
  'release/offline-posts.ts': {
    'confirms a post by hand for another text than the one that was registered': [
      'if (approval.tree === offline.tree) {',
      "if (approval.tree !== '') {",
    ],
  },
  'release/release-engine.ts': {
    'forgets what was posted by hand and waits for its reviews': [
      "if (release.state === 'offline') return adoptPost(round, release);",
      "if (release.state === 'offline') return;",
    ],
    'retries blindly what is unknown': [
      'unknown: resolveUnknown,',
      'unknown: sendAgain,',
      { file: 'ledger/transitions.ts', before: "unknown: ['sent',", after: "unknown: ['intent', 'sent'," },
      {
        file: 'release/first-send.ts',
        before: 'justSeenAbsent(round, release) ? null : await lookAt(round, release)',
        after: '(null as Awaited<ReturnType<typeof lookAt>> | null)',
      },
    ],
    'lets one item that breaks stop all the others': [
      '    round.drafts.length = drafts;',
      '    throw error;\n    round.drafts.length = drafts;',
    ],
  },
  'release/call-guard.ts': {
    'posts once more what the text says was posted by hand': [
      "if (isUnregistered(facts, state, release.channel)) return stop('offline-unrecorded', UNRECORDED);",
      '',
    ],
    'asks for the reviews once a run': ['at - before.at <= SAME_MOMENT', 'at - before.at <= SAME_MOMENT * 10'],
    'doesn’t ask for the reviews again': [
      'const asking = judges.reviews(state, approval).catch',
      'const asking = Promise.resolve<Blocked | null>(null).catch',
    ],
  },
  'release/not-now.ts': {
    'sends while held': ['if (held !== null) return wait', 'if (held === undefined) return wait'],
    'sends in a pause': ['return paused(channel, facts, at) ??', 'return'],
    'sends after the seven days': [
      "if (state !== 'expired') return null;",
      "if (state !== 'expired' || channel !== 'website') return null;",
    ],
    'sends a text before the message of its day': [
      'if (Date.parse(now) >= Date.parse(time)) return null;',
      'if (Date.parse(now) > 0 * Date.parse(time)) return null;',
    ],
  },
  'ledger/fold.ts': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    'gives all revisions the same key': ['\\0${channel}\\0${revision}`', '\\0${channel}`'],
  },
  'ledger/site-release.ts': {
    'shows a page whose intent was taken back': ["['planned', 'failed', 'expired', 'abandoned']", "['planned', 'expired', 'abandoned']"],
    'shows the page that was withdrawn': [
      'if (!isWithdrawn(state) && !takenBack(page)) return null;',
      'if (!isWithdrawn(state)) return null;',
    ],
  },
  'release/take-back.ts': {
    'believes at once that what it withdraws is gone': [
      'return Math.max(Date.parse(since), Date.parse(end ?? since)) + settle - Date.parse(round.now);',
      'return 0 * settle;',
    ],
    'withdraws without waiting for the run that may be calling, and counts from the withdrawal': [
      "if (release.intent && (await round.context.lifeOf(release.intent)) === 'running') return 'wait';",
      '',
      { file: 'release/take-back.ts', before: ': await round.context.endOf(intent);', after: ': (last?.at ?? round.now);' },
    ],
    'takes a withdrawal whose answer was lost for done': [
      "  if (outcome.kind === 'confirmed') {\n",
      "  if (outcome.kind === 'unknown') return void put(round, release, 'withdrawn');\n  if (outcome.kind === 'confirmed') {\n",
    ],
    'leaves the draft of what it withdraws': [
      "if (found.kind === 'pending') return prepared(found.steps);",
      "if (found.kind === 'pending' && found.steps.draft) return null;\n  if (found.kind === 'pending') return prepared(found.steps);",
    ],
  },
  'release/website-intent.ts': {
    'leaves what is to be public no longer': ['|| beijingDate(at) <= until) return [];', '|| beijingDate(at) >= until) return [];'],
    'begins a page whose reviews no longer stand': [
      'if (blocked === null) return { draft: { event } };\n',
      "if (blocked === null || blocked.code === 'approval-gone') return { draft: { event } };\n",
    ],
    'builds a page that nobody has seen although its reviews no longer stand': [
      'if (blocked === null) return null;',
      "if (blocked === null || blocked.code === 'approval-gone') return null;",
    ],
  },
  'release/call-results.ts': {
    'forces its result into a ledger that says otherwise': [
      'if (first && now.intent?.seq === release.intent?.seq && mayFollow(now, first.event)) return true;',
      'if (first && mayFollow(release, first.event)) return true;',
    ],
  },
  'release/wechat-messages.ts': {
    'leaves the drafts of earlier tries to whoever presses the button': ["spent: ids.join(' ') });", "spent: '' });"],
  },
  'release/breaker.ts': {
    'has no circuit breaker': ['if (over.length === 0) return;', 'if (limit >= 0) return;'],
  },
});
