import fc from 'fast-check';
import type { PhrasingContent, Root, RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkItem } from '#pipeline/check/engine.ts';
import { type Draft, draftOf, type Material } from '#pipeline/intake/draft/draft.ts';
import { markdownOf } from '#pipeline/intake/draft/markdown.ts';
import { readPlainText } from '#pipeline/intake/plain-text.ts';
import { readItem } from '#pipeline/item/item.ts';
import { parseMarkdown, wordsOf } from '#pipeline/item/markdown/markdown.ts';
import { contextFor, itemFile } from '../../check/example-item.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { HOLDOUT } from './holdout.ts';
import { ORGANISATION, receivedText } from './received-text.ts';

const ready = (key: string | null, name: string) => ({ key, name, bytes: smallJpeg(), report: [] });

const TEXT = `标题：婺城分局开展沿街店铺专项整治
11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家，商户普遍表示理解和支持。
![a]
▲执法队员向店主讲解
（通讯员 李小明）`;

const material = (part: Partial<Material> = {}): Material => ({
  text: receivedText(TEXT),
  pictures: [ready('a', 'a.jpg')],
  sender: { person: 'lisi', unit: 'wucheng' },
  arrivedAt: '2026-11-24T01:30:00Z',
  organisation: ORGANISATION,
  ...part,
});

const indexOf = ({ files }: Draft): string => Buffer.from(files.find(({ path }) => path === 'index.md')?.bytes ?? []).toString();

/** The folder of a draft, with what was missing filled in as a person would. */
function filled(draft: Draft, answers: Record<string, unknown>) {
  const [, front = '', body = ''] = indexOf(draft).split(/^---\n/m);
  const index = `---\n${stringify({ ...parse(front), ...answers })}---\n${body}`;
  const files = draft.files.map(({ path, bytes }) => itemFile(path, path === 'index.md' ? index : bytes));
  return { path: draft.path, files };
}

const ANSWERS = {
  category: '工作动态',
  channels: ['website', 'wechat'],
  secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
};

