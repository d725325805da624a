import { z } from 'zod';
import { isDate, isMinute } from '../beijing-time.ts';
import { CATEGORIES, CHANNELS } from '../item/front-matter/front-matter-schema.ts';

/** What may stand in the address of an item's page on a platform that isn't ours. */
export const ADDRESS_PARTS = /\{(unit|date|year|month|day|slug)\}/g;

/** An address that is another one for every item: it names the item's unit, day and slug. */
function isAddressPattern(pattern: string): boolean {
  const named = new Set([...pattern.matchAll(ADDRESS_PARTS)].map(([, part]) => part));
  const dated = named.has('date') || (named.has('year') && named.has('month') && named.has('day'));
  const filled = pattern.replace(ADDRESS_PARTS, 'x');
  return named.has('unit') && named.has('slug') && dated && /^https?:\/\/[^\s{}]+$/.test(filled) && URL.canParse(filled);
}

/** What may stand in the pattern of 档号. */
export const ARCHIVE_NUMBER_PARTS = /\{(fonds|year|period|unit|count)\}/g;

/** A pattern that gives each item of a year a number of its own, which may be a folder's name on any system. */
function isArchiveNumber(pattern: string): boolean {
  const filled = pattern.replace(ARCHIVE_NUMBER_PARTS, 'x');
  return (
    /^[A-Za-z0-9·_-]{1,60}$/.test(filled) &&
    pattern.includes('{year}') &&
    pattern.split('{count}').length === 2 &&
    pattern.endsWith('{count}')
  );
}

