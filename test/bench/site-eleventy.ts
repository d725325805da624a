import { type ArchivedText, FEED_ITEMS, headed, PAGE_SIZE, writeText } from './site-corpus.ts';
import { layoutsFor, SITE } from './site-layouts.ts';

/** A value inside of a template literal. */
const js = (code: string): string => `\${${code}}`;
/** Text as a template literal; the values in it stay. */
const literal = (text: string): string => `\`${text.replaceAll(/[\\`]/g, '\\$&')}\``;

const WORDS = {
  title: js('e(d.title)'),
  summary: js('e(d.summary)'),
  text: js('d.content'),
  unit: js('e(d.unit)'),
  author: js('e(d.author)'),
  path: js('d.page.url'),
  name: js('e(d.list.name)'),
  url: `${SITE.url}${js('d.page.url')}`,
  iso: js("d.at + ':00+08:00'"),
  minute: js("d.at.replace('T', ' ')"),
  day: js('d.at.slice(8, 10)'),
  month: js("d.at.slice(0, 7).replace('-', '.')"),
  column: js('e(d.column)'),
};

const ESCAPE = `const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const e = (text) => String(text).replace(/[&<>"']/g, (one) => entities[one]);
`;

/** Lists as plain objects, made from one collection; Eleventy's pagination then prints one page of a list after another. */
const CONFIG = `const SIZE = ${PAGE_SIZE};
const newest = (api) => api.getFilteredByGlob('content/*.md').reverse();
function groups(items, keyOf) {
  const found = new Map();
  for (const item of items) {
    const key = keyOf(item.data);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(item);
  }
  return [...found];
}
function pages(front, name, items) {
  const last = Math.ceil(items.length / SIZE);
  const address = (number) => (number < 1 || number > last ? null : number === 1 ? front : front + number + '/');
  return Array.from({ length: last }, (_, index) => ({
    address: address(index + 1), name, rows: items.slice(index * SIZE, (index + 1) * SIZE), before: address(index), after: address(index + 2),
  }));
}
export default function (configuration) {
  configuration.addCollection('newest', newest);
  configuration.addCollection('lists', (api) => {
    const items = newest(api);
    return [
      { address: '/', name: '首页', rows: items.slice(0, SIZE) },
      ...groups(items, (data) => data.columnId).flatMap(([id, some]) => pages('/columns/' + id + '/', some[0].data.column, some)),
      ...groups(items, (data) => data.unitId).flatMap(([id, some]) => pages('/units/' + id + '/', some[0].data.unit, some)),
      ...groups(items, (data) => data.at.slice(0, 7)).map(([month, rows]) => ({ address: '/months/' + month + '/', name: month, rows })),
    ];
  });
  return { templateFormats: ['md', '11ty.js'], markdownTemplateEngine: false };
}
`;

const PAGER = `function pager({ before, after }) {
  const link = (address, name) => (address ? '<a href="' + address + '">' + name + '</a>' : '');
  return before || after ? '<nav class="pager">' + link(before, '上一页') + link(after, '下一页') + '</nav>' : '';
}
`;

/** A file for machines: what stands around its entries, and an entry. */
function machineFile(name: string, entries: string, [before, entry, after]: [string, string, string]): string {
  return `${ESCAPE}export const data = { permalink: '/${name}', eleventyExcludeFromCollections: true };
export function render({ collections }) {
  return ${literal(before)} + ${entries}.map(({ data: d }) => ${literal(entry)}).join('') + ${literal(after)};
}
`;
}

/** The archive as a stock site of Eleventy's: an input file an item with markdown-it and a layout, lists by collections and pagination. */
export function writeEleventySite(root: string, texts: readonly ArchivedText[]): void {
  const { item, list, row } = layoutsFor(WORDS);
  const [begin, end] = list.map(literal);
  const { name, url } = SITE;
  const feedHead = `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${url}/</id><title>${name}</title>\n`;
  const entry = `<entry><id>${WORDS.url}</id><title>${WORDS.title}</title><link href="${WORDS.url}"/><updated>${WORDS.iso}</updated><summary>${WORDS.summary}</summary></entry>\n`;
  const mapHead = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n';
  const place = `<url><loc>${WORDS.url}</loc><lastmod>${WORDS.iso}</lastmod></url>\n`;
  const files = {
    'package.json': JSON.stringify({ type: 'module' }),
    'eleventy.config.js': CONFIG,
    '_includes/item.11ty.js': `${ESCAPE}export function render(d) {\n  return ${literal(item)};\n}\n`,
    'content/content.json': JSON.stringify({ layout: 'item.11ty.js' }),
    'lists.11ty.js': `${ESCAPE}${PAGER}const row = ({ data: d }) => ${literal(row)};
export const data = {
  pagination: { data: 'collections.lists', size: 1, alias: 'list' },
  permalink: ({ list }) => list.address,
  eleventyExcludeFromCollections: true,
};
export function render(d) {
  return ${begin} + d.list.rows.map(row).join('') + pager(d.list) + ${end};
}
`,
    'feed.11ty.js': machineFile('feed.xml', `collections.newest.slice(0, ${FEED_ITEMS})`, [feedHead, entry, '</feed>\n']),
    'sitemap.11ty.js': machineFile('sitemap.xml', 'collections.newest', [mapHead, place, '</urlset>\n']),
  };
  for (const [file, text] of Object.entries(files)) writeText(root, file, text);
  for (const { id, title, summary, unit, column, day, time, body } of texts) {
    const head = { title, date: `${day}T${time}:00+08:00`, at: `${day}T${time}`, permalink: `/${id}/`, summary };
    const lists = { unit: unit.name, unitId: unit.id, author: '示例甲', column: column.name, columnId: column.id };
    writeText(root, `content/${id.replace('/', '-')}.md`, headed({ ...head, ...lists }, body));
  }
}
