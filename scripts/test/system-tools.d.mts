export declare function findChromium(): string | undefined;
export declare function provideSystemTools(): { chromium: string | undefined; notes: string[] };
