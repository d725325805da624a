import { startWechat, type WechatSandbox } from '#pipeline/sandbox/wechat/server.ts';
import { ACCOUNT } from './due-items.ts';

/** What the practice WeChat of the bench is asked, in a process of its own. */
export type Asked = { kind: 'open'; latency: number } | { kind: 'seen' };

/** What it answers: where it is, or which requests came and what readers see. */
export interface Answered {
  url: string;
  requests: Record<string, number>;
  articles: { title: string; content: string; sourceUrl: string }[];
}

const PATHS = [
  '/cgi-bin/stable_token',
  '/cgi-bin/media/uploadimg',
  '/cgi-bin/material/add_material',
  '/cgi-bin/draft/add',
  '/cgi-bin/draft/get',
  '/cgi-bin/draft/batchget',
  '/cgi-bin/freepublish/submit',
  '/cgi-bin/freepublish/getarticle',
  '/cgi-bin/freepublish/batchget',
];
/** More than any bench sends: what a day's quotas let through is their own figure. */
const QUOTAS = Object.fromEntries([...PATHS, '/cgi-bin/freepublish/get'].map((path) => [path, 100_000]));

let platform: WechatSandbox | null = null;
let requests: Record<string, number> = {};

function count(path: string): void {
  requests[path] = (requests[path] ?? 0) + 1;
  platform?.faults.onCall(path, () => count(path));
}

/** A new account. Each of its answers begins late. */
async function open(latency: number): Promise<void> {
  await platform?.close();
  platform = await startWechat({ ...ACCOUNT, publishPolls: 0, publishSeconds: 0, quotas: QUOTAS });
  platform.faults.add({ path: '/', kind: 'delay', value: latency, times: Number.MAX_SAFE_INTEGER });
  requests = {};
  for (const path of PATHS) platform.faults.onCall(path, () => count(path));
}

process.on('message', async (asked: Asked) => {
  if (asked.kind === 'open') await open(asked.latency);
  const articles = platform?.articles() ?? [];
  const shown = articles.map(({ title, content, sourceUrl }) => ({ title, content, sourceUrl }));
  process.send?.({ url: platform?.url ?? '', requests, articles: shown } satisfies Answered);
});
