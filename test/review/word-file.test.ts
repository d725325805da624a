import { describe, expect, it } from 'vitest';
import { formDocx } from '#pipeline/review/form/form-docx.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import { unpacked } from './unpacked.ts';

const wordText = (archive: Uint8Array): string => unpacked(archive).get('word/document.xml')?.toString('utf8') ?? '';

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
  it('holds the three parts that Word asks for, the first two to the letter', () => {
    const files = unpacked(formDocx(form, { draft: true, verifyCommand: '' }));
    const [types, relations, document] = [...files].map(([name, bytes]) => [name, bytes.toString('utf8')]) as [
      string[],
      string[],
      string[],
    ];
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
    expect(types).toEqual([
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${office}"/></Types>`,
    ]);
    expect(relations).toEqual([
      '_rels/.rels',
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ]);
    expect(document[0]).toBe('word/document.xml');
    expect(files.size).toBe(3);
  });

  it('takes everything of the submission as text, and nothing that XML may not hold', () => {
    const paragraphs = ['</w:t></w:r></w:p><w:p>假段落', '第二段'];
    const xml = wordText(formDocx(form, { draft: false, verifyCommand: '', paragraphs }));
    expect(xml).toContain('标题 &lt;w:t&gt; &amp; &quot;引号&quot; \uFFFD\uFFFD\uFFFD 尾');
    expect(xml).toContain('&lt;/w:t&gt;&lt;/w:r&gt;&lt;/w:p&gt;&lt;w:p&gt;假段落');
    expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
    expect(xml.match(/<w:p>/g)?.length).toBe(xml.match(/<\/w:p>/g)?.length);
  });

  it('ticks the channels asked for and marks a draft', () => {
    const xml = wordText(formDocx(form, { draft: true, verifyCommand: '' }));
    expect(xml).toContain('微信□　　微博☑　　网站☑');
    expect(xml).toContain('草稿 · 审核未完成');
  });
});
