import { HAN, type Plain } from './plain-text.ts';
import type { Suspect } from './suspect.ts';

const LEVELS = /^[总支大中]$/;

/** Whether a unit or its head is named likewise: of another level, in another place. */
export function isOtherUnit({ slip, phrase: { group }, place, start, to, right, wrong }: Suspect, { text }: Plain): boolean {
  const after = text.slice(to, to + 4);
  if (slip === 'replaced' && LEVELS.test(wrong) && LEVELS.test(right) && after.startsWith('队')) return true;
  if (slip === 'left-out') {
    const head = text.charAt(to - 1);
    // 巩|义市人民政府, 圆明|园管理处.
    const isOther = '市县区'.includes(after.charAt(0)) ? HAN.test(text.charAt(start - 1)) : '村市园'.includes(head);
    return (group === '机构' || group === '法律') && ((place === 1 && isOther) || (right === '道' && head === '街'));
  }
  // 嘉陵道街党工委, 居民小组组长.
  if (slip === 'swapped') return /街道|社区/.test(right) && place === 0 && HAN.test(text.charAt(start - 1));
  return (
    slip === 'doubled' && right === wrong && (after.startsWith('长') || (place === 0 && wrong === '城' && HAN.test(text.charAt(start - 1))))
  );
}

/** Whether quotation marks stand on purpose around the character (“智”造), over the form's edge (“万村千乡”工程), within what would have slipped. */
export function isHalfQuoted({ slip, phrase: { core }, start, end, from, to }: Suspect, { quotes }: Plain): boolean {
  const within = [...quotes].filter((at) => at > start && at < end);
  const isCut = within.length === 1 && !core && !quotes.has(start) && !quotes.has(end);
  if (slip === 'replaced') return isCut || (quotes.has(from) && quotes.has(to));
  return isCut || within.some((at) => at >= (slip === 'swapped' ? from + 1 : from) && at < Math.max(to, from + 1));
}
