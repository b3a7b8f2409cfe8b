/* The drawer in which things of an account are changed; one form at a time. */
import type { ReactNode } from 'react';
import type { AccountPage as Account, Contact, Contract, ContractLine } from '../../api/types';
import { Drawer } from '../../ui/dialog';
import { EditAccount } from './edit-account';
import { EditContact } from './edit-contact';
import { Cancellation, ContractList, EditContract, NewContract } from './edit-contract';
import { EditJudgement } from './edit-judgement';
import { EditLine } from './edit-line';
import { useAccountWords } from './words';

export type Editing =
  | { what: 'account' | 'judgement' | 'contract' | 'contracts' }
  | { what: 'contact'; contact?: Contact }
  | { what: 'terms' | 'cancellation'; contract: Contract }
  | { what: 'line'; contract: Contract; line?: ContractLine; correct?: boolean };

export interface EditProps {
  account: Account;
  /** False in the past and for those who only look: then contracts are shown, not changed. */
  mayManage: boolean;
  onDone: () => void;
  onEdit: (editing: Editing) => void;
}

function Form({ editing, ...props }: EditProps & { editing: Editing }) {
  switch (editing.what) {
    case 'account':
      return <EditAccount {...props} />;
    case 'judgement':
      return <EditJudgement {...props} />;
    case 'contact':
      return <EditContact {...props} contact={editing.contact} />;
    case 'contract':
      return <NewContract {...props} />;
    case 'contracts':
      return <ContractList {...props} />;
    case 'terms':
      return <EditContract {...props} contract={editing.contract} />;
    case 'cancellation':
      return <Cancellation {...props} contract={editing.contract} />;
    case 'line':
      return <EditLine {...props} contract={editing.contract} line={editing.line} correct={editing.correct ?? false} />;
  }
}

function useTitle(editing: Editing | null): ReactNode {
  const words = useAccountWords();
  if (!editing) return '';
  if (editing.what === 'contact') return editing.contact ? (editing.contact.name ?? words.contacts) : words.newContact;
  if (editing.what === 'line') {
    if (!editing.line) return words.addLine;
    return editing.correct ? words.correctTitle : words.changeTitle;
  }
  const titles = {
    account: words.edit,
    judgement: words.judgeTitle,
    contract: words.newContract,
    contracts: words.contract,
    terms: words.editContract,
    cancellation: words.cancel,
  };
  return titles[editing.what];
}

interface DrawerProps {
  account: Account;
  mayManage: boolean;
  editing: Editing | null;
  onClose: () => void;
  onEdit: (editing: Editing) => void;
}

export function EditDrawer({ account, mayManage, editing, onClose, onEdit }: DrawerProps) {
  const title = useTitle(editing);
  return (
    <Drawer open={editing !== null} onClose={onClose} title={title}>
      {editing && (
        <Form key={JSON.stringify(editing)} editing={editing} account={account} mayManage={mayManage} onDone={onClose} onEdit={onEdit} />
      )}
    </Drawer>
  );
}
