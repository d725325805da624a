import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SiteData } from '#pipeline/render/site-data.ts';
import { TEMPLATES } from '../../site/eleventy.ts';
import { pageKeys } from '../../site/page.ts';
import { siteView } from '../../site/site-view.ts';
import { folderOf } from '../folder.ts';
import { ACCIDENTS, EDITS, runSequence, type Step } from './edit-sequence.ts';
import { sampleData } from './sample-data.ts';

const edits = Object.keys(EDITS) as (keyof typeof EDITS)[];
const accidents = Object.keys(ACCIDENTS) as (keyof typeof ACCIDENTS)[];
const step = fc.record<Step>({ edit: fc.constantFrom(...edits), accident: fc.constantFrom(...accidents), n: fc.nat(1000) });
const small = (items = 6) => sampleData({ items: sampleData().items.slice(0, items) });

/** Every page with its key and its text. */
function printed(data: SiteData): Map<string, [key: string, text: string]> {
  const view = siteView(data);
  const keyOf = pageKeys(view.frame);
  const pages = TEMPLATES.flatMap((one) =>
    one.pages(view).map((page): [string, [string, string]] => [page.address, [keyOf(one.name, page), one.render(view.frame, page).text]]),
  );
  return new Map(pages);
}

describe('a site that is built again', () => {
  it('has the bytes of a clean build, whatever was edited and whatever happened to its folder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
        expect((await runSequence(steps, folderOf({}))).differing).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  it.each(edits)('after: %s, has the bytes of a clean build', async (edit) => {
    const steps = [3, 4].map((n): Step => ({ edit, accident: 'nothing', n }));
    expect((await runSequence(steps, folderOf({}), 4)).differing).toEqual([]);
  });

  it.each(accidents)('although %s, has the bytes of a clean build', async (accident) => {
    const steps = (['nothing', 'another title'] as const).map((edit): Step => ({ edit, accident, n: 2 }));
    expect((await runSequence(steps, folderOf({}), 4)).differing).toEqual([]);
  });

  it.each(accidents)('although %s long after the last build, has the bytes of a clean build', async (accident) => {
    const later: Step = { edit: 'nothing', accident: 'time passes', n: 0 };
    const steps: Step[] = [later, later, { edit: 'nothing', accident, n: 2 }, { edit: 'another title', accident: 'nothing', n: 0 }];
    expect((await runSequence(steps, folderOf({}), 4)).differing).toEqual([]);
  });

  it('writes nothing where nothing has changed, and only what an edit touches', async () => {
    const nothing: Step = { edit: 'nothing', accident: 'nothing', n: 0 };
    expect(await runSequence([nothing], folderOf({}))).toEqual({ differing: [], written: 0 });
    const { written } = await runSequence([{ ...nothing, edit: 'another text', n: 2 }, nothing, nothing], folderOf({}));
    // The page; and its month in the search's index: which months there are, its six items, their rows and their lists.
    expect(written).toBe(1 + 1 + 1 + 1 + 6);
  });

  it('prints pages of one key alike, over random edits', () => {
    const edit = fc.record({ edit: fc.constantFrom(...edits), n: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (some) => {
        let data = small();
        let before = printed(data);
        for (const { edit, n } of some) {
          data = EDITS[edit](data, n);
          const after = printed(data);
          for (const [address, [key, text]] of after) {
            const [oldKey, oldText] = before.get(address) ?? [];
            if (oldKey === key) expect([address, text]).toEqual([address, oldText]);
          }
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });
});
