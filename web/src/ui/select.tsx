/* The box that opens a list to choose from. It loads when the page stands. */
import { Select as MantineSelect } from '@mantine/core';
import { common, enterKey, type SelectProps } from './field';
import { useKitWords } from './words';

export default function OpenSelect(props: SelectProps) {
  const words = useKitWords();
  return (
    <MantineSelect
      {...common(props)}
      size={props.size ?? 'sm'}
      w={props.width}
      value={props.value}
      onChange={props.onChange}
      data={props.options}
      clearable={props.clearable}
      clearButtonProps={{ 'aria-label': words.clear }}
      searchable={props.search}
      allowDeselect={false}
      nothingFoundMessage={words.noMatch}
      comboboxProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
      onKeyDown={enterKey(undefined)}
    />
  );
}
