import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { plainTitle } from '#pipeline/check/lexicon/law-titles.ts';
import { numberOf } from '#pipeline/check/numerals.ts';
import { filesBelow, rowsOf, type Sources } from './sources.ts';

/** No title of more characters is cited whole. */
const LONGEST = 34;

/** Of rules so old nobody's news speaks any more; laws stay. */
const OLD = '2009';
const isOld = ({ title, day }: Law): boolean => day !== '' && day < OLD && !title.endsWith('法');

interface Law {
  title: string;
  last: number;
  day: string;
}

/** What a text ends with that the source has whole; of one that breaks off the last article isn't known. */
const ENDS_WHOLE = /施行|生效|(?<!公布|必须)实施|废止|失效|无效|执行|同时停止/;

/** Title, last article and day of a text: LawRefBook writes `# title`, what it knows of the text's history, `<!-- INFO END -->`, the text. */
function lawOf(file: string): Law {
  const [info = '', ...texts] = readFileSync(file, 'utf8').split('<!-- INFO END -->');
  const title = (/^#\s+(.+)$/m.exec(info)?.[1] ?? '')
    .replace(/\s|[(（]\d{4}[^()（）]*[)）]$/g, '')
    .replaceAll('《', '〈')
    .replaceAll('》', '〉');
  const text = texts.join('');
  const found = [...text.matchAll(/^第([零〇一二三四五六七八九十百千]+)条(?!之)/gm)];
  const articles = found.map(([, number]) => numberOf(number ?? ''));
  const days = [...info.matchAll(/(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/g)].map(
    ([, year, month, day]) => `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`,
  );
  const day = /\((\d{4}-\d{2}-\d{2})\)\.md$/.exec(basename(file))?.[1] ?? days.sort().at(-1) ?? '';
  const isWhole = ENDS_WHOLE.test(text.slice(found.at(-1)?.index));
  return { title, last: isWhole ? Math.max(0, ...articles) : 0, day };
}

/** What binds the whole country, Zhejiang or Jinhua; cases, parties' rules and other places' regulations are left out. */
export const isOurs = (file: string): boolean => !/案例|其他|README/.test(file) && (!file.includes('/DLC/') || file.includes('浙江'));

/** Interpretations by the courts, and those that a bureau's news may cite: of its own matters and of what all are bound by. */
const OF_COURTS = /^最高人民(?:法院|检察院)/;
const CITED_OF_COURTS = /行政(?!案件)|政府信息|诉讼法|劳动争议|道路交通|人身损害|物业|生产安全|失信|执行工作/;
const LONGEST_OF_COURTS = 25;
const isOfOthers = ({ title }: Law): boolean => OF_COURTS.test(title) && (!CITED_OF_COURTS.test(title) || title.length > LONGEST_OF_COURTS);

/** A title that nobody cites between 《 and 》: decisions, replies, and what is longer than a line. */
const isCited = (title: string): boolean =>
  /^[^#<\s]{4,}$/.test(title) && title.length <= LONGEST && !/关于修改|的批复|的答复|的复函|的公告$|的决定$|的通知$/.test(title);

/**
 * Every title once without 中华人民共和国, as its newest text has it: title, last article, year. The code's books are texts of one title.
 * `newest` is the day of the source's newest text: what was passed since is known as far as somebody wrote it down.
 * @param more the file of laws that the source lacks or has in an older text, in the same three columns
 */
export function lawRows(sources: Sources, more: string): { rows: string[]; newest: string } {
  const laws = new Map<string, Law>();
  const read = filesBelow(sources('laws'), '.md').filter(isOurs).map(lawOf);
  const known = rowsOf(more).map(([title = '', last = '', day = '']) => ({ title, last: Number(last), day }));
  for (const law of [...read, ...known].filter((one) => isCited(one.title))) {
    const title = plainTitle(law.title);
    const before = laws.get(title);
    if (before !== undefined && before.day > law.day) continue;
    laws.set(title, { ...law, title, last: before?.day === law.day ? Math.max(before.last, law.last) : law.last });
  }
  const rows = [...laws.values()]
    .filter((law) => !isOld(law) && !isOfOthers(law))
    .map(({ title, last, day }) => `${title}\t${last}\t${day.slice(0, 4)}`);
  return {
    rows,
    newest:
      read
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? '',
  };
}
