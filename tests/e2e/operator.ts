import { execFile } from 'node:child_process';

/** What the operator's command line said and how it ended. */
export interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs the operator's command line, on a data folder or a Redis as `env` names it. */
export function operator(env: Record<string, string>, ...words: string[]): Promise<Said> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['build/admin.js', ...words],
      { env: { PATH, HOME, TAPLINE_DEMO: '0', ...env } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
