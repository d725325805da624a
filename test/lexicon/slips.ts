import { severityOf } from '#pipeline/check/lexicon/near-miss-hits.ts';
import { type NearMiss, nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import type { Lexicon, Phrase, PhraseList } from '#pipeline/check/lexicon/suspect.ts';
import { onceFor } from '#pipeline/once-for.ts';
import { numbers } from '../bench/corpus.ts';
import { othersOf } from './confusables.ts';

/** Sentences of our own, with a place for a phrase: honest ones, in the manner of a bureau. */
const SENTENCES = [
  '会上，大家围绕{}谈了体会。',
  '据介绍，{}已列入今年的重点任务。',
  '活动现场，工作人员讲解了{}的有关内容。',
  '下一步，我们将继续做好{}相关工作。',
  '记者了解到，{}受到群众欢迎。',
  '11月23日上午，{}专题座谈在本局举行。',
  '各单位要把{}摆在突出位置。',
  '文中多次提到“{}”。',
  '（一）{}；（二）其他事项。',
  '通知要求，对照{}，逐项抓好整改。',
  '昨天，关于{}的问答已经上网。',
  '队员们利用晚上学习了{}。',
];

/** All phrases of a list. */
export const phrasesOf = ({ phraseAt, index }: PhraseList): Phrase[] => index.starts.slice(1).map((_, word) => phraseAt(word));

/** The characters that each is easily written as. */
const mistakenFor = onceFor(({ shapes, sounds }: Lexicon) =>
  othersOf([...shapes, ...sounds].flatMap(([one, others]) => Array.from(others, (other) => [one, other]))),
);

/** Slips that somebody makes: how a phrase reads then; `null` where it can't slip so. */
export const EDITS: Readonly<Record<NearMiss['slip'], (text: string, draw: Draw, lexicon: Lexicon) => string | null>> = {
  replaced: (text, draw, lexicon) => {
    const at = draw(text.length);
    const others = [...(mistakenFor(lexicon).get(text.charAt(at)) ?? '')];
    return others.length === 0 ? null : text.slice(0, at) + others[draw(others.length)] + text.slice(at + 1);
  },
  swapped: (text, draw) => {
    const at = draw(text.length - 1);
    const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
    return swapped === text ? null : swapped;
  },
  'left-out': (text, draw) => {
    const at = 1 + draw(text.length - 2);
    // 商务部长 says the same as 商务部部长.
    const isSaidTwice = text.charAt(at) === text.charAt(at - 1) || text.charAt(at) === text.charAt(at + 1);
    return isSaidTwice ? null : text.slice(0, at) + text.slice(at + 1);
  },
  doubled: (text, draw) => {
    const at = draw(text.length);
    return text.slice(0, at) + text.charAt(at) + text.slice(at);
  },
};

type Draw = (below: number) => number;

/** How many slips of a kind in phrases of a group were made, told at all, and told as a warning or graver: infos are folded away. */
export interface Recall {
  group: string;
  slip: NearMiss['slip'];
  made: number;
  told: number;
  warned: number;
  missed: string[];
}

const KINDS = Object.keys(EDITS) as NearMiss['slip'][];

/**
 * Makes slips in phrases, each in a sentence of its own, and counts those that are told; the same for a seed on every machine.
 * @param kinds those that are asked about: the others are made, so that these stay the same, and not looked at
 */
export function recallOf(phrases: readonly Phrase[], lexicon: Lexicon, seed: number, times = 1, kinds = KINDS): Recall[] {
  const number = numbers(seed);
  const draw: Draw = (below) => Math.floor(number(below));
  const found = new Map<string, Recall>();
  for (const { text: written, group, core } of phrases) {
    const text = written.replace(/[“”]/g, '');
    for (const [slip, edit] of Object.entries(EDITS) as [NearMiss['slip'], (typeof EDITS)['replaced']][]) {
      for (let time = 0; time < times; time += 1) {
        const form = edit(text, draw, lexicon);
        // A name alone is told only beside what says who it is.
        const place = group === '法律' ? '《{}》' : group === '领导' && text.length === 3 ? '{}同志' : '{}';
        const sentence = (SENTENCES[draw(SENTENCES.length)] as string).replace('{}', place);
        if (form === null || !kinds.includes(slip)) continue;
        const name = `${group}${core ? ' core' : ''}`;
        const key = `${name} ${slip}`;
        const row = found.get(key) ?? { group: name, slip, made: 0, told: 0, warned: 0, missed: [] };
        found.set(key, row);
        row.made += 1;
        const [before = '', after = ''] = sentence.split('{}');
        const told = nearMissesIn(before + form + after, lexicon).filter(
          ({ start, end }) => start < before.length + form.length && end > before.length,
        );
        if (told.some((miss) => severityOf(miss, false) !== 'info')) row.warned += 1;
        if (told.length > 0) row.told += 1;
        else row.missed.push(`${form} ← ${text}`);
      }
    }
  }
  return [...found.values()];
}
