// The rules of `sanshen check` in editors that speak remark (VS Code: extension unifiedjs.vscode-remark), while an item is being written.
if (!process.features.typescript) (await import('tsx/esm/api')).register();
const { sanshenRules } = await import('./pipeline/commands/remark-plugin.ts');

export default { plugins: [sanshenRules] };
