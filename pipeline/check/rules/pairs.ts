import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { stretchOf } from '../find.ts';
import type { Report, Rule } from '../rule.ts';

/** Closing marks and what opens them; brackets of both widths are the same here. */
const OPENS: Readonly<Record<string, string>> = { '”': '“', '》': '《', '）': '（', ')': '（', '〕': '〔', '】': '【' };
const OPENERS = new Set(['“', '《', '（', '(', '〔', '【']);
const MARKS = /[“”《》（）()〔〕【】]/g;
/** How many characters a waiver names along with a mark. */
const AROUND = 6;
/** 1） and 一） before the words of an item aren't pairs. */
const NUMBERED = /(?:^|[\s，。；：、])[\d一二三四五六七八九十a-zA-Z①-⑳]{1,3}$/u;

interface Mark {
  mark: string;
  at: number;
}

const wide = (mark: string) => (mark === '(' ? '（' : mark);

/** The marks of a text that have no partner. */
function lonely(text: string): Mark[] {
  const open: Mark[] = [];
  const alone: Mark[] = [];
  MARKS.lastIndex = 0;
  for (let match = MARKS.exec(text); match !== null; match = MARKS.exec(text)) {
    const { 0: mark, index: at } = match;
    if (OPENERS.has(mark)) {
      open.push({ mark, at });
      continue;
    }
    const partner = open.map(({ mark }) => wide(mark)).lastIndexOf(OPENS[mark] as string);
    if (partner >= 0) alone.push(...open.splice(partner).slice(1));
    else if (!((mark === '）' || mark === ')') && NUMBERED.test(text.slice(Math.max(0, at - 4), at)))) alone.push({ mark, at });
  }
  return [...alone, ...open].sort((a, b) => a.at - b.at);
}

interface Lonely extends Mark {
  block: TextBlock;
  next: TextBlock | undefined;
}

/** Where a quotation of several paragraphs begins: at a paragraph's start or after what leads to it. */
const LEADS = /(?:^|[：，:,]|规定|指出|明确|载明|称)\s*$/u;

/** A quotation of several paragraphs. It opens in each of them (GB/T 15834), or ends only at a later paragraph's end. */
function isLongQuotation(one: Lonely, before: Lonely | undefined, after: Lonely | undefined): boolean {
  const starts = (open: Lonely | undefined) => open?.mark === '“' && LEADS.test(open.block.text.slice(0, open.at));
  const ends = (close: Lonely | undefined) => close?.mark === '”' && /^”[。；，]?\s*$/u.test(close.block.text.slice(close.at));
  const goesOn = one.next?.text.startsWith('“') === true && one.at === one.block.text.lastIndexOf('“');
  return one.mark === '“' ? goesOn || (starts(one) && ends(after)) : ends(one) && starts(before);
}

function reportOf({ mark, at, block }: Lonely): Report {
  const opens = OPENERS.has(mark);
  const missing = opens ? '后一半' : '前一半';
  return {
    ...stretchOf(block, opens ? at : Math.max(0, at - AROUND), opens ? Math.min(block.text.length, at + 1 + AROUND) : at + 1),
    words: {
      problem: `“${mark}”缺了${missing}。`,
      expected: '引号、书名号、括号在同一段里成对使用。',
      fix: `补上${missing}，或删去这一个。`,
    },
  };
}

/** Quotation marks, title marks and brackets come in pairs within a paragraph (GB/T 15834). */
export const pairs: Rule = {
  id: 'text/pairs',
  asks: '引号、书名号、括号成对使用。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }) => {
    const all = blocks.flatMap((block, index) => lonely(block.text).map((mark): Lonely => ({ ...mark, block, next: blocks[index + 1] })));
    return all.filter((one, index) => !isLongQuotation(one, all[index - 1], all[index + 1])).map(reportOf);
  },
  good: [
    { title: '成对的引号、书名号和括号', body: '按照《城市市容管理规定（试行）》开展“门前三包”检查〔见附件〕。\n' },
    { title: '编号的半个括号', body: '要求：1）全面检查；2）限期整改；三）回头看。\n' },
    { title: '几段连着的引文', body: '“第一段引文。\n\n“第二段引文。”\n' },
    { title: '引用的法条有几段', body: '第九条规定：“引文第一款。\n\n引文第二款。”\n' },
    { title: '格式符号夹在引号中间', body: '开展“**门前三包**”检查。\n' },
    { title: '外文的撇号', body: '店名为 Lee’s Tea。\n' },
  ],
  bad: [
    { title: '引号没有后一半', body: '开展“门前三包检查行动。\n', finds: { line: 13, column: 3, flagged: '“门前三包检查', count: 1 } },
    { title: '书名号没有前一半', body: '依据城市市容管理规定》检查。\n', finds: { column: 5, flagged: '市容管理规定》' } },
    { title: '括号没有后一半', body: '开展检查（第一阶段。\n', finds: { flagged: '（第一阶段。' } },
    { title: '两个都是前引号', body: '开展“门前三包“检查。\n', finds: { count: 2 } },
    { title: '后引号写成直引号', body: '开展“门前三包"检查。\n', finds: { count: 1 } },
    { title: '标题里的书名号', frontMatter: { title: '婺城分局宣传《城市市容管理规定' }, finds: { line: 2 } },
  ],
};
