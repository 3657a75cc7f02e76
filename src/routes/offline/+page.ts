/** It is shown under every address, so no router may look at that. */
export const csr = false;
