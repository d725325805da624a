import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { NewFile } from '../forge/git.ts';

/** Folders and files of the product that a bureau's own repository starts from (its settings and what is generated from them). */
const SEEDED = ['content', '.github', '.gitignore'];

export interface SeedOptions {
  siteUrl: string;
  /** Public half of the run's key, as `policy.signing_keys` wants it. */
  signingKey: { id: string; public_key: string; from: string };
  wechatAppId: string;
  weiboUid: string;
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
  policy.setIn(['signing_keys'], policy.createNode([options.signingKey]));
  return policy.toString({ lineWidth: 0 });
}

/** The first commit of the sandbox's repository: this product's own settings, with the loopback addresses and the run's key in the policy. */
export function seedFiles(productRoot: string, options: SeedOptions): NewFile[] {
  const files: NewFile[] = [];
  const add = (path: string): void => {
    const bytes = readFileSync(join(productRoot, path));
    files.push({ path, bytes: path === 'content/policy.yml' ? policyFor(bytes.toString('utf8'), options) : bytes });
  };
  for (const entry of SEEDED) {
    if (entry === '.gitignore') add(entry);
    else {
      for (const found of readdirSync(join(productRoot, entry), { recursive: true, withFileTypes: true })) {
        if (!found.isFile()) continue;
        const path = relative(productRoot, join(found.parentPath, found.name)).split(sep).join('/');
        if (!path.startsWith('content/items/')) add(path);
      }
    }
  }
  return files;
}
