import type { Release } from './fold.ts';

/** True of a release that isn't out although something of it lies prepared in WeChat's draft box: nobody sends that, but a person could. */
export function hasDraft({ channel, steps }: Pick<Release, 'channel' | 'steps'>): boolean {
  return channel === 'wechat' && (steps.draft ?? '') !== '';
}

/** What a sentence that ends such a release has to add; nothing for any other. */
export function leftDraft(release: Pick<Release, 'channel' | 'steps'>): string {
  return hasDraft(release) ? '公众号草稿箱里还留着它的草稿，系统不会再发；请管理员今天登录公众号后台，在草稿箱里删除，不要再发布。' : '';
}
