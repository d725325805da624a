import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { takeIn } from '#pipeline/intake/take-in.ts';
import { frontMatterSchema } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { FIELDS } from '#pipeline/item/front-matter/front-matter-words.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { ORGANISATION } from '../bureau.ts';

const page = readFileSync('.github/稿件怎样写.md', 'utf8');
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';

describe('the page 稿件怎样写', () => {
  it('shows a text and the very item that intake makes of it', async () => {
    const picture = { name: '执法队员向经营户说明责任区要求.jpg', bytes: await samplePicture({ seed: 3, gps: true }) };
    const { drafts, refused } = await takeIn({
      files: [{ name: '稿件.txt', bytes: Buffer.from(block('text')) }, picture],
      sender: { person: 'lisi', unit: 'wucheng' },
      arrivedAt: '2026-11-24T09:30:00+08:00',
      organisation: readOrganisation(ORGANISATION, 'content/organisation.yml'),
    });
    expect(refused).toEqual([]);
    expect(Buffer.from(drafts[0]?.files[0]?.bytes ?? []).toString('utf8')).toBe(block('yaml'));
    expect(drafts[0]?.missing).toEqual(['category', 'channels', 'secrecy_review']);
    expect(drafts[0]?.report.map(({ kind }) => kind)).toEqual(['picture-cleaned']);
  });

  it('has a row for every key of the front matter, under its name', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (\S+) \|/gm)].map(([, key, name]) => [key, name]);
    expect(rows).toEqual(Object.keys(frontMatterSchema.shape).map((key) => [key, FIELDS[key]?.name]));
  });
});
