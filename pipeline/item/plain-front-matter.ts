import { isDate, isMinute } from '../beijing-time.ts';
import { CATEGORIES, CHANNELS, type FrontMatter } from './front-matter-schema.ts';

/** Gives a value as the schema gives it. @throws BEYOND_PLAIN for everything that isn't surely right */
type Reader = (value: unknown) => unknown;

/** Says that a value isn't one of those that are read here. */
const BEYOND_PLAIN = new Error('not plain front matter');

function only(right: (value: string) => boolean): Reader {
  return (value) => {
    if (typeof value !== 'string' || !right(value)) throw BEYOND_PLAIN;
    return value;
  };
}

function text(max: number, min = 1): Reader {
  return (value) => {
    const words = typeof value === 'string' ? value.trim() : '';
    if (words.length < min || words.length > max) throw BEYOND_PLAIN;
    return words;
  };
}

const like = (pattern: RegExp) => only((value) => pattern.test(value));
const oneOf = (...values: readonly string[]) => only((value) => values.includes(value));

/** What no name has that is written plainly; a list's own keys are its numbers. */
function mapOf(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw BEYOND_PLAIN;
  return value as Record<string, unknown>;
}

/** A map with these keys and no other; `?` behind a key: it may be left out. */
function map(shape: Readonly<Record<string, Reader>>): Reader {
  const fields = Object.entries(shape).map(([name, read]) => ({ key: name.replace('?', ''), optional: name.endsWith('?'), read }));
  return (given) => {
    const value = mapOf(given);
    const read: Record<string, unknown> = {};
    let found = 0;
    for (const field of fields) {
      if (Object.hasOwn(value, field.key)) {
        read[field.key] = field.read(value[field.key]);
        found += 1;
      } else if (!field.optional) throw BEYOND_PLAIN;
    }
    if (found !== Object.keys(value).length) throw BEYOND_PLAIN;
    return read;
  };
}

function byName(name: Reader, entry: Reader): Reader {
  return (value) => Object.fromEntries(Object.entries(mapOf(value)).map(([key, inner]) => [name(key), entry(inner)]));
}

function list(entry: Reader, { min = 0, eachOnce = false } = {}): Reader {
  return (value) => {
    if (!Array.isArray(value) || value.length < min || (eachOnce && new Set(value).size !== value.length)) throw BEYOND_PLAIN;
    return value.map(entry);
  };
}

const date = only(isDate);
const minute = only((value) => isMinute(value) || isDate(value));
const code = like(/^[a-z][a-z0-9-]{0,39}$/);
const picture = like(/^[a-z0-9][a-z0-9._-]{0,99}\.jpe?g$/);
const url = only((value) => value.length <= 1024 && /^https?:\/\/(?:[a-z0-9]+\.)+[a-z]+\/[\w/-]*(?:\.s?html?)?$/.test(value));

const frontMatter = map({
  title: text(100),
  submitter: code,
  submitted_at: minute,
  event_date: date,
  category: oneOf(...CATEGORIES),
  'basis?': map({
    kind: oneOf('领导批准', '上级要求', '认定发布', '法定公开'),
    'by?': text(100),
    'document?': text(200),
    'date?': date,
    'law?': text(100),
  }),
  channels: list(oneOf(...CHANNELS), { min: 1, eachOnce: true }),
  'summary?': text(400),
  'cover?': picture,
  'source?': map({ name: text(100), 'url?': url, 'published_at?': minute }),
  secrecy_review: map({ by: code, date, conclusion: oneOf('可公开', '依申请公开', '不公开') }),
  'unit_review?': map({ by: code, at: minute, 'scan?': picture }),
  'joint_units?': list(code, { min: 1, eachOnce: true }),
  'publish_after?': minute,
  'images?': byName(
    picture,
    map({ 'kind?': oneOf('photo', 'map', 'flag', 'ai', 'surveillance'), 'review_no?': text(60), 'credit?': text(60) }),
  ),
  'waivers?': list(map({ rule: text(60), match: text(200), reason: text(200, 8) })),
  'correction?': map({ kind: oneOf('文字', '事实', '图片', '格式'), note: text(200) }),
  'withdraw?': map({
    kind: oneOf('error', 'outdated', 'privacy', 'secrecy', 'other'),
    reason: text(200),
    'since?': minute,
    'decision?': oneOf('变更', '撤销', '确认违法', '确认无效'),
  }),
  'remarks?': text(500),
});

/**
 * Holds front matter against its schema as nearly all items write it. It gives exactly what the schema gives, or `null` for everything that
 * isn't surely right, whatever is wrong with it: only the schema says that, and is loaded for nothing else.
 */
export function readPlainFrontMatter(raw: Record<string, unknown>): FrontMatter | null {
  try {
    return frontMatter(raw) as FrontMatter;
  } catch (error) {
    if (error === BEYOND_PLAIN) return null;
    throw error;
  }
}
