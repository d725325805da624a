/** Longer texts say more than that somebody agrees. */
const MOST = 40;

const WHO = '(?:我们?|本人|个人|我方|我局|我处|单位|分局|办公室|领导|这边|这里)?';
const HOW = '(?:已经?|完全|原则上?|都|也|基本|表示|看了|看过了?)?';
const AGREES =
  '(?:同意|赞成|赞同|通过|批准|准予|准发|照准|可以|可发|可行|行|能发|没(?:有)?(?:意见|问题)|无(?:意见|异议)|ok(?:ay)?|lgtm|approved?|agreed?|\\+1|👍|👌|✅|✔|💯|:\\+1:|:thumbsup:|:ok_hand:|:white_check_mark:)';
const WHAT = '(?:以上|该件|此件|本件|这件|这条|这篇|该稿|此稿|本稿|稿件|内容|信息|此信息|文稿)?';
const AFTER = '(?:对外)?(?:发布|刊发|签发|上报|报送|推送|发出|发表|发文|发)?(?:意见|的?稿件|此件|该稿|此稿)?(?:了|的|啦|吧|呢|哈|哦|噢)?';

/** 同意 and what is said with it, without a word more. */
const AGREEMENT = new RegExp(`^${WHAT}${WHO}${HOW}(?:${AGREES})+${WHAT}${AFTER}$`, 'u');
/** What is said beside it and changes nothing. */
const BESIDE =
  /^(?:(?:已)?(?:收到|阅|已阅|看过|看了|审过|审核过|核对过|核过|看完)了?|好的?|嗯+|谢谢(?:您|你|大家)?|感谢|辛苦了?|各位|领导|您好|你好|thanks?|thx|请(?:尽快|抓紧|及时)?(?:安排)?(?:发布|签发|推送|发出|发))$/u;

/** A comment without what its writer quotes, hides or mentions. */
function ownWords(text: string): string {
  return text
    .replace(/<!--.*?(?:-->|$)/gs, ' ')
    .split(/\r?\n/)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replace(/(^|[^\w])@[\w-]+/g, '$1 ');
}

/**
 * True if a comment says that its writer agrees, and nothing else: 同意, 可以发, LGTM, 👍 … Careful rather than complete: what asks, doubts,
 * denies or adds a condition isn't taken for it, since an answer to that would miss the point.
 */
export function saysAgreed(text: string): boolean {
  const words = ownWords(text)
    .normalize('NFKC')
    .replace(/[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}*_~`“”"'‘’「」『』]/gu, '')
    .trim()
    .toLowerCase();
  if (words === '' || [...words].length > MOST || /[?？]/.test(words)) return false;
  const parts = words.split(/[\s,，.。;；!！、…—~～()（）]+/u).filter((part) => part !== '');
  return parts.some((part) => AGREEMENT.test(part)) && parts.every((part) => AGREEMENT.test(part) || BESIDE.test(part));
}
