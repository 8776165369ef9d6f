/** What a test run came to; a failure is its name and the start of what it said. */
interface Results {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string }[];
  failures: string[];
}
export declare function readVitestResults(file: string): Results | undefined;
export declare function readPlaywrightResults(file: string): Results | undefined;
export declare function shortReason(message: string): string;
