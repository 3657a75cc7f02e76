import type { CDPSession } from 'playwright';
import type { OpenPage, Profile } from './browser';

/** Fast 3G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const FAST_3G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1_600 * 1_000) / 8,
  uploadThroughput: (750 * 1_000) / 8,
};
const CPU_SLOWED = 4;

/** A cheap phone on a slow line. */
export async function slowDown({ devtools }: OpenPage): Promise<void> {
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', FAST_3G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWED });
}

/** The same line for what the service worker fetches: the page's own does not bind it. */
export async function slowDownWorker({ devtools }: Profile): Promise<void> {
  const { targetInfos } = await devtools.send('Target.getTargets');
  for (const { targetId } of targetInfos.filter(({ type }) => type === 'service_worker')) {
    const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
    await tell(devtools, sessionId, 'Network.enable', {});
    await tell(devtools, sessionId, 'Network.emulateNetworkConditions', FAST_3G);
  }
}

/** Playwright hands out sessions of pages alone; another's goes by way of the browser's. */
async function tell(devtools: CDPSession, sessionId: string, method: string, params: object): Promise<void> {
  const message = JSON.stringify({ id: 1, method, params });
  await devtools.send('Target.sendMessageToTarget', { sessionId, message });
}
