import { type Html, jsonScript } from '../html.ts';
import { publicUrl, type SiteFrame } from '../site-frame.ts';

/** The bureau in schema.org's words. */
export function organisation({ site }: SiteFrame): Record<string, unknown> {
  const { name, url, contact, address, accounts } = site;
  return {
    '@type': 'GovernmentOrganization',
    name,
    url,
    ...(contact !== '' && { telephone: contact }),
    ...(address !== undefined && { address }),
    ...(accounts?.weibo && { sameAs: [accounts.weibo.url] }),
  };
}

/** Where a page stands, for search machines: the pages above it and itself. */
export function breadcrumbs(frame: SiteFrame, steps: readonly [name: string, path: string][]): Html {
  return jsonScript({
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(([name, path], index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: publicUrl(frame, path),
    })),
  });
}
