import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Release } from '../ledger/fold.ts';
import type { Policy } from '../organisation/policy.ts';

/**
 * WeChat says nothing of calls at once. It limits the minute (45011) and the day (facts A2–A4: 100 publications, 100 questions after
 * them, 1,000 uploads). A refusal of that kind ends the round's sending. Eight hide the latency of ten requests an article.
 */
const WECHAT = 8;

/**
 * Calls to each channel at the same time. Weibo shows the account's last five posts (`user_timeline`) and takes 30 an hour. A post whose
 * answer is lost must still be among the five. Of 群发 there is often one a day, which is for the first. The website isn't called but
 * looked at, before.
 */
function placesOf({ channels }: Policy): Readonly<Record<Channel, number>> {
  return { website: 1, wechat: channels.wechat.mode === 'mass' ? 1 : WECHAT, weibo: 1 };
}

/** What a call must not overtake: that of the same item to another channel, and of messages that share drafts with one another, any. */
function follows(message: readonly Release[]): string[] {
  const group = message[0]?.last?.remote?.steps?.group;
  return [...message.map(({ item }) => item), ...(group ? ['messages'] : [])];
}

/**
 * Makes calls side by side, those of one item one after the other and messages of several too. Once one of them throws, none begins any more, and
 * those on their way are waited for.
 * @param messages releases that go out together in one call, in the order in which they are to begin
 * @returns what each call gave, in the same order; `[]` of one that wasn't made or that threw
 */
export async function callConcurrently<Result>(
  policy: Policy,
  messages: readonly (readonly Release[])[],
  call: (message: readonly Release[]) => Promise<Result[]>,
): Promise<{ done: Result[][]; fault: { error: unknown } | null }> {
  const places = placesOf(policy);
  const limits = new Map<Channel, Limit>();
  const ends = new Map<string, Promise<unknown>>();
  let fault: { error: unknown } | null = null;
  const made = async (message: readonly Release[]): Promise<Result[]> => {
    if (fault !== null) return [];
    try {
      return await call(message);
    } catch (error) {
      fault ??= { error };
      return [];
    }
  };
  const done = messages.map((message) => {
    const channel = message[0]?.channel ?? 'website';
    const limit = limits.get(channel) ?? limitConcurrency(places[channel]);
    limits.set(channel, limit);
    const before = Promise.all(follows(message).map((name) => ends.get(name)));
    const end = before.then(() => limit(() => made(message)));
    for (const name of follows(message)) ends.set(name, end);
    return end;
  });
  return { done: await Promise.all(done), fault };
}

/** Does some work as soon as there is a place for it. */
type Limit = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Lets so many work at the same time; the others go on in the order in which they came. */
export function limitConcurrency(places: number): Limit {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
