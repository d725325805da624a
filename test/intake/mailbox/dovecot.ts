import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export const USER = 'tougao@example.gov.cn';
export const PASSWORD = 'canary-imap-password';

/** A real mail server on this machine. */
export interface Dovecot {
  /** With TLS, and in the clear. */
  secure: string;
  clear: string;
  ca: string;
}

const NOBODY = 65_534;

/** The version that is installed, as `2.4`; `null` where there is none. */
export function dovecotVersion(): string | null {
  const { stdout, error } = spawnSync('dovecot', ['--version'], { encoding: 'utf8' });
  return error ? null : (/^(\d+\.\d+)/.exec(stdout)?.[1] ?? null);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The configuration (facts/intake 5); 2.3 has another syntax. */
function configuration(
  version: string,
  folder: string,
  who: { user: string; group: string },
  ports: { secure: number; clear: number },
): string {
  const { user, group } = who;
  const common = [
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/dovecot.log`,
    'protocols = imap',
    'listen = 127.0.0.1',
    'auth_mechanisms = plain login',
    `default_internal_user = ${user}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${user}`,
    'first_valid_uid = 1',
    `mail_uid = ${user}`,
    `mail_gid = ${group}`,
    'namespace inbox {\n  inbox = yes\n}',
    `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${ports.clear}\n  }\n  inet_listener imaps {\n    port = ${ports.secure}\n    ssl = yes\n  }\n}`,
    'service anvil {\n  chroot =\n}',
    'service stats {\n  chroot =\n}',
  ];
  const userdb = `uid = ${user} gid = ${group} home = ${folder}/mail/%u`;
  const own =
    version === '2.3'
      ? [
          `mail_location = maildir:${folder}/mail/%u`,
          'ssl = yes',
          `ssl_cert = <${folder}/conf/cert.pem`,
          `ssl_key = <${folder}/conf/key.pem`,
          `passdb {\n  driver = static\n  args = password=${PASSWORD}\n}`,
          `userdb {\n  driver = static\n  args = ${userdb}\n}`,
        ]
      : [
          'mail_driver = maildir',
          `mail_path = ${folder}/mail/%{user}`,
          `mail_home = ${folder}/mail/%{user}`,
          'ssl = yes',
          `ssl_server_cert_file = ${folder}/conf/cert.pem`,
          `ssl_server_key_file = ${folder}/conf/key.pem`,
          `passdb static {\n  password = ${PASSWORD}\n}`,
          `userdb static {\n  fields {\n    uid = ${user}\n    gid = ${group}\n    home = ${folder}/mail/%{user}\n  }\n}`,
        ];
  const versions = version === '2.3' ? [] : ['dovecot_config_version = 2.4.0', 'dovecot_storage_version = 2.4.0'];
  return `${[...versions, ...common, ...own].join('\n')}\n`;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const heard = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return heard;
}

/** Starts dovecot until the test ends, as nobody where this process is root. */
export async function startDovecot(version: string): Promise<Dovecot> {
  // Not the run's own temporary folder: nobody may not enter that.
  const folder = mkdtempSync('/tmp/sanshen-dovecot-');
  const root = process.getuid?.() === 0;
  const name = (flag: string): string => execFileSync('id', [flag], { encoding: 'utf8' }).trim();
  const who = root ? { user: 'nobody', group: 'nogroup' } : { user: name('-un'), group: name('-gn') };
  for (const each of ['conf', 'run', 'state', 'mail']) mkdirSync(join(folder, each));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const [key, cert] = [join(folder, 'conf/key.pem'), join(folder, 'conf/cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  const ports = { secure: await freePort(), clear: await freePort() };
  const file = join(folder, 'conf/dovecot.conf');
  writeFileSync(file, configuration(version, folder, who, ports));
  const ca = readFileSync(cert, 'utf8');
  if (root)
    for (const path of [folder, ...['conf', 'run', 'state', 'mail'].map((each) => join(folder, each)), key, cert, file])
      chownSync(path, NOBODY, NOBODY);
  chmodSync(folder, 0o755);
  const command = ['dovecot', '-F', '-c', file];
  const [program = '', ...args] = root ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command] : command;
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  onTestFinished(async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });
  while (!(await listens(ports.secure))) {
    if (child.exitCode !== null) throw new Error(`dovecot ended: ${said}`);
    await wait(50);
  }
  return { secure: `127.0.0.1:${ports.secure}`, clear: `127.0.0.1:${ports.clear}`, ca };
}
