import type { Drafts } from '#pipeline/intake/drafts.ts';
import { type IssueWorld, takeIssue } from '#pipeline/intake/form/take-issue.ts';
import type { Marked } from '#pipeline/intake/secrecy.ts';
import { personOfLogin } from '#pipeline/organisation/person.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION } from '../../bureau.ts';
import { startWorld, type World } from '../../sandbox/github-world.ts';
import { intakeAccount } from '../intake-account.ts';
import { type Filled, filledForm } from './filled-form.ts';

const NOW = '2026-11-24T09:30:00+08:00';
const bureau = readOrganisation(ORGANISATION, 'content/organisation.yml');

/** A bureau whose people open issues, and the program that takes them. */
export async function bureauWithForm(
  more: Partial<IssueWorld['github']> = {},
  alter: (drafts: Drafts, world: World) => Partial<Drafts> = () => ({}),
) {
  const world = await startWorld();
  const { github, drafts } = await intakeAccount(world, 'sanshen-bot');
  const secrets: Marked[] = [];
  const reached = { now: 1 };
  const told: IssueWorld = {
    ...{ github: { ...github, ...more }, drafts: { ...drafts, ...alter(drafts, world) }, organisation: bureau, now: NOW },
    personOf: async (login) => personOfLogin(bureau, login),
    webUrl: 'https://git.example',
    main: 'main',
    tellSecrecy: async (marked) => {
      secrets.push(marked);
      return reached.now;
    },
  };
  const open = async (login: string, answers: Filled = {}): Promise<number> =>
    (await world.as(login).issues.create({ ...world.of, title: '报送：示例', body: filledForm(answers) })).data.number;
  const edit = (number: number, answers: Filled) =>
    world.as('lisi').issues.update({ ...world.of, issue_number: number, body: filledForm(answers) });
  const answers = async (number: number): Promise<string[]> =>
    (await world.as('lisi').issues.listComments({ ...world.of, issue_number: number })).data.map(({ body = '' }) => body);
  return { world, open, edit, answers, secrets, reached, take: (number: number) => takeIssue(number, told) };
}
