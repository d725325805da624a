import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const assets = join(import.meta.dirname, '../../site/assets');
const css = readFileSync(join(assets, 'tokens.css'), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');

type Tokens = Record<string, string>;

/** The custom properties of the first rule of a selector, behind some words. */
function tokensOf(selector: string, behind = ''): Tokens {
  const start = css.indexOf(`${selector} {`, css.indexOf(behind));
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/gi)].map(([, name, value]) => [name as string, value as string]),
  );
}

const light = tokensOf(':root');
const dark = { ...light, ...tokensOf(':root[data-theme="dark"]') };
const MORE = 'prefers-contrast: more';
const themes: Record<string, Tokens> = {
  light,
  'light with more contrast': { ...light, ...tokensOf(':root:not([data-theme="dark"])', MORE) },
  'dark with more contrast': { ...dark, ...tokensOf(':root[data-theme="dark"]', MORE) },
  'dark (the system asks)': { ...light, ...tokensOf(':root:not([data-theme="light"])') },
  dark,
  elder: { ...light, ...tokensOf(':root[data-elder]') },
  'elder over dark': { ...dark, ...tokensOf(':root[data-elder]') },
};

/** WCAG 2.2: relative luminance and contrast. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [low, high] = [one, other].map((name) => luminance(tokens[name] as string)).sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const BODY = 7;
const TEXT = 4.5;
const BORDER = 3;
const PAIRS: [front: string, grounds: string[], least: number][] = [
  ['ink', ['paper', 'wash', 'sink', 'brand-wash', 'seal-wash'], BODY],
  ['ink2', ['paper', 'wash'], BODY],
  ['ink2', ['sink'], TEXT],
  ['brand', ['paper', 'wash', 'brand-wash'], TEXT],
  ['seal', ['paper', 'wash', 'sink', 'seal-wash'], TEXT],
  ['ok', ['paper', 'wash', 'ok-wash'], TEXT],
  ['warn', ['paper', 'wash', 'warn-wash'], TEXT],
  ['on', ['brand'], TEXT],
  ['bar-ink', ['bar-ground'], BODY],
  ['bar-quiet', ['bar-ground'], TEXT],
  ['bar-key-ink', ['bar-key'], BODY],
  ['read-ink', ['read-line'], BODY],
  ['code-ink', ['code-ground'], BODY],
  ['edge', ['paper', 'wash', 'sink'], BORDER],
  ['focus', ['paper', 'wash', 'sink'], BORDER],
];

describe('the tokens', () => {
  it.each(
    Object.entries(themes).flatMap(([theme, tokens]) =>
      PAIRS.flatMap(([front, grounds, least]) => grounds.map((ground) => ({ theme, tokens, front, ground, least }))),
    ),
  )('$theme: $front on $ground has a contrast of at least $least', ({ tokens, front, ground, least }) =>
    expect(contrast(tokens, front, ground)).toBeGreaterThanOrEqual(least),
  );

  it.each([
    ['light', 'ink', 'paper', 16.4],
    ['light', 'ink2', 'wash', 7.1],
    ['light', 'edge', 'sink', 3.11],
    ['light', 'brand', 'paper', 8.79],
    ['light', 'seal', 'seal-wash', 5.69],
    ['dark', 'ink', 'paper', 15.31],
    ['dark', 'brand', 'brand-wash', 6.95],
    ['dark', 'focus', 'sink', 9.11],
    ['elder', 'ink', 'paper', 21],
    ['elder', 'brand', 'paper', 11.19],
    ['elder', 'seal', 'paper', 8.51],
    ['elder', 'line', 'paper', 5.91],
    ['elder', 'read-ink', 'read-line', 18.7],
    ['elder', 'bar-key', 'bar-ground', 16.57],
  ])('%s: %s on %s is the ratio of the design, %d', (theme, front, ground, ratio) =>
    expect(contrast(themes[theme] as Tokens, front, ground)).toBeCloseTo(ratio, 1),
  );

  it('are the same whether the system or the reader asks for dark', () => {
    expect(tokensOf(':root:not([data-theme="light"])')).toEqual(tokensOf(':root[data-theme="dark"]'));
    expect(tokensOf(':root:not([data-theme="light"])', `${MORE}) and`)).toEqual(tokensOf(':root[data-theme="dark"]', MORE));
  });

  it('give who asks for it more contrast for words, lines and borders', () => {
    for (const [more, usual] of [
      ['light with more contrast', 'light'],
      ['dark with more contrast', 'dark'],
    ] as const)
      for (const name of ['ink', 'ink2', 'line', 'edge', 'brand', 'seal', 'focus'])
        expect(contrast(themes[more] as Tokens, name, 'paper'), name).toBeGreaterThan(contrast(themes[usual] as Tokens, name, 'paper'));
  });

  it('are all set in each theme, so that none leaks in from another', () => {
    const own = [
      'paper',
      'wash',
      'sink',
      'ink',
      'ink2',
      'line',
      'edge',
      'brand',
      'brand-wash',
      'seal',
      'seal-wash',
      'focus',
      'on',
      'bar-ground',
    ];
    for (const selector of [':root[data-theme="dark"]', ':root[data-elder]'])
      expect(Object.keys(tokensOf(selector))).toEqual(expect.arrayContaining(own));
  });

  it('are the only place with colours and faces', () => {
    const others = readdirSync(assets).filter((name) => name.endsWith('.css') && name !== 'tokens.css');
    for (const name of others) {
      const text = readFileSync(join(assets, name), 'utf8');
      expect(text.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|font-family:(?!\s*var\()/gi), name).toBeNull();
    }
  });

  it('name everything that the style sheets ask for', () => {
    for (const file of ['site/assets/site.css', 'pipeline/sandbox/desk/desk.css']) {
      const asked = [...readFileSync(join(import.meta.dirname, '../..', file), 'utf8').matchAll(/var\(--([\w-]+)\)/g)].map(
        ([, name]) => name as string,
      );
      for (const name of asked) expect(css, `${file}: --${name}`).toContain(`--${name}:`);
    }
  });
});
