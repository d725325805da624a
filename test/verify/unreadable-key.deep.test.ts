import { expect, it } from 'vitest';
import { FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';

const RSA =
  'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==';
const OFFICE_AND_LEADER = { reviewers: ['zhengsi', 'fengliu'] };

it.each([
  ['text that is no key', 'x'],
  ['a key of another kind', RSA],
])('settings that list %s stop nothing, and are made good like others', async (_, key) => {
  const bureau = await startBureau();
  const bad = bureau.policy.replace('from: 2026-01-01}', `from: 2026-01-01}, {id: next, public_key: '${key}', from: 2026-11-24}`);
  await bureau.publish({ 'content/policy.yml': bad }, OFFICE_AND_LEADER);
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  expect((await bureau.approve()).approved).toEqual([ITEM]);
  await bureau.publish({ 'content/policy.yml': bureau.policy }, OFFICE_AND_LEADER);
  expect((await bureau.approve()).settingsUnverified).toBe(false);
  expect((await bureau.verify()).problems).toEqual([]);
});
