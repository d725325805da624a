import type { Aside, Received } from '../received.ts';
import { reportLine } from '../report.ts';
import { readBlocks } from './blocks.ts';
import { numberingOf } from './numbering.ts';
import { openPackage } from './package.ts';
import { newStory, type Reading } from './story.ts';
import { stylesOf } from './styles.ts';
import { besideText, readSurroundings } from './surroundings.ts';
import { below, descendants, type Element, elementsOf, switchOf } from './xml.ts';

/** The colour of the pages, which Word shows where the settings say so. */
function pageOf(main: Element, settings: Element | undefined): string | null {
  const background = switchOf(settings, 'w:displayBackgroundShape') ? below(main, 'w:background') : undefined;
  if (background === undefined) return 'FFFFFF';
  return descendants(background, 'v:fill', 'a:blip').length > 0
    ? null
    : (/^[0-9a-f]{6}$/i.exec(background.attributes['w:color'] ?? '')?.[0] ?? null);
}

/**
 * Reads a Word file (.docx, .docm, .dotx; transitional or strict). What can't be read is refused by a `Problem` of a code `intake/…`.
 * Paragraphs stay paragraphs whatever their level of outline: their `look` tells it.
 * @param file its name; folders before it don't count
 */
export async function readWord(bytes: Uint8Array, file: string): Promise<Received> {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const parts = await openPackage(bytes, name);
  const relatedTree = (kind: string): Element | undefined => parts.related(parts.main, kind)[0]?.[1];
  const reading: Reading = {
    parts,
    styles: stylesOf(relatedTree('styles')),
    page: pageOf(parts.tree(parts.main) as Element, relatedTree('settings')),
    numbering: numberingOf(relatedTree('numbering')),
    told: [],
    pictures: new Map(),
    notes: new Map(),
    beside: besideText(parts),
    called: new Set(),
  };
  const main = parts.tree(parts.main) as Element;
  const body = { ...newStory(reading, parts.main, main, '文首'), counted: true };
  const blocks = readBlocks(body, elementsOf(below(main, 'w:body')));
  const text = { type: 'root' as const, children: [...blocks, ...reading.notes.values()] };
  const around = readSurroundings(reading);
  const aside: Aside[] = [...reading.told.map(({ place, words }) => ({ place: place.words, text: words })), ...around].filter(
    (one) => one.text.trim() !== '',
  );
  return {
    file: name,
    text,
    pictures: reading.pictures,
    report: reading.told.map(({ kind, place, words }) => reportLine(kind, place.words, words)),
    aside,
  };
}
