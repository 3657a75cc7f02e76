import { createDirectory, type Directory } from './directory';
import { createJoin, type Join, type JoinParts } from './join';
import { createOperator, type Operator, type OperatorParts } from './operator';
import { createProof, type Proof } from './proof';

/** People: who they are, how they come to be known, and how they prove it. */
export interface Accounts extends Directory, Proof, Operator {
  join: Join;
}

export type AccountParts = JoinParts & OperatorParts & { demo: boolean };

export function createAccounts(parts: AccountParts): Accounts {
  const directory = createDirectory(parts);
  const proof = createProof(parts);
  const join = createJoin(parts);
  return {
    ...directory,
    ...proof,
    ...createOperator(parts),

    // Whoever has just come is asked for at once, by all who hear of it.
    async guest(handle) {
      const entrant = await proof.guest(handle);
      directory.keep(entrant);
      return entrant;
    },
    async join(request) {
      const joined = await join(request);
      directory.keep(joined.account);
      return joined;
    },
  };
}
