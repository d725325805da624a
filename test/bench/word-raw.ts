import type { Archive } from '#pipeline/intake/archive.ts';

/** A Word file looked at with regular expressions alone, so that the reader's own way of finding things isn't what judges it. */
export interface RawWord {
  /** Stretches of words that belong together, without what is deleted or hidden. */
  body: string[];
  /** By kind of report: the words that have to be told. */
  told: Record<string, string[]>;
}

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (_, hex, decimal, name) => {
    if (name) return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[String(name).toLowerCase()] ?? '';
    return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10));
  });

/** Words as they are compared: without blanks, whatever their width or height on the line. */
export const bare = (text: string): string => text.normalize('NFKC').replace(/[\s\u200b\ufeff]/g, '');

const NAMES = 'http://(?:schemas\\.openxmlformats\\.org/wordprocessingml/2006|purl\\.oclc\\.org/ooxml/wordprocessingml)/main';

function textIn(bytes: Uint8Array): string {
  const label = bytes[0] === 0xff || bytes[1] === 0 ? 'utf-16le' : bytes[0] === 0xfe || bytes[0] === 0 ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label).decode(bytes);
}

/** The part with the prefix `w:` for Word's names, whatever it has, and without what only older versions show. */
function tidy(xml: string): string {
  const prefix = new RegExp(`xmlns:([\\w.-]+)="${NAMES}"`).exec(xml)?.[1];
  const own = new RegExp(`xmlns="${NAMES}"`).test(xml);
  const named = own
    ? xml.replace(/<(\/?)([A-Za-z]+)(?=[\s/>])/g, '<$1w:$2')
    : xml.replace(new RegExp(`<(/?)${prefix ?? 'w'}:`, 'g'), '<$1w:');
  return named.replace(/<mc:Fallback(?:\s[^>]*)?>[\s\S]*?<\/mc:Fallback>/g, '').replace(/<!--[\s\S]*?-->/g, '');
}

const words = (xml: string, tag = 't'): string =>
  [...xml.matchAll(new RegExp(`<w:${tag}(?:\\s[^>]*)?>([^<]*)</w:${tag}>`, 'g'))].map(([, text]) => unescaped(text as string)).join('');

/** Elements of a name with all they hold, the outermost of nested ones. */
function elements(xml: string, name: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of xml.matchAll(new RegExp(`<(/?)w:${name}(?=[\\s/>])[^>]*>`, 'g'))) {
    if (tag.endsWith('/>')) continue;
    if (tag.startsWith('</')) {
      depth -= 1;
      if (depth === 0) found.push(xml.slice(start, index));
    } else {
      if (depth === 0) start = index;
      depth += 1;
    }
  }
  return found;
}

const without = (xml: string, parts: readonly string[]): string => parts.reduce((left, part) => left.replace(part, () => ''), xml);

/** Between words that belong together: paragraphs, and what stands for a sign or a picture, which `w:t` doesn't say. */
const APART = /<\/?w:(?:p|txbxContent|sym|ffData|drawing|pict|object|br)(?=[\s/>])[^>]*>|<\/?m:oMath>/;

const stretches = (xml: string): string[] =>
  xml
    .split(APART)
    .map((part) => bare(words(part)))
    .filter((text) => text !== '');

const VANISH = /<w:vanish(?:\s+w:val="(?:1|true|on)")?\s*\/>/;
const ownLook = (run: string): string => /<w:rPr>[\s\S]*?<\/w:rPr>/.exec(run)?.[0] ?? '';
const isHidden = (run: string): boolean => VANISH.test(ownLook(run));

/** Styles that hide their words, by themselves or by what they are based on; the empty name is a paragraph's that names none. */
function hidingStyles(xml: string): Set<string> {
  const hiding = new Set<string>();
  for (let before = -1; before < hiding.size; ) {
    before = hiding.size;
    for (const [, head = '', all = ''] of xml.matchAll(/<w:style\s([^>]*)>([\s\S]*?)<\/w:style>/g)) {
      const base = /<w:basedOn w:val="([^"]*)"/.exec(all)?.[1];
      if (!VANISH.test(all) && (base === undefined || !hiding.has(base) || all.includes('<w:vanish'))) continue;
      hiding.add(/w:styleId="([^"]*)"/.exec(head)?.[1] ?? '');
      if (/w:type="paragraph"/.test(head) && /w:default="1"/.test(head)) hiding.add('');
    }
  }
  return hiding;
}

/** Runs that only their paragraph's style hides. */
const hiddenByStyle = (xml: string, hiding: ReadonlySet<string>): string[] =>
  hiding.size === 0
    ? []
    : elements(xml, 'p')
        .filter((paragraph) => hiding.has(/<w:pStyle w:val="([^"]*)"/.exec(paragraph)?.[1] ?? ''))
        .flatMap((paragraph) => elements(paragraph, 'r').filter((run) => !ownLook(run).includes('<w:vanish')));

/** Looks at a file that the reader could read. */
export async function rawWord(archive: Archive): Promise<RawWord> {
  const byName = new Map(archive.names.map((name) => [name.toLowerCase(), name]));
  const part = async (path: string): Promise<string> => {
    const name = byName.get(path.toLowerCase());
    return name === undefined ? '' : tidy(textIn(await archive.read(name)));
  };
  const targets = (relations: string, kind: string, folder: string): string[] =>
    [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => new RegExp(`Type="[^"]*/${kind}"`).test(tag) && !/TargetMode="External"/.test(tag))
      .map((tag) => /Target="([^"]*)"/.exec(tag)?.[1] ?? '')
      .map((target) => (target.startsWith('/') ? target.slice(1) : `${folder}${target}`));
  const main = targets(await part('_rels/.rels'), 'officeDocument', '')[0] ?? '';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = await part(`${folder}_rels/${main.slice(folder.length)}.rels`);
  const document = await part(main);
  const all = async (kind: string): Promise<string[]> => {
    const found: string[] = [];
    for (const target of targets(relations, kind, folder)) {
      const xml = await part(target);
      found.push(...stretches(without(xml, elements(xml, 'r').filter(isHidden))));
    }
    return found;
  };
  const gone = [...elements(document, 'moveFrom'), ...elements(document, 'rt')];
  // A row is hidden by a property of its own, before its cells.
  const rows = elements(document, 'tr').filter((row) => /<w:trPr>(?:(?!<w:tc>)[\s\S])*?<w:hidden\s*\/>/.test(row));
  const hiding = hidingStyles((await Promise.all(targets(relations, 'styles', folder).map(part))).join(''));
  const shown = without(document, rows);
  const runs = [...elements(shown, 'r').filter(isHidden), ...hiddenByStyle(shown, hiding), ...rows];
  const some = (texts: string[]): string[] => texts.map(bare).filter((text) => text !== '');
  const split = (xml: string, tag?: string): string[] => some(xml.split(APART).map((one) => words(one, tag)));
  return {
    body: stretches(without(document, [...gone, ...runs])),
    told: {
      header: await all('header'),
      footer: await all('footer'),
      comment: await all('comments'),
      deletion: elements(document, 'del').flatMap((one) => split(one, 'delText')),
      insertion: elements(document, 'ins').flatMap((one) => split(without(one, elements(one, 'del')))),
      move: [...elements(document, 'moveFrom'), ...elements(document, 'moveTo')].flatMap((one) => split(one)),
      hidden: runs.flatMap((one) => split(one)),
      'text-box': elements(document, 'txbxContent').flatMap(stretches),
      ruby: some(elements(document, 'rt').map((one) => words(one))),
    },
  };
}
