import { stringify } from 'yaml';
import { type FrontMatter, frontMatterSchema, UNFILLED } from '../../item/front-matter/front-matter-schema.ts';

/** What somebody has told besides the text, by the front matter's keys (an issue's form, the terminal). It goes before any rule. */
export type Told = Partial<Omit<FrontMatter, 'submitter' | 'submitted_at'>>;

/** What the text, the form and whoever sent them say together, by the front matter's keys; `undefined`: to be asked, or not there. */
export type Known = Partial<Record<keyof FrontMatter, unknown>> & Told;

/** Whether a value, or a part of it, still has to be filled in. */
export const isUnfilled = (value: unknown): boolean => JSON.stringify(value)?.includes(`"${UNFILLED}"`) ?? false;

const KEYS = Object.keys(frontMatterSchema.shape) as (keyof FrontMatter)[];
/** What stands in every item, be it to be filled in. */
const ALWAYS: Partial<Record<keyof FrontMatter, unknown>> = {
  ...{ title: UNFILLED, submitter: UNFILLED, event_date: UNFILLED, category: UNFILLED, channels: UNFILLED },
  secrecy_review: { by: UNFILLED, date: UNFILLED, conclusion: UNFILLED },
};
/** The annex's order. */
const ASKED = 'submitter title authors event_date category basis source summary caption cover channels unit_review secrecy_review'.split(
  ' ',
);

/**
 * An item's `index.md`, and the keys that nobody has told yet, each in its order (contracts 2; the annex).
 * @param captions of pictures that nobody has described
 */
export function indexFile(
  known: Known,
  body: string,
  captions: readonly string[],
): { index: { path: string; bytes: Buffer }; missing: string[] } {
  const values: Record<string, unknown> = Object.fromEntries(KEYS.map((key) => [key, known[key] ?? ALWAYS[key]]));
  values.summary ??= known.channels?.includes('weibo') ? UNFILLED : undefined;
  values.source ??= known.category === '转发' ? { name: UNFILLED } : undefined;
  if (known.unsettled?.length === 0) values.unsettled = undefined;
  const needsCover = known.cover === undefined && Array.isArray(known.channels) && known.channels.includes('wechat');
  const isAsked = (key: string): boolean => (key === 'cover' ? needsCover : isUnfilled(values[key]));
  const missing = ASKED.flatMap((key) => (key === 'caption' ? captions : isAsked(key) ? [key] : []));
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const lines = entries.map(([key, value]) => {
    const isList = value !== null && typeof value === 'object' && key !== 'unsettled';
    return isList
      ? `${key}: ${stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim().replace(/\n\s*/g, ' ')}`
      : stringify({ [key]: value }, { lineWidth: 0 }).trim();
  });
  return { index: { path: 'index.md', bytes: Buffer.from(`---\n${lines.join('\n')}\n---\n\n${body.trim()}\n`) }, missing };
}
