import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import {
  MIXED_UP,
  MOTTOES,
  OFFICES,
  type PatternRow,
  type PatternTable,
  REPEATED,
  SLOGANS,
  SOVEREIGNTY,
} from '#pipeline/check/lexicon/pattern-tables.ts';
import { isRight, patternReports } from '#pipeline/check/lexicon/patterns.ts';
import { contextFor, folderFor } from '../example-item.ts';
import { examplesOf, HONEST } from './examples.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const reportsOf = (text: string, table: PatternTable) => patternReports([blockOf(text)], table);
const alone = (table: PatternTable, id: string) => table.filter((row) => row.id === id);

describe.each([
  ['sovereignty', SOVEREIGNTY],
  ['slogans', SLOGANS],
  ['mottoes', MOTTOES],
  ['offices', OFFICES],
  ['mixed-up', MIXED_UP],
  ['repeated', REPEATED],
] as const)('the rows of %s', (name, table) => {
  const examples = examplesOf(name);

  it('have two good and two bad examples each', () => {
    expect(Object.keys(examples)).toEqual(table.map(({ id }) => id));
    for (const [id, { good, bad }] of Object.entries(examples)) expect([id, good.length >= 2, bad.length >= 2]).toEqual([id, true, true]);
  });

  it.each(Object.entries(examples))('%s: the bad ones are found, the good ones let pass', (id, { good, bad }) => {
    const row = alone(table, id);
    expect(bad.filter((text) => reportsOf(text, row).length === 0 || reportsOf(text, table).length === 0)).toEqual([]);
    expect(good.filter((text) => reportsOf(text, row).length > 0)).toEqual([]);
  });

  it('let honest prose pass', () => expect(HONEST.filter((text) => reportsOf(text, table).length > 0)).toEqual([]));

  it.runIf(table !== MIXED_UP)('say nothing of what they found', () => {
    for (const text of Object.values(examples).flatMap(({ bad }) => bad))
      for (const { flagged = '', words } of reportsOf(text, table)) expect(JSON.stringify(words)).not.toContain(flagged);
  });
});

it.each([
  ['两岸三地的客商。', SOVEREIGNTY, '（从“两”到“地”，共 4 个字）。'],
  ['墙上写着打倒某某。', SLOGANS, '（不显示原文，从“打”到“某”，共 4 个字）。'],
])('what isn’t shown is named by where it begins and ends, for a waiver has to copy it: %s', (text, table, end) =>
  expect(reportsOf(text, table).map(({ words }) => words.problem.slice(-end.length))).toEqual([end]),
);

it('a row is found in traditional characters, full width and with invisible characters between', () => {
  for (const text of ['臺灣等國家', '台\u200B湾等国\u00AD家', '两岸三地\uFE0F。'])
    expect(reportsOf(text, SOVEREIGNTY).map(({ flagged }) => flagged)).toHaveLength(1);
});

it('what makes a wording right stands in its sentence, and near in a text that has no stop', () => {
  const row: PatternRow = { ...(SOVEREIGNTY[0] as PatternRow), behind: undefined, beside: /史料/ };
  const isRightBehind = (between: string) => isRight(row, `史料${between}某地`, between.length + 2, between.length + 4);
  expect(['，'.repeat(200), '。', '，'.repeat(400)].map(isRightBehind)).toEqual([true, false, false]);
});

it.each([
  ['quoted as it was miswritten', '队员误把“两岸三地”写入草稿。', SOVEREIGNTY, 0],
  ['quoted and called wrong', '标语写“两岸三地”，属错误用语。', SOVEREIGNTY, 0],
  ['not quoted', '有人有错误说法，两岸三地的客商。', SOVEREIGNTY, 1],
  ['asked about', '问：日方把钓鱼岛称作“尖阁列岛”，中方对此有何评论？', SOVEREIGNTY, 0],
  ['asked about without marks', '问：游客前往钓鱼台岛，台湾等国家对此有何评论？', SOVEREIGNTY, 1],
  ['told without a question', '日方把钓鱼岛称作“尖阁列岛”。', SOVEREIGNTY, 1],
  ['a slogan, which isn’t quoted even so', '标语写“打倒共产党”，属错误用语。', SLOGANS, 1],
])('what is called wrong right there is right: %s', (_, text, table, count) => expect(reportsOf(text, table).length > 0).toBe(count === 1));

it('a place that two rows find is told once, by the first', () =>
  expect(reportsOf('支持台独。', SOVEREIGNTY).map(({ words }) => words.problem)).toEqual([expect.stringContaining('分裂')]));

it('a report may be less grave than its rule, and never graver than the policy has it', () => {
  const severities = (policy?: Record<string, unknown>) =>
    checkItem(folderFor({ body: '西藏等国家参加，两岸三地。\n' }), contextFor(policy ? { policy } : {}))
      .findings.filter(({ rule }) => rule === 'prohib/sovereignty')
      .map(({ severity }) => severity);
  expect(severities()).toEqual(['error', 'warning']);
  expect(severities({ severities: { 'prohib/sovereignty': 'warning' } })).toEqual(['warning', 'warning']);
  expect(severities({ severities: { 'prohib/sovereignty': 'info' } })).toEqual(['info', 'info']);
});
