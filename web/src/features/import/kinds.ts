/* What can be in a file, as the features say it. */
import { useLanguage } from '../../lib/language';
import { sees, useMe } from '../../lib/me';
import { type Imported, type ImportKind, slots } from '../../ui/feature';

/** All kinds that one sees, in their order. */
export function useKinds(): { value: ImportKind; label: string }[] {
  const language = useLanguage();
  const me = useMe();
  const kinds = slots.imports.use();
  return (Object.keys(kinds) as ImportKind[])
    .filter((value) => sees(me, kinds[value]?.circle))
    .map((value) => ({ value, order: kinds[value]?.order ?? 0, label: kinds[value]?.name[language] ?? value }))
    .sort((one, other) => one.order - other.order);
}

export function useKindName(): (kind: ImportKind) => string {
  const kinds = useKinds();
  return (kind) => kinds.find(({ value }) => value === kind)?.label ?? kind;
}

export function useHasEnds(kind: ImportKind): boolean {
  return slots.imports.use()[kind]?.ends ?? false;
}

/** What comes after a file of this kind: later ones find what earlier ones brought. */
export function useNextKind(kind: ImportKind): { value: ImportKind; label: string } | null {
  const kinds = useKinds();
  return kinds[kinds.findIndex(({ value }) => value === kind) + 1] ?? null;
}

/** What the name of the file says about its content, among the kinds that one sees. */
export function kindGuess(kinds: { [kind: string]: Imported }, seen: { value: ImportKind }[], name: string): ImportKind | null {
  const fits = Object.entries(kinds).filter(([kind, { file }]) => file?.is.test(name) && seen.some(({ value }) => value === kind));
  const [first] = fits.sort(([, one], [, other]) => (one.file?.order ?? 0) - (other.file?.order ?? 0));
  return (first?.[0] as ImportKind | undefined) ?? null;
}
