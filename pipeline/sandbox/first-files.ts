import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { BeijingDate } from '../beijing-time.ts';
import type { NewFile } from '../forge/git/git.ts';
import { generatedFiles } from '../organisation/generated/generate.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { ACTIONS_APPS } from './github/rules/layers.ts';
import type { Hub } from './github/state.ts';

/** Folders and files of the product that a bureau's own repository starts from (its settings and what is generated from them). */
const SEEDED = ['content', '.github', '.gitignore'];

interface SeedOptions {
  siteUrl: string;
  /** Public half of the run's key, as `policy.signing_keys` wants it. */
  signingKey: { id: string; public_key: string; from: string };
  wechatAppId: string;
  weiboUid: string;
  /** The account that writes the ledger. */
  machine: string;
  edition: Hub['edition'];
  /** Folder that readers see. */
  served: string;
}

function policyFor(text: string, options: SeedOptions): string {
  const policy = parseDocument(text);
  policy.setIn(['demo'], true);
  policy.setIn(['site', 'url'], options.siteUrl);
  policy.setIn(['site', 'domain'], new URL(options.siteUrl).host);
  policy.setIn(['channels', 'wechat', 'app_id'], options.wechatAppId);
  policy.setIn(['channels', 'weibo', 'uid'], options.weiboUid);
  // The practice platforms apply a request at once or never, so seconds are enough where the real ones need minutes.
  policy.setIn(['channels', 'wechat', 'settle_seconds'], 3);
  policy.setIn(['channels', 'weibo', 'settle_seconds'], 3);
  policy.setIn(['machines'], [options.machine]);
  policy.setIn(['signing_keys'], policy.createNode([options.signingKey]));
  policy.setIn(['github', 'integration_id'], ACTIONS_APPS[options.edition]);
  // As the handbook has it: a server deploys no Pages and requires no team's review.
  if (options.edition === 'ghes') {
    policy.setIn(['channels', 'website', 'folder'], options.served);
    for (const team of ['office', 'leaders']) policy.deleteIn(['github', 'teams', team]);
  }
  return policy.toString({ lineWidth: 0 });
}

/** The list of accounts names the practice's own, as the policy does. */
function organisationFor(text: string, { wechatAppId, weiboUid }: SeedOptions): string {
  const organisation = parseDocument(text);
  const numbers: Record<string, string> = { wechat: wechatAppId, weibo: weiboUid };
  const { accounts = [] } = organisation.toJS() as { accounts?: { channel: string }[] };
  for (const [index, { channel }] of accounts.entries())
    if (numbers[channel] !== undefined) organisation.setIn(['accounts', index, 'id'], numbers[channel]);
  return organisation.toString({ lineWidth: 0 });
}

/** The settings that the practice changes. */
const CHANGED: Record<string, (text: string, options: SeedOptions) => string> = {
  'content/policy.yml': policyFor,
  'content/organisation.yml': organisationFor,
};

/**
 * The first commit of the sandbox's repository: this product's own settings, with the loopback addresses and the run's key in the policy, and
 * what follows from them.
 * @param productRoot where the product lies
 */
export function seedFiles(productRoot: string, today: BeijingDate, options: SeedOptions): NewFile[] {
  const files: NewFile[] = [];
  const add = (path: string): void => {
    const bytes = readFileSync(join(productRoot, path));
    files.push({ path, bytes: CHANGED[path]?.(bytes.toString('utf8'), options) ?? bytes });
  };
  for (const entry of SEEDED) {
    if (entry === '.gitignore') add(entry);
    else {
      for (const found of readdirSync(join(productRoot, entry), { recursive: true, withFileTypes: true })) {
        if (!found.isFile()) continue;
        const path = relative(productRoot, join(found.parentPath, found.name)).split(sep).join('/');
        // The handbook's pictures would make each start slower, and nobody looks at them there.
        if (!/^(content\/items|\.github\/pictures)\//.test(path)) add(path);
      }
    }
  }
  const textOf = (name: string): string => String(files.find(({ path }) => path === name)?.bytes);
  const [organisation, policy] = ['content/organisation.yml', 'content/policy.yml'] as const;
  const made = generatedFiles(readOrganisation(textOf(organisation), organisation), readPolicy(textOf(policy), policy), today);
  return [...files.filter(({ path }) => !(path in made)), ...Object.entries(made).map(([path, bytes]) => ({ path, bytes }))];
}
