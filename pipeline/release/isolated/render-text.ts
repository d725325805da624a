import { checkItem } from '../../check/engine.ts';
import { otherItem } from '../../forge/evidence/other-items.ts';
import { type Item, type ItemFolder, readItem } from '../../item/item.ts';
import { onceFor } from '../../once-for.ts';
import { renderItem } from '../../render/render-item.ts';
import { handCorrection } from '../correction-steps.ts';
import type { Rendered, RenderRequest, RenderSettings, WantedPayload } from './renderer.ts';

const othersOf = onceFor((others: RenderSettings['others']) => others.map((other) => otherItem(other, other.open)));

/** What keeps a pull request from being merged, once more: errors and warnings that nobody has waived, as `rule：sentence`. */
export function errorsIn(settings: RenderSettings, folder: ItemFolder, check: NonNullable<RenderRequest['check']>): string[] {
  const { organisation, policy, terms, now } = settings;
  const { findings } = checkItem(folder, { organisation, policy, terms, now, ...check, others: othersOf(settings.others) });
  return findings
    .filter(({ severity, waived, rule }) => severity !== 'info' && !waived && rule !== 'time/seven-days')
    .map(({ rule, message }) => `${rule}：${message}`);
}

function payloadOf(settings: RenderSettings, item: Item, { channel, address, older }: WantedPayload): Rendered['payloads'][number] {
  const context = { ...settings, address };
  const before = older && readItem(older.folder).item;
  const correction = older && before ? handCorrection(channel, before, item, context, older.edited) : null;
  return { payload: renderItem(item, channel, context), correction };
}

/** Runs the rules over an approved text, where they are asked, and makes its payloads. Pure: what it is given is all it knows. */
export function renderText(settings: RenderSettings, request: RenderRequest): Rendered {
  const { folder, check, payloads } = request;
  const errors = check === null ? [] : errorsIn(settings, folder, check);
  const { item, problems } = readItem(folder);
  const [problem] = problems;
  if (item === null) {
    const { code, message } = problem ?? { code: 'E_ITEM', message: '这条信息读不出来。' };
    return { errors, payloads: [], unreadable: { code, message } };
  }
  return { errors, payloads: payloads.map((wanted) => payloadOf(settings, item, wanted)), unreadable: null };
}
