import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Instant } from '../../beijing-time.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** What it is told of its surroundings. */
const KEPT = ['PATH', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'LANG', 'SystemRoot'];
/** It runs no script and reaches nothing: no name resolves, and what needs none goes to a proxy that nobody runs. */
const ARGUMENTS = [
  ...['--headless', '--no-first-run', '--disable-gpu', '--disable-extensions', '--disable-sync', '--no-pdf-header-footer'],
  ...['--disable-background-networking', '--disable-component-update', '--blink-settings=scriptEnabled=false'],
  ...['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:9'],
];
const PATIENCE = 60_000;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a browser is: `CHROME_PATH`, or on the path; `null` where none is. */
export function browserIn({ CHROME_PATH, PATH = '' }: Environment): string | null {
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(CHROME_PATH ? [CHROME_PATH] : []), ...places].find(isProgram) ?? null;
}

/** A PDF with the time of what it shows in the place of the time of printing, so that the same page gives the same bytes. */
function dated(pdf: Buffer, at: Instant): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  return Buffer.from(pdf.toString('latin1').replace(/(\/(?:Creation|Mod)Date \(D:)\d{14}/g, `$1${digits}`), 'latin1');
}

/**
 * Prints a page as PDF by a browser that is begun for it, with a profile of its own.
 * @throws Error where the browser doesn't start or makes nothing
 */
export async function printPdf(browser: string, env: Environment, html: string, at: Instant): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'sanshen-pdf-'));
  try {
    const [page, made] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
    await writeFile(page, html);
    const kept = Object.fromEntries(KEPT.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
    // Root may not start it with its own sandbox.
    const own = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const places = [`--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${made}`, pathToFileURL(page).href];
    await promisify(execFile)(browser, [...ARGUMENTS, ...own, ...places], { env: { ...kept, HOME: folder }, timeout: PATIENCE });
    return dated(await readFile(made), at);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
