import { describe, expect, it } from 'vitest';
import { readItem } from '#pipeline/item/item.ts';
import { formMaterial } from '#pipeline/render/pictures.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

const text = `---
title: 示例信息
submitter: lisi
submitted_at: 2026-11-24 09:30
event_date: 2026-11-23
category: 工作动态
channels: [website]
secrecy_review: {by: zhouyi, date: 2026-11-23, conclusion: 可公开}
images: {street.jpg: {kind: photo, credit: 示例}}
---
第一段**加粗**文字。

| 路段 | 劝导 |
| --- | --- |
| 人民东路 | 41 |

3. 先告知
4. 再劝导

![巡查](street.jpg)
`;

const file = (path: string, bytes: Uint8Array) => ({ path, mode: '100644', id: path, bytes });

describe('what the form shows of an item', () => {
  const { item } = readItem({
    path: 'content/items/wucheng/2026-11-23-x',
    files: [file('index.md', Buffer.from(text)), file('street.jpg', smallJpeg())],
  });

  it('is its text as lines, tables row by row and lists point by point', () =>
    expect(item && formMaterial(item).paragraphs).toEqual(['第一段加粗文字。', '路段　劝导', '人民东路　41', '3. 先告知', '4. 再劝导']));

  it('is its pictures with their captions, inside the page', () => {
    const [picture] = item ? formMaterial(item).pictures : [];
    expect(picture).toMatchObject({ name: 'street.jpg', caption: '巡查（示例　摄）' });
    expect(picture?.dataUri).toMatch(/^data:image\/jpeg;base64,/);
  });
});
