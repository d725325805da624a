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

/** Unit and submitter of an item by their names; whom the settings don't know is named by his id. */
function namesOf(item: string, { submitter }: FrontMatter, { people, units }: Organisation): { unit: string; person: string } {
  const [unit = ''] = item.split('/');
  return { unit: units[unit]?.name ?? unit, person: people[submitter]?.name ?? submitter };
}

/** 「婺城分局 李四」: who is named as author. */
export function authorOf(item: string, frontMatter: FrontMatter, organisation: Organisation): string {
  const { unit, person } = namesOf(item, frontMatter, organisation);
  return `${unit} ${person}`;
}

/**
 * The author as WeChat takes him, in 16 characters: the person and the unit, else the unit, else the person. Of a repost it is the source, or
 * nobody where its name is longer: who sent it in has not written it.
 */
export function wechatAuthor(item: string, frontMatter: FrontMatter, organisation: Organisation): string {
  const { source } = frontMatter;
  if (source) return [...source.name].length <= AUTHOR_MAX ? source.name : '';
  const { unit, person } = namesOf(item, frontMatter, organisation);
  const author = `${unit} ${person}`;
  return [author, unit, person].find((name) => [...name].length <= AUTHOR_MAX) ?? author;
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
