import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { siteStyle } from '#pipeline/render/preview/site-style.ts';

const lines = (css: string): string[] => siteStyle(css).trim().split('\n');

describe('the website’s style inside of the preview', () => {
  it.each([
    ['a rule', 'p, .a > b { margin: 0; }', ['.site p,.site .a > b{margin: 0}']],
    [
      'the whole page',
      'html { color: red; } body { margin: 0; } .html { top: 0; }',
      ['.site{color: red}', '.site{margin: 0}', '.site .html{top: 0}'],
    ],
    ['a list in brackets', ':is(h1, h2) a { top: 0; }', ['.site :is(h1, h2) a{top: 0}']],
    ['comments and strings', '/* a { } */ p::after { content: "}/"; }', ['.site p::after{content: "}/"}']],
    ['what holds for every reader on paper too', ':root { --ink: #000; }', ['.site,#size-print:checked~.sheet>.site{--ink: #000}']],
    [
      'the elderly',
      '[data-elder] p { top: 0; } :root[data-elder] { top: 0; }',
      ['#size-elder:checked~.sheet>.site p{top: 0}', '#size-elder:checked~.sheet>.site{top: 0}'],
    ],
    ['paper', '@media print { p { top: 0; } }', ['#size-print:checked~.sheet>.site p{top: 0}']],
    [
      'phones',
      '@media (max-width: 480px) { p { top: 0; } }',
      ['@media (max-width: 480px){.site p{top: 0}', '}', '#size-phone:checked~.sheet>.site p{top: 0}'],
    ],
    [
      'phones narrower than the preview’s',
      '@media (max-width: 320px) { p { top: 0; } }',
      ['@media (max-width: 320px){.site p{top: 0}', '}'],
    ],
    [
      'dark',
      '@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { top: 0; } }',
      ['@media (prefers-color-scheme: dark){.site:not([data-theme="light"]){top: 0}', '}'],
    ],
    ['nothing that lies in another file', 'a { cursor: url("x;y.svg") 4 2, auto; top: 0; } b { mask: url(m.svg); }', ['.site a{top: 0}']],
    ['faces and sheets of paper, which nothing else may have', '@font-face { font-family: G; } @page { size: A4; }', ['']],
  ] as const)('has %s', (_, css, expected) => expect(lines(css)).toEqual(expected));

  it('reaches nothing but the page inside', () => {
    const css = ['tokens.css', 'site.css'].map((name) => readFileSync(`site/assets/${name}`, 'utf8')).join('\n');
    const heads = siteStyle(css).matchAll(/(?:^|[}{])\s*([^@{};]+)\{/g);
    const selectors = [...heads].map(([, head = '']) => head.trim());
    expect(selectors.length).toBeGreaterThan(100);
    expect(selectors.filter((selector) => !/^(?:\.site|#size-(?:elder|phone|print):checked~\.sheet>\.site)\b/.test(selector))).toEqual([]);
  });
});
