import { beijingMinute } from '../../beijing-time.ts';
import type { Github } from '../../forge/github/github.ts';
import { namingNothing } from '../../intake/answer.ts';
import { withMailbox } from '../../intake/mailbox/imap.ts';
import { draftsOfMail } from '../../intake/mailbox/mail-draft.ts';
import { type MailboxReport, runMailbox } from '../../intake/mailbox/run-mailbox.ts';
import { REASONS } from '../../intake/mailbox/sender.ts';
import { FOLDERS, type Ports } from '../../intake/mailbox/take-mail.ts';
import type { Post } from '../../intake/secrecy.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { required } from './environment.ts';
import { tellUntold, tellWhatLiesAside, withIntakeAccount } from './intake-account.ts';

/** @throws Problem `mailbox/off`, `mailbox/no-mail` */
function switchesOf({ intake, mail }: Policy): { authenticatedBy: string } {
  const place = 'content/policy.yml';
  if (intake.mailbox === undefined)
    throw new Problem('mailbox/off', '规则里没有开报送邮箱；应在 policy.yml 写明 intake.mailbox；请办公室按管理员手册填写并送审。', {
      place,
    });
  if (mail === undefined)
    throw new Problem('mailbox/no-mail', '规则里没有写 mail，收到来稿回不了信；应写明发邮件的服务器；请办公室补上并送审。', { place });
  return { authenticatedBy: intake.mailbox.authenticated_by };
}

/** One alert while something lies in quarantine: the Office reads of it every day in the day's summary. */
function tellQuarantine(github: Github, note: (line: string) => void, quarantined: MailboxReport['quarantined']): Promise<void> {
  const named = quarantined.slice(-20).map(({ from, at }) => `${namingNothing(from) || '没有发件人'}（${beijingMinute(at)}）`);
  const message = `报送邮箱的文件夹 ${FOLDERS.quarantine} 里有 ${quarantined.length} 封邮件没有做成稿件：${named.join('、')}；应由人看过；请办公室逐封核对。`;
  const alert = { item: 'mailbox', code: 'mail-quarantined', message, task: true } as const;
  return tellWhatLiesAside(github, note, quarantined.length > 0 ? alert : null, alert.code, '隔离文件夹里没有邮件了');
}

const isUntold = (outcome: MailboxReport['taken'][number]): boolean => outcome.kind === 'stopped' && outcome.told === 0;

const sentence = (error: unknown): { code: string; message: string } =>
  error instanceof Problem
    ? { code: error.code, message: error.message }
    : { code: 'fault', message: '程序出错，这一封留在收件箱，下一次再试；还这样的请管理员报告。' };

/** What a run came to, for people and programs. */
function resultOf({ taken, failed, quarantined }: MailboxReport): CommandResult {
  const items = taken.flatMap((one) => (one.kind === 'item' || one.kind === 'added' ? [one] : []));
  const refused = [
    ...taken.flatMap((one) => (one.kind === 'quarantined' ? [{ file: '邮件', code: one.reason, message: REASONS[one.reason] }] : [])),
    ...failed.map((error) => ({ file: '邮件', ...sentence(error) })),
  ];
  const stopped = taken.flatMap((one) => (one.kind === 'stopped' ? [one] : []));
  const untold = stopped.some(isUntold);
  const lines = [
    ...items.map(({ kind, number, url }) => `${kind === 'item' ? '做成' : '加进'}第 ${number} 号：${url}`),
    ...refused.map(({ message }) => `没有收：${message}`),
    ...stopped.map(() => '有一封邮件没有进入系统；已请发件人电话联系办公室。'),
    ...(untold ? ['有一件来稿还没有人被告知；请电话联系办公室。'] : []),
    `隔离文件夹里有 ${quarantined.length} 封。`,
  ];
  return {
    exitCode: failed.length > 0 || untold ? 1 : 0,
    json: {
      version: 1,
      items: items.map(({ kind, number, url, folder }) => ({
        id: folder?.replace('content/items/', '') ?? null,
        path: folder,
        kind,
        number,
        url,
      })),
      ...{ refused, stopped: stopped.length, quarantined: quarantined.length },
    },
    text: lines.join('\n'),
  };
}

/**
 * `intake --mailbox`: every mail of the bureau's mailbox becomes a draft pull request, an addition to one, or lies where a person looks.
 * @param makeDraftBy what makes an item of a mail, by the settings of main
 * @throws Problem `environment/…`, `mailbox/…`, `github/…` (exit 2)
 */
export async function takeMailbox(
  context: Pick<CommandContext, 'root' | 'env' | 'note' | 'at'>,
  makeDraftBy: (organisation: Organisation) => Ports['makeDraft'] = draftsOfMail,
): Promise<CommandResult> {
  const access = {
    host: required(context.env, 'IMAP_HOST', '报送邮箱的 IMAP 服务器'),
    user: required(context.env, 'IMAP_USER', '报送邮箱的账号'),
    password: required(context.env, 'IMAP_PASSWORD', '报送邮箱的授权码'),
  };
  return withIntakeAccount(context, async ({ github, drafts, organisation, policy, post }) => {
    const { authenticatedBy } = switchesOf(policy);
    const untold = () => tellUntold(github, context.note);
    const ports = { ...(post as Post), drafts, makeDraft: makeDraftBy(organisation), authenticatedBy, untold };
    const report = await withMailbox(access, (mailbox) => runMailbox({ ...ports, mailbox }));
    await tellQuarantine(github, context.note, report.quarantined);
    return resultOf(report);
  });
}
