/* Setting up on one page: the next thing worth doing, all steps, the snippet, what comes in and what does not yet. */
import { useRead } from '../../api/query';
import type { SetupStep } from '../../api/types';
import { Shown } from '../../ui/state';
import { Send } from './send';
import { Next, Steps } from './steps';
import { TOPICS } from './topics';
import { Tracked } from './tracked';

export function SetupPart() {
  const reading = useRead<{ items: SetupStep[] }>({ path: '/setup-steps', topics: TOPICS });
  return (
    <Shown reading={reading} lines={8}>
      {({ items }) => (
        <>
          <Next steps={items} />
          <Send />
          <Steps steps={items} />
          <Tracked />
        </>
      )}
    </Shown>
  );
}
