import { cpSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { type Github, openGithub } from '#pipeline/forge/github/github.ts';
import { type Drafts, draftsOf } from '#pipeline/intake/drafts.ts';
import { folderOf } from '../folder.ts';
import { connect, type World } from '../sandbox/github-world.ts';

/** What an intake account has of a practice GitHub: a clone of its own, the API by its token, drafts on both. */
export async function intakeAccount(world: World, login: string): Promise<{ git: Git; github: Github; drafts: Drafts }> {
  const { github: server } = world;
  const clone = `${folderOf({})}/clone.git`;
  cpSync(server.repositoryDir, clone, { recursive: true });
  connect(`${clone}/config`, world, login);
  const token = server.tokenOf(login);
  const git = await openGit(clone, { token });
  onTestFinished(() => git.close());
  const github = openGithub({ apiUrl: server.url, token, repository: server.repository });
  return { git, github, drafts: draftsOf({ git, github, main: 'main' }) };
}
