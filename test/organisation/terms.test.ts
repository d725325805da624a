import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPrivateScreen, readTerms } from '#pipeline/organisation/read-terms.ts';
import { NO_TERMS, TERM_FILES } from '#pipeline/organisation/terms.ts';
import { Problem } from '#pipeline/problem.ts';

const PATHS = Object.values(TERM_FILES).map(({ path }) => path);
const read = (texts: Record<string, string>) =>
  readTerms(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`content/terms/${name}.yml`, text])));

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('expected a problem');
}

describe('the lists of content/terms', () => {
  it('are empty where their files are missing or empty', () => {
    expect(readTerms({})).toEqual(NO_TERMS);
    expect(readTerms(Object.fromEntries(PATHS.map((path) => [path, '# 空\n'])))).toEqual(NO_TERMS);
  });

  it('of the samples can all be used, and say much', () => {
    const terms = readTerms(Object.fromEntries(PATHS.map((path) => [path, readFileSync(path, 'utf8')])));
    expect(terms.idioms.length).toBeGreaterThanOrEqual(40);
    expect(terms.laws.filter(({ until }) => until === undefined).length).toBeGreaterThanOrEqual(60);
    expect(terms.laws.filter(({ until }) => until !== undefined).length).toBeGreaterThanOrEqual(12);
    expect(new Set(terms.screen.map(({ kind }) => kind))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(terms.screen.filter(({ tier }) => tier !== undefined)).toEqual([]);
    expect(terms.lawsAsOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('name as successor of a repealed law one that the list has, in force', () => {
    const { laws } = readTerms(Object.fromEntries(PATHS.map((path) => [path, readFileSync(path, 'utf8')])));
    const inForce = new Set(laws.filter(({ until }) => until === undefined).map(({ title }) => title));
    expect(laws.filter(({ successor }) => successor !== undefined && !inForce.has(successor))).toEqual([]);
  });

  it('may say which day the laws were looked at', () =>
    expect(read({ laws: 'as_of: 2026-11-01\nlaws: []\n' }).lawsAsOf).toBe('2026-11-01'));

  it('may have a leader’s wrong name once, and a leader with several titles', () => {
    const text =
      'holders:\n  - {name: 冯六, title: 副局长, from: 2024-01-01, wrong: [冯陆]}\n  - {name: 冯六, title: 书记, from: 2024-01-01}\n';
    expect(read({ 'office-holders': text }).holders).toHaveLength(2);
  });
});

describe('a list is refused, with the place', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    ['a key of its own', { idioms: 'terms: []\n' }, 'terms/malformed', /idioms\.yml:1:1$/],
    ['a day that isn’t one', { laws: 'as_of: 2026-02-30\nlaws: []\n' }, 'terms/malformed', /laws\.yml:1:1$/],
    ['such a day in another file', { idioms: 'as_of: 2026-11-31\n' }, 'terms/malformed', /idioms\.yml:1:1$/],
    ['a blank wrong form', { idioms: 'idioms:\n  - {right: 部署, wrong: [" "]}\n' }, 'terms/malformed', /idioms\.yml:2:25$/],
    ['a wrong form of one character', { idioms: 'idioms:\n  - {right: 部署, wrong: [布]}\n' }, 'terms/contradictory', /idioms\.yml:2:25$/],
    ['a wrong form of marks alone', { idioms: 'idioms:\n  - {right: 部署, wrong: ["--"]}\n' }, 'terms/contradictory', /:2:25$/],
    [
      'a wrong form that is the right one but for what the scanner doesn’t see',
      { 'official-terms': 'terms:\n  - {right: GitHub, wrong: [github]}\n' },
      'terms/contradictory',
      /official-terms\.yml:2:29$/,
    ],
    [
      'a wrong form that another list calls right',
      { 'official-terms': 'terms:\n  - {right: 布署, wrong: [部置]}\n', idioms: 'idioms:\n  - {right: 部署, wrong: [按部, 布署]}\n' },
      'terms/contradictory',
      /idioms\.yml:2:29$/,
    ],
    [
      'a wrong form of two right ones',
      { idioms: 'idioms:\n  - {right: 部署, wrong: [布署]}\n  - {right: 布置, wrong: [布 署]}\n' },
      'terms/contradictory',
      /idioms\.yml:3:25$/,
    ],
    [
      'a right form twice',
      { idioms: 'idioms:\n  - {right: 部署, wrong: [布署]}\n  - {right: 部署, wrong: [步署]}\n' },
      'terms/contradictory',
      /idioms\.yml:3:6$/,
    ],
    [
      'an allowed phrase without the wrong form',
      { idioms: 'idioms:\n  - {right: 部署, wrong: [布署], allow: [发布]}\n' },
      'terms/contradictory',
      /idioms\.yml:2:38$/,
    ],
    [
      'an allowed phrase that is the wrong form',
      { idioms: 'idioms:\n  - {right: 部署, wrong: [布署], allow: [布署]}\n' },
      'terms/contradictory',
      /idioms\.yml:2:38$/,
    ],
    [
      'a leader whose wrong name is another leader’s',
      {
        'office-holders':
          'holders:\n  - {name: 冯六, title: 局长, from: 2024-01-01}\n  - {name: 冯七, title: 书记, from: 2024-01-01, wrong: [冯六]}\n',
      },
      'terms/contradictory',
      /office-holders\.yml:3:53$/,
    ],
    [
      'an end of office before its beginning',
      { 'office-holders': 'holders:\n  - {name: 冯六, title: 局长, from: 2024-01-02, to: 2024-01-01}\n' },
      'terms/contradictory',
      /office-holders\.yml:2:45$/,
    ],
    [
      'an office held twice at once',
      {
        'office-holders':
          'holders:\n  - {name: 冯六, title: 局长, from: 2024-01-01}\n  - {name: 冯六, title: 局长, from: 2025-01-01, to: 2025-02-01}\n',
      },
      'terms/contradictory',
      /office-holders\.yml:3:27$/,
    ],
    [
      'a kind that Art. 6 doesn’t have',
      { screen: 'screen:\n  - {kind: 10, words: [示例], ask: 示例}\n' },
      'terms/malformed',
      /screen\.yml:2:6$/,
    ],
    [
      'a tier that there isn’t',
      { screen: 'screen:\n  - {kind: 1, words: [示例], ask: 示例, tier: 3}\n' },
      'terms/malformed',
      /screen\.yml:2:\d+$/,
    ],
    ['a single letter', { screen: 'screen:\n  - {kind: 1, words: [C++], ask: 示例}\n' }, 'terms/contradictory', /screen\.yml:2:23$/],
    [
      'a word twice',
      { screen: 'screen:\n  - {kind: 1, words: [网传], ask: 示例}\n  - {kind: 2, words: [網傳], ask: 示例}\n' },
      'terms/contradictory',
      /screen\.yml:3:23$/,
    ],
    [
      'a phrase that allows nothing',
      { screen: 'screen:\n  - {kind: 1, words: [网传], allow: [网络], ask: 示例}\n' },
      'terms/contradictory',
      /:2:36$/,
    ],
    ['a title with its marks', { laws: 'laws:\n  - {title: 《民法典》}\n' }, 'terms/contradictory', /laws\.yml:2:6$/],
    ['a law twice', { laws: 'laws:\n  - {title: 民法典}\n  - {title: 民法典}\n' }, 'terms/contradictory', /laws\.yml:3:6$/],
    [
      'a law that ended before it began',
      { laws: 'laws:\n  - {title: 民法典, from: 2021-01-01, until: 2021-01-01}\n' },
      'terms/contradictory',
      /laws\.yml:2:36$/,
    ],
    ['a successor without an end', { laws: 'laws:\n  - {title: 合同法, successor: 民法典}\n' }, 'terms/contradictory', /laws\.yml:2:18$/],
    ['a short phrase', { phrases: 'phrases:\n  - {phrase: 示例局}\n' }, 'terms/contradictory', /phrases\.yml:2:6$/],
    [
      'a phrase twice',
      { phrases: 'phrases:\n  - {phrase: 示例江堤巡查}\n  - {phrase: 示例江堤巡查}\n' },
      'terms/contradictory',
      /phrases\.yml:3:6$/,
    ],
    [
      'a phrase that ended before it began',
      { phrases: 'phrases:\n  - {phrase: 示例江堤巡查, since: 2026-01-02, until: 2026-01-01}\n' },
      'terms/contradictory',
      /phrases\.yml:2:41$/,
    ],
    [
      'what is written instead of a phrase that never ends',
      { phrases: 'phrases:\n  - {phrase: 示例江堤巡查, successor: 示例河道巡查}\n' },
      'terms/contradictory',
      /phrases\.yml:2:\d+$/,
    ],
    [
      'a group that there isn’t',
      { phrases: 'phrases:\n  - {phrase: 示例江堤巡查, group: 文字}\n' },
      'terms/malformed',
      /phrases\.yml:2:\d+$/,
    ],
    [
      'a level without a prompt',
      {
        prompts:
          'prompts:\n  - {level: 1, gate: 保密关, article: 第五条, ask: 示例}\n  - {level: 3, gate: 政治关, article: 第六条, ask: 示例}\n',
      },
      'terms/contradictory',
      /prompts\.yml:1:1$/,
    ],
  ])('for %s', (_what, texts, code, place) => {
    const problem = problemOf(() => read(texts));
    expect(problem.code).toBe(code);
    expect(problem.place).toMatch(place);
    expect(problem.message).toMatch(/；.*应.*；.+。$/);
  });
});

describe('a private list', () => {
  it('keeps its kinds and words, and nothing of what it asks', () => {
    const list = readPrivateScreen('screen:\n  - {kind: 2, words: [示例密词], ask: 不能说的话}\n', 'own.yml');
    expect(list).toEqual([{ kind: 2, words: ['示例密词'], allow: [], ask: '是否有这一项所列的内容', hidden: true }]);
  });

  it('may let a word pass nowhere', () => {
    const [entry] = readPrivateScreen('screen:\n  - {kind: 2, words: [示例密词], ask: 不能说的话, tier: 1}\n', 'own.yml');
    expect(entry).toMatchObject({ tier: 1, hidden: true });
  });

  it.each([
    ['a word twice', 'screen:\n  - {kind: 2, words: [示例密词, 示例 密词], ask: 问}\n'],
    ['a phrase that allows nothing', 'screen:\n  - {kind: 2, words: [示例密词], allow: [密词], ask: 问}\n'],
    ['another key', 'screen:\n  - {kind: 2, words: [示例密词], 密词: 1, ask: 问}\n'],
    ['what isn’t YAML', 'screen: [示例密词\n'],
  ])('with %s is refused at its line without a word of it', (_what, text) => {
    const problem = problemOf(() => readPrivateScreen(text, 'own.yml'));
    expect(problem.place).toMatch(/^own\.yml:\d+:\d+$/);
    expect(problem.message).not.toContain('密词');
  });
});
