import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROGRAM } from '#pipeline/review/form/form.ts';
import { VERSION } from '#pipeline/version.ts';

it('the program, its package, the lock and the review form name one version', () => {
  const [{ version }, lock] = ['package.json', 'package-lock.json'].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  expect([VERSION, lock.version, lock.packages[''].version, PROGRAM]).toEqual([version, version, version, `sanshen ${version}`]);
});
