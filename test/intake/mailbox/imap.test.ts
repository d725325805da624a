import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withMailbox } from '#pipeline/intake/mailbox/imap.ts';

/** A mail server that says what a test has it say, and remembers what it was told. */
async function scripted(answers: Record<string, string[]>): Promise<{ host: string; told: string[] }> {
  const told: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('* OK ready\r\n');
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\r\n').filter((each) => each !== '')) {
        told.push(line.slice(line.indexOf(' ') + 1));
        const [tag, command = ''] = line.split(' ');
        const given = answers[command.toUpperCase()] ?? ['OK done'];
        socket.write(given.map((each) => (each.startsWith('*') ? `${each}\r\n` : `${tag} ${each}\r\n`)).join(''));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, told };
}

const CAPABILITY = ['* CAPABILITY IMAP4rev1 ID UIDPLUS', 'OK done'];
const open = (host: string) => withMailbox({ host, user: 'tougao@163.com', password: 'canary-password' }, (mailbox) => mailbox.waiting());

describe('a mail server that lets nobody in', () => {
  it('is told what program it is, and its “Unsafe Login” is a sentence for the administrator', async () => {
    const { host, told } = await scripted({ CAPABILITY, SELECT: ['NO SELECT Unsafe Login. Please contact kefu@188.com for help'] });
    await expect(open(host)).rejects.toMatchObject({ code: 'mailbox/unsafe-login', message: expect.stringMatching(/授权码/) });
    const names = told.map((line) => line.split(' ')[0]);
    expect(names.lastIndexOf('ID')).toBeGreaterThan(names.findIndex((name) => name === 'LOGIN' || name === 'AUTHENTICATE'));
    expect(told.find((line) => line.startsWith('ID'))).toMatch(/"name" "sanshen".*"vendor" "Sanshen"/);
  });

  it('refuses a password: the sentence names neither it nor the server’s words', async () => {
    const { host } = await scripted({ CAPABILITY, LOGIN: ['NO [AUTHENTICATIONFAILED] canary-password'] });
    const error = await open(host).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'mailbox/login', message: expect.not.stringContaining('canary') });
  });

  it('isn’t there', async () => await expect(open('127.0.0.1:1')).rejects.toMatchObject({ code: 'mailbox/unreachable' }));

  it.each(['', 'imap.example.com/x', 'user@imap.example.com', 'a b'])('isn’t named by “%s”', async (host) =>
    expect(open(host)).rejects.toMatchObject({ code: 'environment/malformed' }),
  );
});
