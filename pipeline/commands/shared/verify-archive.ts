import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openGit } from '../../forge/git/git.ts';
import { Problem } from '../../problem.ts';
import { verifyPackage } from '../../reports/archive/verify-package.ts';
import { keyIdOf } from '../../review/form/envelope.ts';
import { gitTrust, newestMain } from '../../verify/publisher.ts';
import type { Trust } from '../../verify/verify-chain.ts';
import type { CommandContext, CommandResult } from './command.ts';

const TOKENS = join(import.meta.dirname, '../../../site/assets/tokens.css');
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
    return { isKnown: async (_, keyid) => keys.has(keyid), name: options.keys, close: () => undefined };
  }
  const git = await openGit(root).catch(() => null);
  const main = git && (await newestMain(git, { fetch: false }).catch(() => null));
  if (git && main) return { isKnown: gitTrust(git).isMains, name: `本仓库的 ${main.branch}`, close: () => git.close() };
  git?.close();
  return null;
}

/** `verify --archive`: a package checked by itself, its keys against those that the reader has from elsewhere. */
export async function verifyArchive(context: CommandContext, folder: string): Promise<CommandResult> {
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
