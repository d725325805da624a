/** All that the website knows: one plain value, made from approved trees and the ledger. `site/` imports nothing else of the pipeline. */
export interface SiteData {
  version: 1;
  /** The build's day in Beijing, `YYYY-MM-DD`; the strip at the top shows it. */
  today: string;
  /** True marks every page 演示. */
  demo: boolean;
  /** True marks every page 预览 (`build --unreviewed`). */
  preview: boolean;
  /** Set when there is no ledger yet: the site says so. */
  empty: boolean;
  /** Set where the bureau's website is a platform of others: nothing of this one is shown to readers. */
  elsewhere?: true;
  site: {
    /** Public address without a trailing slash. */
    url: string;
    name: string;
    domain: string;
    idCode: string;
    icp: string;
    police: string;
    contact: string;
    /** Where the bureau is, where it says so. */
    address?: string | undefined;
    /** The page that proves its mark of 党政机关: only a site that was given the mark shows it. */
    organMark?: string | undefined;
    /** Set where pages don't name the Office's editor. */
    editor?: 'hidden' | undefined;
    /** Whether today is a mourning day. */
    mourning: boolean;
    /** The bureau's own accounts on the other channels, where it names them; `code` is the address that the WeChat account's own code says. */
    accounts?: { wechat?: { name: string; code?: string | undefined } | undefined; weibo?: { name: string; url: string } | undefined };
  };
  /** Until when something may be published (Art. 9); left out, the regulation's seven days. */
  freshness?: {
    days: number;
    from: 'information' | 'submission';
    firstDay: 'excluded' | 'counted';
    holidays: 'counted' | 'extended';
  };
  columns: SiteColumn[];
  /** Newest first. */
  items: SiteItem[];
  /** What the program checks, for the page about it; none: no such page. */
  rules?: SiteRule[];
}

/** A rule of the checks, in the words of that page. */
export interface SiteRule {
  id: string;
  name: string;
  asks: string;
  /** 须改, 提醒, 供参考, 不查. */
  severity: string;
  article: string;
  /** What its findings are about: 政治表述, 单位名称, 法律名称, 个人信息, 文字, 其他. */
  group: string;
  waivable: boolean;
  good: { title: string; lines: string[] }[];
  bad: { title: string; lines: string[] }[];
}

export interface SiteColumn {
  id: string;
  name: string;
  type: string;
  description: string;
  keywords: string;
  categories: string[];
}

export interface SiteItem {
  id: string;
  /** Path of the page on the site, with leading and trailing slash: `/wucheng/2026-11-23-x/`. */
  path: string;
  title: string;
  summary: string;
  category: string;
  /** Ids of the columns that show it. */
  columns: string[];
  unit: { id: string; name: string };
  /** What readers see as source: the unit, or the original of a repost. */
  source: { name: string; url: string; publishedAt: string };
  author: string;
  /** The Office person who signed level 2. */
  editor: string;
  /** `YYYY-MM-DD HH:MM` in Beijing: the website release's intent event. Of 历史信息 perhaps the day alone. */
  publishedAt: string;
  eventDate: string;
  readingMinutes: number;
  keywords: string;
  /** Sanitised HTML; picture addresses are relative to the page. Where `htmlDigest` names it, it may be read only when it is asked for. */
  html: string;
  /** SHA-256 of `html`: the page's own name for its text. */
  htmlDigest?: string;
  images: SitePicture[];
  cover: SitePicture | null;
  correction: { kind: string; note: string; at: string } | null;
  withdrawal: { reason: string; at: string } | null;
  /** Public addresses on the other channels, once confirmed. */
  links: { wechat: string; weibo: string };
  /** Number of the review form, `2026-0001`. */
  formNumber: string;
  /** Digest of the approved website payload, `sha256:…`; the page carries it, so that it can be read back. */
  digest?: string;
  /** Set for 历史信息: where it stood on the old site, and the day it was taken over. `publishedAt` is then what the old site said. */
  history?: { oldUrl: string; takenOver: string };
  /** Set where a name for all that the item is was kept with it: JSON says the name then. A copy hasn't it. */
  toJSON?: (() => string) | undefined;
}

export interface SitePicture {
  /** File name in the page's folder. */
  name: string;
  alt: string;
  /** Begins with AI生成 where a machine made the picture. */
  credit: string;
  width: number;
  height: number;
  /** Set by the site itself where it has no smaller files of the picture: the picture as it was approved is all there is. */
  plain?: boolean;
}