/** What a key without a value leaves: nothing, so that `pauses:` above commented lines means the default like a key left out. */
function withoutEmpty(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

const date = z.string().refine(isDate);
const minute = z.string().refine((text) => isDate(text) || isMinute(text));
const channel = z.enum(CHANNELS);
const whole = z.int().nonnegative();
/** A host as it stands in an address, with its port where it has one. */
const host = z.string().regex(/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/);
/** A folder by its whole path. */
const PATH = /^(?:\/(?!\.\.?(?:\/|$))[\w.-]+)+$/;
/** A strict object that may be left out: every key has a default, so an empty file is valid. */
const section = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(withoutEmpty, z.strictObject(shape)).prefault({} as never);

/** policy.yml (contracts.md 3): the switches. Every default is the strict reading. */
export const policySchema = section({
  branch: z.string().min(1).default('main'),
  demo: z.boolean().default(false),
  freshness: section({
    days: whole.default(7),
    from: z.enum(['information', 'submission']).default('information'),
    first_day: z.enum(['excluded', 'counted']).default('excluded'),
    holidays: z.enum(['counted', 'extended']).default('counted'),
    remind: z.array(whole).default([3, 1]),
    submit_within: whole.optional(),
    statutory: section({
      channels: z.array(channel).default(['website']),
      bases: z
        .array(
          z.strictObject({
            law: z.string().min(1),
            working_days: whole.max(1000),
            id: z.string().optional(),
            name: z.string().optional(),
            late: z.enum(['allowed', 'refused']).optional(),
          }),
        )
        .default([]),
    }),
  }),
  order: z.enum(['strict', 'any']).default('strict'),
  distinct_persons: z.boolean().default(true),
  /** Categories of which level 3 is a holder of the post 主要领导, where there is one. */
  main_leader_signs: z.array(z.enum(CATEGORIES)).default([]),
  items_per_pull_request: z.int().positive().default(1),
  files_per_pull_request: z.int().positive().default(200),
  /** An old switch: a pull request from a fork is refused whatever it says. */
  forks: z
    .unknown()
    .refine((value) => value === false, { params: { should: ' false，或没有这一项：从复刻仓库来的一律不接受' } })
    .optional(),
  machines: z.array(z.string()).default([]),
  delegation: section({ enabled: z.boolean().default(false) }),
  emergency: section({ enabled: z.boolean().default(false), review_hours: z.number().positive().default(24) }),
  merge: z.enum(['administrator', 'auto']).default('administrator'),
  corrections: section({ resend: z.boolean().default(false) }),
  breaker: section({ sends: whole.default(10), withdrawals: whole.default(3) }),
  pauses: z
    .array(
      z.strictObject({
        from: minute,
        to: minute,
        channels: z.array(channel).default([...CHANNELS]),
        except: z.array(z.enum(CATEGORIES)).optional(),
        reason: z.string().min(1),
      }),
    )
    .default([]),
  sending_hours: z
    .partialRecord(
      channel,
      z.strictObject({ from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/) }),
    )
    .default({}),
  columns: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
        name: z.string().min(1),
        type: z.string().min(1),
        description: z.string().min(1),
        keywords: z.string().min(1),
        categories: z.array(z.enum(CATEGORIES)).min(1),
      }),
    )
    .refine((columns) => new Set(columns.map(({ id }) => id)).size === columns.length, {
      params: { should: '每个栏目各有各的 id' },
    })
    .default([]),
  site: section({
    url: z.url({ protocol: /^https?$/ }).optional(),
    name: z.string().optional(),
    domain: z.string().optional(),
    id_code: z.string().optional(),
    icp: z.string().optional(),
    police: z.string().optional(),
    contact: z.string().optional(),
    address: z.string().optional(),
    /** The page that proves the site's mark of 党政机关. */
    organ_mark: z.url({ protocol: /^https?$/ }).optional(),
    /** Whether an item's page names the Office person who signed level 2. */
    editor: z.enum(['shown', 'hidden']).default('shown'),
    /** The bureau's own accounts, for the home page; `code` is the address that the account's own code says. */
    wechat: z.strictObject({ name: z.string().min(1), code: z.url({ protocol: /^https?$/ }).optional() }).optional(),
    weibo: z.strictObject({ name: z.string().min(1), url: z.url({ protocol: /^https?$/ }) }).optional(),
    mourning: z.array(z.strictObject({ from: date, to: date })).default([]),
  }),
  channels: section({
    website: section({
      mode: z.enum(['build', 'package', 'manual']).default('build'),
      address: z
        .string()
        .refine(isAddressPattern, { params: { should: '完整的网址，写明 {unit}、{date}、{slug} 在哪里' } })
        .optional(),
      /** Where the site goes that is made here; neither: GitHub Pages. A folder of the machine that makes it. */
      folder: z.string().regex(PATH).optional(),
      /** A web server, with the key that its host is known by. */
      rsync: z
        .strictObject({
          to: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}@[a-z0-9.-]{1,253}:(?:\/(?!\.\.?(?:\/|$))[\w.-]+)+\/?$/),
          host_key: z.string().regex(/^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{40,1000}={0,2}$/),
        })
        .optional(),
    }),
    wechat: section({
      app_id: z.string().optional(),
      relay: host.optional(),
      mode: z.enum(['manual', 'draft', 'publish', 'mass']).default('manual'),
      settle_seconds: whole.default(900),
      comments: z.enum(['off', 'all', 'fans']).default('off'),
      mass: section({ tag_id: whole.optional() }),
      preview: section({ towxname: z.array(z.string().min(1).max(64)).max(20).default([]) }),
      /** Items of a day wait for this time and go out as one message of so many articles at most. */
      collect: z.strictObject({ at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), max: z.int().min(2).max(8).default(8) }).optional(),
    }),
    weibo: section({
      mode: z.enum(['manual', 'open', 'biz']).default('manual'),
      uid: z.string().optional(),
      relay: host.optional(),
      settle_seconds: whole.default(600),
    }),
  }),
  severities: z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'])).default({}),
  allow: section({ hosts: z.array(z.string()).default([]), phones: z.array(z.string()).default([]) }),
  /** The bureau's mail server, for letters to those who submit. */
  mail: z
    .strictObject({ host: z.string().regex(/^[a-z0-9.-]{1,253}$/), port: z.int().min(1).max(65_535).default(465), from: z.email() })
    .optional(),
  intake: section({
    /** The bureau's mailbox for what units send. `authenticated_by`: the name under which its server writes Authentication-Results; `nobody`: it writes none. */
    mailbox: z.strictObject({ authenticated_by: z.string().regex(/^(?:nobody|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9})$/i) }).optional(),
  }),
  links: section({ nightly: z.boolean().default(false) }),
  watch: section({
    since: date.optional(),
    known: z.array(z.strictObject({ url: z.url({ protocol: /^https?$/ }), reason: z.string().min(1) })).default([]),
  }),
  /** Whether the figures put units and people in the order of what was published; else they stand as in the list. */
  report: section({ ranking: z.boolean().default(false) }),
  /** The bureau's approved 保管期限表 and its rule of 档号; there is no default. */
  archive: z
    .strictObject({
      fonds: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
      number: z.string().refine(isArchiveNumber, {
        params: { should: '档号的写法，含 {year}，以 {count}（件号）结尾，如 {fonds}-WS·{year}-{period}-{unit}-{count}' },
      }),
      retention: z
        .array(
          z.strictObject({
            categories: z.array(z.enum(CATEGORIES)).min(1),
            period: z.enum(['永久', '30年', '10年']),
            clause: z.string().min(1),
          }),
        )
        .min(1)
        .refine(
          (rows) => new Set(rows.flatMap(({ categories }) => categories)).size === rows.flatMap(({ categories }) => categories).length,
          {
            params: { should: '每类信息只在一条里' },
          },
        ),
    })
    .optional(),
  signing_keys: z
    .array(z.strictObject({ id: z.string().min(1), public_key: z.string().min(1), from: date, to: date.optional() }))
    .default([]),
  github: section({
    integration_id: z.int().optional(),
    teams: section({
      office: z.string().optional(),
      leaders: z.string().optional(),
      /** Its one member is the account that writes the ledger. */
      publisher: z.string().optional(),
    }),
  }),
  /** The release that a bureau's own workflows call: this line is the whole upgrade. `checksums`: SHA-256 of the release's checksums.txt. */
  program: z
    .strictObject({
      repository: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/),
      tag: z.string().regex(/^v\d{1,4}\.\d{1,4}\.\d{1,4}$/),
      commit: z.string().regex(/^[0-9a-f]{40}$/),
      checksums: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    })
    .optional(),
}).transform(({ forks: _, ...policy }) => policy);

export type Policy = z.output<typeof policySchema>;

/** The release of this product that a bureau's own repository runs on. */
export type ReleasedProgram = NonNullable<Policy['program']>;

/** How the website gets to its readers. */
export type Delivery = 'pages' | 'folder' | 'rsync' | 'package' | 'manual';

/** Where the website goes that is made here, else who else makes it. */
export function deliveryOf({ channels: { website } }: Policy): Delivery {
  if (website.mode !== 'build') return website.mode;
  if (website.folder !== undefined) return 'folder';
  return website.rsync === undefined ? 'pages' : 'rsync';
}
