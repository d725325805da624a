import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import type { Payload } from '../render/payload.ts';
import { plainText } from '../render/reading.ts';
import { type RenderContext, renderItem } from '../render/render-item.ts';
import { type TextEdits, textEdits } from '../render/text-edits.ts';
import type { HandCorrection } from './release-round.ts';

/** What WeChat's editor lets change in an article that is out, once and by hand; no API does (assumed: see the administrator's handbook). */
const WECHAT_CHARACTERS = 20;
const MOST_STEPS = 30;

/** An item as a channel gets it, without the note that it is a correction. */
function rendered(item: Item, channel: Channel, context: RenderContext): Payload {
  const { correction: _, ...frontMatter } = item.frontMatter;
  return renderItem({ ...item, frontMatter }, channel, context);
}

function wordsOf(channel: Channel, item: Item, payload: Payload): string {
  return channel === 'weibo' ? payload.content : plainText(item.tree);
}

const quoted = (text: string): string => `“${plain(text.replaceAll('\n', '⏎'), 120)}”`;

function steps({ edits }: TextEdits): string[] {
  const shown = edits.slice(0, MOST_STEPS).map(({ from, to }) => `把${quoted(from)}改为${quoted(to)}`);
  return edits.length > MOST_STEPS ? [...shown, `另有 ${edits.length - MOST_STEPS} 处，照预览改`] : shown;
}

/** Parts of a WeChat article that can't be changed once it is out. */
function fixedParts(before: Payload, after: Payload): string[] {
  const pictures = (payload: Payload): string => payload.images.map(({ sha256 }) => sha256).join();
  const parts: [name: string, isSame: boolean][] = [
    ['标题', before.title === after.title],
    ['作者', before.author === after.author],
    ['封面', before.cover === after.cover],
    ['图片', pictures(before) === pictures(after)],
  ];
  return parts.flatMap(([name, isSame]) => (isSame ? [] : [name]));
}

function onWechat(before: Payload, after: Payload, found: TextEdits | null, edited: boolean): string[] {
  const fixed = fixedParts(before, after);
  const why = [
    ...(fixed.length > 0 ? [`${fixed.join('、')}有改动`] : []),
    ...(edited ? ['这一篇已经改过一次'] : []),
    ...(found === null || found.characters > WECHAT_CHARACTERS ? [`改动超过 ${WECHAT_CHARACTERS} 字`] : []),
    ...(found !== null && found.edits.length === 0 && fixed.length === 0 ? ['改的是摘要、链接或格式'] : []),
  ];
  if (why.length > 0)
    return [`不能在原文上改（${why.join('；')}）：在公众号后台删除原文，照预览重新发表更正稿`, ...(found ? steps(found) : [])];
  const count = found?.characters ?? 0;
  return [
    `在公众号后台打开这一篇，点“修改”（只能改一次，至多 ${WECHAT_CHARACTERS} 字，这次 ${count} 字）`,
    ...(found ? steps(found) : []),
    '后台不让改的，删除原文，照预览重新发表更正稿',
  ];
}

function onWeibo(before: Payload, after: Payload, found: TextEdits | null): string[] {
  const pictures = before.images.map(({ sha256 }) => sha256).join() !== after.images.map(({ sha256 }) => sha256).join();
  const changes = found === null ? ['改动很多，照预览改'] : steps(found);
  return [
    '在微博客户端打开这一条，点“编辑微博”',
    ...changes,
    ...(pictures ? ['图片换成预览里的'] : []),
    '不能编辑的，删除这一条，照预览重新发布',
  ];
}

/**
 * What a person has to change by hand where a post of an older text is out. The two approved texts give it, place by place. The note 更正
 * itself is the website's.
 * @param edited the post has been changed by hand once already
 */
export function handCorrection(channel: Channel, before: Item, after: Item, context: RenderContext, edited: boolean): HandCorrection {
  const [old, now] = [rendered(before, channel, context), rendered(after, channel, context)];
  if (old.digest === now.digest) return { unchanged: true, steps: [] };
  const found = textEdits(wordsOf(channel, before, old), wordsOf(channel, after, now));
  return { unchanged: false, steps: channel === 'weibo' ? onWeibo(old, now, found) : onWechat(old, now, found, edited) };
}
