import { Button, LinkButton } from '../ui/button';
import { Page } from '../ui/layout';
import { Empty } from '../ui/state';
import { useFrameWords } from './words';

/** A page that threw: the frame stays, and says what to do. */
export function Broken({ error }: { error: unknown }) {
  const words = useFrameWords();
  return (
    <div role="alert">
      <Empty
        title={words.broken}
        action={
          <Button strong onClick={() => window.location.reload()}>
            {words.reload}
          </Button>
        }
      >
        <p>{words.brokenText}</p>
        <p lang="en">{error instanceof Error ? error.message : String(error)}</p>
      </Empty>
    </div>
  );
}

export function NotFound() {
  const words = useFrameWords();
  return (
    <Page title={words.notFound}>
      <Empty
        title={words.notFoundText}
        action={
          <LinkButton strong to="/today">
            {words.toToday}
          </LinkButton>
        }
      />
    </Page>
  );
}
