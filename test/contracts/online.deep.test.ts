import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { octokitFor } from '#pipeline/forge/github/github.ts';
import { type SandboxProcess, startSandboxProcess } from '../end-to-end/sandbox-process.ts';
import { withMainUnlocked } from '../sandbox/github-world.ts';
import { answered, sanshen } from './program.ts';
import { git } from './repository.ts';

let sandbox: SandboxProcess;
let work: string;
let item: string;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  work = mkdtempSync(join(tmpdir(), 'sanshen-test-contracts-'));
  const [released] = (await online('status')).json().items as { id: string }[];
  item = released?.id ?? '';
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(work, { recursive: true, force: true });
});

/** A command in the sandbox's repository with its environment; `env` says what is otherwise (`null`: not set). */
const online = (...words: string[]) => withEnv({}, ...words);

const withEnv = (env: Record<string, string | null>, ...words: string[]) =>
  sanshen([...words, '--root', sandbox.root, '--format', 'json'], { env: without(env) });

function without(env: Record<string, string | null>): Record<string, string> {
  const all = Object.entries({ ...sandbox.env, ...env }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(all);
}

const REVIEW = {
  level: expect.any(Number),
  state: 'approved',
  person: expect.any(String),
  login: expect.any(String),
  at: expect.any(String),
  reason: expect.any(String),
};

describe('documents have the members of contracts.md', () => {
  it('the sandbox at readiness', () => {
    const { stop, program, sanshen: run, ...ready } = sandbox;
    expect(Object.keys(ready).sort()).toEqual(['desk', 'env', 'ready', 'root', 'site', 'tokens', 'version', 'wechat', 'weibo']);
    expect(ready.env).toMatchObject({ GITHUB_API_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/), WECHAT_API_BASE: ready.wechat });
    expect(Object.keys(ready.tokens)).toEqual(expect.arrayContaining(['lisi', 'zhouyi', 'zhengsi', 'fengliu', 'sunqi']));
  });

  it('gate, online and again from the evidence it collected', async () => {
    const evidence = await online('evidence', '--pr', '1');
    expect(evidence.code).toBe(0);
    expect(evidence.json()).toMatchObject({ version: 1, incomplete: [], pullRequest: { number: 1, merged: true } });
    const file = join(work, 'evidence.json');
    writeFileSync(file, evidence.stdout);
    const verdict = {
      version: 1,
      verdict: 'passed',
      items: [
        {
          id: item,
          path: `content/items/${item}`,
          levels: [REVIEW, REVIEW, REVIEW],
          ignored: [{ reviewId: expect.any(Number), login: 'fengliu', code: expect.any(String), reason: expect.any(String) }],
          blockers: [],
          next: [],
        },
      ],
      blockers: [],
    };
    for (const ended of [await online('gate', '--pr', '1'), await sanshen(['gate', '--evidence', file, '--format', 'json'])]) {
      expect([ended.code, ended.json()]).toMatchObject([0, verdict]);
    }
  });

  it('status, verify and form, by id, folder and every published address', async () => {
    const [{ releases }] = (await online('status')).json().items as [{ releases: { channel: string; url: string }[] }];
    expect(releases.map(({ channel }) => channel)).toEqual(['website', 'wechat', 'weibo']);
    const names = [
      item,
      `content/items/${item}`,
      `./content/items/${item}/index.md`,
      ...releases.map(({ url }) => url),
      `${releases[1]?.url}?scene=1#rd`,
    ];
    for (const name of names) {
      const status = await answered(['status', name, '--root', sandbox.root], sandbox.env);
      expect([name, status.code, status.json()]).toMatchObject([
        name,
        0,
        {
          version: 1,
          items: [
            {
              id: item,
              releases: [
                { channel: 'website', revision: 1, state: 'confirmed', url: releases[0]?.url, at: expect.any(String), next: '' },
                {},
                {},
              ],
            },
          ],
        },
      ]);
    }
    expect((await online('verify', releases[2]?.url ?? '')).json()).toEqual({
      version: 1,
      verified: true,
      items: 1,
      events: 8,
      head: expect.stringMatching(/^[0-9a-f]{40}$/),
      problems: [],
    });
    expect((await online('form', releases[0]?.url ?? '')).json()).toMatchObject({
      version: 1,
      number: expect.stringMatching(/^\d{4}-0001$/),
    });
  });

  it('verify --online asks GitHub for the recorded reviews again, and says when', async () => {
    expect((await online('verify', item, '--online')).json()).toEqual({
      version: 1,
      verified: true,
      items: 1,
      events: 8,
      head: expect.stringMatching(/^[0-9a-f]{40}$/),
      problems: [],
      online: { at: expect.any(String), pullRequests: 1 },
    });
    const alone = await withEnv({ GITHUB_TOKEN: null }, 'verify', '--online');
    expect([alone.code, alone.error().code]).toEqual([2, 'environment/missing']);
  });

  it('form as a Word file: a ZIP archive whose document holds the annex', async () => {
    const words = ['form', item, '--format', 'docx', '--root', sandbox.root];
    const [once, again] = [await sanshen(words), await sanshen(words)];
    expect([once.code, once.stderr]).toEqual([0, expect.stringContaining('没有核对')]);
    expect(again.stdout).toBe(once.stdout);
    expect(once.stdout.startsWith('PK\u0003\u0004')).toBe(true);
    for (const word of ['word/document.xml', '信息发布审核单', '拟发布渠道', '微信☑', '分管领导签发', '冯六（分管领导）', item])
      expect(once.stdout, word).toContain(word);
  });

  it('approve, plan, release and publish, where there is nothing left to do', async () => {
    const nothing = { version: 1, approved: [], releases: [], alerts: [] };
    expect((await online('plan')).json()).toMatchObject({ version: 1, releases: [], alerts: [] });
    for (const words of [
      ['approve'],
      ['approve', '--item', `content/items/${item}/`],
      ['release'],
      ['publish', '--dry-run'],
      ['publish'],
    ]) {
      const ended = await online(...words);
      expect([words, ended.code, ended.json()]).toEqual([words, 0, nothing]);
    }
  });
});

