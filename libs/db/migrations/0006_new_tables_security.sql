-- What drizzle-kit does not write for the tables of 0005: row security that holds for the owner too, and who may do what.

ALTER TABLE facet.grid FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE facet.token_favorite FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE facet.board_draft FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON facet.grid, facet.token_favorite, facet.board_draft TO facet_app;
