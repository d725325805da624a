import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { commonCharacters, othersOf, shapeGroups, soundGroups } from './confusables.ts';
import { idiomsOf } from './idioms.ts';
import { lawRows } from './laws.ts';
import { placeRows, placesIn } from './places.ts';
import { formsIn } from './seen.ts';
import { honestTexts, linesOf, rowsOf, sourcesIn } from './sources.ts';
import { dictionary, edgeWords, rowsByFirst, withUses } from './words.ts';

const DATA = join(import.meta.dirname, '../../pipeline/check/lexicon/data');
/** So many words leave room for the other lists in the 800 KB that all may take. */
const MOST_WORDS = 18_000;
/** A title that is shorter is a word that anybody may write. */
const SHORTEST_TITLE = 7;

const { values } = parseArgs({ options: { sources: { type: 'string' }, date: { type: 'string' } } });
if (values.sources === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(values.date ?? '')) {
  console.error(
    'usage: node --import tsx test/lexicon/build.ts --sources DIR --date YYYY-MM-DD   (the day on which the sources were fetched)',
  );
  process.exit(2);
}
const { date } = values;
const sources = sourcesIn(values.sources);

/** Writes a list in one order on every machine, under what it is and how old it is. */
function write(name: string, about: string, months: number, rows: readonly string[], asOf = date): void {
  const lines = [...new Set(rows)].sort();
  const head = [`# ${about}`, `# as_of: ${asOf}`, `# interval: ${months} months`, `# entries: ${lines.length}`];
  const text = `${[...head, ...lines].join('\n')}\n`;
  writeFileSync(join(DATA, name), text);
  console.error(`${name}: ${lines.length} entries, ${Math.round(Buffer.byteLength(text) / 1000)} KB`);
}

const firstColumn = (rows: readonly string[][]): string[] => rows.map(([first = '']) => first);

/** The entries of a list by hand beside this file. */
const byHand = (name: string): string[] => firstColumn(rowsOf(join(import.meta.dirname, name)));

const laws = lawRows(sources, join(import.meta.dirname, 'more-laws.txt'));
const places = placesIn(sources);
const texts = honestTexts(sources);
const general = dictionary(sources);
const words = withUses(general, texts);
const sounds = await soundGroups(sources);
const shapes = shapeGroups(sources);
const listed = linesOf(join(DATA, 'phrases.txt')).filter((phrase) => !phrase.startsWith('='));
const noIdioms = new Set([...listed, ...byHand('kept-out-idioms.txt')]);
const moreIdioms = byHand('more-idioms.txt');
const idioms = [...idiomsOf(general, words, [...listed, ...moreIdioms]), ...moreIdioms].filter((idiom) => !noIdioms.has(idiom));
const titles = laws.rows.map((row) => row.slice(0, row.indexOf('\t'))).filter((title) => title.length >= SHORTEST_TITLE);

/** A character that honest prose has more seldom is a slip in a phrase, whatever it is taken for: it needs no list. */
const LEAST_USES = 20;

/** How often texts have each character. */
function usesOf(texts: readonly string[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const text of texts) for (const character of text) uses.set(character, (uses.get(character) ?? 0) + 1);
  return uses;
}

const used = usesOf(texts);
const common = commonCharacters();
const seldom = [...common].filter((character) => (used.get(character) ?? 0) < LEAST_USES);

const phrases = [...listed, ...idioms, ...titles, ...places];
/** What stands in phrases, and what is written for it; any other character is a slip without a list. */
const met = new Set([...phrases.join(''), ...[...common].filter((character) => !seldom.includes(character))]);

const metOf = (groups: readonly string[][]): string[][] => groups.map((group) => [...new Set(group)].filter((one) => met.has(one)).sort());

/** Characters that look alike, of two one with the other; none that sound alike, which are in a list of their own. */
function shapeRows(): string[] {
  const sounding = othersOf(metOf(sounds));
  return Array.from(othersOf(metOf(shapes)), ([one, others]) => [
    one,
    [...others]
      .filter((other) => one < other && !sounding.get(one)?.has(other))
      .sort()
      .join(''),
  ]).flatMap(([one, others]) => (others === '' ? [] : [`${one}${others}`]));
}

const mistaken = othersOf([...sounds, ...shapes]);
const guarded = phrases.map((phrase) => ({ phrase, mistakesOf: (own: string) => mistaken.get(own) ?? [] }));

write(
  'laws.txt',
  '法律、法规、规章、司法解释的名称（不写“中华人民共和国”），最后一条的序号（不明为0），文本的年份',
  6,
  laws.rows,
  laws.newest,
);
write('places.txt', '地名：全国地级以上，浙江省到乡镇街道，乡镇街道写在县市区后面', 12, placeRows(places));
write(
  'sounds.txt',
  '音同音近的字，一行一个音',
  24,
  metOf(sounds).flatMap((group) => (group.length > 1 ? [group.join('')] : [])),
);
write('shapes.txt', '形近的字：字，后面是与它形近的字（部件、笔画、字形），已在同一个音里的不写', 24, shapeRows());
write(
  'seldom.txt',
  '常用字里公文很少用的字：出现在固定用语里就是误写',
  24,
  seldom
    .sort()
    .join('')
    .match(/.{1,30}/gu) ?? [],
);
write('idioms.txt', '成语和四字常用语：写正确的写法，两种写法都通行的都写；换了一个容易写错的字、颠倒、重复，检查时提醒', 24, idioms);
write('words.txt', '会跨过固定用语边界的词语', 24, rowsByFirst(edgeWords(words, guarded, MOST_WORDS)));

/** Forms are looked for by the lists as they were just written; of `seen.txt` nothing counts that stood there before. */
const about = '正规文本中确有的写法，与固定用语只差一字而无误';
const moreSeen = byHand('more-seen.txt');
write('seen.txt', about, 24, moreSeen);
const keptOut = new Set(byHand('kept-out.txt'));
const forms = formsIn(texts, shippedLexicon()).filter(({ form }) => !keptOut.has(form));
write('seen.txt', about, 24, [...moreSeen, ...forms.map(({ form }) => form)]);
for (const { form, phrase, count, context } of forms) console.log(`${count}\t${form}\t${phrase}\t${context}`);
console.error(
  'What honest prose has stands above with its place. Read what is new: what is a mistake, or likely one, goes into kept-out.txt.',
);
