import { pagePath } from '../../../render/links.ts';
import { call, callable } from '../call.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { comparePage, showsText } from './page-text.ts';

export interface ElsewhereOptions {
  /** `package`: a person enters a package that the pipeline has made; `manual`: a person does it all. */
  mode: 'package' | 'manual';
  /** `policy.site.url`, if there is one: an order with an address of its own making there has no known place yet. */
  siteUrl: string | undefined;
  /** True if the policy says where the platform puts a page. */
  patterned: boolean;
  /** Whether an address is of this body's own site; nothing else is ever asked. */
  isOwn: (address: URL) => boolean;
}

type Seen = { kind: 'text'; differences: string[]; shown: boolean } | { kind: 'none'; status: number } | { kind: 'unread'; why: string };

/** The package's name in what the pipeline keeps. */
export function packageName(item: string): string {
  return `${item}.zip`;
}

/** Where the page is or must be, if anybody knows: registered, or by the policy's pattern. */
function pageAddress({ siteUrl, patterned, isOwn }: ElsewhereOptions, { item, payload }: ReleaseOrder): URL | null {
  const place = callable(payload.sourceUrl);
  if (place === null || !isOwn(place)) return null;
  const own = siteUrl === undefined ? '' : `${siteUrl.replace(/(?<!\/)\/+$/, '')}${pagePath(item)}`;
  const made = URL.canParse(own) && new URL(own).href === place.href;
  return made && !patterned ? null : place;
}

/** Opens a page once, without following anything. */
async function look(place: URL, { payload }: ReleaseOrder): Promise<Seen> {
  const answer = await call({ method: 'GET', url: place }, 'text/html');
  if (answer.kind !== 'answer') return { kind: 'unread', why: `打不开（${answer.code}）` };
  if (answer.status === 404 || answer.status === 410) return { kind: 'none', status: answer.status };
  if (answer.status !== 200) return { kind: 'unread', why: `打不开（${answer.status}）` };
  const reading = comparePage(payload, answer.body);
  const differences = reading.kind === 'read' ? reading.differences : ['标题和正文都没有找到'];
  return { kind: 'text', differences, shown: showsText(payload, answer.body) };
}

function stateOf(seen: Seen): string {
  if (seen.kind === 'none') return `还没有（${seen.status}）`;
  return seen.kind === 'unread' ? seen.why : seen.differences.join('；');
}

const DEADLINE = '第九条规定的七日时效以内（信息日期后第 7 日 24:00 前）';

/** What a person has to do with a text that the platform doesn't show yet. */
function taskOf({ mode }: ElsewhereOptions, { item }: ReleaseOrder, place: URL | null, seen: Seen | null): string {
  const what =
    mode === 'package'
      ? `网站包已备好：这次运行的附件 website-packages 里的 ${packageName(item)}；请管理员照包内“说明.txt”录入集约化平台，在${DEADLINE}上线`
      : `网站为人工发布；请管理员照预览在网站后台发布，在${DEADLINE}上线`;
  if (place === null) return `${what}，上线后用 record --channel website --url 登记页面地址；登记以前微信、微博不发。`;
  return `${what}；应在 ${place.href}，现在${seen === null ? '没有看' : stateOf(seen)}；之后的运行会自动核对，换了地址的用 record 登记。`;
}

/** What a person has to do to take a text off the platform. */
function removalOf(place: URL | null, seen: Seen | null): string {
  const steps = '在集约化平台（网站后台）找到这一条，撤稿或删除，正文和配图都不再显示，列表、搜索和缓存里的也清掉';
  if (place === null) {
    return `不知道这一条是否已经上线（没有登记过地址）；请管理员立即核对：已上线的${steps}；确认网站上没有以后用 resolve --as confirmed 登记已撤下。`;
  }
  const still = seen?.kind === 'unread' ? `${place.href} ${seen.why}，看不到是否已撤下` : `${place.href} 还显示正文`;
  return `${still}；请管理员立即${steps}；页面不再显示正文以后会自动确认，一直打不开的由管理员核对后用 resolve --as confirmed 登记。`;
}

/**
 * The website where it is a platform that isn't ours (集约化平台) or a person's work. Sending means: a person has entered the text, and
 * the page's address shows the title and every paragraph. Looking changes nothing, so it is repeated until it is so.
 */
export function websiteElsewhere(options: ElsewhereOptions): ChannelAdapter {
  const lookFor = async (order: ReleaseOrder): Promise<{ place: URL | null; seen: Seen | null }> => {
    const place = pageAddress(options, order);
    return { place, seen: place === null ? null : await look(place, order) };
  };
  const isThere = (seen: Seen | null): boolean => seen?.kind === 'text' && seen.differences.length === 0;

  return {
    channel: 'website',
    async send(order): Promise<Outcome> {
      const { place, seen } = await lookFor(order);
      const remote = { id: order.item, url: place?.href ?? '' };
      if (place !== null && isThere(seen)) return { kind: 'confirmed', remote, steps: { address: place.href } };
      return { kind: 'sent', remote, message: taskOf(options, order, place, seen) };
    },
    async readBack(order): Promise<ReadBack> {
      const { place, seen } = await lookFor(order);
      if (place !== null && isThere(seen)) return { kind: 'present', remote: { id: order.item, url: place.href }, differences: [] };
      if (place !== null && seen?.kind !== 'unread') return { kind: 'absent', steps: {} };
      return { kind: 'unreadable', code: 'website/unreadable', message: taskOf(options, order, place, seen), later: true };
    },
    async withdraw(order, remote): Promise<Outcome> {
      const known = callable(remote.url);
      // What was registered counts; without that, what the policy or an earlier revision says.
      const registered = known !== null && remote.url !== order.payload.sourceUrl && options.isOwn(known) ? known : null;
      const place = registered ?? pageAddress(options, order);
      if (place === null) return { kind: 'needs-human', code: 'website/withdraw-by-hand', message: removalOf(null, null) };
      const seen = await look(place, order);
      const gone = seen.kind === 'none' || (seen.kind === 'text' && !seen.shown);
      if (gone) return { kind: 'confirmed', remote: { id: order.item, url: place.href } };
      return { kind: 'needs-human', code: 'website/withdraw-by-hand', message: removalOf(place, seen) };
    },
  };
}
