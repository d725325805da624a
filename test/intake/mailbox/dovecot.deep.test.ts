import { ImapFlow } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { withMailbox } from '#pipeline/intake/mailbox/imap.ts';
import { runMailbox } from '#pipeline/intake/mailbox/run-mailbox.ts';
import type { Ports } from '#pipeline/intake/mailbox/take-mail.ts';
import type { Letter } from '#pipeline/intake/secrecy.ts';
import { gbk } from '../mail/gbk.ts';
import { memoryDrafts } from '../memory-drafts.ts';
import { ADDRESS, makeDraft, ORGANISATION, SERVER, VOUCHED } from './bureau.ts';
import { type Dovecot, dovecotVersion, PASSWORD, startDovecot, USER } from './dovecot.ts';
import { memoryLetters } from './memory-mailbox.ts';

const version = dovecotVersion();
if (version === null) console.warn('dovecot is not installed: the tests with a real mail server are left out');

const access = ({ secure, ca }: Dovecot) => ({ host: secure, user: USER, password: PASSWORD, ca });

/** A client of its own, as the sender's and the Office's programs are. */
async function asOther<Value>({ secure, ca }: Dovecot, work: (client: ImapFlow) => Promise<Value>): Promise<Value> {
  const [host = '', port] = secure.split(':');
  const client = new ImapFlow({ host, port: Number(port), secure: true, tls: { ca }, auth: { user: USER, pass: PASSWORD }, logger: false });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout();
  }
}

const put = (server: Dovecot, mails: readonly Buffer[]): Promise<void> =>
  asOther(server, async (client) => {
    for (const mail of mails) await client.append('INBOX', mail);
  });

/** The texts that lie in each folder. Two runs that move a mail at the same moment leave two copies of it: dovecot lets both. */
const lying = (server: Dovecot): Promise<Record<string, string[]>> =>
  asOther(server, async (client) => {
    const found: Record<string, string[]> = {};
    for (const name of ['INBOX', 'Sanshen-Done', 'Sanshen-Quarantine', 'Sanshen-Secrecy']) {
      const { exists } = await client.mailboxOpen(name);
      const mails = exists === 0 ? [] : await client.fetchAll('1:*', { source: true });
      found[name] = [...new Set(mails.map(({ source }) => source?.toString('utf8').trim().split('\r\n').at(-1) ?? ''))].sort();
    }
    return found;
  });

const mail = (id: string, subject: string | Buffer, body: string, more: string[] = [VOUCHED], from = 'lisi@example.gov.cn'): Buffer =>
  Buffer.concat([
    Buffer.from([...more, `From: ${from}`, `Message-ID: <${id}@example.gov.cn>`, 'Subject: '].join('\r\n')),
    Buffer.from(subject),
    Buffer.from(`\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`),
  ]);

function portsOf(): Omit<Ports, 'mailbox'> & { memory: ReturnType<typeof memoryDrafts>; sent: Letter[] } {
  const memory = memoryDrafts();
  const sent: Letter[] = [];
  const letters = memoryLetters(sent, async (_, work) => work());
  return {
    memory,
    sent,
    drafts: memory.drafts,
    letters,
    makeDraft,
    organisation: ORGANISATION,
    authenticatedBy: SERVER,
    address: ADDRESS,
    untold: async () => {},
  };
}

describe.skipIf(version === null)('a mailbox on a real server', () => {
  it('ends with every mail in its folder, each once, whoever runs at the same time', async () => {
    const server = await startDovecot(version as string);
    const ports = portsOf();
    const one = mail('1', gbk('街面整治'), '正文。');
    await put(server, [
      one,
      one,
      mail('1', 'x', '别的正文。'),
      mail('2', 'y', '机密★1年。'),
      mail('3', 'z', '广告。', [], 'mallory@example.com'),
      mail('4', 'w', '冒充。', []),
    ]);
    const run = () => withMailbox(access(server), (mailbox) => runMailbox({ ...ports, mailbox }));
    const reports = await Promise.all([run(), run()]);
    expect(reports.flatMap(({ failed }) => failed)).toEqual([]);
    expect(await run()).toMatchObject({
      taken: [],
      quarantined: expect.arrayContaining([expect.objectContaining({ from: 'mallory@example.com' })]),
    });
    expect(await lying(server)).toEqual({
      ...{ INBOX: [], 'Sanshen-Done': ['正文。'], 'Sanshen-Secrecy': ['机密★1年。'] },
      'Sanshen-Quarantine': ['冒充。', '别的正文。', '广告。'],
    });
    expect([...ports.memory.branches.values()].map(({ changes, pull }) => [changes.length, pull?.title])).toEqual([[1, '街面整治']]);
    expect(new Set(ports.sent.map(({ to, subject }) => `${to.address} ${subject}`))).toEqual(
      new Set([
        'lisi@example.gov.cn 已收到：第 1 号《街面整治》',
        'lisi@example.gov.cn 请电话联系办公室',
        'baomi@example.gov.cn 报送邮箱收到带密级标志的来稿',
      ]),
    );
  });

  it('goes on after a run that ended right after the branch was made', async () => {
    const server = await startDovecot(version as string);
    const ports = portsOf();
    await put(server, [mail('1', 'x', '正文。')]);
    const broken = { ...ports, drafts: { ...ports.drafts, open: () => Promise.reject(new Error('the machine is gone')) } };
    expect((await withMailbox(access(server), (mailbox) => runMailbox({ ...broken, mailbox }))).failed).toHaveLength(1);
    expect(await lying(server)).toMatchObject({ INBOX: ['正文。'], 'Sanshen-Done': [] });
    expect((await withMailbox(access(server), (mailbox) => runMailbox({ ...ports, mailbox }))).taken).toMatchObject([{ kind: 'item' }]);
    expect([...ports.memory.branches.values()][0]?.changes).toHaveLength(1);
    expect(await lying(server)).toMatchObject({ INBOX: [], 'Sanshen-Done': ['正文。'] });
  });

  it('is spoken to in the clear on this machine, refuses a wrong password, and is not believed with a certificate of nobody’s', async () => {
    const server = await startDovecot(version as string);
    const { ca: _, ...clear } = { ...access(server), host: server.clear };
    expect(await withMailbox(clear, (mailbox) => mailbox.waiting())).toEqual([]);
    await expect(withMailbox({ ...clear, password: 'wrong' }, (mailbox) => mailbox.waiting())).rejects.toMatchObject({
      code: 'mailbox/login',
    });
    const other = (await startDovecot(version as string)).ca;
    await expect(withMailbox({ ...access(server), ca: other }, (mailbox) => mailbox.waiting())).rejects.toMatchObject({
      code: 'mailbox/unreachable',
    });
  });
});
