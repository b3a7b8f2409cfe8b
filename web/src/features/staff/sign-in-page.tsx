/* What stands at every address while nobody is signed in. */
import type { Me } from '../../api/types';
import { Outside } from './outside';
import SignInForm from './sign-in';
import { useStaffWords } from './words';

export default function SignInPage({ onIn }: { onIn: (me: Me) => void }) {
  const words = useStaffWords();
  return (
    <Outside title={words.signIn}>
      <SignInForm onIn={onIn} />
    </Outside>
  );
}
