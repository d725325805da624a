import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { numbered } from '../jpeg-fixture.ts';
import type { Files } from './people.ts';

const [PICTURE, LOCATED] = await Promise.all([samplePicture(), samplePicture({ gps: true })]);

/** An item of the bureau's own division (route B), as its contributor writes it. All of it is invented. */
export interface Submission {
  id: string;
  branch: string;
  title: string;
  files: Files;
}

/**
 * The submission `fazhi/2026-11-23-<slug>`.
 * @param text.words what stands in the last paragraph
 * @param text.gps whether the picture says where it was taken
 * @param text.secrecy who reviews its secrecy; the head of the division if left out
 */
export function submission(slug: string, title: string, text: { words?: string; gps?: boolean; secrecy?: string } = {}): Submission {
  const id = `fazhi/2026-11-23-${slug}`;
  const markdown = `---
title: ${title}
submitter: shenshi
submitted_at: 2026-11-24 10:00
event_date: 2026-11-23
category: 工作动态
channels: [website, wechat, weibo]
summary: ${title}，逐件讲评文书、程序和裁量。（示例）
cover: cover.jpg
secrecy_review: {by: ${text.secrecy ?? 'hanshiyi'}, date: 2026-11-24, conclusion: 可公开}
images: {cover.jpg: {kind: photo, credit: 示例}}
---
11月23日，法制处对各分局报送的三十件案卷逐件讲评，从立案、取证到裁量、送达，指出问题十二处，提出改进意见八条。

![评查组逐件讲评案卷](cover.jpg)

下一步，法制处将按月回看整改情况。${text.words ?? '意见建议可拨打12345热线反映。'}
`;
  return {
    id,
    branch: `fazhi/${slug}`,
    title,
    files: {
      [`content/items/${id}/index.md`]: markdown,
      [`content/items/${id}/cover.jpg`]: numbered(text.gps ? LOCATED : PICTURE, slug.length),
    },
  };
}
