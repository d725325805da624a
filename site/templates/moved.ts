import { html, raw } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import type { SiteView } from '../site-view.ts';

/** From an address of the old site to the page here. */
type Move = [from: string, to: string];

/** Nothing that would mean something else in nginx's file, and no folder that begins with a dot. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)+\/?(?:\?[\w.~=&%-]+)?$/;
/** What can be a page of this site: a file that every web server hands out as one. */
const FILE = /^(?:\/[\w~-]+)+\.html?$/;

/** Every old address on any host by its path, once. */
function moves({ history, frame: { base } }: SiteView): Move[] {
  const found = new Map<string, string>();
  for (const { path, history: old } of history) {
    const { pathname, search } = new URL(old?.oldUrl ?? 'http://site.invalid/');
    const from = pathname + search;
    if (from.length > 1 && PLAIN.test(from) && !found.has(from)) found.set(from, base + path);
  }
  return [...found];
}

/** Where pages of this site may lie: an old page is never put among them. */
function isTaken({ data, byUnit, items }: SiteView): (path: string) => boolean {
  const own = ['archive', 'assets', 'columns', 'guide', 'history', 'pictures', 'rules', 'search', 'units', '404.html', 'index.html'];
  const first = new Set([...own, ...byUnit.keys(), ...[...data.items, ...items].map(({ path }) => path.split('/')[1] as string)]);
  return (path) => first.has(path.split('/')[1] as string);
}

/** At an old page's place, where this site has its address, a page that leads to the new one. */
export const moved = template<{ to: string }>({
  name: 'moved',
  pages: (view) => {
    const { url } = view.data.site;
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    const here = view.history.filter(({ history }) => host !== '' && new URL(history?.oldUrl ?? '').hostname === host);
    const taken = isTaken(view);
    const files = view.frame.base === '' ? moves({ ...view, history: here }) : [];
    return files.filter(([from]) => FILE.test(from) && !taken(from)).map(([address, to]) => ({ address, shown: { to } }));
  },
  render: (site, { address, shown: { to } }) =>
    frame(site, {
      address,
      title: '已迁到新地址',
      description: '',
      hidden: true,
      head: html`<meta http-equiv="refresh" content="0; url=${to}">`,
      main: html`<div class="frame narrow"><div class="page-head"><h1>已迁到新地址</h1><p><a href="${to}">打开这条历史信息</a></p></div></div>`,
    }),
});

/** All old addresses for nginx: `map $request_uri $moved { include …/history/nginx-map.conf; }` and `if ($moved) { return 301 $moved; }`. */
export const movedMap = template<Move[]>({
  name: 'moved-map',
  pages: (view) => (view.history.length > 0 ? [{ address: '/history/nginx-map.conf', shown: moves(view) }] : []),
  render: (_, { shown }) => raw(shown.map(([from, to]) => `"${from}" ${to};\n`).join('')),
});
