import type { Hub, Status } from './state.ts';

/** The newest status of each context. */
export function newestStatuses(hub: Hub, sha: string): Status[] {
  return [...new Map(hub.statuses.filter((status) => status.sha === sha).map((status) => [status.context, status])).values()];
}
