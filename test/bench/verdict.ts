import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { frontMatter, ITEM, type Story, story } from '../review/evidence-builder.ts';
import { type Figure, interleaved, processorTime } from './measure.ts';

const FILES = 3000;
const REVIEWS = 1000;
const PUSHES = 200;
const REVIEWERS = ['zhouyi', 'wujiu', 'zhengsi', 'wangwu', 'fengliu', 'sunqi', 'baomi', 'stranger'];

/** The nth second after nine in the morning. */
const moment = (second: number): string =>
  `2026-11-24T${String(9 + Math.floor(second / 3600)).padStart(2, '0')}:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}+08:00`;

/** A pull request that people pushed to and reviewed for hours; at its end three of them sign. */
function busy(policy: Record<string, unknown>): Story {
  const told = story().policy({ files_per_pull_request: FILES, ...policy });
  for (let push = 0; push < PUSHES; push += 1) told.pushes('lisi', `p${push}`, moment(60 + push * 10), { text: `text${push}` });
  for (let review = 0; review < REVIEWS - 3; review += 1) {
    const login = REVIEWERS[review % REVIEWERS.length] ?? null;
    told.reviews(login, moment(61 + review * 2), review % 7 === 0 ? 'COMMENTED' : 'APPROVED', { body: '示例' });
  }
  const last = moment(61 + REVIEWS * 2);
  const signers = ['zhouyi', 'zhengsi', 'fengliu'] as const;
  for (const [index, login] of signers.entries()) told.approves(login, moment(62 + REVIEWS * 2 + index));
  return told.at(last.replace(/T\d\d/, 'T20'));
}

/** One item of 3,000 files. */
function oneItem(): Evidence {
  const { evidence } = busy({});
  evidence.files = Array.from({ length: FILES }, (_, index) => ({
    path: `${ITEM}/${index === 0 ? 'index.md' : `${index}.jpg`}`,
    status: 'added',
  }));
  return evidence;
}

/** 100 items of thirty files each, where the policy allows it. */
function manyItems(): Evidence {
  const { evidence } = busy({ items_per_pull_request: 100 });
  const [first] = evidence.items;
  if (!first) throw new Error('the story has an item');
  evidence.items = Array.from({ length: 100 }, (_, index) => ({
    path: `content/items/wucheng/2026-11-23-street-${index}`,
    trees: { ...first.trees },
    frontMatter: structuredClone(frontMatter),
  }));
  evidence.files = evidence.items.flatMap(({ path }) =>
    Array.from({ length: 30 }, (_, index) => ({ path: `${path}/${index === 0 ? 'index.md' : `${index}.jpg`}`, status: 'added' as const })),
  );
  return evidence;
}

function passed(evidence: Evidence): Evidence {
  const { verdict } = evaluate(evidence);
  if (verdict !== 'passed') throw new Error(`expected the bench's pull request to pass, but it is ${verdict}`);
  return evidence;
}

/** Whole processes: `sanshen gate --evidence` beside a Node that does nothing. */
function processes(evidence: Evidence, rounds: number): Record<'gate --evidence' | 'node that does nothing', Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  const file = join(folder, 'evidence.json');
  writeFileSync(file, JSON.stringify(evidence));
  const run = (...args: string[]): void => {
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`expected exit 0 of node ${args.join(' ')}, but it is ${status}`);
  };
  try {
    return interleaved(
      {
        'gate --evidence': () => run(resolve('pipeline/sanshen.js'), 'gate', '--evidence', file),
        'node that does nothing': () => run('-e', '0'),
      },
      rounds,
      () => performance.now(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The gate's verdict over 3,000 files and 1,000 reviews, beside reading the same evidence as JSON, and the command beside a bare Node. */
export function benchVerdict(rounds: number): Record<string, Record<string, Figure>> {
  const cases = {
    'one item of 3,000 files': passed(oneItem()),
    '100 items of 30 files': passed(manyItems()),
    'an ordinary one': passed(story().signed().evidence),
  };
  const pure = Object.entries(cases).map(([name, evidence]) => {
    const text = JSON.stringify(evidence);
    return [
      name,
      interleaved({ verdict: () => evaluate(evidence), 'JSON.parse of its evidence': () => JSON.parse(text) }, rounds, processorTime),
    ] as const;
  });
  return {
    ...Object.fromEntries(pure),
    'whole process, an ordinary one (wall clock)': processes(cases['an ordinary one'], Math.min(rounds, 10)),
  };
}
