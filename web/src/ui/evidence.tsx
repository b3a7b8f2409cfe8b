/* The drawer in which a number says where it comes from; what it says is a feature's to bring. */
import { Suspense } from 'react';
import { Drawer } from './dialog';
import { type Asked, slots } from './feature';
import { useMeasures } from './measure';
import { Loading } from './state';

function Within({ asked }: { asked: Asked }) {
  const Evidence = slots.evidence.use();
  return Evidence && <Evidence asked={asked} />;
}

/** The drawer over a page; `asked` says which number was clicked. */
export function EvidenceDrawer({ asked, onClose }: { asked: Asked | null; onClose: () => void }) {
  const measures = useMeasures();
  return (
    <Drawer looking open={asked !== null} onClose={onClose} title={asked ? `${asked.name} · ${measures.name(asked.ref)}` : ''}>
      {asked && (
        <Suspense fallback={<Loading />}>
          <Within asked={asked} key={JSON.stringify(asked.ref)} />
        </Suspense>
      )}
    </Drawer>
  );
}
