import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MANUAL = '.github/管理员手册.md';

/** Everything the program says, for codes that a page names. */
const program = readdirSync('pipeline', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('pipeline', name), 'utf8'))
  .join('\n');

describe('pages for people', () => {
  it('the manual explains only codes that the program gives, and names every secret that a workflow takes', () => {
    const text = readFileSync(MANUAL, 'utf8');
    const codes = [...text.matchAll(/^\| `([a-z/-]+)` \|/gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !program.includes(`'${code}'`))).toEqual([]);
    const publish = readFileSync('.github/workflows/publish.yml', 'utf8');
    const taken = [...publish.matchAll(/\$\{\{ (?:secrets|vars)\.([A-Z_]+) \}\}/g)].map(([, name = '']) => name);
    // Addresses are set only where there is a relay.
    expect([...new Set(taken)].filter((name) => !name.endsWith('_API_BASE') && !text.includes(`\`${name}\``))).toEqual([]);
  });
});
