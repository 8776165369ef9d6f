export interface DemoItem {
  slug: string;
  name: string;
  category: string;
  summary: string;
}

/** The categories of the demo directory: identifier and name. */
export const DEMO_CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['databases', 'Databases'],
  ['developer-tools', 'Developer Tools'],
  ['files-and-documents', 'Files & Documents'],
  ['communication', 'Communication'],
  ['search-and-web', 'Search & Web'],
  ['cloud-and-infrastructure', 'Cloud & Infrastructure'],
  ['monitoring', 'Monitoring'],
  ['knowledge-and-memory', 'Knowledge & Memory'],
  ['finance-and-commerce', 'Finance & Commerce'],
  ['media-and-design', 'Media & Design'],
  ['productivity', 'Productivity'],
  ['travel-and-places', 'Travel & Places'],
]);

const LINES: Record<string, string> = {
  databases: `
    PostgreSQL Reader: Lets an assistant inspect schemas and run read-only queries
    SQLite Workbench: Opens a local database file and answers questions about it
    MySQL Bridge: Describes tables and explains slow queries
    Redis Console: Looks up keys, streams and memory use
    MongoDB Explorer: Samples collections and drafts aggregation pipelines
    DuckDB Analyst: Turns CSV and Parquet files into answers
    ClickHouse Lens: Summarises billions of events without leaving the chat
    Neo4j Pathfinder: Walks a graph and explains how two things are related`,
  'developer-tools': `
    GitHub Companion: Reads issues, reviews pull requests and searches code
    GitLab Companion: Follows pipelines and merge requests
    Docker Captain: Lists containers, reads logs and restarts what is stuck
    Playwright Pilot: Drives a real browser to reproduce a bug
    Sentry Scout: Finds the first release that shows an error
    Terraform Reader: Explains a plan before anyone applies it
    Linear Courier: Files issues where the conversation happens
    OpenAPI Translator: Makes any documented HTTP interface callable
    Semgrep Warden: Points at risky lines and says why
    Storybook Guide: Knows which component the design system already has`,
  'files-and-documents': `
    Local Files: Reads and edits the folders that you allow
    PDF Reader: Extracts text, tables and page numbers
    Google Drive Shelf: Searches shared documents by meaning
    Dropbox Shelf: Brings a file into the conversation
    Excel Scribe: Fills in sheets and checks the formulas
    Obsidian Vault: Links new notes to the ones you wrote last year
    Markdown Press: Converts between Markdown, HTML and print`,
  communication: `
    Slack Messenger: Reads channels, drafts replies and waits for your yes
    Discord Messenger: Keeps an eye on a community's questions
    Gmail Assistant: Sorts, summarises and drafts mail
    Telegram Relay: Sends a note when a long task ends
    WhatsApp Relay: Answers customers from your own notes
    Zoom Minutes: Turns a recording into decisions and owners
    Matrix Messenger: Talks to rooms on your own server`,
  'search-and-web': `
    Brave Search: Looks up the open web without tracking
    Fetch: Downloads a page and returns readable text
    Firecrawl Harvester: Crawls a whole site into clean documents
    Wikipedia Digest: Answers with sources and dates
    Hacker News Reader: Follows a discussion and its best replies
    ArXiv Librarian: Finds papers and reads the method section
    Common Crawl Sieve: Searches the archive of the public web
    RSS Gazette: Reads your feeds before breakfast`,
  'cloud-and-infrastructure': `
    AWS Navigator: Finds the resource behind a bill line
    Cloudflare Edge: Manages workers, zones and cache rules
    Kubernetes Steward: Reads events and explains why a pod will not start
    Vercel Deployer: Follows a deployment to its preview address
    Azure Navigator: Lists resource groups and their costs
    Google Cloud Navigator: Reads logs across projects
    Hetzner Rack: Orders, resizes and retires small servers`,
  monitoring: `
    Grafana Lens: Turns a question into a dashboard query
    Prometheus Probe: Checks an alert against the raw series
    Datadog Watch: Correlates traces with a deploy
    PagerDuty Relay: Tells who is on call and why they were woken
    Uptime Keeper: Keeps the history of every outage
    OpenTelemetry Tap: Streams spans into the conversation`,
  'knowledge-and-memory': `
    Memory Graph: Remembers people, projects and promises
    Notion Librarian: Reads and updates pages and databases
    Confluence Librarian: Finds the page that is still true
    Qdrant Recall: Stores and retrieves by meaning
    Zotero Shelf: Cites what you have really read
    Anki Tutor: Makes cards from the parts you got wrong`,
  'finance-and-commerce': `
    Stripe Ledger: Looks up payments, refunds and disputes
    Shopify Clerk: Answers questions about orders and stock
    PayPal Ledger: Reconciles payouts with invoices
    Exchange Rates: Converts with the rate of the day
    Xero Bookkeeper: Prepares what the accountant asks for
    Market Ticker: Quotes with their delay and source`,
  'media-and-design': `
    Figma Inspector: Reads frames and turns them into tokens
    Image Studio: Crops, converts and compresses pictures
    YouTube Transcript: Reads a talk instead of watching it
    Spotify Curator: Builds a playlist from a mood
    Blender Sculptor: Places objects in a scene by description
    Café Poster: Sets menus and posters in beautiful type`,
  productivity: `
    Google Calendar Planner: Finds a time that suits everybody
    Todoist Planner: Breaks a plan into things to do today
    Trello Board: Moves cards and explains what is blocked
    Asana Planner: Writes the weekly status for you
    Time Keeper: Knows every time zone and its holidays`,
  'travel-and-places': `
    Open Maps: Plans walks, rides and deliveries
    Weather Desk: Forecasts with their uncertainty
    Rail Planner: Compares trains across borders
    Flight Board: Follows a flight and its alternatives`,
};

export const DEMO_ITEMS: DemoItem[] = Object.entries(LINES).flatMap(([category, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', summary = ''] = line.trim().split(': ');
      return { slug: slugOf(name), name, category, summary: `${summary}.` };
    }),
);

function slugOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{Diacritic}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
