import { describe, expect, it } from 'vitest';
import { evaluate, filledIn, holds, referencesIn } from './expressions.ts';

const contexts = {
  github: { event_name: 'schedule', event: { schedule: '7 * * * *', labels: [{ name: 'a' }, { name: 'b' }] } },
  needs: { build: { result: 'failure', outputs: { website: 'build' } } },
  secrets: { KEY: 'key' },
  inputs: { what: '清除登记' },
};

describe('expressions', () => {
  it.each<[string, unknown]>([
    ["github.event_name == 'SCHEDULE'", true],
    ["github.event.pull_request.head.sha || 'none'", 'none'],
    ["startsWith(inputs.what, '清除') && secrets.KEY || ''", 'key'],
    ["startsWith(inputs.what, '撤下') && secrets.KEY || ''", ''],
    ["contains(github.event.labels.*.name, 'b') && !contains(fromJSON('[\"b\"]'), 'c')", true],
    ["format('{0}-{1}', github.event_name, 1)", 'schedule-1'],
    ['toJSON(needs.build.outputs)', '{\n  "website": "build"\n}'],
    ["hashFiles('a/**', 'b')", 'a/** b'],
    ['success() || failure()', true],
  ])('%s comes to %j', (text, value) => expect(evaluate(text, { contexts, hashFiles: (patterns) => patterns.join(' ') })).toEqual(value));

  it.each<[string | undefined, boolean, boolean]>([
    [undefined, true, false],
    ["github.event_name == 'schedule'", true, false],
    [`${'$'}{{ github.event_name == 'schedule' }}`, true, false],
    ['always()', true, true],
    ['!cancelled()', true, true],
    ['failure()', false, true],
    ["!cancelled() && needs.build.result == 'success'", false, false],
    ['needs.build.outputs.other', false, false],
  ])('the condition %s holds while nothing has failed: %s, after something has: %s', (condition, before, after) => {
    expect([false, true].map((failed) => holds(condition, { contexts, standing: { failed, cancelled: false } }))).toEqual([before, after]);
    expect(holds(condition, { contexts, standing: { failed: false, cancelled: true } })).toBe(condition === 'always()');
  });

  it('are filled into texts, and tell the places that they look at', () => {
    expect(filledIn(['group-$', "{{ github.event.number || 'all' }}-$", '{{ github.event_name }}'].join(''), { contexts })).toBe(
      'group-all-schedule',
    );
    expect(referencesIn("startsWith(inputs.what, 'a') && secrets['KEY'] || needs.build.outputs.website == steps[inputs.what].id")).toEqual([
      ['inputs', 'what'],
      ['secrets', 'KEY'],
      ['needs', 'build', 'outputs', 'website'],
      ['steps', null, 'id'],
      ['inputs', 'what'],
    ]);
    expect(() => evaluate('github.event_name ==', { contexts })).toThrow();
    expect(() => evaluate('githb.event_name', { contexts })).toThrow();
  });
});
