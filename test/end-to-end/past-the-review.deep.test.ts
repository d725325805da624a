import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withMainUnlocked } from '../sandbox/github-world.ts';
import { type House, openHouse } from './house.ts';
import type { Files } from './people.ts';
import { submission } from './submission.ts';

interface Alert {
  item: string;
  code: string;
  message: string;
}

const reviewed = submission('pingcha', '法制处开展行政执法案卷评查，三十件案卷逐件讲评');
const pushed = submission('zhitui', '未经审核直接推送到主分支的一件信息');
const later = submission('houlai', '法制处公布执法文书示范文本，共二十六种');
const SETTINGS = 'content/organisation.yml';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.land(reviewed);
  await house.run('publish');
});
afterAll(() => house.close());

async function publish(): Promise<{ code: number; approved: string[]; releases: unknown[]; alerts: Alert[] }> {
  const { code, json } = await house.run('publish');
  return { code, ...(json as { approved: string[]; releases: unknown[]; alerts: Alert[] }) };
}

const page = async (id: string): Promise<number> => (await fetch(`${house.sandbox.siteUrl}/${id}/`)).status;

/** All that a reader of the website can come across. */
async function website(): Promise<string> {
  const addresses = ['', '/sitemap.xml', '/archive/', '/columns/dongtai/'];
  return (await Promise.all(addresses.map(async (path) => (await fetch(house.sandbox.siteUrl + path)).text()))).join('');
}

/** GitHub refuses a push to main until the administrator has switched off the second lock, which nobody but he can. */
async function pushPastTheRules(files: Files, message: string): Promise<void> {
  const sunqi = house.person('sunqi');
  const push = () => sunqi.push({ from: 'main', to: 'main', files, message });
  await expect(push()).rejects.toThrow('Changes must be made through a pull request.');
  await withMainUnlocked(sunqi.octokit, sunqi.of, async () => void (await push()));
}

/** The open issue that tells an alert. */
async function issueOf({ item, code }: Alert): Promise<string> {
  const { octokit, of } = house.person('sunqi');
  const { data } = await octokit.issues.listForRepo({ ...of, state: 'open' });
  return (
    data.filter(({ body, pull_request }) => !pull_request && body?.includes(`<!-- sanshen:${code}:${item}`)).map(({ body }) => body)[0] ??
    ''
  );
}

describe('an item that the administrator pushes straight to main', () => {
  it('is published on no channel, the website included, and somebody is told what to do', async () => {
    await pushPastTheRules(pushed.files, '直接推送');
    const { code, approved, releases, alerts } = await publish();
    expect({ code, approved, releases }).toEqual({ code: 1, approved: [], releases: [] });
    const [alert] = alerts;
    expect(alerts).toEqual([
      { item: pushed.id, code: 'no-pull-request', message: expect.stringMatching(/没有审核记录.*请报送单位用合并请求.*请管理员/) },
    ]);
    expect(await issueOf(alert as Alert)).toContain(alert?.message);
    expect(await page(pushed.id)).toBe(404);
    expect(await website()).not.toContain(pushed.title);
    expect(await house.seen(pushed.title)).toEqual({ articles: 0, posts: 0 });
    expect(await house.states(pushed.id)).toEqual([]);
  });

  it('does not come onto a website that is built anew, by hand', async () => {
    await house.run('build');
    expect(await page(pushed.id)).toBe(404);
  });

  it('holds up nothing else: what was reviewed stays, and what is reviewed later goes out', async () => {
    await house.land(later);
    expect(await publish()).toMatchObject({ code: 1, approved: [later.id], alerts: [{ item: pushed.id }] });
    expect([await page(reviewed.id), await page(later.id)]).toEqual([200, 200]);
    expect(await house.seen(reviewed.title)).toEqual({ articles: 1, posts: 1 });
    expect(await house.seen(later.title)).toEqual({ articles: 1, posts: 1 });
  });
});

describe('a list of names that the administrator changes straight on main', () => {
  const next = submission('zaihou', '名单被改以后审完的一件信息');
  let before = '';

  it('stops everything, even what was reviewed, until it is put right; what is out stays out', async () => {
    await house.land(next);
    const change = (present: string): string => {
      before = present;
      return present.replace('person: fengliu', 'person: sunqi');
    };
    await pushPastTheRules({ [SETTINGS]: change }, '改名单');
    const { code, approved, releases, alerts } = await publish();
    expect({ code, approved, releases }).toEqual({ code: 1, approved: [], releases: [] });
    const [alert] = alerts;
    expect(alerts).toEqual([
      { item: 'settings', code: 'settings-unverified', message: expect.stringMatching(/没有经过合并请求.*请管理员.*什么也不发/) },
    ]);
    expect(await issueOf(alert as Alert)).toContain(alert?.message);
    await house.run('build');
    expect([await page(next.id), await page(reviewed.id)]).toEqual([404, 200]);
    expect(await house.seen(next.title)).toEqual({ articles: 0, posts: 0 });
  });

  it('lets everything go on once it is as it was', async () => {
    await pushPastTheRules({ [SETTINGS]: before }, '改回原样');
    expect(await publish()).toMatchObject({ approved: [next.id], alerts: [{ item: pushed.id, code: 'no-pull-request' }] });
    expect(await page(next.id)).toBe(200);
    expect(await house.seen(next.title)).toEqual({ articles: 1, posts: 1 });
    expect((await house.run('verify')).json).toMatchObject({ verified: true, problems: [] });
  });
});
