import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, frontMatterSchema } from '#pipeline/item/front-matter-schema.ts';
import { readPlainFrontMatter } from '#pipeline/item/plain-front-matter.ts';

/** Every key that there is, each with a sound value. */
const FULL = {
  title: ' 示例局整治86处 ',
  submitter: 'lisi',
  submitted_at: '2026-11-24 09:30',
  event_date: '2026-11-23',
  category: '转发',
  basis: { kind: '领导批准', by: '张示例', document: '示例〔2026〕1号', date: '2026-11-23', law: '示例法' },
  channels: ['website', 'weibo'],
  summary: '摘要',
  cover: 'cover.jpg',
  source: { name: '示例网', url: 'https://www.example.com/a/b_1.html', published_at: '2026-11-23' },
  secrecy_review: { by: 'zhouyi', date: '2026-11-24', conclusion: '可公开' },
  unit_review: { by: 'wangwu', at: '2026-11-24', scan: 'scan.jpeg' },
  joint_units: ['wucheng', 'jindong'],
  publish_after: '2026-11-25 08:00',
  images: { 'a.jpg': { kind: 'map', review_no: '浙S（2026）1号', credit: '示例' }, 'b.jpg': {} },
  waivers: [{ rule: 'pii/phone', match: '12345', reason: '这是公开的服务热线' }],
  correction: { kind: '文字', note: '错字' },
  withdraw: { kind: 'privacy', reason: '含个人信息', since: '2026-11-24 10:00', decision: '撤销' },
  remarks: '备注',
};
const LEAST = ['title', 'submitter', 'submitted_at', 'event_date', 'category', 'channels', 'secrecy_review'];

type Step = string | number;

/** The paths of all values, the whole first. */
function pathsIn(value: unknown, path: Step[] = []): Step[][] {
  if (value === null || typeof value !== 'object') return [path];
  const steps: Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...steps.flatMap((step) => pathsIn((value as Record<Step, unknown>)[step], [...path, step]))];
}

/** The same with another value at a path; `undefined` takes the key away. */
function changed(value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<Step, unknown>;
  const inner = changed(copy[step], rest, to);
  if (inner === undefined && !Array.isArray(copy)) delete copy[step];
  else copy[step] = inner;
  return copy;
}

function requireTheSame(raw: unknown): boolean {
  const plain = readPlainFrontMatter(raw as Record<string, unknown>);
  if (plain === null) return false;
  const { data } = frontMatterSchema.safeParse(raw);
  expect(plain).toStrictEqual(data);
  expect(JSON.stringify(plain)).toBe(JSON.stringify(data));
  return true;
}

describe('the reader of plain front matter', () => {
  it('knows every key, and leaves no sound value to the schema', () => {
    expect(Object.keys(FULL).sort()).toEqual(Object.keys(frontMatterSchema.schema.shape).sort());
    expect(requireTheSame(FULL)).toBe(true);
    expect(requireTheSame(Object.fromEntries(Object.entries(FULL).filter(([key]) => LEAST.includes(key))))).toBe(true);
    for (const category of CATEGORIES) expect(requireTheSame({ ...FULL, category })).toBe(true);
  });

  it('lets pass nothing that the schema refuses, and gives the same, whatever becomes of two values', () => {
    const path = fc.constantFrom(...pathsIn(FULL).filter(({ length }) => length > 0));
    const value = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, '', ' ', [], {}, 7, true, [''], [null], ['website', 'website'], { kind: 'photo' }),
      fc.constantFrom(...pathsIn(FULL).map((each) => each.reduce<unknown>((inner, step) => (inner as Record<Step, unknown>)[step], FULL))),
      fc.constantFrom('2026-02-30', '2026-11-23 24:00', '2026-11-23T09:30', 'a.JPG', 'a/b.jpg', 'Lisi', 'a'.repeat(40), '甲'.repeat(100)),
      fc.constantFrom('甲'.repeat(101), ` ${'甲'.repeat(200)} `, '甲'.repeat(501), '1234567', '𠮷'.repeat(50), '\u3000甲\u00a0', 'weixin'),
      fc.constantFrom('http://a.b/', 'https://a', 'ftp://a.b/', 'https://a.b/?c', 'https://a.b', 'https://1.2/', 'https://a.b/c.html\n'),
      fc.string(),
    );
    const add = fc.constantFrom<Step[]>(['more'], ['basis', 'more'], ['images', 'c.jpg'], ['images', 'C'], ['waivers', 1], ['channels', 2]);
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(path, add), value), { minLength: 1, maxLength: 2 }), (changes) => {
        if (
          requireTheSame(
            changes.reduce<unknown>((raw, [at, to]) => (raw === null || typeof raw !== 'object' ? raw : changed(raw, at, to)), FULL),
          )
        )
          plain += 1;
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(100);
  });
});
