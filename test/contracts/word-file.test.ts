import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formDocx } from '#pipeline/review/form-docx.ts';
import type { ReviewForm } from '#pipeline/review/review-form.ts';
import { zipOf } from '#pipeline/review/zip.ts';

/** The files of an archive, read by its directory as any unpacker does; their sums are checked. */
function unpacked(archive: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(archive);
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [sum, size, length, offset] = [at + 16, at + 24, at + 28, at + 42].map((place, index) =>
      index === 2 ? bytes.readUInt16LE(place) : bytes.readUInt32LE(place),
    ) as [number, number, number, number];
    const name = bytes.subarray(at + 46, at + 46 + length).toString('utf8');
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    const content = bytes.subarray(start, start + size);
    expect(crc32(content)).toBe(sum);
    files.set(name, content.toString('utf8'));
    at += 46 + length;
  }
  return files;
}

const form: ReviewForm = {
  version: 1,
  number: '2026-0113',
  verdict: 'passed',
  bureau: '示例市综合行政执法局',
  submittedAt: '2026-11-24T01:30:00Z',
  submitter: { id: 'lisi', name: '李四' },
  unit: { id: 'wucheng', name: '婺城分局' },
  title: '标题 <w:t> & "引号" \u0000\u0007\uD800 尾',
  content: { item: 'wucheng/2026-11-23-street', path: 'content/items/wucheng/2026-11-23-street', tree: 'a'.repeat(40), files: [] },
  channels: ['website', 'weibo'],
  levels: [],
  remarks: ['无更正、无代签、无豁免。'],
  secrecyReview: { id: 'zhouyi', name: '周一', date: '2026-11-23', conclusion: '可公开' },
  informationDate: '2026-11-23',
  lastDay: '2026-11-30',
  pullRequest: 12,
  head: 'b'.repeat(40),
  mergeSha: null,
  settings: '',
  gate: '',
  signedAt: null,
  evidence: null,
};

describe('the review form as a Word file', () => {
  it('holds the three parts that Word asks for', () => {
    const files = unpacked(formDocx(form, { draft: true, verifyCommand: '' }));
    expect([...files.keys()]).toEqual(['[Content_Types].xml', '_rels/.rels', 'word/document.xml']);
  });

  it('takes everything of the submission as text, and nothing that XML may not hold', () => {
    const paragraphs = ['</w:t></w:r></w:p><w:p>假段落', '第二段'];
    const xml = unpacked(formDocx(form, { draft: false, verifyCommand: '', paragraphs })).get('word/document.xml') ?? '';
    expect(xml).toContain('标题 &lt;w:t&gt; &amp; &quot;引号&quot; \uFFFD\uFFFD\uFFFD 尾');
    expect(xml).toContain('&lt;/w:t&gt;&lt;/w:r&gt;&lt;/w:p&gt;&lt;w:p&gt;假段落');
    expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
    expect(xml.match(/<w:p>/g)?.length).toBe(xml.match(/<\/w:p>/g)?.length);
  });

  it('ticks the channels asked for and marks a draft', () => {
    const xml = unpacked(formDocx(form, { draft: true, verifyCommand: '' })).get('word/document.xml');
    expect(xml).toContain('微信□　　微博☑　　网站☑');
    expect(xml).toContain('草稿 · 审核未完成');
  });

  it('is packed without a clock: the same files give the same bytes', () => {
    const files = [['a/文.txt', Buffer.from('内容')]] as const;
    expect(zipOf(files)).toEqual(zipOf(files));
    expect(unpacked(zipOf(files)).get('a/文.txt')).toBe('内容');
  });
});
