import { z } from 'zod';
import { isDate } from '../beijing-time.ts';
import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import { accountsSchema } from './accounts.ts';
import { dutyRotaSchema, withRota } from './duty-rota.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const date = z.string().refine(isDate);
const name = z.string().trim().min(1).max(60);
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);

const keys = z.strictObject({
  bureau: name.optional(),
  people: z.record(
    id,
    z.strictObject({
      name,
      logins: z.array(z.string().min(1)).default([]),
      ids: z.array(z.int().positive()).optional(),
      emails: z.array(z.string().min(3)).optional(),
      /** For which units he submits (joint items excepted); absent: not asked. */
      units: z.array(id).min(1).optional(),
      /** 编外、外包: he holds no level. */
      outside: z.literal(true).optional(),
    }),
  ),
  units: z.record(
    id,
    z.strictObject({
      name,
      kind: z.enum(['county', 'department', 'center']),
      route: z.enum(['A', 'B']),
      /** How texts call it besides; by these and its name what is sent in is known as its own. */
      aliases: z.array(name).min(1).optional(),
      /** What the unit's items may go to. Default: every channel. */
      channels: z.array(z.enum(CHANNELS)).min(1).optional(),
      /** Addresses of the unit itself: who of it wrote is asked. */
      emails: z.array(z.string().min(3)).optional(),
    }),
  ),
  posts: z.array(
    z.strictObject({
      unit: id,
      post: name,
      level,
      person: id,
      from: date,
      to: date.optional(),
      covers: z.union([z.literal('*'), z.array(id)]).optional(),
    }),
  ),
  duties: z
    .array(z.strictObject({ duty: z.enum(['administrator', 'secrecy']), person: id, unit: id.optional(), from: date, to: date.optional() }))
    .default([]),
  routes: z
    .strictObject({
      A: z.strictObject({ level1: z.enum(['review', 'declared']) }).default({ level1: 'review' }),
      B: z.strictObject({ level1: z.literal('review') }).default({ level1: 'review' }),
    })
    .default({ A: { level1: 'review' }, B: { level1: 'review' } }),
  delegations: z.array(z.strictObject({ principal: id, delegate: id, level, from: date, to: date, document: name })).default([]),
  duty_rota: dutyRotaSchema.optional(),
  accounts: accountsSchema.optional(),
});

/** organisation.yml (contracts.md 3): who may do what, and from when to when. Dates are inclusive, Beijing time. */
export const organisationSchema = keys.transform(withRota);

export type Organisation = z.output<typeof keys>;
export type Level = Post['level'];
export type Post = Organisation['posts'][number];

/** Level names of the annex, shortened as people say them. */
export const LEVEL_NAMES: Record<Level, string> = { 1: '报送单位/部门负责人审核', 2: '办公室审核', 3: '分管领导签发' };
