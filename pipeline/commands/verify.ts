import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { itemIn } from '../acts/find-item.ts';
import { type Git, openGit } from '../forge/git/git.ts';
import { openGithub } from '../forge/github/github.ts';
import { itemsOf, readLedger, readNewestChains } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { verifyPackage } from '../reports/archive/verify-package.ts';
import { keyIdOf } from '../review/form/envelope.ts';
import { gitTrust, newestMain, unverifiedLedgers, verifiedLedgers } from '../verify/publisher.ts';
import { verifyItem, verifyNewest } from '../verify/verify.ts';
import type { Trust, VerifyProblem } from '../verify/verify-chain.ts';
import { askAgain, type OnlineReport } from '../verify/verify-online.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';
import { githubIn } from './shared/environment.ts';

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');
const STEP = 200;

/** Ids of the public keys that a text names: as ids, in a line of `signing_keys`, or as PEM, which has the same line. */
function keysNamed(text: string): Set<string> {
  const lines = text.match(/MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=/g) ?? [];
  return new Set([...(text.match(/\b[0-9a-f]{64}\b/g) ?? []), ...lines.map((line) => keyIdOf({ id: '', public_key: line }))]);
}

/** By what the first key of a package is known; `null` where nothing says. */
async function knownBy({ root, options }: CommandContext): Promise<{ isKnown: Trust['isMains']; name: string; close: () => void } | null> {
  if (typeof options.keys === 'string') {
    const path = resolve(root, options.keys);
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new Problem('usage/keys', `${path} 读不出来；应为写着公钥或公钥编号的文件；请核对 --keys。`, { place: '--keys', cause });
    });
    const keys = keysNamed(text);
    if (keys.size === 0)
      throw new Problem('usage/keys', `${path} 里没有公钥；应有公钥、公钥编号，或 policy.yml 的 signing_keys；请核对 --keys。`, {
        place: '--keys',
      });
    return { isKnown: async (_, keyid) => keys.has(keyid), name: ` ${options.keys} `, close: () => undefined };
  }
  const git = await openGit(root).catch(() => null);
  const main = git && (await newestMain(git, { fetch: false }).catch(() => null));
  if (git && main) return { isKnown: gitTrust(git).isMains, name: `本仓库的 ${main.branch} 分支`, close: () => git.close() };
  git?.close();
  return null;
}

/** `verify --archive`: a package checked by itself, its keys against those that the reader has from elsewhere. */
async function verifyArchive(context: CommandContext, folder: string): Promise<CommandResult> {
  const { root, note } = context;
  const known = await knownBy(context);
  const progress = (done: number, all: number): void => {
    if (done % STEP === 0 || done === all) note(`核验：${done}/${all} 件`);
  };
  try {
    const report = await verifyPackage(resolve(root, folder), await readFile(TOKENS, 'utf8'), known?.isKnown, progress);
    const { year, items, events, problems, sums, keys, madeBy } = report;
    const verified = problems.length === 0;
    const notes = [
      ...(madeBy === null
        ? []
        : [`这个包是另一版程序（${madeBy}）做的：签名、登记、稿件照查，审核单和目录的版面没有逐字比对；要比对请用那一版核验。`]),
      known === null
        ? `没有与单位留存的公钥比对（--keys 文件，或在信息仓库里运行）；请核对公钥编号 ${keys.join('、')}。`
        : `第一把公钥已与${known.name}比对。`,
      `校验和清单的摘要 ${sums}；请与移交清单上的对照。`,
    ];
    const lines = verified
      ? [`归档包核验通过：${year} 年，${items} 件，${events} 条登记，全部一致。`, ...notes]
      : [`归档包核验没有通过，共 ${problems.length} 处：`, ...problems.map(({ message }) => `✗ ${message}`)];
    const json = { version: 1, verified, items, events, problems, year, sums, keys, keysCompared: known !== null, madeBy };
    return { exitCode: verified ? 0 : 1, json, text: lines.join('\n') };
  } finally {
    known?.close();
  }
}

/** The commit that `--since` names. One that is nowhere is a cut tail, so only what can't be one at all is a mistake. @throws Problem `usage/since` */
async function commitSince(git: Git, given: unknown): Promise<string | null> {
  if (typeof given !== 'string') return null;
  const commit = await git.resolve(given);
  if (commit !== null) return commit;
  if (/^[0-9a-f]{7,64}$/.test(given)) return given;
  throw new Problem('usage/since', `--since “${given}”不是提交号；应为台账里曾有过的一次提交；请核对后重试。`, { place: '--since' });
}

