import type { Root } from 'mdast';
import type { BeijingDate, Instant } from '../beijing-time.ts';
import type { Group } from '../finding-order.ts';
import type { ContentProblem, Span, Words } from '../item/content-problem.ts';
import type { FrontMatterReading } from '../item/front-matter/front-matter.ts';
import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { Item, ItemFile } from '../item/item.ts';
import type { ItemPath } from '../item/item-path.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import type { DecodedPictures } from '../item/picture/decode-pictures.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Terms } from '../organisation/terms.ts';
import type { Grams } from './likeness.ts';

/** error = 须改, warning = 提醒 (needs a waiver), info = 供参考. */
export type Severity = 'error' | 'warning' | 'info';

/** What the rules know besides the item. */
export interface CheckContext {
  organisation: Organisation;
  policy: Policy;
  now: Instant;
  /** 报送时间: the item's first push; unknown before it. */
  firstPush?: Instant | null;
  /** The item has a confirmed release. Default: no. */
  released?: boolean;
  /** 信息日期 of the text that is out; `null` where that can't be read. Default: nothing is known of it. */
  dateOut?: BeijingDate | null | undefined;
  /** This very text is approved already: what asks for a change's reason has nothing to ask. Default: no. */
  approved?: boolean;
  /** Of content/terms/holidays.yml. */
  holidays?: readonly BeijingDate[];
  /** Of the other files of content/terms/. Default: none. */
  terms?: Terms;
  /** What else is open or was published lately. Default: nothing is known. */
  others?: readonly OtherItem[];
  /**
   * What decoding the item's pictures found (`decodePictures`). Without it the rules don't speak of what only a decoder sees. Approved
   * bytes need none: the tree binds them to what was decoded in their review.
   */
  pictures?: DecodedPictures;
}

/** Another item, as far as a likeness to it matters (facts: duplicates, a picture used before). */
export interface OtherItem {
  id: string;
  title: string;
  /** 信息日期. */
  date: BeijingDate;
  /** Of its title and body. */
  grams: Grams;
  /** Blob ids of its pictures. */
  pictures: readonly string[];
  /** What it posted on Weibo (posts.ts); `null` where nothing, or not yet. Default: nothing is known. */
  post?: string | null;
  /** Still under review; else it is on main. */
  open: boolean;
}

/** What a rule sees of an item: all that could be read, so that one broken part doesn't hide the faults of another. */
export interface Subject {
  path: string;
  /** The whole item, where nothing keeps it from being read. */
  item: Item | null;
  /** `null` where the folder isn't named like an item's. */
  place: ItemPath | null;
  /** `null` where the front matter breaks its schema. */
  frontMatter: FrontMatter | null;
  /** 标题, where there is one although the front matter breaks its schema. */
  title: string | null;
  locate: FrontMatterReading['locate'];
  tree: Root;
  /** The line of `index.md` that the body begins on. */
  bodyLine: number;
  /** `index.md` as it is written, and its lines. */
  text: string;
  lines: readonly string[];
  files: readonly ItemFile[];
  /** Everything that people will read: the body, descriptions of pictures, and the texts of the front matter. */
  blocks: readonly TextBlock[];
  problems: readonly ContentProblem[];
}

/** One violation, as a rule tells it. */
export interface Report {
  words: Words;
  /** Relative to the item's folder; default `index.md`. */
  file?: string;
  /** Default: the start of the file. */
  span?: Span;
  /** What a person calls the place: 第4段“联系电话”后. */
  where?: string;
  /** The text that a waiver's `match` must equal. Never shown. */
  flagged?: string;
  /** Stable code, where A6 of the attack catalogue names one. */
  code?: string;
  /** What it is about, where that isn't the rule's group. */
  group?: Group;
  /** Where it is less grave than its rule. What the policy makes of the rule is its limit. */
  severity?: Severity;
  /** `false` for a report that can't be waived although its rule can. */
  waivable?: false;
  /** What `--fix` writes at `span`, where the file reads there exactly as `flagged` does; never in the front matter. */
  replacement?: string;
  /** The replacement hides a part of what stands there; it tells more of it than findings may, so only `--fix` knows it. */
  hides?: boolean;
}

/** Kinds of files of examples: a plain JPEG, one that carries something, one that isn't what it is called. The tests know how to make them. */
export type PictureKind =
  | 'jpeg'
  | `jpeg-${'gps' | 'no-fix' | 'turned' | 'owner' | 'blank-owner' | 'serial' | 'thumbnail' | 'named' | 'camera' | 'comment' | 'old' | 'last-year'}`
  | `jpeg-${'motion' | 'truncated' | 'cut' | 'damaged' | 'arithmetic' | 'progressive' | 'restarts' | 'padded' | 'huge' | 'heavy' | '1920' | 'wide' | 'tall' | 'wide-turned' | 'tall-turned'}`
  | 'png'
  | 'text';

/** An item that keeps or breaks a rule: what differs from a plain good item. Rules' examples are their tests. */
export interface Example {
  title: string;
  /** Keys to add or replace; `undefined` takes one away. */
  frontMatter?: Record<string, unknown>;
  body?: string;
  /** Pictures by name and kind (the tests know how to make them); `null` takes a file away. */
  files?: Record<string, PictureKind | null>;
  folder?: string;
  now?: Instant;
  firstPush?: Instant;
  released?: boolean;
  dateOut?: BeijingDate | null;
  approved?: boolean;
  policy?: Record<string, unknown>;
  /** What the settings say more of a unit. */
  units?: Record<string, Partial<Organisation['units'][string]>>;
  /** What the settings say more of a person. */
  people?: Record<string, Partial<Organisation['people'][string]>>;
  terms?: Partial<Terms>;
  others?: OtherItem[];
}

/** What an example must find: where, with which code and flagged text, as far as given. */
interface BadExample extends Example {
  finds?: { line?: number; column?: number; severity?: Severity; code?: string; flagged?: string; count?: number };
}

/** One rule of the catalogue. `article`: the regulation's article or the platform whose limit it is. */
export interface Rule {
  id: string;
  /** What it asks of an item, in one Chinese sentence. */
  asks: string;
  severity: Severity;
  article: string;
  /** What its findings are about; default: 其他. */
  group?: Group;
  /** May a waiver with a reason pass it? An error that may not is never lowered by the policy either. */
  waivable: boolean;
  check: (subject: Subject, context: CheckContext) => Report[];
  good: Example[];
  bad: BadExample[];
}
