import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type MailEnvironment, mailServerOf } from '#pipeline/alerts/mail.ts';
import { gatherMail } from '#pipeline/doctor/gather-platforms.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { noticeMail, type PublishedNotice, tellPublished } from '#pipeline/release/tell-published.ts';
import type { Publisher } from '#pipeline/verify/publisher.ts';
import { type Bureau, FOLDER, ITEM, itemText, ORGANISATION, startBureau } from '../bureau.ts';
import { practice } from '../release/practice-channel.ts';
import { policyOf } from '../release/world.ts';

const ACCOUNT = { SMTP_USER: 'fabu', SMTP_PASSWORD: 'canary-mail-password' };
const WITH_MAIL = ORGANISATION.replace('logins: [lisi]}', 'logins: [lisi], emails: [lisi@example.test]}');

interface Post {
  port: number;
  /** Letters as they came in: the envelope, and the text with its headers decoded. */
  letters: { to: string[]; from: string; text: string }[];
}

function decoded(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const words = head
    .replace(/\?=\r\n =\?UTF-8\?[BQ]\?/g, '')
    .replace(/=\?UTF-8\?B\?([^?]+)\?=/g, (_, text: string) => Buffer.from(text, 'base64').toString());
  const text = body.join('\r\n\r\n');
  return `${words}\n\n${/transfer-encoding: base64/i.test(head) ? Buffer.from(text, 'base64').toString() : text}`;
}

/** A mail server on this machine. */
async function post(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<Post> {
  const letters: Post['letters'] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === ACCOUNT.SMTP_USER && password === ACCOUNT.SMTP_PASSWORD
        ? done(null, { user: username })
        : done(new Error(`no ${password}`)),
    onData(stream, { envelope }, done) {
      let raw = '';
      stream.setEncoding('latin1').on('data', (chunk: string) => {
        raw += chunk;
      });
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        letters.push({ to: envelope.rcptTo.map(({ address }) => address), from, text: decoded(raw) });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, host);
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return { port: (server.server.address() as AddressInfo).port, letters };
}

async function released(port: number, organisation = WITH_MAIL): Promise<Bureau> {
  const policy = `channels: {weibo: {mode: open}}\nmail: {host: 127.0.0.1, port: ${port}, from: fabu@example.test}`;
  const bureau = await startBureau({ policy, organisation });
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText({ channels: ['website', 'weibo'] }) });
  await bureau.approve();
  await bureau.release({ website: practice('website', []), weibo: practice('weibo', []) });
  return bureau;
}

/** A run of a command that has an account at the mail server. */
async function run(bureau: Bureau, env: MailEnvironment = ACCOUNT): Promise<Publisher & { notes: string[] }> {
  const notes: string[] = [];
  const note = (line: string): void => void notes.push(line);
  return {
    ...(await bureau.publisher()),
    webUrl: 'https://git.example/jinhua/news',
    mailServer: (policy) => mailServerOf(policy, env),
    note,
    notes,
  };
}

const comments = async ({ world }: Bureau): Promise<number> =>
  (await world.as('lisi').issues.listComments({ ...world.of, issue_number: 1 })).data.length;

