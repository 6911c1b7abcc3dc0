-- Microsoft Graph is asked for it: nothing was ever kept here.
ALTER TABLE "entra_group" DROP COLUMN "display_name";
