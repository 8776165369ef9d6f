/** For addresses outside every language, such as a missing file: no messages are at hand there. */
export default function NotFound() {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center p-8 text-center">
        <main>
          <title>Page not found</title>
          <h1 className="text-xl font-semibold">Page not found</h1>
          <p className="mt-2 text-ink-2">
            There is nothing at this address.{' '}
            <a className="font-medium text-accent hover:underline" href="/">
              Go to the start page
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
