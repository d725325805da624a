import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alteration, gateWith, timesFound, writeGate } from './altered-gate.ts';
import { properties, propertyOf, runs } from './properties.ts';

describe('whatever the history', () => {
  it.each(properties)('and a gate of which it isn’t true is found out: $it', async (property) => {
    expect(timesFound(property.brokenBy)).toBe(1);
    expect(fc.check(propertyOf(property, await gateWith(property.brokenBy)), { ...runs, endOnFailure: true }).failed).toBe(true);
  });
});

const ROOT = join(import.meta.dirname, '../..');
const ZONES = ['America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Kiritimati'];

/** What a gate says of 300 histories in a program of its own in each of three time zones. */
async function inThreeZones(path: string): Promise<{ offset: number; digest: string }[]> {
  const program = ['--import', 'tsx', 'test/review/verdicts-in-zone.ts', pathToFileURL(path).href];
  const said = ZONES.map((TZ) =>
    promisify(execFile)(process.execPath, program, { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '', TZ } }),
  );
  return (await Promise.all(said)).map(({ stdout }) => JSON.parse(stdout));
}

const LOCAL_CALENDAR: Alteration = {
  file: 'beijing-time.ts',
  before: 'const date = shifted(instant).toISOString().slice(0, 10);',
  after: "const date = new Date(instant).toLocaleDateString('sv-SE');",
};

describe('in three time zones', () => {
  it('the gate says the same, to the letter', async () => {
    const said = await inThreeZones(join(ROOT, 'pipeline/review/gate/evaluate.ts'));
    expect(said.map(({ offset }) => offset)).toEqual([480, -480, -840]);
    expect(new Set(said.map(({ digest }) => digest)).size).toBe(1);
  });

  it('and a gate that went by the machine’s calendar would not', async () => {
    expect(timesFound(LOCAL_CALENDAR)).toBe(1);
    const said = await inThreeZones(writeGate(LOCAL_CALENDAR));
    expect(new Set(said.map(({ digest }) => digest)).size).toBeGreaterThan(1);
  });
});
