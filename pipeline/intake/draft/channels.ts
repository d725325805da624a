import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';

/** A channel, a tick, an empty box. */
const TOKENS = /(网站|微信(?:公众号)?|微博|website|wechat|weibo)|([☑✓✔√■●☒▣✅])|([□☐○◻])/gu;
const BETWEEN = /[\s、,;/+和及与()[\]]/g;
const ALL = /^(?:以上)?(?:全部|全选|都发|均发|所有渠道|[三3]个渠道|两微一站)(?:渠道)?(?:都发|均发|发布)?$/;

interface Token {
  name: string | undefined;
  ticked: boolean;
  start: number;
  end: number;
}

/** Brackets around a mark, or around nothing, as the box that they stand for. */
const boxed = (words: string): string =>
  words
    .replace(/[([]\s*([☑✓✔√■●☒▣✅])\s*[)\]]/gu, '$1')
    .replace(/[([]\s*[)\]]/g, '□')
    .replace(/。$/, '');

/** Names whose own mark is a tick, where each name has one, all before or all behind. */
function eachMarked(tokens: readonly Token[]): string[] | null {
  const shape = tokens.map(({ name }) => (name === undefined ? 'm' : 'n')).join('');
  if (!/^(?:(?:mn)+|(?:nm)+)$/.test(shape)) return null;
  const own = shape.startsWith('m') ? -1 : 1;
  return tokens.flatMap(({ name }, at) => (name !== undefined && tokens[at + own]?.ticked ? [name] : []));
}

/** Names that a tick touches, where some have none: one alone at either end could mean all of them. */
function someTicked(tokens: readonly Token[]): string[] | null {
  const marks = tokens.filter(({ name }) => name === undefined);
  if (marks.some(({ ticked }) => !ticked)) return null;
  if (marks.length === 1 && (tokens[0] === marks[0] || tokens.at(-1) === marks[0])) return null;
  const touched = marks.map(({ start, end }) => {
    const [before, behind] = [tokens.find((one) => one.end === start)?.name, tokens.find((one) => one.start === end)?.name];
    return before !== undefined && behind !== undefined
      ? null
      : before === undefined
        ? { name: behind, side: 1 }
        : { name: before, side: -1 };
  });
  const isSure = touched.every((one) => one?.name !== undefined && one.side === touched[0]?.side);
  return isSure ? touched.flatMap((one) => one?.name ?? []) : null;
}

/**
 * The channels that words name and tick, and nothing else; `null`: none, or not for sure which.
 * @param printed the words stand in a form, which names all channels before anybody has written into it
 */
export function channelsIn(words: string, printed = false): Channel[] | null {
  const folded = boxed(words.normalize('NFKC'));
  const tokens = [...folded.matchAll(TOKENS)].map(({ 0: all, 1: name, 2: tick, index }): Token => {
    return { name, ticked: tick !== undefined, start: index, end: index + all.length };
  });
  const names = tokens.flatMap(({ name }) => name ?? []);
  const bare = folded.replace(TOKENS, '').replace(BETWEEN, '');
  const isAll = ALL.test(bare) && tokens.every(({ name, ticked }) => name !== undefined || ticked);
  if (isAll && (names.length === 0 || names.length === CHANNELS.length)) return [...CHANNELS];
  if (bare !== '') return null;
  const isMarked = names.length < tokens.length;
  const chosen = isMarked ? (eachMarked(tokens) ?? someTicked(tokens)) : printed && names.length === CHANNELS.length ? null : names;
  const channels = CHANNELS.filter((channel) => chosen?.some((name) => name === channel || name.startsWith(CHANNEL_NAMES[channel])));
  return channels.length > 0 ? channels : null;
}
