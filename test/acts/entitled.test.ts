import { expect, it } from 'vitest';
import { entitledPerson, HOLDING } from '#pipeline/acts/acts.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION } from '../bureau.ts';

const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const github = { account: async () => ({ id: 1, type: 'User' as const }), startOf: async () => null } as never;

const acts = (actor: string, machines: string[]): Promise<string> =>
  entitledPerson(
    { run: { id: 'here', attempt: 1, actor }, github },
    { organisation, policy: { machines } },
    HOLDING,
    '2026-11-24T12:00:00+08:00',
  ).then(
    ({ person }) => person,
    ({ code }) => code,
  );

it.each<[what: string, actor: string, machines: string[], said: string]>([
  ['a person of the list acts for himself', 'wangwu', ['sanshen-bot'], 'wangwu'],
  ['an account that the policy calls a machine’s acts for nobody, though a person lists it too', 'wangwu', ['Wangwu'], 'not-entitled'],
  ['the platform’s own account acts for nobody', 'github-actions[bot]', [], 'not-entitled'],
])('%s', async (_, actor, machines, said) => expect(await acts(actor, machines)).toBe(said));
