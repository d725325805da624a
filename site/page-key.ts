import { createHash, hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page.ts';
import type { SiteFrame } from './site-frame.ts';

const SITE = import.meta.dirname;

/** A digest of the program that prints: other templates, another library or another engine may print other bytes. */
function programDigest(): string {
  const digest = createHash('sha256').update(process.version);
  const names = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) digest.update(`\0${name}\0`).update(readFileSync(join(SITE, name)));
  return digest.update(readFileSync(join(SITE, '../package.json'))).digest('hex');
}

/**
 * Gives each page a name for the bytes that it will have: a digest of all that printing sees, which is the program, the site's frame and
 * what the page shows. Pages of the same name are the same; nothing else can tell in them. A text that has a name of its own isn't read for it
 * (`siteView`).
 */
export function pageKeys(site: SiteFrame): (template: string, page: Page) => string {
  const frame = createHash('sha256').update(programDigest()).update(JSON.stringify(site)).digest('hex');
  return (template, { address, shown }) => hash('sha256', JSON.stringify([frame, template, address, shown]), 'hex');
}
