import { describe, expect, it } from 'vitest';
import { fieldsOf } from '#pipeline/intake/draft/fields.ts';
import { markdownOf } from '#pipeline/intake/draft/markdown.ts';
import { placePictures } from '#pipeline/intake/draft/place-pictures.ts';
import { ORGANISATION, receivedText } from './received-text.ts';

const STORY =
  '11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家，商户普遍表示理解和支持。';

/** A text's last paragraphs with pictures that lie beside it; `![a]` is one of its own. */
function placed(lines: readonly string[], names: readonly string[]): string[] {
  const fields = fieldsOf(receivedText(['婺城分局开展专项整治', STORY, ...lines].join('\n')), ORGANISATION, '2026-11-24');
  const own = lines.includes('![a]') ? [{ key: 'a', name: 'a.jpg' }] : [];
  const pictures = [...own, ...names.map((name) => ({ key: null, name }))];
  const { body } = placePictures(
    fields,
    pictures.map(({ key, name }) => ({ key, name, bytes: Buffer.from(name), report: [] })),
  );
  return markdownOf(body).trim().split('\n\n').slice(1);
}

const CASES: [what: string, lines: string[], names: string[], body: string[]][] = [
  [
    'the numbers of captions and files',
    ['图1：队员劝导商户', '图2：队员清理堆物'],
    ['1.jpg', '图2.jpg'],
    ['![队员劝导商户](picture-1.jpg)', '![队员清理堆物](picture-2.jpg)'],
  ],
  [
    'numbers in Han and in brackets',
    ['（图二为队员清理堆物）'],
    ['照片（1）.jpg', '照片（2）.jpg'],
    ['![图为队员清理堆物](picture-1.jpg)', '![待填](picture-2.jpg)'],
  ],
  ['the only caption of the only picture', ['（图为队员劝导商户）'], ['IMG_2034.jpg'], ['![图为队员劝导商户](picture-1.jpg)']],
  [
    'the only caption, below its paragraph',
    ['图：队员劝导商户', '下一步继续巡查。'],
    ['a.jpg'],
    ['![队员劝导商户](picture-1.jpg)', '下一步继续巡查。'],
  ],
  [
    'words of a file’s name',
    ['图为队员在夜市劝导商户', '图为队员在河道清理堆物'],
    ['队员在河道清理堆物.jpg', 'IMG_1.jpg'],
    ['图为队员在夜市劝导商户', '![图为队员在河道清理堆物](picture-1.jpg)', '![待填](picture-2.jpg)'],
  ],
  [
    'nothing where two pictures have no number',
    ['图1：队员劝导商户', '图2：队员清理堆物'],
    ['IMG_2034.jpg', 'IMG_2035.jpg'],
    ['图1：队员劝导商户', '图2：队员清理堆物', '![待填](picture-1.jpg)', '![待填](picture-2.jpg)'],
  ],
  [
    'nothing where a number is a day’s',
    ['图11：队员劝导商户'],
    ['11月23日.jpg', 'b.jpg'],
    ['图11：队员劝导商户', '![待填](picture-1.jpg)', '![待填](picture-2.jpg)'],
  ],
  [
    'nothing where two files have a number',
    ['图1：队员劝导商户'],
    ['1.jpg', '图1.jpg'],
    ['图1：队员劝导商户', '![待填](picture-1.jpg)', '![待填](picture-2.jpg)'],
  ],
  ['nothing where the numbers differ', ['图1：队员劝导商户'], ['2.jpg'], ['图1：队员劝导商户', '![待填](picture-1.jpg)']],
  ['nothing where the text speaks of a picture', ['图1所示路段已经清理。'], ['1.jpg'], ['图1所示路段已经清理。', '![待填](picture-1.jpg)']],
  [
    'nothing where a picture of the text wants one, too',
    ['图为队员劝导商户', '![a]', '下一步继续巡查。'],
    ['b.jpg'],
    ['图为队员劝导商户', '![待填](picture-1.jpg)', '下一步继续巡查。', '![待填](picture-2.jpg)'],
  ],
];

describe('captions of pictures that lie beside a text', () => {
  it.each(CASES)('%s', (_, lines, names, body) => expect(placed(lines, names)).toEqual(body));
});
