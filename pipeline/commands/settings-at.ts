import type { ContentSource } from '../forge/content-source.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';

/**
 * The settings that lie beside the items, in a work tree or a commit; no policy is an empty one.
 * @throws Problem `organisation/missing`, or whatever is wrong with them (exit 2)
 */
export async function settingsAt(source: ContentSource): Promise<{ organisation: Organisation; policy: Policy }> {
  const text = await source.text(ORGANISATION);
  if (text === null) {
    const message = `没有名单 ${ORGANISATION}。应有这个文件。请在信息仓库的文件夹里运行，或用 --root 指明它。`;
    throw new Problem('organisation/missing', message, { place: ORGANISATION });
  }
  return { organisation: readOrganisation(text, ORGANISATION), policy: readPolicy((await source.text(POLICY)) ?? '', POLICY) };
}
