import { type ArchivedText, FEED_ITEMS, headed, PAGE_SIZE, writeText } from './site-corpus.ts';
import { layoutsFor, SITE } from './site-layouts.ts';

const WORDS = {
  title: '{{ .Title }}',
  summary: '{{ .Params.summary }}',
  text: '{{ .Content }}',
  unit: '{{ .Params.unit }}',
  author: '{{ .Params.author }}',
  path: '{{ .RelPermalink }}',
  name: '{{ .Title }}',
  url: '{{ .Permalink }}',
  iso: '{{ .Date.Format "2006-01-02T15:04:05-07:00" }}',
  minute: '{{ .Date.Format "2006-01-02 15:04" }}',
  day: '{{ .Date.Format "02" }}',
  month: '{{ .Date.Format "2006.01" }}',
  column: '{{ .Params.column }}',
};

const PAGER = `{{ with .Paginator }}{{ if gt .TotalPages 1 }}<nav class="pager">
{{ with .Prev }}<a href="{{ .URL }}">上一页</a>{{ end }}{{ with .Next }}<a href="{{ .URL }}">下一页</a>{{ end }}</nav>{{ end }}{{ end }}`;

const FEED = `{{ \`<?xml version="1.0" encoding="UTF-8"?>\` | safeHTML }}
<feed xmlns="http://www.w3.org/2005/Atom"><id>{{ site.BaseURL }}</id><title>{{ site.Title }}</title>
{{ range first ${FEED_ITEMS} site.RegularPages }}<entry><id>${WORDS.url}</id><title>${WORDS.title}</title><link href="${WORDS.url}"/>
<updated>${WORDS.iso}</updated><summary>${WORDS.summary}</summary></entry>
{{ end }}</feed>
`;

/** The archive as a site of Hugo's: sections are its columns, taxonomies its units and months; a feed, and the site map that Hugo makes. */
export function writeHugoSite(root: string, texts: readonly ArchivedText[]): void {
  const { item, list, row } = layoutsFor(WORDS);
  const listOf = (pages: string, pager = ''): string => `${list[0]}{{ range ${pages} }}${row}{{ end }}${pager}${list[1]}`;
  const config = {
    baseURL: `${SITE.url}/`,
    languageCode: 'zh-CN',
    title: SITE.name,
    pagination: { pagerSize: PAGE_SIZE },
    taxonomies: { unit: 'units', month: 'months' },
    outputs: { home: ['HTML', 'RSS'], section: ['HTML'], taxonomy: ['HTML'], term: ['HTML'] },
    outputFormats: { RSS: { baseName: 'feed' } },
    disableHugoGeneratorInject: true,
  };
  const layouts = {
    '_default/single.html': item,
    '_default/list.html': listOf('.Paginator.Pages', PAGER),
    'months/term.html': listOf('.Pages'),
    'index.html': listOf(`first ${PAGE_SIZE} site.RegularPages`),
    'index.rss.xml': FEED,
  };
  writeText(root, 'hugo.json', JSON.stringify(config));
  for (const [name, text] of Object.entries(layouts)) writeText(root, `layouts/${name}`, text);
  for (const { id, title, summary, unit, column, day, time, body } of texts) {
    const head = {
      title,
      date: `${day}T${time}:00+08:00`,
      url: `/${id}/`,
      summary,
      unit: unit.name,
      author: '示例甲',
      column: column.name,
    };
    const lists = { units: [unit.id], months: [day.slice(0, 7)] };
    writeText(root, `content/columns/${column.id}/${id.replace('/', '-')}.md`, headed({ ...head, ...lists }, body));
  }
  for (const { id, name } of new Set(texts.map(({ column }) => column)))
    writeText(root, `content/columns/${id}/_index.md`, headed({ title: name }, ''));
}
