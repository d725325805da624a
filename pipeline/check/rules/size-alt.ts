import { scansOf } from '../../item/front-matter/front-matter-schema.ts';
import { factsOf, pictureFiles, picturesShown } from '../pictures.ts';
import type { Report, Rule, Subject } from '../rule.ts';

/** What WeChat takes of a picture in a text (media/uploadimg). */
const MAX_BYTES = 1024 * 1024;
/** Words that describe nothing. */
const EMPTY_WORDS =
  /^(?:(?:图|图片|照片|配图|插图|示例|示意图|image|img|photo|picture|pic|dsc|mmexport)[\s_-]*\d*|\d+|[一二三四五六七八九十]|图[一二三四五六七八九十])$/i;

/** Whether a description says nothing of the picture: missing, a file's name, 图片. */
function saysNothing(alt: string, name: string): boolean {
  const words = alt.normalize('NFKC').trim();
  const stem = name.replace(/\.jpe?g$/i, '');
  return words === '' || words.toLowerCase() === stem || /\.(jpe?g|png|gif|webp|heic)$/i.test(words) || EMPTY_WORDS.test(words);
}

function undescribed(subject: Subject, names: ReadonlySet<string>): Report[] {
  return picturesShown(subject)
    .filter(({ name, alt }) => names.has(name) && saysNothing(alt, name))
    .map(({ name, alt, span }) => ({
      flagged: name,
      span,
      where: '图片说明',
      words: {
        problem: alt.trim() === '' ? `图片 ${name} 没有说明文字。` : `图片 ${name} 的说明“${alt.trim()}”没有说画面。`,
        expected: '一句话写明谁在哪里做什么，看不见图的人也知道（无障碍要求）。',
        fix: `写成 ![执法队员向店主讲解](${name}) 这样；纯装饰的图片删去。`,
      },
    }));
}

function unused(subject: Subject): Report[] {
  const { frontMatter, problems } = subject;
  if (!frontMatter) return [];
  const used = new Set([frontMatter.cover, ...scansOf(frontMatter), ...picturesShown(subject).map(({ name }) => name)]);
  return pictureFiles(subject)
    .filter(({ path }) => !used.has(path) && !problems.some(({ file }) => file === path))
    .map(({ path }) => ({
      flagged: path,
      file: path,
      words: {
        problem: `图片 ${path} 放进来了，正文和封面都没有用。`,
        expected: '只放用到的图片。',
        fix: '删去这个文件；要用的，在正文里插入。',
      },
    }));
}

function tooLarge(subject: Subject): Report[] {
  const { frontMatter } = subject;
  if (!frontMatter?.channels.includes('wechat')) return [];
  const shown = new Set(picturesShown(subject).map(({ name }) => name));
  return pictureFiles(subject)
    .filter((file) => shown.has(file.path) && file.bytes.length >= MAX_BYTES && factsOf(file).problem === null)
    .map(({ path, bytes }) => ({
      flagged: path,
      file: path,
      words: {
        problem: `图片 ${path} 有 ${(bytes.length / MAX_BYTES).toFixed(1)} MB，微信正文不收。`,
        expected: '微信正文里的图片小于 1 MB。',
        fix: '把图片缩小到宽 1920 像素以内，另存为质量 80 左右的 JPG。',
      },
    }));
}

/** Every picture is of use to every reader: shown, described (GB/T 37668), and small enough for WeChat. */
export const sizeAlt: Rule = {
  id: 'img/size-alt',
  asks: '图片都有用、有说明，大小合适。',
  severity: 'warning',
  article: '第五条',
  waivable: true,
  check: (subject) => {
    const names = new Set(pictureFiles(subject).map(({ path }) => path));
    return [...undescribed(subject, names), ...unused(subject), ...tooLarge(subject)];
  },
  good: [
    { title: '写明了画面', body: '![执法队员向店主讲解](street.jpg)\n', files: { 'street.jpg': 'jpeg' } },
    { title: '封面不在正文里', files: { 'cover.jpg': 'jpeg' } },
    { title: '说明以“图”字开头', body: '![图为执法现场](street.jpg)\n', files: { 'street.jpg': 'jpeg' } },
    { title: '引用式图片', body: '![执法现场][a]\n\n[a]: ./street.jpg\n', files: { 'street.jpg': 'jpeg' } },
    {
      title: '审核单的扫描件不在正文里',
      frontMatter: { unit_review: { by: 'zhouyi', at: '2026-11-23 10:00', scan: 'scan.jpg' } },
      files: { 'scan.jpg': 'jpeg' },
    },
    {
      title: '只发网站的大图',
      frontMatter: { channels: ['website'], cover: undefined },
      body: '![执法现场](cover.jpg)\n',
      files: { 'cover.jpg': 'jpeg-heavy' },
    },
    {
      title: '写明理由的豁免',
      body: '正文。\n',
      frontMatter: { waivers: [{ rule: 'img/size-alt', match: 'map.jpg', reason: '附图留存备查，本次不发布' }] },
      files: { 'map.jpg': 'jpeg' },
    },
  ],
  bad: [
    {
      title: '没有说明',
      body: '![](street.jpg)\n',
      files: { 'street.jpg': 'jpeg' },
      finds: { line: 13, column: 1, flagged: 'street.jpg' },
    },
    { title: '说明就是文件名', body: '![street](street.jpg)\n', files: { 'street.jpg': 'jpeg' }, finds: { line: 13 } },
    { title: '说明是手机里的文件名', body: '![IMG_1234.JPG](street.jpg)\n', files: { 'street.jpg': 'jpeg' }, finds: { line: 13 } },
    { title: '说明只有“图片”二字', body: '第一段。\n\n![图片1](street.jpg)\n', files: { 'street.jpg': 'jpeg' }, finds: { line: 15 } },
    { title: '没有用到的图片', files: { 'street.jpg': 'jpeg' }, finds: { flagged: 'street.jpg', count: 1 } },
    {
      title: '微信正文里的大图',
      body: '![执法现场](cover.jpg)\n',
      files: { 'cover.jpg': 'jpeg-heavy' },
      finds: { flagged: 'cover.jpg', count: 1 },
    },
  ],
};
