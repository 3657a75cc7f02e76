import { createContext } from 'svelte';
import type { Chat } from './chat.svelte';

/** What the chat's pages share. */
export interface ChatPage {
  readonly chat: Chat;
  /** Reactive. The reader's own, IANA name; until the script runs, the best that is known. */
  readonly timeZone: string;
}

export const [getChatPage, setChatPage] = createContext<ChatPage>();
