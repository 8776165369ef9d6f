import { access } from 'node:fs/promises';

/** What Docker and Podman put into every container. */
const MARKS = ['/.dockerenv', '/run/.containerenv'];

/** Whether this process runs in a container, as far as the file system tells. */
export async function inContainer(): Promise<boolean> {
  const seen = await Promise.all(
    MARKS.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return seen.includes(true);
}
