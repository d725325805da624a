import { htmlText } from '../mail/html-text.ts';
import { wordsOfRtf } from '../mail/rich-text.ts';
import { decodedText } from '../plain-text.ts';
import type { Story } from './story.ts';
import type { Element } from './xml.ts';

/** The words of a web page or other text that lies in the file as a part of its own: none of the item's, but a mark counts there too. `null`: they can't be read. */
export function foreignWords({ reading: { parts }, path }: Story, { attributes }: Element): string | null {
  const relation = parts.relationsOf(path).get(attributes['r:id'] ?? '');
  const bytes = relation && !relation.external ? parts.bytesOf(relation.target) : undefined;
  const text = bytes === undefined ? null : decodedText(bytes);
  if (text === null) return null;
  if (text.startsWith('{\\rtf')) return wordsOfRtf(text);
  const { text: shown, hidden } = htmlText(text);
  return [shown, hidden].filter((words) => words !== '').join('\n');
}
