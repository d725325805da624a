import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Payload } from '#pipeline/render/payload.ts';
import { articleOf, dueItems } from './due-items.ts';
import { sendOneAtATime } from './due-one-at-a-time.ts';
import type { Answered, Asked } from './due-platform.ts';
import { newBureau, publishOnce } from './due-run.ts';
import { type Figure, figureOf } from './measure.ts';
import { costOf } from './processes.ts';

const MOST_ROUNDS = 3;
/** How many times as many items the second measurement of memory has. */
const MORE = 4;

const UPLOADS = ['/cgi-bin/media/uploadimg', '/cgi-bin/material/add_material'];

type Cases = Record<string, Record<string, Figure>>;

function expectSame(what: string, is: unknown, wanted: unknown): void {
  if (JSON.stringify(is) !== JSON.stringify(wanted))
    throw new Error(`expected ${what} to be ${JSON.stringify(wanted)}, but: ${JSON.stringify(is)}`);
}

/** A text as readers see it: without the addresses of its pictures. */
const shown = (content: string): string => content.replace(/src="[^"]*"/g, 'src=""');

/** Fails unless each article is out exactly once, with its own text. */
function expectOut({ articles }: Answered, wanted: readonly Payload[]): void {
  const text = (one: { title: string; content: string }): string => `${one.title} ${shown(one.content)}`;
  expectSame('what readers see', articles.map(text).sort(), wanted.map(text).sort());
  const unsent = articles.filter(({ content }) => content.includes('sanshen-image:'));
  expectSame('articles without pictures', unsent.length, 0);
}

const uploadsIn = ({ requests }: Answered): number => UPLOADS.reduce((sum, path) => sum + (requests[path] ?? 0), 0);

/**
 * Many items that are due at once, before a practice WeChat in a process of its own that answers late: a whole run beside a client that makes
 * one request at a time. Afterwards a second run, and other items with the same pictures, upload nothing.
 * @param counts how many items
 * @param latency of each request, in milliseconds
 */
export async function benchDue(rounds: number, counts: readonly number[], latency: number): Promise<Cases> {
  const platform = fork(resolve('test/bench/due-platform.ts'));
  const ask = async (asked: Asked): Promise<Answered> => {
    platform.send(asked);
    return ((await once(platform, 'message')) as [Answered])[0];
  };
  try {
    let cases: Cases = {};
    for (const count of counts) cases = { ...cases, ...(await casesFor(ask, Math.min(rounds, MOST_ROUNDS), count, latency)) };
    return cases;
  } finally {
    platform.kill();
  }
}

async function casesFor(ask: (asked: Asked) => Promise<Answered>, rounds: number, count: number, latency: number): Promise<Cases> {
  const articles = dueItems(count).map((item) => articleOf(item));
  const others = dueItems(count, 'other').map((item, index) => articleOf(item, articles[index]?.item));
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { url } = await ask({ kind: 'open', latency });
    const bureau = await newBureau();
    await bureau.approve(articles);
    const start = performance.now();
    const states = await publishOnce(bureau, url, latency);
    ours.push(performance.now() - start);
    expectSame('the states', states, Array(count).fill('confirmed'));
    const first = await ask({ kind: 'seen' });
    expectOut(first, articles);
    expectSame('the uploads', uploadsIn(first), count * 5);
    await publishOnce(bureau, url, latency);
    expectSame('the requests of a second run', (await ask({ kind: 'seen' })).requests, first.requests);
    if (round === 0) {
      await bureau.approve(others);
      await publishOnce(bureau, url, latency);
      const after = await ask({ kind: 'seen' });
      expectOut(after, [...articles, ...others]);
      expectSame('the uploads of pictures that are there', uploadsIn(after), uploadsIn(first));
    }
    bureau.close();
    const { url: again } = await ask({ kind: 'open', latency });
    const begin = performance.now();
    await sendOneAtATime(again, articles);
    plain.push(performance.now() - begin);
    expectOut(await ask({ kind: 'seen' }), articles);
  }
  const memory: Record<string, Figure> = {};
  for (const many of [count, count * MORE]) {
    const { url } = await ask({ kind: 'open', latency });
    const args = [...process.execArgv, resolve('test/bench/due-run.ts'), url, String(many), String(latency)];
    const { megabytes, status } = costOf(process.execPath, args, process.cwd());
    expectSame('the end of a run', status, 0);
    memory[`${many} items`] = figureOf([megabytes]);
  }
  const name = `${count} due items, ${latency} ms a request`;
  return {
    [`${name}: elapsed`]: { 'a run': figureOf(ours), 'one request at a time': figureOf(plain) },
    [`${name}: peak memory in MiB`]: memory,
  };
}
