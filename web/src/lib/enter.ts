/*
 * Enter, for every text box. While an input method composes, Enter chooses a conversion and must never send: `isComposing` says so
 * in most browsers; Safari ends the composition first and is known by key code 229.
 */
import type { KeyboardEvent, SyntheticEvent } from 'react';

export function composing(event: SyntheticEvent | Event): boolean {
  const native: Partial<globalThis.KeyboardEvent> = 'nativeEvent' in event ? event.nativeEvent : event;
  return native.isComposing === true || native.keyCode === 229;
}

/** Enter alone, outside composition. */
export function isEnter(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey && !composing(event);
}

/** Ctrl or ⌘ with Enter sends where Enter alone adds a line. */
export function isSend(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !composing(event);
}

/** The Enter that chooses a conversion: it must neither send a form nor add a tag. */
export function isConversion(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && composing(event);
}
