import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { contextFor, folderFor } from './example-item.ts';

const places = (body: string, frontMatter = {}): (string | undefined)[] =>
  checkItem(folderFor({ body, frontMatter }), contextFor()).findings.map(({ where }) => where);

describe('the place of a finding that its rule has no name for', () => {
  it.each([
    ['within a paragraph, after words', '第一段。\n\n执法队员<b>走访\n', '第2段“执法队员”后'],
    ['at the beginning of a paragraph', '[点这里](javascript:alert)查看。\n', '第1段'],
    ['after a paragraph, where it is no text', '第一段。\n\n<div>\n', '第1段之后'],
    ['before all text', '<div>\n\n第一段。\n', '正文开头'],
    ['a picture without a description', '![](http://example.com/a.jpg)\n', '正文开头'],
    ['a picture that has one', '![执法现场](no.jpg)\n', '图片说明'],
    ['in a table', '| 街道 | 查看 |\n|---|---|\n| 城东 | 详见<b> |\n', '第1段表格“详见”后'],
  ])('%s', (_, body, place) => expect(places(body)).toContain(place));

  it('is 文首 where the front matter breaks its schema', () => expect(places('第一段。\n', { permalink: '/x/' })).toContain('文首'));

  it('is none for a file that isn’t the text', () => {
    const { findings } = checkItem(folderFor({ files: { '稿件.docx': 'text' } }), contextFor());
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'meta/files', file: expect.stringContaining('稿件.docx') }));
    expect(findings.find(({ rule }) => rule === 'meta/files')).not.toHaveProperty('where');
  });
});
