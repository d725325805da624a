import type { Payload } from '../../../render/payload.ts';
import { call, callable } from '../call.ts';
import { htmlKey, textKey } from '../text-compare.ts';

/** What looking at the page of a publication came to. */
export type PageReading =
  /** The page holds the item's title or text; what differs is named by paragraph and never quoted: it goes into the ledger. */
  | { kind: 'read'; differences: string[] }
  /** There is no such page. */
  | { kind: 'missing'; status: number }
  /** A page without title and text: another one, or the platform asks whether a person is looking. */
  | { kind: 'other' }
  | { kind: 'not-read'; why: string };

const BLOCK = /<\/?(?:p|h[1-6]|li|ul|ol|td|th|tr|table|blockquote|section|figure|figcaption|div|pre|br|hr)\b[^<>]*>/i;
const NAMED = 5;

/** HTML without what is between the tags of a script or style sheet. */
function withoutCode(html: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  let at = 0;
  while (at < html.length) {
    const [script, style] = [lower.indexOf('<script', at), lower.indexOf('<style', at)];
    const begins = Math.min(script < 0 ? html.length : script, style < 0 ? html.length : style);
    kept += html.slice(at, begins);
    if (begins === html.length) break;
    const closing = lower.indexOf(begins === script ? '</script' : '</style', begins);
    if (closing < 0) break;
    at = closing;
  }
  return kept;
}

/** The paragraphs of a payload as keys, in order. */
function paragraphs({ content }: Payload): string[] {
  return content
    .split(BLOCK)
    .map(htmlKey)
    .filter((key) => key.length > 1);
}

/** A paragraph shorter than this may stand in a page's frame by chance. */
const TELLING = 8;

/** Whether a page still shows anything of an approved text: any paragraph that is long enough to tell; where there is none, its title. */
export function showsText(payload: Payload, html: string): boolean {
  const page = htmlKey(withoutCode(html));
  const all = paragraphs(payload);
  if (all.length === 0) return page.includes(textKey(payload.title));
  const telling = all.filter((key) => key.length >= TELLING);
  return (telling.length > 0 ? telling : all).some((key) => page.includes(key));
}

/**
 * Compares a page with an approved text: the title and every paragraph must be on it. What else a page shows (menus, a sentence that
 * somebody has added) can't be told from its frame, so it isn't looked at.
 */
export function comparePage(payload: Payload, html: string): PageReading {
  const page = htmlKey(withoutCode(html));
  const titled = page.includes(textKey(payload.title));
  const wanted = paragraphs(payload);
  const missing = wanted.flatMap((key, index) => (page.includes(key) ? [] : [index + 1]));
  if (!titled && missing.length === wanted.length) return { kind: 'other' };
  const more = missing.length > NAMED ? ' 等' : '';
  const which = `正文 ${wanted.length} 段里有 ${missing.length} 段在页面上找不到（第 ${missing.slice(0, NAMED).join('、')}${more} 段）`;
  return { kind: 'read', differences: [...(titled ? [] : ['标题不一致']), ...(missing.length > 0 ? [which] : [])] };
}

/** Opens a page once, without following anything, and compares it with an approved text. The address must be one of the channel's. */
export async function readPage(address: URL, payload: Payload): Promise<PageReading> {
  if (callable(address.href) === null) return { kind: 'not-read', why: '地址不是 https，没有打开' };
  const answer = await call({ method: 'GET', url: address }, 'text/html');
  if (answer.kind !== 'answer') return { kind: 'not-read', why: `页面打不开（${answer.code}）` };
  if (answer.status === 404 || answer.status === 410) return { kind: 'missing', status: answer.status };
  if (answer.status !== 200) return { kind: 'not-read', why: `页面打不开（${answer.status}）` };
  return comparePage(payload, answer.body);
}
