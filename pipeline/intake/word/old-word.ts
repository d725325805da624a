import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OLD_WORD, refusal } from '../file-kind.ts';
import type { Received } from '../received.ts';
import { type ReportKind, type ReportLine, reportLine } from '../report.ts';
import { readWord } from './read-word.ts';

/** What LibreOffice may take for one file, and where it is looked for. */
export interface Conversion {
  path: string;
  seconds: number;
  /** Of all that it asks the machine for; a third of that is enough for a long text. */
  memoryBytes: number;
  /** Of each file that it writes. */
  fileBytes: number;
}

const MIB = 1024 * 1024;
const limits = (): Conversion => ({ path: process.env.PATH ?? '', seconds: 60, memoryBytes: 2048 * MIB, fileBytes: 100 * MIB });

/** All conversions of one run together: hundreds of honest files, ten that hang. */
let secondsLeft = 600;

const FAILED = '旧格式（.doc、.wps）的文件没有转换成功；应为没有密码的 .docx；请在 Word 或 WPS 里另存为 .docx 后重新报送。';

const item = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;

/** Nothing of a file runs, and nothing that it points to is fetched, from the network or from this machine's disk. */
const SETTINGS = [
  item('Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'),
  ...['DisableMacrosExecution', 'DisablePythonRuntime', 'DisableActiveContent', 'DisableOLEAutomation', 'BlockUntrustedRefererLinks'].map(
    (name) => item('Office.Common/Security/Scripting', name, 'true'),
  ),
  item('Office.Writer/Content/Update', 'Link', '2'),
  item('Office.Writer/Content/Update', 'Field', 'false'),
  item('Office.Writer/Content/Update', 'Chart', 'false'),
  // Whatever asks for an address all the same asks a port of this machine at which nobody listens.
  item('Inet/Settings', 'ooInetProxyType', '2'),
  ...['HTTP', 'HTTPS'].flatMap((kind) => [
    item('Inet/Settings', `ooInet${kind}ProxyName`, '127.0.0.1'),
    item('Inet/Settings', `ooInet${kind}ProxyPort`, '9'),
  ]),
].join('');
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">${SETTINGS}</oor:items>`;

/** Limits that the shell sets, each where the platform knows it, before it becomes the program. */
const limited = ({ seconds, memoryBytes, fileBytes }: Conversion): string =>
  [`-c 0`, `-t ${Math.ceil(seconds)}`, `-v ${memoryBytes / 1024}`, `-f ${fileBytes / 512}`]
    .map((limit) => `ulimit ${limit} 2>/dev/null`)
    .concat('exec "$@"')
    .join('; ');

/** Ways to leave the network, and where it is allowed other processes, behind: the first that this machine permits. */
const FENCES = [['unshare', '-rnpf', '--mount-proc', '--kill-child', '--'], ['unshare', '-n', '--'], []];

/** Runs a program in a group of its own; gives its exit code, `null` where it was stopped or isn't there. Nothing of it stays behind. */
function ran(command: readonly string[], folder: string, { path, seconds }: Conversion): Promise<number | null> {
  const [program = '', ...args] = command;
  const env = { PATH: path, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', SAL_USE_VCLPLUGIN: 'svp' };
  const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore', detached: true });
  const stop = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {}
  };
  const timer = setTimeout(stop, seconds * 1000);
  return new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  }).finally(() => {
    clearTimeout(timer);
    stop();
  });
}

async function fence(folder: string, conversion: Conversion): Promise<readonly string[]> {
  for (const way of FENCES) {
    if (way.length === 0 || (await ran([...way, 'true'], folder, conversion)) === 0) return way;
  }
  return [];
}

const isInstalled = (path: string): boolean =>
  path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'soffice'), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });

/** What a conversion leaves behind in silence, by what old files hold then. */
const LEFT_BEHIND: readonly [kind: ReportKind, name: string][] = [
  ['macro', '_VBA_PROJECT'],
  ['active-field', 'DDEAUTO'],
];

function leftBehind(bytes: Uint8Array): ReportLine[] {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (name: string): boolean => whole.includes(name, 0, 'utf16le') || whole.includes(name, 0, 'latin1');
  return LEFT_BEHIND.flatMap(([kind, name]) => (holds(name) ? [reportLine(kind, '文件')] : []));
}

/** What LibreOffice makes of a file in a folder that is there for it alone; `null` where it makes nothing. */
async function converted(bytes: Uint8Array, folder: string, conversion: Conversion): Promise<Uint8Array | null> {
  const [profile, sent, made] = [join(folder, 'profile'), join(folder, 'text.doc'), join(folder, 'made')];
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(join(profile, 'user/registrymodifications.xcu'), PROFILE);
  await writeFile(sent, bytes);
  const options = ['--headless', '--norestore', '--nolockcheck', '--nologo', `-env:UserInstallation=${pathToFileURL(profile)}`];
  const office = ['soffice', ...options, '--convert-to', 'docx', '--outdir', made, sent];
  const command = [...(await fence(folder, conversion)), 'sh', '-c', limited(conversion), 'sh', ...office];
  if ((await ran(command, folder, conversion)) !== 0) return null;
  const file = join(made, 'text.docx');
  const found = await lstat(file).catch(() => null);
  return found?.isFile() && found.size <= conversion.fileBytes ? readFile(file) : null;
}

/**
 * Reads a .doc or .wps by way of the .docx that LibreOffice makes of it, where that is installed: in a process of its own with an empty
 * environment, a profile that runs and fetches nothing, limits of time, memory and size, and without a network where the machine permits
 * that. No file stays behind.
 * @throws Problem `intake/old-word` (exit 1) where it isn't installed or makes nothing of the file; whatever `readWord` refuses
 */
export async function readOldWord(bytes: Uint8Array, file: string, given: Partial<Conversion> = {}): Promise<Received> {
  const conversion = { ...limits(), ...given };
  if (!isInstalled(conversion.path)) throw refusal('old-word', OLD_WORD, file);
  if (secondsLeft <= 0) throw refusal('old-word', FAILED, file);
  const folder = await mkdtemp(join(tmpdir(), `sanshen-word-${process.pid}-`));
  const began = performance.now();
  const made = await converted(bytes, folder, conversion).finally(async () => {
    secondsLeft -= (performance.now() - began) / 1000;
    await rm(folder, { recursive: true, force: true });
  });
  if (made === null) throw refusal('old-word', FAILED, file);
  const received = await readWord(made, file);
  return { ...received, report: [reportLine('converted', '文件'), ...leftBehind(bytes), ...received.report] };
}
