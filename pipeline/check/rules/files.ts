import type { ContentProblem } from '../../item/content-problem.ts';
import type { Rule } from '../rule.ts';

/** Problems of names, modes and sizes of files, as against what is written in `index.md`. */
export function isAboutFiles({ code, file }: ContentProblem): boolean {
  return code.startsWith('E_PATH') || code === 'E_MODE' || (code === 'E_SIZE' && file !== 'index.md');
}

/** The folder holds `index.md` and JPEGs, plain files with plain names (Art. 5). */
export const files: Rule = {
  id: 'meta/files',
  asks: '文件夹里只有 index.md 和 JPG 图片，文件名规范。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ problems }) =>
    problems.filter(isAboutFiles).map((problem) => ({ words: problem.words, code: problem.code, file: problem.file, span: problem })),
  good: [{ title: '正文和图片', files: { 'street-1.jpg': 'jpeg', 'street.2.jpeg': 'jpeg' } }],
  bad: [
    { title: '文件夹里有脚本', files: { 'item.11tydata.js': 'text' }, finds: { code: 'E_PATH_TYPE' } },
    { title: '文件夹里有 Word 文件', files: { '稿件.docx': 'text' }, finds: { code: 'E_PATH_TYPE' } },
    { title: '文件夹里有 .gitattributes', files: { '.gitattributes': 'text' }, finds: { code: 'E_PATH_TYPE' } },
    { title: '图片名有中文', files: { '街道.jpg': 'jpeg' }, finds: { code: 'E_PATH' } },
    { title: '图片名有大写', files: { 'IMG_1.JPG': 'jpeg' }, finds: { code: 'E_PATH' } },
    { title: '图片放在下一级文件夹', files: { 'pictures/street.jpg': 'jpeg' }, finds: { code: 'E_PATH' } },
    { title: '没有 index.md', files: { 'index.md': null }, finds: { code: 'E_PATH' } },
    { title: '文件夹名没有日期', folder: 'content/items/wucheng/street', finds: { code: 'E_PATH' } },
    { title: '文件夹名的日期不存在', folder: 'content/items/wucheng/2026-02-30-street', finds: { code: 'E_PATH' } },
  ],
};