describe('an environment that cannot be used ends the command with 2 and shows no token', () => {
  const secret = 'practice-不该出现';
  it.each<[string, Record<string, string | null>, string, Record<string, string>?]>([
    ['no token', { GITHUB_TOKEN: null }, 'environment/missing'],
    ['an empty token', { GITHUB_TOKEN: ' \n' }, 'environment/missing'],
    ['a token with Chinese', { GITHUB_TOKEN: secret }, 'environment/malformed'],
    ['a token of two lines', { GITHUB_TOKEN: `${secret.slice(0, 9)}x\nSECOND` }, 'environment/malformed'],
    ['a wrong token', { GITHUB_TOKEN: 'practice-wrong' }, 'github/token'],
    ['no repository', { GITHUB_REPOSITORY: null }, 'environment/missing'],
    ['a repository without its owner', { GITHUB_REPOSITORY: 'lianxi' }, 'environment/malformed'],
    ['a repository that is not there', { GITHUB_REPOSITORY: 'shili/none' }, 'github/not-found', { setup: 'git/other-repository' }],
    ['an address that is none', { GITHUB_API_URL: 'junk' }, 'environment/malformed'],
    ['another kind of address', { GITHUB_API_URL: 'ftp://127.0.0.1/' }, 'environment/malformed'],
    ['an address where nobody answers', { GITHUB_API_URL: 'http://127.0.0.1:9' }, 'github/unreachable'],
  ])('%s', async (_, env, usual, own = {}) => {
    for (const words of [['gate', '--open'], ['setup'], ['publish', '--dry-run']]) {
      const code = own[words[0] as string] ?? usual;
      // What a token could leak into is asked of the program itself.
      const isSecret = 'GITHUB_TOKEN' in env;
      const here = isSecret ? null : await answered([...words, '--root', sandbox.root], without(env));
      const ended = here ? { ...here, stdout: '', stderr: '' } : await withEnv(env, ...words);
      expect([words, ended.code, ended.error()]).toMatchObject([words, 2, { code, message: expect.stringMatching(/\p{Script=Han}/u) }]);
      expect(ended.stdout + ended.stderr).not.toMatch(/不该出现|SECOND|practice-/);
    }
  });

  it('a line end after the token is none of it', async () =>
    expect((await withEnv({ GITHUB_TOKEN: `${sandbox.env.GITHUB_TOKEN}\n` }, 'gate', '--pr', '1')).code).toBe(0));

  it('somebody who may not act is refused with 1', async () => {
    for (const words of [
      ['hold', '--reason', '示例'],
      ['withdraw', item, '--kind', 'error', '--reason', '示例', '--now'],
    ]) {
      const ended = await withEnv({ GITHUB_TOKEN: sandbox.tokens.lisi as string, GITHUB_ACTOR: 'zhengsi' }, ...words);
      expect([ended.code, ended.error().code]).toEqual([1, 'not-entitled']);
    }
    expect((await online('status')).json()).toMatchObject({ held: null });
  });
});

