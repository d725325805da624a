import { z } from 'zod';
import { isDate, isMinute } from '../../beijing-time.ts';

/** The three channels of the regulation's title (两微一站), in the order they are served: the website's address is needed by the others. */
export const CHANNELS = ['website', 'wechat', 'weibo'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Art. 7: what may be published. */
export const CATEGORIES = ['业务宣传', '重要事项公布', '工作动态', '领导批准', '转发', '其他'] as const;

/** Why something is taken back. */
export const WITHDRAW_KINDS = ['error', 'outdated', 'privacy', 'secrecy', 'order', 'other'] as const;
export type WithdrawKind = (typeof WITHDRAW_KINDS)[number];

const eachOnce = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** What stands where something is still to be filled in: nothing with it is an item that may go on. */
export const UNFILLED = '待填';

const isFilled = (value: string): boolean => value !== UNFILLED;

const text = (max: number) => z.string().trim().min(1).max(max).refine(isFilled);
const date = z.string().refine(isDate);
const minute = z.string().refine((value) => isMinute(value) || isDate(value));
/** Of what happened on paper the day alone is too little. */
const exactMinute = z.string().refine(isMinute);
const person = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const unit = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** A JPEG of the item's own folder; no folders below it. */
const picture = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}\.jpe?g$/);
const url = z.url({ protocol: /^https?$/ }).max(1024);

const keys = z.strictObject({
  title: text(100),
  submitter: person,
  /** 作者、通讯员 in their own words; absent: the unit. */
  authors: z.array(text(40)).min(1).max(20).refine(eachOnce).optional(),
  submitted_at: minute,
  event_date: date,
  category: z.enum(CATEGORIES),
  basis: z
    .strictObject({
      kind: z.enum(['领导批准', '上级要求', '认定发布', '法定公开']),
      by: text(100).optional(),
      document: text(200).optional(),
      date: date.optional(),
      law: text(100).optional(),
    })
    .optional(),
  channels: z.array(z.enum(CHANNELS)).min(1).refine(eachOnce),
  summary: text(400).optional(),
  cover: picture.optional(),
  source: z.strictObject({ name: text(100), url: url.optional(), published_at: minute.optional() }).optional(),
  secrecy_review: z.strictObject({ by: person, date, conclusion: z.enum(['可公开', '依申请公开', '不公开']) }),
  unit_review: z.strictObject({ by: person, at: minute, scan: picture.optional() }).optional(),
  /** 线下审签: signed on paper and published by hand while the network was down. It counts for nothing until `record --offline` has registered it. */
  offline_review: z
    .strictObject({
      scan: picture,
      signed: z.array(z.strictObject({ level: z.literal([1, 2, 3]), by: person, at: exactMinute })).length(3),
      posted: z.strictObject({ website: exactMinute.optional(), wechat: exactMinute.optional(), weibo: exactMinute.optional() }),
    })
    .optional(),
  joint_units: z.array(unit).min(1).refine(eachOnce).optional(),
  publish_after: minute.optional(),
  /** 公示期: the text is taken off after that day. */
  publish_until: date.optional(),
  images: z
    .record(
      picture,
      z.strictObject({
        kind: z.enum(['photo', 'map', 'flag', 'ai', 'surveillance']).optional(),
        review_no: text(60).optional(),
        credit: text(60).optional(),
      }),
    )
    .optional(),
  waivers: z.array(z.strictObject({ rule: text(60), match: text(200), reason: z.string().trim().min(8).max(200) })).optional(),
  correction: z.strictObject({ kind: z.enum(['文字', '事实', '图片', '格式']), note: text(200) }).optional(),
  withdraw: z
    .strictObject({
      kind: z.enum(WITHDRAW_KINDS),
      reason: text(200),
      /** Readers see `reason` too; without it they see a general one, for the words may name what had to go. */
      shown: z.boolean().optional(),
      /** Since when the reason stands. */
      since: minute.optional(),
      /** What became of the penalty decision that the item made public (行政处罚法 Art. 48): readers are told so. */
      decision: z.enum(['变更', '撤销', '确认违法', '确认无效']).optional(),
    })
    .optional(),
  remarks: text(500).optional(),
  /** What intake asked about: nothing with such a line is an item that may go on. */
  unsettled: z.array(z.never()).optional(),
});

/** The earliest day that a text may be public on: a period that ends before would never begin. */
function beginsOn({ event_date: day, publish_after: after }: { event_date: string; publish_after?: string | undefined }): string {
  const planned = after?.slice(0, 10) ?? day;
  return planned > day ? planned : day;
}

/** Front matter of an item (contracts.md 2): strict, so that a key that we do not know is never silently dropped. Dates stay strings, Beijing time. */
export const frontMatterSchema = keys.refine((matter) => matter.publish_until === undefined || matter.publish_until >= beginsOn(matter), {
  path: ['publish_until'],
});

export type FrontMatter = z.output<typeof frontMatterSchema>;

/** Scans of signed forms in an item's folder: they are for reviewers and go to no channel. */
export function scansOf({ unit_review, offline_review }: Pick<FrontMatter, 'unit_review' | 'offline_review'>): string[] {
  return [unit_review?.scan, offline_review?.scan].filter((scan) => scan !== undefined);
}
