import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { type Bureau, FOLDER } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { fullLedger } from '../ledger/full-ledger.ts';
import { edited, type Files, ledgerFiles, replaceLedger, resigned, rewritten, without } from '../ledger/tampering.ts';

const page = readFileSync('.github/怎样自己验一遍.md', 'utf8');
/** What the page tells people to paste, as it stands there. */
const script = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).join('');

function opensslVersion(): string {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Pastes the page's blocks into a shell, in a new clone of what the server has. */
async function pasted({ world }: Bureau, known = ''): Promise<string[]> {
  const clone = folderOf({});
  await gitText(clone, ['clone', '--quiet', world.github.repositoryDir, '.']);
  const env = { ...process.env, KNOWN: known, LC_ALL: 'C.UTF-8' };
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: clone, env, encoding: 'utf8' });
  return stdout.split('\n');
}

const differences = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('不一致'));

// Before 3.0 openssl knows no way to verify Ed25519 on the command line.
describe.skipIf(!/^OpenSSL [3-9]/.test(opensslVersion()))('the page 怎样自己验一遍, pasted as it stands', () => {
  it('shows nothing but agreement where nobody has touched anything, and who signed', async () => {
    const bureau = await fullLedger();
    const head = await gitText(bureau.world.github.repositoryDir, ['rev-parse', 'ledger']);
    const lines = await pasted(bureau, head);
    expect(differences(lines)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('一致'))).toHaveLength(20);
    expect(lines).toContain(`请记下　${head}`);
    for (const told of ['"person":"周一"', '"person":"郑四"', '"person":"冯六"', '"reviewId":', '"title":"示例街道整治"'])
      expect(lines.some((line) => line.startsWith(told))).toBe(true);
  });

  it('shows what somebody has changed', async () => {
    const bureau = await fullLedger();
    const dir = bureau.world.github.repositoryDir;
    const files = await ledgerFiles(bureau);
    const [head, main] = [await gitText(dir, ['rev-parse', 'ledger']), await gitText(dir, ['rev-parse', 'main'])];
    const path = (part: string): string => [...files.keys()].find((each) => each.includes(part)) as string;
    const [approval, intent] = [path('street/0001-approval'), path('street/0002-intent')];
    const forged = (text: string): string => {
      const event = JSON.parse(text);
      const payload = Buffer.from(event.form.payload, 'base64').toString('utf8').replace('示例街道整治', '另一个标题');
      return JSON.stringify({ ...event, form: { ...event.form, payload: Buffer.from(payload).toString('base64') } });
    };
    const turned = smallJpeg();
    turned[turned.length - 3] = (turned[turned.length - 3] as number) ^ 1;
    const cases: {
      what: string;
      ledger?: Files;
      parent?: string;
      onMain?: Record<string, Uint8Array | string>;
      known?: string;
      shows: string;
    }[] = [
      {
        what: 'a byte of an event',
        ledger: edited(files, intent, (text) => text.replace('"attempt":1', '"attempt":2')),
        shows: '0002-intent-website.json 的签名',
      },
      {
        what: 'an event that was signed again',
        ledger: rewritten(files, intent, bureau.key, (text) => text.replace('"attempt":1', '"attempt":2')),
        shows: '0003-confirmed-website.json 接着上一条',
      },
      { what: 'an event left out', ledger: without(files, intent), shows: '0003-confirmed-website.json 的序号' },
      {
        what: 'the newest event with a line more',
        ledger: edited(files, path('street/0003'), (text) => `${text}\n`),
        shows: '0003-confirmed-website.json 只有一行',
      },
      {
        what: 'the recorded reviews',
        ledger: edited(files, path('street/0001-evidence'), (text) => text.replace('fengliu', 'fengLIU')),
        shows: '旁边的审核记录',
      },
      { what: 'the form without the key', ledger: rewritten(files, approval, bureau.key, forged), shows: '的签名' },
      {
        what: 'the form with a key that nobody listed',
        ledger: resigned(files, approval, newSigningKey().privateKeyPem, () => ({})),
        shows: '的签名',
      },
      {
        what: 'the time of signing outside the signature',
        ledger: rewritten(files, approval, bureau.key, (text) => text.replace(/("at":")\d{4}/, '$12025')),
        shows: '签名时间',
      },
      {
        what: 'a change on top',
        ledger: rewritten(files, path('street/0003'), bureau.key, (text) => text.replace('127.0.0.1', '127.0.0.2')),
        parent: head,
        shows: '台账只增不改',
      },
      { what: 'a ledger that was cut', ledger: without(files, path('street/0003')), known: head, shows: '上次记下的提交还在台账里' },
      { what: 'a bit of a picture', onMain: { [`${FOLDER}/street.jpg`]: turned }, shows: '主分支上现在的稿件' },
      { what: 'a bit of the text', onMain: { [`${FOLDER}/index.md`]: '另一稿\n' }, shows: '主分支上现在的稿件' },
    ];
    const missed: string[] = [];
    for (const { what, ledger, parent = null, onMain, known = '', shows } of cases) {
      if (ledger) await replaceLedger(bureau, ledger, parent);
      if (onMain) await bureau.pushToMain(onMain as Record<string, string>);
      const found = differences(await pasted(bureau, known));
      // The differences of all events stand in one answer, a line each.
      if (!found.some((line) => line.includes(shows))) missed.push(`${what}: ${found.join(' | ')}`);
      await gitText(dir, ['update-ref', 'refs/heads/ledger', head]);
      await gitText(dir, ['update-ref', 'refs/heads/main', main]);
    }
    expect(missed).toEqual([]);
    expect(differences(await pasted(bureau, head))).toEqual([]);
  });
});
