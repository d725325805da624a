import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import { MOTTOES, SLOGANS, SOVEREIGNTY } from '#pipeline/check/lexicon/pattern-tables.ts';
import { patternReports } from '#pipeline/check/lexicon/patterns.ts';
import { RULES } from '#pipeline/check/rules.ts';

/**
 * What no page, mail, package or new bureau's repository may hold, not even as a bad example. A repository is a copy of these folders, what
 * `generate` and `setup` write is made from them, and so are pages and mails: where they don't hold it, nothing does.
 */
const SHIPPED = ['pipeline', 'content', 'site', '.github', 'README.md', 'package.json', '.remarkrc.mjs'];
const root = join(import.meta.dirname, '../..');

/** Names of leaders as they get misspelt; slogans; wording that makes a country of a region. Each is an expression. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  leaders: [
    ...['习近乎', '习进平', '习近评', '习近凭', '刁近平', '习平近', '习总书计', '习近平总书计', '习主度', '李克弦', '李强总里'],
    ...['毛泽乐', '毛择东', '邓小乎', '邓晓平', '周恩莱', '刘少其', '江泽明', '胡锦滔', '温家室', '王扈宁', '赵乐即'],
  ],
  slogans: [
    ...['打倒共产党', '打倒中国共产党', '推翻共产党', '消灭共产党', '推翻社会主义制度', '共产党下台', '结束一党专政', '天灭中共'],
    ...['光复香港', '反对共产党', '退党保平安', '法轮大法好', '习近平下台', '打倒习近平', '打倒社会主义'],
  ],
  separatism: [
    ...['台湾总统', '台湾国防部', '台湾政府', '台湾国旗', '(?:台湾|香港|澳门)等国家(?!和)', '台湾是一个国家', '台湾是国家'],
    ...['台湾独立', '西藏独立', '新疆独立', '香港独立', '中华民国总统', '港独万岁', '支持台独', '台湾首都', '香港和中国', '中国和台湾'],
  ],
};
const wrong = new RegExp(Object.values(WRONG).flat().join('|'), 'g');

/** A text as one would read it: what stands between its characters doesn't hide them. */
const read = (text: string): string => text.replace(/[\s"'“”‘’`*_、，,+]+/g, '');
const found = (text: string): string[] => [...new Set(read(text).match(wrong))];

function filesBelow(path: string): string[] {
  if (/\.\w+$/.test(path) && !path.startsWith('.github')) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

describe('bad examples with names of leaders, slogans or wording on the country’s unity', () => {
  it('are seen as they are written, and through marks', () => {
    expect(found('他说“习近乎”总书记')).toEqual(['习近乎']);
    expect(found("['打倒', '共产党']")).toEqual(['打倒共产党']);
    expect(found('习近平总书记、中华人民共和国')).toEqual([]);
  });

  it('stand in the tests alone', () => {
    const files = SHIPPED.flatMap(filesBelow).filter((path) => !/\.(png|jpe?g|ico)$/.test(path));
    expect(files.length).toBeGreaterThan(500);
    const holding = files.flatMap((path) => found(readFileSync(join(root, path), 'utf8')).map((form) => `${path}: ${form}`));
    expect(holding).toEqual([]);
  });

  it('are nowhere a near miss of what the country and its leaders are called', () => {
    const severe = new Set(['国家', '领导']);
    const files = SHIPPED.flatMap(filesBelow).filter((path) => /\.(ts|js|md|yml|html)$/.test(path));
    const holding = files.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8').replace(/^[\x20-\x7e]+$/gm, '');
      return nearMissesIn(text, shippedLexicon()).flatMap(({ phrase, start, end }) =>
        severe.has(phrase.group) ? [`${path}: ${text.slice(start, end)}`] : [],
      );
    });
    expect(holding).toEqual([]);
  });

  it('are nowhere what the rules themselves find, but for what names nobody and no country', () => {
    // 提示词, which are made of words to look for.
    const files = SHIPPED.flatMap(filesBelow).filter((path) => /\.(ts|js|md|yml|html)$/.test(path) && !path.endsWith('terms/screen.yml'));
    const holding = files.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8').replace(/^[\x20-\x7e]+$/gm, '');
      const blocks = [{ paragraph: 1, label: '', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) }];
      const states = patternReports(blocks, SOVEREIGNTY).filter(({ severity }) => severity === undefined);
      const slogans = [SLOGANS, MOTTOES]
        .flatMap((table) => patternReports(blocks, table))
        .filter(({ flagged }) => !flagged?.includes('某某'));
      return [...states, ...slogans].map(({ flagged }) => `${path}: ${flagged}`);
    });
    expect(holding).toEqual([]);
  });

  it('are none of the rules’ own examples, which the page of rules shows', () =>
    expect(RULES.flatMap(({ id, good, bad }) => found(JSON.stringify([good, bad])).map((form) => `${id}: ${form}`))).toEqual([]));
});
