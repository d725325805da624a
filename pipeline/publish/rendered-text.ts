import { renderItem } from '../render/render-item.ts';
import { approvedItem } from './approved-text.ts';
import type { TextOf } from './compared-text.ts';

/** The text that a publication must show, rendered here: where no secret of another is, or everything runs on a person's own machine. */
export const renderedText: TextOf = async (git, settings, { release, approval, page }) =>
  renderItem(await approvedItem(git, approval), release.channel, { ...settings, address: page });
