import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { rightKey } from '../alerts/solved.ts';
import { beijingMinute } from '../beijing-time.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import type { Post } from '../release/channels/posts.ts';
import type { DoctorFacts, PostsFacts } from './facts.ts';
import { type Check, checkOf, type Finding, fine, mustDo } from './report.ts';
import type { Changed, LookedAgain } from './still-out.ts';

const SHOWN = 5;

/** What has to be told of an account's posts, each once. */
function postAlerts(channel: Channel, { unknown, back }: PostsFacts): Alert[] {
  return [...unknown.map((post) => unknownAlert(channel, post)), ...back.map((post) => backAlert(channel, post))];
}

const outAlerts = (channel: Channel, { changed }: LookedAgain): Alert[] => changed.map((each) => changedAlert(channel, each));

/** Everything of the accounts that a person has to know of: one alert a post. */
export function accountAlerts({ posts, stillOut }: Pick<DoctorFacts, 'posts' | 'stillOut'>): Alert[] {
  return CHANNELS.flatMap((channel) => {
    const [listed, again] = [posts[channel], stillOut[channel]];
    return [...('value' in listed ? postAlerts(channel, listed.value) : []), ...('value' in again ? outAlerts(channel, again.value) : [])];
  });
}

/** What was looked at and is as it should be, by the keys of the alerts that would have told otherwise. */
export function rightOnAccounts({ posts, stillOut }: Pick<DoctorFacts, 'posts' | 'stillOut'>): Map<string, string> {
  const right = new Map<string, string>();
  for (const channel of CHANNELS) {
    const [listed, again] = [posts[channel], stillOut[channel]];
    for (const item of 'value' in listed ? listed.value.right.map(nameOfPost) : [])
      right.set(rightKey('listed', { item, channel }), '夜里核对，这一条已登记或已准许保留');
    for (const item of 'value' in again ? again.value.right : [])
      right.set(rightKey('compared', { item, channel }), '夜里又看了一遍，与审定稿一致');
  }
  return right;
}

function asFinding({ code, message, channel }: Alert): Finding {
  return mustDo(`posts/${code}`, message, channel === undefined ? null : CHANNEL_NAMES[channel]);
}

function posts(channel: Channel): (facts: PostsFacts) => Finding[] {
  return (facts) => {
    const { listed, drafts, passed, unseen, unknown, back } = facts;
    const place = CHANNEL_NAMES[channel];
    const alerts = postAlerts(channel, facts).map(asFinding);
    const rest = listed - unknown.length - back.length - passed;
    const before = passed > 0 ? `，${passed} 条早于台账或已准许保留` : '';
    const more = drafts.length > SHOWN ? ' 等' : '';
    const titles = drafts.slice(0, SHOWN).map((title) => `《${plain(title, 30)}》`);
    return [
      ...alerts,
      ...(listed > 0 ? [fine('posts/listed', `${place}列出的 ${listed} 条里，${rest} 条在台账里${before}。`, place)] : []),
      ...(drafts.length > 0
        ? [fine('posts/drafts', `${place}草稿箱里有 ${drafts.length} 篇不是本系统建的：${titles.join('、')}${more}。`, place)]
        : []),
      ...(unseen === '' ? [] : [fine('posts/unseen', unseen, place)]),
    ];
  };
}

function stillOut(channel: Channel): (facts: LookedAgain) => Finding[] {
  return (facts) => {
    const { looked, unread } = facts;
    const place = CHANNEL_NAMES[channel];
    const told = `${place}最近发布的 ${looked} 条又看了一遍${unread > 0 ? `，其中 ${unread} 条读不到，没有查` : ''}。`;
    return [...outAlerts(channel, facts).map(asFinding), ...(looked > 0 ? [fine('posts/looked-again', told, place)] : [])];
  };
}

/** What the accounts show, beside the ledger (Art. 10). */
export const POSTS_CHECKS: readonly Check<DoctorFacts>[] = CHANNELS.flatMap((channel) => [
  checkOf<DoctorFacts, PostsFacts>(
    `posts-${channel}`,
    `${CHANNEL_NAMES[channel]}上有没有台账里没有的内容`,
    (facts) => facts.posts[channel],
    posts(channel),
  ),
  checkOf<DoctorFacts, LookedAgain>(
    `still-out-${channel}`,
    `${CHANNEL_NAMES[channel]}上发布的还在不在、改没改过`,
    (facts) => facts.stillOut[channel],
    stillOut(channel),
  ),
]);

const TITLE = 60;

function shown(channel: Channel, { title, url, at }: Post): string {
  return `${CHANNEL_NAMES[channel]}上的《${plain(title, TITLE)}》（${at === null ? '时间不明' : beijingMinute(at)}，${url}）`;
}

/** A post as the object of an alert: its number, or what of its address tells it from others. */
function nameOfPost({ id, url }: Post): string {
  return (id || url).replace(/[^\w./?=&#:-]/g, '').slice(0, 120);
}

/** Of a post that nobody has registered (Art. 10). */
export function unknownAlert(channel: Channel, post: Post): Alert {
  const message = `${shown(channel, post)}台账里没有：是否经过三级审核（第十条禁止擅自发布）？系统不会删它，也不会重发。请管理员今天查明：经过审核的，用 record 登记这个地址；没有的，今天在平台删除并报办公室；确实可以保留的，写进 policy.yml 的 watch.known 送审。`;
  return { item: nameOfPost(post), channel, code: 'unknown-post', message };
}

/** Of a post that the ledger says is taken down. */
function backAlert(channel: Channel, post: Post): Alert {
  const message = `${shown(channel, post)}台账登记为已撤下，平台上还看得到；应已删除；系统不会再删，也不会重发。请管理员今天在平台删除，并查明是谁恢复的。`;
  return { item: nameOfPost(post), channel, code: 'post-back', message };
}

const CHANGED: Record<Changed['kind'], (place: string, words: string) => string> = {
  gone: (place, words) =>
    `${place} 登记为已发布，现在看不到了（${words}）；系统不会重发。请管理员今天查明：误删的，报办公室决定是否重新送审；确实要撤的，用 withdraw 补办撤稿。`,
  differs: (place, words) =>
    `${place} 与审定稿不同：${words}；系统不会自动改，也不会重发。请管理员今天核对：改回审定的样子，或报更正、撤稿；查明是谁改的（第十条）。`,
};

/** Of a publication that isn't as the ledger says, or that nobody could compare. */
function changedAlert(channel: Channel, { item, url, kind, words }: Changed): Alert {
  return { item, channel, code: kind, message: CHANGED[kind](`${CHANNEL_NAMES[channel]}上的 ${url || item}`, words) };
}
