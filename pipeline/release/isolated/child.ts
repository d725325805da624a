import { Problem } from '../../problem.ts';
import { frameReader, writeFrame } from './frames.ts';
import { renderText } from './render-text.ts';
import type { RenderSettings } from './renderer.ts';
import { requestOf, type Sent } from './sent.ts';

/*
 * The process that renders, beside no secret. `isolated.ts` starts it with an empty environment and, where Node has its permission model,
 * lets it read the program alone. It says that it is ready, then answers one request after the other until its input ends.
 */

let settings: RenderSettings | null = null;
const next = frameReader(process.stdin);
writeFrame(process.stdout, 'ready');
for (let frame = await next(); frame !== null; frame = await next()) {
  const sent = frame.value as Sent;
  settings = sent.settings ?? (settings as RenderSettings);
  try {
    writeFrame(process.stdout, { rendered: renderText(settings, requestOf(sent, frame.parts)) });
  } catch (error) {
    const { message } = error instanceof Error ? error : new Problem('fault', String(error), { place: '' });
    writeFrame(process.stdout, { fault: message });
  }
}
process.exit();
