import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beijingDate } from '#pipeline/beijing-time.ts';
import { articlesOn, postsOn } from '../end-to-end/platforms.ts';
import { BEGIN } from '../end-to-end/programs.ts';
import { submission } from '../end-to-end/submission.ts';
import { filledForm } from '../intake/form/filled-form.ts';
import { git } from './runner/actions.ts';
import { type BureauAtWork, startBureauAtWork } from './runner/bureau-at-work.ts';
import { readWorkflow, type WorkflowFile, workflowFiles } from './workflow-files.ts';

const TITLE = '法制处开展行政执法案卷评查，三十件案卷逐件讲评';
const item = submission('pingcha', TITLE);
const WORDS = '从立案、取证到裁量、送达';

/** What is otherwise on one kind of GitHub than on the other. */
interface Edition {
  edition: 'github.com' | 'ghes';
  /** Mistakes in the workflows are made on one edition only: the files are the same. */
  withMistakes: boolean;
  /** What the publisher's jobs come to. */
  published: string;
  /** Where the reviewer's comment says that the three faces are. */
  faces: RegExp;
}

/** The life of an item by the real workflows, on a practice GitHub of one kind. */
export function describeScenes(on: Edition): void {
  describe(`the workflows, from the files of this repository, at work on a practice ${on.edition}`, () => {
    let bureau: BureauAtWork;
    let number = 0;
    let head = '';

    beforeAll(async () => {
      bureau = await startBureauAtWork(on.edition);
    });
    afterAll(() => bureau.close());

    /** What has run since it was last asked: by workflow, the jobs and what came of them. */
    async function ran(): Promise<string[]> {
      await bureau.runner.settled();
      const told = bureau.runner.runs.splice(0).map(({ file, jobs }) => {
        const results = jobs.map(({ id, result }) => (result === 'success' ? id : `${id}=${result}`));
        return [file.replace('.yml', ':'), ...results].join(' ');
      });
      return told.sort();
    }

    /** The same with a mistake in a workflow, which then goes away again. */
    async function ranWith(name: string, from: string, to: string, happen: () => unknown): Promise<string[]> {
      const file = workflowFiles().find((each) => each.name === name) as WorkflowFile;
      expect(file.text).toContain(from);
      bureau.runner.use(
        readWorkflow(
          name,
          file.text.replace(from, () => to),
        ),
      );
      await happen();
      const told = await ran();
      bureau.runner.use(file);
      return told;
    }

    const approve = (login: string) => (): Promise<void> => bureau.house.person(login).review(number, 'APPROVE');
    const merge = (): Promise<string> => bureau.house.person('sunqi').merge(number);

    /** Starts a workflow by hand, as the page of Actions does. */
    async function dispatch(login: string, workflow_id: string, inputs: Record<string, string> = {}, ref = 'main'): Promise<void> {
      const { octokit, of } = bureau.house.person(login);
      await octokit.actions.createWorkflowDispatch({ ...of, workflow_id, ref, inputs });
    }

    async function gateStatus(): Promise<string | undefined> {
      const { octokit, of } = bureau.house.person('shenshi');
      const { data } = await octokit.repos.getCombinedStatusForRef({ ...of, ref: head });
      return data.statuses.find(({ context }) => context === 'sanshen/gate')?.state;
    }

    /** What people read on the pull request. */
    async function comments(): Promise<string> {
      const { octokit, of } = bureau.house.person('shenshi');
      const { data } = await octokit.issues.listComments({ ...of, issue_number: number });
      return data.map(({ body }) => body).join('\n');
    }

    /** Alerts and the day's summary. */
    async function issues(): Promise<string> {
      const { octokit, of } = bureau.house.person('sunqi');
      const { data } = await octokit.issues.listForRepo({ ...of, state: 'all' });
      return data.map(({ title, body }) => `${title}\n${body}`).join('\n');
    }

    /** How the item's releases stand, by the ledger. */
    async function states(): Promise<string[]> {
      const { root, github } = bureau.house.sandbox;
      await git(root, 'fetch', '--quiet', github.repositoryDir, '+refs/heads/*:refs/remotes/origin/*');
      return bureau.house.states(item.id);
    }

    /** What readers find of the item. */
    async function seen(): Promise<{ articles: number; posts: number; page: boolean }> {
      const { env, siteUrl } = bureau.house.sandbox;
      const [articles, posts, page] = await Promise.all([articlesOn(env), postsOn(env), fetch(`${siteUrl}/${item.id}/`)]);
      return {
        articles: articles.filter(({ title }) => title === TITLE).length,
        posts: posts.filter((text) => text.includes(TITLE)).length,
        page: (await page.text()).includes(WORDS),
      };
    }

    it('check and gate what somebody submits, each with its own rights', async () => {
      const shenshi = bureau.house.person('shenshi');
      head = await shenshi.push({ from: 'main', to: item.branch, files: item.files, message: '报送' });
      number = await shenshi.open(item.branch, TITLE);
      expect(await ran(), bureau.log()).toEqual(['check: check published=skipped', 'gate: gate doctor=skipped']);
      expect(await gateStatus()).toBe('pending');
    });

    if (on.withMistakes)
      it('fail where the gate may not write its status, or its comment', async () => {
        const failed = ['gate: gate=failure doctor=skipped'];
        expect(await ranWith('gate.yml', 'statuses: write', 'statuses: read', approve('hanshiyi'))).toEqual(failed);
        expect(await ranWith('gate.yml', 'pull-requests: write', 'pull-requests: read', approve('zhengsi'))).toEqual(failed);
      });

    it('say with the third signature that all have signed, and where the three faces open that the check has left', async () => {
      expect(await gateStatus()).toBe('pending');
      for (const login of on.withMistakes ? ['fengliu'] : ['hanshiyi', 'zhengsi', 'fengliu']) await approve(login)();
      expect(new Set(await ran()), bureau.log()).toEqual(new Set(['gate: gate doctor=skipped']));
      expect(await gateStatus()).toBe('success');
      expect(await comments()).toMatch(on.faces);
    });

    if (on.withMistakes)
      it('sign and send nothing where the environment with the keys isn’t named, or main can’t be read', async () => {
        const failed = ['publish: approve=failure build=skipped deploy=skipped release=skipped'];
        expect(await ranWith('publish.yml', 'environment: publish', 'environment: publishing', merge)).toEqual(failed);
        const again = (): void => bureau.runner.clock('*/15 * * * *');
        expect(await ranWith('publish.yml', '      contents: read # main and the ledger\n', '', again)).toEqual(failed);
        expect(await seen()).toEqual({ articles: 0, posts: 0, page: false });
      });

    it('publish what was merged, once on each channel', async () => {
      if (on.withMistakes) bureau.runner.clock('*/15 * * * *');
      else await merge();
      expect(await ran(), bureau.log()).toEqual([on.published]);
      expect(await states(), bureau.log()).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
      expect(await seen()).toEqual({ articles: 1, posts: 1, page: true });
    });

    it('make a draft of a filled-in form, which is checked and gated like any other, and answer in the form', async () => {
      const { octokit, of } = bureau.house.person('shenshi');
      const answers = { submitter: '沈十', unit: '法制处（fazhi）', secrecy: '韩十一', event_date: beijingDate(BEGIN) };
      const { data } = await octokit.issues.create({ ...of, title: '报送：示例', body: filledForm(answers), labels: ['报送'] });
      expect(await ran(), bureau.log()).toEqual([
        // The form asks for no summary, which Weibo needs: the answer does.
        'check: check=failure published=skipped',
        'gate: gate doctor=skipped',
        'intake: form uploads=skipped mailbox=skipped',
      ]);
      const { data: said } = await octokit.issues.listComments({ ...of, issue_number: data.number });
      expect(said.map(({ body }) => body)).toEqual([expect.stringMatching(/已建好稿件，编号 fazhi\/[\d-]+-[0-9a-f]{8}：#\d+。/)]);
    });

    if (on.withMistakes)
      it('build no site where nobody may read how much the ledger must hold', async () => {
        const blind = ["      statuses: read # the ledger's count, on main's head\n", ''] as const;
        const told = await ranWith('publish.yml', ...blind, () => bureau.runner.clock('*/15 * * * *'));
        expect(told).toEqual(['publish: approve build=failure deploy=skipped release']);
      });

    if (on.withMistakes)
      it('give the keys to no branch that somebody changes the publisher on', async () => {
        const name = '.github/workflows/publish.yml';
        const text = workflowFiles().find((file) => name.endsWith(file.name))?.text ?? '';
        const changed = text.replace(
          /run: node "\$RUNNER_TEMP.sanshen.pipeline.sanshen.js" approve.*/,
          () => 'run: printenv SANSHEN_SIGNING_KEY',
        );
        await bureau.house.person('shenshi').push({ from: 'main', to: 'shenshi/mine', files: { [name]: changed }, message: '试试' });
        await dispatch('shenshi', 'publish.yml', {}, 'shenshi/mine');
        expect(await ran()).toEqual(['publish: approve=failure build=skipped deploy=skipped release=skipped']);
        expect(bureau.log()).not.toMatch(/printenv|PRIVATE KEY/);
      });

    const filled = { what: '撤下（立即）', item: item.id, kind: 'error 内容错误', reason: '有误（示例）' };
    const takeDown = (): Promise<void> => dispatch('fengliu', 'act.yml', filled);

    if (on.withMistakes)
      it('take down what a leader decides by the form 办理; the site stays as it was where the publisher may not be started', async () => {
        expect(await ranWith('act.yml', 'actions: write', 'actions: read', takeDown), bureau.log()).toEqual(['act: act publish=failure']);
        expect(await seen()).toEqual({ articles: 0, posts: 0, page: true });
      });

    it('build the site without what was taken down once the publisher runs, which every act starts', async () => {
      await (on.withMistakes ? dispatch('zhengsi', 'act.yml', { what: '恢复发布' }) : takeDown());
      expect(await ran(), bureau.log()).toEqual(['act: act publish', on.published]);
      expect(await states()).toEqual(['website withdrawn', 'wechat withdrawn', 'weibo withdrawn']);
      expect(await seen()).toEqual({ articles: 0, posts: 0, page: false });
    });

    it('watch at night what the accounts show, and say what the day was', async () => {
      bureau.runner.clock('23 17 * * *');
      // The practice GitHub's clock stands at a fixed day, this machine's doesn't, which the watch finds fault with.
      expect(await ran(), bureau.log()).toEqual(['watch: watch=failure daily']);
      expect(bureau.log()).toMatch(/须办　\d+ 项[\s\S]*clock\/wrong/);
      expect(bureau.log()).not.toMatch(/drift\/generated/);
      expect(await issues()).toContain(item.id);
    });

    it('show people and the ledger no address but the one where people see the repository', async () => {
      const ledger = await git(bureau.house.sandbox.root, 'grep', '--text', '-h', '-e', '', 'refs/remotes/origin/ledger');
      expect(ledger).toContain(item.id);
      for (const text of [await comments(), await issues(), bureau.log(), ledger]) expect(text).not.toMatch(/\/api\/v3|\/\/github\.com/);
    });
  });
}
