import type { SitePicture } from '#pipeline/render/site-data.ts';
import { iso, minute } from '../dates.ts';
import { type Html, html } from '../html.ts';
import { columnOf, type SiteFrame } from '../site-frame.ts';
import type { SiteCard, SiteRow } from '../site-view.ts';
import { picture } from './pictures.ts';

/** What an old site's items are called wherever they stand. */
const HISTORY = '历史信息';

/** An item's day as a numeral over its month: the sign of this site. */
function dayNumeral(item: SiteRow): Html {
  const day = minute(item.publishedAt);
  return html`<time class="day" datetime="${iso(item.publishedAt)}"><b>${day.slice(8, 10)}</b> ${day.slice(0, 7).replace('-', '.')}</time>`;
}

/** A small picture beside a title, where the list has one for each. */
function thumbnail(site: SiteFrame, item: SiteRow & Partial<SiteCard>): Html | null | undefined {
  const { cover } = item;
  return cover && html`\n<div class="thumb">${picture(site, item, { ...cover, alt: '' }, { stands: 'thumb' })}${label(cover)}</div>`;
}

/**
 * Items with their day numerals, with pictures where they are given. Under each title stand its column and its unit, or whichever of them
 * the page doesn't already say.
 */
export function numeralList(
  site: SiteFrame,
  items: readonly (SiteRow & Partial<SiteCard>)[],
  say: { column?: false; unit?: false } = {},
): Html {
  const pictured = items.some(({ cover }) => cover);
  const note = (item: SiteRow): string => {
    const column = say.column ?? columnOf(site, item).name;
    return [item.history && column !== HISTORY && HISTORY, column, say.unit ?? item.unit.name].filter(Boolean).join('　');
  };
  const row = (item: SiteRow): Html => html`<li>${dayNumeral(item)}
<div><a class="title" href="${site.base}${item.path}">${item.title}</a>
<p class="note">${note(item)}</p></div>${thumbnail(site, item)}</li>\n`;
  return html`<ul class="${pictured ? 'numerals pictured' : 'numerals'}">\n${items.map(row)}</ul>`;
}

/** Titles with the day at the right. */
export function shortList(site: SiteFrame, items: readonly SiteRow[]): Html {
  const row = (item: SiteRow): Html =>
    html`<li><a href="${site.base}${item.path}">${item.title}</a> <time datetime="${iso(item.publishedAt)}">${minute(item.publishedAt).slice(5, 10)}</time></li>\n`;
  return html`<ul class="rows">\n${items.map(row)}</ul>`;
}

/** What stands under a picture: what it shows, and whose it is. */
export function caption({ alt, credit }: SitePicture): string {
  return [alt, credit].filter(Boolean).join('　');
}

/** What the credit of a picture begins with that a machine made. */
const MACHINE_MADE = 'AI生成';

/** The label of a picture that a machine made, where its caption doesn't stand under it. */
function label({ credit }: SitePicture): Html | false {
  return credit.startsWith(MACHINE_MADE) && html`<span class="ai-label">${MACHINE_MADE}</span> `;
}

/** Pictures 3:2, each with the title of its item; with its day where the list is a page of its own. */
export function pictureGrid(site: SiteFrame, items: readonly SiteCard[], { dated = false }: { dated?: boolean } = {}): Html {
  const day = (item: SiteCard): Html =>
    html`<time class="note" datetime="${iso(item.publishedAt)}">${minute(item.publishedAt).slice(0, 10)}</time>`;
  const cell = (item: SiteCard): Html | null =>
    item.cover &&
    html`<li><a href="${site.base}${item.path}">${picture(site, item, { ...item.cover, alt: '' }, { stands: 'card' })}
<span>${label(item.cover)}${item.title}</span></a>${dated && day(item)}</li>\n`;
  return html`<ul class="pictures">\n${items.map(cell)}</ul>`;
}

/** A headline whose lines break between clauses: each clause keeps together where it can. */
export function clauses(title: string): Html[] {
  return title
    .split(/(?<=[，：；])|([ \u3000]+)/u)
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/[^ \u3000]/u.test(part) ? html`<span class="clause">${part}</span>` : html`${part}`));
}
