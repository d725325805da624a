/**
 * Length as Weibo counts it, on the careful side and rounded up. An ASCII character is a half, one outside the BMP two, any other one.
 * Addresses count as they are written.
 */
export function weiboLength(text: string): number {
  const weigh = (code: number): number => (code < 0x80 ? 1 : code > 0xffff ? 4 : 2);
  return Math.ceil([...text].reduce((sum, character) => sum + weigh(character.codePointAt(0) ?? 0), 0) / 2);
}

/**
 * What a post may weigh, by the account's mode. Open: the platform's own limit is 140, its SDK refuses above 130 (WeiboContentChecker: 260
 * GBK bytes). Biz: long texts of up to 2,000 (C/2/statuses/update/biz, `is_longtext`). By hand: as open, so that the mode may change.
 */
export const WEIBO_MAX: Readonly<Record<'manual' | 'open' | 'biz', number>> = { manual: 130, open: 130, biz: 2000 };

/** How many pictures a post shows, by the account's mode. */
export const WEIBO_PICTURES: Readonly<Record<'manual' | 'open' | 'biz', number>> = { manual: 1, open: 1, biz: 9 };

const TOPIC = /[#＃][^#＃]+[#＃]/u;

/** Topics (#…#) are filtered silently by the open interface: where there is one, the words stay and all marks go. */
export function withoutTopics(text: string): string {
  return TOPIC.test(text) ? text.replace(/[#＃]/gu, '') : text;
}

/** A post: the text, a space, the page's percent-encoded address, a space (without it the platform takes the next characters as part of the address). */
export function weiboText(text: string, address: string): string {
  return `${withoutTopics(text)} ${address} `;
}
