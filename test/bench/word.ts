import { readWord } from '#pipeline/intake/word/read-word.ts';
import { Problem } from '#pipeline/problem.ts';
import { rawZip } from '../intake/raw-zip.ts';
import { par, partsOf, picture, row, run, table, wordFile, xmlOf } from '../intake/word/word-file.ts';
import { type Figure, figureOf, processorTime } from './measure.ts';

const MIB = 1024 * 1024;
const PAGES = 20;
const WORDS = '近日，示例分局开展占道经营专项巡查，劝导商户，清理堆放物，恢复道路畅通。';

/** Twenty pages of 1,400 characters, each with a table of ten rows and a picture of 150 KB. */
function pages(): Uint8Array {
  const paragraph = par(run(WORDS.repeat(4)) + run('共三处', '<w:b/>'), '<w:pPr><w:jc w:val="both"/></w:pPr>');
  const rows = Array.from({ length: 10 }, (_, at) => row('项目', `${at}`, '数量'));
  const page = (at: number): string => paragraph.repeat(9) + table(...rows) + par(picture(`rId${at}`));
  const numbers = Array.from({ length: PAGES }, (_, at) => at);
  return wordFile({
    body: numbers.map(page).join(''),
    relations: Object.fromEntries(numbers.map((at) => [`rId${at}`, ['image', `media/${at}.jpeg`] as const])),
    files: Object.fromEntries(numbers.map((at) => [`word/media/${at}.jpeg`, new Uint8Array(150 * 1024).fill(at + 1)])),
  });
}

const FILE = partsOf({ body: par('正文') });
const packed = (files: Record<string, string | Uint8Array>): Uint8Array =>
  rawZip(Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content as string) })));
const stored = (files: Record<string, string | Uint8Array>): Uint8Array =>
  rawZip(Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content as string), stored: true })));
const document = (inside: string): Record<string, string | Uint8Array> => ({ ...FILE, 'word/document.xml': inside });
const nested = (count: number): string => xmlOf('w:document', `<w:body>${'<w:p>'.repeat(count)}${'</w:p>'.repeat(count)}</w:body>`);
const many = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<w:r><w:t>近日${(at * 7919) % 100_003}</w:t></w:r>`).join('');
const ENTITIES = Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`).join('');

const BOMBS: Record<string, () => Uint8Array> = {
  '64 MB of zeros': () => packed({ ...FILE, 'word/media/a.png': new Uint8Array(64 * MIB) }),
  '64 MB told as ten bytes': () => rawZip([{ name: 'word/a.xml', bytes: new Uint8Array(64 * MIB), size: 10 }]),
  'a billion laughs': () => packed(document(`<!DOCTYPE a [<!ENTITY a0 "ha">${ENTITIES}]><a>&a9;</a>`)),
  '100,000 paragraphs in each other': () => packed(document(nested(100_000))),
  'the same, stored': () => stored(document(nested(100_000))),
  'a million elements, packed like an honest file': () => packed(document(xmlOf('w:document', `<w:body>${many(500_000)}</w:body>`))),
  'a million elements of six bytes': () => stored(document(xmlOf('w:document', `<w:body>${'<w:a/><w:b/>'.repeat(500_000)}</w:body>`))),
  '50,000 files': () => rawZip(Array.from({ length: 50_000 }, (_, at) => ({ name: `${at}` }))),
  'one file in two names': () =>
    rawZip([
      { name: 'a', bytes: new Uint8Array(MIB) },
      { name: 'b', bytes: new Uint8Array(MIB), sameAsFirst: true },
    ]),
};

async function timed(bytes: Uint8Array, rounds: number, isRefused: boolean): Promise<Figure> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const start = processorTime();
    const result = await readWord(bytes, '稿件.docx').catch((error: unknown) => error);
    if (round >= 0) times.push(processorTime() - start);
    if (result instanceof Problem !== isRefused || (result instanceof Error && !isRefused))
      throw new Error('it was not read as it must be', { cause: result });
  }
  return figureOf(times);
}

/** How long a long file takes, and until a bomb is refused; the goals are 1 s and 50 ms. */
export async function benchWord(rounds: number): Promise<Record<string, Record<string, Figure>>> {
  const long = await timed(pages(), rounds, false);
  const refused: Record<string, Figure> = {};
  for (const [name, make] of Object.entries(BOMBS)) refused[name] = await timed(make(), rounds, true);
  return {
    [`a file of ${PAGES} pages, 20 tables and 20 pictures`]: { read: long },
    ...Object.fromEntries(Object.entries(refused).map(([name, figure]) => [name, { refused: figure }])),
  };
}
