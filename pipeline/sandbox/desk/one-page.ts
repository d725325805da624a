import type { DeskStage } from './stage.ts';

/** The stage for one page: settings and books are asked for once, however many rows the page has, so that all rows say the same. */
export function forOnePage(stage: DeskStage): DeskStage {
  let settings: ReturnType<DeskStage['settings']> | null = null;
  let releases: ReturnType<DeskStage['releases']> | null = null;
  return {
    ...stage,
    settings: () => {
      settings ??= stage.settings();
      return settings;
    },
    releases: () => {
      releases ??= stage.releases();
      return releases;
    },
    formNumberOf: async (item) => {
      releases ??= stage.releases();
      return (await releases).find((release) => release.item === item)?.formNumber ?? stage.formNumberOf(item);
    },
  };
}
