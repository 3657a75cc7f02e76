/** The key or token of an Authorization header, `Bearer …`; undefined without one. */
export const bearerOf = (authorization: string | null | undefined): string | undefined =>
  /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
