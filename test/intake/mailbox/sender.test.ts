import { describe, expect, it } from 'vitest';
import { readMail } from '#pipeline/intake/mail/read-mail.ts';
import { isAuthenticated, judgeSender } from '#pipeline/intake/mailbox/sender.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION, SERVER, VOUCHED } from './bureau.ts';

const DOMAIN = 'example.gov.cn';
const vouched = (values: string[], domain = DOMAIN): boolean =>
  isAuthenticated(
    values.map((value) => ({ key: 'authentication-results', value })),
    SERVER,
    domain,
  );

describe('a server vouches for a domain', () => {
  it.each([
    [`${SERVER}; dkim=pass header.d=example.gov.cn`],
    [`${SERVER} 1; spf=fail smtp.mailfrom=x@y.z; dmarc=pass (p=none) header.from=example.gov.cn`],
    [`${SERVER}; spf=pass (sender "a;b" (is) fine) smtp.mailfrom=bgs@example.gov.cn; dkim=none`],
    [`MX.EXAMPLE.GOV.CN; dkim=pass header.i=@example.gov.cn header.s=s1`],
  ])('by %s', (value) => expect(vouched([value])).toBe(true));

  it('for what lies below a domain that is somebody’s own, and for nothing beside it', () => {
    const results = [`${SERVER}; dkim=pass header.d=example.gov.cn`];
    expect(['wucheng.example.gov.cn', 'notexample.gov.cn', 'gov.cn', 'example.com'].map((domain) => vouched(results, domain))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(vouched([`${SERVER}; dkim=pass header.d=gov.cn`])).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['another server', ['mx.example.com; dkim=pass header.d=example.gov.cn']],
    ['a failure', [`${SERVER}; dkim=fail header.d=example.gov.cn; spf=softfail smtp.mailfrom=example.gov.cn`]],
    ['another domain', [`${SERVER}; dkim=pass header.d=example.com`]],
    ['a word of a comment', [`${SERVER}; dkim=none (dkim=pass header.d=example.gov.cn)`]],
    ['a comment that doesn’t end', [`${SERVER}; spf=pass (x; dkim=pass header.d=example.gov.cn`]],
    ['a quoted address', [`${SERVER}; spf=pass smtp.mailfrom="x; dkim=pass header.d=example.gov.cn"@evil.example`]],
    ['a quotation that doesn’t end', [`${SERVER}; spf=pass smtp.mailfrom="x; dkim=pass header.d=example.gov.cn`]],
    ['a name that begins so', [`${SERVER}.evil.example; dkim=pass header.d=example.gov.cn`]],
    [
      'a header below the server’s own, which was in the mail before',
      [`${SERVER}; dkim=none`, `${SERVER}; dkim=pass header.d=example.gov.cn`],
    ],
    ['a word that begins with pass', [`${SERVER}; dkim=passed header.d=example.gov.cn`]],
  ])('not by %s', (_, values) => expect(vouched(values)).toBe(false));
});

const judge = async (lines: string[], by = SERVER, organisation = ORGANISATION) =>
  judgeSender(await readMail(Buffer.from([...lines, 'Subject: x', '', 'y'].join('\r\n'))), organisation, by);

describe('the sender of a mail', () => {
  it.each([
    ['a person', [VOUCHED, 'From: LiSi@example.gov.cn'], { person: 'lisi', unit: null }],
    ['a unit, whose person is asked', [VOUCHED, 'From: wucheng@example.gov.cn'], { person: null, unit: 'wucheng', name: '婺城分局' }],
  ])('is %s', async (_, lines, sender) => expect(await judge(lines)).toMatchObject(sender));

  it.each([
    ['unknown', [VOUCHED, 'From: mallory@example.gov.cn']],
    ['unproved', ['From: lisi@example.gov.cn']],
    ['no-sender', [VOUCHED, 'From: lisi@example.gov.cn, mallory@example.com']],
    ['automatic', [VOUCHED, 'From: lisi@example.gov.cn', 'Auto-Submitted: auto-replied']],
    ['automatic', [VOUCHED, 'From: lisi@example.gov.cn', 'Precedence: bulk']],
    ['automatic', ['Return-Path: <>', VOUCHED, 'From: lisi@example.gov.cn']],
    ['automatic', [VOUCHED, 'List-Id: <x.example.com>', 'From: lisi@example.gov.cn']],
  ])('is %s', async (reason, lines) => expect(await judge(lines)).toBe(reason));

  it('is believed where the bureau’s server vouches for nobody and the policy says so', async () =>
    expect(await judge(['From: lisi@example.gov.cn', 'Auto-Submitted: no', 'Return-Path: <lisi@example.gov.cn>'], 'nobody')).toMatchObject({
      person: 'lisi',
    }));

  it('is nobody where two share an address', async () => {
    const people = { a: { name: '甲', emails: ['lisi@example.gov.cn'] }, b: { name: '乙', emails: ['LISI@example.gov.cn'] } };
    expect(await judge([VOUCHED, 'From: lisi@example.gov.cn'], SERVER, organisationOf({ people, units: {}, posts: [] }))).toBe('ambiguous');
  });
});
