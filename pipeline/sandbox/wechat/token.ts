import type { Hono, MiddlewareHandler } from 'hono';
import { withinQuota } from '../platform/faults.ts';
import { type Account, newId, refuse, seconds } from './state.ts';

const LIFE = 7200;
const FORCED_A_DAY = 20;

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `POST /cgi-bin/stable_token`: normal mode gives the same token to everyone who asks; a forced one replaces it. */
export function tokenRoutes(app: Hono, account: Account, ipAllowed: () => boolean): void {
  app.post('/cgi-bin/stable_token', async (context) => {
    const { state } = account.saved;
    const body = parsed(await context.req.text());
    if (body.grant_type !== 'client_credential') return refuse(account, context, 40097);
    if (body.appid !== account.appId) return refuse(account, context, 40013);
    if (body.secret !== account.secret) return refuse(account, context, 40125);
    if (!ipAllowed()) return refuse(account, context, 40164);
    const now = seconds(account.now());
    if (body.force_refresh === true && !withinQuota(state.counter, account.now(), 'force_refresh', FORCED_A_DAY))
      return refuse(account, context, 45009);
    if (state.token === null || state.token.until - now < 300 || body.force_refresh === true) {
      if (state.token) state.spent.push(state.token.value);
      state.token = { value: `88_${newId(account, 'token')}${newId(account, 'token')}`, until: now + LIFE };
    }
    return context.json({ access_token: state.token.value, expires_in: state.token.until - now });
  });
}

/** Every other operation needs the token: 41001 missing, 42001 expired, 40001 another one. */
export function needsToken(account: Account, ipAllowed: () => boolean): MiddlewareHandler {
  return async (context, next) => {
    const { token, spent } = account.saved.state;
    const given = context.req.query('access_token') ?? '';
    if (given === '') return refuse(account, context, 41001);
    if (spent.includes(given) || (given === token?.value && token.until <= seconds(account.now()))) return refuse(account, context, 42001);
    if (given !== token?.value) return refuse(account, context, 40001);
    if (!ipAllowed()) return refuse(account, context, 40164);
    await next();
    return undefined;
  };
}
