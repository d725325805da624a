import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { command as archiveCommand } from '#pipeline/commands/archive.ts';
import { command } from '#pipeline/commands/report.ts';
import { auditOf, unwatched } from '#pipeline/reports/audit/audit.ts';
import { answersOf, auditSheets, basisOf } from '#pipeline/reports/audit/audit-sheets.ts';
import { pageOf } from '#pipeline/reports/sheets/page.ts';
import { gatherRecords } from '#pipeline/reports/statistics/gather.ts';
import { reportOf } from '#pipeline/reports/statistics/report.ts';
import { HOW, reportSheets, titleOf } from '#pipeline/reports/statistics/report-sheets.ts';
import { axe, flaws } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { archivedBureau } from './archived-bureau.ts';
import { eventfulLedger, VERSIONS } from './eventful-ledger.ts';
import { LISTED } from './simulated-people.ts';

const NOW = '2027-01-05T12:00:00+08:00';
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const css = readFileSync(join(import.meta.dirname, '../../site/assets/tokens.css'), 'utf8');

const LOOKS = [
  ['light', 1280, {}],
  ['dark', 1280, { colorScheme: 'dark' }],
  ['narrow', 320, {}],
  ['more contrast', 1280, { contrast: 'more' }],
  ['on paper', 1120, { media: 'print' }],
] as const;

/** A year of ten units with all that can happen: a report with charts, and an audit in which no table is empty. */
async function simulated(): Promise<Record<string, string>> {
  const { store, head } = await eventfulLedger(150);
  const { records, missing } = await gatherRecords({ store, head, forge: null, now: NOW, note: () => undefined }, YEAR);
  const made = reportOf(records, YEAR, LISTED, { missing });
  const audit = await auditOf(
    { store, head, problems: [], items: 1, events: 1, versions: VERSIONS, span: null, now: NOW },
    unwatched('没有令牌'),
  );
  const bureau = '示例市综合行政执法局';
  const sheets = auditSheets(audit, 'short');
  return {
    'a year in figures': pageOf({ bureau, title: titleOf(made), above: [missing ?? ''], below: HOW, sheets: reportSheets(made) }, css),
    'an audit of a year': pageOf({ bureau, title: '信息发布审计', above: basisOf(audit), answers: answersOf(audit), sheets }, css),
  };
}

/** What the commands print for a small bureau, and the pages of its package. */
async function printed(): Promise<Record<string, string>> {
  const bureau = await archivedBureau();
  const { git } = await bureau.publisher();
  await git.fetch(['+refs/heads/main:refs/remotes/origin/main', '+refs/heads/ledger:refs/remotes/origin/ledger']);
  const page = async (options: Record<string, string | boolean>): Promise<string> =>
    (await command.run(commandContext({ root: bureau.root, at: NOW, format: 'html', options }))).text;
  const out = join(folderOf({}), 'package');
  await archiveCommand.run(commandContext({ root: bureau.root, options: { year: '2026', out } }));
  return {
    'an empty month': await page({}),
    'yearly figures': await page({ annual: true }),
    'the positions': await page({ register: true }),
    'an inspection': await page({ inspection: true }),
    'an audit': await page({ audit: true }),
    'how to check a package': readFileSync(join(out, '怎样验这个归档包.html'), 'utf8'),
  };
}

const browser = await launchBrowser(afterAll);

describe('pages that reports print', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('request', (request) => !request.url().startsWith('file:') && complaints.push(request.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => complaints.push(message.text()));

  it.each([
    ['a simulated year', simulated],
    ['a small bureau and its package', printed],
  ])('have no flaw that axe finds, ask for nothing and fit every screen: %s', async (_, made) => {
    const file = join(folderOf({}), 'page.html');
    const found: Record<string, string[]> = {};
    for (const [name, html] of Object.entries(await made())) {
      writeFileSync(file, html);
      for (const [look, width, media] of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ media: 'screen', colorScheme: 'light', contrast: 'no-preference', ...media });
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(axe);
        const some = await flaws(page);
        if (some.length > 0) found[`${name}, ${look}`] = some;
      }
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
  });
});
