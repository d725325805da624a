import { stringify } from 'yaml';
import { type FrontMatter, UNFILLED } from '../../item/front-matter/front-matter-schema.ts';

/** What somebody has told besides the text, by the front matter's keys (an issue's form, the terminal). It goes before any rule. */
export type Told = Partial<Omit<FrontMatter, 'submitter' | 'submitted_at'>>;

/** What the text, the form and whoever sent them say together, by the front matter's keys; `undefined`: to be asked, or not there. */
export type Known = Partial<Record<keyof FrontMatter, unknown>> & Told;

/** Whether a value, or a part of it, still has to be filled in. */
export const isUnfilled = (value: unknown): boolean => JSON.stringify(value)?.includes(`"${UNFILLED}"`) ?? false;

/**
 * An item's `index.md`, and the keys that nobody has told yet.
 * @param asked of pictures that nobody has described
 */
export function indexFile(
  known: Known,
  body: string,
  asked: readonly string[],
): { index: { path: string; bytes: Buffer }; missing: string[] } {
  const needsCover = known.cover === undefined && Array.isArray(known.channels) && known.channels.includes('wechat');
  const { yaml, missing } = frontMatterOf(known, [...asked, ...(needsCover ? ['cover'] : [])]);
  return { index: { path: 'index.md', bytes: Buffer.from(`---\n${yaml}\n---\n\n${body.trim()}\n`) }, missing };
}

/** Front matter and the keys that nobody has told yet, each in its order (contracts 2; the annex). */
function frontMatterOf(known: Known, asked: readonly string[]): { yaml: string; missing: string[] } {
  const secrecy = { by: UNFILLED, date: UNFILLED, conclusion: UNFILLED };
  const values: Record<string, unknown> = {
    title: known.title ?? UNFILLED,
    submitter: known.submitter ?? UNFILLED,
    authors: known.authors,
    submitted_at: known.submitted_at,
    event_date: known.event_date ?? UNFILLED,
    category: known.category ?? UNFILLED,
    basis: known.basis,
    channels: known.channels ?? UNFILLED,
    summary: known.summary ?? (known.channels?.includes('weibo') ? UNFILLED : undefined),
    cover: known.cover,
    source: known.source ?? (known.category === '转发' ? { name: UNFILLED } : undefined),
    secrecy_review: known.secrecy_review ?? secrecy,
    unit_review: known.unit_review,
    joint_units: known.joint_units,
    publish_after: known.publish_after,
    publish_until: known.publish_until,
    images: known.images,
    waivers: known.waivers,
    correction: known.correction,
    withdraw: known.withdraw,
    remarks: known.remarks,
    unsettled: known.unsettled?.length === 0 ? undefined : known.unsettled,
  };
  const order = ['submitter', 'title', 'authors', 'event_date', 'category', 'basis', 'source', 'summary', 'caption', 'cover', 'channels'];
  const missing = [...order, 'unit_review', 'secrecy_review'].flatMap((key) =>
    key === 'caption' || key === 'cover' ? asked.filter((one) => one.startsWith(key)) : isUnfilled(values[key]) ? [key] : [],
  );
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const lines = entries.map(([key, value]) => {
    const isList = value !== null && typeof value === 'object' && key !== 'unsettled';
    return isList
      ? `${key}: ${stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim().replace(/\n\s*/g, ' ')}`
      : stringify({ [key]: value }, { lineWidth: 0 }).trim();
  });
  return { yaml: lines.join('\n'), missing };
}
