import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BeijingDate } from '../../beijing-time.ts';
import type { ContentSource } from '../../forge/git/content-source.ts';
import { HOLIDAYS_FILE, readHolidays } from '../../organisation/holidays.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { readOrganisation, readPolicy } from '../../organisation/read-settings.ts';
import { readPrivateScreen, readTerms } from '../../organisation/read-terms.ts';
import { TERM_FILES, type Terms } from '../../organisation/terms.ts';
import { Problem } from '../../problem.ts';

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';

/** Texts of files by their paths, `null` where there is none. */
type Texts = Readonly<Record<string, string | null>>;

function read(texts: Texts): { organisation: Organisation; policy: Policy } {
  const text = texts[ORGANISATION] ?? null;
  if (text === null) {
    const message = `没有名单 ${ORGANISATION}。应有这个文件。请在信息仓库的文件夹里运行，或用 --root 指明它。`;
    throw new Problem('organisation/missing', message, { place: ORGANISATION });
  }
  return { organisation: readOrganisation(text, ORGANISATION), policy: readPolicy(texts[POLICY] ?? '', POLICY) };
}

async function textsOf(source: ContentSource, paths: readonly string[]): Promise<Texts> {
  const texts = await Promise.all(paths.map((path) => source.text(path)));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? null]));
}

/**
 * The settings that lie beside the items, in a work tree or a commit; no policy is an empty one.
 * @throws Problem `organisation/missing`, or whatever is wrong with them (exit 2)
 */
export async function settingsAt(source: ContentSource): Promise<{ organisation: Organisation; policy: Policy }> {
  return read(await textsOf(source, [ORGANISATION, POLICY]));
}

/** All that rules know besides items. */
export interface AllSettings {
  organisation: Organisation;
  policy: Policy;
  /** Read only where the policy or a 值班表 counts by them. */
  holidays: BeijingDate[];
  terms: Terms;
}

/**
 * The same with the holidays and all lists of terms.
 * @throws Problem as `settingsAt`, and whatever is wrong with those (exit 2)
 */
export async function allSettingsAt(source: ContentSource): Promise<AllSettings> {
  const lists = Object.values(TERM_FILES).map(({ path }) => path);
  const texts = await textsOf(source, [ORGANISATION, POLICY, HOLIDAYS_FILE, ...lists]);
  const { organisation, policy } = read(texts);
  const { holidays: counting, statutory } = policy.freshness;
  const counts = counting === 'extended' || statutory.bases.length > 0 || organisation.duty_rota !== undefined;
  const holidays = counts ? readHolidays(texts[HOLIDAYS_FILE] ?? '', HOLIDAYS_FILE) : [];
  return { organisation, policy, holidays, terms: readTerms(texts) };
}

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
