import type { Channel } from '../item/front-matter-schema.ts';
import type { Release } from './fold.ts';
import { type Lane, laneOf } from './lane.ts';

/**
 * Calls to a channel at the same time.
 * - WeChat says nothing of calls at once; its limits are by the minute (45011) and by the day (facts A2–A4: 100 publications and 100 questions after
 *   them, 1,000 uploads), and a refusal of that kind ends the run's sending. Eight hide the latency of ten requests an article.
 * - Weibo shows five posts of the account (`user_timeline`) and takes 30 an hour: a post whose answer is lost must still be among the five when
 *   it is looked for, so they go one by one.
 * - The website isn't called but looked at, before.
 */
export const AT_ONCE: Readonly<Record<Channel, number>> = { website: 1, wechat: 8, weibo: 1 };

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
export async function callAtOnce<Result>(
  messages: readonly (readonly Release[])[],
  call: (message: readonly Release[]) => Promise<Result[]>,
): Promise<{ done: Result[][]; fault: { error: unknown } | null }> {
  const lanes = new Map<Channel, Lane>();
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
    const lane = lanes.get(channel) ?? laneOf(AT_ONCE[channel]);
    lanes.set(channel, lane);
    const before = Promise.all(follows(message).map((name) => ends.get(name)));
    const end = before.then(() => lane(() => made(message)));
    for (const name of follows(message)) ends.set(name, end);
    return end;
  });
  return { done: await Promise.all(done), fault };
}
