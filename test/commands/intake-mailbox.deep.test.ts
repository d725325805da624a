import { ImapFlow } from 'imapflow';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeMailbox } from '#pipeline/commands/shared/take-mailbox.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { folderOf } from '../folder.ts';
import { makeDraft } from '../intake/mailbox/bureau.ts';
import { dovecotVersion, PASSWORD, startDovecot, USER } from '../intake/mailbox/dovecot.ts';
import { startWorld, type World } from '../sandbox/github-world.ts';
import { commandContext } from './context.ts';
import { post } from './post.ts';

const version = dovecotVersion();
if (version === null) console.warn('dovecot is not installed: the command is tried without a real mail server');

const ORGANISATION = `people:
  lisi: {name: 李四, logins: [lisi], emails: [lisi@example.gov.cn]}
units:
  wucheng: {name: 婺城分局, kind: county, route: A}
posts: []
`;

async function cloned(world: World): Promise<string> {
  const dir = folderOf({});
  await gitText(dir, ['clone', '--quiet', world.github.repositoryDir, 'clone']);
  await gitText(`${dir}/clone`, ['remote', 'set-url', 'origin', world.github.gitUrl]);
  return `${dir}/clone`;
}

const environment = (world: World, host: string): Record<string, string> => ({
  ...{ GITHUB_API_URL: world.github.url, GITHUB_REPOSITORY: world.github.repository, SANSHEN_INTAKE_TOKEN: world.github.tokenOf('wangwu') },
  ...{ IMAP_HOST: host, IMAP_USER: USER, IMAP_PASSWORD: PASSWORD },
});

const started = async (policy: string): Promise<{ world: World; root: string }> => {
  const world = await startWorld({ 'content/organisation.yml': ORGANISATION, 'content/policy.yml': policy });
  return { world, root: await cloned(world) };
};

describe('intake --mailbox', () => {
  it.each([
    ['mailbox/off', 'branch: main\n', {}],
    ['mailbox/no-mail', 'intake: {mailbox: {authenticated_by: nobody}}\n', {}],
    ['environment/missing', 'branch: main\n', { SANSHEN_INTAKE_TOKEN: '' }],
    ['environment/missing', 'branch: main\n', { IMAP_PASSWORD: '' }],
  ])('says %s before it opens anything', async (code, policy, without) => {
    const { world, root } = await started(policy);
    const context = commandContext({ root, env: { ...environment(world, '127.0.0.1:1'), ...without } });
    await expect(takeMailbox(context, () => makeDraft)).rejects.toMatchObject({ code });
  });

  it.skipIf(version === null)(
    'makes a mail a draft of the intake account, answers it, and tells the Office of what it laid aside until that is gone',
    async () => {
      const [mail, server] = [await post(), await startDovecot(version as string)];
      const policy = `intake: {mailbox: {authenticated_by: nobody}}\nmail: {host: 127.0.0.1, port: ${mail.port}, from: fabu@example.gov.cn}\n`;
      const { world, root } = await started(policy);
      const [host = '', port] = server.clear.split(':');
      const client = new ImapFlow({
        host,
        port: Number(port),
        secure: false,
        doSTARTTLS: false,
        auth: { user: USER, pass: PASSWORD },
        logger: false,
      });
      await client.connect();
      onTestFinished(() => client.logout());
      for (const from of ['lisi@example.gov.cn', 'mallory@example.com'])
        await client.append('INBOX', Buffer.from(`From: ${from}\r\nMessage-ID: <${from}>\r\nSubject: x\r\n\r\ntext of ${from}\r\n`));
      const run = () => takeMailbox(commandContext({ root, env: environment(world, server.clear) }), () => makeDraft);
      const { exitCode, json } = await run();
      expect({ exitCode, json }).toMatchObject({
        exitCode: 0,
        json: { items: [{ kind: 'item', number: 1 }], refused: [{ code: 'unknown' }], quarantined: 1 },
      });
      const { data: pull } = await world.as('lisi').pulls.get({ ...world.of, pull_number: 1 });
      expect(pull).toMatchObject({ draft: true, user: { login: 'wangwu' }, title: 'x' });
      for (const line of ['Auto-Submitted: auto-replied', 'In-Reply-To: <lisi@example.gov.cn>', `Reply-To: ${USER}`, '<sanshen.'])
        expect(mail.letters[0]).toContain(line);
      expect(mail.letters).toHaveLength(1);
      const alerts = async () => (await world.as('lisi').issues.listForRepo({ ...world.of, state: 'open', labels: 'publish-alert' })).data;
      expect((await alerts()).map(({ body }) => body?.includes('mallory'))).toEqual([true]);
      await client.mailboxOpen('Sanshen-Quarantine');
      await client.messageDelete('1:*');
      expect((await run()).json).toMatchObject({ items: [], refused: [], quarantined: 0 });
      expect(await alerts()).toEqual([]);
    },
  );
});
