/* A ticket that waits for others is solved once somebody has said so: `const [guard, asking] = useSolveGuard(ticket)`; show `asking`. */
import type { ReactNode } from 'react';
import type { Ticket } from '../../api/types';
import { useQuestion } from '../../ui/dialog';
import { toastError } from '../../ui/toast';
import { useRelateWords } from './relate-words';

export function useSolveGuard({ open_children: open }: Ticket): [(solve: () => Promise<unknown>) => void, ReactNode] {
  const words = useRelateWords();
  const [ask, asking] = useQuestion();
  function guard(solve: () => Promise<unknown>): void {
    if (open === 0) void solve().catch(toastError);
    else ask({ title: words.childrenAsk(open), text: words.childrenText, act: words.solveAnyway, run: solve });
  }
  return [guard, asking];
}
