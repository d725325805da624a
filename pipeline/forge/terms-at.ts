import { readTerms } from '../organisation/read-terms.ts';
import { TERM_FILES, type Terms } from '../organisation/terms.ts';
import type { ContentSource } from './content-source.ts';

/**
 * The terms that lie beside the items, in a work tree or a commit.
 * @throws Problem `terms/malformed` or `settings/yaml` (exit 2) with file, line and column
 */
export async function termsAt(source: Pick<ContentSource, 'text'>): Promise<Terms> {
  const paths = Object.values(TERM_FILES).map(({ path }) => path);
  const texts = await Promise.all(paths.map((path) => source.text(path)));
  return readTerms(Object.fromEntries(paths.map((path, index) => [path, texts[index]])));
}
