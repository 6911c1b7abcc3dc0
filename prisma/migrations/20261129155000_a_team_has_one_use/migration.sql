-- PostgreSQL expected a thousand rows of it, and planned for a million of what follows.
ALTER FUNCTION "team_use"(uuid, text[], text, uuid[]) ROWS 1;
