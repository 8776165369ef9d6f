import { PageSkeleton } from '@/components/admin/backups/ui/page-skeleton';

export default function Loading() {
  return <PageSkeleton />;
}