/** Asks GitHub about the ledger, or one item of it. @throws Problem `environment/…`, `github/…` */
async function askGithub({ env }: CommandContext, store: LedgerStore, item: string | null): Promise<OnlineReport> {
  const ledger = item === null ? await readLedger(store) : await readNewestChains(store, [item]);
  return askAgain(openGithub(githubIn(env)), store, ledger, item === null ? itemsOf(ledger) : [item]);
}

/** Whether the ledger has less than is counted on main. Whatever else is wrong with it is for the report to tell. */
async function cutIn(store: LedgerStore, git: Git, count: ReadCount | null, { note }: CommandContext): Promise<VerifyProblem[]> {
  if (count === null) return [];
  try {
    await verifiedLedgers(store, gitTrust(git), count).open();
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'ledger/cut') return [{ item: 'ledger', event: '', code: error.code, message: error.message }];
    note(`没有核对台账的计数：${clause(error.message)}。`);
    return [];
  }
}

export const command: Command = {
  summary: '核验台账：有没有被改过、删过，每份审核单是否成立（不用联网）',
  usage: 'verify [信息] [--since 提交] [--online] | verify --archive 文件夹 [--keys 文件]',
  options: {
    since: { type: 'string', help: '台账里曾有过的一次提交；能发现尾部被截去' },
    online: { type: 'boolean', help: '再到 GitHub 上查一遍审核记录，说明登记以后的变化（要 GITHUB_TOKEN 和 GITHUB_REPOSITORY）' },
    archive: { type: 'string', help: '核验一个归档包（sanshen archive 做的），只看包本身，不用仓库' },
    keys: { type: 'string', help: '与 --archive 一起：单位留存的公钥或公钥编号，写在一个文件里' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: async (context) => {
    const { archive, since, online, keys } = context.options;
    const isArchive = typeof archive === 'string';
    const other = isArchive ? [since && '--since', online && '--online', context.operands[0]].find(Boolean) : keys && '--keys';
    if (other) {
      const message = isArchive
        ? `${other} 不与 --archive 一起用；核验归档包可加的只有 --keys；请去掉 ${other}。`
        : '--keys 只与 --archive 一起用；核验台账用主分支列的公钥；请去掉 --keys，或补上 --archive。';
      throw new Problem('usage/verify', message, { place: String(other) });
    }
    if (isArchive) return verifyArchive(context, archive);
    return withCount(context, { strict: false }, async (git, count) => {
      const { root, operands, options } = context;
      const store = gitLedger(git, { fetch: false });
      const cut = await cutIn(store, git, count, context);
      const item = operands[0] === undefined ? null : await itemIn(unverifiedLedgers(store), root, operands[0]);
      const asked = { since: await commitSince(git, options.since), main: git };
      const report = await (item === null ? verifyNewest(store, gitTrust(git), asked) : verifyItem(store, gitTrust(git), item, asked));
      const again = options.online === true ? await askGithub(context, store, item) : null;
      const problems = [...cut, ...report.problems, ...(again?.problems ?? [])];
      const verified = problems.length === 0;
      const { items, events, head } = report;
      const online = again === null ? '' : `又到 GitHub 上查了 ${again.pullRequests} 个合并请求，审核记录没有变化。`;
      // Whoever keeps the commit finds a cut tail or an older ledger in its place the next time; nobody else can.
      const kept = head === null ? [] : [`台账最新提交 ${head}；请记下，下次加 --since 可查出尾部被截去或换回旧台账。`];
      const gone = (report.purged ?? []).map(({ item: id, message }) => `○ ${id}　${message}`);
      const lines = verified
        ? [head === null ? '还没有台账。' : `核验通过：${items} 条信息，${events} 条登记，全部校验一致。${online}`, ...gone, ...kept]
        : [`核验没有通过，共 ${problems.length} 处：`, ...problems.map(({ item: id, message }) => `✗ ${id}　${message}`)];
      return {
        exitCode: verified ? 0 : 1,
        json: {
          version: 1,
          ...{ verified, items, events, problems, head },
          ...(report.purged ? { purged: report.purged } : {}),
          ...(again === null ? {} : { online: { at: again.at, pullRequests: again.pullRequests } }),
        },
        text: lines.join('\n'),
      };
    });
  },
};
