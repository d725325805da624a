import { fileURLToPath } from 'node:url';
import type { UserConfig } from '@11ty/eleventy';
import type { Page, Template } from './page.ts';
import type { SiteFrame } from './site-frame.ts';
import { archive } from './templates/archive.ts';
import { feeds } from './templates/feeds.ts';
import { guide } from './templates/guide.ts';
import { home } from './templates/home.ts';
import { information } from './templates/information.ts';
import { item } from './templates/item.ts';
import { list } from './templates/list.ts';
import { moved, movedMap } from './templates/moved.ts';
import { openness } from './templates/openness.ts';
import { rules } from './templates/rules.ts';
import { search } from './templates/search.ts';
import { robots, sitemap } from './templates/sitemap.ts';

/** All templates of the site. */
export const TEMPLATES: readonly Template[] = [
  home,
  item,
  list,
  archive,
  search,
  information,
  guide,
  openness,
  rules,
  feeds,
  sitemap,
  robots,
  moved,
  movedMap,
];

const deny = (): never => {
  throw new Error('Front matter is never executed.');
};

/** So many pages at a time: Eleventy's own work for each of its pages takes as long as printing one of ours. */
const PORTION = 100;

interface Portion {
  portion: Page[];
}

/** Takes a page that was printed: of which template, at which address. */
export type PageTaker = (address: string, text: string) => void;

/**
 * One of our templates as Eleventy's: it walks over the kind's pages, one by one. What is printed is handed on at once, for Eleventy would hold
 * the text of all pages until the last one is printed.
 */
function register(configuration: UserConfig, site: SiteFrame, { name, render }: Template, take: PageTaker): void {
  configuration.addTemplate(`${name}.11ty.js`, {
    data: {
      pagination: { data: `pages.${name}`, size: PORTION, alias: 'portion' },
      permalink: ({ portion }: Portion) => portion[0]?.address,
      eleventyExcludeFromCollections: true,
    },
    render: ({ portion }: Portion) => {
      for (const page of portion) take(page.address, render(site, page).text);
      return '';
    },
  });
}

/**
 * Lets Eleventy print pages of a site, by the name of their template. Its input is this folder alone and its templates are the ones
 * above. Contributors' files never come near it, since it would execute their front matter, template language and data files. What they
 * wrote arrives as plain values, like the settings, and no file of the working directory is read.
 * @param take gets each page as soon as it is printed, so that no more than one has to be held
 */
export async function runEleventy(site: SiteFrame, pages: Readonly<Record<string, readonly Page[]>>, take: PageTaker): Promise<void> {
  const templates = TEMPLATES.filter(({ name }) => (pages[name] ?? []).length > 0);
  if (templates.length === 0) return;
  // A build that prints nothing doesn't wait for it.
  const { default: Eleventy } = await import('@11ty/eleventy');
  const eleventy = new Eleventy(fileURLToPath(new URL('.', import.meta.url)), undefined, {
    quietMode: true,
    configPath: false,
    config: (configuration: UserConfig): void => {
      configuration.benchmarks.config.setMinimumThresholdMs(0);
      configuration.setTemplateFormats(['11ty.js']);
      configuration.setUseGitIgnore(false);
      configuration.ignores.delete('**/node_modules/**');
      configuration.setDataFileSuffixes([]);
      configuration.setFrontMatterParsingOptions({
        language: 'yaml',
        engines: { js: deny, javascript: deny, jsLegacy: deny, json: deny, node: deny },
      });
      configuration.addGlobalData('pages', () => pages);
      for (const one of templates) register(configuration, site, one, take);
    },
  });
  eleventy.disableLogger();
  await eleventy.toJSON();
}
