import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Job {
  needs?: string | string[];
  if?: string;
  outputs?: Record<string, string>;
  steps: { id?: string; uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[];
}

const { jobs } = parse(readFileSync(join(import.meta.dirname, '../../.github/workflows/publish.yml'), 'utf8')) as {
  jobs: Record<string, Job>;
};
const job = (name: string): Job => jobs[name] ?? { steps: [] };

/** Whether a job runs, by its condition, when others have ended so. */
function runs(name: string, needs: Record<string, { result: string; outputs?: Record<string, string> }>): boolean {
  const condition = (job(name).if ?? 'true').replace(/^\$\{\{(.*)\}\}$/s, '$1').replace('!cancelled()', 'true');
  const terms = condition.replace(/needs\.(\w+)\.(result|outputs\.\w+) == '(\w+)'/g, (_, other: string, what: string, value: string) => {
    const found = what === 'result' ? needs[other]?.result : needs[other]?.outputs?.[what.replace('outputs.', '')];
    return String(found === value);
  });
  expect(terms).toMatch(/^[\s()&|truefals]+$/);
  // Only true, false, brackets, && and || are left.
  const or = (text: string): boolean => text.split('||').some((part) => part.split('&&').every((word) => word.trim() === 'true'));
  return or(terms.replace(/\(([^()]*)\)/g, (_, inner: string) => String(or(inner))));
}

describe('the workflow publish', () => {
  it('keeps packages for a platform of others, under the name that alerts say, and makes no noise where there are none', () => {
    const render = job('build').steps.find(({ id }) => id === 'render');
    expect(render?.run).toMatch(/build --out _site --packages packages$/);
    const kept = job('build').steps.find((step) => step.with?.name === 'website-packages');
    expect(kept?.with).toMatchObject({ path: 'packages', 'if-no-files-found': 'ignore' });
  });

  it.each([
    ['build', true],
    ['package', false],
    ['manual', false],
  ])('deploys a website of mode %s: %s', (website, deployed) => {
    expect(job('build').outputs?.website).toBe(['$', '{{ steps.render.outputs.website }}'].join(''));
    expect(runs('deploy', { build: { result: 'success', outputs: { website } } })).toBe(deployed);
    const pages = job('build').steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
    expect(pages?.if).toBe("steps.render.outputs.website == 'build'");
  });

  it.each([
    ['success', 'success', 'success', true],
    ['success', 'success', 'skipped', true],
    ['success', 'success', 'failure', true],
    ['success', 'failure', 'skipped', true],
    ['failure', 'skipped', 'skipped', false],
  ])('releases after approve, build and deploy ended in %s, %s, %s: %s', (approve, build, deploy, released) => {
    expect(job('release').needs).toEqual(['approve', 'build', 'deploy']);
    expect(runs('release', { approve: { result: approve }, build: { result: build }, deploy: { result: deploy } })).toBe(released);
  });
});
