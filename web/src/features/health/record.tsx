/* How the draft and the version in force did over the last year, when it is asked: scoring 52 weeks takes some time. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Definition, Scorecard } from '../../api/types';
import { countText } from '../../lib/numbers';
import { TextButton } from '../../ui/button';
import { Card, Muted, Notice } from '../../ui/layout';
import { Failed, Loading } from '../../ui/state';
import { sheetOf } from './publish';
import { TrustTable, versionsOf } from './sheet-trust';
import { useSheetWords } from './sheet-words';
import { useTrustWords } from './trust-words';

export function RecordCard({ card, definition }: { card: Scorecard; definition: Definition }) {
  const words = useTrustWords();
  const sheetWords = useSheetWords();
  const [asked, setAsked] = useState<Definition | null>(null);
  const content = { definition: asked ?? definition, segment: card.segment, product_id: card.product_id };
  const sheet = useQuery({ ...sheetOf(card, content), enabled: asked !== null });
  const isOld = asked !== null && JSON.stringify(asked) !== JSON.stringify(definition);
  const found = asked && sheet.data;
  return (
    <Card title={words.card}>
      {!found && (
        <p>
          <Muted small>{words.cardText}</Muted>
        </p>
      )}
      {asked &&
        !sheet.data &&
        (sheet.error ? <Failed error={sheet.error} again={() => void sheet.refetch()} /> : <Loading lines={4} label={words.checking} />)}
      {found && <TrustTable judged={versionsOf(found, words.inForce, words.draft)} leavers={found.leavers} />}
      {found?.few && found.left > 0 && <Notice>{sheetWords.few(countText(found.left))}</Notice>}
      {isOld && found && (
        <p>
          <Muted small>{words.old}</Muted>
        </p>
      )}
      {(!asked || isOld) && <TextButton onClick={() => setAsked(definition)}>{words.check}</TextButton>}
    </Card>
  );
}
