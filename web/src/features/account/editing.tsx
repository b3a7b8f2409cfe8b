/* The drawer in which things of an account are changed; one form at a time, each its feature's. */
import type { AccountPage as Account } from '../../api/types';
import { useLanguage } from '../../lib/language';
import { Drawer } from '../../ui/dialog';
import { type Editing, slots } from '../../ui/feature';

interface DrawerProps {
  account: Account;
  mayManage: boolean;
  editing: Editing | null;
  onClose: () => void;
  onEdit: (editing: Editing) => void;
}

export function EditDrawer({ account, mayManage, editing, onClose, onEdit }: DrawerProps) {
  useLanguage();
  const { editors } = slots.account.use();
  const editor = editing ? editors[editing.what] : undefined;
  return (
    <Drawer open={editing !== null} onClose={onClose} title={editor?.title(editing?.of) ?? ''}>
      {editing && editor && (
        <editor.Form
          key={JSON.stringify(editing)}
          of={editing.of}
          account={account}
          mayManage={mayManage}
          onDone={onClose}
          onEdit={onEdit}
        />
      )}
    </Drawer>
  );
}
