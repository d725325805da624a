import { describe, expect, it } from 'vitest';
import { articleDifferences } from '#pipeline/release/channels/wechat/read.ts';
import { orderOf } from '../orders.ts';
import { SITE } from '../stage.ts';

const CONTENT =
  '<p>十一月二十三日，示例分局上街巡查。</p><p>两天劝导店铺 86 家，电话 057912345678；<a href="https://mp.weixin.qq.com/s/abc">上一篇</a>。</p>' +
  '<img src="sanshen-image:a.jpg"><p>下周继续。</p><img src="sanshen-image:b.jpg">';
const { payload, key } = orderOf('wechat', SITE, { content: CONTENT });
const ADDRESSES = new Map([
  ['a.jpg', 'http://mmbiz.qpic.cn/mmbiz_jpg/aaa/0?wx_fmt=jpeg'],
  ['b.jpg', 'https://mmbiz.qpic.cn/mmbiz_jpg/bbb/0'],
]);

/** What WeChat would hold if it kept everything, in its own way of writing. */
const STORED = {
  title: payload.title,
  author: payload.author,
  digest: payload.summary,
  content: CONTENT.replace('src="sanshen-image:a.jpg"', "data-src='https://mmbiz.qpic.cn/mmbiz_jpg/aaa/640?wx_fmt=jpeg&amp;from=appmsg'")
    .replace('src="sanshen-image:b.jpg"', 'alt="" src="https://mmbiz.qpic.cn/mmbiz_jpg/bbb/640"')
    .replaceAll('<p>', '<p style="margin:0">\n')
    .replaceAll(' 86 ', '&nbsp;86&nbsp;'),
  content_source_url: `${payload.sourceUrl}?pub=${key.slice(0, 8)}`,
};

const changed = (from: string | RegExp, to: string): object => ({ content: STORED.content.replace(from, to) });
const swapped = STORED.content.replace('/aaa/', '/x/').replace('/bbb/', '/aaa/').replace('/x/', '/bbb/');

describe('what WeChat keeps', () => {
  it.each([
    ['in its own way of writing', {}, []],
    ['with another title', { title: '别的标题' }, ['标题不一致：应为“示例分局开展冬季沿街店铺专项整治”，读回“别的标题”']],
    ['with another author', { author: '王五' }, ['作者不一致：应为“李四”，读回“王五”']],
    ['with another digest', { digest: '' }, ['摘要不一致：应为“连续两天劝导店铺 86 家。”，读回没有']],
    ['without telling the author', { author: undefined }, []],
    [
      'with another number',
      changed('86', '68'),
      ['正文文字不一致，第一处：应为“两天劝导店铺86家,电话057*********;”，读回“两天劝导店铺68家,电话057*********;”'],
    ],
    [
      'with another telephone number, which is masked',
      changed('12345678', '12345679'),
      ['正文文字不一致，第一处：应为“两天劝导店铺86家,电话057*********;”，读回“两天劝导店铺86家,电话057*********;”'],
    ],
    ['without its end', changed('下周继续。', ''), ['正文文字不一致，第一处：应为“下周继续。”，读回没有']],
    ['with something added', changed('下周继续。', '下周继续。欢迎转发！'), ['正文文字不一致，第一处：应为没有，读回“欢迎转发!”']],
    ['without a picture', changed(/<img data-src[^>]*>/, ''), ['图片应为 2 张，读回 1 张（没有 a.jpg）']],
    ['with its pictures in another order', { content: swapped }, ['图片顺序应为 a.jpg、b.jpg，读回 b.jpg、a.jpg']],
    ['with addresses of pictures that it made anew', changed(/mmbiz_jpg\/(aaa|bbb)/g, 'other/ccc'), []],
    ['without a link', changed(/<a [^>]*>上一篇<\/a>/, '上一篇'), ['链接丢失：https://mp.weixin.qq.com/s/abc']],
    [
      'with another source',
      { content_source_url: payload.sourceUrl },
      [`“阅读原文”的地址不一致：应为 ${STORED.content_source_url}，读回“${payload.sourceUrl}”`],
    ],
  ])('%s', (_what, change, differences) =>
    expect(articleDifferences(payload, key, { ...STORED, ...change }, ADDRESSES)).toEqual(differences),
  );

  it('when there is nothing at all is told as such', () => {
    const told = articleDifferences(payload, key, {});
    expect(told).toHaveLength(5);
    expect(told[0]).toBe('标题不一致：读回没有');
  });

  it('of a long sentence shows the part around the place', () => {
    const long = orderOf('wechat', SITE, { content: `<p>${'甲'.repeat(200)}乙${'丙'.repeat(200)}。</p>` });
    const stored = { ...STORED, content: `<p>${'甲'.repeat(200)}丁${'丙'.repeat(200)}。</p>` };
    expect(articleDifferences(long.payload, key, stored)).toEqual([
      `正文文字不一致，第一处：应为“…${'甲'.repeat(30)}乙${'丙'.repeat(29)}…”，读回“…${'甲'.repeat(30)}丁${'丙'.repeat(29)}…”`,
    ]);
  });
});
