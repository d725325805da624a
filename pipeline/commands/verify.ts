import { itemIn } from '../acts/find-item.ts';
import type { Git } from '../forge/git/git.ts';
import { openGithub } from '../forge/github/github.ts';
import { itemsOf, readLedger, readNewestChains } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { gitTrust, unverifiedLedgers, verifiedLedgers } from '../verify/publisher.ts';
import { verifyItem, verifyNewest } from '../verify/verify.ts';
import type { VerifyProblem } from '../verify/verify-chain.ts';
import { askAgain, type OnlineReport } from '../verify/verify-online.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';
import { githubIn } from './shared/environment.ts';
import { verifyArchive } from './shared/verify-archive.ts';

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
  run: (context) => {
    const { archive } = context.options;
    if (typeof archive === 'string') return verifyArchive(context, archive);
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
