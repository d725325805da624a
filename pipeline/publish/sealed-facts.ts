import { canonicalJson } from '../canonical-json.ts';
import type { Git } from '../forge/git.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Ledger, StoredEvent } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import { unapprovedFolders } from './main-folders.ts';
import type { Seal } from './seal.ts';
import { isSettled } from './seal-ledger.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';

/** A seal held against the events that it speaks of: a run believes its figures, and leaves alone what it doesn't call open. */
export interface SealedFacts {
  /** Takes in whole chains. */
  see(part: Ledger): void;
  /** What the seal says otherwise. @param main compared with the folders that the seal calls due, where it holds that commit */
  problems(main: Git | null): Promise<VerifyProblem[]>;
}

/** @param added paths that came after the sealed commit */
export function sealedFacts(seal: Seal, added: ReadonlySet<string>): SealedFacts {
  const figures: Figures = { items: 0, events: 0, numbers: {} };
  const open = new Set(seal.open);
  const forgotten: string[] = [];
  const approved = new Set<string>();
  const say = (message: string): VerifyProblem => problem('ledger', seal.path, 'seal', `封账 ${seal.path} ${message}`);
  const seeItem = (item: string, chain: readonly StoredEvent[], events: Ledger): void => {
    for (const { event } of chain) if (event.kind === 'approval') approved.add(`${item} ${event.tree}`);
    if (!open.has(item) && !isSettled(events, item, seal.at)) forgotten.push(item);
  };
  return {
    see({ chains, head }) {
      for (const [id, all] of chains) {
        const chain = all.filter(({ path }) => !added.has(path));
        if (chain.length === 0) continue;
        const events: Ledger = { head, chains: new Map([[id, chain]]), paths: [], damaged: [] };
        const own = figuresOf(events);
        figures.items += own.items;
        figures.events += own.events;
        for (const [year, last] of Object.entries(own.numbers)) figures.numbers[year] = Math.max(figures.numbers[year] ?? 0, last);
        if (id !== SETTINGS_CHAIN) seeItem(id, chain, events);
      }
    },
    async problems(main) {
      const said: Figures = { items: seal.items, events: seal.events, numbers: seal.numbers };
      const folders = main === null ? [] : await unapprovedFolders(main, seal.main, (id, tree) => approved.has(`${id} ${tree}`));
      const unlisted = folders.filter((path) => !seal.due.includes(path));
      return [
        ...(canonicalJson(said) === canonicalJson(figures) ? [] : [say('写的条数或编号与台账不符')]),
        ...forgotten.map((item) => say(`没有列出还没办完的 ${item}，它可能被漏发`)),
        ...unlisted.map((path) => say(`没有列出当时还没入账的 ${path}，它可能被漏发`)),
      ];
    },
  };
}