describe('a draft', () => {
  it('has its front matter in the contract’s order, and asks for the rest in the annex’s', () => {
    const draft = draftOf(material());
    expect(indexOf(draft)).toBe(`---
title: 婺城分局开展沿街店铺专项整治
submitter: lisi
authors: [李小明]
submitted_at: 2026-11-24 09:30
event_date: 2026-11-23
category: 待填
channels: 待填
cover: picture-1.jpg
secrecy_review: {by: 待填, date: 待填, conclusion: 待填}
---

11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家，商户普遍表示理解和支持。

![执法队员向店主讲解](picture-1.jpg)
`);
    expect(draft.missing).toEqual(['category', 'channels', 'secrecy_review']);
  });

  it('passes the checks once what is missing is filled in', () => {
    const { findings } = checkItem(filled(draftOf(material()), ANSWERS), { ...contextFor(), organisation: ORGANISATION });
    expect(findings.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
  });

  it('is refused by the checks as long as anything stands as 待填', () => {
    const draft = draftOf(material({ sender: { person: null, unit: 'wucheng' } }));
    const { problems } = readItem({ path: draft.path, files: draft.files.map(({ path, bytes }) => itemFile(path, bytes)) });
    expect(problems.map(({ message }) => message.split('。')[0])).toEqual([
      '还没有填报送人（submitter）',
      '还没有填信息类别（category）',
      '还没有填拟发布渠道（channels）',
      '还没有填保密审查人（secrecy_review.by）',
      '还没有填保密审查日期（secrecy_review.date）',
      '还没有填保密审查结论（secrecy_review.conclusion）',
    ]);
  });

  it('has the same id for the same text of the same day, whoever looks when', () => {
    const { id } = draftOf(material());
    expect(draftOf(material({ arrivedAt: '2026-11-24T20:00:00+08:00' })).id).toBe(id);
    expect(id).toMatch(/^wucheng\/2026-11-23-[0-9a-f]{8}$/);
  });

  it('lies under the day of its arrival in Beijing where nobody knows the event’s', () => {
    const text = receivedText(TEXT.replace('11月23日上午', '近日'));
    const { id, missing } = draftOf(material({ text, arrivedAt: '2026-11-24T16:30:00Z' }));
    expect([id.slice(0, 18), missing.includes('event_date')]).toEqual(['wucheng/2026-11-25', true]);
  });

  it('asks who wrote it where two names run together', () => {
    const draft = draftOf(material({ text: receivedText(TEXT.replace('李小明', '李小明王小红')) }));
    expect([
      draft.missing.includes('authors'),
      indexOf(draft).includes('authors: [待填]'),
      indexOf(draft).includes('李小明王小红'),
    ]).toEqual([true, true, true]);
  });

  it('takes what whoever sent it has told before any rule', () => {
    const told = { title: '另一个标题', event_date: '2026-11-20', channels: ['weibo' as const], category: '转发' as const };
    const draft = draftOf(material({ told }));
    expect(indexOf(draft)).toContain('title: 另一个标题');
    expect(draft.missing).toEqual(['source', 'summary', 'secrecy_review']);
  });

  it('asks for a picture’s description, and puts pictures from beside at the end', () => {
    const pictures = [ready('a', 'a.jpg'), ready(null, 'IMG_2034.JPG'), ready(null, '执法队员在夜市巡查.png')];
    const draft = draftOf(material({ pictures }));
    expect(draft.missing).toContain('caption:picture-2.jpg');
    expect(indexOf(draft)).toMatch(/!\[待填\]\(picture-2\.jpg\)\n\n!\[执法队员在夜市巡查\]\(picture-3\.jpg\)\n$/);
    expect(draft.files.map(({ path }) => path)).toEqual(['index.md', 'picture-1.jpg', 'picture-2.jpg', 'picture-3.jpg']);
  });

  it('has the signed form as the unit’s review where the unit declares it, and asks else', () => {
    const scan = ready(null, '审核单.jpg');
    const declared = { ...ORGANISATION, routes: { ...ORGANISATION.routes, A: { level1: 'declared' as const } } };
    const draft = draftOf(material({ scan, organisation: declared }));
    expect(indexOf(draft)).toContain('unit_review: {by: 待填, at: 待填, scan: unit-review.jpg}');
    expect([draft.missing.includes('unit_review'), draft.files.at(-1)?.path]).toEqual([true, 'unit-review.jpg']);
    const asked = draftOf(material({ scan }));
    expect([asked.files.length, asked.report.map(({ kind }) => kind)]).toEqual([2, ['picture-scan']]);
  });

  it.each([
    ['intake/unit', { sender: { person: 'lisi', unit: null }, text: receivedText('标题一行\n正文没有写明是哪里的，共劝导占道经营86起。') }],
    ['intake/unit', { sender: { person: 'lisi', unit: 'nowhere' } }],
    ['intake/empty', { text: receivedText('标题：只有标题') }],
    ['intake/unfit', { text: receivedText(`标题：太长\n${'字'.repeat(100_000)}`) }],
  ])('is refused by %s, as a sentence', (code, part) => {
    expect(() => draftOf(material(part))).toThrow(expect.objectContaining({ code, exitCode: 1 }));
  });

  it.each(HOLDOUT)('loses no paragraph of $name', ({ text }) => {
    const received = receivedText(text);
    const pictures = [...received.pictures].map(([key, { name }]) => ready(key, name));
    const said = indexOf(draftOf(material({ text: received, pictures, sender: { person: null, unit: 'wucheng' } })))
      .normalize('NFKC')
      .replace(/[\s\\]/g, '');
    const gone = received.text.children
      .map((node) =>
        wordsOf(node)
          .normalize('NFKC')
          .replace(/^(?:标题|报送单位):/, '')
          .replace(/[▲\s]/g, ''),
      )
      .filter((words) => words !== '' && !said.includes(words));
    // What is left are bylines: their names stand in the front matter, the rest is the unit's own name and the role.
    expect(gone.filter((words) => words.length > 24)).toEqual([]);
  });
});

const characters = fc.constantFrom(...'中文执法，。“”（）1.2、-*_#>|[]()<>&\\`~!+=:/@ \u3000a'.split(''));
const line = fc
  .array(characters, { minLength: 1, maxLength: 30 })
  .map((all) => all.join(''))
  .filter((text) => /[中文执法a1]/.test(text));

describe('the body', () => {
  const strong = (...children: PhrasingContent[]): PhrasingContent => ({ type: 'strong', children });
  const say = (value: string): PhrasingContent => ({ type: 'text', value });

  it.each<[string, PhrasingContent[], string]>([
    ['a break at the edge of strong words', [strong(say('一'), { type: 'break' }), say('二')], '**一**\\\n二\n'],
    ['strong blanks', [say('一'), strong(say(' ')), say('二')], '一 二\n'],
    ['blanks at the edges of strong words', [say('一'), strong(say(' 二 ')), say('三')], '一 **二** 三\n'],
    ['breaks at the ends', [{ type: 'break' }, say(' 一 '), { type: 'break' }], '一\n'],
    ['blanks beside a break', [say('一 '), { type: 'break' }, say('　二')], '一\\\n二\n'],
    ['strong words that are a break', [strong({ type: 'break' }), say('一')], '一\n'],
  ])('has no entities for %s', (_, children, markdown) => {
    expect(markdownOf([{ type: 'paragraph', children }])).toBe(markdown);
  });

  it('reads back word for word, whatever a text file holds', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const { text } = readPlainText(Buffer.from(lines.join('\n')), 'a.txt');
        const { tree, problem } = parseMarkdown(markdownOf(text.children), 1);
        expect(problem).toBeNull();
        expect(tree.children.map(wordsOf)).toEqual(text.children.map(wordsOf));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, PhrasingContent[]]>([
    [
      'strong words beside punctuation',
      [
        { type: 'strong', children: [{ type: 'text', value: '一是巡查。' }] },
        { type: 'text', value: '全天候' },
      ],
    ],
    [
      'strong words in the middle',
      [
        { type: 'text', value: '开展' },
        { type: 'strong', children: [{ type: 'text', value: '“护学”' }] },
        { type: 'text', value: '行动' },
      ],
    ],
    ['a line break', [{ type: 'text', value: '第一行' }, { type: 'break' }, { type: 'text', value: '第二行' }]],
  ])('keeps %s', (_, children) => {
    const node: RootContent = { type: 'paragraph', children };
    const { tree } = parseMarkdown(markdownOf([node]), 1);
    const shape = (root: RootContent | Root | undefined): unknown =>
      root && 'children' in root
        ? [root.type, ...root.children.map((child) => shape(child as RootContent))]
        : [root?.type, wordsOf(root as RootContent)];
    expect(shape(tree.children[0])).toEqual(shape(node));
  });
});

describe('what a text says besides', () => {
  const story = '11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，商户普遍表示理解和支持。';
  const itemOf = (lines: string[], part: Partial<Material> = {}): string =>
    indexOf(draftOf({ ...material(), pictures: [], text: receivedText(['婺城分局开展整治', ...lines, story].join('\n')), ...part }));

  it.each<[string, string[], string]>([
    ['a unit’s part', ['报送单位：婺城分局第二大队'], '报送单位：婺城分局第二大队'],
    ['a reason', ['依据：李示例批示，11月20日'], '依据：李示例批示，11月20日'],
    ['a note', ['备注：请先压一压'], '请先压一压'],
    ['somebody else’s house', ['供稿：示例日报'], '供稿：示例日报'],
    ['another unit than the sender’s', ['报送单位：金东分局'], '单位 金东分局'],
  ])('stands in the remarks: %s', (_, lines, words) => {
    const [, front = '', body = ''] = itemOf(lines).split(/^---\n/m);
    expect(parse(front).remarks).toContain(words);
    expect(body.trim()).toBe(story);
  });

  it('and contradicts what was told, too', () => {
    const index = itemOf(['信息类别：业务宣传'], { told: { category: '工作动态' } });
    expect(parse(index.split(/^---\n/m)[1] ?? '')).toMatchObject({ category: '工作动态', remarks: '来稿写明：信息类别 业务宣传' });
  });

  it('names the submitter where only the unit is known, and the unit where only the submitter is', () => {
    expect(itemOf(['报送人：李四'], { sender: { person: null, unit: 'wucheng' } })).toContain('submitter: lisi');
    const people = { ...ORGANISATION.people, lisi: { name: '李四', logins: ['lisi'], units: ['jindong'] } };
    const organisation = { ...ORGANISATION, people } as Material['organisation'];
    const { id } = draftOf({ ...material(), organisation, sender: { person: 'lisi', unit: null } });
    expect(id).toMatch(/^jindong\//);
  });

  it('is told where the remarks have no room for it', () => {
    const { report } = draftOf({
      ...material(),
      text: receivedText(
        `婺城分局开展整治\n备注：${'长'.repeat(150)}\n依据：${'长'.repeat(190)}\n摘要：好\n来源：${'长'.repeat(190)}\n保密审查：${'长'.repeat(190)}\n${story}`,
      ),
      pictures: [],
    });
    expect(report.map(({ kind, place }) => [kind, place])).toContainEqual(['unread-line', '备注']);
  });
});
