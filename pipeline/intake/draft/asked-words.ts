import { fieldAt } from '../../item/front-matter/front-matter-words.ts';

/** How whoever sends a text says what the front matter writes in a way of its own. */
const SAID: Readonly<Record<string, string>> = {
  caption: '一句话写明谁在哪里做什么。',
  source: '原发布单位、原文网址和日期。',
  cover: '发微信要有一张图片；请补一张 JPG（放进文件夹的写文件名，如 cover.jpg）。',
  channels: '网站（website）、微信（wechat）、微博（weibo）中的一个或几个。',
  unit_review: '单位负责人是谁、哪一天审的；有签字的审核单请附扫描件。',
  secrecy_review: '谁审查的、哪一天、结论（可公开、依申请公开、不公开），三项都要写，如“周一，11月24日，可公开”（第五条）。',
};

/** How what is missing is written, as its sender is told. */
export const askedWords = (key: string): string => SAID[key] ?? fieldAt([key]).expected;

const READ_BACK = ['title', 'authors', 'event_date', 'category', 'source', 'summary', 'channels', 'secrecy_review', 'caption'];

/** What somebody wrote behind a line that he copied of what he was asked; its own examples answer nothing. */
export function withoutAsked(words: string): string {
  const asked = READ_BACK.map(askedWords).find((one) => words.startsWith(one)) ?? '';
  return words.slice(asked.length).trim();
}
