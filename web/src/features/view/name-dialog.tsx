import { Dialog } from '../../ui/dialog';
import { TextBox } from '../../ui/field';
import { Form, useForm } from '../../ui/form';
import { useViewWords } from './words';

/** Asks for the name of a view. */
export function NameDialog(props: { title: string; name: string; onSend: (name: string) => Promise<unknown>; onClose: () => void }) {
  const words = useViewWords();
  const form = useForm({ name: props.name }, ['name']);
  return (
    <Dialog open onClose={props.onClose} title={props.title} size="sm">
      <Form form={form} onSend={({ name }) => props.onSend(name.trim())} onSent={props.onClose} onCancel={props.onClose}>
        <TextBox label={words.name} required autoFocus {...form.box('name')} />
      </Form>
    </Dialog>
  );
}
