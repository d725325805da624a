import type { Git } from '../forge/git.ts';
import type { Channel, FrontMatter } from '../item/front-matter-schema.ts';
import { approvedBlobs, sourceIn } from './approved-source.ts';
import { htmlKey, textKey } from './channels/text-compare.ts';
import type { LedgerEvent } from './event.ts';
import type { HandCorrection, PlannedRelease } from './release-round.ts';

/*
 * What another job says of a correction that a person makes by hand. A forged one could end the correction without a word, or have the
 * administrator write something on the platform that nobody has approved.
 */

const UNSURE = '改动的地方没有核对成：打开预览，与平台上的原文从头到尾对照，只照审定的更正稿改';

/** Sentences around the places, as `correction-steps.ts` writes them. */
const FRAME = [
  /^在公众号后台打开这一篇，点“修改”（只能改一次，至多 20 字，这次 \d{1,2} 字）$/,
  /^不能在原文上改（[^（）“”\\]{1,80}）：在公众号后台删除原文，照预览重新发表更正稿$/,
  /^(?:后台不让改的，删除原文，照预览重新发表更正稿|在微博客户端打开这一条，点“编辑微博”|改动很多，照预览改|图片换成预览里的)$/,
  /^(?:不能编辑的，删除这一条，照预览重新发布|另有 \d{1,4} 处，照预览改)$/,
];
const WHY = /^(?:(?:标题|作者|封面|图片|、){1,7}有改动|这一篇已经改过一次|改动超过 20 字|改的是摘要、链接或格式)$/;
const [CHANGE, INTO, END] = ['把“', '”改为“', '”'];

/** Words as they stand in a step: the signs that keep them from being Markdown go, and what was cut off at the end. */
const unescaped = (words: string): string => words.replace(/\\(?=[\\`*_{}[\]<>()#+!|~&])/g, '').replace(/…$/, '');

function isFrame(step: string): boolean {
  if (!FRAME.some((known) => known.test(step))) return false;
  const why = /^不能在原文上改（([^（）]{1,80})）/.exec(step)?.[1];
  return why === undefined || why.split('；').every((reason) => WHY.test(reason));
}

/** Whether a step asks for nothing but words of the approved text. */
function isApproved(step: string, text: string): boolean {
  if (isFrame(step)) return true;
  const into = step.lastIndexOf(INTO);
  if (!step.startsWith(CHANGE) || !step.endsWith(END) || into < 0) return false;
  const to = unescaped(step.slice(into + INTO.length, -END.length));
  return to.split('⏎').every((part) => text.includes(textKey(part)));
}

/** Whether steps ask for nothing but words of a payload's content, in the sentences that the program itself writes. */
export function areApproved(steps: readonly string[], content: string): boolean {
  const text = htmlKey(content.replace(/<sup>(?:<a [^<>]*>)?(\d+)(?:<\/a>)?<\/sup>/g, '').replace(/〔\d{1,4}〕/g, ''));
  return steps.every((step) => isApproved(step, text));
}

/** All that a channel's post is made from, as it lies in Git. */
async function shownOf(git: Git, approval: LedgerEvent, channel: Channel): Promise<string | null> {
  const blobs = await approvedBlobs(git, approval);
  const source = blobs && (await sourceIn(git, blobs));
  if (!blobs || !source) return null;
  const { title, summary, submitter, cover, images, source: from }: FrontMatter = source.frontMatter;
  const pictures = [...blobs].filter(([path]) => path !== 'index.md').sort();
  const article = channel === 'wechat' ? [submitter, from, source.body] : [];
  return JSON.stringify([title, summary, cover, images, pictures, ...article]);
}

/**
 * The correction of a planned release as far as it can be believed beside the secrets, where nothing is rendered: that nothing has to be changed
 * only where all that the post is made from is the same, and no step that isn't of the approved text.
 * @param live the approval of the text that is out; `null` where none is
 * @param payload held against the approved text already
 */
export async function believedCorrection(
  git: Git,
  live: LedgerEvent | null,
  approval: LedgerEvent,
  { channel, payload, correction }: PlannedRelease,
): Promise<HandCorrection | null> {
  if (correction === undefined || live === null) return null;
  if (correction.unchanged) {
    const [before, after] = [await shownOf(git, live, channel), await shownOf(git, approval, channel)];
    return before !== null && before === after ? correction : { unchanged: false, steps: [UNSURE] };
  }
  return areApproved(correction.steps, payload.content) ? correction : { unchanged: false, steps: [UNSURE] };
}
