import { nodesOf, spanOf } from '../../item/markdown/markdown.ts';
import type { Report, Rule, Subject } from '../rule.ts';

/** More of them than this say nothing new. */
const MOST_TOLD = 20;
const TOKEN = /\\[^\n$]|(?:\\?\$|&#0{0,5}36;|&#[xX]0{0,4}24;|&dollar;){1,2}|\n[ \t]*(?=\n)/g;
/** One dollar sign of a token. GitHub looks for formulas in what Markdown has left, where \$ and &#36; are dollar signs like any other. */
const DOLLAR = /\$|&[#d]/g;

/** From where to where something stands in a text. */
type Stretch = [start: number, end: number];

/** True for two dollar signs that GitHub takes for a formula: there what \phantom, % and braces hold is hidden. Amounts of money are none. */
function isFormula(text: string, [start, from]: Stretch, [to, end]: Stretch, dollars: number): boolean {
  const inside = text.slice(from, to);
  if (dollars === 2 || /\\[a-z]/i.test(inside)) return inside.trim() !== '';
  const outside = `${text[start - 1] ?? ''} ${text[end] ?? ''}`;
  return /^\S/.test(inside) && /\S$/.test(inside) && /[%{}~^_&]/.test(inside) && !/[0-9a-z]/i.test(outside);
}

/** The formulas of a body by their offsets: $…$ within a paragraph, $$…$$ over several. */
function formulasIn(body: string): Stretch[] {
  const found: Stretch[] = [];
  const opened: Record<number, Stretch | undefined> = {};
  for (const { 0: token, index } of body.matchAll(TOKEN)) {
    if (token.startsWith('\n')) opened[1] = undefined;
    const dollars = token.match(DOLLAR)?.length ?? 0;
    if (dollars === 0) continue;
    const open = opened[dollars];
    const here: Stretch = [index, index + token.length];
    const closes = open !== undefined && isFormula(body, open, here, dollars);
    if (closes) found.push([open[0], here[1]]);
    opened[dollars] = closes ? undefined : here;
  }
  return found;
}

function formulaReports({ lines, bodyLine }: Subject): Report[] {
  const body = lines.slice(bodyLine - 1).join('\n');
  const placeOf = (offset: number): [line: number, column: number] => {
    const before = body.slice(0, offset).split('\n');
    return [bodyLine + before.length - 1, (before.at(-1) ?? '').length + 1];
  };
  return formulasIn(body)
    .slice(0, MOST_TOLD)
    .map(([start, end]) => {
      const [from, column] = placeOf(start);
      const [endLine, endColumn] = placeOf(end);
      return {
        code: 'E_FORMULA',
        span: { line: from, column, endLine, endColumn },
        words: {
          problem: '两个 $ 之间的字，在 GitHub 上成了数学公式，其中有的字看不见。',
          expected: '审核人看到的和发布出来的一样。',
          fix: '金额写“美元”；别处删去 $，前面加 \\ 也不行。',
        },
      };
    });
}

/** No HTML in the text, nor formulas: what isn't Markdown is refused at the source; sanitising when rendering is only the second net (A6 26). */
export const rawHtml: Rule = {
  id: 'text/raw-html',
  asks: '正文里不写网页代码和数学公式。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: (subject) => {
    const reports = formulaReports(subject);
    nodesOf(subject.tree).forEach((node) => {
      if (node.type !== 'html' || !node.position) return;
      reports.push({
        code: 'E_HTML',
        span: spanOf(node),
        words: {
          problem: '正文里有网页代码（HTML）。',
          expected: '只用 Markdown 的写法。',
          fix: '删去尖括号里的代码；文字里要用 < 的，写成 \\<。',
        },
      });
    });
    return reports;
  },
  good: [
    { title: '小于号', body: '温度 < 5 时停工，3 < 5。\n' },
    { title: '写成代码的标签', body: '标签 `<script>` 不会执行。\n' },
    { title: '美元', body: '投资US$100万至US$200万，单价$5到$6，共100$。\n' },
    { title: '隔着段落的 $', body: '票价$5。\n\n退款时付 $。\n' },
    { title: '转义的 $', body: '变量 \\$x\\$ 照原样。\n' },
    { title: '尖括号里的网址', body: '见 <https://www.zj.gov.cn/>。\n' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's marks are what the example is about
    { title: '模板记号照原样发布', body: '{{ secret }} {% include "x" %} ${x} <% y %>\n' },
  ],
  bad: [
    { title: '脚本', body: '<script>alert(1)</script>\n', finds: { code: 'E_HTML', line: 13, column: 1 } },
    { title: '行内标签', body: '文字<img src=x onerror=alert(1)>文字。\n', finds: { line: 13, column: 3 } },
    { title: '注释', body: '文字。\n\n<!-- 看不见的话 -->\n', finds: { line: 15 } },
    { title: '公式里藏的字', body: '共$\\phantom{八十}6$起。\n', finds: { code: 'E_FORMULA', line: 13, column: 2, count: 1 } },
    { title: '单独成段的公式', body: '$$\n86 % 其中未办结的\n$$\n', finds: { code: 'E_FORMULA', line: 13, column: 1 } },
    { title: '公式里的空格和注释', body: '结果：$8 6 % 未核$。\n', finds: { code: 'E_FORMULA', count: 1 } },
    {
      title: '转义了的 $，在 GitHub 上照样成公式',
      body: '共\\$\\phantom{八十}6\\$起。\n',
      finds: { code: 'E_FORMULA', line: 13, column: 2, count: 1 },
    },
    { title: '写成编码的 $', body: '共&#36;\\phantom{八十}6&dollar;起。\n', finds: { code: 'E_FORMULA', count: 1 } },
    { title: '框架', body: '<iframe src="https://www.zj.gov.cn/"></iframe>\n' },
    { title: '换行标签', body: '上<br>下\n' },
  ],
};
