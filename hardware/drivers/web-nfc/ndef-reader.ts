/** What is needed of Web NFC (https://w3c.github.io/web-nfc), of which TypeScript's own library knows nothing. */
export interface NdefReader {
  /**
   * Ends as soon as tags are waited for; asks the person for permission, if that is still to be had and a click came
   * right before. Rejects with a DOMException: `NotAllowedError`, `NotSupportedError` (this phone has no NFC),
   * `NotReadableError` (it is switched off), or `AbortError`. A reader scans once at a time.
   */
  scan(options: { signal: AbortSignal }): Promise<void>;
  addEventListener(
    type: 'reading',
    listener: (event: NdefReading) => void,
    options: { signal: AbortSignal },
  ): void;
}

/** `window.NDEFReader`. */
export type NdefReaderClass = new () => NdefReader;

/** A tag has arrived. That it leaves is never told. */
export interface NdefReading {
  /** In lower-case hex, a colon between bytes; empty if the tag has none. */
  readonly serialNumber: string;
}
