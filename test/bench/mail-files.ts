import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readMail } from '#pipeline/intake/mail/read-mail.ts';
import { readWinmail } from '#pipeline/intake/mail/winmail.ts';
import { Problem } from '#pipeline/problem.ts';

/** Reads every mail (.eml, .raw) and winmail.dat (.tnef, .dat) below a folder: `node --import tsx test/bench/mail-files.ts FOLDER`. */
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node --import tsx test/bench/mail-files.ts FOLDER');
  process.exit(2);
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => join(folder, name))
  .filter((name) => /\.(eml|raw|tnef|dat)$/i.test(name) && statSync(name).isFile())
  .sort();
const counts: Record<string, number> = {};
const count = (what: string, by = 1): void => {
  counts[what] = (counts[what] ?? 0) + by;
};
const faults: string[] = [];
let slowest = { name: '', milliseconds: 0 };

async function read(name: string): Promise<void> {
  const bytes = readFileSync(name);
  if (/\.(tnef|dat)$/i.test(name)) {
    const winmail = readWinmail(bytes);
    count(winmail === null ? 'no winmail.dat' : 'winmail.dat');
    count('files in winmail.dat', winmail?.files.length ?? 0);
    if (winmail?.damaged) count('damaged winmail.dat');
    return;
  }
  const mail = await readMail(bytes);
  count('mails');
  count('files in mails', mail.files.length);
  count('mails without one sender', mail.from === null ? 1 : 0);
  count('mails whose text holds U+FFFD', `${mail.subject}${mail.body}`.includes('\uFFFD') ? 1 : 0);
  for (const { kind } of mail.report) count(`told: ${kind}`);
}

for (const name of files) {
  const began = performance.now();
  try {
    await read(name);
  } catch (error) {
    if (error instanceof Problem) count(`refused: ${error.code}`);
    else faults.push(`${relative(folder, name)}: ${(error as Error).stack?.split('\n').slice(0, 3).join(' ')}`);
  }
  const milliseconds = Math.round(performance.now() - began);
  if (milliseconds > slowest.milliseconds) slowest = { name: relative(folder, name), milliseconds };
}
for (const [what, number] of Object.entries(counts).sort()) console.log(`${what}: ${number}`);
console.log(`${files.length} files, ${faults.length} faults; slowest ${slowest.milliseconds} ms (${slowest.name})`);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
