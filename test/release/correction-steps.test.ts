import { describe, expect, it } from 'vitest';
import { handCorrection } from '#pipeline/release/correction-steps.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { CONTEXT, itemOf, PICTURE } from '../render/sample-item.ts';

const correction = { kind: '事实', note: '“八十八起”更正为“八十六起”' } as const;
const BODY = '婺城分局共查处违法行为八十八起。\n\n欢迎监督。\n';
const RIGHT = '婺城分局共查处违法行为八十六起。\n\n欢迎监督。\n';
const AGAIN = ['后台不让改的，删除原文，照预览重新发表更正稿'];

const wechat = (...[before, after, edited = false]: [string | ReturnType<typeof itemOf>, string | ReturnType<typeof itemOf>, boolean?]) => {
  const [old, now] = [before, after].map((item) => (typeof item === 'string' ? itemOf(item) : item)) as [
    ReturnType<typeof itemOf>,
    ReturnType<typeof itemOf>,
  ];
  return handCorrection('wechat', old, now, CONTEXT, edited);
};

describe('a correction of a WeChat article that is out', () => {
  it('is said place by place, where the editor lets one change it', () => {
    expect(wechat(itemOf(BODY), itemOf(RIGHT, { correction }))).toEqual({
      unchanged: false,
      steps: ['在公众号后台打开这一篇，点“修改”（只能改一次，至多 20 字，这次 1 字）', '把“八十八起”改为“八十六起”', ...AGAIN],
    });
  });

  it.each([
    ['at twenty characters', '一'.repeat(20), true],
    ['not above them', '一'.repeat(21), false],
  ])('fits the editor %s', (_, text, fits) => {
    const [first] = wechat(BODY, BODY.replace('欢迎监督', `欢迎监督${text}`)).steps;
    expect(first?.startsWith('在公众号后台打开这一篇')).toBe(fits);
    if (!fits) expect(first).toContain('改动超过 20 字');
  });

  it.each<[string, Parameters<typeof wechat>]>([
    ['标题有改动', [BODY, itemOf(BODY, { title: '另一个标题' })]],
    [
      '图片有改动',
      [
        itemOf(`${BODY}\n![街景](street.jpg)\n`, {}, PICTURE),
        itemOf(`${BODY}\n![街景](street.jpg)\n\n![街角](corner.jpg)\n`, {}, { ...PICTURE, 'corner.jpg': smallJpeg() }),
      ],
    ],
    ['这一篇已经改过一次', [BODY, RIGHT, true]],
    ['改的是摘要、链接或格式', [`${BODY}\n[链接](https://www.zj.gov.cn/a)\n`, `${BODY}\n[链接](https://www.zj.gov.cn/b)\n`]],
  ])('asks to delete and send again: %s', (why, given) =>
    expect(wechat(...given).steps[0]).toBe(`不能在原文上改（${why}）：在公众号后台删除原文，照预览重新发表更正稿`),
  );

  it('stays as it is where only the website’s note came', () =>
    expect(wechat(itemOf(BODY), itemOf(BODY, { correction }))).toEqual({ unchanged: true, steps: [] }));

  it('takes nothing of the text for Markdown, and calls nobody', () => {
    const { steps } = wechat('价格 5 元。\n', '价格 *5* @lisi 元。\n');
    expect(steps.join('\n')).not.toContain('@lisi');
  });

  it('lists no more places than anybody works through', () => {
    const many = (word: string): string =>
      Array.from({ length: 60 }, (_, index) => `第 ${index} 处${word}，没有变化的一段话。`).join('\n\n');
    const { steps } = wechat(many('甲'), many('乙'));
    expect(steps).toHaveLength(32);
    expect(steps.at(-1)).toBe('另有 30 处，照预览改');
  });
});

describe('a correction of a Weibo post that is out', () => {
  const weibo = (before: ReturnType<typeof itemOf>, after: ReturnType<typeof itemOf>) =>
    handCorrection('weibo', before, after, CONTEXT, false);

  it('is said place by place', () => {
    const { steps } = weibo(itemOf(BODY, { summary: '共查处八十八起。' }), itemOf(RIGHT, { summary: '共查处八十六起。', correction }));
    expect(steps).toEqual(['在微博客户端打开这一条，点“编辑微博”', '把“八十八起”改为“八十六起”', '不能编辑的，删除这一条，照预览重新发布']);
  });

  it('isn’t needed where the post doesn’t hold what was corrected', () =>
    expect(weibo(itemOf(BODY, { summary: '摘要。' }), itemOf(RIGHT, { summary: '摘要。', correction })).unchanged).toBe(true));
});
