import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { workTreeSource } from '../forge/git/content-source.ts';
import { answerLines } from '../intake/answer.ts';
import type { Draft, Sender } from '../intake/draft/draft.ts';
import { personNamed } from '../intake/draft/names.ts';
import type { Refusal } from '../intake/readers.ts';
import type { SentFile } from '../intake/received.ts';
import { takeIn } from '../intake/take-in.ts';
import { settleItem, writeItem } from '../intake/write-item.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { Problem } from '../problem.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { intakeOfIssue, intakeOfUploads } from './shared/intake-online.ts';
import { clockOf } from './shared/publisher-access.ts';
import { settingsAt } from './shared/settings-at.ts';
import { takeMailbox } from './shared/take-mailbox.ts';

/** More than anybody sends at once; a folder of everything is a mistake. */
const MOST_FILES = 500;
const MOST_BYTES = 200 * 1024 * 1024;

const usage = (option: string, message: string): Problem =>
  new Problem(`usage/${option}`, message, { place: option === 'file' ? 'intake' : `--${option}` });

const unreadable =
  (path: string) =>
  (cause: unknown): never => {
    throw new Problem('intake/unreadable', `“${path}”读不了；应为有权限读的文件；请检查权限，或复制到自己的文件夹后重试。`, {
      place: path,
      cause,
    });
  };

/** The files below an operand; links and what is no file are passed over, as they lead elsewhere. */
async function pathsBelow(path: string): Promise<string[]> {
  const entry = await lstat(path).catch(() => null);
  if (entry?.isFile()) return [path];
  if (!entry?.isDirectory()) return [];
  const names = (await readdir(path).catch(unreadable(path))).sort();
  return (await Promise.all(names.map((name) => pathsBelow(join(path, name))))).flat();
}

async function filesOf(operands: readonly string[]): Promise<SentFile[]> {
  if (operands.length === 0) throw usage('file', '没有写明文件；应为文稿、图片或放着它们的文件夹；请写在 intake 后面。');
  const files: SentFile[] = [];
  let bytes = 0;
  for (const operand of operands) {
    const base = resolve(operand);
    const paths = await pathsBelow(base);
    if (paths.length === 0)
      throw usage('file', `“${operand}”不是文件，也不是有文件的文件夹；应为文稿、图片或放着它们的文件夹；请核对后重试。`);
    for (const path of paths) {
      const size = (await lstat(path)).size;
      bytes += size;
      if (files.length === MOST_FILES || bytes > MOST_BYTES) {
        throw usage('file', `文件太多或太大；一次至多 ${MOST_FILES} 个、${MOST_BYTES / 1024 / 1024} MB；请分几次。`);
      }
      const name = path === base ? basename(path) : relative(base, path).replaceAll('\\', '/');
      files.push({ name, bytes: await readFile(path).catch(unreadable(path)) });
    }
  }
  return files;
}

/** Who sends, by `--unit` and `--submitter`; a name will do where only one person has it. @throws Problem `usage/…` */
function senderOf({ options }: CommandContext, organisation: Organisation): Sender {
  const unit = options.unit as string | undefined;
  if (unit !== undefined && !Object.hasOwn(organisation.units, unit)) {
    throw usage('unit', `单位 ${unit} 不在名单里；应为 ${Object.keys(organisation.units).join('、')} 之一；请改正 --unit。`);
  }
  const given = options.submitter as string | undefined;
  const person = given === undefined ? null : Object.hasOwn(organisation.people, given) ? given : personNamed(given, organisation);
  if (given !== undefined && person === null) {
    throw usage('submitter', `名单里没有“${given}”，或者不止一位；应为人员代号，如 lisi；请改正 --submitter。`);
  }
  return { unit: unit ?? null, person };
}

