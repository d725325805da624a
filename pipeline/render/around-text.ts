import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { oneLine } from './reading.ts';

/*
 * What stands around a text on the channels. All of it follows from the front matter and the settings. It reads no Markdown and needs no
 * package, so that what holds secrets can make it too.
 */

/** The label that readers see beside what a machine made (人工智能生成合成内容标识办法). */
export const MACHINE_MADE = 'AI生成';

/** A line before the text that every reader of a channel must see; its link becomes a note. */
export interface Lead {
  text: string;
  link?: { text: string; url: string };
}

/** WeChat's limit for an author, in characters. */
export const AUTHOR_MAX = 16;

/** An item's unit by its name, and who wrote it: the submitter may be somebody else. */
function namesOf(item: string, { authors = [] }: FrontMatter, { units }: Organisation): { unit: string; people: string } {
  const [unit = ''] = item.split('/');
  return { unit: units[unit]?.name ?? unit, people: authors.join('、') };
}

/** 「婺城分局 张三、李四」: who is named as author; the unit alone where nobody is. */
export function authorOf(item: string, frontMatter: FrontMatter, organisation: Organisation): string {
  const { unit, people } = namesOf(item, frontMatter, organisation);
  return people === '' ? unit : `${unit} ${people}`;
}

/**
 * The author as WeChat takes him, in 16 characters: the unit and the people, else the unit, else the people. Of a repost it is the source, or
 * nobody where its name is longer: who sent it in has not written it.
 */
export function wechatAuthor(item: string, frontMatter: FrontMatter, organisation: Organisation): string {
  const { source } = frontMatter;
  if (source) return [...source.name].length <= AUTHOR_MAX ? source.name : '';
  const { unit, people } = namesOf(item, frontMatter, organisation);
  const author = authorOf(item, frontMatter, organisation);
  return [author, unit, people].find((name) => [...name].length <= AUTHOR_MAX) ?? author;
}

/** What the website's page shows around the text, and a WeChat article has no place for. */
export function leadsOf({ correction, source }: FrontMatter, machineMadeCover: boolean): Lead[] {
  const leads: Lead[] = [
    ...(correction ? [{ text: `更正：${correction.note}` }] : []),
    ...(machineMadeCover ? [{ text: `封面图片：${MACHINE_MADE}` }] : []),
  ];
  if (!source) return leads;
  const text = ['来源：', source.name, source.published_at ? `　${source.published_at}` : ''].join('');
  return [...leads, source.url === undefined ? { text } : { text, link: { text: '原文', url: source.url } }];
}

/** The words of a post on Weibo, without the page's address. @param shown paths of the pictures that go with it */
export function weiboWords({ title, summary, correction, images }: FrontMatter, shown: readonly string[]): string {
  const made = shown.some((path) => images?.[path]?.kind === 'ai') ? `（图片：${MACHINE_MADE}）` : '';
  return `${correction ? '【更正】' : ''}${oneLine(summary ?? title)}${made}`;
}
