/** A request, byte for byte. `whole`: it is complete, so it must be answered. */
export interface RawRequest {
  text: string;
  whole: boolean;
}

/** How a body's end is told, rightly or wrongly. */
export const FRAMINGS = ['length', 'length', 'length', 'chunked', 'short', 'broken chunk', 'none'] as const;

export interface Parts {
  method: string;
  path: string;
  headers: string[];
  body: string;
  framing: (typeof FRAMINGS)[number];
}

export function compose(parts: Parts): RawRequest {
  const { text, whole } = framed(parts);
  // Two words for how the body ends: whoever reads the other one waits for more.
  return { text, whole: whole && !parts.headers.some((line) => line.startsWith('Transfer-Encoding')) };
}

function framed({ method, path, headers, body, framing }: Parts): RawRequest {
  const length = Buffer.byteLength(body);
  const head = (more: string[]): string =>
    [`${method} ${path} HTTP/1.1`, ...headers, ...more, 'Connection: close', '', ''].join('\r\n');
  const chunk = `${length.toString(16)}\r\n${body}\r\n`;
  switch (framing) {
    case 'chunked':
      return {
        text: `${head(['Transfer-Encoding: chunked'])}${length > 0 ? chunk : ''}0\r\n\r\n`,
        whole: true,
      };
    case 'short':
      return { text: head([`Content-Length: ${length + 10}`]) + body, whole: false };
    case 'broken chunk':
      return { text: `${head(['Transfer-Encoding: chunked'])}zz\r\n${body}`, whole: false };
    case 'none':
      return { text: head([]), whole: true };
    default:
      return { text: head([`Content-Length: ${length}`]) + body, whole: true };
  }
}
