ALTER TABLE "client_profiles" ADD COLUMN "interests" text;--> statement-breakpoint
ALTER TABLE "client_profiles" ADD COLUMN "skills" jsonb;--> statement-breakpoint
ALTER TABLE "client_profiles" ADD COLUMN "cover_color" text;--> statement-breakpoint
ALTER TABLE "client_profiles" ADD COLUMN "profile_visibility" text DEFAULT 'public' NOT NULL;