/** Tells the routes the network address of who asks. The server's front sets it on every request, whatever the client sent. */
export const ADDRESS_HEADER = 'x-tapline-address';