describe('whoever submitted an item', () => {
  it('gets one letter with the addresses once all of it is out', async () => {
    const { port, letters } = await post();
    const bureau = await released(port);
    const own = await run(bureau);
    await tellPublished(own, [ITEM]);
    await tellPublished(await run(bureau), [ITEM]);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ from: 'fabu@example.test', to: ['lisi@example.test'] });
    expect(letters[0]?.text).toContain('Subject: 《示例街道整治》已发布');
    expect(letters[0]?.text).toMatch(
      /李四：\s+您报送的《示例街道整治》已发布，审核单 2026-0001。\s+网站：http:\/\/127\.0\.0\.1\/website\/\w+\s+微博：http:\/\/127\.0\.0\.1\/weibo\/\w+\s+这封邮件由发布系统自动寄出/,
    );
    expect(own.notes).toEqual([]);
  });

  it('has the comment although the letter can’t be sent, and the run says so without the password', async () => {
    const { port, letters } = await post();
    const bureau = await released(port);
    const own = await run(bureau, { ...ACCOUNT, SMTP_PASSWORD: 'canary-wrong-password' });
    await tellPublished(own, [ITEM]);
    expect(own.notes).toEqual([
      '给报送人 李四 的邮件没有寄出（EAUTH 535），不会重寄；合并请求上的留言已写明地址；请管理员核对 policy.yml 的 mail 和密钥 SMTP_PASSWORD。',
    ]);
    expect(letters).toEqual([]);
    expect(await comments(bureau)).toBe(2);
  });

  it('without an address has the comment alone, and the run says so', async () => {
    const { port, letters } = await post();
    const own = await run(await released(port, ORGANISATION));
    await tellPublished(own, [ITEM]);
    expect(own.notes).toEqual(['没有给报送人 李四 寄邮件：organisation.yml 里没有写此人的邮箱；合并请求上的留言已写明地址。']);
    expect(letters).toEqual([]);
  });
});

describe('the letter', () => {
  const notice: PublishedNotice = {
    submitter: { id: 'lisi', name: '李四', unit: '婺城分局' } as PublishedNotice['submitter'],
    title: '整治\r\nBcc: all@example.test',
    out: true,
    number: '2026-0001',
    places: [{ words: '网站', url: 'https://example.test/1' }],
  };
  const to = (email: string) =>
    organisationOf({ bureau: '示例', people: { lisi: { name: '李四', emails: [email] } }, units: {}, posts: [] });

  it('has a subject of one line, whatever the title says', () =>
    expect(noticeMail(notice, to('lisi@example.test'))?.subject).toBe('《整治 Bcc: all@example.test》已发布'));

  it('says nothing of a title that was taken back', () => {
    const { subject, text } = noticeMail({ ...notice, title: null, out: false }, to('lisi@example.test')) ?? { subject: '', text: '' };
    expect(subject).toBe('这一条已撤下');
    expect(text).not.toContain('整治');
  });

  it.each(['lisi@example.test, all@example.test', 'all <all@example.test>', 'all: lisi@example.test;', 'lisi'])(
    'goes to nobody at %j',
    (email) => expect(noticeMail(notice, to(email))).toBeNull(),
  );
});

describe('a mail server', () => {
  const mail = { to: { name: '李四', address: 'lisi@example.test' }, subject: '已发布', text: '已发布。' };

  it('that the policy doesn’t name is asked for nothing', () => expect(mailServerOf({ mail: undefined }, ACCOUNT)).toBeNull());

  it('elsewhere that can’t encrypt gets neither letter nor password', async () => {
    const { port, letters } = await post({}, '127.0.0.2');
    const server = mailServerOf({ mail: { host: '127.0.0.2', port, from: 'fabu@example.test' } }, ACCOUNT);
    await expect(server?.send(mail)).rejects.toMatchObject({ code: 'ETLS' });
    expect(letters).toEqual([]);
  });

  it('that knows this machine needs no account', async () => {
    const { port, letters } = await post({ authOptional: true });
    await mailServerOf({ mail: { host: '127.0.0.1', port, from: 'fabu@example.test' } }, {})?.send(mail);
    expect(letters).toHaveLength(1);
  });

  it('is greeted by doctor, which sends nothing', async () => {
    const { port, letters } = await post();
    const policy = policyOf({ mail: { host: '127.0.0.1', port, from: 'fabu@example.test' } });
    expect(await gatherMail(policy, ACCOUNT)).toEqual({ value: 'let in' });
    const refused = await gatherMail(policy, { ...ACCOUNT, SMTP_PASSWORD: 'canary-wrong-password' });
    expect(refused).toMatchObject({ problem: { code: 'mail/login', message: expect.stringContaining('EAUTH 535') } });
    expect(JSON.stringify(refused)).not.toContain('canary');
    expect(await gatherMail(policy, {})).toMatchObject({ unknown: expect.stringContaining('SMTP_USER') });
    expect(letters).toEqual([]);
  });
});
