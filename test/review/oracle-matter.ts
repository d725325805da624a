import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { isDay } from './oracle-days.ts';

type Test = (value: unknown) => boolean;

const text = (value: unknown): boolean => typeof value === 'string' && value.trim().length > 0;
const name = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]*$/.test(value);
const time = (value: unknown): boolean => {
  const [day, ...rest] = typeof value === 'string' ? value.split(' ') : [];
  return isDay(day) && rest.length < 2 && rest.every((each) => /^([01]\d|2[0-3]):[0-5]\d$/.test(each));
};
const oneOf = (...words: string[]): Test => words.includes.bind(words) as Test;
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(test) && new Set(value).size === value.length;

/** All of the needed keys and none but these. */
const entry = (needed: Record<string, Test>, allowed: Record<string, Test> = {}): Test => {
  const all = { ...needed, ...allowed };
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    const given = value as Record<string, unknown>;
    const fits = Object.entries(given).every(([key, inner]) => all[key]?.(inner));
    return fits && Object.keys(needed).every((key) => key in given);
  };
};

/** The keys that the histories write, as contracts.md 2 has them. */
const isFrontMatter = entry(
  {
    title: text,
    submitter: name,
    submitted_at: time,
    event_date: isDay,
    category: oneOf('业务宣传', '重要事项公布', '工作动态', '领导批准', '转发', '其他'),
    channels: listOf(oneOf('website', 'wechat', 'weibo')),
    secrecy_review: entry({ by: name, date: isDay, conclusion: oneOf('可公开', '依申请公开', '不公开') }),
  },
  {
    basis: entry({ kind: oneOf('领导批准', '上级要求', '认定发布', '法定公开') }, { by: text, document: text, date: isDay, law: text }),
    unit_review: entry({ by: name, at: time }),
    joint_units: listOf(name),
    publish_after: time,
    correction: entry({ kind: oneOf('文字', '事实', '图片', '格式'), note: text }),
    withdraw: entry({ kind: oneOf('error', 'outdated', 'privacy', 'secrecy', 'order', 'other'), reason: text }),
    remarks: text,
  },
);

/** Front matter that keeps to its schema, else `null` (rule 4). */
export const matterOf = (value: unknown): FrontMatter | null => (isFrontMatter(value) ? (value as FrontMatter) : null);
