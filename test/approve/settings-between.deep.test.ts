import { expect, it } from 'vitest';
import { approve } from '#pipeline/approve/approve.ts';
import { FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';

it('a text that was judged before the settings changed in the same run is judged again under those that it is signed under', async () => {
  const bureau = await startBureau();
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  const own = await bureau.publisher();
  let first = true;
  const append: typeof own.store.append = async (...given) => {
    if (!first) return own.store.append(...given);
    first = false;
    await bureau.publish({ 'content/policy.yml': `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    return { kind: 'conflict' };
  };
  const { approved } = await approve({ ...own, store: { ...own.store, append } }, bureau.key);
  expect(approved).toEqual([ITEM]);
  expect((await bureau.verify()).problems).toEqual([]);
});
