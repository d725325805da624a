import { addDays } from '#pipeline/beijing-time.ts';
import { SIMPLIFIED } from '#pipeline/item/markdown/simplified.ts';
import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { sampleData } from '../site/sample-data.ts';

const PER_DAY = 10;
const LAST_DAY = '2026-11-24';
const CHARACTERS = 1000;
const WORDS = 60_000;
const HAN = [...new Set(SIMPLIFIED)].join('');

/** Numbers from a seed, the same on every machine. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Words of two characters, seldom three, whose shares fall with their rank as those of a language do: as many pairs as real texts have. */
function vocabulary(): (share: number) => string {
  const random = numbers(1);
  const han = () => HAN.charAt(Math.floor(HAN.length * (random(1e6) / 1e6) ** 2));
  const words = Array.from({ length: WORDS }, (_, rank) => han() + han() + (rank % 5 === 4 ? han() : ''));
  return (share) => words[Math.floor(Math.exp(share * Math.log(WORDS + 1)) - 1)] as string;
}

/** The nth item counted from the oldest; later ones than `count` came after the archive was built. */
function itemAt(index: number, count: number, word: (share: number) => string): SiteItem {
  const [sample] = sampleData().items;
  const random = numbers(index + 2);
  const some = (length: number): string => {
    let text = '';
    while (text.length < length) text += word(random(1e6) / 1e6) + (random(6) === 0 ? '，' : '');
    return text;
  };
  const day = addDays(LAST_DAY, -Math.max(0, Math.floor((count - 1 - index) / PER_DAY)));
  const paragraphs = Array.from({ length: 6 }, () => `<p>${some(CHARACTERS / 6)}，共${random(500)}户。</p>`);
  const number = 1 + (index % 24);
  return {
    ...(sample as SiteItem),
    id: `unit${number}/${day}-item-${index}`,
    path: `/unit${number}/${day}-item-${index}/`,
    title: `${some(22)}（第${index + 1}次）`,
    publishedAt: `${day} ${String(8 + (index % PER_DAY)).padStart(2, '0')}:30`,
    unit: { id: `unit${number}`, name: `示例${number}分局` },
    html: paragraphs.join(''),
    htmlDigest: `${index}`,
  };
}

/**
 * An archive of so many items of a thousand characters, ten a day, newest first.
 * @param more items that came after it
 */
export function searchArchive(count: number, more = 0): SiteData {
  const word = vocabulary();
  const items = Array.from({ length: count + more }, (_, index) => itemAt(index, count, word)).reverse();
  return { ...sampleData(), items };
}
