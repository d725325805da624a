import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { beijingIso } from '../../beijing-time.ts';
import { isLoopback } from '../../loopback.ts';
import { Problem } from '../../problem.ts';
import { VERSION } from '../../version.ts';
import { FOLDERS, type Folder, type Mailbox } from './take-mail.ts';

/** The bureau's mailbox as the environment names it. */
interface MailboxAccess {
  /** `imap.example.gov.cn` or `imap.example.gov.cn:993`. */
  host: string;
  user: string;
  password: string;
  /** Whom a server on this machine is known by, in tests; without it this machine is spoken to in the clear. */
  ca?: string;
}

/** What the package has and doesn't show: it says who we are again where a server has said who it is. */
type Identified = { run: (command: 'ID', info: object) => Promise<unknown> };

const PATIENCE = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 120_000 };
/** Mails of the quarantine that are named; the others are counted by whoever opens the folder. */
const NAMED = 200;

/** What a server's refusal means for the administrator: its code, and none of its words but one. */
function mailboxProblem(error: unknown, place: string): Problem {
  if (error instanceof Problem) return error;
  const { authenticationFailed, responseText = '', message = '', code = '', response } = error as Record<string, unknown> & Error;
  const said = `${String(responseText)} ${message} ${typeof response === 'string' ? response : ''}`;
  const options = { place, cause: error };
  if (/unsafe login/i.test(said)) {
    const words =
      '网易邮箱认为这次登录不安全，不让打开收件箱（Unsafe Login）；应在邮箱网页的“设置—POP3/SMTP/IMAP”里开启 IMAP 并使用授权码；请管理员照办，仍不行的联系 kefu@188.com。';
    return new Problem('mailbox/unsafe-login', words, options);
  }
  if (authenticationFailed === true) {
    const words =
      '登录不了报送邮箱；应为邮箱的 IMAP 已开启、账号和授权码（不是登录密码）有效；请管理员核对 IMAP_USER 和 IMAP_PASSWORD，改过密码的要重新生成授权码。';
    return new Problem('mailbox/login', words, options);
  }
  const words = `与报送邮箱的往来没有成功（${String(code) || (error as Error).name}）；应能从这台机器用加密连接打开邮箱；请管理员核对 IMAP_HOST、网络和证书，政务邮箱只许内网打开的请在单位的机器上运行。`;
  return new Problem('mailbox/unreachable', words, options);
}

/** Where a connection goes and how it is kept secret: TLS from the first byte at 993, before anything is said elsewhere, never without. */
function connectionOf({ host, ca }: MailboxAccess): { host: string; port: number; secure: boolean; doSTARTTLS?: boolean; tls?: object } {
  const url = URL.canParse(`imap://${host}`) ? new URL(`imap://${host}`) : null;
  if (url === null || url.hostname === '' || url.pathname.length > 1 || url.username !== '')
    throw new Problem('environment/malformed', `IMAP_HOST “${host}”不是主机名；应为 imap.example.gov.cn 或带端口；请改正后重试。`, {
      place: 'IMAP_HOST',
    });
  const [name, port] = [url.hostname, Number(url.port) || 993];
  if (isLoopback(new URL(`http://${host}`)))
    return ca === undefined ? { host: name, port, secure: false, doSTARTTLS: false } : { host: name, port, secure: true, tls: { ca } };
  return port === 993 ? { host: name, port, secure: true } : { host: name, port, secure: false, doSTARTTLS: true };
}

/** The paths of our folders, made where they aren't there yet: some servers put everything below the inbox. */
async function ownFolders(client: ImapFlow): Promise<Record<Folder, string>> {
  const listed = await client.list();
  const path = async (name: Folder): Promise<[Folder, string]> => {
    const found = listed.find((one) => one.name === name);
    return [name, found?.path ?? (await client.mailboxCreate(name)).path];
  };
  const paths: [Folder, string][] = [];
  for (const name of Object.values(FOLDERS)) paths.push(await path(name));
  return Object.fromEntries(paths) as Record<Folder, string>;
}

function mailboxOf(client: ImapFlow, folders: Record<Folder, string>, problem: (error: unknown) => Problem): Mailbox {
  const asked = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw problem(error);
    }
  };
  const fetched = async (what: 'size' | 'envelope'): Promise<FetchMessageObject[]> => {
    const ids = (await client.search({ deleted: false }, { uid: true })) || [];
    return ids.length === 0
      ? []
      : client.fetchAll(ids, { uid: true, internalDate: true, ...(what === 'size' ? { size: true } : { envelope: true }) }, { uid: true });
  };
  return {
    waiting: () => asked(async () => (await fetched('size')).map(({ uid, size = 0 }) => ({ id: uid, size })).sort((a, b) => a.id - b.id)),
    read: (id) =>
      asked(async () => {
        // What another run has moved meanwhile is told to whoever asks for something.
        await client.noop();
        // Its own reading of a subject loses what isn't UTF-8: the bytes are asked for.
        const found = await client.fetchOne(String(id), { source: true, internalDate: true }, { uid: true });
        const { source, internalDate } = found || {};
        // Of one that another run has just moved a server says NIL.
        return source ? { bytes: source, at: beijingIso(new Date(internalDate ?? Number.NaN)) } : null;
      }),
    move: (id, folder) =>
      asked(async () => {
        await client.noop();
        const moved = await client.messageMove(String(id), folders[folder], { uid: true });
        if (moved) return;
        const left = (await client.search({ uid: String(id), deleted: false }, { uid: true })) || [];
        if (left.length === 0) return;
        throw new Problem('mailbox/move', `邮件移不进文件夹 ${folder}；应能移动；请管理员核对邮箱容量和文件夹，下一次运行再试。`, {
          place: folder,
        });
      }),
    quarantined: () =>
      asked(async () => {
        await client.mailboxOpen(folders[FOLDERS.quarantine], { readOnly: true });
        const found = (await fetched('envelope')).slice(-NAMED);
        await client.mailboxOpen('INBOX');
        return found.map(({ envelope, internalDate }) => ({
          from: envelope?.from?.[0]?.address ?? '',
          at: beijingIso(new Date(internalDate ?? Number.NaN)),
        }));
      }),
  };
}

/**
 * Opens the bureau's mailbox, lends it and closes it.
 * @throws Problem `mailbox/…`, `environment/malformed`
 */
export async function withMailbox<Value>(access: MailboxAccess, work: (mailbox: Mailbox) => Promise<Value>): Promise<Value> {
  const { user, password: pass } = access;
  const connection = connectionOf(access);
  const { ImapFlow } = await import('imapflow');
  // 163 opens no folder for a program that doesn't say what it is (RFC 2971).
  const clientInfo = { name: 'sanshen', version: VERSION, vendor: 'Sanshen', 'support-email': user };
  const client = new ImapFlow({ ...connection, ...PATIENCE, auth: { user, pass }, clientInfo, logger: false, disableAutoIdle: true });
  const problem = (error: unknown): Problem => mailboxProblem(error, 'IMAP_HOST');
  // What breaks between two requests is told by the next one.
  client.on('error', () => undefined);
  try {
    let mailbox: Mailbox;
    try {
      await client.connect();
      if (client.capabilities.has('ID')) await (client as unknown as Identified).run('ID', clientInfo);
      await client.mailboxOpen('INBOX');
      mailbox = mailboxOf(client, await ownFolders(client), problem);
    } catch (error) {
      throw problem(error);
    }
    return await work(mailbox);
  } finally {
    await client.logout().catch(() => client.close());
  }
}
