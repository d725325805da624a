import { spawnSync } from 'node:child_process';
import { articleOf } from '#pipeline/render/article.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { wechatText } from '#pipeline/render/wechat/wechat.ts';
import { WECHAT_STYLES } from '#pipeline/render/wechat/wechat-styles.ts';
import { tagsOf, textOf } from '../render/html-tags.ts';
import { CONTEXT, itemOf, PAGE, PICTURE } from '../render/sample-item.ts';
import { type Figure, interleaved, processorTime } from './measure.ts';
import { installPeers } from './peers.ts';

const MARKDOWN_IT = { 'markdown-it': '15.0.3', juice: '11.1.1' };
/** wenyan needs the last three to be imported at all. */
const WENYAN = { '@wenyan-md/core': '3.0.10', jsdom: '27.4.0', 'formdata-node': '6.0.3', 'form-data-encoder': '4.1.0' };

const sentence = (n: number): string =>
  `11月${n}日，婺城分局组织执法队员32人次，对**人民东路**、解放西路等6条道路开展沿街店铺专项整治，依据[条例](https://flk.npc.gov.cn/${n})劝导占道经营86起，拆除违规设置的户外广告41处，当场整改完成35处，其余6处限期三日内整改。`;

/** An article of 3,000 characters as bureaus write them: six headings, a table, a list, pictures, links. */
function article(): string {
  const blocks = Array.from({ length: 29 }, (_, index) => [
    ...(index % 5 === 0 ? [`## 第${index / 5 + 1}阶段整治情况`] : []),
    sentence(index + 1),
    ...(index === 5 ? ['| 路段 | 数量 |\n|--|--:|\n| 人民东路 | 41 |\n| 解放西路 | 35 |'] : []),
    ...(index === 9 ? ['- 巡查道路\n- 劝导商户\n- 回头检查'] : []),
    ...(index % 9 === 4 ? ['![执法队员在现场](street.jpg)'] : []),
  ]);
  return blocks.flat().join('\n\n');
}

/** Our own styles as a style sheet, so that the peer has as much to write. */
function styleSheet(): string {
  const selectors = { ...WECHAT_STYLES, section: WECHAT_STYLES.whole, ul: WECHAT_STYLES.list };
  return Object.entries(selectors)
    .filter(([name]) => /^(section|p|h[234]|ul|blockquote|img|table|th|td|hr|pre|code)$/.test(name))
    .map(([name, style]) => `${name}{${style}}`)
    .join('\n');
}

/** The words alone: without white space, and without the notes that stand in for links. */
const words = (html: string): string =>
  textOf(html.replace(/<section style="margin:24px 0 0[^>]*>.*?<\/section>/s, ''))
    .replace(/&amp;/g, '&')
    .replace(/〔\d+〕|\s/g, '');

/** Fails unless our article says what the peer's says, shows its pictures, and is made of well-written tags. */
function sameText(ours: string, peer: string): void {
  const pictures = (html: string): number => html.match(/<img /g)?.length ?? 0;
  const captions = words(ours).replaceAll('执法队员在现场', '');
  if (captions !== words(peer)) throw new Error('expected both articles to say the same');
  if (pictures(ours) !== pictures(peer)) throw new Error('expected both articles to show the same pictures');
  tagsOf(ours);
}

/** Fails unless wenyan's article has every sentence too, and the same pictures. */
function requireWhole(peer: string, body: string): void {
  const text = words(peer).replace(/\[\d+\]/g, '');
  const missing = body.split('\n\n').filter((block) => /^11月/.test(block) && !text.includes(block.replace(/\*\*|\[|\]\([^)]*\)/g, '')));
  if (missing.length > 0) throw new Error(`expected wenyan to write ${missing.length} more sentences, the first: ${missing[0]}`);
  if (peer.match(/<img /g)?.length !== body.match(/!\[/g)?.length) throw new Error('expected wenyan to show the same pictures');
}

/** wenyan's article in a process of its own: it puts a browser's names into its own world, and its settings into the home folder. */
function wenyanLength(body: string): number {
  const require = installPeers(WENYAN);
  const wrapper = require.resolve('jsdom').replace(/jsdom\/.*$/, '@wenyan-md/core/dist/wrapper.js');
  const script = `import { renderStyledContent } from ${JSON.stringify(wrapper)};
    let body = ''; for await (const piece of process.stdin) body += piece;
    const html = await renderStyledContent(body, { themeId: 'default', hlThemeId: 'solarized-light', isMacStyle: true, isAddFootnote: true });
    process.stdout.write(html);`;
  const env = { PATH: process.env.PATH, XDG_CONFIG_HOME: wrapper.replace(/node_modules.*$/, 'config') };
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { input: body, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`expected wenyan to write the article, but it ended with ${status}`);
  requireWhole(stdout, body);
  return [...stdout].length;
}

const always = (value: number): Figure => ({ minimum: value, median: value, maximum: value });

/** WeChat's article of a text from its parsed tree, beside markdown-it with juice; its length beside wenyan's. */
export function benchWechat(rounds: number): Record<string, Record<string, Figure>> {
  const require = installPeers(MARKDOWN_IT);
  const { default: markdownIt } = { default: require('markdown-it') as (options: object) => { render(text: string): string } };
  const { inlineContent } = require('juice') as { inlineContent(html: string, css: string): string };
  const body = article();
  const item = itemOf(body, {}, PICTURE);
  const css = styleSheet();
  const parser = markdownIt({ linkify: true });
  const ours = (): string => wechatText(articleOf(item), PAGE).html;
  const peer = (): string => inlineContent(`<section>${parser.render(body)}</section>`, css);
  sameText(ours(), peer());
  const often = (work: () => unknown) => (): void => {
    for (let time = 0; time < 100; time += 1) work();
  };
  const ways = {
    'from the parsed tree': often(ours),
    'markdown-it + juice': often(peer),
  };
  const whole = { 'whole payload with digest': often(() => renderItem(item, 'wechat', CONTEXT)), 'markdown-it + juice': often(peer) };
  return {
    'article of 3,000 characters, a hundred times': interleaved(ways, rounds, processorTime),
    'payload of the same, a hundred times': interleaved(whole, rounds, processorTime),
    'characters of the article (no time)': { sanshen: always([...ours()].length), wenyan: always(wenyanLength(body)) },
  };
}
