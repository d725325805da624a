import { renderText } from '#pipeline/release/isolated/render-text.ts';
import type { Renderer } from '#pipeline/release/isolated/renderer.ts';

/** The renderer of tests: the same answers as production's, without a process of its own. */
export const inProcess: Renderer = {
  fenced: true,
  render: async (settings, request) => renderText(settings, request),
  close: async () => undefined,
};
