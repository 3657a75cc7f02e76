import type { Page } from 'playwright/test';

/**
 * Makes the browser one with Web NFC, as Chrome on Android has it: it asks the person once somebody has clicked, here at
 * most twice, and keeps what was answered last; without a click it does not ask.
 */
export async function giveNfc(page: Page, answers: ('dismissed' | 'granted')[]): Promise<void> {
  await page.addInitScript((given) => {
    const isAllowed = (): boolean => {
      const asked = Number(localStorage.getItem('nfc-asked'));
      if (given[asked - 1] === 'granted') return true;
      if (!navigator.userActivation.isActive) return false;
      localStorage.setItem('nfc-asked', String(asked + 1));
      return given[asked] === 'granted';
    };

    class NDEFReader extends EventTarget {
      scan({ signal }: { signal: AbortSignal }): Promise<void> {
        if (!isAllowed()) return Promise.reject(new DOMException('', 'NotAllowedError'));
        addEventListener('tag', (tag) => this.tell((tag as CustomEvent<string>).detail), { signal });
        return Promise.resolve();
      }

      tell(serialNumber: string): void {
        this.dispatchEvent(Object.assign(new Event('reading'), { serialNumber }));
      }
    }
    Object.assign(globalThis, { NDEFReader });
  }, answers);
}

/** Holds a card to the back of the phone. */
export const holdToPhone = (page: Page, cardId: string): Promise<void> =>
  page.evaluate(
    (serialNumber) => void dispatchEvent(new CustomEvent('tag', { detail: serialNumber })),
    (cardId.toLowerCase().match(/../g) ?? []).join(':'),
  );

/**
 * Makes the browser one with WebUSB and without Web Serial. In the chooser somebody takes a board with USB of its own, which
 * the system then does not let be opened. Tells what was asked of the chooser.
 */
export async function takeSerialAway(page: Page): Promise<unknown[]> {
  const asked: unknown[] = [];
  await page.exposeFunction('chooserAsked', (options: unknown) => void asked.push(options));
  await page.addInitScript(() => {
    const interfaceOf = (interfaceClass: number, ...directions: string[]) => ({
      alternates: [{ interfaceClass, endpoints: directions.map((direction) => ({ direction })) }],
    });
    const board = {
      opened: false,
      configurations: [{ interfaces: [interfaceOf(2), interfaceOf(10, 'in', 'out')] }],
      open: () => Promise.reject(new DOMException('', 'SecurityError')),
    };
    const granted: unknown[] = [];
    const requestDevice = async (options: unknown) => {
      await (globalThis as unknown as { chooserAsked(options: unknown): Promise<void> }).chooserAsked(
        options,
      );
      granted.push(board);
      return board;
    };
    const usb = Object.assign(new EventTarget(), { getDevices: async () => granted, requestDevice });
    Object.defineProperties(navigator, { serial: { value: undefined }, usb: { value: usb } });
  });
  return asked;
}
