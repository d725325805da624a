import type { JsonObject } from './call.ts';

/** The name under which a post's `annotations` hold the release's key. */
const NAME = 'sanshen';

/** A post's own metadata (biz only, at most 512 characters): the release's key, by which it is found again whatever became of its text. */
export function annotationsOf(key: string): string {
  return JSON.stringify([{ [NAME]: key }]);
}

/** The release's key that a post carries; `null` if it shows none, as the open interface's never do. */
export function keyOf({ annotations }: JsonObject): string | null {
  for (const one of Array.isArray(annotations) ? (annotations as unknown[]) : []) {
    const key = one !== null && typeof one === 'object' ? (one as JsonObject)[NAME] : undefined;
    if (typeof key === 'string' && key !== '') return key;
  }
  return null;
}
