import type { Aside } from '../received.ts';
import { readBlocks } from './blocks.ts';
import type { Package } from './package.ts';
import { wordsOfBlock } from './phrasing.ts';
import { BESIDE, dropped, newStory, placeOf, type Reading, type Story, tell } from './story.ts';
import { below, descendants, type Element, elementsOf, textOf } from './xml.ts';

/** A footer of nothing but the page's number. */
const PAGE_NUMBER = /^[\s\d第页共/\\—–\-－·.()（）]*$|^\s*page\s+\d+(?:\s+of\s+\d+)?\s*$/iu;

/** The words of something that isn't kept; what it holds besides is told at its place. */
function wordsLeftOut(story: Story, tree: Element): string {
  let words: string[] = [];
  dropped(story, () => {
    words = readBlocks(story, elementsOf(tree)).map(wordsOfBlock);
  });
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

function tellMargins(reading: Reading, kind: 'header' | 'footer', place: string): void {
  const { parts } = reading;
  const known = new Set<string>();
  for (const [path, tree] of parts.related(parts.main, kind)) {
    const story = newStory(reading, path, tree, place);
    const words = wordsLeftOut(story, tree);
    if (words !== '' && !known.has(words)) tell(story, PAGE_NUMBER.test(words) ? 'page-number' : kind, words);
    known.add(words);
  }
}

/** Comments and notes that the text doesn't call. */
function tellUncalled(reading: Reading): void {
  for (const [key, [path, element]] of reading.beside) {
    if (reading.called.has(key)) continue;
    const kind = key.slice(0, key.indexOf(' ')) as keyof typeof BESIDE;
    const story = newStory(reading, path, element, BESIDE[kind]);
    const words = wordsLeftOut(story, element);
    if (words !== '') tell(story, kind === 'comment' ? 'comment' : 'hidden', words);
  }
}

/** Comments and notes of a file by kind and id. */
export function besideText(parts: Package): Reading['beside'] {
  const kinds = Object.keys(BESIDE) as (keyof typeof BESIDE)[];
  return new Map(
    kinds.flatMap((kind) =>
      parts
        .related(parts.main, `${kind}s`)
        .flatMap(([path, tree]) =>
          elementsOf(tree).map((element) => [`${kind} ${element.attributes['w:id'] ?? ''}`, [path, element]] as const),
        ),
    ),
  );
}

const PROPERTIES = ['core-properties', 'extended-properties', 'extendedProperties', 'custom-properties', 'customProperties'];

/** Those that people fill in. Title, company and the like are mostly a program's own words. */
const OF_PEOPLE: Record<string, string> = { subject: '主题', keywords: '关键词', description: '备注', contentStatus: '状态' };
const OF_PROGRAMS = /^(?:generated|created|converted) (?:by|with|using)/i;

/** The file's properties: no part of the text, but a mark could stand there. */
function readProperties({ parts }: Reading, file: Story): Aside[] {
  const all = PROPERTIES.flatMap((kind) => parts.related('', kind))
    .flatMap(([, tree]) => elementsOf(tree))
    .map((element) => ({
      name: element.attributes.name ?? element.name.slice(element.name.indexOf(':') + 1),
      text: [textOf(element), ...elementsOf(element).map(textOf)].join(' ').trim(),
    }));
  const told = all.filter(({ name, text }) => Object.hasOwn(OF_PEOPLE, name) && text !== '' && !OF_PROGRAMS.test(text));
  const words = told.map(({ name, text }) => `${OF_PEOPLE[name]}：${text}`).join('；');
  if (words !== '') tell({ ...file, place: placeOf('文件属性') }, 'property', words);
  return all.map(({ name, text }) => ({ place: '文件属性', text: `${name}：${text}` }));
}

function tellSettings({ parts }: Reading, file: Story): void {
  for (const [path, tree] of parts.related(parts.main, 'settings')) {
    const protection = below(tree, 'w:documentProtection');
    const isEnforced = /^(?:1|true|on)$/.test(protection?.attributes['w:enforcement'] ?? '');
    if (isEnforced || below(tree, 'w:writeProtection') !== undefined) tell(file, 'protection', '');
    for (const { kind, external, target } of parts.relationsOf(path).values()) {
      if (kind === 'attachedTemplate' && external) tell(file, 'external-template', target);
    }
  }
}

const HAN = /\p{Script=Han}/u;

/** What nobody sees of an element and Word calls it all the same: names and descriptions of drawings, tips of links, who wrote a comment. */
function namesWithin({ name, attributes, children }: Element): string[] {
  // What a list offers to choose from is no choice.
  const own = name === 'w:listItem' || name === 'w:listEntry' ? [] : Object.values(attributes).filter((value) => HAN.test(value));
  return [...own, ...children.flatMap((child) => (typeof child === 'string' ? [] : namesWithin(child)))];
}

/** What the parts of a file call what they hold, and where they lead. */
function namesIn({ parts }: Reading): Aside[] {
  const kinds = ['header', 'footer', 'comments', 'footnotes', 'endnotes', 'settings'];
  const read = [[parts.main, parts.tree(parts.main) as Element] as const, ...kinds.flatMap((kind) => parts.related(parts.main, kind))];
  const links = read.flatMap(([path]) => [...parts.relationsOf(path).values()].map(({ target }) => target));
  const names = [...read.flatMap(([, tree]) => namesWithin(tree)), ...links.filter((target) => HAN.test(target))];
  return [...new Set(names)].map((text) => ({ place: '图片、链接等的名称', text }));
}

/** Tells of all that lies around the text. Gives the words that no line of the report has. */
export function readSurroundings(reading: Reading): Aside[] {
  const { parts } = reading;
  tellMargins(reading, 'header', '页眉');
  tellMargins(reading, 'footer', '页脚');
  tellUncalled(reading);
  const file = newStory(reading, '', { name: '', attributes: {}, children: [] }, '文件');
  for (const path of parts.paths) {
    if (/(?:^|\/)embeddings\//.test(path)) tell(file, 'embedded-file', path.slice(path.lastIndexOf('/') + 1));
    if (/vbaproject\.bin$/.test(path)) tell(file, 'macro', '');
  }
  const background = below(parts.tree(parts.main), 'w:background');
  if (background !== undefined && descendants(background, 'v:fill', 'a:blip').length > 0) tell(file, 'watermark', '');
  tellSettings(reading, file);
  return [...namesIn(reading), ...readProperties(reading, file)];
}
