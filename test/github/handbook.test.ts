import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLines, faultOf, PAGES, TO_COME, toCome } from './handbook-commands.ts';

/** As GitHub makes a heading's anchor: lower case, spaces to hyphens, punctuation gone. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** A page without its fenced blocks. */
const proseOf = (page: string): string => readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, '');

const anchorsOf = (page: string): string[] =>
  proseOf(page)
    .split('\n')
    .filter((line) => /^#+ /.test(line))
    .map((line) => anchorOf(line.replace(/^#+ /, '')));

/** `[text](target)` and `![text](target)` of a page. */
const linksOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(([, target, source]) => target ?? source ?? '');

/** Pictures of a page, and what is said of them to who doesn't see them. */
const picturesOf = (page: string): { path: string; words: string }[] =>
  [...proseOf(page).matchAll(/!\[(.*?)\]\((.*?)\)|<img src="(.*?)" width="300" alt="(.*?)">/g)].map(([, words, path, source, alt]) => ({
    path: path ?? source ?? '',
    words: words ?? alt ?? '',
  }));

describe('the handbook', () => {
  it('has pages whose commands are found', () => {
    expect(commandLines('.github/应急处置.md')).toEqual(expect.arrayContaining(['hold --reason 理由', 'resume']));
  });

  it.each(PAGES)('%s: every command line is one that the program takes', async (page) => {
    const faults: string[] = [];
    for (const line of commandLines(page).filter((line) => toCome(line) === undefined)) {
      const fault = await faultOf(line);
      if (fault !== null) faults.push(`${line}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it('waits for nothing that is there already', async () => {
    const there: string[] = [];
    for (const entry of TO_COME) if ((await faultOf(entry.includes('archive') ? `${entry} x` : entry)) === null) there.push(entry);
    expect(there).toEqual([]);
  });

  it.each([
    ['an option that nobody knows', 'verify --sinse x', "Unknown option '--sinse'"],
    ['an operand too many', 'hold now', 'too many operands'],
    ['a command that is none', 'withdrawal x', 'no command'],
    ['a format that is none', 'form x --format pdf', 'no format pdf'],
    ['a kind that is none', 'withdraw x --kind secret --reason y', '--kind secret is none of'],
    ['an option without its value', 'hold --reason', 'argument missing'],
  ])('%s is found', async (_, line, fault) => expect(await faultOf(line)).toContain(fault));

  it.each(PAGES)('%s: every link leads to a page, a heading or a picture that is there', (page) => {
    const broken = linksOf(page).filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [path = '', anchor] = decodeURI(target).split('#');
      const file = path === '' ? page : join(dirname(page), path);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('shows pictures that are small, said in words, and all used', () => {
    const shown = PAGES.filter((page) => page.startsWith('.github/')).flatMap((page) => picturesOf(page));
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter(({ words }) => !/\p{Script=Han}{4}/u.test(words))).toEqual([]);
    const sizes = shown.map(({ path }) => statSync(join('.github', path)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(120 * 1024);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1.2 * 1024 * 1024);
  });

  it('is reached from its contents', () => {
    const contents = linksOf('.github/手册目录.md').map((target) => join('.github', target.split('#')[0] ?? ''));
    expect(PAGES.filter((page) => page.startsWith('.github/') && !page.endsWith('手册目录.md') && !contents.includes(page))).toEqual([]);
  });
});
