import { APPROVAL, DAYS_LEFT } from './catalogue/approval.ts';
import { ENDINGS } from './catalogue/endings.ts';
import { PLATFORMS, UNLISTED } from './catalogue/platforms.ts';
import { RELEASE } from './catalogue/release.ts';
import type { AlertRow } from './catalogue/row.ts';

/** Every alert, one row a code: what happened, who does what until when, whether anything is sent again, and what ends it. */
export const CATALOGUE = { ...APPROVAL, ...RELEASE, ...PLATFORMS } satisfies Record<string, AlertRow>;

/** Codes that end in a number, by what stands before it: `days-left-3`, `wechat/40164`. */
export const NUMBERED = { 'days-left-': DAYS_LEFT, ...ENDINGS, ...UNLISTED } satisfies Record<string, AlertRow>;

export type AlertCode = keyof typeof CATALOGUE | `${keyof typeof NUMBERED}${number}`;

function found(code: string): AlertRow | null {
  if (Object.hasOwn(CATALOGUE, code)) return CATALOGUE[code as keyof typeof CATALOGUE];
  const before = /^(\D+)\d+$/.exec(code)?.[1] ?? '';
  return Object.hasOwn(NUMBERED, before) ? NUMBERED[before as keyof typeof NUMBERED] : null;
}

/** A code's row; of one that was read somewhere and isn't in the catalogue, what is done about a fault. */
export function rowOf(code: string): AlertRow {
  return found(code) ?? CATALOGUE.fault;
}

/** A code that comes from elsewhere (a problem, a verdict, the ledger), where the catalogue has it. @param otherwise the code of all others */
export function alertCode(code: string, otherwise: AlertCode): AlertCode {
  return found(code) === null ? otherwise : (code as AlertCode);
}
