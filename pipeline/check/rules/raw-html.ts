import { nodesOf, spanOf } from '../../item/markdown/markdown.ts';
import type { Report, Rule } from '../rule.ts';

/** No HTML in the text: what isn't Markdown is refused at the source; sanitising when rendering is only the second net (A6 26). */
export const rawHtml: Rule = {
  id: 'text/raw-html',
  asks: '正文里不写网页代码。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: ({ tree }) => {
    const reports: Report[] = [];
    nodesOf(tree).forEach((node) => {
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
    { title: '尖括号里的网址', body: '见 <https://www.zj.gov.cn/>。\n' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's marks are what the example is about
    { title: '模板记号照原样发布', body: '{{ secret }} {% include "x" %} ${x} <% y %>\n' },
  ],
  bad: [
    { title: '脚本', body: '<script>alert(1)</script>\n', finds: { code: 'E_HTML', line: 13, column: 1 } },
    { title: '行内标签', body: '文字<img src=x onerror=alert(1)>文字。\n', finds: { line: 13, column: 3 } },
    { title: '注释', body: '文字。\n\n<!-- 看不见的话 -->\n', finds: { line: 15 } },
    { title: '框架', body: '<iframe src="https://www.zj.gov.cn/"></iframe>\n' },
    { title: '换行标签', body: '上<br>下\n' },
  ],
};
