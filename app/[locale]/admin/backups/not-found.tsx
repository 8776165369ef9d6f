import { NothingHere } from '@/components/admin/backups/ui/page-problem';

export default function NotFound() {
  return <NothingHere />;
}
