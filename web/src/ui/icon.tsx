/*
 * The signs of the UI: Lucide's, 16 px with strokes of 1.5 px, in the colour of the words beside them. Here stand those that are used;
 * what is added here is in the first load. A sign never stands alone: the words beside it, or its button's name, say what it means.
 */
import {
  Activity,
  Banknote,
  Bell,
  BookOpen,
  Building2,
  ChartColumn,
  ClipboardList,
  Command,
  Ellipsis,
  FileInput,
  FileText,
  Funnel,
  Heart,
  History,
  type IconNode,
  Inbox,
  Keyboard,
  KeyRound,
  Languages,
  LayoutList,
  ListChecks,
  LogOut,
  Mail,
  Moon,
  Package,
  Phone,
  Plus,
  ScrollText,
  Search,
  Settings,
  StickyNote,
  Sun,
  SunMoon,
  TextCursorInput,
  TrendingUp,
  UserRound,
  UsersRound,
  Webhook,
} from 'lucide';
import css from './icon.module.css';

const ICONS = {
  activity: Activity,
  api: BookOpen,
  audit: ScrollText,
  bell: Bell,
  building: Building2,
  chart: ChartColumn,
  command: Command,
  contract: FileText,
  dark: Moon,
  field: TextCursorInput,
  filter: Funnel,
  health: Heart,
  import: FileInput,
  inbox: Inbox,
  more: Ellipsis,
  key: KeyRound,
  keyboard: Keyboard,
  language: Languages,
  leave: LogOut,
  light: Sun,
  list: LayoutList,
  mail: Mail,
  money: Banknote,
  note: StickyNote,
  people: UsersRound,
  person: UserRound,
  phone: Phone,
  plan: ClipboardList,
  plus: Plus,
  product: Package,
  recent: History,
  revenue: TrendingUp,
  search: Search,
  settings: Settings,
  system: SunMoon,
  tasks: ListChecks,
  today: Sun,
  webhook: Webhook,
} satisfies Record<string, IconNode>;

/** One of the signs here, or a path in 16 × 16. */
export type IconName = keyof typeof ICONS | `M${string}`;

function isPath(name: IconName): name is `M${string}` {
  return !(name in ICONS);
}

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  if (isPath(name)) {
    return (
      <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className={css.icon}>
        <path d={name} />
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className={css.icon}>
      {ICONS[name as keyof typeof ICONS].map(([Tag, shape], at) => (
        <Tag key={at} {...shape} />
      ))}
    </svg>
  );
}