function textOf(items: readonly (Draft & { at: string })[], refused: readonly Refusal[], out: string | undefined): string {
  const told = items.map((draft) =>
    [
      `✓ 《${draft.title}》：${draft.at}（${draft.files.length - 1} 张图片）`,
      ...(draft.missing.length > 0 ? [] : ['各项已填好。']),
      ...answerLines(draft),
    ]
      .map((line, index) => (index > 0 && line !== '' ? `  ${line}` : line))
      .join('\n'),
  );
  const not = refused.map(({ file, code, message }) => `✗ ${file}：${message}（${code}）`);
  const next = items.length > 0 && out === undefined ? [`填好后检查：sanshen check ${items.map(({ id }) => id).join(' ')}`] : [];
  return [...told, ...not, ...next].join('\n');
}

async function writtenOrSettled(base: string, { path, files }: Draft): Promise<void> {
  await writeItem(base, path, files).catch(async (error: unknown) => {
    const index = files.find((file) => file.path === 'index.md')?.bytes ?? new Uint8Array();
    if (!(error instanceof Problem && error.exitCode === 1 && (await settleItem(base, path, index)))) throw error;
  });
}

async function intakeOfFiles(context: CommandContext): Promise<CommandResult> {
  const { root, operands, options } = context;
  const { organisation } = await settingsAt(workTreeSource(root));
  const sender = senderOf(context, organisation);
  const files = await filesOf(operands);
  const out = options.out as string | undefined;
  const { drafts, refused } = await takeIn({ files, sender, arrivedAt: clockOf(context), organisation });
  const items: (Draft & { at: string })[] = [];
  for (const draft of drafts) {
    const at = out === undefined ? draft.path : join(out, draft.path);
    try {
      await writtenOrSettled(out === undefined ? root : resolve(out), draft);
      items.push({ ...draft, at });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ file: draft.path, code: error.code, message: error.message });
    }
  }
  const told = items.map(({ id, at, missing, report }) => ({ id, path: at, missing, report }));
  const [first] = refused;
  const error = items.length > 0 || !first ? {} : { error: { code: first.code, message: first.message, place: first.file } };
  const clean = refused.length === 0 && items.every(({ missing, report }) => missing.length === 0 && report.length === 0);
  return {
    exitCode: items.length === 0 ? 2 : clean ? 0 : 1,
    json: { version: 1, items: told, refused, ...error },
    text: textOf(items, refused, out),
  };
}

const ONLINE = { issue: intakeOfIssue, uploads: intakeOfUploads, mailbox: takeMailbox } as const;

/** One way in at a time: files, an issue, or what was uploaded. */
async function intake(context: CommandContext): Promise<CommandResult> {
  const { options, operands } = context;
  const online = Object.keys(ONLINE).filter((name) => options[name] !== undefined);
  const [way] = online;
  if (way === undefined) return intakeOfFiles(context);
  if (online.length > 1 || operands.length > 0 || ['unit', 'submitter', 'out'].some((name) => options[name] !== undefined)) {
    throw usage(way, `--${way} 要单独写；应只写一种来源；请去掉其他的再运行。`);
  }
  return ONLINE[way as keyof typeof ONLINE](context);
}

export const command: Command = {
  summary: '收稿：把 Word、txt 和图片转成稿件，缺的标出待填',
  usage:
    'intake <文件或文件夹…> --unit 单位 [--submitter 报送人] [--out 文件夹] | intake --issue 编号 | intake --uploads | intake --mailbox',
  options: {
    unit: { type: 'string', help: '报送单位的代号，如 wucheng；不写就看文稿里的' },
    submitter: { type: 'string', help: '报送人的代号或姓名；不写就待填' },
    out: { type: 'string', help: '写到这个文件夹下面（默认：信息仓库）' },
    issue: { type: 'string', help: '把填好的“信息报送”表变成稿件草稿，改了再运行就更新（要 SANSHEN_INTAKE_TOKEN）' },
    mailbox: { type: 'boolean', help: '把报送邮箱里的来信变成稿件草稿（要 SANSHEN_INTAKE_TOKEN、IMAP_HOST、IMAP_USER、IMAP_PASSWORD）' },
    uploads: { type: 'boolean', help: '把上传到 content/inbox 的文件变成稿件草稿（要 SANSHEN_INTAKE_TOKEN）' },
  },
  operands: Number.POSITIVE_INFINITY,
  formats: ['text', 'json'],
  run: intake,
};
