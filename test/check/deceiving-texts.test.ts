import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { captionsOf } from '#pipeline/check/pictures.ts';
import { subjectOf } from '#pipeline/check/subject.ts';
import { readItem } from '#pipeline/item/item.ts';
import { decodePictures } from '#pipeline/item/picture/decode-pictures.ts';
import { formMaterial } from '#pipeline/render/pictures.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { contextFor, folderFor } from './example-item.ts';

/** Bodies that deceive, each with what is found in it, and bodies that only look like them, in which nothing is. */
interface Deceit {
  refused: Record<string, string>;
  harmless: readonly string[];
}

/** A telephone number with something behind each digit, or in digits that begin with a nought of their own. */
const within = (filler: string): string => `电话${[...'13800138000'].join(filler)}。`;
const inDigits = (nought: number): string =>
  `电话${[...'13800138000'].map((digit) => String.fromCodePoint(nought + Number(digit))).join('')}。`;
const FILLERS = ['\u200B', '\u2060', '\u00AD', '\u034F', '\u115F', '\u1160', '\u17B4', '\u180E', '\u2065', '\u2800', '\u3164'].concat([
  '\uFE00',
  '\uFFA0',
  '\uFFF0',
  '\uFFFC',
  '\u0301',
  '\u0489',
  '\u20DD',
  '\u{1D159}',
  '\u{1D173}',
  '\u{E0001}',
  '\u{E0FFF}',
]);
const NOUGHTS = [0x0660, 0x06f0, 0x07c0, 0x0966, 0x0e50, 0x0f20, 0x17e0, 0x1810, 0xa620, 0xff10, 0x104a0, 0x1d7ce, 0x1d7f6, 0x1fbf0];
const all = <Value>(values: readonly Value[], bodyOf: (value: Value) => string, found: string): Record<string, string> =>
  Object.fromEntries(values.map((value) => [bodyOf(value), found]));

