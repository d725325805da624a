import { describe, expect, it } from 'vitest';
import { linesOf, unfinishedOf } from '#pipeline/intake/draft/lines.ts';
import { receivedText } from './received-text.ts';

const told = (...lines: string[]): string[] =>
  unfinishedOf(linesOf(receivedText(lines.join('\n')).text)).map(({ place, quote }) => `${place} ${quote}`);

describe('words that stand where something is still to be written', () => {
  it.each([
    ['由××局负责，ＸＸＸ配合。', 'XXX / ××'],
    ['下一步，××分局和××大队将回访。', '××'],
    ['活动时间待定。', '时间待定'],
    ['地点：待定', '待定'],
    ['（此处插图）', '(此处插图)'],
    ['共劝导[请填写数字]起。', '[请填写数字]'],
    ['出动执法队员____人。', '____'],
    ['线索（待核实）', '待核实'],
  ])('%s is told with its place', (line, quote) => expect(told('婺城分局开展专项整治', line)).toEqual([`第2段 ${quote}`]));

  it.each([
    '当事人李××已改正。',
    '李××局长到场。',
    '材料有待定期补充完善。',
    '（图为执法队员）',
    '依据〔2026〕12号文件。',
    '【婺城分局】近日开展整治。',
  ])('%s is not', (line) => expect(told('婺城分局开展专项整治', line)).toEqual([]));
});
