import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textEdits } from '#pipeline/release/correction-steps.ts';

describe('what a person has to change', () => {
  it.each([
    {
      it: 'a wrong number',
      before: '共查处违法行为八十八起。',
      after: '共查处违法行为八十六起。',
      edits: ['“八十八起”→“八十六起”'],
      characters: 1,
    },
    { it: 'nothing', before: '一样', after: '一样', edits: [], characters: 0 },
    { it: 'a character too many', before: '整治治行动开始。', after: '整治行动开始。', edits: ['“整治治行”→“整治行”'], characters: 1 },
    { it: 'a character too few', before: '整行动开始。', after: '整治行动开始。', edits: ['“整行动开”→“整治行动开”'], characters: 1 },
    {
      it: 'two places, each with enough around it to be found',
      before: '一月三日开工，二月三日完工。',
      after: '一月五日开工，二月五日完工。',
      edits: ['“一月三日”→“一月五日”', '“二月三日”→“二月五日”'],
      characters: 2,
    },
    {
      it: 'a paragraph at the end',
      before: '第一段。\n',
      after: '第一段。\n第二段。\n',
      edits: ['“一段。\n”→“一段。\n第二段。\n”'],
      characters: 5,
    },
  ])('is $it', ({ before, after, edits, characters }) => {
    const found = textEdits(before, after);
    expect(found?.edits.map(({ from, to }) => `“${from}”→“${to}”`)).toEqual(edits);
    expect(found?.characters).toBe(characters);
  });

  it('is no list where nearly everything changes', () => expect(textEdits('甲'.repeat(400), '乙'.repeat(400))).toBeNull());

  const word = fc
    .array(fc.constantFrom('整', '治', '行', '动', '，', '。', '\n', '😀', '三'), { maxLength: 40 })
    .map((all) => all.join(''));

  it('gives the new text when each place is changed in turn, where each stands once', () => {
    fc.assert(
      fc.property(word, word, (before, after) => {
        const found = textEdits(before, after);
        expect(found).not.toBeNull();
        const edits = found?.edits ?? [];
        const once = edits.every(({ from }) => from !== '' && before.split(from).length === 2);
        fc.pre(once);
        // From the back, so that what was changed isn't looked at again; places that overlap share what lies around them.
        const places = edits.map((edit) => ({ ...edit, at: before.indexOf(edit.from) }));
        fc.pre(
          places.every(
            ({ at, from }, index) =>
              index === 0 || (places[index - 1]?.at ?? 0) + (places[index - 1]?.from.length ?? 0) <= at || from === '',
          ),
        );
        const changed = places.reduceRight((text, { at, from, to }) => text.slice(0, at) + to + text.slice(at + from.length), before);
        expect(changed).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick for a long text with few changes', () => {
    const long = '示例街道整治行动。'.repeat(2000);
    expect(textEdits(long, `${long.slice(0, 9000)}更${long.slice(9000)}`)?.characters).toBe(1);
  });
});
