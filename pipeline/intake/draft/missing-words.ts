import { fieldAt } from '../../item/front-matter/front-matter-words.ts';

/** What people read of a key that stands as 待填 (`Draft.missing`): its name, and how it is written. */
export function missingWords(key: string): string {
  const [what, file] = key.split(':');
  if (what === 'caption') return `图片说明（${file}）：一句话写明谁在哪里做什么。`;
  const { name, expected } = fieldAt([key]);
  return `${name}（${key}）：${expected}`;
}
