import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openChannels } from '#pipeline/release/adapters.ts';
import { orderOf } from './channels/orders.ts';
import { policyOf } from './world.ts';

const SECRETS = { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'secret-1', WEIBO_ACCESS_TOKEN: 'token-1', WEIBO_RIP: '192.0.2.1' };
const NAMELESS = policyOf({ channels: { wechat: { mode: 'publish' }, weibo: { mode: 'open' } } });

/** An address at which nobody listens any more. */
async function deserted(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

describe('where the policy names no account', () => {
  it.each(['wechat', 'weibo'] as const)('%s sends nothing to its platform', async (channel) => {
    const outcome = await openChannels(NAMELESS, SECRETS)[channel]?.send(orderOf(channel, 'http://127.0.0.1'));
    expect(outcome).toMatchObject({ kind: 'failed', code: `${channel}/account-not-named`, retry: true });
  });

  it.each(['wechat', 'weibo'] as const)(
    '%s goes to a practice platform on this machine, where no account can be mistaken',
    async (channel) => {
      const address = await deserted();
      const env = { ...SECRETS, WECHAT_API_BASE: address, WEIBO_API_BASE: address };
      const outcome = await openChannels(NAMELESS, env)[channel]?.send(orderOf(channel, address));
      expect(outcome).toMatchObject({ kind: 'failed', code: `${channel}/not-sent`, retry: true });
    },
  );
});
