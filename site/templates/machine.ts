import { type Html, raw } from '../html.ts';
import { type Page, template } from '../page.ts';
import { publicUrl, type SiteFrame } from '../site-frame.ts';
import type { SiteView } from '../site-view.ts';

function robots(site: SiteFrame): Html {
  const closed = site.demo || site.preview;
  return raw(closed ? 'User-agent: *\nDisallow: /\n' : `User-agent: *\nAllow: /\n\nSitemap: ${publicUrl(site, '/sitemap.xml')}\n`);
}

/** A file for machines: its address, what it says, and how it is written. */
interface MachineFile<Shown> {
  address: string;
  shown: (view: SiteView) => Shown;
  write: (site: SiteFrame, shown: Shown) => Html;
}

function file<Shown>(one: MachineFile<Shown>): MachineFile<unknown> {
  return { ...one, write: (site, shown) => one.write(site, shown as Shown) };
}

const FILES: MachineFile<unknown>[] = [file({ address: '/robots.txt', shown: () => null, write: robots })];

/** What machines read. */
export const machine = template<unknown>({
  name: 'machine',
  pages: (view): Page[] => FILES.map(({ address, shown }) => ({ address, shown: shown(view) })),
  render: (site, { address, shown }) => (FILES.find((one) => one.address === address) as MachineFile<unknown>).write(site, shown),
});
