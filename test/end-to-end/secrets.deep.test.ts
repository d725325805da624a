import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openHouse } from './house.ts';
import { runProgram } from './programs.ts';
import { submission } from './submission.ts';

const canary = (of: string): string => `canary-${of}-${randomUUID()}`;
const APP_SECRET = canary('app+secret');
const WEIBO_TOKEN = canary('weibo/token');
const RUN_TOKEN = canary('access"token');

/** Everything that a request says, as a careless platform or proxy might repeat it. */
async function heard(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return `${request.url} ${JSON.stringify(request.headers)} ${body} ${APP_SECRET} ${WEIBO_TOKEN} ${RUN_TOKEN}`;
}

type Parrot = (words: string, response: ServerResponse) => void;

const json = (response: ServerResponse, value: object): void =>
  void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

/** Ways of failing that repeat what was asked. */
const PARROTS: Parrot[] = [
  (words, response) => json(response, { errcode: 40164, errmsg: `invalid ip ${words} rid: ${words}`, error_code: 10006, error: words }),
  (words, response) => json(response, { errcode: 99_999, errmsg: `${words} rid: ${words}`, error_code: 99_999, error: words }),
  (words, response) => void response.writeHead(500, { 'content-type': 'text/html' }).end(`<h1>${words}</h1>`),
  (words, response) => void response.writeHead(302, { location: `http://127.0.0.1:9/?${encodeURIComponent(words)}` }).end(),
  (words, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': 9000 })
      .write(`{"a":"${words}`, () => response.destroy()),
  (words, response) => json(response, { media_id: words, url: words, idstr: words, text: words, uid: words }),
];

async function startParrot(): Promise<{ url: string; asked: () => number; close: () => void }> {
  let count = 0;
  const server = createServer(async (request, response) => {
    const words = await heard(request);
    if (request.url?.startsWith('/cgi-bin/stable_token')) return json(response, { access_token: RUN_TOKEN, expires_in: 7200 });
    PARROTS[count % PARROTS.length]?.(words, response);
    count += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => count, close };
}

/** Every file under a folder, as text. */
function filesIn(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map(({ name, path }) => ({ name, text: readFileSync(path, 'latin1') }));
}

/** All objects of a repository, whatever reaches them. */
function objectsIn(root: string): string {
  return execFileSync('git', ['-C', root, 'cat-file', '--batch-all-objects', '--batch', '--buffer'], {
    maxBuffer: 1 << 28,
    encoding: 'latin1',
  });
}

describe('platforms that repeat every secret in whatever they answer', () => {
  let sinks: { name: string; text: string }[];
  let canaries: [string, string][];
  let asked = 0;

  beforeAll(async () => {
    const house = await openHouse();
    const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-secrets-'));
    const parrot = await startParrot();
    try {
      const items = ['yi', 'er'].map((slug, index) => submission(slug, `法制处第${'一二'[index]}批案卷评查结果，逐件讲评`));
      for (const one of items) await house.land(one);
      const { root, env: own, github, accounts } = house.sandbox;
      const env = {
        ...own,
        WECHAT_API_BASE: parrot.url,
        WECHAT_APP_SECRET: APP_SECRET,
        WEIBO_API_BASE: parrot.url,
        WEIBO_ACCESS_TOKEN: WEIBO_TOKEN,
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        GITHUB_OUTPUT: join(folder, 'output'),
      };
      const [first] = items;
      const commands = [
        ['approve'],
        ['plan'],
        ['release'],
        ['publish'],
        ['record', first?.id ?? '', '--channel', 'wechat', '--url', 'https://mp.weixin.qq.com/s/example'],
        ['withdraw', first?.id ?? '', '--kind', 'error', '--reason', '有误（示例）', '--now'],
        ['doctor'],
        ['status'],
        ['verify'],
        ['hold', '--reason', '查明原因（示例）'],
      ];
      const said: { name: string; text: string }[] = [];
      for (const words of commands) {
        for (const format of words[0] === 'publish' ? ['text', 'json'] : ['text']) {
          const { out, err } = await runProgram([...words, '--root', root, '--format', format], env);
          said.push({ name: `${words[0]} ${format}`, text: `${out}\n${err}` });
        }
      }
      asked = parrot.asked();
      const { octokit, of } = house.person(accounts[0]?.login ?? '');
      const issues = await octokit.paginate(octokit.issues.listForRepo, { ...of, state: 'all' });
      const comments = await Promise.all(
        issues.map(({ number }) => octokit.paginate(octokit.issues.listComments, { ...of, issue_number: number })),
      );
      sinks = [
        ...said,
        { name: 'issues', text: JSON.stringify(issues) },
        { name: 'comments', text: JSON.stringify(comments) },
        { name: 'objects', text: objectsIn(root) },
        ...filesIn(folder),
        ...filesIn(join(root, '.git')).filter(({ name }) => !name.startsWith('objects/')),
      ];
      const base64 = (value: string): string => Buffer.from(value).toString('base64').replace(/=+$/, '');
      const key = own.SANSHEN_SIGNING_KEY?.split('\n').find((line) => line.length > 30 && !line.startsWith('---')) ?? '';
      canaries = [
        ['the app secret', APP_SECRET],
        ['the app secret in an address', encodeURIComponent(APP_SECRET)],
        ['the app secret in base64', base64(APP_SECRET)],
        ['Weibo’s token', WEIBO_TOKEN],
        ['Weibo’s token in an address', encodeURIComponent(WEIBO_TOKEN)],
        ['the token of the run', RUN_TOKEN],
        ['the token of the run in an address', encodeURIComponent(RUN_TOKEN)],
        ['the token of the run in JSON', JSON.stringify(RUN_TOKEN).slice(1, -1)],
        ['GitHub’s token', own.GITHUB_TOKEN ?? ''],
        ['GitHub’s token as Git sends it', base64(`x-access-token:${own.GITHUB_TOKEN}`)],
        ['the ledger’s token', own.SANSHEN_LEDGER_TOKEN ?? own.GITHUB_TOKEN ?? ''],
        ['the signing key', key],
      ];
      expect(github.repository).toBe(own.GITHUB_REPOSITORY);
    } finally {
      parrot.close();
      rmSync(folder, { recursive: true, force: true });
      await house.close();
    }
  });

  it('are asked, and what they said would have been told with the secrets in it', () => {
    expect(asked).toBeGreaterThan(6);
    expect(sinks.filter(({ text }) => text.includes('***')).map(({ name }) => name)).not.toEqual([]);
    expect(canaries.every(([, value]) => value.length >= 20)).toBe(true);
  });

  it('reach no output, page of a run, plan, issue, comment, ledger or setting of Git with any of twelve', () => {
    const found = sinks.flatMap(({ name, text }) => canaries.filter(([, value]) => text.includes(value)).map(([of]) => `${of}: ${name}`));
    expect(found).toEqual([]);
  });
});
