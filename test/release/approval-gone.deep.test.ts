import { expect, it } from 'vitest';
import { FOLDER, itemText, startBureau } from '../bureau.ts';
import { practice } from './practice-channel.ts';

it('a text whose reviewer was taken off the list before it went out waits, and says which level is open and who may fill it', async () => {
  const bureau = await startBureau();
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.approve();
  const without = bureau.organisation.replace('person: fengliu, from', 'person: wangwu, from').replace(/ {2}fengliu: .*\n/, '');
  await bureau.publish({ 'content/organisation.yml': without }, { reviewers: ['zhengsi', 'fengliu'] });
  await bureau.approve();
  const { alerts } = await bureau.release({ website: practice('website', []) });
  expect(alerts).toMatchObject([
    { code: 'approval-gone', message: expect.stringMatching(/第 3 级现在是“.+”；请办公室核对合并请求 #1，.*由现任的人在那里补审/) },
  ]);
  await bureau.world.review('wangwu', 1);
  await bureau.approve();
  expect((await bureau.release({ website: practice('website', []) })).alerts).toEqual([]);
  expect(await bureau.states()).toEqual(['website 1 confirmed']);
});