it('an item that main does not hold is not approved in silence', async () => {
  const ended = await online('approve', '--item', 'wucheng/2026-11-24-none');
  expect([ended.code, ended.error().code]).toEqual([2, 'item/not-found']);
});

describe('verify finds every file of the ledger that is not as it was written', () => {
  let copy: string;
  let head: string;
  const faithful = new Map<string, Buffer>();

  beforeAll(() => {
    copy = join(work, 'copy');
    cpSync(sandbox.root, copy, { recursive: true });
    head = git(copy, 'rev-parse', 'origin/ledger');
    for (const path of git(copy, 'ls-tree', '-r', '--name-only', head).split('\n')) {
      faithful.set(path, Buffer.from(`${git(copy, 'cat-file', 'blob', `${head}:${path}`)}\n`));
    }
  });

  /** The copy with one new commit as its ledger: a history that says nothing of what was there before. */
  function rewritten(change: (files: Map<string, Buffer>) => void): string {
    const files = new Map(faithful);
    change(files);
    const folder = mkdtempSync(join(work, 'ledger-'));
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    git(copy, 'read-tree', '--empty');
    git(copy, `--work-tree=${folder}`, 'add', '--all', '--force', '.');
    git(copy, 'update-ref', 'refs/remotes/origin/ledger', git(copy, 'commit-tree', git(copy, 'write-tree'), '-m', '示例'));
    return copy;
  }
  const verified = async (root: string) => (await answered(['verify', '--root', root])).json();
  const kinds = ['approval', 'evidence', 'intent-website', 'confirmed-wechat', 'settings/', '-cover.json', 'media/wechat/wx'];

  it('and nothing in a faithful copy', async () => {
    const root = rewritten(() => undefined);
    expect(await verified(root)).toMatchObject({ verified: true, problems: [] });
    expect((await sanshen(['verify', '--root', root, '--format', 'json'])).json()).toEqual(await verified(root));
  });

  it.each(kinds)('a byte of %s', async (kind) => {
    const root = rewritten((files) => {
      const [path = '', bytes = Buffer.alloc(0)] = [...files].find(([name]) => name.includes(kind)) ?? [];
      const at = bytes.indexOf('sha256') >= 0 ? bytes.indexOf('sha256') + 12 : Math.floor(bytes.length / 2);
      files.set(path, Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))));
    });
    expect(await verified(root)).toMatchObject({
      version: 1,
      verified: false,
      problems: expect.arrayContaining([
        { item: expect.any(String), event: expect.any(String), code: expect.any(String), message: expect.any(String) },
      ]),
    });
    const built = await answered(['build', '--root', root]);
    expect([built.code, built.error().code]).toEqual([2, 'ledger/unverified']);
  });

  it.each(kinds.slice(0, -1))('%s left out', async (kind) => {
    const root = rewritten((files) => void files.delete([...files.keys()].find((name) => name.includes(kind)) ?? ''));
    expect(await verified(root)).toMatchObject({ verified: false });
  });

  it('a cut tail, for whoever remembers a commit', async () => {
    git(copy, 'update-ref', 'refs/remotes/origin/ledger', `${head}~1`);
    expect(await verified(copy)).toMatchObject({ verified: true });
    const ended = await sanshen(['verify', '--since', head, '--root', copy, '--format', 'json']);
    expect([ended.code, ended.json()]).toMatchObject([1, { verified: false, problems: [{ code: 'tail-cut' }] }]);
  });
});

