// The search page: reads the index of the site in the browser and shows what was found. Without it the page leads to columns and years.
import { contextOf, marked } from './search-context.js';
import { search, textOf, wordsOf } from './search-index.js';

const SITE = new URL('../', import.meta.url);
const INDEX = new URL('search/index/', SITE);
/** So many items are shown at once; a file of rows has so many. */
const SHOWN = 10;
const ROWS = 16;
/** Two lines on a wide page. */
const CONTEXT = 100;

/** @typedef {import('./search-index.js').Hit} Hit */
/** @typedef {import('./search-index.js').Segment} Segment */

const query = new URLSearchParams(location.search);
const wanted = (query.get('q') ?? '').trim().slice(0, 50);
const words = wordsOf(wanted);
/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (document.getElementById(`found-${name}`));
const [status, filters, list, more] = [part('status'), part('filters'), part('list'), part('more')];

/** By what the items found can be narrowed. @type {[name: string, label: string, of: (hit: Hit) => string][]} */
const NARROWED = [
  ['column', '栏目', ({ column }) => column],
  ['unit', '单位', ({ unit }) => unit],
  ['year', '年份', ({ segment }) => segment.period.slice(0, 4)],
];

/** @param {URL} address @param {RequestInit} [how] */
async function get(address, how) {
  const response = await fetch(address, how);
  if (!response.ok) throw new Error(`${address} ${response.status}`);
  return response;
}

/** @param {string} file */
const read = async (file) => new Uint8Array(await (await get(new URL(file, INDEX))).arrayBuffer());

async function find() {
  /** @type {Segment[]} */
  const segments = await (await get(new URL('segments.json', INDEX), { cache: 'no-cache' })).json();
  return search(segments, words, read);
}

/** @template {keyof HTMLElementTagNameMap} Name @param {Name} name @param {string} className @param {(Node | string)[]} content */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** @param {{text: string, hit: boolean}[]} pieces */
const withMarks = (pieces) => pieces.map(({ text, hit }) => (hit ? element('mark', '', text) : text));

/** The address of this page with another choice. @param {string} name @param {string | null} value */
function narrowed(name, value) {
  const other = new URLSearchParams({ q: wanted });
  for (const [each] of NARROWED) {
    const kept = each === name ? value : query.get(each);
    if (kept !== null) other.set(each, kept);
  }
  return `?${other}`;
}

/** @param {Hit} hit @param {string} [but] a choice that isn't looked at */
const chosen = (hit, but) => NARROWED.every(([name, , of]) => name === but || !query.has(name) || query.get(name) === of(hit));

/** @param {Hit[]} hits */
function showFilters(hits) {
  for (const [name, label, of] of NARROWED) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const hit of hits) if (chosen(hit, name)) counts.set(of(hit), (counts.get(of(hit)) ?? 0) + 1);
    const now = query.get(name);
    if (counts.size < 2 && now === null) continue;
    /** @param {string} text @param {string | null} value */
    const link = (text, value) => {
      const made = element('a', '', text);
      made.href = narrowed(name, value);
      if (value === now) made.setAttribute('aria-current', 'true');
      return made;
    };
    const links = [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([value, count]) => link(`${name === 'year' ? `${value}年` : value} ${count}`, value));
    filters.append(element('p', '', `${label}：`, link('全部', null), ...links.flatMap((one) => [' ', one])));
  }
}

/** Fills in a stretch of an item's text, from its page. @param {HTMLElement} place @param {URL} address */
async function showContext(place, address) {
  const page = new DOMParser().parseFromString(await (await get(address)).text(), 'text/html');
  place.append(...withMarks(contextOf(textOf(page.querySelector('.text')?.innerHTML ?? ''), words, CONTEXT)));
}

/** @param {Hit} hit @param {[path: string, title: string, publishedAt: string]} row */
function rowOf({ unit, column }, [path, title, publishedAt]) {
  const address = new URL(`.${path}`, SITE);
  const time = element('time', 'day', element('b', '', publishedAt.slice(8, 10)), ` ${publishedAt.slice(0, 7).replace('-', '.')}`);
  time.dateTime = `${publishedAt.replace(' ', 'T')}+08:00`;
  const link = element('a', 'title', ...withMarks(marked(title, words)));
  link.href = address.href;
  const context = element('p', 'context');
  showContext(context, address).catch(() => context.remove());
  return element('li', '', time, element('div', '', link, context, element('p', 'note', `${column}　`, ...withMarks(marked(unit, words)))));
}

/** @param {Hit[]} hits those to add to the list */
async function showRows(hits) {
  const fileOf = (/** @type {Hit} */ { segment, item }) => `${segment.name}/rows-${Math.floor(item / ROWS)}.json`;
  const names = [...new Set(hits.map(fileOf))];
  const files = new Map(
    await Promise.all(names.map(async (name) => /** @type {const} */ ([name, await (await get(new URL(name, INDEX))).json()]))),
  );
  const rows = hits.map((hit) => rowOf(hit, files.get(fileOf(hit))[hit.item % ROWS]));
  list.append(...rows);
  return rows;
}

/** Ten at a time; the focus goes to the first of the new ones. @param {Hit[]} hits */
async function showList(hits) {
  await showRows(hits.slice(0, SHOWN));
  let shown = SHOWN;
  const left = () => {
    more.hidden = shown >= hits.length;
    more.textContent = `再看 ${Math.min(SHOWN, hits.length - shown)} 条（还有 ${hits.length - shown} 条）`;
  };
  left();
  more.addEventListener('click', async () => {
    const rows = await showRows(hits.slice(shown, shown + SHOWN)).catch(() => null);
    if (rows === null) return fail();
    shown += SHOWN;
    left();
    rows[0]?.querySelector('a')?.focus();
  });
}

function fail() {
  const link = element('a', '', '按年、月查找');
  link.href = new URL('archive/', SITE).href;
  status.replaceChildren('检索没有成功。请重新打开本页，或者', link, '。');
}

async function show() {
  status.textContent = '正在准备检索…';
  const start = performance.now();
  // Between two of its files the site may have been published anew: then the second time all are of one build.
  const all = await find().catch(find);
  const hits = all.filter((hit) => chosen(hit));
  showFilters(all);
  if (hits.length > 0) await showList(hits);
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  status.textContent =
    hits.length > 0
      ? `“${wanted}”共 ${hits.length} 条，用时 ${seconds} 秒`
      : `没有找到“${wanted}”。试试：减少几个字；换个说法；按栏目或年份找。`;
}

if (words.length > 0) {
  for (const box of document.querySelectorAll('input[name="q"]')) /** @type {HTMLInputElement} */ (box).value = wanted;
  document.title = `${wanted} - ${document.title}`;
  show().catch(fail);
}
