import type { Paragraph, Root } from 'mdast';
import type { Fields } from '#pipeline/intake/draft/fields.ts';
import type { Look, Received } from '#pipeline/intake/received.ts';
import type { Organisation } from '#pipeline/organisation/organisation.ts';
import { ORGANISATION as SAMPLE } from '../../check/example-item.ts';

/** What the rules should find in a text; `null`: nothing that is sure, so that it is asked or left out. */
export interface Expected {
  title: string | null;
  authors: string[] | null;
  event_date: string | null;
  unit: string | null;
  captions?: Record<string, string>;
}

/** The bureau of these texts. */
export const ORGANISATION: Organisation = {
  ...SAMPLE,
  bureau: '示例市综合行政执法局',
  units: {
    wucheng: { name: '婺城分局', kind: 'county', route: 'A', aliases: ['婺城区综合行政执法局'] },
    jindong: { name: '金东分局', kind: 'county', route: 'A' },
    fazhi: { name: '法制处', kind: 'department', route: 'B' },
    chengguan: { name: '城管服务中心', kind: 'center', route: 'B' },
    zhanqian: { name: '站前管理中心', kind: 'center', route: 'B' },
  },
};

const PLAIN: Look = { style: null, outline: null, align: 'left', size: 32 };
const LOOKS: Record<string, Partial<Look>> = { '^': { align: 'center', size: 44 }, '>': { align: 'right' } };

/** A text as a reader of files gives it, from lines with marks for their look (`holdout.ts`). */
export function receivedText(text: string, file = '来稿.docx'): Received {
  const children = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Paragraph => {
      const picture = /^!\[(.+)\]$/.exec(line)?.[1];
      if (picture !== undefined) return { type: 'paragraph', children: [{ type: 'image', url: picture, alt: '' }] };
      const look = LOOKS[line.charAt(0)];
      const value = (look ? line.slice(1) : line).replace(/^[\s　]+/, '');
      return { type: 'paragraph', children: [{ type: 'text', value }], data: { look: { ...PLAIN, ...look } } };
    });
  const names = text.match(/^!\[(.+)\]$/gm) ?? [];
  const pictures = new Map(names.map((mark) => [mark.slice(2, -1), { name: `${mark.slice(2, -1)}.jpg`, bytes: new Uint8Array() }]));
  return { file, text: { type: 'root', children } satisfies Root, pictures, report: [], aside: [] };
}

/** Each field of a text beside what it should be. */
export function rightAndWrong(name: string, found: Fields, expected: Expected): { field: string; right: boolean; found: unknown }[] {
  const { captions = {}, ...plain } = expected;
  const given = { title: found.title, authors: found.authors, event_date: found.event_date, unit: found.unit };
  const rows = Object.entries(plain).map(([key, value]) => ({ key, value, found: given[key as keyof typeof given] as unknown }));
  const pictures = Object.entries(captions).map(([key, value]) => ({ key, value, found: found.captions.get(key) as unknown }));
  return [...rows, ...pictures].map(({ key, value, found: one }) => ({
    field: `${name} / ${key}`,
    right: JSON.stringify(one) === JSON.stringify(value),
    found: one,
  }));
}
