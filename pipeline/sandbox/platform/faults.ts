import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { beijingDate } from '../../beijing-time.ts';

const KINDS = ['drop-before', 'drop-after', 'status', 'errcode', 'truncate', 'delay', 'off'] as const;

/** Something that goes wrong with the next calls of a path. */
export interface Fault {
  /** Start of the path, e.g. `/cgi-bin/freepublish/submit`. */
  path: string;
  /**
   * `drop-before`: the connection breaks before anything is done; `drop-after`: it is done, but the answer is lost;
   * `status`: this HTTP status instead; `errcode`: this error of the platform instead (0: it claims success); `truncate`: done, half the answer comes;
   * `delay`: done later; `off`: the port closes.
   */
  kind: (typeof KINDS)[number];
  /** How many calls it hits; 1 if left out. */
  times?: number;
  /** `status`: the status (500); `errcode`: the code (-1); `delay`: milliseconds (1000). */
  value?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /**
   * Tells of the next call of a path before any fault and before anything is done, and waits for what is done then. Tests turn the platform
   * off or end the caller just then, or do what a person does at that moment.
   */
  onCall(path: string, told: () => void | Promise<void>): void;
}

interface Wiring {
  /** The platform's own way to say an error. */
  refuse: (context: Context, code: number) => Response;
  /** Closes the port. */
  off: () => void;
}

function breakConnection(context: Context): Response {
  (context.env as { incoming: IncomingMessage }).incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function isFault(value: unknown): value is Fault {
  const fault = value as Partial<Fault> | null;
  return typeof fault?.path === 'string' && KINDS.includes(fault.kind as Fault['kind']);
}

function middleware(take: (path: string) => Promise<Fault | undefined>, { refuse }: Wiring): MiddlewareHandler {
  return async (context, next) => {
    const fault = await take(context.req.path);
    if (fault?.kind === 'drop-before') return breakConnection(context);
    if (fault?.kind === 'status') return context.text('<html>Bad Gateway</html>', (fault.value ?? 500) as 500);
    if (fault?.kind === 'errcode') return refuse(context, fault.value ?? -1);
    if (fault?.kind === 'delay') await wait(fault.value ?? 1000);
    await next();
    if (fault?.kind === 'drop-after') context.res = breakConnection(context);
    if (fault?.kind === 'truncate') {
      const text = await context.res.text();
      context.res = new Response(text.slice(0, text.length / 2), { status: context.res.status });
    }
    return undefined;
  };
}

/**
 * Adds fault injection to a practice platform, in the process and by `POST /_sandbox/faults` (JSON, one fault; `DELETE` clears).
 * Only JSON is taken, which a foreign web page cannot send here unasked.
 */
export function injectFaults(app: Hono, wiring: Wiring): Faults {
  let waiting: Fault[] = [];
  let listeners: { path: string; told: () => void | Promise<void> }[] = [];
  const faults: Faults = {
    add(fault) {
      if (fault.kind === 'off') wiring.off();
      else waiting.push({ times: 1, ...fault });
    },
    clear() {
      waiting = [];
    },
    list: () => waiting,
    onCall: (path, told) => void listeners.push({ path, told }),
  };
  const take = async (path: string): Promise<Fault | undefined> => {
    const heard = listeners.filter((listener) => path.startsWith(listener.path));
    listeners = listeners.filter((listener) => !heard.includes(listener));
    for (const { told } of heard) await told();
    const fault = waiting.find((candidate) => path.startsWith(candidate.path));
    if (fault) fault.times = (fault.times ?? 1) - 1;
    waiting = waiting.filter(({ times }) => (times ?? 1) > 0);
    return fault;
  };
  app.post('/_sandbox/faults', async (context) => {
    const fault: unknown = context.req.header('content-type')?.startsWith('application/json')
      ? await context.req.json().catch(() => null)
      : null;
    if (!isFault(fault)) return context.json({ message: `应为 JSON：path 和 kind（${KINDS.join('、')}）` }, 400);
    // The port closes after the answer.
    if (fault.kind === 'off') setImmediate(wiring.off);
    else faults.add(fault);
    return context.json({ waiting });
  });
  app.delete('/_sandbox/faults', (context) => {
    faults.clear();
    return context.json({ waiting });
  });
  app.use('*', middleware(take, wiring));
  return faults;
}

/** Calls counted so far, of one Beijing day. */
export interface Counter {
  day: string;
  used: Record<string, number>;
}

/** Counts a call; false once the day's quota is used up. */
export function withinQuota(counter: Counter, now: Date, name: string, quota: number): boolean {
  const day = beijingDate(now);
  if (counter.day !== day) {
    counter.day = day;
    counter.used = {};
  }
  const used = counter.used[name] ?? 0;
  if (used >= quota) return false;
  counter.used[name] = used + 1;
  return true;
}

/** How often a name was counted on the Beijing day. */
export function usedToday(counter: Counter, now: Date, name: string): number {
  return counter.day === beijingDate(now) ? (counter.used[name] ?? 0) : 0;
}
