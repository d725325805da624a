import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPrivateScreen } from '../../organisation/read-terms.ts';
import type { Terms } from '../../organisation/terms.ts';
import { Problem } from '../../problem.ts';

const MAX_BYTES = 4_000_000;

/**
 * The terms with a private list of 提示词 added, written as `content/terms/screen.yml` is and kept outside the repository.
 * Nothing that it says is shown anywhere.
 * @param file its path, from the working directory; nothing or blank: no such list
 * @throws Problem `terms/private` (exit 2) where there is no such file, `terms/malformed` or `terms/contradictory` with line and column
 */
export async function withPrivateTerms(terms: Terms, file: string | undefined): Promise<Terms> {
  const path = file?.trim() ?? '';
  if (path === '') return terms;
  const bytes = await readFile(resolve(path)).catch(() => null);
  if (bytes === null || bytes.length > MAX_BYTES) {
    throw new Problem(
      'terms/private',
      '不公开的提示词清单读不出来；应为一份同 screen.yml 一样写法、不超过 4 MB 的文件；请核对文件名和权限。',
      {
        place: path,
      },
    );
  }
  const own = readPrivateScreen(bytes.toString('utf8').replace(/^\uFEFF/, ''), path);
  return { ...terms, screen: [...terms.screen, ...own] };
}
