import { describe, expect, it } from 'vitest';
import { CHANGES, type Change, changesBetween, versionNumber } from '#pipeline/doctor/changes.ts';
import { PROGRAM_CHECKS, programFindings } from '#pipeline/doctor/program-checks.ts';
import { examine } from '#pipeline/doctor/report.ts';
import type { ReleasedProgram } from '#pipeline/organisation/policy.ts';
import { signFirstSettings } from '#pipeline/setup/first-settings.ts';
import { VERSION } from '#pipeline/version.ts';
import { ORGANISATION as BUREAU, startBureau } from '../bureau.ts';
import { factsOf, ORGANISATION } from './facts.ts';

const change = (version: string): Change => ({ version, what: `${version} 的变化`, forWhom: '管理员', toDo: '照办' });
const TABLE = ['0.9.0', '0.10.0', '1.0.0'].map(change);
const recorded = (tag: string, checksums: string | undefined = 'ab'.repeat(32)): ReleasedProgram => ({
  repository: 'sanshen/sanshen',
  tag,
  commit: 'c'.repeat(40),
  checksums,
});
const codes = (tag: string, running: string, checksums?: string): string[] =>
  programFindings({ ...recorded(tag), ...(checksums === '' ? { checksums: undefined } : {}) }, running, TABLE).map(({ code }) => code);

describe('which release a bureau runs on', () => {
  it.each<[string, string, string[]]>([
    ['v0.9.0', '0.9.0', ['program/same']],
    ['v0.9.0', '0.10.0', ['program/newer']],
    ['v0.10.0', '0.9.0', ['program/older']],
  ])('recorded %s, running %s: %j', (tag, running, told) => expect(codes(tag, running)).toEqual(told));

  it('a line without a checksum runs nothing', () => expect(codes('v0.9.0', '0.9.0', '')).toContain('program/no-checksums'));

  it('a repository that holds the program itself is told nothing', () => expect(programFindings(undefined)).toEqual([]));

  it('tells what changed after the recorded version, up to the one that runs', () => {
    expect(changesBetween('v0.9.0', '1.0.0', TABLE).map(({ version }) => version)).toEqual(['0.10.0', '1.0.0']);
    const [told] = programFindings(recorded('v0.9.0'), '0.10.0', TABLE);
    expect(told?.message).toContain('0.10.0（管理员）0.10.0 的变化，照办');
    expect(told?.message).not.toMatch(/1\.0\.0|0\.9\.0（/);
  });
});

describe('a list that still holds the pattern’s entries', () => {
  const withEntry = { ...ORGANISATION, people: { ...ORGANISATION.people, 'daitian-1': { name: '吴八', logins: [] } } };

  it('is told by doctor', () => {
    const told = (organisation: unknown): string[] => examine(factsOf({ organisation }), PROGRAM_CHECKS).findings.map(({ code }) => code);
    expect(told(withEntry)).toEqual(['organisation/to-fill']);
    expect(told(ORGANISATION)).toEqual([]);
  });

  it('is never signed as a bureau’s first settings', async () => {
    const organisation = BUREAU.replace('people:\n', 'people:\n  daitian-1: {name: 待填（报送人）, logins: []}\n');
    const { publisher, key } = await startBureau({ setup: false, organisation });
    const signed = signFirstSettings(await publisher(), key, true);
    await expect(signed).rejects.toMatchObject({ code: 'organisation/to-fill', place: 'content/organisation.yml people.daitian-1' });
  });
});

describe('the table of changes', () => {
  it('goes from the oldest to the newest version, none newer than the program, each saying for whom and what to do', () => {
    const versions = CHANGES.map(({ version }) => versionNumber(version));
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    expect(versions.filter((version) => version > versionNumber(VERSION))).toEqual([]);
    for (const { what, forWhom, toDo } of CHANGES) for (const text of [what, forWhom, toDo]) expect(text).toMatch(/\p{Script=Han}/u);
  });
});
