import type { Words } from '../item/content-problem.ts';
import { parseItemPath } from '../item/item-path.ts';
import { findingOf, type ItemFindings } from './finding.ts';
import { schema } from './rules/schema.ts';

/** Why an item could not be checked to the end. */
export type Undecided = 'E_TIMEOUT' | 'E_MEMORY';

/** What is said of each. */
export const UNDECIDED: Record<Undecided, Words> = {
  E_TIMEOUT: { problem: '检查这条信息超过了 5 秒。', expected: '几毫秒就能查完。', fix: '减少图片、文字和格式符号，或分成几条信息报送。' },
  E_MEMORY: {
    problem: '检查这条信息用的内存超过了 256 MB。',
    expected: '几兆就够。',
    fix: '减少图片、文字和格式符号，或分成几条信息报送。',
  },
};

/** What is said of an item that reached a limit: an error, for what isn't checked isn't published. */
export function undecided(path: string, code: Undecided): ItemFindings {
  return { id: parseItemPath(path)?.id ?? null, path, findings: [findingOf(schema, 'error', { code, words: UNDECIDED[code] }, path)] };
}
