import { ITEM, type Story, story } from './evidence-builder.ts';

export const ZERO = '0'.repeat(40);

/** The item was published before; this pull request changes it. */
export const published = (): Story =>
  story()
    .text('main0', 'text0')
    .with((evidence) => Object.assign(evidence, { released: [ITEM], files: [{ path: `${ITEM}/index.md`, status: 'modified' }] }));

/** A second item of another unit in the same pull request. */
export const twoItems = (other = 'content/items/jindong/2026-11-23-park'): Story =>
  story()
    .file({ path: `${other}/index.md`, status: 'added' })
    .with(({ items }) => void items.push({ path: other, trees: { main0: null, c1: 'park1' }, frontMatter: items[0]?.frontMatter ?? null }));

export const delegation = (more: object = {}) => ({
  principal: 'fengliu',
  delegate: 'baomi',
  level: 3,
  from: '2026-11-20',
  to: '2026-11-30',
  document: '授权 1 号',
  ...more,
});

/** 保八 stands in for 冯六 at level 3, with the switch on. */
export const delegated = (more: object = {}): Story =>
  story()
    .policy({ delegation: { enabled: true } })
    .delegations(delegation(more));

export const declared = (at = '2026-11-24 08:00', by = 'zhouyi'): Story =>
  story()
    .organisation((organisation) => Object.assign(organisation, { routes: { A: { level1: 'declared' } } }))
    .frontMatter({ unit_review: { by, at }, secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
    .approves('baomi', '09:30');

export const emergency = (): Story =>
  story()
    .policy({ emergency: { enabled: true } })
    .secrecyBy('baomi')
    .approves('baomi', '09:30');

export const bySecrecyDuty = (): Story => story().secrecyBy('baomi').signed();
