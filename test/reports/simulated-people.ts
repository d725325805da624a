import { organisationSchema } from '#pipeline/organisation/organisation.ts';

/** Units of the simulated year: each with two who write and one who heads it, thirty people; with the Office, leaders and deputies forty. */
export const UNITS = Array.from({ length: 10 }, (_, index) => `unit${index}`);
export const OFFICE = ['office0', 'office1', 'office2', 'office3'];
export const LEADERS = ['leader0', 'leader1', 'leader2'];
export const DEPUTIES = ['deputy0', 'deputy1', 'deputy2'];
export const writersOf = (unit: string): [string, string] => [`${unit}-a`, `${unit}-b`];
export const headOf = (unit: string): string => `${unit}-head`;

const people = [...UNITS.flatMap((unit) => [...writersOf(unit), headOf(unit)]), ...OFFICE, ...LEADERS, ...DEPUTIES];
const since = '2024-01-01';

/** As it lies in the evidence: forty people, every level with several holders, delegations for all of the year. */
export const ORGANISATION = {
  bureau: '示例市综合行政执法局',
  people: Object.fromEntries(people.map((id) => [id, { name: `示例${id}`, logins: [id] }])),
  units: Object.fromEntries(UNITS.map((unit) => [unit, { name: `示例${unit}`, kind: 'county', route: 'A' }])),
  posts: [
    ...UNITS.map((unit) => ({ unit, post: '分局负责人', level: 1, person: headOf(unit), from: since })),
    ...OFFICE.map((person) => ({ unit: 'office', post: '办公室审核', level: 2, person, from: since, covers: '*' })),
    ...LEADERS.map((person) => ({ unit: 'leaders', post: '分管领导', level: 3, person, from: since, covers: '*' })),
  ],
  duties: [{ duty: 'administrator', person: 'office3', from: since }],
  delegations: [
    { principal: 'office0', delegate: 'deputy0', level: 2, from: since, to: '2027-12-31', document: '示例发〔2026〕1号' },
    { principal: 'leader0', delegate: 'deputy1', level: 3, from: since, to: '2027-12-31', document: '示例发〔2026〕2号' },
  ],
};

export const LISTED = organisationSchema.parse(ORGANISATION);
export const POLICY = { delegation: { enabled: true }, emergency: { enabled: true, review_hours: 24 } };