const DECEITS: Record<string, Deceit> = {
  'characters that nobody sees': {
    refused: {
      ...all(FILLERS, (filler) => `专项${filler}整治。`, 'text/invisible'),
      '专项&#xFDD0;整治。': 'text/invisible',
      '专项&#x3164;整治。': 'text/invisible',
    },
    harmless: [
      '城北（běi，be\u030Ci）街道café。',
      '☎️热线，❤️志愿者，1️⃣2️⃣。',
      '\u0F56\u0F7C\u0F51（藏文），\u1820\u180B\u1821（蒙文）。',
      '　　张　三、李四。',
    ],
  },
  'characters that nobody sees within a number': {
    refused: all(FILLERS, within, 'pii/phone'),
    harmless: ['编号138\n00138\n000，共三行。', '分别为138、00138、000件。', '序号①③⑧共三处。'],
  },
  'characters that nobody sees within a mark': {
    refused: {
      ...all(FILLERS, (filler) => `机${filler}密${filler}★${filler}5年`, 'secret/mark'),
      '绝\u3164密★长期': 'secret/mark',
    },
    harmless: ['时机密切关注。', '获评五星★★★★★窗口。', '严守国家秘密。'],
  },
  'digits of another script': {
    refused: {
      ...all(NOUGHTS, inDigits, 'pii/phone'),
      '电话①③⑧⓪⓪①③⑧⓪⓪⓪。': 'pii/phone',
      '电话❶❸❽⓿⓿❶❸❽⓿⓿⓿。': 'pii/phone',
      '电话⑴⑶⑻🄀🄀⑴⑶⑻🄀🄀🄀。': 'pii/phone',
      '电话1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣。': 'pii/phone',
      '电话壹叁捌零零壹叁捌零零零。': 'pii/phone',
      '电话1三8零01三八000。': 'pii/phone',
      '① 13800138000。': 'pii/phone',
      '①13800138000。': 'pii/phone',
      '身份证号١١٠١٠٥١٩٤٩١٢٣١٠٠٢X。': 'pii/id-card',
      '机密★５年，机密★५年': 'secret/mark',
    },
    harmless: ['①清理86处；②劝导41起；③回访120家。', '一九九三年至二〇二六年，三十三年间共八千零一户。', '合计壹仟叁佰捌拾元整。'],
  },
  'links that call or write to another than they say': {
    refused: {
      '请拨打[12345](tel:4001234567)。': 'E_LINK_MISMATCH',
      '请拨打[0579-82400000](tel:0579-99999999)。': 'E_LINK_MISMATCH',
      '请拨打[１２３４５](tel:4001234567)。': 'E_LINK_MISMATCH',
      '请拨打[www.gov.cn](tel:4001234567)。': 'E_LINK_MISMATCH',
      '请拨打[一一〇](tel:119)。': 'E_LINK_MISMATCH',
      '请拨打[82400000](tel:+4482400000)。': 'E_LINK_MISMATCH',
      '请拨打[4001234567（2026年，8:30—17:30）](tel:12345)。': 'E_LINK_MISMATCH',
      '请拨打[12345](tel:57912345)。': 'E_LINK_MISMATCH',
      '请拨打[12345](tel:+4457912345)。': 'E_LINK_MISMATCH',
      '请拨打[82400000](tel:1680082400000)。': 'E_LINK_MISMATCH',
      '请拨打[一二三四五热线](tel:4001234567)。': 'E_LINK_MISMATCH',
      '请[来电](tel:*21*4001234567#)。': 'E_LINK_CONTACT',
      '请[来电](tel:%2B86138%2D0013%2D8000)。': 'pii/phone',
      '邮箱[zfj@jinhua.gov.cn](mailto:zfj@evil.example)。': 'E_LINK_MISMATCH',
      '邮箱[市长信箱](mailto:zfj@evil.example)。': 'E_LINK_MISMATCH',
      '邮箱[www.gov.cn](mailto:zfj@evil.example)。': 'E_LINK_MISMATCH',
      '邮箱[zfj@jinhua.gov.cn][a]。\n\n[a]: mailto:zfj@evil.example': 'E_LINK_MISMATCH',
      '邮箱[来信](mailto:zfj@jinhua.gov.cn?cc=a@evil.example)。': 'E_LINK_CONTACT',
      '邮箱[来信](mailto:zfj@jinhua.gov.cn?subject=x)。': 'E_LINK_CONTACT',
      '邮箱[来信](mailto:zfj@jinhua.gov.cn,a@evil.example)。': 'E_LINK_CONTACT',
      '邮箱[来信](mailto:zfj@jinhua.gov.cn%3Fbcc%3Da@evil.example)。': 'E_LINK_CONTACT',
    },
    harmless: [
      '请拨打[12345](tel:12345)，或[来电](tel:12345)，或[一二三四五](tel:12345)。',
      '请[来电（2026年，工作日8:30—17:30）](tel:057982400000)，或[12345热线](tel:0579-12345)、[96310](tel:+8657996310)。',
      '请拨打[二〇二六年的热线](tel:12345)、[三六五天的热线](tel:365)。',
      '请拨打[0579-82400000](tel:+8657982400000)、[82400000](tel:0579-82400000)、[82400000](tel:+86-579-82400000)、[88880000](tel:01088880000)、[400 123 4567](tel:400-123-4567)。',
      '邮箱：li.wang@jinhua.gov.cn，[ZFJ@jinhua.gov.cn](mailto:zfj@jinhua.gov.cn)，[来信](mailto:zfj@jinhua.gov.cn)。',
    ],
  },
  'words that name another host than the link’s': {
    refused: {
      '见[www.bank.shop](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[bank.io 的通知](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[示例.公司](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[www。bank。top](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[WWW．BANK．ORG](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[www.bаnk.org](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[www.gov.cn www.bank.org](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[www.gov.cn@bank.org](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '[![www.bank.org](cover.jpg)](https://www.gov.cn/)': 'E_LINK_MISMATCH',
      '见[通知](https://www.gov.cn/ "www.bank.org")。': 'E_LINK_MISMATCH',
      '见[www.gov.cn][a]。\n\n[a]: https://bank.example/': 'E_LINK_MISMATCH',
      '见[www.gov.cn](https://flk.npc.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[flk.npc.gov.cn](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[请看flk.npc.gov.cn](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[gov.cn网站](https://bank.example/)。': 'E_LINK_MISMATCH',
      '见[http://192.0.2.1/a](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
      '见[https://bank](https://www.gov.cn/)。': 'E_LINK_MISMATCH',
    },
    harmless: [
      '见[第1.2版 index.html](https://www.gov.cn/a)、[README.md](https://www.gov.cn/x/README.md)、[附件.zip](https://www.gov.cn/b)。',
      '见[J.K.Rowling 和 Mr.Wang 的来信](https://www.gov.cn/a)、[限重3.5kg](https://www.gov.cn/b)。',
      '见[www.jinhua.gov.cn](https://jinhua.gov.cn/)、[jinhua.gov.cn](https://www.jinhua.gov.cn/)、[https://www.gov.cn/a](https://www.gov.cn/a)。',
      '见[www.zjzwfw.gov.cn浙江政务服务网](https://www.zjzwfw.gov.cn/)、[一览表.et](https://www.gov.cn/1.et)。',
      '见[请看示例.政务](https://示例.政务/)、[请看www.jinhua.gov.cn](https://jinhua.gov.cn/)。',
      '见[gov.cn 的文件](https://flk.npc.gov.cn/)、[请看www.gov.cn](https://www.gov.cn/)、[li.wang@www.gov.cn](https://www.gov.cn/)。',
    ],
  },
  'addresses that pass their reader on': {
    refused: {
      '见[通知](https://www.gov.cn/go/https://evil.example/)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go/https%3A%2F%2Fevil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go#https://evil.example/)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/#/go?u=//evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=https%253A%252F%252Fevil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=https%25253A%25252F%25252Fevil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=https:%5C%5Cevil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=http:evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=https://www.gov.cn@evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=aHR0cHM6Ly9ldmlsLmV4YW1wbGU)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=///evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=ht%09tps://evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=/%0a/evil.example)。': 'E_LINK_HOST',
      '见[通知](https://www.gov.cn/go?u=ftp://evil.example)。': 'E_LINK_HOST',
    },
    harmless: [
      '见[办事](https://www.zjzwfw.gov.cn/login?goto=https%253A%252F%252Fwww.gov.cn/a)。',
      '见[通知](https://www.gov.cn/2026//a.html#/list?page=2)。',
      '见[检索](https://www.gov.cn/search?q=http%E5%8D%8F%E8%AE%AE&from=//)，[百分之百](https://www.gov.cn/100%25.html)。',
    ],
  },
  'formulas, in which GitHub hides words': {
    refused: {
      '共$\\phantom{八十}6$起。': 'E_FORMULA',
      '$$\n\\phantom{八十}6起\n$$': 'E_FORMULA',
      '结果：$6 % 未核$。': 'E_FORMULA',
      '结果：$1\\phantom{0}6$起。': 'E_FORMULA',
      '| 项目 | 数量 |\n| --- | --- |\n| 劝导 | $\\phantom{1}86$ |': 'E_FORMULA',
      '结果：$`\\phantom{1}86`$起。': 'text/markdown-traps',
      '结果：\\$\\phantom{1}86\\$起。': 'E_FORMULA',
      '结果：&#36;\\phantom{1}86&#x24;起。': 'E_FORMULA',
      '结果：\\$&dollar;\\phantom{1}86$\\$起。': 'E_FORMULA',
    },
    harmless: [
      '投资US$100万至US$200万，单价$5到$6，共100$。',
      '票价$5，涨了20%。\n\n退款时付 $。',
      '变量\\$x1\\$照原样。',
      '写作\\&#36;和\\{}，只有一处。',
    ],
  },
};

async function findingsIn(body: string) {
  const folder = folderFor({ body: `${body}\n` });
  const { findings } = checkItem(folder, { ...contextFor(), pictures: await decodePictures(folder) });
  return findings.filter(({ severity }) => severity !== 'info').map(({ rule, code }) => [rule, code ?? '']);
}

describe.each(Object.entries(DECEITS))('%s', (_what, { refused, harmless }) => {
  it('are found in each of the ways to write them', async () => {
    expect(Object.keys(refused).length).toBeGreaterThanOrEqual(3);
    for (const [body, wanted] of Object.entries(refused))
      expect([body, (await findingsIn(body)).flat()]).toEqual([body, expect.arrayContaining([wanted])]);
  });

  it('are not seen in what only looks like them', async () => {
    expect(harmless.length).toBeGreaterThanOrEqual(3);
    for (const body of harmless) expect([body, await findingsIn(body)]).toEqual([body, []]);
  });
});

const CLAIM = '已获省政府批准';
/** Ways to write below a picture what GitHub's page of the text doesn't show, as it stands in the reviewers' comment. */
const CAPTIONS: Record<string, string[]> = {
  [`![街道](cover.jpg "${CLAIM}")`]: [`${CLAIM}（替代文字：街道）`],
  [`![](cover.jpg '${CLAIM}')`]: [CLAIM],
  [`![${CLAIM}](cover.jpg)`]: [CLAIM],
  [`![街道](./cover.jpg (${CLAIM}))`]: [`${CLAIM}（替代文字：街道）`],
  [`![街道][a]\n\n[A]: cover.jpg "${CLAIM}"`]: [`${CLAIM}（替代文字：街道）`],
  [`![街道]\n\n[街道]: cover.jpg\n  "${CLAIM}"`]: [`${CLAIM}（替代文字：街道）`],
  [`![街道][a]\n\n[a]: cover.jpg "${CLAIM}"\n[a]: cover.jpg "街道"`]: [`${CLAIM}（替代文字：街道）`],
  '![街道](cover.jpg "&#24050;&#33719;省政府批准")': [`${CLAIM}（替代文字：街道）`],
  [`![街道](cover.jpg "街道")\n\n![街道](cover.jpg "${CLAIM}")`]: ['街道', `${CLAIM}（替代文字：街道）`],
  [`> - ![街道](cover.jpg "${CLAIM}")`]: [`${CLAIM}（替代文字：街道）`],
};
const NO_CAPTIONS = [
  `\\![街道](cover.jpg "${CLAIM}")`,
  `[街道](https://www.gov.cn/ "${CLAIM}")`,
  `[a]: cover.jpg "${CLAIM}"`,
  `\`![街道](cover.jpg "${CLAIM}")\``,
  '![](cover.jpg)',
];

describe('captions that GitHub’s page of a text doesn’t show', () => {
  const captionsIn = (body: string) => captionsOf(subjectOf(folderFor({ body: `${body}\n` }))).map(({ words }) => words);

  it.each(Object.entries(CAPTIONS))('are told with the words that readers see: %j', (body, told) => {
    expect(captionsIn(body)).toEqual(told);
    const { item } = readItem(folderFor({ body: `${body}\n` }));
    if (!item) throw new Error('no item');
    const { content } = renderItem(item, 'website', contextFor());
    for (const [, words = ''] of content.matchAll(/<figcaption>(.*?)<\/figcaption>/g)) {
      expect(told.some((caption) => caption.startsWith(words))).toBe(true);
      expect(formMaterial(item).pictures[0]?.caption).toContain(words);
    }
  });

  it.each(NO_CAPTIONS)('are none where no picture shows them: %j', (body) => expect(captionsIn(body)).toEqual([]));
});
