// Types are stripped by Node itself from 22.18 on, but never below node_modules; elsewhere tsx does it.
import module from 'node:module';

module.enableCompileCache?.();
if (!process.features.typescript || import.meta.url.includes('/node_modules/')) (await import('tsx/esm/api')).register();
