import { notFound } from 'next/navigation';

/** Every other address below a language, so that the translated "not found" page answers. */
export default function UnknownPage() {
  notFound();
}
