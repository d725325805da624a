/**
 * Length as Weibo counts it, on the careful side: an ASCII character is a half, everything else one (what lies outside the BMP two), an
 * address as it is written; rounded up. The platform's own limit is 140, its SDK refuses above 130 (WeiboContentChecker: 260 GBK bytes).
 */
export function weiboLength(text: string): number {
  const weigh = (code: number): number => (code < 0x80 ? 1 : code > 0xffff ? 4 : 2);
  return Math.ceil([...text].reduce((sum, character) => sum + weigh(character.codePointAt(0) ?? 0), 0) / 2);
}

export const WEIBO_MAX = 130;

const TOPIC = /[#＃][^#＃]+[#＃]/u;

/** Topics (#…#) are filtered silently by the open interface: where there is one, the words stay and all marks go. */
export function withoutTopics(text: string): string {
  return TOPIC.test(text) ? text.replace(/[#＃]/gu, '') : text;
}

/** A post: the text, a space, the page's percent-encoded address, a space (without it the platform takes the next characters as part of the address). */
export function weiboText(text: string, address: string): string {
  return `${withoutTopics(text)} ${address} `;
}