it('the ledger is an orphan branch of added files, canonical JSON each, chained', () => {
  const { root } = sandbox;
  const paths = git(root, 'ls-tree', '-r', '--name-only', 'origin/ledger').split('\n');
  const [unit, name] = item.split('/');
  const folder = `${name?.slice(0, 4)}/${name?.slice(5, 7)}/${unit}/${name}`;
  const tree = git(root, 'rev-parse', `origin/main:content/items/${item}`);
  expect(paths).toEqual(
    expect.arrayContaining([`${folder}/0001-approval-${tree}.json`, `${folder}/0001-evidence.json`, `${folder}/0002-intent-website.json`]),
  );
  expect(git(root, 'log', '--format=%H', '--diff-filter=MDRTUX', 'origin/ledger')).toBe('');
  expect(git(root, 'rev-list', '--max-parents=0', 'origin/ledger').split('\n')).toHaveLength(1);
  let prev: string | null = null;
  for (const path of paths.filter((one) => one.startsWith(`${folder}/`) && !one.endsWith('evidence.json'))) {
    const text = `${git(root, 'cat-file', 'blob', `origin/ledger:${path}`)}\n`;
    const event = JSON.parse(text) as Record<string, unknown>;
    expect(event).toMatchObject({
      version: 1,
      prev,
      item,
      revision: 1,
      tree,
      pullRequest: 1,
      mergeSha: expect.any(String),
      runId: expect.any(String),
      attempt: 1,
      actor: expect.any(String),
    });
    expect(Object.keys(event)).toEqual([...Object.keys(event)].sort());
    prev = createHash('sha256').update(text).digest('hex');
  }
});

describe('what came to main past the review', () => {
  it('is refused with 1, told by its code, and on no page', async () => {
    const day = item.slice('wucheng/'.length, 'wucheng/2026-11-23'.length);
    const id = `wucheng/${day}-direct`;
    const origin = new URL(`${sandbox.env.GITHUB_API_URL}/${sandbox.env.GITHUB_REPOSITORY}.git`);
    origin.username = 'x-access-token';
    origin.password = sandbox.tokens.sunqi ?? '';
    const clone = join(work, 'clone');
    git(work, 'clone', '--quiet', origin.href, clone);
    const text = readFileSync(join(clone, 'content/items', item, 'index.md'), 'utf8');
    mkdirSync(join(clone, 'content/items', id));
    cpSync(join(clone, 'content/items', item), join(clone, 'content/items', id), { recursive: true });
    writeFileSync(join(clone, 'content/items', id, 'index.md'), text.replace('三天', '四天'));
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', '示例');
    const [owner = '', repo = ''] = (sandbox.env.GITHUB_REPOSITORY ?? '').split('/');
    const administrator = { apiUrl: sandbox.env.GITHUB_API_URL ?? '', token: sandbox.tokens.sunqi ?? '', repository: `${owner}/${repo}` };
    await withMainUnlocked(octokitFor(administrator), { owner, repo }, async () => {
      git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
    });
    const refused = [
      1,
      { version: 1, approved: [], releases: [], alerts: [{ item: id, code: 'no-pull-request', message: expect.any(String) }] },
    ];
    for (const words of [['approve'], ['approve', '--item', id], ['publish']]) {
      const ended = await online(...words);
      expect([ended.code, ended.json()]).toMatchObject(refused);
    }
    expect((await online('build', '--out', join(work, 'site'))).json()).toMatchObject({ version: 1, items: 1 });
    expect(existsSync(join(work, 'site', id))).toBe(false);
  });
});
