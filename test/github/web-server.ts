import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const HOST = 'web.example.gov.cn';

const placeOf = (program: string): string =>
  spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], { encoding: 'utf8' }).stdout.trim();

/** A server that is reached by ssh: OpenSSH's own on loopback, with keys and a folder of its own. */
export interface WebServer {
  /** What readers are shown, and the address that rsync takes. */
  site: string;
  to: string;
  /** As the policy writes it. */
  hostKey: string;
  /** Where a runner finds `ssh`, which knows how the server is reached and with which key. */
  bin: string;
  /** Lets the user's key do nothing but this command, and whatever `restrict` leaves; `null`: everything. */
  allowOnly(command: string | null): void;
  /** From now on another key says who the server is. */
  changeHostKey(): void;
  log(): string;
  close(): Promise<void>;
}

const makeKey = (file: string): void => {
  const { status, stderr } = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

const firstWords = (file: string): string => readFileSync(file, 'utf8').trim().split(' ').slice(0, 2).join(' ');

/** Starts it. Every connection has an `sshd` of its own, so no port has to be guessed and nobody waits for a start. */
export async function startWebServer(): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-ssh-'));
  const at = (name: string): string => join(folder, name);
  for (const name of ['bin', 'srv', 'srv/www']) mkdirSync(at(name));
  for (const name of ['host', 'other', 'user']) makeKey(at(name));
  const useKey = (name: string): void => {
    const rules = { AuthorizedKeysFile: at('authorized_keys'), StrictModes: 'no', UsePAM: 'no', PasswordAuthentication: 'no' };
    const settings = { HostKey: at(name), ...rules, PidFile: 'none', LogLevel: 'VERBOSE' };
    const lines = Object.entries(settings).map(([word, value]) => `${word} ${value}\n`);
    writeFileSync(at('sshd_config'), lines.join(''));
  };
  const allowOnly = (command: string | null): void => {
    const before = command === null ? '' : `restrict,command="${command}" `;
    writeFileSync(at('authorized_keys'), before + readFileSync(at('user.pub'), 'utf8'));
  };
  useKey('host');
  allowOnly(null);
  writeFileSync(at('log'), '');
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const sshd = spawn(placeOf('sshd'), ['-i', '-f', at('sshd_config'), '-E', at('log')], { stdio: [socket, socket, 'ignore'] });
    sshd.once('error', (error) => appendFileSync(at('log'), `${error.message}\n`));
    sshd.once('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = { HostName: '127.0.0.1', Port: port, HostKeyAlias: HOST, IdentityFile: at('user'), IdentitiesOnly: 'yes' };
  const lines = Object.entries(client).map(([word, value]) => `  ${word} ${value}\n`);
  writeFileSync(at('ssh_config'), [`Host ${HOST}\n`, ...lines].join(''));
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec '${placeOf('ssh')}' -F '${at('ssh_config')}' "$@"\n`);
  chmodSync(at('bin/ssh'), 0o755);
  return {
    site: at('srv/www'),
    to: `${userInfo().username}@${HOST}:${at('srv/www')}/`,
    hostKey: firstWords(at('host.pub')),
    bin: at('bin'),
    allowOnly,
    changeHostKey: () => useKey('other'),
    log: () => readFileSync(at('log'), 'utf8'),
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Why no such server can be had on this machine; `null`: it can. */
export async function withoutWebServer(): Promise<string | null> {
  for (const program of ['rsync', 'ssh', 'ssh-keygen', 'sshd']) if (placeOf(program) === '') return `no ${program} here`;
  const server = await startWebServer();
  try {
    const child = spawn(
      'ssh',
      ['-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', server.to.replace(/:.*/, ''), 'true'],
      {
        env: { PATH: `${server.bin}:${process.env.PATH}` },
        stdio: 'ignore',
      },
    );
    const code = await new Promise((resolve) => child.once('close', resolve));
    return code === 0 ? null : `sshd lets nobody in: ${server.log().trim().split('\n').at(-1)}`;
  } finally {
    await server.close();
  }
}

/** Whether a program is there. */
export const isThere = (program: string): boolean => placeOf(program) !== '';
